"""Periods, rates and marks, and what may be written, without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norishiro.core.verdict import Verdict
from norishiro.policies import rules
from norishiro.policies.rules import DOWN, GAP, KEEP, OVERLAP, UP, Shape, Span, Year

TODAY = date(2026, 11, 22)
NUMBERS = st.decimals(min_value=0, max_value=10_000, places=2)
DIRECTIONS = st.sampled_from([UP, DOWN, KEEP])
GRADES = (("B", D(90)), ("A", D(100)), ("C", D(60)), ("D", D(0)))


def codes(verdict: Verdict) -> list[str]:
    return sorted(one.code for one in verdict.reasons)


def rate(direction: str, target: object, actual: object, tolerance: int = 0) -> D | None:
    return rules.achievement(
        direction=direction, target=D(str(target)), actual=D(str(actual)), tolerance=D(tolerance)
    )


# --- periods ------------------------------------------------------------------------------------------------


def test_a_gap_and_an_overlap_are_told_with_their_years_and_what_fits_is_not():
    first = Span(1, "第一次", 2018, 2021, line="M")
    second = Span(2, "第二次", 2022, 2023, before=1, line="M")
    late = Span(3, "第三次", 2026, 2030, before=2, line="M")
    early = Span(4, "第三次の改定", 2023, 2028, before=2, line="N")
    beside = Span(5, "活動計画", 2018, 2023, line="C")
    assert rules.flags_between([second, first, beside]) == []
    assert rules.flags_between([late, second]) == [rules.Flag(GAP, second, late, 2024, 2025)]
    assert rules.flags_between([second, early]) == [rules.Flag(OVERLAP, second, early, 2023, 2023)]


def test_two_plans_of_one_line_that_do_not_follow_each_other_overlap_once():
    one, other = Span(1, "い", 2020, 2024, line="M"), Span(2, "ろ", 2022, 2023, line="M")
    follows = Span(3, "は", 2023, 2027, before=1, line="M")
    assert rules.flags_between([one, other]) == [rules.Flag(OVERLAP, one, other, 2022, 2023)]
    found = rules.flags_between([one, follows])
    assert found == [rules.Flag(OVERLAP, one, follows, 2023, 2024)]
    assert rules.flags_between([one, Span(4, "べつ", 2020, 2024, line="X")]) == []


@given(st.lists(st.tuples(st.integers(2000, 2030), st.integers(0, 8)), max_size=5))
def test_plans_that_follow_each_other_year_by_year_are_never_flagged(lengths):
    spans, year = [], 2000
    for number, (_start, more) in enumerate(lengths):
        spans.append(Span(number, str(number), year, year + more, before=number - 1, line="M"))
        year += more + 1
    assert rules.flags_between(spans) == []


# --- rates --------------------------------------------------------------------------------------------------


def test_what_should_grow_shrink_or_stay_is_measured_its_own_way():
    assert (rate(UP, 200, 190), rate(UP, 200, 220)) == (D(95), D(110))
    assert (rate(DOWN, 10, 8), rate(DOWN, 10, 10), rate(DOWN, 10, 20)) == (D(100), D(100), D(50))
    assert (rate(KEEP, 50, 52, 3), rate(KEEP, 50, 45, 3), rate(KEEP, 10, 90)) == (D(100), D(90), D(0))


def test_a_target_of_nought_has_its_own_rule_in_each_direction():
    assert (rate(UP, 0, 0), rate(UP, 0, 5)) == (D(100), D(100))
    assert (rate(DOWN, 0, 0), rate(DOWN, 0, 1)) == (D(100), D(0))
    assert (rate(KEEP, 0, 0), rate(KEEP, 0, 2, 3), rate(KEEP, 0, 4, 3)) == (D(100), D(100), D(0))


def test_without_a_target_or_a_number_there_is_no_rate():
    for target, actual in ((None, D(1)), (D(1), None)):
        assert rules.achievement(direction=UP, target=target, actual=actual) is None
        assert rules.progress_from(direction=UP, base=D(0), target=target, actual=actual) is None


def test_the_way_from_the_base_tells_another_story_than_the_rate():
    def way(base: object, target: object, actual: object, direction: str = UP) -> D | None:
        return rules.progress_from(
            direction=direction, base=D(str(base)), target=D(str(target)), actual=D(str(actual))
        )

    assert (rate(UP, 100, 98), way(99, 100, 98)) == (D(98), D(-100))
    assert (way(20, 10, 15, DOWN), way(20, 10, 25, DOWN)) == (D(50), D(-50))
    assert (way(10, 10, 12), way(10, 20, 15, KEEP)) == (None, None)


@given(DIRECTIONS, NUMBERS, NUMBERS, NUMBERS)
def test_a_rate_is_never_negative_and_meets_the_target_exactly_when_it_is_met(
    direction, target, actual, tolerance
):
    found = rules.achievement(direction=direction, target=target, actual=actual, tolerance=tolerance)
    met = {UP: actual >= target, DOWN: actual <= target, KEEP: abs(actual - target) <= tolerance}[direction]
    assert found is not None and found >= 0
    assert (found >= 100) == met


@given(NUMBERS, NUMBERS, NUMBERS)
def test_the_way_is_a_hundred_exactly_at_the_target_and_nought_at_the_base(base, target, actual):
    ways = [rules.progress_from(direction=UP, base=base, target=target, actual=one) for one in (target, base)]
    assert ways == ([None, None] if base == target else [D(100), D(0)])


def test_marks_follow_the_plan_and_a_pair_the_lower_of_the_two():
    def mark(*rates: object) -> str:
        return rules.grade_of([None if one is None else D(str(one)) for one in rates], grades=GRADES)

    assert [mark(one) for one in (120, 100, "99.99", 90, "89.9", 60, 0)] == [
        "A",
        "A",
        "B",
        "B",
        "C",
        "C",
        "D",
    ]
    assert (mark(120, 91), mark(120, None), mark()) == ("B", "", "")
    assert rules.grade_of([D(100)], grades=()) == ""
    assert rules.grade_of([D(50)], grades=(("A", D(100)),)) == ""


@given(st.decimals(min_value=-500, max_value=500, places=4))
def test_a_rate_is_never_shown_higher_than_it_is(value):
    told = rules.shown(value)
    assert told.endswith("％")
    assert 0 <= value - D(told.removesuffix("％")) < D("0.1")


def test_nearly_a_hundred_is_not_shown_as_a_hundred():
    assert [rules.shown(D(one)) for one in ("99.96", "100", "0", "-3.21")] == [
        "99.9％",
        "100％",
        "0％",
        "-3.3％",
    ]
    assert rules.shown(None) == "－"


# --- what may be written ------------------------------------------------------------------------------------


def test_a_plan_has_a_period_levels_and_a_plan_before_it_that_is_older():
    def asked(**told: object) -> list[str]:
        usual = {"taken": False, "first": 2024, "last": 2029, "before_first": 2018, "levels": 3}
        return codes(rules.may_open_policy(**(usual | told)))

    assert asked() == []
    assert asked(taken=True, last=2023, before_first=2024, levels=0) == [
        "before",
        "last_year",
        "levels",
        "name",
    ]
    assert (asked(last=2024), asked(before_first=None)) == ([], [])
    assert (codes(rules.may_keep_levels(levels=2, deepest=2)), codes(rules.may_keep_levels(levels=2, deepest=3))) == (
        [], ["levels"],
    )  # fmt: skip


def test_an_item_is_new_or_known_and_stands_once_and_not_too_deep():
    def asked(**told: object) -> list[str]:
        usual = {"in_policy": False, "depth": 3, "levels": 3, "named": True, "known": False}
        return codes(rules.may_add_measure(**(usual | told)))

    assert (asked(), asked(named=False, known=True)) == ([], [])
    assert (asked(depth=4), asked(named=False), asked(known=True)) == (["parent"], ["name"], ["known"])
    assert asked(named=False, known=True, in_policy=True) == ["known"]


def test_what_was_written_of_an_item_keeps_it_in_the_tree():
    def asked(**told: int) -> int:
        return len(rules.may_remove_measure(**({"parts": 0, "reviews": 0, "indicators": 0} | told)).reasons)

    assert (asked(), asked(parts=1), asked(reviews=1), asked(indicators=1)) == (0, 1, 1, 1)


@pytest.mark.parametrize(
    ("shape", "wanted"),
    [
        (Shape(definition="数える"), []),
        (Shape(figure="report:contacts"), []),
        (Shape(question=True), []),
        (Shape(), ["definition"]),
        (Shape(figure="report:contacts", question=True), ["question"]),
        (Shape(figure="cohort:ended", programme="OUTREACH"), ["programme"]),
        (Shape(definition="数", a_label="内"), ["b_label"]),
        (Shape(definition="数", a_label="内", b_label="外"), []),
        (Shape(question=True, a_label="内", b_label="外"), ["b_label"]),
        (Shape(definition="数", base_b=D(1)), ["base_b"]),
        (Shape(definition="数", tolerance=D(1)), ["tolerance"]),
        (Shape(definition="数", tolerance=D(1), direction=KEEP), []),
    ],
)
def test_the_parts_of_an_indicator_fit_each_other(shape, wanted):
    assert codes(rules.may_add_indicator(shape, taken=False)) == wanted
    assert codes(rules.may_add_indicator(shape, taken=True)) == sorted([*wanted, "name"])


@pytest.mark.parametrize(
    ("value", "pair", "by_hand", "wanted"),
    [
        (Year(D(1)), False, True, []),
        (Year(D(1)), False, False, []),
        (Year(D(1), state="KNOWN", actual=D(2), source="報告書"), False, True, []),
        (Year(D(1), state="PENDING"), False, True, []),
        (Year(state="KNOWN", actual=D(2)), False, True, ["source"]),
        (Year(state="KNOWN", source="報告書"), False, True, ["actual"]),
        (Year(state="PENDING", actual=D(2)), False, True, ["state"]),
        (Year(state="KNOWN", actual=D(2), source="報告書"), False, False, ["actual"]),
        (Year(D(1), D(2)), False, True, ["target_b"]),
        (Year(D(1)), True, True, ["target_b"]),
        (Year(D(1), D(1), state="KNOWN", actual=D(1), source="表"), True, True, ["actual_b"]),
    ],
)
def test_a_year_takes_a_target_and_by_hand_a_number_with_its_source(value, pair, by_hand, wanted):
    asked = rules.may_write_year(value, pair=pair, by_hand=by_hand, years=[(2024, 2029)], year=2024)
    assert codes(asked) == wanted
    outside = rules.may_write_year(value, pair=pair, by_hand=by_hand, years=[(2024, 2029)], year=2030)
    assert codes(outside) == sorted([*wanted, "year"])


def test_an_evaluation_is_fixed_once_with_words_and_indicators_and_not_ahead():
    def asked(**told: object) -> int:
        usual = {"fixed": False, "words": "できた", "indicators": 1, "year": 2026, "this_year": 2026}
        return len(rules.may_fix_review(**(usual | told)).reasons)

    assert asked() == 0
    assert [asked(fixed=True), asked(words=" "), asked(indicators=0), asked(year=2027)] == [1, 1, 1, 1]
    assert (codes(rules.may_write_review(fixed=False)), codes(rules.may_write_review(fixed=True))) == (
        [],
        ["words"],
    )
    progress = [
        codes(rules.may_write_progress(year=year, first=2024, last=2026)) for year in (2023, 2024, 2026, 2027)
    ]
    assert progress == [["year"], [], [], ["year"]]


def test_a_poll_has_its_day_behind_it_and_a_share_is_of_a_hundred():
    def asked(on: date = TODAY, *, taken: bool = False, source: str = "報告書") -> list[str]:
        return codes(rules.may_add_poll(taken=taken, held_on=on, today=TODAY, source=source))

    assert (asked(), asked(date(2026, 11, 23)), asked(taken=True), asked(source="")) == (
        [],
        ["held_on"],
        ["name"],
        ["source"],
    )
    shares = [codes(rules.may_write_share(percent=one)) for one in (None, D(0), D(100), D("100.1"))]
    assert shares == [[], [], [], ["percent"]]


def test_names_and_numbers_are_not_given_twice():
    assert codes(rules.may_add_project(taken=True)) == ["name"]
    assert codes(rules.may_add_effort(taken=True)) == ["number"]
    assert codes(rules.may_ground_measure(taken=True)) == ["question"]
    none = [
        rules.may_add_project(taken=False),
        rules.may_add_effort(taken=False),
        rules.may_ground_measure(taken=False),
    ]
    assert [codes(one) for one in none] == [[], [], []]


def test_an_item_is_shared_when_more_than_one_side_holds_it():
    assert rules.shared_in_several(["MUNICIPAL", "COUNCIL"])
    assert not rules.shared_in_several(["MUNICIPAL", "MUNICIPAL"])


def test_a_table_is_taken_whole_or_not_at_all():
    assert codes(rules.tree_may_be_taken([])) == []
    assert codes(rules.tree_may_be_taken(["3行目", "5行目"])) == ["rows", "rows"]


def test_a_voice_taken_up_names_its_measure_and_place_and_one_that_is_not_says_why():
    def asked(
        outcome: str = "TAKEN", *, measure: bool = True, where: str = "1-2-1", on: date = TODAY
    ) -> list[str]:
        heard = date(2026, 11, 20)
        return codes(
            rules.may_reflect_voice(
                outcome=outcome, measure=measure, where=where, decided_on=on, heard_on=heard, today=TODAY
            )
        )

    assert (asked(), asked("NOT", measure=False), asked("LATER", measure=False)) == ([], [], [])
    assert (asked(measure=False), asked("PARTLY", measure=False)) == (["measure"], ["measure"])
    assert (asked(where=" "), asked("NOT", measure=False, where="")) == (["where"], ["where"])
    assert (asked(on=date(2026, 11, 19)), asked(on=date(2026, 11, 23))) == (["decided_on"], ["decided_on"])
    assert codes(rules.may_add_voice(heard_on=TODAY, today=TODAY)) == []
    assert codes(rules.may_add_voice(heard_on=date(2026, 11, 23), today=TODAY)) == ["heard_on"]


def test_a_deed_is_noted_once_its_day_has_come():
    assert [codes(rules.may_add_deed(done_on=on, today=TODAY)) for on in (TODAY, date(2026, 11, 23))] == [
        [],
        ["done_on"],
    ]
