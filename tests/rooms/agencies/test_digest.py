"""今日のお知らせメール: an address confirmed by its owner, the hour, and what is refused."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations, rules
from norishiro.agencies.models import Digest
from norishiro.core.verdict import Refused
from tests.factories import agencies
from tests.rooms.agencies.conftest import browser_of

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def me() -> Any:
    return agencies.actor("架空 はな")


def code_sent() -> str:
    [found] = re.findall(r"^\d{6}$", str(mail.outbox[-1].body), re.MULTILINE)
    return str(found)


def post(client: Any, name: str, **given: str) -> Any:
    return client.post(reverse(f"agencies:{name}"), given)


def test_an_address_is_confirmed_by_the_number_that_came_and_the_hour_chosen(me: Any) -> None:
    client = browser_of(me)
    page = client.get(reverse("agencies:digest"))
    assert (page.context["held"], page.context["may_choose"].allowed) == (None, False)
    assert post(client, "ask_address", address="hana@example.lg.jp").url == reverse(
        "agencies:confirm_address"
    )
    assert [one.to for one in mail.outbox] == [["hana@example.lg.jp"]]
    assert post(client, "confirm_address", code=code_sent()).url == reverse("agencies:choose_hour")
    assert post(client, "choose_hour", hour="8").url == reverse("agencies:digest")
    held = Digest.objects.get()
    assert (held.staff_id, held.hour, held.confirmed_at is not None, held.code_hash) == (
        me.staff_id,
        8,
        True,
        "",
    )
    assert post(client, "choose_hour", hour="OFF", alarm="on").status_code == 302
    assert (Digest.objects.get().hour, Digest.objects.get().alarm) == (None, True)
    assert post(client, "forget_address").status_code == 302
    assert Digest.objects.count() == 0


@pytest.mark.parametrize("address", ["", "hana", "はな@", "a@b\r\nBcc: c@d.jp"])
def test_what_is_no_address_is_not_written_to(me: Any, address: str) -> None:
    page = post(browser_of(me), "ask_address", address=address)
    assert (page.status_code, list(page.context["form"].errors), mail.outbox) == (422, ["address"], [])


def test_no_hour_without_a_confirmed_address_and_none_outside_the_day(me: Any) -> None:
    client = browser_of(me)
    assert post(client, "choose_hour", hour="8").status_code == 422
    post(client, "ask_address", address="hana@example.lg.jp")
    assert post(client, "choose_hour", hour="8").status_code == 422
    post(client, "confirm_address", code=code_sent())
    assert post(client, "choose_hour", hour="3").status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.update(confirmed_at=None, hour=8)
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.update(confirmed_at=None, hour=None, alarm=True)


def test_another_address_is_confirmed_anew_and_nothing_is_sent_meanwhile(me: Any) -> None:
    operations.ask_address(me, address="a@example.lg.jp", now=NOW)
    assert operations.confirm_address(me, code=code_sent(), now=NOW)
    operations.choose_hour(me, hour=8, alarm=True)
    with pytest.raises(Refused):
        operations.ask_address(me, address="b@example.lg.jp", now=NOW + timedelta(seconds=30))
    operations.ask_address(me, address="b@example.lg.jp", now=NOW + timedelta(minutes=2))
    held = Digest.objects.get()
    assert (held.address, held.confirmed_at, held.hour, held.alarm) == (
        "b@example.lg.jp",
        None,
        None,
        False,
    )


def test_a_wrong_number_is_counted_and_after_five_none_is_taken(me: Any) -> None:
    client = browser_of(me)
    assert post(client, "confirm_address", code="123456").status_code == 403
    post(client, "ask_address", address="hana@example.lg.jp")
    right = code_sent()
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(rules.MOST_TRIES):
        page = post(client, "confirm_address", code=wrong)
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["code"])
    assert Digest.objects.get().tries == rules.MOST_TRIES
    assert post(client, "confirm_address", code=right).status_code == 403


def test_a_number_that_is_too_old_is_not_taken(me: Any) -> None:
    operations.ask_address(me, address="hana@example.lg.jp", now=NOW)
    with pytest.raises(Refused) as refused:
        operations.confirm_address(me, code=code_sent(), now=NOW + timedelta(minutes=31))
    assert [one.code for one in refused.value.verdict.reasons] == ["old"]


def test_where_the_mail_cannot_go_out_nothing_is_kept(me: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", broken)
    assert post(browser_of(me), "ask_address", address="hana@example.lg.jp").status_code == 422
    assert Digest.objects.count() == 0


def test_nobody_sees_anothers(me: Any) -> None:
    operations.ask_address(me, address="hana@example.lg.jp", now=NOW)
    other = browser_of(agencies.actor("架空 つぎ"))
    assert other.get(reverse("agencies:digest")).context["held"] is None
    assert post(other, "confirm_address", code=code_sent()).status_code == 403
    assert post(other, "forget_address").status_code == 302
    assert Digest.objects.count() == 1
