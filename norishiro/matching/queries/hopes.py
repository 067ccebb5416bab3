"""What somebody wishes, for eyes, and as the scoring asks it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.matching.models import Hope
from norishiro.people.queries import visible_to as people_visible_to
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate


def hopes_visible_to(actor: Actor) -> QuerySet[Hope]:
    rows = through_gate(Hope.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    known = through_gate(rows, actor, subject="case_id", depth=Depth.OUTLINE)
    return known.filter(person__in=people_visible_to(actor))


def newest_hopes(actor: Actor, *, case: Case) -> dict[UUID, Hope]:
    """The newest wish of each person of the case, whichever agency heard it."""
    rows = hopes_visible_to(actor).filter(case=case).order_by("told_on", "made_at")
    told = rows.select_related("person", "agency", "staff").prefetch_related("items")
    return {one.person_id: one for one in told}
