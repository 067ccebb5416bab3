"""When the next look is due, and which cases have no day yet."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.cases.choices import OPEN_STATUSES
from norishiro.cases.models import Case
from norishiro.core.records import Unseen
from norishiro.plans.models import Monitoring
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

LIST_LIMIT = 50


def _seen(actor: Actor) -> QuerySet[Monitoring]:
    return through_gate(
        Monitoring.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )


def due_monitorings(actor: Actor, *, until: date) -> list[Monitoring]:
    """Days to look at a running case up to ``until``, the longest overdue first."""
    return list(
        _seen(actor)
        .filter(done_on__isnull=True, due_on__lte=until, case__status__in=OPEN_STATUSES)
        .select_related("case__lead_agency", "staff", "agency")
        .order_by("due_on", "id")[:LIST_LIMIT]
    )


def cases_without_day(actor: Actor) -> list[Case]:
    """Running cases the actor's agency leads or operates that nobody has planned to look at."""
    planned = _seen(actor).filter(case=OuterRef("id"), done_on__isnull=True)
    return list(
        through_gate(Case.objects.all(), actor, subject="id", depth=Depth.OUTLINE)
        .filter(Q(lead_agency_id=actor.agency_id) | Q(operator_id=actor.agency_id), status__in=OPEN_STATUSES)
        .exclude(Exists(planned))
        .select_related("lead_agency")
        .order_by("opened_on", "id")[:LIST_LIMIT]
    )


def monitorings_of(actor: Actor, *, case: Case) -> list[Monitoring]:
    """The looks at one case, what is to come first."""
    return list(
        _seen(actor)
        .filter(case=case)
        .select_related("staff", "agency")
        .order_by("-due_on", "id")[:LIST_LIMIT]
    )


def next_look(actor: Actor, *, case: Case) -> date | None:
    """The next day on which somebody looks at the case."""
    days = _seen(actor).filter(case=case, done_on__isnull=True).order_by("due_on", "id")
    return days.values_list("due_on", flat=True).first()


def get_monitoring(actor: Actor, *, monitoring_id: UUID) -> Monitoring:
    found = _seen(actor).select_related("case", "plan", "staff", "agency").filter(id=monitoring_id).first()
    if found is None:
        raise Unseen(monitoring_id)
    return found
