"""モデルケース: the cases to learn from that one may see, and their notes. The actor comes first."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies.actor import Actor
from norishiro.consultations.models import Example
from norishiro.meetings.models import LearningNote, ModelCase
from norishiro.meetings.queries.sittings import LIST_LENGTH
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate


def _models(actor: Actor) -> QuerySet[ModelCase]:
    return through_gate(ModelCase.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


def model_of(actor: Actor, *, case_id: UUID) -> ModelCase | None:
    """What was kept of this case to learn from, where the actor may see it."""
    return _models(actor).select_related("staff", "agency").filter(case_id=case_id).first()


def model_cases(actor: Actor) -> list[ModelCase]:
    """The cases to learn from that one may see, the newest first."""
    return list(_models(actor).select_related("case", "agency").order_by("-flagged_on")[:LIST_LENGTH])


def learning_notes(actor: Actor, *, model_case: ModelCase) -> list[LearningNote]:
    rows = through_gate(
        LearningNote.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True
    )
    return list(rows.filter(model_case=model_case).select_related("staff", "agency")[:LIST_LENGTH])


def story_of(actor: Actor, *, model_case: ModelCase) -> Example | None:
    """The anonymised story that came of it, with its state."""
    return Example.objects.filter(id=model_case.example_id).first() if model_case.example_id else None
