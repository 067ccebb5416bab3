"""When a term ends, and who may let go of what."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from norishiro.core.calendar import fiscal_year
from norishiro.disposal import rules, terms

TODAY = date(2026, 11, 23)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31))


def codes(verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


@given(ended=DAYS, years=st.integers(1, 100))
def test_a_term_ends_on_a_first_of_april_the_same_for_a_whole_fiscal_year(ended, years):
    due = rules.due_on(ended_on=ended, years=years, start="NEXT_APRIL")
    last_of_year = date(fiscal_year(ended) + 1, 3, 31)

    assert (due.month, due.day, due.year) == (4, 1, fiscal_year(ended) + 1 + years)
    assert rules.due_on(ended_on=last_of_year, years=years, start="NEXT_APRIL") == due
    assert rules.due_on(
        ended_on=last_of_year + timedelta(days=1), years=years, start="NEXT_APRIL"
    ) == due.replace(year=due.year + 1)


@given(ended=DAYS, later=DAYS, years=st.integers(1, 99), start=st.sampled_from(("NEXT_APRIL", "NEXT_DAY")))
def test_no_term_ends_before_its_years_are_over_and_later_never_ends_earlier(ended, later, years, start):
    due = rules.due_on(ended_on=ended, years=years, start=start)

    assert due > ended + timedelta(days=365 * years)
    assert rules.due_on(ended_on=ended, years=years + 1, start=start) > due
    if later >= ended:
        assert rules.due_on(ended_on=later, years=years, start=start) >= due
    assert rules.longest([due, rules.due_on(ended_on=later, years=years, start=start)]) == max(
        due, rules.due_on(ended_on=later, years=years, start=start)
    )


def test_the_leap_day_ends_on_the_first_of_march():
    assert rules.due_on(ended_on=date(2024, 2, 28), years=5, start="NEXT_DAY") == date(2029, 3, 1)


def test_a_term_is_changed_forward_with_source_and_reason():
    fine = {"known": True, "years": 10, "from_on": TODAY, "today": TODAY, "source": "規程", "reason": "改正"}
    assert codes(rules.may_change_term(**fine)) == []
    assert codes(
        rules.may_change_term(
            known=False, years=0, from_on=TODAY - timedelta(days=1), today=TODAY, source=" ", reason=""
        )
    ) == ["series", "years", "from_on", "source", "reason"]


def test_a_hold_needs_somebody_a_document_and_an_end_ahead():
    assert codes(rules.may_hold(found=True, until_on=None, today=TODAY, document="第3号")) == []
    assert codes(rules.may_hold(found=False, until_on=TODAY, today=TODAY, document=" ")) == [
        "case_number", "until_on", "document",
    ]  # fmt: skip
    assert codes(rules.may_end_hold(ended=True, reason="")) == ["hold", "reason"]


def test_two_different_persons_and_one_batch_at_a_time():
    assert codes(rules.may_make_batch(due=0, open_batches=1)) == ["due", "batch"]
    assert codes(rules.may_dispose(state="AGREED", reviewers=["a", "a"], left=1)) == ["reviewers"]
    assert codes(rules.may_dispose(state="RUNNING", reviewers=["a", "b"], left=1)) == []
    assert codes(rules.may_dispose(state="DONE", reviewers=["a", "b"], left=1)) == ["batch"]
    assert codes(rules.may_review(state="REVIEW", same=True, bundles=0)) == ["staff", "bundles"]
    assert codes(rules.may_review(state="AGREED", same=False, bundles=1)) == ["batch"]
    assert codes(rules.may_take_out(state="RUNNING", inside=False, reason="")) == [
        "batch",
        "bundle",
        "reason",
    ]
    assert [codes(rules.may_drop_batch(state=one)) for one in ("REVIEW", "AGREED", "RUNNING", "DONE")] == [
        [], [], ["batch"], ["batch"],
    ]  # fmt: skip
    assert codes(rules.may_certify(state="DONE", left=1)) == ["batch", "left"]


def test_every_series_says_its_years_its_start_and_where_it_comes_from():
    series = terms.schedule(on=TODAY, changes=[])
    assert {one.evidence for one in series.values()} == {"K", "P"}
    assert all(
        one.years in rules.YEARS and one.source and one.begins and one.tables for one in series.values()
    )
    assert terms.series_of("plans_plan", series.values()) == "PLAN"
    assert terms.series_of("food_item", series.values()) == ""
