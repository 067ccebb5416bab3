"""A plan's period in words."""

from __future__ import annotations

from norishiro.core.calendar import fiscal_year_label, fiscal_year_span
from norishiro.policies.models import Policy
from norishiro.reports.choices import Span
from norishiro.reports.periods import Period


def period_of(policy: Policy) -> str:
    """``令和6年度～令和11年度（6か年）``"""
    years = policy.last_year - policy.from_year + 1
    return f"{fiscal_year_label(policy.from_year)}～{fiscal_year_label(policy.last_year)}（{years}か年）"


def period_of_year(year: int) -> Period:
    """A whole fiscal year, as the reports ask for it."""
    return Period(Span.YEAR, *fiscal_year_span(year))
