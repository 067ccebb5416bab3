"""Rows of the sharing room: what a user can do whole, on the screens."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.core.calendar import wareki
from norishiro.core.operation import announce
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing.choices import Category, ConsentState
from norishiro.sharing.models import Consent
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_screens import post, put_values
from tests.rooms.meetings.town import client_of, token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _profile():
    adopt_profile((PRESETS / "toshima.toml").read_text(), name="試しの市", valid_from=date(2020, 4, 1))


def test_the_person_applies_with_purpose_scope_and_date_and_only_then_the_case_is_tabled():
    """HAC-07: the application keeps the purpose explained, the scope and the day; without it no 重層的支援会議."""
    town, today = towns.town(), timezone.localdate()

    def tabled() -> int:
        values = put_values(town, kind="LAYERED", reason="支援プランの検討")
        return post(town.council, "put_on_list", town.case.id, **values).status_code

    assert tabled() == 422
    client = client_of(town.council)
    there = reverse("sharing:take_consent", args=[town.mother.id], query={"case": town.case.id})
    form = client.get(there)
    assert "この同意は、支援の利用申込を兼ねます" in form.content.decode()
    posted = {
        **token(), "categories": [str(int(Category.ATTRIBUTES)), str(int(Category.LIFE_HISTORY))],
        "recipients": [str(town.city.agency_id)], "purpose": "家計と住まいの相談を、いっしょに進めるため",
        "asked_on": wareki(today), "method": "WRITTEN", "giver": "SELF",
        "wording_version": form.context["form"].initial["wording_version"],
    }  # fmt: skip
    assert client.post(there, posted).status_code == 302
    announce(town.council)
    application = Consent.objects.get()
    assert (application.case_id, application.asked_on, application.purpose, application.categories) == (
        town.case.id, today, "家計と住まいの相談を、いっしょに進めるため", 33,
    )  # fmt: skip
    page = client.get(reverse("sharing:consents", args=[town.mother.id])).content.decode()
    said = re.sub(r"<[^>]*>", "", page)
    assert "に、この同意で支援の利用を申し込みました" in said
    assert "家計と住まいの相談を、いっしょに進めるため" in said and "生活歴・困りごと など" in said
    assert tabled() == 302

    away = reverse("sharing:withdraw_consent", args=[application.id])
    assert client.post(away, {**token(), "words": "やめたい"}).status_code == 302
    announce(town.council)
    assert Consent.objects.get().state == ConsentState.WITHDRAWN
