"""The history of some bodies, counted where the walls do not stand. Ids and days only; what is shown goes through ``queries``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from norishiro.cases.choices import CaseStatus
from norishiro.indicators.facts import Ending, Held, History, State, Talk
from norishiro.meetings.models import Sitting
from norishiro.meetings.queries.bodies import HELD

OVER = (CaseStatus.WATCHED, CaseStatus.COORDINATED, CaseStatus.CLOSED)


def history_of(body_ids: Collection[UUID], *, today: date) -> History:
    """Every talk at these bodies up to ``today``, what became of the cases, and every sitting held."""
    wanted = sorted(body_ids)
    talks = [
        Talk(case_id=case_id, body_id=body_id, sitting_id=sitting_id, on=held_on)
        for case_id, body_id, sitting_id, held_on in _asked("indicator_talks", wanted, today)
    ]
    cases = sorted({one.case_id for one in talks})
    endings: dict[UUID, list[Ending]] = defaultdict(list)
    for case_id, ended_on, reopened_on in _asked("indicator_endings", cases, today):
        endings[case_id].append(Ending(ended_on, reopened_on))
    states: dict[UUID, list[State]] = defaultdict(list)
    for case_id, changed_on, status in _asked("indicator_states", cases, today):
        states[case_id].append(State(changed_on, status not in OVER))
    rows = Sitting.objects.filter(body_id__in=wanted, status__in=HELD, held_on__lte=today)
    sittings = [
        Held(id=key, body_id=body_id, on=held_on, topics=topics)
        for key, body_id, held_on, topics in rows.order_by("held_on", "id").values_list(
            "id", "body_id", "held_on", "topics"
        )
    ]
    return History(talks=talks, endings=endings, states=states, sittings=sittings, today=today)


def _asked(question: str, wanted: list[UUID], today: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {question}(%s, %s)", [wanted, today])
        return list(cursor.fetchall())
