"""参加支援 by both rules: how many by each, and the cases that make the difference, as far as the actor may see them."""

from __future__ import annotations

from dataclasses import dataclass

from norishiro.agencies.actor import Actor
from norishiro.reports import lookups
from norishiro.reports.definitions import BROAD, FIGURES, NARROW
from norishiro.reports.periods import Period
from norishiro.reports.queries.behind import Behind, cases_among
from norishiro.reports.scopes import Scope


@dataclass(frozen=True)
class Compared:
    """The same records counted by both rules, and the cases that make the difference."""

    numbers: dict[str, int]
    between: Behind

    @property
    def difference(self) -> int:
        """How many people more the broad rule counts."""
        return self.numbers[BROAD] - self.numbers[NARROW]

    @property
    def neither(self) -> int:
        """People supported of whom neither a plan nor a wish nor a consent is known, on any day."""
        return self.numbers["part_supported"] - self.numbers[BROAD]


def both_rules(actor: Actor, *, scope: Scope, period: Period) -> Compared:
    """Count by both rules, and look for the cases in between."""
    figures = [FIGURES[key] for key in (NARROW, "part_wished", BROAD, "part_supported")]
    counted, _rows = lookups.count(scope, period, rows="agencies", figures=figures)
    between = cases_among(actor, lookups.between_rules_sql(scope, period))
    return Compared({one.key: counted[one.key].whole for one in figures}, between)
