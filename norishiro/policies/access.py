"""Gathers what a rule asks."""

from __future__ import annotations

from norishiro.core.verdict import Verdict
from norishiro.policies import rules
from norishiro.policies.models import Indicator, Standing


def remove_verdict(standing: Standing) -> Verdict:
    """May this be taken out of its plan? Indicators go only with the last place of their measure."""
    elsewhere = Standing.objects.filter(measure_id=standing.measure_id).exclude(id=standing.id).exists()
    indicators = 0 if elsewhere else Indicator.objects.filter(measure_id=standing.measure_id).count()
    return rules.may_remove_measure(
        parts=standing.parts.count(), reviews=standing.reviews.count() + standing.progress.count(), indicators=indicators
    )  # fmt: skip
