"""抱え込み: what counts as held, who sees which rows, and the monthly count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from norishiro.casework.queries import held
from norishiro.consultations import operations
from norishiro.consultations.choices import Outcome, SheetStatus
from norishiro.consultations.models import TsunaguSheet
from norishiro.core.operation import announce
from norishiro.outreach import operations as outreach
from norishiro.profiles.schema.flow import Held
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import TODAY, client_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MEASURE = Held(evidence=("既定",))
LONG_AGO = TODAY - 40 * DAY
TANGLED = {"CARE": "SOME", "DEBT": "MOST"}


def held_of(actor, on: date = TODAY, measure: Held = MEASURE):
    announce(actor)
    return held.board(actor, on=on, held=measure)


def numbers(actor, on: date = TODAY) -> list[str]:
    return [one.number for one in held_of(actor, on).consultations]


def old(town, **given):
    return towns.received(town.window, today=LONG_AGO, **{"concerns": TANGLED, **given})


def test_a_tangled_matter_nobody_handed_on_appears_after_its_days():
    town = towns.town()
    found = old(town)
    old(town, concerns={"CARE": "SOME"})
    assert numbers(town.window, LONG_AGO + 29 * DAY) == []
    assert numbers(town.window, LONG_AGO + 30 * DAY) == [found.number]
    assert held_of(town.window, measure=Held(evidence=("要綱",), least_fields=3)).total == 0
    assert held_of(town.window, measure=Held(evidence=("要綱",), hand_on_days=41)).total == 0


def test_whatever_is_done_takes_it_off_the_board():
    town = towns.town()
    handed, applied, ended, visited = (old(town) for _ in range(4))
    assert len(numbers(town.window)) == 4
    towns.sent(town, someone=handed.person, consultation=handed)
    towns.applied(town, someone=applied.person, consultation=applied)
    operations.screen_consultation(
        town.window, consultation=ended, outcome=Outcome.INFORM, reason="伝えた", today=TODAY
    )
    outreach.record_contact(
        town.window,
        person=visited.person,
        told=outreach.Told(happened_on=TODAY, method="VISIT", body="会った"),
        today=TODAY,
    )
    assert numbers(town.window) == []


def test_what_was_taken_back_or_refused_long_ago_is_held_again():
    town = towns.town()
    found = old(town)
    sheet = towns.sent(town, someone=found.person, consultation=found)
    assert numbers(town.window) == []
    operations.answer_sheet(
        town.care, sheet=sheet, answer=SheetStatus.DECLINED, words="違う", proposal="家計から", today=TODAY
    )
    assert numbers(town.window, TODAY + 29 * DAY) == []
    assert numbers(town.window, TODAY + 30 * DAY) == [found.number]


def test_others_see_that_something_is_held_and_not_what():
    town = towns.town()
    found = old(town)
    mine, theirs = held_of(town.window), held_of(town.stranger)
    assert [(one.name, one.total, one.hidden, one.oldest) for one in mine.agencies] == [
        ("高齢の窓口", 1, 0, 40)
    ]
    assert [(one.name, one.total, one.hidden) for one in theirs.agencies] == [("高齢の窓口", 1, 1)]
    assert theirs.consultations == []
    page = client_of(town.stranger).get(reverse("casework:held")).content.decode()
    assert "うち1件は、あなたには中身が見えません" in page
    assert [found.number in page, found.person.label in page] == [False, False]


def test_a_sheet_past_its_day_counts_where_the_answer_is_owed():
    town = towns.town()
    sheet = towns.sent(town)
    announce(town.window)
    TsunaguSheet.objects.filter(pk=sheet.pk).update(due_on=TODAY - DAY)
    board = held_of(town.window)
    assert [(one.name, one.counts) for one in board.agencies] == [
        ("しごとの窓口", {"consultations": 0, "sheets": 1, "cases": 0})
    ]
    assert [one.id for one in board.sheets] == [sheet.id]
    assert held_of(town.stranger).hidden == 1


def test_the_month_counts_what_was_held_on_its_last_day():
    town = towns.town()
    first = (TODAY - 90 * DAY).replace(day=1)
    towns.received(town.window, today=first, concerns=TANGLED)
    announce(town.window)
    months = held.monthly(town.window, first=first, months=12, today=TODAY, held=MEASURE)
    ends = [one.on for one in months]
    assert [(one.total, one.own) for one in months] == [(int((on - first).days >= 30),) * 2 for on in ends]
    assert ends[-1] == TODAY
    announce(town.stranger)
    theirs = held.monthly(town.stranger, first=first, months=12, today=TODAY, held=MEASURE)
    assert [(one.total, one.own) for one in theirs] == [(one.total, 0) for one in months]


def test_the_board_drills_down_to_one_agency_and_says_what_it_counts():
    town = towns.town()
    found = old(town)
    client = client_of(town.window)
    url = reverse("casework:held")
    page = client.get(url).content.decode()
    assert reverse("consultations:show", args=[found.id]) in page
    assert "受け付けてから30日たっても" in page
    assert "このソフトの既定です（推定 P）" in page
    assert client.get(url, {"agency": str(town.window.agency_id)}).context["board"].total == 1
    assert client.get(url, {"agency": str(town.care.agency_id)}).context["board"].total == 0
    assert client.get(url, {"agency": "みかん"}).context["board"].total == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_asks_the_same_at_one_row_and_at_three(rows, django_assert_num_queries):
    town = towns.town()
    for _ in range(rows):
        found = old(town)
        sheet = towns.sent(town)
        announce(town.window)
        TsunaguSheet.objects.filter(pk=sheet.pk).update(due_on=TODAY - DAY)
    assert found.number
    client = client_of(town.window)
    client.get(reverse("casework:held"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("casework:held"))


QUERIES = 22
