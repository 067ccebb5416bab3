"""What the rule about closing asks, gathered."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.core.verdict import Verdict
from norishiro.reports import rules
from norishiro.reports.periods import Period
from norishiro.reports.queries import Standing
from norishiro.reports.scopes import Scope


def close_verdict(
    actor: Actor, *, scope: Scope, period: Period, standing: Standing | None, today: date
) -> Verdict:
    """The rule about closing, with what it asks gathered."""
    return rules.may_close_month(
        entitled=actor.may(Permission.CLOSE_REPORTS), whole=scope.is_whole, after=period.after, today=today,
        closed=standing is not None, differs=standing is not None and standing.differs,
    )  # fmt: skip
