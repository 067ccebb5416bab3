"""関係: whether anybody has a relation with the household, since when, and what is done about it."""

from __future__ import annotations

from norishiro.agencies.actor import Actor
from norishiro.cases import queries as case_queries
from norishiro.cases.models import Case, Role
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate
from norishiro.teams.models import Rapport


def rapports(actor: Actor, *, case: Case, limit: int = 30) -> list[Rapport]:
    """Every note of the relation the actor may read, the last first."""
    rows = through_gate(Rapport.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    known = through_gate(rows, actor, subject="case_id", depth=Depth.OUTLINE).filter(case=case)
    return list(known.select_related("noted_by").order_by("-noted_on", "-made_at")[:limit])


def rapport_of(actor: Actor, *, case: Case) -> Rapport | None:
    """What counts now: the last note."""
    return next(iter(rapports(actor, case=case, limit=1)), None)


def roles_decided(actor: Actor, *, rapport: Rapport) -> list[Role]:
    """The tasks, or the roles of the team, that came with the note; done ones too."""
    rows = case_queries.roles_visible_to(actor).filter(id__in=rapport.role_ids)
    return list(rows.select_related("bearer", "bearer_staff").order_by("next_on", "id"))
