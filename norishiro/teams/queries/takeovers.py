"""引き継いだケース: what was handed over to whom, and what still waits for a word."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.records import Unseen
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate
from norishiro.teams.models import Takeover

MOST = 200


def _visible(actor: Actor) -> QuerySet[Takeover]:
    rows = through_gate(Takeover.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    known = through_gate(rows, actor, subject="case_id", depth=Depth.OUTLINE)
    return known.select_related("case", "giver", "receiver", "handed_by")


def _mine(actor: Actor) -> Q:
    return Q(receiver_id=actor.staff_id) | Q(giver_id=actor.staff_id) | Q(handed_by_id=actor.staff_id)


def batch_of(actor: Actor, *, takeover: Takeover) -> list[Takeover]:
    """The cases handed over together with this one, what came to the actor first."""
    rows = _visible(actor).filter(batch=takeover.batch)[:MOST]
    return sorted(rows, key=lambda one: (one.receiver_id != actor.staff_id, one.case.title, str(one.id)))


def get_takeover(actor: Actor, *, takeover_id: UUID) -> Takeover:
    found = _visible(actor).filter(id=takeover_id).first()
    if found is None:
        raise Unseen(takeover_id)
    return found


def handed(actor: Actor, *, limit: int = 200) -> list[Takeover]:
    """What the actor gave, took or decided, the newest first."""
    return list(_visible(actor).filter(_mine(actor)).order_by("-from_on", "-made_at", "id")[:limit])


def waiting(actor: Actor, *, today: date, limit: int = MOST) -> list[Takeover]:
    """What came to the actor and is not confirmed yet, and what the actor decided for a day that has come and that could
    not be carried out (``moved_on`` is empty); the oldest first."""
    came = Q(receiver_id=actor.staff_id, moved_on__isnull=False, confirmed_on__isnull=True)
    stuck = Q(
        handed_by_id=actor.staff_id, moved_on__isnull=True, withdrawn_on__isnull=True, from_on__lt=today
    )
    return list(_visible(actor).filter(came | stuck).order_by("from_on", "made_at", "id")[:limit])


def takeovers_of(actor: Actor, *, case: Case, limit: int = 20) -> list[Takeover]:
    """The takeovers of one case, the newest first."""
    return list(_visible(actor).filter(case=case).order_by("-from_on", "-made_at")[:limit])
