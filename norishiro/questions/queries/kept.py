"""Which questions are kept: the own ones, and those others share. What they count is asked anew each time."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.questions.models import Question

MOST = 200


def _open_to(actor: Actor) -> QuerySet[Question]:
    rows = Question.objects.filter(Q(staff_id=actor.staff_id) | Q(shared=True))
    return rows.select_related("staff", "agency").prefetch_related("parts")


def questions(actor: Actor) -> list[Question]:
    """The own ones and the shared ones, by name."""
    return list(_open_to(actor)[:MOST])


def get_question(actor: Actor, *, question_id: UUID) -> Question:
    found = _open_to(actor).filter(id=question_id).first()
    if found is None:
        raise Unseen(question_id)
    return found


def question_named(actor: Actor, *, name: str) -> Question | None:
    """The own one of this name, if any."""
    return Question.objects.filter(staff_id=actor.staff_id, name=name).first()
