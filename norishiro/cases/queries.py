"""Reads of this room, for eyes: lists driven from grants, a case with all that stands on its page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Exists, Min, Model, OuterRef, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Appointment, FocusGroup, Staff, live_on
from norishiro.cases import rules
from norishiro.cases.choices import OPEN_STATUSES, HandoverStatus, HelpStatus, RoleStatus
from norishiro.cases.models import (
    Case,
    CaseFocus,
    CaseMember,
    Engagement,
    Handover,
    HelpRequest,
    Issue,
    LeadChange,
    Role,
    StatusChange,
    Unknown,
    Wish,
)
from norishiro.cases.timeline import LENGTH
from norishiro.consultations.models import Consultation
from norishiro.consultations.queries import requests_visible_to
from norishiro.consultations.queries import visible_to as consultations_visible_to
from norishiro.core.ordering import in_order
from norishiro.core.records import Unseen
from norishiro.sharing.choices import Depth, SubjectKind
from norishiro.sharing.queries import subjects_seen, through_gate

M = TypeVar("M", bound=Model)

NEWEST = ("-last_moved_on", "id")


def visible_to(actor: Actor, *, depth: Depth = Depth.EXISTENCE) -> QuerySet[Case]:
    """Cases open to the actor at least this deep."""
    return through_gate(Case.objects.all(), actor, subject="id", depth=depth)


# What a page says of whoever stands beside a row; nothing else of them is read.
CALLED: dict[object, tuple[str, ...]] = {Agency: ("name", "field", "phone"), Staff: ("name",)}


def _named(rows: QuerySet[M], *beside: str) -> QuerySet[M]:
    """With whoever stands beside each row; of agencies and staff only what a page calls them by."""
    meta = rows.model._meta
    told = [one.attname for one in meta.concrete_fields]
    for one in beside:
        called = CALLED.get(meta.get_field(one).related_model)
        told += [f"{one}__{each}" for each in called] if called else [one]
    return rows.select_related(*beside).only(*told)


def get_visible(actor: Actor, *, case_id: UUID, depth: Depth = Depth.OUTLINE) -> Case:
    rows = visible_to(actor, depth=depth).filter(id=case_id)
    try:
        return _named(rows, "household", "operator", "lead_agency", "lead_staff", "area").get()
    except Case.DoesNotExist:
        raise Unseen(case_id) from None


def depth_of(actor: Actor, *, case: Case) -> Depth:
    """How deep the actor sees this case."""
    for depth in (Depth.PROGRESS, Depth.OUTLINE):
        if visible_to(actor, depth=depth).filter(id=case.id).exists():
            return depth
    return Depth.EXISTENCE


def page_rows(
    actor: Actor, *, whose: str = "agency", status: str = "open", after: UUID | None = None, limit: int = 51,
    leads: Collection[UUID] = (), focus: UUID | None = None, ids: Collection[UUID] = (),
) -> list[Case]:  # fmt: skip
    """Newest movement first, one more row than a page so that the page knows whether there is a next.

    ``whose``: ``me`` (I lead), ``team`` (one of ``ids``), ``agency`` (my agency leads or operates), ``officers``
    (somebody of ``leads`` leads), ``all`` (whatever I may see).
    ``status``: ``open``, ``ended`` or ``all``. The newest ids are found first, each way along its own index, and
    only their rows are read and joined; each row carries ``next_on``.
    """
    rows = visible_to(actor)
    if status == "open":
        rows = rows.filter(status__in=OPEN_STATUSES)
    elif status == "ended":
        rows = rows.exclude(status__in=OPEN_STATUSES)
    if focus is not None:
        rows = rows.filter(Exists(CaseFocus.objects.filter(case=OuterRef("id"), group_id=focus)))
    if after is not None:
        last = visible_to(actor).filter(id=after).values_list("last_moved_on", "id").first()
        if last:
            rows = rows.filter(Q(last_moved_on__lt=last[0]) | Q(last_moved_on=last[0], id__gt=last[1]))
    newest = [
        rows.filter(way).order_by(*NEWEST).values("id")[:limit] for way in _ways(actor, whose, leads, ids)
    ]
    page = list(
        visible_to(actor)
        .filter(id__in=newest[0].union(*newest[1:]))
        .select_related("lead_agency", "lead_staff", "area")
        .order_by(*NEWEST)[:limit]
    )
    _add_next_dates(actor, page)
    return page


def _ways(actor: Actor, whose: str, leads: Collection[UUID], ids: Collection[UUID]) -> list[Q]:
    """The ways a case gets into the list, each of which one index answers in order."""
    if whose == "me":
        return [Q(lead_staff_id=actor.staff_id)]
    if whose == "team":
        return [Q(id__in=ids)]
    if whose == "officers":
        return [Q(lead_staff_id__in=leads)]
    if whose == "agency":
        return [Q(lead_agency_id__in=actor.agency_ids), Q(operator_id__in=actor.agency_ids)]
    return [Q(id__in=subjects_seen(actor, kind=SubjectKind.CASE, depth=Depth.EXISTENCE))]


def focus_counts(actor: Actor, *, groups: Collection[FocusGroup]) -> dict[tuple[UUID, str], int]:
    """How many cases the actor sees in outline belong to each 重点対象, by when that was known."""
    seen = visible_to(actor, depth=Depth.OUTLINE).values("id")
    rows = CaseFocus.objects.filter(group__in=groups, case_id__in=seen).order_by()
    return {
        (group, found): count
        for group, found, count in rows.values_list("group_id", "found").annotate(Count("id"))
    }


def focuses(actor: Actor, *, case: Case) -> list[CaseFocus]:
    """The 重点対象 of one case, what the entry door knew first."""
    return in_order(_named(case.focuses.all(), "group", "staff"), "found", "found_on")


def officers(actor: Actor, *, operators: Collection[UUID], on: date) -> list[Appointment]:
    """相談支援包括化推進員 of the 多機関協働事業者, whichever side they stand on; each person once."""
    held = Appointment.objects.filter(
        live_on(on), agency_id__in=operators, role__kind=RoleKind.COORDINATOR, staff__is_active=True
    ).select_related("staff", "agency")
    return list(
        {
            one.staff_id: one for one in held.order_by("agency__code", "staff__kana", "staff__name", "id")
        }.values()
    )


def known_in_outline(actor: Actor, *, cases: list[Case]) -> set[UUID]:
    """Which of these cases the actor sees in outline; of the others only number and lead may be shown."""
    rows = visible_to(actor, depth=Depth.OUTLINE).filter(id__in=[case.id for case in cases])
    return set(rows.values_list("id", flat=True))


def _add_next_dates(actor: Actor, page: list[Case]) -> None:
    soonest = dict(
        roles_visible_to(actor)
        .filter(case_id__in=[case.id for case in page], status=RoleStatus.PROMISED, next_on__isnull=False)
        .order_by()
        .values_list("case_id")
        .annotate(soonest=Min("next_on"))
    )
    for case in page:
        case.next_on = soonest.get(case.id)  # type: ignore[attr-defined]


def case_of_person(actor: Actor, *, person_id: UUID) -> list[Case]:
    """Cases the person belongs to, under whichever of their records, as far as the actor may see both."""
    memberships = through_gate(CaseMember.objects.all(), actor, subject="person_id", depth=Depth.OUTLINE)
    return list(
        visible_to(actor)
        .filter(
            id__in=memberships.filter(Q(person_id=person_id) | Q(person__merged_into_id=person_id)).values(
                "case_id"
            )
        )
        .select_related("lead_agency", "lead_staff")
        .order_by("-last_moved_on", "id")
    )


def members(actor: Actor, *, case: Case) -> list[CaseMember]:
    """The persons of the case whom the actor may see."""
    rows = through_gate(CaseMember.objects.filter(case=case), actor, subject="person_id", depth=Depth.OUTLINE)
    rows = through_gate(rows, actor, subject="case_id", depth=Depth.OUTLINE)
    return in_order(rows.select_related("person"))


def _open(actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
    return through_gate(rows, actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


def roles_visible_to(actor: Actor) -> QuerySet[Role]:
    return _open(actor, Role.objects.all())


def issues_visible_to(actor: Actor) -> QuerySet[Issue]:
    return _open(actor, Issue.objects.all())


def unknowns_visible_to(actor: Actor) -> QuerySet[Unknown]:
    return _open(actor, Unknown.objects.all())


def wishes_visible_to(actor: Actor) -> QuerySet[Wish]:
    return _open(actor, Wish.objects.all())


def help_visible_to(actor: Actor) -> QuerySet[HelpRequest]:
    return _open(actor, HelpRequest.objects.all())


def handovers_visible_to(actor: Actor) -> QuerySet[Handover]:
    return _open(actor, Handover.objects.all())


def _of_case(actor: Actor, rows: QuerySet[M], *, case: Case) -> QuerySet[M]:
    return _open(actor, rows.filter(case=case))


def roles(actor: Actor, *, case: Case) -> list[Role]:
    rows = _of_case(actor, _named(Role.objects.all(), "bearer", "bearer_staff", "person"), case=case)
    return in_order(rows, "status", "next_on", "made_at")


def issues(actor: Actor, *, case: Case) -> list[Issue]:
    return in_order(_of_case(actor, _named(Issue.objects.all(), "person", "agency", "staff"), case=case))


def unknowns(actor: Actor, *, case: Case) -> list[Unknown]:
    return in_order(_of_case(actor, _named(Unknown.objects.all(), "person", "finder_agency"), case=case))


def wishes(actor: Actor, *, case: Case) -> list[Wish]:
    return in_order(_of_case(actor, _named(Wish.objects.all(), "person", "staff"), case=case))


def help_requests(actor: Actor, *, case: Case) -> list[HelpRequest]:
    named = _named(HelpRequest.objects.all(), "helper_agency", "agency", "asker", "replier")
    return in_order(_of_case(actor, named, case=case))


def handovers(actor: Actor, *, case: Case) -> list[Handover]:
    return in_order(
        _of_case(actor, _named(Handover.objects.all(), "to_agency", "agency", "person"), case=case)
    )


def engagements(actor: Actor, *, case: Case) -> list[Engagement]:
    rows = through_gate(Engagement.objects.filter(case=case), actor, subject="case_id", depth=Depth.OUTLINE)
    return in_order(_named(rows, "agency"))


def status_changes(actor: Actor, *, case: Case, limit: int = LENGTH) -> list[StatusChange]:
    """The newest moves of the case, newest first."""
    rows = through_gate(StatusChange.objects.filter(case=case), actor, subject="case_id", depth=Depth.OUTLINE)
    return list(_named(rows, "staff").order_by("-changed_on", "-made_at")[:limit])


def lead_changes(actor: Actor, *, case: Case, limit: int = LENGTH) -> list[LeadChange]:
    """The newest changes of the lead, newest first."""
    rows = through_gate(LeadChange.objects.filter(case=case), actor, subject="case_id", depth=Depth.OUTLINE)
    named = _named(rows, "agency", "staff", "decided_by")
    return list(named.order_by("-changed_on", "-made_at")[:limit])


def _get(actor: Actor, model: type[M], *, record_id: UUID, related: tuple[str, ...]) -> M:
    rows = through_gate(
        model._default_manager.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    found = rows.select_related(*related).filter(pk=record_id).first()
    if found is None:
        raise Unseen(record_id)
    return found


def get_role(actor: Actor, *, role_id: UUID) -> Role:
    return _get(actor, Role, record_id=role_id, related=("case", "bearer", "person"))


def get_issue(actor: Actor, *, issue_id: UUID) -> Issue:
    return _get(actor, Issue, record_id=issue_id, related=("case", "person"))


def get_unknown(actor: Actor, *, unknown_id: UUID) -> Unknown:
    return _get(actor, Unknown, record_id=unknown_id, related=("case", "finder_agency"))


def get_help(actor: Actor, *, help_id: UUID) -> HelpRequest:
    return _get(actor, HelpRequest, record_id=help_id, related=("helper_agency", "agency", "asker"))


def get_handover(actor: Actor, *, handover_id: UUID) -> Handover:
    return _get(
        actor,
        Handover,
        record_id=handover_id,
        related=("case", "to_agency", "agency", "person", "answered_by"),
    )


def get_engagement(actor: Actor, *, engagement_id: UUID) -> Engagement:
    rows = through_gate(Engagement.objects.all(), actor, subject="case_id", depth=Depth.OUTLINE)
    found = rows.select_related("case", "agency").filter(id=engagement_id).first()
    if found is None:
        raise Unseen(engagement_id)
    return found


def roles_due(actor: Actor, *, until: date, limit: int = 50) -> list[Role]:
    """Roles the actor (or, without a person named, the actor's agency) carries, due up to a day."""
    return list(
        roles_visible_to(actor)
        .filter(
            Q(bearer_staff_id=actor.staff_id) | Q(bearer_staff__isnull=True, bearer_id=actor.agency_id),
            status=RoleStatus.PROMISED,
            next_on__lte=until,
        )
        .select_related("case", "bearer")
        .order_by("next_on", "id")[:limit]
    )


def help_waiting_for(actor: Actor, *, limit: int = 50) -> list[HelpRequest]:
    """Requests for help the actor's agency has not answered. The case is not joined: the helper may not see it."""
    rows = through_gate(
        HelpRequest.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    return list(
        rows.filter(helper_agency_id__in=actor.agency_ids, status=HelpStatus.ASKED)
        .select_related("agency", "asker")
        .order_by("asked_on", "id")[:limit]
    )


def help_asked_by(actor: Actor, *, limit: int = 50) -> list[HelpRequest]:
    """Requests for help the actor made and that wait for an answer."""
    rows = through_gate(
        HelpRequest.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    return list(
        rows.filter(asker_id=actor.staff_id, status=HelpStatus.ASKED)
        .select_related("case", "helper_agency")
        .order_by("asked_on", "id")[:limit]
    )


def handovers_waiting_for(actor: Actor, *, limit: int = 50) -> list[Handover]:
    """Handovers the actor's agency has not answered."""
    rows = through_gate(Handover.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    return list(
        rows.filter(to_agency_id__in=actor.agency_ids, status=HandoverStatus.OFFERED)
        .select_related("case", "agency", "offered_by")
        .order_by("offered_on", "id")[:limit]
    )


def handovers_offered_by(actor: Actor, *, limit: int = 50) -> list[Handover]:
    """Handovers the actor offered and that wait for an answer."""
    rows = through_gate(Handover.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    return list(
        rows.filter(offered_by_id=actor.staff_id, status=HandoverStatus.OFFERED)
        .select_related("case", "to_agency")
        .order_by("offered_on", "id")[:limit]
    )


def still_cases(actor: Actor, *, moved_before: date, limit: int = 50) -> list[Case]:
    """Open cases the actor leads in which nothing moved since a day, the stillest first."""
    return list(
        visible_to(actor)
        .filter(lead_staff_id=actor.staff_id, status__in=OPEN_STATUSES, last_moved_on__lt=moved_before)
        .order_by("last_moved_on", "id")[:limit]
    )


def next_steps(*, now: str, following: dict[str, Collection[str]]) -> list[str]:
    """The steps of the town's flow that may come next, for a screen to offer."""
    return rules.allowed_steps(now=now, following=following)


def cases_of_consultation(actor: Actor, *, consultation_id: UUID) -> list[Case]:
    """What a consultation became, as far as the actor may see it; nothing tells of a case they may not see."""
    rows = visible_to(actor, depth=Depth.OUTLINE).filter(origin__consultation_id=consultation_id)
    return list(rows.select_related("lead_agency").order_by("-opened_on", "id"))


def consultation_before(actor: Actor, *, case: Case) -> Consultation | None:
    """The consultation the case came from, where the actor may read it."""
    if case.origin_id is None:
        return None
    return consultations_visible_to(actor).filter(requests=case.origin_id).first()


def applicant(actor: Actor, *, case: Case) -> Agency | None:
    """The agency that applied with this case, where the actor may see the application."""
    if case.origin_id is None:
        return None
    found = requests_visible_to(actor).filter(id=case.origin_id).first()
    return found.agency if found else None
