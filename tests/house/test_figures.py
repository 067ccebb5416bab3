"""A figure is counted in one place, and whatever shows one says what it means and by which version."""

from __future__ import annotations

import re

from norishiro.reports import lookups
from norishiro.reports.definitions import FIGURES
from tests.house.source import HOUSE, templates

COUNTING = re.compile(
    r"\breport_(?:"
    + "|".join(name.removeprefix("report_") for name in lookups.FUNCTIONS.values())
    + r"|attributes)\b"
)
# Pages that show figures of the catalogue lead to what they mean, each in one of these ways.
MEANINGS = ("definitions.VERSION", "_meanings.html", "figure.definition", "数え方")
SHOWING = re.compile(r"figure\.(?:label|unit)|one\.figure\.|table\.columns")


def test_the_counting_functions_are_asked_in_one_place() -> None:
    """Their names stand where they are made and in ``reports.lookups``; nobody else counts records for a figure."""
    asking = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if "migrations" not in path.parts and COUNTING.search(path.read_text(encoding="utf-8"))
    }

    assert asking == {"reports/lookups.py"}


def test_every_kind_of_record_has_one_counting_function() -> None:
    assert len(set(lookups.FUNCTIONS.values())) == len(lookups.FUNCTIONS)
    assert {one.source for one in FIGURES.values()} <= {str(one) for one in lookups.FUNCTIONS}


def test_every_page_that_shows_a_figure_says_what_it_means() -> None:
    silent = [
        name
        for name, text in templates().items()
        if name.partition("/")[0] in ("reports", "indicators", "policies", "questions")
        and "{% extends" in text
        and SHOWING.search(text)
        and not any(word in text for word in MEANINGS)
    ]

    assert silent == []
