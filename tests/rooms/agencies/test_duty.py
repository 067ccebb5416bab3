"""当番: every week, one half day that differs, two who change places; shown where one asks whom to tell."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations, queries
from norishiro.agencies.choices import HalfDay, RoleKind
from norishiro.agencies.models import Agency, DutyChange, DutyRule, Staff
from norishiro.agencies.rules import may_change_duty, may_set_duty, may_swap_duty
from norishiro.core.verdict import Refused
from tests.factories import agencies
from tests.rooms.agencies.conftest import browser_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
# The Monday and Tuesday of a week without a public holiday.
MONDAY, TUESDAY = date(2027, 6, 14), date(2027, 6, 15)


@pytest.fixture
def pair():
    """The operator's agency with two 推進員; the actor is the first."""
    actor = agencies.actor("架空 はじめ")
    other = agencies.staff("架空 つぎ")
    agencies.appoint(other, agency=Agency.objects.get(id=actor.agency_id))
    return actor, Staff.objects.get(id=actor.staff_id), other


def roster(actor, day: date) -> list[str]:
    [days] = queries.duty_days(actor, first=day, days=1).values()
    return [one.staff.name if one.staff else one.why or "なし" for one in days[0][1]]


def weekly(actor, staff, *, day: date, halves=HalfDay.values, from_on: date = TODAY) -> None:
    operations.set_duty(
        actor, weekday=day.weekday(), halves=halves, staff=staff, from_on=from_on, today=TODAY
    )


def test_the_week_holds_until_it_is_set_anew_and_one_day_may_differ(pair):
    actor, first, second = pair
    weekly(actor, first, day=MONDAY)
    weekly(actor, second, day=MONDAY, halves=["PM"], from_on=MONDAY)
    assert (roster(actor, MONDAY - timedelta(days=7)), roster(actor, MONDAY)) == (
        ["架空 はじめ", "架空 はじめ"], ["架空 はじめ", "架空 つぎ"],
    )  # fmt: skip
    operations.change_duty(actor, on=MONDAY, half="AM", staff=None, reason="研修", today=TODAY)
    assert (roster(actor, MONDAY), roster(actor, MONDAY + timedelta(days=7))[0]) == (
        ["研修", "架空 つぎ"],
        "架空 はじめ",
    )
    operations.change_duty(actor, on=MONDAY, half="AM", staff=first, reason="", today=TODAY)
    assert roster(actor, MONDAY) == ["架空 はじめ", "架空 つぎ"]
    weekly(actor, None, day=MONDAY, from_on=MONDAY)
    assert (roster(actor, MONDAY), DutyRule.objects.filter(until_on=None).count()) == (
        ["架空 はじめ", "なし"],
        0,
    )


def test_nobody_is_on_duty_on_a_public_holiday_unless_it_is_said(pair):
    actor, first, second = pair
    holiday = date(2027, 1, 1)
    weekly(actor, first, day=holiday)
    assert roster(actor, holiday) == ["祝日", "祝日"]
    operations.change_duty(actor, on=holiday, half="AM", staff=second, reason="", today=TODAY)
    assert roster(actor, holiday) == ["架空 つぎ", "祝日"]


def test_two_change_places(pair):
    actor, first, second = pair
    weekly(actor, first, day=MONDAY)
    weekly(actor, second, day=TUESDAY)
    operations.swap_duty(
        actor,
        first_on=MONDAY,
        first_half="AM",
        second_on=TUESDAY,
        second_half="PM",
        reason="研修",
        today=TODAY,
    )
    assert (roster(actor, MONDAY), roster(actor, TUESDAY)) == (
        ["架空 つぎ", "架空 はじめ"], ["架空 つぎ", "架空 はじめ"],
    )  # fmt: skip
    with pytest.raises(Refused):
        operations.swap_duty(
            actor, first_on=MONDAY, first_half="AM", second_on=MONDAY + timedelta(days=3), second_half="PM",
            reason="", today=TODAY,
        )  # fmt: skip


def test_who_is_no_officer_of_the_agency_is_not_put_on_duty(pair):
    actor, _first, _second = pair
    stranger = agencies.staff("架空 よそ")
    agencies.appoint(stranger, agency=agencies.agency("よそ"))
    with pytest.raises(Refused) as refused:
        weekly(actor, stranger, day=MONDAY)
    assert [one.code for one in refused.value.verdict.reasons] == ["staff"]


def test_before_noon_and_after(pair):
    actor, first, second = pair
    weekly(actor, first, day=MONDAY, halves=["AM"])
    weekly(actor, second, day=MONDAY, halves=["PM"])
    zone = timezone.get_current_timezone()
    at = {hour: datetime(2027, 6, 14, hour, tzinfo=zone) for hour in (11, 12)}
    assert [[one.text for one in queries.duty_at(actor, at=moment)] for moment in at.values()] == [
        ["当番：架空 はじめ"], ["当番：架空 つぎ"],
    ]  # fmt: skip


