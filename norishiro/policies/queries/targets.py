"""The targets of a year whose numbers the house counts itself, beside what was counted so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from norishiro.agencies.actor import Actor
from norishiro.policies import figures
from norishiro.policies.choices import Counting
from norishiro.policies.models import Indicator, Policy, YearValue
from norishiro.policies.queries.evaluation import _counted

MOST = 30


@dataclass(frozen=True)
class Target:
    """One indicator: what was aimed at, and what was counted up to today."""

    indicator: Indicator
    target: Decimal
    actual: int | None

    @property
    def meaning(self) -> str:
        return figures.meaning(self.indicator.figure)

    @property
    def target_words(self) -> str:
        return f"{self.target.normalize():f}"


def targets_of_year(actor: Actor, *, year: int, today: date) -> list[Target]:
    """Of every plan in force that year, each indicator once; those that add up over years stand in the evaluation only."""
    policy = Policy.objects.filter(from_year__lte=year, last_year__gte=year).first()
    if policy is None:
        return []
    rows = YearValue.objects.filter(
        year=year, target__isnull=False, indicator__figure__startswith=figures.REPORT, indicator__counting=Counting.YEARLY
    ).select_related("indicator__measure")  # fmt: skip
    told = [one for one in rows.order_by("indicator__name", "id")[:MOST] if one.target is not None]
    counted = _counted(actor, [one.indicator for one in told], policy=policy, years=[year], today=today)
    return [
        Target(one.indicator, one.target, found.value if found else None)
        for one in told
        if one.target is not None
        for found in [counted.get((one.indicator_id, year))]
    ]
