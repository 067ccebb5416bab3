"""今日のお知らせメール: once a day, at the hour, counts only; and what the clock sweeps away."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from norishiro.agencies import operations as agency_operations
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Digest, Staff
from norishiro.casework.arrivals import FORM_KEY
from norishiro.casework.digest_words import Counts, counted, letter
from norishiro.casework.operations.digest import Sent, send_alarms, send_due
from norishiro.casework.operations.tidying import DRAFTS, TOKENS
from norishiro.casework.queries.today import Section
from norishiro.casework.today_lines import Line
from norishiro.core import parcels
from norishiro.core.models import Draft, ParcelKey, Submission
from norishiro.outreach import operations as outreach
from norishiro.outreach.operations import Told
from norishiro.visits.models import Visit
from tests.factories import agencies, people
from tests.rooms.visits.office import Office, office

DAY = timezone.localdate()


def at(hour: int, minute: int = 0, *, on: date = DAY) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour, minute)))


def promised(actor: Actor, name: str, *, on: date = DAY) -> None:
    outreach.record_contact(
        actor, person=people.person(actor, name), today=DAY,
        told=Told(happened_on=DAY - timedelta(days=9), method="VISIT", body="架空橋のそばで話せた", next_on=on, next_what="架空病院へ"),
    )  # fmt: skip


def wants(actor: Actor, *, hour: int | None = 8) -> Digest:
    staff = Staff.objects.get(id=actor.staff_id)
    return Digest.objects.create(
        staff=staff, address="hana@example.lg.jp", confirmed_at=at(7, on=DAY - timedelta(days=1)), hour=hour
    )


@pytest.fixture
def me(db: None) -> Actor:
    return agencies.actor("架空 はな", kinds=(RoleKind.CSW,))


def test_the_counts_go_out_once_a_day_at_the_hour_and_name_nobody(me: Actor) -> None:
    promised(me, "架空 秘子")
    promised(me, "架空 密男", on=DAY - timedelta(days=1))
    wants(me)
    assert send_due(now=at(7, 59)) == Sent()
    assert send_due(now=at(8)) == Sent(sent=1)
    assert send_due(now=at(8, 10)) == Sent()
    [sent] = mail.outbox
    assert (sent.subject, sent.to) == ("のりしろ：今日のお知らせ（2件）", ["hana@example.lg.jp"])
    assert "・約束と役割の期日　2件\n" in sent.body
    assert "期日を過ぎたものが1件" in sent.body
    assert [
        word
        for word in ("秘子", "密男", "架空橋", "架空病院", "架空")
        if word in sent.subject + str(sent.body)
    ] == []


def test_a_missed_hour_is_made_up_for_the_same_day_and_not_the_next(me: Actor) -> None:
    promised(me, "架空 秘子")
    wants(me)
    assert send_due(now=at(23, 30)) == Sent(sent=1)
    following = DAY + timedelta(days=1)
    assert send_due(now=at(7, on=following)) == Sent()
    assert send_due(now=at(9, on=following)) == Sent(sent=1)
    assert len(mail.outbox) == 2


def test_nothing_to_tell_sends_nothing_and_is_not_asked_again_that_day(me: Actor) -> None:
    wants(me)
    assert send_due(now=at(8)) == Sent(nothing=1)
    promised(me, "架空 秘子")
    assert (send_due(now=at(12)), mail.outbox) == (Sent(), [])


@pytest.mark.parametrize("why", ["off", "unconfirmed", "gone", "unappointed"])
def test_who_did_not_ask_or_is_no_longer_there_gets_nothing(me: Actor, why: str) -> None:
    promised(me, "架空 秘子")
    held = wants(me)
    if why == "off":
        Digest.objects.update(hour=None)
    elif why == "unconfirmed":
        Digest.objects.update(hour=None, confirmed_at=None)
    elif why == "gone":
        Staff.objects.filter(id=held.staff_id).update(is_active=False)
    else:
        held.staff.appointments.update(until_on=DAY)
    assert send_due(now=at(20)).sent == 0
    assert mail.outbox == []


def test_a_mail_that_cannot_go_out_is_tried_again_and_the_others_are_told(
    me: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    promised(me, "架空 秘子")
    wants(me)
    sends = EmailBackend.send_messages

    def broken(*_args: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", broken)
    assert send_due(now=at(8)) == Sent(failed=1)
    assert Digest.objects.get().done_on is None
    monkeypatch.setattr(EmailBackend, "send_messages", sends)
    assert send_due(now=at(9)) == Sent(sent=1)


def inside(town: Office, *, until: datetime) -> Visit:
    """A visit of the worker, gone into two hours before it was to end and not come out of."""
    visit = town.plan(case=town.household(f"架空家 {until:%H%M}"))
    Visit.objects.filter(id=visit.id).update(
        entered_at=until - timedelta(hours=2), entered_by=town.worker.staff_id, expected_at=until
    )
    return visit


def told_at_once(actor: Actor) -> Digest:
    held = wants(actor, hour=None)
    Digest.objects.filter(id=held.id).update(alarm=True)
    return held


def test_that_somebody_has_not_come_out_is_told_at_once_and_once_for_each_visit(db: None) -> None:
    town = office(DAY)
    told_at_once(town.colleague)
    inside(town, until=at(10))
    assert send_alarms(now=at(10, 14)) == Sent(nothing=1)
    assert send_alarms(now=at(10, 15)) == Sent(sent=1)
    assert send_alarms(now=at(10, 20)) == Sent(nothing=1)
    inside(town, until=at(10, 10))
    assert send_alarms(now=at(10, 25)) == Sent(sent=1)
    assert [one.subject for one in mail.outbox] == ["のりしろ：訪問から戻っていない人がいます"] * 2
    assert "戻っていない人が2人います" in mail.outbox[1].body
    said = "".join(one.subject + str(one.body) for one in mail.outbox)
    assert [word for word in ("花子", "架空", "みなと町") if word in said] == []


def test_neither_the_one_inside_nor_a_stranger_nor_who_did_not_ask_is_told(db: None) -> None:
    town = office(DAY)
    inside(town, until=at(10))
    for actor in (town.worker, town.stranger):
        told_at_once(actor)
    wants(town.leader, hour=None)
    assert (send_alarms(now=at(12)), mail.outbox) == (Sent(nothing=2), [])
    Digest.objects.filter(staff_id=town.leader.staff_id).update(alarm=True)
    assert send_alarms(now=at(12)) == Sent(sent=1, nothing=2)


def test_an_alarm_that_cannot_go_out_is_tried_again(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    town = office(DAY)
    told_at_once(town.colleague)
    inside(town, until=at(10))
    with monkeypatch.context() as cut:

        def broken(*_args: Any) -> int:
            raise ConnectionRefusedError

        cut.setattr(EmailBackend, "send_messages", broken)
        assert send_alarms(now=at(11)) == Sent(failed=1)
    assert send_alarms(now=at(11, 5)) == Sent(sent=1)


def test_the_same_line_under_two_hats_is_one_and_what_asks_nothing_is_left_out() -> None:
    line = Line("contact", uuid4(), "架空 秘子さんの約束", "", late=True)
    other = Line("case", uuid4(), "架空家", "")
    first = [Section("promises", "約束", (line,)), Section("districts", "地区", (other,))]
    second = [Section("promises", "約束", (line, other))]
    assert counted([first, second]) == Counts({"約束と役割の期日": 2}, late=1)


def test_the_way_in_stands_in_the_mail_where_the_house_has_a_public_name(settings: Any) -> None:
    settings.NORISHIRO_ADDRESS = "https://norishiro.example.lg.jp"
    body = letter(Counts({"約束と役割の期日": 1}, late=0), today=DAY, to="a@example.lg.jp").body
    assert "https://norishiro.example.lg.jp/\n" in body
    settings.NORISHIRO_ADDRESS = ""
    assert "http" not in letter(Counts({"約束と役割の期日": 1}, late=0), today=DAY, to="a@example.lg.jp").body


def test_the_command_says_what_it_did(me: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    promised(me, "架空 秘子")
    wants(me, hour=6)
    monkeypatch.setattr(timezone, "now", lambda: at(9))
    said = StringIO()
    call_command("digest", stdout=said)
    assert said.getvalue() == "今日のお知らせを1通送りました（することのない人 0人、送れなかった人 0人）。\n"


def test_an_hour_is_asked_for_by_its_owner_alone(me: Actor) -> None:
    wants(me, hour=None)
    agency_operations.choose_hour(me, hour=9, alarm=False)
    assert Digest.objects.get().hour == 9


# --- what the clock sweeps away ---------------------------------------------------------------------------


def test_the_clock_sweeps_what_is_old_and_keeps_what_waits_for_its_writer(as_owner: None) -> None:
    now, staff = timezone.now(), uuid4()
    for number, (form, age) in enumerate(
        (
            ("outreach.record_contact", DRAFTS),
            ("plans.draft_plan", DRAFTS - timedelta(days=1)),
            (FORM_KEY, 2 * DRAFTS),
        )
    ):
        Draft.objects.create(
            staff_id=staff, form_key=form, subject_key=str(number), payload="{}", saved_at=now - age - timedelta(minutes=1)
        )  # fmt: skip
    for age in (TOKENS, timedelta()):
        Submission.objects.create(staff_id=staff, token=uuid4(), made_at=now - age - timedelta(minutes=1))
        ParcelKey.objects.create(
            staff_id=staff, public=b"", private=b"", made_at=now - age - parcels.KEPT + timedelta(minutes=1)
        )
    said = StringIO()
    call_command("tidy", stdout=said)
    assert (
        said.getvalue()
        == "片づけました（書きかけ 1件、済んだ送信の控え 1件、古い鍵 1件、確かめられなかった便りの申込 0件）。\n"
    )
    assert sorted(Draft.objects.values_list("form_key", flat=True)) == sorted([FORM_KEY, "plans.draft_plan"])
    assert (Submission.objects.count(), ParcelKey.objects.count()) == (1, 1)
