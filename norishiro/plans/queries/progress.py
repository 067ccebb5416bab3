"""The list of running cases with what moved last, for the monthly look in a meeting; and whom nobody has met for long."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, Subquery

from norishiro.agencies.actor import Actor
from norishiro.cases.choices import OPEN_STATUSES, RoleStatus
from norishiro.cases.models import Case, Role
from norishiro.meetings import queries as meeting_queries
from norishiro.meetings.models import Sitting
from norishiro.outreach import queries as outreach_queries
from norishiro.outreach.choices import Met
from norishiro.plans.choices import PlanStatus
from norishiro.plans.models import Monitoring, Plan
from norishiro.plans.queries.plans import visible_to
from norishiro.sharing.choices import Depth, Ground
from norishiro.sharing.queries import through_gate

MOST_LINES = 50
SEEN = (Met.MET, Met.FAMILY)


@dataclass
class ProgressLine:
    """One running case: its plan, what was seen last, when the next look is due, and promises past their day."""

    case: Case
    plan: Plan | None = None
    last: Monitoring | None = None
    due: Monitoring | None = None
    late_roles: list[Role] = field(default_factory=list)

    @property
    def is_consented(self) -> bool:
        """Under which rules it is spoken of: what is looked at next tells the ground."""
        stands_on = self.due or self.plan or self.last
        return stands_on is not None and stands_on.basis == Ground.CONSENT


def progress_lines(actor: Actor, *, today: date) -> list[ProgressLine]:
    """Every running case the actor sees, the one that moved longest ago first."""
    cases = (
        through_gate(Case.objects.all(), actor, subject="id", depth=Depth.OUTLINE)
        .filter(status__in=OPEN_STATUSES)
        .select_related("lead_agency", "lead_staff")
        .order_by("last_moved_on", "id")[:MOST_LINES]
    )
    lines = {case.id: ProgressLine(case) for case in cases}
    for plan in (
        visible_to(actor).filter(case__in=lines, status__in=PlanStatus.in_force()).order_by("decided_on")
    ):
        lines[plan.case_id].plan = plan
    looks = through_gate(
        Monitoring.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    for look in looks.filter(case__in=lines).select_related("staff").order_by("due_on", "made_at"):
        line = lines[look.case_id]
        line.last, line.due = (look, line.due) if look.done_on else (line.last, line.due or look)
    roles = through_gate(Role.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    for role in roles.filter(case__in=lines, status=RoleStatus.PROMISED, next_on__lt=today).select_related(
        "bearer"
    ):
        lines[role.case_id].late_roles.append(role)
    return list(lines.values())


def reviewing_sitting(actor: Actor, *, sitting_id: UUID | None) -> Sitting | None:
    """The sitting the list is gone through at, where one is named."""
    return meeting_queries.get_sitting(actor, sitting_id=sitting_id) if sitting_id else None


@dataclass(frozen=True)
class Silence:
    """A running case and how long ago somebody was met, as far as the actor's records tell."""

    case: Case
    met_on: date | None
    tried_on: date | None
    days: int


def silent_cases(actor: Actor, *, days: int, today: date) -> list[Silence]:
    """Running cases in which nobody of the household was met for more than ``days``, the longest first."""
    there = outreach_queries.present_visible_to(actor).filter(
        person__case_memberships__case=OuterRef(OuterRef("id"))
    )
    about = (
        Q(case_id=OuterRef("id"))
        | Q(person__case_memberships__case=OuterRef("id"))
        | Q(id__in=there.values("contact_id"))
    )
    contacts = outreach_queries.visible_to(actor).filter(about).order_by("-happened_on")
    cutoff = today - timedelta(days=days)
    rows = (
        through_gate(Case.objects.all(), actor, subject="id", depth=Depth.OUTLINE)
        .filter(status__in=OPEN_STATUSES)
        .annotate(
            met_on=Subquery(contacts.filter(met__in=SEEN).values("happened_on")[:1]),
            tried_on=Subquery(contacts.values("happened_on")[:1]),
        )
        .filter(Q(met_on__lt=cutoff) | Q(met_on__isnull=True, opened_on__lt=cutoff))
        .select_related("lead_agency", "lead_staff")
        .order_by(F("met_on").asc(nulls_first=True), "opened_on", "id")[:MOST_LINES]
    )
    return [
        Silence(case, case.met_on, case.tried_on, (today - (case.met_on or case.opened_on)).days)
        for case in rows
    ]


@dataclass(frozen=True)
class Accompaniment:
    """What a bearer has written about the people of a row since the plan began."""

    times: int
    last_on: date


def accompaniment_of(actor: Actor, *, plan: Plan) -> dict[UUID, Accompaniment]:
    """For each row of a plan: the contacts of its bearer with the person it is for (a row for the household: with anybody)."""
    rows = list(plan.rows.all())
    about = Q(case_id=plan.case_id) | Q(person_id__in=[one.person_id for one in plan.people.all()])
    contacts = outreach_queries.visible_to(actor).filter(
        about, agency_id__in={row.bearer_id for row in rows}, happened_on__gte=plan.from_on
    )
    counted = list(
        contacts.order_by().values_list("agency_id", "person_id").annotate(Count("id"), Max("happened_on"))
    )
    found: dict[UUID, Accompaniment] = {}
    for row in rows:
        fits = [
            (times, last_on)
            for agency_id, person_id, times, last_on in counted
            if agency_id == row.bearer_id and row.person_id in (None, person_id)
        ]
        if fits:
            found[row.id] = Accompaniment(sum(one for one, _on in fits), max(on for _one, on in fits))
    return found
