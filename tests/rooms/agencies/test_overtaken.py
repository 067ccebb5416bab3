"""Somebody saves between the look at a record and the moment it is held: both texts are shown, and none is lost."""

from __future__ import annotations

from html import unescape
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bench.browser import hidden
from norishiro.agencies import operations
from norishiro.agencies.actor import actor_for
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from tests.factories import agencies
from tests.rooms.agencies.conftest import browser_of

OVERTAKE = "UPDATE agencies_agency SET contact_note = 'ほかの人が書いた', version = version + 1 WHERE id = %s"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_what_was_typed_meets_what_was_saved_in_between(
    monkeypatch: pytest.MonkeyPatch, owner_connection: psycopg.Connection[Any]
) -> None:
    with transaction.atomic():
        office, keeper = agencies.agency(), agencies.staff("架空 課長")
        agencies.appoint(keeper, agency=office, kind=RoleKind.MANAGER)
    actor = actor_for(staff_id=keeper.id, agency_id=office.id, today=timezone.localdate())
    browser, address = browser_of(actor), reverse("agencies:change", args=[office.id])
    page = browser.get(address).content.decode()
    really = operations.change_agency
    saved: list[bool] = []

    def somebody_is_quicker(*given: Any, **named: Any) -> Any:
        """The real verb; just before it, somebody else's change is committed, the first time."""
        if not saved:
            saved.append(True)
            owner_connection.execute(OVERTAKE, [office.id])
            owner_connection.commit()
        return really(*given, **named)

    monkeypatch.setattr(operations, "change_agency", somebody_is_quicker)
    typed = {
        "name": office.name,
        "field": office.field,
        "body": office.body,
        "contact_note": "わたしが書いた",
    }
    answer = browser.post(address, {key: unescape(value) for key, value in hidden(page).items()} | typed)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert ("わたしが書いた" in words, "ほかの人が書いた" in words, "直しました" in words) == (
        True,
        True,
        False,
    )
    assert Agency.objects.get(id=office.id).contact_note == "ほかの人が書いた"
