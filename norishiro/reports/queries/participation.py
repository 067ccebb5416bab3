"""参加支援 by both rules: how many by each, and the cases that make the difference, as far as the actor may see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models.expressions import RawSQL

from norishiro.agencies.actor import Actor
from norishiro.reports import lookups
from norishiro.reports.definitions import BROAD, FIGURES, NARROW
from norishiro.reports.periods import Period
from norishiro.reports.queries.behind import Shown, cases_among
from norishiro.reports.scopes import Scope


@dataclass(frozen=True)
class Compared:
    """The same records counted by both rules. ``cases``: of those that make the difference, what the actor may see."""

    numbers: dict[str, int]
    total: int
    seen: int
    cases: list[Shown]

    @property
    def difference(self) -> int:
        """How many people more the broad rule counts."""
        return self.numbers[BROAD] - self.numbers[NARROW]

    @property
    def neither(self) -> int:
        """People supported of whom neither a plan nor a wish nor a consent is known, on any day."""
        return self.numbers["part_supported"] - self.numbers[BROAD]

    @property
    def hidden(self) -> int:
        return self.total - self.seen

    @property
    def more(self) -> int:
        return self.seen - len(self.cases)


def both_rules(actor: Actor, *, scope: Scope, period: Period) -> Compared:
    """Count by both rules, and look for the cases in between."""
    figures = [FIGURES[key] for key in (NARROW, "part_wished", BROAD, "part_supported")]
    counted, _rows = lookups.count(scope, period, rows="agencies", figures=figures)
    text, params = lookups.between_rules_sql(scope, period)
    cases, seen = cases_among(actor, RawSQL(text, params))
    return Compared(
        numbers={one.key: counted[one.key].whole for one in figures}, total=lookups.how_many(text, params), seen=seen,
        cases=cases,
    )  # fmt: skip
