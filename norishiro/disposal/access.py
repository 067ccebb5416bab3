"""Facts the rules ask for, and the list of what is due, as the database answers it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from norishiro.disposal import rules, terms


@dataclass(frozen=True)
class Part:
    """One series within what hangs together."""

    series: str
    records: int
    last_on: date
    due_on: date


@dataclass(frozen=True)
class Knot:
    """A household with all that hangs together with it, in numbers."""

    key: str
    mark: str
    people: int
    cases: int
    numbers: str
    held: bool
    due_on: date
    parts: tuple[Part, ...]


def survey(*, today: date, until: date) -> list[Knot]:
    """Everything whose last term ends by a day, where nothing goes on any more."""
    series = terms.schedule(on=today)
    beginnings = [(one.code, beginning) for one in series.values() for beginning in one.tables]
    found: dict[str, list[Part]] = defaultdict(list)
    for knot, code, records, last_on in _asked(
        "SELECT * FROM disposal_survey(%s, %s::jsonb)", [today, json.dumps(beginnings)]
    ):
        term = series[code]
        ended = last_on or date.min
        due = (
            rules.due_on(ended_on=ended, years=term.years, start=term.start) if ended > date.min else date.min
        )
        found[knot].append(Part(code, records, ended, due))
    due_by = {
        knot: last
        for knot, parts in found.items()
        if (last := rules.longest([one.due_on for one in parts])) is not None and date.min < last <= until
    }
    described = _asked("SELECT * FROM disposal_describe(%s, %s)", [list(due_by), today]) if due_by else []
    return [
        Knot(
            key=knot, mark=mark, people=people, cases=cases, numbers=numbers, held=held, due_on=due_by[knot],
            parts=tuple(_with_days(found[knot], due_by[knot])),
        )
        for knot, mark, people, cases, numbers, held in described
    ]  # fmt: skip


def _with_days(parts: list[Part], due: date) -> list[Part]:
    """A series that tells of no day ends with the others."""
    last = max(one.last_on for one in parts)
    return [one if one.last_on > date.min else Part(one.series, one.records, last, due) for one in parts]


def enlist(*, pairs: Mapping[str, UUID], stay: Collection[UUID]) -> None:
    """Tell the database which candidate stands for what; candidates that are none any more leave the list."""
    written = json.dumps({knot: str(bundle) for knot, bundle in pairs.items()})
    _asked("SELECT disposal_enlist(%s::jsonb, %s)", [written, list(stay)])


def keep_back(*, hold_id: UUID, bundle_id: UUID | None, case_number: str) -> tuple[int, int]:
    """Put a hold on all that hangs together; how many people and cases."""
    rows = _asked("SELECT * FROM disposal_keep_back(%s, %s, %s)", [hold_id, bundle_id, case_number])
    return (rows[0][0], rows[0][1]) if rows else (0, 0)


def take(*, batch_id: UUID, bundles: Collection[UUID], today: date) -> dict[str, int]:
    """Everything of these candidates goes; how many rows of which table."""
    counts: Any = _asked("SELECT disposal_take(%s, %s, %s)", [batch_id, list(bundles), today])[0][0]
    return dict(json.loads(counts) if isinstance(counts, str) else counts or {})


def keepers(*, batch_id: UUID) -> dict[UUID, list[UUID]]:
    """By candidate that is gone: whose keys are still there."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for bundle, subject in _asked("SELECT * FROM disposal_keepers(%s)", [batch_id]):
        found[bundle].append(subject)
    return found


def forget(*, bundles: Collection[UUID]) -> None:
    _asked("SELECT disposal_forget(%s)", [list(bundles)])


def next_number() -> int:
    return int(_asked("SELECT nextval('disposal_number')", [])[0][0])


def _asked(question: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, params)
        return list(cursor.fetchall())
