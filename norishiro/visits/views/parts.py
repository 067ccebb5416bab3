"""Whom a screen of this room is about: a case, or somebody in no case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from norishiro.cases import queries as case_queries
from norishiro.people import queries as people_queries
from norishiro.visits import access, queries
from norishiro.visits.values import USUAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from norishiro.agencies.actor import Actor
    from norishiro.cases.models import Case
    from norishiro.people.models import Person
    from norishiro.visits.models import Visit

HALF_A_DAY = timedelta(hours=12)
STEP = timedelta(minutes=15)


@dataclass(frozen=True)
class Door:
    """A case or a person, and under which ids something may stand that concerns the same door."""

    subject_id: UUID
    called: str
    case: Case | None
    person: Person | None
    around: tuple[UUID, ...]
    back: str

    @property
    def whose(self) -> dict[str, Any]:
        return {"case": self.case, "person": self.person}


def door_of(actor: Actor, subject_id: UUID) -> Door:
    """The case or the person of this id; a merged person is answered by the one in use."""
    if case_queries.visible_to(actor).filter(id=subject_id).exists():
        case = case_queries.get_visible(actor, case_id=subject_id)
        around = access.about(case=case, person=None)
        back = reverse("cases:show", args=[case.id])
        return Door(case.id, case.title, case, None, tuple(around), back)
    person = people_queries.in_use(actor, person=people_queries.get_person(actor, person_id=subject_id))
    around = access.about(case=None, person=person)
    back = reverse("people:show", args=[person.id])
    return Door(person.id, person.called, None, person, tuple(around), back)


def door_of_visit(actor: Actor, visit: Visit) -> Door:
    return door_of(actor, visit.subject_id)


def minded(actor: Actor, door: Door) -> dict[str, Any]:
    """What stands at the head of every screen about this door."""
    return {
        "door": door,
        "safety": queries.safety_of(actor, subject_ids=door.around),
        "ways": queries.ways_in(actor, subject_ids=door.around),
    }


def told_of(door: Door, context: dict[str, Any]) -> list[UUID]:
    """Everybody of whom such a screen tells something."""
    notes: Iterable[Any] = (*context["safety"], *context["ways"])
    return list(dict.fromkeys([door.subject_id, *(one.subject_id for one in notes)]))


def moment_of(at: time | None, *, now: datetime) -> datetime | None:
    """A time typed on a phone as a moment by the server's clock; shortly after midnight means tomorrow."""
    if at is None:
        return None
    here = timezone.localtime(now)
    moment = here.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return moment + timedelta(days=1) if here - moment > HALF_A_DAY else moment


def usual_end(visit: Visit, *, now: datetime) -> time:
    """The end to propose: the planned one while it is to come, else the usual length from now, in quarters."""
    here = timezone.localtime(now)
    if visit.until_at is not None and visit.until_at > here.time():
        return visit.until_at
    end = here + USUAL
    over = timedelta(minutes=end.minute % 15, seconds=end.second, microseconds=end.microsecond)
    return (end - over + (STEP if over else timedelta())).time()


def status_of(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
