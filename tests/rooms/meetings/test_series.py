"""定例: the days of a rule, sittings made of them in one step, the month on one page, and one's own calendar."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from norishiro.agencies.models import Staff
from norishiro.core.calendar import is_holiday
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.meetings import operations, queries, rules
from norishiro.meetings.models import CalendarFeed, Invitation, Series, Sitting
from tests.factories import agencies
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_screens import day, get, post, queries_of, text_of
from tests.rooms.meetings.town import TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SATURDAY, SUNDAY, TUESDAY = 5, 6, 1


def days_of(**values) -> list[date]:
    facts = {
        "rule": "MONTHLY", "weekday": TUESDAY, "weeks": [1], "months": [], "anchor": date(2026, 4, 1),
        "first": date(2026, 4, 1), "last": date(2027, 3, 31), "holiday": "KEEP", "is_holiday": is_holiday,
    }  # fmt: skip
    return [one.day for one in rules.proposed_days(**{**facts, **values})]


# --- the rules ---------------------------------------------------------------------------------------


def test_every_first_tuesday():
    found = days_of()
    assert found[:3] == [date(2026, 4, 7), date(2026, 5, 5), date(2026, 6, 2)]
    assert len(found) == 12


def test_twice_a_month():
    assert days_of(weeks=[1, 3], last=date(2026, 5, 31)) == [
        date(2026, 4, 7),
        date(2026, 4, 21),
        date(2026, 5, 5),
        date(2026, 5, 19),
    ]


def test_the_last_week_is_the_last_even_where_there_are_five():
    assert days_of(weeks=[5], last=date(2026, 6, 30)) == [
        date(2026, 4, 28),
        date(2026, 5, 26),
        date(2026, 6, 30),
    ]


def test_the_first_sunday_of_even_months():
    found = days_of(rule="MONTHS", weekday=SUNDAY, months=[2, 4, 6, 8, 10, 12])
    assert found == [
        date(2026, 4, 5), date(2026, 6, 7), date(2026, 8, 2), date(2026, 10, 4), date(2026, 12, 6), date(2027, 2, 7),
    ]  # fmt: skip


def test_august_november_and_february():
    found = days_of(rule="MONTHS", weeks=[2], months=[8, 11, 2])
    assert found == [date(2026, 8, 11), date(2026, 11, 10), date(2027, 2, 9)]


def test_every_other_saturday_counts_from_the_beginning_whenever_one_looks():
    every = days_of(rule="ALTERNATE", weekday=SATURDAY, weeks=[], last=date(2026, 6, 30))
    assert every[:4] == [date(2026, 4, 4), date(2026, 4, 18), date(2026, 5, 2), date(2026, 5, 16)]
    later = days_of(
        rule="ALTERNATE", weekday=SATURDAY, weeks=[], first=date(2026, 5, 10), last=date(2026, 6, 30)
    )
    assert later == every[3:]


@pytest.mark.parametrize(
    ("holiday", "expected"),
    [
        ("KEEP", [date(2026, 5, 5)]),
        ("SKIP", []),
        # 5月6日 is the holiday in lieu, so the next open day is the 7th; before the 5th lie the 4th and the 3rd.
        ("AFTER", [date(2026, 5, 7)]),
        ("BEFORE", [date(2026, 5, 1)]),
    ],
)
def test_a_holiday_moves_the_day_as_the_rule_says(holiday, expected):
    assert days_of(holiday=holiday, first=date(2026, 5, 1), last=date(2026, 5, 31)) == expected


def test_a_rule_without_weeks_or_months_is_no_rule():
    def codes(**values):
        facts = {"rule": "MONTHLY", "weeks": [1], "months": [], "in_force": True, **values}
        return [one.code for one in rules.may_keep_series(**facts).reasons]

    assert codes() == [] == codes(rule="ALTERNATE", weeks=[])
    assert codes(weeks=[]) == ["weeks"]
    assert codes(rule="MONTHS") == ["months"]
    assert codes(in_force=False) == ["body"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("原則偶数月の第1日曜", ("MONTHS", SUNDAY, (1,), (2, 4, 6, 8, 10, 12))),
        ("隔週 土曜", ("ALTERNATE", SATURDAY, (), ())),
        ("8・11・2月の第２火曜日", ("MONTHS", TUESDAY, (2,), (8, 11, 2))),
        ("第1・第3木曜", ("MONTHLY", 3, (1, 3), ())),
        ("毎月1度", ("MONTHLY", None, (), ())),
        ("事例発生時（随時）", ("MONTHLY", None, (), ())),
        ("", ("MONTHLY", None, (), ())),
    ],
)
def test_the_towns_own_words_are_read_as_far_as_they_go(words, expected):
    assert rules.read_frequency(words) == rules.Read(*expected)


def test_only_days_the_rule_proposes_become_sittings_each_once():
    def codes(days, taken=()):
        verdict = rules.may_schedule(days=days, proposed=[TODAY, TODAY + DAY], taken=set(taken))
        return [one.code for one in verdict.reasons]

    assert codes([TODAY]) == []
    assert codes([]) == codes([TODAY + 9 * DAY]) == codes([TODAY], [TODAY]) == ["days"]


# --- from the rule to the sittings -------------------------------------------------------------------


def kept(town: towns.Town, **values) -> Series:
    made = operations.keep_series(
        town.city, body=town.body, today=TODAY,
        values={
            "rule": "ALTERNATE", "weekday": TODAY.weekday(), "weeks": [], "months": [], "holiday": "KEEP",
            "starts_at": time(13, 30), "ends_at": time(15), "place": "見本の会議室", "mode": "ROOM", "from_on": TODAY,
            "until_on": None, **values,
        },
    )  # fmt: skip
    announce(town.city)
    return made


def test_a_rule_is_kept_and_its_days_become_sittings_in_one_step():
    town = towns.town()
    sent = post(
        town.city, "keep_series", town.body.id, rule="ALTERNATE", weekday=str(TODAY.weekday()), holiday="KEEP",
        starts_at="13:30", ends_at="15:00", place="見本の会議室", mode="ROOM", from_on=day(TODAY), until_on="",
    )  # fmt: skip
    series = Series.objects.get()
    assert (sent.status_code, sent.url) == (302, reverse("meetings:schedule_sittings", args=[series.id]))
    chosen = [TODAY, TODAY + 14 * DAY, TODAY + 28 * DAY]
    page = text_of(get(town.city, "schedule_sittings", series.id))
    assert all(one.isoformat() in page for one in chosen)
    sent = post(town.city, "schedule_sittings", series.id, days=[one.isoformat() for one in chosen])
    assert (sent.status_code, sent.url) == (302, reverse("meetings:body", args=[town.body.id]))
    made = list(Sitting.objects.order_by("held_on").values_list("held_on", "starts_at", "place"))
    assert made == [(one, time(13, 30), "見本の会議室") for one in chosen]
    assert Invitation.objects.filter(agency_id=town.member.agency_id).count() == 3
    again = text_of(get(town.city, "schedule_sittings", series.id))
    assert f'value="{TODAY.isoformat()}"' not in again and "もう会議がある日" in again


def test_a_case_is_put_on_a_sitting_made_from_the_rule():
    town = towns.town()
    [sitting] = operations.schedule_sittings(
        town.city, series=kept(town), days=[TODAY], proposed=[TODAY], today=TODAY
    )
    item = towns.listed(town)
    sent = post(town.city, "table_item", sitting.id, item=str(item.id))
    assert (sent.status_code, sent.url) == (302, reverse("meetings:item", args=[item.id]))


def test_days_nobody_chose_and_a_rule_without_weeks_are_told_at_their_fields():
    town = towns.town()
    empty = post(town.city, "schedule_sittings", kept(town).id, days=[])
    assert empty.status_code == 422 and "会議にする日に印を付けてください。" in text_of(empty)
    sent = post(
        town.city, "keep_series", town.body.id, rule="MONTHLY", weekday="1", holiday="AFTER", mode="ROOM",
        from_on=day(TODAY),
    )  # fmt: skip
    assert sent.status_code == 422 and "第何週に開くかを、一つ以上選んでください。" in text_of(sent)


def test_who_may_not_convene_makes_no_rule_and_no_sittings():
    town = towns.town()
    series = kept(town)
    assert post(town.member, "keep_series", town.body.id).status_code == 403
    assert get(town.council, "schedule_sittings", series.id).status_code == 403
    with pytest.raises(Refused):
        operations.schedule_sittings(town.council, series=series, days=[TODAY], proposed=[TODAY], today=TODAY)
    assert Sitting.objects.count() == 0


def test_a_rule_ends_and_its_sittings_stay():
    town = towns.town()
    series = kept(town, from_on=TODAY - 30 * DAY)
    operations.schedule_sittings(town.city, series=series, days=[TODAY], proposed=[TODAY], today=TODAY)
    assert post(town.city, "end_series", series.id).status_code == 302
    series.refresh_from_db()
    assert (series.until_on, Sitting.objects.count()) == (TODAY, 1)
    assert "登録はありません" in text_of(get(town.city, "body", town.body.id))
    with pytest.raises(Refused):
        operations.end_series(town.city, series=series, today=TODAY)


# --- the month ---------------------------------------------------------------------------------------


def test_the_month_shows_ones_own_sittings_on_their_day():
    town = towns.town()
    sitting = towns.called(town, towns.listed(town), held_on=TODAY)
    url = reverse("meetings:sitting", args=[sitting.id])
    page = text_of(get(town.member, "calendar"))
    assert page.count(url) == 1 and "架空家" not in page
    later = (TODAY.replace(day=1) + 62 * DAY).strftime("%Y-%m")
    assert url not in text_of(get(town.member, "calendar", month=later))
    assert url in text_of(get(town.member, "calendar", month="2026-13"))
    stranger = agencies.actor("架空 他人")
    assert url not in text_of(get(stranger, "calendar"))
    assert reverse("meetings:calendar") in text_of(get(town.member, "list"))


def test_a_month_is_whole_weeks_from_monday():
    town = towns.town()
    month = queries.month_of(town.city, on=date(2026, 11, 15))
    days = [one for week in month.weeks for one in week]
    assert (days[0].on, days[-1].on, len(days)) == (date(2026, 10, 26), date(2026, 12, 6), 42)
    assert [one.on for one in days if one.holiday] == [date(2026, 11, 3), date(2026, 11, 23)]
    assert (month.before, month.after) == (date(2026, 10, 1), date(2026, 12, 1))


def test_the_questions_of_the_month_do_not_grow():
    town = towns.town()
    towns.called(town, towns.listed(town), held_on=TODAY)
    once = queries_of(town.city, "calendar")
    operations.schedule_sittings(
        town.city, series=kept(town), days=[TODAY + 14 * DAY], proposed=[TODAY + 14 * DAY], today=TODAY
    )
    assert (once, queries_of(town.city, "calendar")) == (12, 12)


# --- one's own calendar ------------------------------------------------------------------------------


def address_of(actor) -> str:
    page = post(actor, "open_feed")
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"
    return str(page.context["address"])


def fetched(address: str):
    return Client().get(address.removeprefix("http://testserver"))


def test_the_feed_tells_body_place_and_time_and_nothing_of_anybody():
    town = towns.town()
    sitting = towns.called(
        town, towns.listed(town), held_on=TODAY, starts_at=time(13, 30), ends_at=time(15), place="見本の会議室",
        topics="足りない資源",
    )  # fmt: skip
    answered = fetched(address_of(town.member))
    assert (answered.status_code, answered["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    [event] = Calendar.from_ical(answered.content).walk("VEVENT")
    assert sorted(event.keys()) == [
        "CLASS", "DTEND", "DTSTAMP", "DTSTART", "LAST-MODIFIED", "LOCATION", "SEQUENCE", "STATUS", "SUMMARY", "UID",
    ]  # fmt: skip
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("架空の支援会議", "見本の会議室")
    assert event.decoded("DTSTART").astimezone(timezone.get_current_timezone()).time() == time(13, 30)
    text = answered.content.decode()
    for word in ("架空家", "花江", "家賃", "足りない資源", "架空 課太", str(town.case.id)):
        assert word not in text
    assert str(sitting.id) in text


def test_a_moved_sitting_moves_in_the_calendar_and_a_cancelled_one_is_struck_out():
    town = towns.town()
    sitting = towns.called(town, towns.listed(town), held_on=TODAY + DAY)
    address = address_of(town.member)
    operations.move_sitting(
        town.city, sitting=sitting, version=sitting.version, held_on=TODAY + 8 * DAY, starts_at=None, ends_at=None,
        place="", mode="ROOM", today=TODAY,
    )  # fmt: skip
    [event] = Calendar.from_ical(fetched(address).content).walk("VEVENT")
    assert (event.decoded("DTSTART"), event["SEQUENCE"]) == (TODAY + 8 * DAY, 2)
    announce(town.city)
    operations.cancel_sitting(town.city, sitting=Sitting.objects.get(id=sitting.id), reason="大雪")
    [event] = Calendar.from_ical(fetched(address).content).walk("VEVENT")
    assert str(event["STATUS"]) == "CANCELLED"


def test_an_address_can_be_stopped_and_renewed_and_only_its_print_is_kept():
    town = towns.town()
    first = address_of(town.member)
    key = first.removesuffix("/").rpartition("/")[2]
    assert CalendarFeed.objects.filter(key_print=key).count() == 0
    assert key not in text_of(get(town.member, "my_feed"))
    second = address_of(town.member)
    assert (fetched(first).status_code, fetched(second).status_code) == (404, 200)
    assert post(town.member, "revoke_feed").status_code == 302
    assert fetched(second).status_code == 404
    assert CalendarFeed.objects.filter(revoked_at__isnull=True).count() == 0


def test_the_address_of_somebody_who_left_opens_nothing():
    town = towns.town()
    address = address_of(town.member)
    Staff.objects.filter(id=town.member.staff_id).update(is_active=False)
    assert fetched(address).status_code == 404
    assert fetched(reverse("meetings:feed", args=["kotoba"])).status_code == 404
