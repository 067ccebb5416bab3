"""The dates and the mark of unevenness, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from norishiro.plans import rules


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (date(2026, 8, 1), date(2026, 8, 31)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 2, 28), date(2027, 8, 31)),
        (date(2028, 1, 15), date(2028, 2, 29)),
    ],
)
def test_three_months_of_the_year(after, expected):
    assert rules.next_monitoring(months=(8, 11, 2), monthly=False, every_months=4, after=after) == expected


def test_every_month_where_a_body_looks_monthly():
    assert rules.next_monitoring(months=(), monthly=True, every_months=4, after=date(2026, 12, 31)) == date(
        2027, 1, 31
    )


def test_else_every_so_many_months():
    assert rules.next_monitoring(months=(), monthly=False, every_months=4, after=date(2026, 10, 31)) == date(
        2027, 2, 28
    )


@pytest.mark.parametrize(
    ("percents", "uneven"),
    [([10, 40], True), ([10, 39], False), ([None, 90], False), ([], False), ([0, 30, None], True)],
)
def test_uneven_progress(percents, uneven):
    assert rules.is_uneven(percents, points=30) is uneven
