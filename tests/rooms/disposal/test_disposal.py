"""What is over goes, whole, after two persons looked; what is held or still needed stays, and closed years keep their figures."""

from __future__ import annotations

from datetime import date

import pytest

from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.disposal import operations
from norishiro.disposal.models import Bundle, BundleSeries, Disposed, Hold, KeptFigure
from norishiro.people.models import Household, Person
from tests.factories import people
from tests.rooms.disposal import town as towns
from tests.rooms.disposal.town import NOW, TODAY
from tests.rooms.reports import town as reports

pytestmark = pytest.mark.django_db


def codes(refused) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def names_left(town) -> list[str]:
    announce(town.office.lead)
    return sorted(Person.objects.values_list("name", flat=True))


def test_what_is_over_is_listed_by_its_last_term_and_what_goes_on_is_not():
    town = towns.town()
    towns.over(town, "架空 花子", "架空 太郎")
    towns.over(town, "架空 次郎", ended=date(2021, 4, 1))
    reports.contact(town.office.lead, people.person(town.office.lead, "架空 今子"), on=date(2026, 10, 1))

    listed = towns.listed(town)

    assert [(one.people, one.cases, one.due_on) for one in listed] == [
        (2, 1, date(2026, 4, 1)),
        (1, 1, date(2027, 4, 1)),
    ]
    assert dict(BundleSeries.objects.filter(bundle=listed[0]).values_list("series", "last_on"))[
        "CASE"
    ] == date(2021, 3, 31)
    again = towns.listed(town)
    assert [(one.id, one.number) for one in again] == [(one.id, one.number) for one in listed]
    towns.listed(town, today=date(2025, 3, 1))
    assert Bundle.objects.count() == 0
    towns.listed(town, today=date(2025, 4, 1))
    assert Bundle.objects.count() == 1


def test_a_household_stays_as_long_as_one_of_it_is_needed():
    town = towns.town()
    lead = town.office.lead
    gone, needed = people.person(lead, "架空 花子"), people.person(lead, "架空 太郎")
    people.household(lead, gone, needed)
    reports.received(lead, gone, on=towns.LONG_AGO)
    reports.received(lead, needed, on=date(2024, 5, 1))

    assert towns.listed(town) == []
    assert [(one.people, one.due_on) for one in towns.listed(town, today=date(2029, 4, 2))] == [
        (2, date(2030, 4, 1))
    ]


def test_two_persons_look_and_everything_goes_and_figures_stay():
    town = towns.town()
    towns.over(town, "架空 花子", "架空 太郎")
    towns.over(town, "架空 三郎")
    reports.contact(town.office.lead, town.office.person, on=date(2020, 6, 1))
    reports.contact(town.office.lead, town.office.person, on=date(2026, 6, 1))
    before = towns.figures(town.office.lead)
    towns.listed(town)
    batch = operations.make_batch(town.keeper, today=TODAY)

    with pytest.raises(Refused) as early:
        operations.dispose(town.keeper, batch=batch, today=TODAY, now=NOW)
    operations.review_batch(town.keeper, batch=batch)
    with pytest.raises(Refused) as twice:
        operations.review_batch(town.keeper, batch=batch)
    operations.review_batch(town.second, batch=batch)
    first = operations.dispose(town.keeper, batch=batch, today=TODAY, now=NOW, most=1)
    between = towns.figures(town.office.lead)
    second = operations.dispose(town.second, batch=batch, today=TODAY, now=NOW, most=1)

    assert (codes(early), codes(twice)) == (["reviewers"], ["staff"])
    assert [(one.candidates, one.stopped, one.left) for one in (first, second)] == [(1, 0, 1), (1, 0, 0)]
    assert names_left(town) == ["架空 一郎"]
    assert Household.objects.count() == 0
    assert any(number for figures in before.values() for number in figures.values())
    assert (between, towns.figures(town.office.lead)) == (before, before)
    batch.refresh_from_db()
    assert (batch.state, len(batch.fingerprint)) == ("DONE", 64)
    assert batch.fingerprint == operations.fingerprint(batch)
    assert dict(Disposed.objects.values_list("series", "rows"))["INTAKE"] == 3
    assert KeptFigure.objects.count() > 0
    assert towns.listed(town) == list(Bundle.objects.filter(batch=batch).order_by("number"))


