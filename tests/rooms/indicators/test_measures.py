"""Counting against a counter that walks through every day; the sums, and what keeps them from agreeing."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from random import Random

import pytest

from norishiro.indicators import definitions, rules
from norishiro.indicators.facts import Ending, Held, History, State, Talk, Unit
from norishiro.indicators.measures import MEASURES, Place, year_mark
from tests.rooms.indicators import oracle

FIRST = date(2021, 4, 1)
TODAY = date(2024, 2, 10)
BODY, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
MAIN = Place(id=BODY, name="支援会議", from_on=FIRST)
SIDE = Place(id=OTHER, name="コア会議", from_on=date(2022, 4, 1))


def history(talks=(), endings=None, states=None, sittings=(), today: date = TODAY) -> History:
    return History(
        talks=list(talks), endings=endings or {}, states=states or {}, sittings=list(sittings), today=today
    )


def talk(case: int, on: date, body: uuid.UUID = BODY) -> Talk:
    return Talk(
        case_id=uuid.UUID(int=case), body_id=body, sitting_id=uuid.UUID(int=on.toordinal() + body.int), on=on
    )


def of(case: int, period: int = 0) -> Unit:
    return Unit(uuid.UUID(int=case), period)


def lived(random: Random, case: int) -> tuple[list[Talk], list[Ending], list[State]]:
    """One case as it might go: opened, talked about now and then, ended, perhaps begun again."""
    day = FIRST + timedelta(days=random.randrange(700))
    talks, endings, states = [], [], [State(day, going=True)]
    for _period in range(random.randint(1, 3)):
        for _talk in range(random.randrange(4)):
            day += timedelta(days=random.randrange(60))
            talks.append(talk(case, day))
        if random.random() < 0.3:
            break
        day += timedelta(days=random.randrange(1, 200))
        again = day + timedelta(days=random.randrange(1, 200)) if random.random() < 0.5 else None
        endings.append(Ending(day, again if again and again <= TODAY else None))
        states.append(State(day, going=False))
        if again is None or again > TODAY:
            break
        states.append(State(again, going=True))
        day = again
    past = [one for one in talks if one.on <= TODAY]
    return past, [one for one in endings if one.on <= TODAY], [one for one in states if one.on <= TODAY]


@pytest.mark.parametrize("seed", range(8))
def test_any_history_is_counted_as_by_walking_through_every_day(seed):
    random = Random(seed)
    cases = {number: lived(random, number) for number in range(10, 35)}
    found = history(
        talks=[one for talks, _endings, _states in cases.values() for one in talks],
        endings={uuid.UUID(int=key): endings for key, (_talks, endings, _states) in cases.items()},
        states={uuid.UUID(int=key): states for key, (_talks, _endings, states) in cases.items()},
    )
    slow = oracle.walk(found, body_id=BODY, first=FIRST)
    years = range(2021, 2024)
    assert {year: len(found.cohort(BODY, year)) for year in years} == {
        year: slow.began[year] for year in years
    }
    pairs = [(began, year) for began in years for year in years if began <= year]
    assert {
        pair: len(found.ended_in(found.cohort(BODY, pair[0]), body_id=BODY, year=pair[1])) for pair in pairs
    } == {pair: slow.ended[pair] for pair in pairs}
    assert {pair: len(found.going_after(found.cohort(BODY, pair[0]), year=pair[1])) for pair in pairs} == {
        pair: slow.going[pair] for pair in pairs
    }


def test_a_case_that_came_back_is_a_second_unit_of_the_year_it_came_back_in():
    case = uuid.UUID(int=10)
    found = history(
        talks=[talk(10, date(2021, 6, 1)), talk(10, date(2023, 6, 1))],
        endings={case: [Ending(date(2021, 11, 1), date(2023, 5, 1))]},
        states={case: [State(date(2021, 5, 1), True), State(date(2021, 11, 1), False), State(date(2023, 5, 1), True)]},
    )  # fmt: skip
    assert [found.cohort(BODY, year) for year in (2021, 2022, 2023)] == [{of(10)}, frozenset(), {of(10, 1)}]
    assert found.ended_in({of(10)}, body_id=BODY, year=2021) == {of(10)}
    assert found.going_after({of(10), of(10, 1)}, year=2023) == {of(10, 1)}


def test_a_pause_is_no_end():
    case = uuid.UUID(int=10)
    found = history(talks=[talk(10, date(2021, 6, 1))], states={case: [State(date(2021, 5, 1), True)]})
    assert MEASURES["ended_in_year"](found, MAIN, MAIN, 2021).text == "0件"
    assert MEASURES["continued"](found, MAIN, MAIN, 2021).text == "1件"


def test_cases_and_sittings_stand_apart_with_those_of_earlier_years_inside():
    found = history(
        talks=[
            talk(10, date(2022, 6, 1)),
            talk(11, date(2023, 6, 1)),
            talk(12, date(2023, 6, 1)),
            talk(10, date(2023, 7, 1), OTHER),
            talk(11, date(2023, 7, 1), OTHER),
            talk(11, date(2023, 8, 1), OTHER),
            talk(12, date(2023, 9, 1), OTHER),
        ]
    )
    cell = MEASURES["cases_and_sittings"](found, MAIN, SIDE, 2023)
    assert (cell.text, cell.units) == ("3件3回（うちR4事例1）", {of(10), of(11), of(12)})
    assert [MEASURES["cases_and_sittings"](found, MAIN, SIDE, year).text for year in (2021, 2022)] == [
        "–",
        "なし",
    ]


def test_a_trial_year_tells_cases_only():
    place = Place(id=OTHER, name="コア会議", from_on=FIRST, trial_years=frozenset({2021}))
    found = history(talks=[talk(10, date(2021, 6, 1), OTHER), talk(10, date(2021, 7, 1), OTHER)])
    assert MEASURES["cases_and_sittings"](found, MAIN, place, 2021).text == "試行1件"


def test_a_committee_counts_inside_its_parent_and_a_single_sitting_tells_its_day():
    part = Place(id=OTHER, name="部会", from_on=FIRST)
    parent = Place(id=BODY, name="重層的支援会議", from_on=FIRST, parts=(part,))
    held = [
        Held(uuid.UUID(int=50), BODY, date(2022, 6, 1)),
        Held(uuid.UUID(int=51), OTHER, date(2022, 7, 1)),
        Held(uuid.UUID(int=52), OTHER, date(2022, 8, 1)),
        Held(uuid.UUID(int=53), BODY, date(2023, 6, 1), "実績の報告\nくわしく"),
    ]
    found = history(sittings=held)
    texts = [MEASURES["sittings_with_day"](found, MAIN, parent, year).text for year in (2021, 2022, 2023)]
    assert texts == ["0回", "3回（うち部会2回）", "1回（R5.6.1）"]
    assert MEASURES["ended_or_topics"](found, MAIN, parent, 2023).text == "実績の報告"


def test_the_same_case_twice_tells_the_times():
    found = history(talks=[talk(10, date(2022, 6, 1)), talk(10, date(2022, 9, 1))])
    assert MEASURES["cases_and_times"](found, MAIN, MAIN, 2022).text == "1事例2回"


def test_what_goes_on_beyond_the_next_year_is_said():
    cases = {uuid.UUID(int=key): [State(date(2021, 5, 1), True)] for key in (10, 11)}
    cases[uuid.UUID(int=10)].append(State(date(2022, 8, 1), False))
    found = history(
        talks=[talk(10, date(2021, 6, 1)), talk(11, date(2021, 6, 1))], states=cases,
        endings={uuid.UUID(int=10): [Ending(date(2022, 8, 1))]},
    )  # fmt: skip
    cell = MEASURES["carried_and_ended"](found, MAIN, MAIN, 2022)
    assert (cell.text, MEASURES["carried_and_ended"](found, MAIN, MAIN, 2021).text) == (
        "R3の終了1件（なお継続1件）",
        "–",
    )


def test_sums_that_do_not_agree_are_named_with_what_to_look_for():
    whole = rules.Balance("令和3年度の事例", 13, 7, 6)
    short = rules.Balance("令和4年度の事例", 23, 16, 6, astray=1)
    twice = rules.Balance("令和5年度の事例", 22, 20, 2, astray=2)
    assert [one.sum for one in (whole, short, twice)] == ["13＝7＋6", "23≠16＋6", "22＝20＋2"]
    assert [one.agrees for one in (whole, short, twice)] == [True, False, False]
    assert len(rules.reconciles([whole, short, twice]).reasons) == 2
    assert rules.reconciles([whole]).allowed
    assert {
        rules.why_astray(ended=ended, going=going, ended_before=before)[:6]
        for ended, going, before in ((True, True, False), (False, False, True), (False, False, False))
    } == {"終結の記録が", "終結したあと", "状態は終わっ"}


def test_every_row_has_a_measure_a_definition_and_a_mark():
    assert [row.key for row in definitions.ROWS if row.measure not in MEASURES or not row.definition] == []
    assert {row.mark for row in definitions.ROWS} == {"資料", "推定"}
    assert sorted({row.measure for row in definitions.ROWS}) == sorted(MEASURES)


def test_years_are_called_as_people_call_them():
    assert [year_mark(year) for year in (2018, 2019, 2023)] == ["H30", "R1", "R5"]