def test_it_is_set_changed_and_swapped_on_the_screen(pair):
    actor, first, second = pair
    client = browser_of(actor)
    empty = client.get(reverse("agencies:duty"))
    assert (list(empty.context["rosters"]), empty.context["now"]) == ([], [])
    sent = {"weekday": "0", "halves": ["AM", "PM"], "staff": str(first.id), "from_on": TODAY.isoformat()}
    assert client.post(reverse("agencies:set_duty"), sent).url == reverse("agencies:duty")
    client.post(reverse("agencies:set_duty"), {**sent, "weekday": "1", "staff": str(second.id)})
    swap = {"first_on": MONDAY.isoformat(), "first_half": "AM", "second_on": TUESDAY.isoformat(), "second_half": "AM", "reason": ""}  # fmt: skip
    assert client.post(reverse("agencies:swap_duty"), swap).status_code == 302
    change = {"on": TUESDAY.isoformat(), "half": "PM", "staff": "NOBODY", "reason": "研修"}
    assert client.post(reverse("agencies:change_duty"), change).status_code == 302
    [(_agency, days)] = client.get(reverse("agencies:duty"), {"on": "令和9年6月14日"}).context["rosters"]
    assert [[one.staff.name if one.staff else one.why for one in both] for _day, both in days[:2]] == [
        ["架空 つぎ", "架空 はじめ"], ["架空 はじめ", "研修"],
    ]  # fmt: skip


def test_what_is_wrong_is_said_and_nothing_is_written(pair):
    actor, first, _second = pair
    client = browser_of(actor)
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    wrong = [
        client.post(reverse("agencies:set_duty"), {"weekday": "0", "halves": ["AM"], "staff": str(first.id), "from_on": yesterday}),
        client.post(reverse("agencies:set_duty"), {"weekday": "9", "halves": [], "staff": "", "from_on": "あした"}),
        client.post(reverse("agencies:change_duty"), {"on": yesterday, "half": "AM", "staff": str(first.id), "reason": ""}),
        client.post(reverse("agencies:swap_duty"), {"first_on": "", "first_half": "", "second_on": "", "second_half": ""}),
    ]  # fmt: skip
    assert [one.status_code for one in wrong] == [422, 422, 422, 422]
    assert (DutyRule.objects.count(), DutyChange.objects.count()) == (0, 0)


def test_who_may_not_set_it_sees_it(pair):
    desk = browser_of(agencies.actor("架空 窓口", kinds=(RoleKind.WINDOW,)))
    assert desk.get(reverse("agencies:duty")).status_code == 200
    assert [desk.get(reverse(f"agencies:{name}")).status_code for name in ("set_duty", "change_duty", "swap_duty")] == [403] * 3  # fmt: skip


def test_whoever_receives_and_sends_is_shown_who_is_on_duty(toshima):
    actor = agencies.actor("架空 推進", agency=toshima.agency("FUKUSHI_SOMU"))
    officer = Staff.objects.get(id=actor.staff_id)
    for weekday in range(7):
        operations.set_duty(
            actor, weekday=weekday, halves=HalfDay.values, staff=officer, from_on=TODAY, today=TODAY
        )
    for half in HalfDay.values:
        if queries.duty_on(actor, agency_id=actor.agency_id, on=TODAY, half=half) is None:
            operations.change_duty(actor, on=TODAY, half=half, staff=officer, reason="", today=TODAY)
    client = browser_of(agencies.actor("架空 窓口", kinds=(RoleKind.WINDOW,)))
    for name in ("consultations:receive_consultation", "casework:today"):
        assert [one.staff.name for one in client.get(reverse(name)).context["on_duty"]] == ["架空 推進"]
    fields = client.get(reverse("consultations:write_sheet")).context["form"].fields
    named = [label for _group, label in fields["receiver_agency"].choices if "当番：架空 推進" in str(label)]
    assert len(named) == 1


@pytest.mark.parametrize(
    ("verdict", "codes"),
    [
        (may_set_duty(serves=True, from_on=MONDAY, today=MONDAY), []),
        (may_set_duty(serves=False, from_on=MONDAY, today=TUESDAY), ["staff", "from_on"]),
        (may_change_duty(on=MONDAY, today=MONDAY, serves=True, same=False), []),
        (may_change_duty(on=MONDAY, today=TUESDAY, serves=False, same=True), ["on", "staff", "staff"]),
        (
            may_swap_duty(first_on=MONDAY, second_on=TUESDAY, today=MONDAY, both_held=True, same_person=False, both_serve=True),
            [],
        ),
        (
            may_swap_duty(first_on=MONDAY, second_on=MONDAY, today=TUESDAY, both_held=False, same_person=True, both_serve=False),
            ["first_on", "second_on", "second_on", "second_on", "second_on"],
        ),
    ],
)  # fmt: skip
def test_the_rules_say_every_reason(verdict, codes):
    assert [one.code for one in verdict.reasons] == codes


def test_the_roster_asks_the_same_at_one_and_at_three(pair, django_assert_num_queries):
    actor, first, second = pair
    client = browser_of(actor)
    weekly(actor, first, day=MONDAY)
    client.get(reverse("agencies:duty"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("agencies:duty"))
    weekly(actor, second, day=TUESDAY)
    operations.change_duty(actor, on=TUESDAY, half="AM", staff=first, reason="", today=TODAY)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("agencies:duty"))


QUERIES = 15
