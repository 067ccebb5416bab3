"""Months that were closed, and how they stand now: 前に出した数 → いまの数, and which records made the difference."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.consultations import queries as consultation_queries
from norishiro.consultations.models import Consultation
from norishiro.outreach import queries as outreach_queries
from norishiro.outreach.models import Contact, Gathering
from norishiro.reports import lookups
from norishiro.reports.choices import Source, Span
from norishiro.reports.definitions import FIGURES, VERSION, Figure
from norishiro.reports.models import ClosedMonth
from norishiro.reports.periods import Period
from norishiro.reports.scopes import Scope

Told = TypeVar("Told", Consultation, Gathering)

MOST = 50
MOST_CORRECTIONS = 20


@dataclass(frozen=True)
class Change:
    """One figure that is no longer what was reported."""

    figure: Figure
    before: int
    now: int

    @property
    def by(self) -> str:
        return f"{self.now - self.before:+d}"


@dataclass(frozen=True)
class Standing:
    """A closed month beside the same month counted now."""

    closed: ClosedMonth
    changes: tuple[Change, ...]
    added: dict[str, frozenset[str]]
    gone: dict[str, frozenset[str]]
    altered: dict[str, frozenset[str]]

    @cached_property
    def differs(self) -> bool:
        return bool(self.changes) or any(
            ids for found in (self.added, self.gone, self.altered) for ids in found.values()
        )

    @property
    def same_definitions(self) -> bool:
        return self.closed.definition == VERSION


def closed_months(actor: Actor, *, scope: Scope, period: Period) -> list[ClosedMonth]:
    """Every closing of this month, the newest first; nothing where the actor does not see the whole of it."""
    if period.span != Span.MONTH or not scope.is_whole:
        return []
    rows = ClosedMonth.objects.filter(scope=scope.kind, scope_key=scope.key, month=period.first)
    return list(rows.select_related("staff", "agency").order_by("-number")[:MOST])


def standing(actor: Actor, *, scope: Scope, period: Period) -> Standing | None:
    """How the month stands against its newest closing; None while it is open."""
    closed = closed_months(actor, scope=scope, period=period)
    return _compared(scope, period, closed[0]) if closed else None


def _compared(scope: Scope, period: Period, closed: ClosedMonth) -> Standing:
    now, stamps = lookups.figures_now(scope, period), lookups.stamps(scope, period)
    added, gone, altered = {}, {}, {}
    # What was not yet counted when the month was closed is no difference.
    for source in Source:
        if source not in closed.entries:
            stamps[source.value] = []
        before, after = _by_entry(closed.entries.get(source, ())), _by_entry(stamps[source])
        added[source.value] = frozenset(after.keys() - before.keys())
        gone[source.value] = frozenset(before.keys() - after.keys())
        altered[source.value] = frozenset(
            key for key in before.keys() & after.keys() if before[key] != after[key]
        )
    changes = tuple(
        Change(figure, closed.figures[key], now[key])
        for key, figure in FIGURES.items()
        if key in closed.figures and now[key] != closed.figures[key]
    )
    return Standing(closed, changes, added, gone, altered)


def _by_entry(stamps: Iterable[str]) -> dict[str, frozenset[str]]:
    """What each record looked like; a sitting has a stamp for each who attended."""
    found: dict[str, frozenset[str]] = {}
    for stamp in stamps:
        key = stamp.partition(":")[0]
        found[key] = found.get(key, frozenset()) | {stamp}
    return found


@dataclass(frozen=True)
class Moved:
    """A contact that makes a difference, and how."""

    contact: Contact
    how: str


@dataclass(frozen=True)
class Changes:
    """The records that make a difference: those the actor may see, and how many more there are."""

    contacts: list[Moved]
    consultations: list[tuple[Consultation, str]]
    gatherings: list[tuple[Gathering, str]]
    others: list[tuple[str, int]]
    hidden: int

    @property
    def subjects(self) -> list[UUID]:
        return [
            *(one.contact.subject_id for one in self.contacts),
            *(one.subject_id for one, _how in self.consultations),
        ]


# Told record by record; of the others only how many.
LISTED = (Source.CONTACT, Source.CONSULTATION, Source.GATHERING)
ADDED, CORRECTED, MOVED = "締めたあとで書いた", "締めたあとで直した", "直して、この月から外れた"


def changes(actor: Actor, *, standing: Standing, period: Period) -> Changes:
    """Which records were added or corrected after the month was closed."""
    contacts = _moved(actor, standing, period)
    consultations = _told(standing, Source.CONSULTATION, _consultations(actor, standing))
    gatherings = _told(standing, Source.GATHERING, _gatherings(standing))
    total = sum(len(_concerned(standing, source)) for source in LISTED)
    corrected = sum(one.how == CORRECTED for one in contacts)
    seen = len(contacts) + corrected + len(consultations) + len(gatherings)
    return Changes(
        contacts=contacts, consultations=consultations, gatherings=gatherings,
        others=[(str(one.label), len(found)) for one in Source if one not in LISTED and (found := _concerned(standing, one))],
        hidden=max(0, total - seen),
    )  # fmt: skip


def _concerned(standing: Standing, source: Source) -> frozenset[str]:
    return standing.added[source] | standing.gone[source] | standing.altered[source]


def _moved(actor: Actor, standing: Standing, period: Period) -> list[Moved]:
    """A correction is a new record in place of an old one: told once, as what stands now."""
    gone = {UUID(key) for key in standing.gone[Source.CONTACT]}
    stands_for = _successors(gone)
    wanted = {UUID(key) for key in standing.added[Source.CONTACT]} | stands_for
    rows = outreach_queries.visible_to(actor).filter(id__in=wanted).select_related("person", "staff")
    return [
        Moved(one, _how(one.id in stands_for, period.first <= one.happened_on < period.after))
        for one in rows.order_by("-happened_on", "-made_at")[:MOST]
    ]


def _how(corrected: bool, inside: bool) -> str:
    if not corrected:
        return ADDED
    return CORRECTED if inside else MOVED


def _successors(gone: Collection[UUID]) -> set[UUID]:
    """What stands in place of contacts that were corrected, however often, as far as it can be seen."""
    found: set[UUID] = set()
    asked = set(gone)
    for _turn in range(MOST_CORRECTIONS):
        asked = set(Contact.objects.filter(supersedes_id__in=asked).values_list("id", flat=True))
        if not asked:
            break
        found |= asked
    return found


def _consultations(actor: Actor, standing: Standing) -> list[Consultation]:
    wanted = _concerned(standing, Source.CONSULTATION)
    rows = consultation_queries.visible_to(actor).filter(id__in=wanted).select_related("person", "staff")
    return list(rows.order_by("-received_on", "-made_at")[:MOST]) if wanted else []


def _gatherings(standing: Standing) -> list[Gathering]:
    rows = Gathering.objects.filter(id__in=_concerned(standing, Source.GATHERING))
    return list(rows.select_related("area", "staff").order_by("-held_on", "id")[:MOST])


def _told(standing: Standing, source: Source, rows: Iterable[Told]) -> list[tuple[Told, str]]:
    def how(key: str) -> str:
        if key in standing.added[source]:
            return ADDED
        return MOVED if key in standing.gone[source] else CORRECTED

    return [(one, how(str(one.id))) for one in rows]
