"""抱え込み: matters of several fields nobody handed on, sheets without an answer, cases that do not move.

The rows are those the walls show; of all others only how many there are, per agency.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import connection

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.cases import queries as case_queries
from norishiro.cases.choices import OPEN_STATUSES
from norishiro.cases.models import Case
from norishiro.consultations import queries as consultation_queries
from norishiro.consultations.concern_fields import main_fields
from norishiro.consultations.models import Consultation, TsunaguSheet
from norishiro.profiles.schema.flow import Held
from norishiro.sharing.choices import Depth

MOST_LINES = 50
CONSULTATIONS = "consultations"
SHEETS = "sheets"
CASES = "cases"
# Where one column of ages ends and the next begins, in days.
AGES = (30, 60, 90)
AGE_LABELS = ("30日まで", "31〜60日", "61〜90日", "91日以上")


@dataclass(frozen=True)
class _Found:
    """Something held: which row, with whom, since when."""

    kind: str
    id: UUID
    agency_id: UUID
    since: date


@dataclass
class HeldBy:
    """One agency: how many of each kind, by age, and how many of them the viewer cannot open."""

    agency_id: UUID
    name: str = ""
    counts: dict[str, int] = field(default_factory=lambda: {CONSULTATIONS: 0, SHEETS: 0, CASES: 0})
    ages: list[int] = field(default_factory=lambda: [0] * len(AGE_LABELS))
    hidden: int = 0
    oldest: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def add(self, *, kind: str, days: int, seen: bool) -> None:
        self.counts[kind] += 1
        self.ages[sum(days > limit for limit in AGES)] += 1
        self.oldest = max(self.oldest, days)
        self.hidden += not seen


@dataclass(frozen=True)
class Board:
    """What is held on a day: per agency, and the rows the viewer may open, the oldest first."""

    agencies: list[HeldBy]
    consultations: list[Consultation]
    sheets: list[TsunaguSheet]
    cases: list[Case]

    @property
    def hidden(self) -> int:
        return sum(one.hidden for one in self.agencies)

    @property
    def total(self) -> int:
        return sum(one.total for one in self.agencies)


def board(actor: Actor, *, on: date, held: Held, agency_id: UUID | None = None) -> Board:
    """The whole board, or that of one agency."""
    found = [one for one in _everything(on, held) if agency_id in (None, one.agency_id)]
    consultations, sheets, cases = _rows_of(actor, found)
    seen = _seen(actor, found)
    by_agency: dict[UUID, HeldBy] = {}
    for one in found:
        line = by_agency.setdefault(one.agency_id, HeldBy(one.agency_id))
        line.add(kind=one.kind, days=(on - one.since).days, seen=one.id in seen)
    names = dict(agency_queries.every_agency(actor).filter(id__in=by_agency).values_list("id", "name"))
    for line in by_agency.values():
        line.name = names[line.agency_id]
    lines = sorted(by_agency.values(), key=lambda one: (-one.total, one.name))
    return Board(lines, consultations, sheets, cases)


def _everything(on: date, held: Held) -> list[_Found]:
    """Three questions asked where the walls do not stand (casework.0003_held)."""
    asked: tuple[tuple[str, str, list[Any]], ...] = (
        (CONSULTATIONS, "held_consultations(%s, %s, %s, %s::jsonb)", _asked(on, held)),
        (SHEETS, "held_sheets(%s, %s)", [on, held.unanswered_days]),
        (CASES, "held_cases(%s, %s, %s)", [on, held.idle_days, [str(one) for one in OPEN_STATUSES]]),
    )
    found: list[_Found] = []
    with connection.cursor() as cursor:
        for kind, question, values in asked:
            cursor.execute(f"SELECT held_id, held_by, since FROM {question}", values)
            found += [_Found(kind, *row) for row in cursor.fetchall()]
    return found


def _asked(on: date, held: Held) -> list[Any]:
    return [on, held.hand_on_days, held.least_fields, json.dumps(main_fields())]


def _ids(found: Sequence[_Found], kind: str) -> list[UUID]:
    return [one.id for one in found if one.kind == kind]


def _rows_of(
    actor: Actor, found: Sequence[_Found]
) -> tuple[list[Consultation], list[TsunaguSheet], list[Case]]:
    consultations = consultation_queries.visible_to(actor).filter(id__in=_ids(found, CONSULTATIONS))
    sheets = consultation_queries.sheets_visible_to(actor).filter(id__in=_ids(found, SHEETS))
    cases = case_queries.visible_to(actor, depth=Depth.OUTLINE).filter(id__in=_ids(found, CASES))
    return (
        list(
            consultations.select_related("person", "agency", "staff").prefetch_related("concerns")
            .order_by("received_on", "id")[:MOST_LINES]
        ),
        list(sheets.order_by("due_on", "id")[:MOST_LINES]),
        list(cases.select_related("lead_agency", "lead_staff").order_by("last_moved_on", "id")[:MOST_LINES]),
    )  # fmt: skip


def _seen(actor: Actor, found: Sequence[_Found]) -> set[UUID]:
    """Which of them the viewer may open, also beyond the fifty oldest."""
    consultations = consultation_queries.visible_to(actor).filter(id__in=_ids(found, CONSULTATIONS))
    sheets = consultation_queries.sheets_visible_to(actor).filter(id__in=_ids(found, SHEETS))
    cases = case_queries.visible_to(actor, depth=Depth.OUTLINE).filter(id__in=_ids(found, CASES))
    return {key for rows in (consultations, sheets, cases) for key in rows.values_list("id", flat=True)}


@dataclass(frozen=True)
class MonthCount:
    """抱え込み件数 on the last day of a month (or today), and how many of them are the viewer's own agency's."""

    on: date
    total: int
    own: int


def monthly(actor: Actor, *, first: date, months: int, today: date, held: Held) -> list[MonthCount]:
    """抱え込み件数 as 世田谷 counts it: tangled matters known to an agency, without support or handing on, at the end of
    each month that has begun."""
    starts = [first + relativedelta(months=number) for number in range(months)]
    days = [min(one + relativedelta(day=31), today) for one in starts if one <= today]
    counted = dict.fromkeys(days, (0, 0))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT one, count(h.held_id), count(h.held_id) FILTER (WHERE h.held_by = ANY (%s))"
            " FROM unnest(%s::date[]) one CROSS JOIN LATERAL held_consultations(one, %s, %s, %s::jsonb) h GROUP BY one",
            [sorted(actor.agency_ids), days, *_asked(today, held)[1:]],
        )
        for on, total, own in cursor.fetchall():
            counted[on] = (total, own)
    return [MonthCount(on, *counted[on]) for on in days]


def held_now(
    actor: Actor, *, on: date, held: Held, agency_ids: Collection[UUID] | None = None
) -> dict[str, int]:
    """How many of each kind are held on a day, by these agencies or whoever holds them: the counts of the board without its
    rows."""
    found = [one for one in _everything(on, held) if agency_ids is None or one.agency_id in agency_ids]
    return {kind: len(_ids(found, kind)) for kind in (CONSULTATIONS, SHEETS, CASES)}
