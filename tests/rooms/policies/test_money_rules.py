"""What a standard gives, how a sum is spread, and which shares are a whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

from norishiro.policies import rules
from norishiro.policies.rules import Dated

FIRST, AFTER = date(2026, 4, 1), date(2027, 4, 1)
STEPS = ((0, D(4_000_000)), (50_000, D(8_000_000)))


def said(verdict) -> list[str]:
    return [one.message for one in verdict.reasons]


def test_shares_are_a_whole_or_it_is_told_how_much_is_missing_or_too_much():
    assert rules.may_write_funding([D(60), D("39.5"), D("0.5")]).allowed
    assert said(rules.may_write_funding([D(60), D("30.5")])) == [
        "合わせて100％にしてください。いま90.5％です。あと9.5％足りません。"
    ]
    assert said(rules.may_write_funding([D(60), D(60)])) == [
        "合わせて100％にしてください。いま120％です。20％多すぎます。"
    ]
    assert len(said(rules.may_write_funding([]))) == 1
    assert said(rules.may_write_funding([D(100), D(0)])) == ["0％の財源は、空のままにしてください。"]


def test_a_standard_gives_by_the_size_of_the_population():
    assert [rules.amount_for(STEPS, people=one) for one in (1, 49_999, 50_000, 900_000)] == [
        D(4_000_000), D(4_000_000), D(8_000_000), D(8_000_000),
    ]  # fmt: skip


def test_a_changed_standard_counts_from_its_day_and_leaves_what_was_before():
    before = Dated("a", date(2020, 4, 1), STEPS)
    changed = Dated("b", date(2026, 10, 1), ((0, D(10_000_000)),))

    def parts(*standards, first=FIRST, after=AFTER):
        found = rules.segments_of(standards, first=first, after=after, people=60_000)
        return [(one.standard, one.days, one.yearly, one.part) for one in found]

    assert parts(before) == [("a", 365, D(8_000_000), D(8_000_000))]
    assert parts(before, changed) == [
        ("a", 183, D(8_000_000), D(4_010_958)), ("b", 182, D(10_000_000), D(4_986_302)),
    ]  # fmt: skip
    earlier = {"first": date(2025, 4, 1), "after": FIRST}
    assert parts(before, changed, **earlier) == parts(before, **earlier)
    assert parts(before, changed, first=AFTER, after=date(2028, 4, 1)) == [
        ("b", 366, D(10_000_000), D(10_000_000))
    ]
    assert parts(changed) == [(None, 183, None, D(0)), ("b", 182, D(10_000_000), D(4_986_301))]
    on_its_first_day = Dated("c", FIRST, STEPS)
    assert parts(before, on_its_first_day) == [("c", 365, D(8_000_000), D(8_000_000))]
    put_right = Dated("d", date(2026, 10, 1), STEPS)
    assert [one[0] for one in parts(before, changed, put_right)] == ["a", "d"]
    assert sum(one[3] for one in parts(before, put_right)) == D(8_000_000)
    posts = Dated("e", date(2020, 4, 1), ((0, D(6)),), "PEOPLE")
    more = Dated("f", date(2026, 10, 1), ((0, D(7)),), "PEOPLE")
    assert parts(posts, more) == [("e", 183, D(6), D("3.00")), ("f", 182, D(7), D("3.49"))]


def test_a_sum_is_spread_without_losing_a_yen():
    percents = [D("33.33"), D("33.33"), D("33.34")]
    assert rules.spread(D(1_000_001), percents=percents) == [D(333_300), D(333_300), D(333_401)]
    assert sum(rules.spread(D(8_997_261), percents=percents)) == D(8_997_261)
    assert rules.spread(D(100), percents=[D(50)]) == [D(50)]


def test_a_standard_begins_with_nobody_names_its_source_and_tells_yen_whole():
    given = {"unit": "YEN", "source": "要綱"}
    assert rules.may_add_standard(steps=STEPS, **given).allowed
    assert [len(said(rules.may_add_standard(steps=one, **given))) for one in ((), STEPS[1:], (*STEPS, STEPS[0]))] == [
        1, 1, 1,
    ]  # fmt: skip
    assert said(rules.may_add_standard(steps=((0, D("1.5")),), **given)) == [
        "円は、小数のない数で書いてください。"
    ]
    assert rules.may_add_standard(steps=((0, D("1.5")),), unit="PEOPLE", source="要綱").allowed
    assert len(said(rules.may_add_standard(steps=STEPS, unit="YEN", source=" "))) == 1
    assert [
        len(said(rules.may_write_population(people=one, source=two)))
        for one, two in ((1, "基本台帳"), (0, ""))
    ] == [0, 2]


def test_a_year_is_marked_only_where_it_departs_or_has_a_word():
    assert [
        rules.may_mark_grant(granted=granted, as_in_table=True, note=note).allowed
        for granted, note in ((None, ""), (None, "わけ"), (False, ""), (True, "わけ"), (True, " "))
    ] == [True, True, True, True, False]


def test_a_goal_of_a_base_aims_at_a_number_that_is_counted():
    assert rules.may_write_base_goal(taken=False, known_figure=True, figure="visits", target=10).allowed
    assert (
        len(said(rules.may_write_base_goal(taken=True, known_figure=False, figure="gone", target=None))) == 2
    )
    assert len(said(rules.may_write_base_goal(taken=False, known_figure=False, figure="", target=3))) == 1
    assert len(said(rules.may_write_base_plan(words=" ", there=False))) == 2