def test_what_is_held_stays_until_the_hold_ends():
    town = towns.town()
    towns.over(town, "架空 花子")
    [bundle] = towns.listed(town)
    number = bundle.case_numbers
    with pytest.raises(Refused) as nobody:
        operations.hold_back(
            town.keeper,
            kind="LAWSUIT",
            document="令和8年(ワ)第1号",
            until_on=None,
            today=TODAY,
            case_number="なし",
        )
    hold = operations.hold_back(
        town.keeper,
        kind="LAWSUIT",
        document="令和8年(ワ)第1号",
        until_on=None,
        today=TODAY,
        case_number=number,
    )

    assert codes(nobody) == ["case_number"]
    assert (hold.people, hold.cases, Hold.objects.count()) == (1, 1, 1)
    assert [one.held for one in towns.listed(town)] == [True]
    with pytest.raises(Refused) as held:
        operations.make_batch(town.keeper, today=TODAY)
    assert codes(held) == ["due"]
    operations.end_hold(town.keeper, hold=hold, reason="判決が確定した", today=TODAY)
    assert [one.held for one in towns.listed(town)] == [False]


def test_a_hold_that_comes_after_two_persons_looked_still_stops_it():
    town = towns.town()
    towns.over(town, "架空 花子")
    towns.over(town, "架空 三郎")
    batch = towns.agreed(town)
    late = batch.bundles.order_by("number").first()
    operations.hold_back(
        town.keeper, kind="COMPLAINT", document="審査請求 第1号", until_on=None, today=TODAY, bundle=late
    )
    done = operations.dispose(town.keeper, batch=batch, today=TODAY, now=NOW)

    assert (done.candidates, done.stopped, done.left) == (1, 1, 0)
    assert len(names_left(town)) == 2
    assert [one.bundle_id for one in batch.taken_out.all()] == [late.id]


def test_whoever_comes_again_after_the_list_was_made_is_left_alone():
    town = towns.town()
    towns.over(town, "架空 花子")
    batch = towns.agreed(town)
    announce(town.office.lead)
    back = Person.objects.get(name="架空 花子")
    reports.received(town.office.lead, back, on=date(2026, 11, 20))

    done = operations.dispose(town.keeper, batch=batch, today=TODAY, now=NOW)

    assert (done.candidates, done.stopped) == (0, 1)
    assert names_left(town) == ["架空 一郎", "架空 花子"]
    assert [one.stopped for one in Bundle.objects.all()] == [operations.NO_LONGER]


def test_a_reviewer_takes_out_with_a_reason_and_a_batch_is_dropped_while_nothing_went():
    town = towns.town()
    towns.over(town, "架空 花子")
    towns.over(town, "架空 三郎")
    towns.listed(town)
    batch = operations.make_batch(town.keeper, today=TODAY)
    out = batch.bundles.first()
    with pytest.raises(Refused) as silent:
        operations.take_out(town.second, batch=batch, bundles=[out], reason=" ")
    operations.take_out(town.second, batch=batch, bundles=[out], reason="担当の機関に確かめる")

    assert codes(silent) == ["reason"]
    assert batch.bundles.count() == 1
    operations.drop_batch(town.keeper, batch=batch)
    assert (batch.bundles.count(), Bundle.objects.filter(batch=None).count()) == (0, 2)


def test_a_municipalitys_own_term_stands_over_the_houses():
    town = towns.town()
    towns.over(town, "架空 花子")
    operations.change_term(
        town.keeper, series="MEETING", years=30, start="NEXT_APRIL", from_on=TODAY, source="文書管理規程 別表", reason="改正",
        today=TODAY,
    )  # fmt: skip
    assert [one.due_on for one in towns.listed(town)] == [date(2026, 4, 1)]
    operations.change_term(
        town.keeper, series="CASE", years=10, start="NEXT_APRIL", from_on=TODAY, source="文書管理規程 別表", reason="改正",
        today=TODAY,
    )  # fmt: skip
    assert towns.listed(town) == []
