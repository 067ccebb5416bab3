"""One line of 今日, and what every source of lines shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.people.models import Person
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

M = TypeVar("M", bound=Model)

# Each source reads only the columns its lines are made of: thirty tables read whole cost more than finding their rows.
# These are what ``Person.label`` is made of.
PERSON = ("person__name", "person__alias")
KEPT = "person__keep_from_family"


@dataclass(frozen=True)
class Line:
    """One thing of mine. ``kind`` tells the view where it leads, ``target`` to which record."""

    kind: str
    target: UUID
    what: str
    who: str
    on: date | None = None
    days: int | None = None
    late: bool = False
    subjects: tuple[UUID, ...] = ()


def for_that_person_alone(person: Person | None, who: str) -> str:
    """How a line calls somebody whose family is not to know: the promise stands beside the name."""
    return f"{who}・本人だけに（家族に知られたくない）" if person and person.keep_from_family else who


Found = Iterable[tuple[str, Line]]


class Source(Protocol):
    """One bounded question; every line it finds comes with the code of its heading."""

    def __call__(self, actor: Actor, *, today: date) -> Found: ...


def open_to(actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
    """The rows whose ground opens them to the actor. The walls say the same a second time."""
    return through_gate(rows, actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


def of_known_cases(actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
    """Those of cases the actor knows in outline: the line tells how the case is called."""
    return through_gate(rows, actor, subject="case_id", depth=Depth.OUTLINE)


def is_late(on: date | None, today: date) -> bool:
    return on is not None and on < today
