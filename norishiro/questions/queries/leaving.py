"""The counts that go to the prefecture: the whole town, a month or a year, in a few fixed tables, every number covered."""

from __future__ import annotations

from dataclasses import dataclass

from norishiro.agencies.actor import Actor
from norishiro.questions.asking import Asked
from norishiro.questions.queries.answering import Answer, answer
from norishiro.reports.choices import ScopeKind
from norishiro.reports.definitions import FIGURES, Figure
from norishiro.reports.periods import Period
from norishiro.reports.scopes import Scope

TOWN = Scope(ScopeKind.TOWN, "", "全体")
TABLES = (
    (("contacts", "units", "persons", "households", "visits"), "programmes", ""),
    (("contacts", "units", "visits", "not_met", "received", "gatherings", "came"), "areas", ""),
    (("persons",), "ages", "sexes"),
    (("received",), "troubles", ""),
)


@dataclass(frozen=True)
class Leaving:
    """The tables of one time."""

    period: Period
    answers: tuple[Answer, ...]

    @property
    def figures(self) -> list[Figure]:
        return list({one.key: one for each in self.answers for one in each.asked.figures}.values())

    @property
    def meanings(self) -> list[tuple[str, str]]:
        return list(dict.fromkeys(one for each in self.answers for one in each.meanings))


def leaving(actor: Actor, *, period: Period) -> Leaving:
    """Count them all, covered."""
    asked = [
        Asked(tuple(FIGURES[one] for one in figures), rows, columns, TOWN, period)
        for figures, rows, columns in TABLES
    ]
    return Leaving(period, tuple(answer(actor, asked=one, leaves=True) for one in asked))
