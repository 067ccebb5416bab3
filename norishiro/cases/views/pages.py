"""The list of cases, and the one page of a household."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views.parts import profile_on
from norishiro.cases import queries, rules
from norishiro.cases.choices import OPEN_STATUSES, HandoverKind, HandoverStatus, IssueScope, RoleStatus
from norishiro.cases.timeline import LENGTH, Event, newest_first
from norishiro.cases.views.events import contact_event, moves, named_in, with_address
from norishiro.cases.views.parts import WHO_READS, today
from norishiro.consultations.choices import LeadSide
from norishiro.core.calendar import PartialDate
from norishiro.core.ordering import in_order
from norishiro.matching import queries as matching_queries
from norishiro.meetings import queries as meeting_queries
from norishiro.outreach import queries as contact_queries
from norishiro.outreach.choices import Met, Method, WorkKind
from norishiro.people import queries as people_queries
from norishiro.plans import queries as plan_queries
from norishiro.profiles.current import current_profile
from norishiro.sharing.choices import Category, ConsentState, Depth, Ground
from norishiro.sharing.queries import bases_among, consents_visible_to, viewers_of
from norishiro.sharing.viewing import each_once, grounds_in_words, others_in_words
from norishiro.teams import queries as team_queries

if TYPE_CHECKING:
    from norishiro.agencies.models import Agency
    from norishiro.cases.models import Case, CaseMember, Handover, Issue, Role, Unknown
    from norishiro.sharing.models import Consent

PAGE = 50
STILL_DAYS = 30
COMING = 3
STATUSES = {"open": "続いている", "ended": "終わった", "all": "すべて"}


@page(needs=Permission.SEE_PEOPLE)
def list_cases(request: Any) -> HttpResponse:
    """ケースの一覧: newest movement first, as far as the actor may see."""
    whoses = _whoses(request.actor)
    whose, status = (
        _one_of(request, "whose", [one for one, _ in whoses]),
        _one_of(request, "status", STATUSES),
    )
    officers = _officers(request.actor) if whose == "officers" else {}
    officer = request.GET.get("officer", "") if request.GET.get("officer", "") in officers else ""
    focus = _cursor(request, "focus")
    rows = queries.page_rows(
        request.actor, whose=whose, status=status, after=_cursor(request), limit=PAGE + 1, focus=focus,
        leads=[UUID(key) for key in officers if officer in ("", key)],
        ids=team_queries.my_case_ids(request.actor, on=today()) if whose == "team" else (),
    )  # fmt: skip
    day, known = today(), queries.known_in_outline(request.actor, cases=rows)
    context = {
        "rows": [
            _Line(case, case.id in known, (day - case.last_moved_on).days, _tone(case.next_on, day))
            for case in rows[:PAGE]
        ],
        "next": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "whose": whose,
        "status": status,
        "whoses": whoses,
        "statuses": STATUSES.items(),
        "officers": officers.items(),
        "officer": officer,
        "focus": focus or "",
        "focuses": list(agency_queries.focus_groups_on(request.actor, on=day)),
        "still": STILL_DAYS,
        "may_export": request.actor.may(Permission.EXPORT),
    }
    return answer(request, "cases/list.html", context, shown=[case.id for case in rows[:PAGE]])


def _whoses(actor: Actor) -> list[tuple[str, str]]:
    """Whose cases may be asked for; the officers' common list is offered to officers and to who supports them."""
    shared = {RoleKind.COORDINATOR, RoleKind.SUPERVISOR} & actor.role_kinds
    return [
        ("agency", "わたしの所属"),
        ("me", "わたしが主担当"),
        ("team", "わたしも担当"),
        *([("officers", "推進員の共有一覧")] if shared else []),
        ("all", "見られるものすべて"),
    ]


def _officers(actor: Actor) -> dict[str, str]:
    """相談支援包括化推進員 of both sides by id, with where they stand."""
    profile = profile_on(today())
    if profile is None:
        return {}
    operators = agency_queries.operators_of_flow(actor, flow=profile.flow, on=today())
    held = queries.officers(actor, operators=[one.id for one in operators], on=today())
    return {str(one.staff_id): f"{one.staff.name}（{one.agency.name}）" for one in held}


@dataclass(frozen=True)
class _Line:
    case: Case
    known: bool
    days: int
    tone: str


def _tone(due: date | None, day: date) -> str:
    """Red when overdue, yellow within a week."""
    if due is None:
        return ""
    return "red" if due < day else "yellow" if (due - day).days <= 7 else ""


def _one_of(request: Any, name: str, allowed: Iterable[str]) -> str:
    given: str = request.GET.get(name, "")
    known = list(allowed)
    return given if given in known else known[0]


def _cursor(request: Any, name: str = "after") -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


# --- 世帯の一枚 ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MemberLine:
    """One member on the page: who supports them, with what, what comes next, and where consent stands."""

    member: CaseMember
    birth: PartialDate | None
    relation: str
    living_together: bool
    consent: Consent | None
    roles: list[Role]


@page(needs=Permission.SEE_PEOPLE, of_one=True)
def show_case(request: Any, case_id: UUID) -> HttpResponse:
    """世帯の一枚."""
    actor, day = request.actor, today()
    case = queries.get_visible(actor, case_id=case_id, depth=Depth.EXISTENCE)
    viewers = viewers_of(actor, subject_id=case.id)
    mine = [viewer for viewer in viewers if viewer.mine]
    if max(viewer.depth for viewer in mine) < Depth.OUTLINE:
        own = {"case": case, "events": _timeline(actor, case=case, subject_ids=[case.id])}
        return answer(request, "cases/existence.html", own, shown=[case.id, *named_in(own["events"])])
    members = queries.members(actor, case=case)
    roles = queries.roles(actor, case=case)
    issues = queries.issues(actor, case=case)
    open_roles = [role for role in roles if role.status == RoleStatus.PROMISED]
    people_ids = [member.person_id for member in members]
    handovers = queries.handovers(actor, case=case)
    unknowns = queries.unknowns(actor, case=case)
    context = {
        "case": case,
        "today": day,
        "grounds": grounds_in_words(viewers),
        "others": others_in_words(viewers),
        "viewers": each_once(viewers),
        "members": _member_lines(actor, case=case, members=members, roles=open_roles, day=day),
        "issues": _grouped(issues),
        "agency_issues": [issue for issue in issues if issue.scope == IssueScope.AGENCY],
        "unknowns": unknowns,
        "coming": _coming(open_roles, unknowns, handovers, day),
        "wishes": queries.wishes(actor, case=case),
        "focuses": queries.focuses(actor, case=case),
        "roles": [(role, _tone(role.next_on, day)) for role in open_roles],
        "came_from": queries.consultation_before(actor, case=case) if actor.may(Permission.RECEIVE) else None,
        "idle_applicant": _idle_applicant(actor, case=case, roles=open_roles),
        "past_roles": [role for role in roles if role.status != RoleStatus.PROMISED],
        "engagements": queries.engagements(actor, case=case),
        "helps": queries.help_requests(actor, case=case),
        "handovers": handovers,
        "milestones": _milestones(members, handovers, day),
        "events": _timeline(actor, case=case, subject_ids=[case.id, *people_ids]),
        "flow": _flow(case, day),
        "outreach_to_end": plan_queries.outreach_to_end(actor, case=case),
        "side": dict(LeadSide.choices).get(case.lead_side, ""),
        "work": rules.may_work_on(status=case.status),
        "quick": _quick(actor, case=case, members=members, basis=_basis(mine)),
    }
    shown = dict.fromkeys([case.id, *people_ids, *named_in(context["events"])])
    return answer(request, "cases/show.html", context, shown=shown)


def _idle_applicant(actor: Actor, *, case: Case, roles: list[Role]) -> Agency | None:
    """The agency that applied stays involved: told while no role of it is to be seen on a case that goes on."""
    involved = {case.lead_agency_id, case.operator_id, *(role.bearer_id for role in roles)}
    found = queries.applicant(actor, case=case) if case.status in OPEN_STATUSES else None
    return found if found and found.id not in involved else None


@dataclass(frozen=True)
class Coming:
    """One thing somebody has to do by a day, and where it is done."""

    on: date
    what: str
    who: str
    tone: str
    href: str


def _coming(roles: list[Role], unknowns: list[Unknown], handovers: list[Handover], day: date) -> list[Coming]:
    """What comes next in the case, the longest overdue first: what a tired reader needs before anything else."""
    found = [
        (role.next_on, f"{role.what}：{role.next_what}" if role.next_what else role.what, role.bearer.name, reverse("cases:report_role", args=[role.id]))
        for role in roles
    ] + [
        (one.due_on, f"確かめる：{one.question}", one.finder_agency.name, reverse("cases:answer_unknown", args=[one.id]))
        for one in unknowns if one.answered_on is None
    ] + [
        (one.due_on or one.offered_on, f"引継ぎ「{one.what}」の返事", one.to_agency.name, reverse("cases:answer_handover", args=[one.id]))
        for one in handovers if one.status == HandoverStatus.OFFERED
    ]  # fmt: skip
    dated = [Coming(on, what, who, _tone(on, day), href) for on, what, who, href in found if on]
    return sorted(dated, key=lambda one: (one.on, one.what))[:COMING]


@dataclass(frozen=True)
class Milestone:
    """A change of school stage to come, for which nobody has offered a handover yet."""

    member: CaseMember
    on: date
    what: str


def _milestones(members: list[CaseMember], handovers: list[Handover], day: date) -> list[Milestone]:
    """Told only where the day of birth is known; gone as soon as a handover for that day stands."""
    arranged = {
        (one.person_id, one.due_on) for one in handovers
        if one.kind == HandoverKind.MILESTONE and one.status in (HandoverStatus.OFFERED, HandoverStatus.ACCEPTED)
    }  # fmt: skip
    found = []
    for member in members:
        birth = member.person.birth_earliest
        if birth is None or birth != member.person.birth_latest:
            continue
        coming = rules.next_milestone(birth=birth, today=day)
        if coming and (member.person_id, coming[0]) not in arranged:
            found.append(Milestone(member, *coming))
    return found


def _member_lines(
    actor: Actor, *, case: Case, members: list[CaseMember], roles: list[Role], day: date
) -> list[MemberLine]:
    home = case.household
    relations = people_queries.places_in(actor, household=home, on=day) if home is not None else {}
    rows = consents_visible_to(actor).filter(person_id__in=[member.person_id for member in members])
    asked = in_order(rows.prefetch_related("recipients__agency"), "asked_on", "made_at")
    consents = {consent.person_id: consent for consent in asked}
    return [
        MemberLine(
            member=member,
            birth=PartialDate.from_code(member.person.birth) if member.person.birth else None,
            relation=relations[member.person_id].get_relation_display()
            if member.person_id in relations
            else "",
            living_together=relations[member.person_id].living_together
            if member.person_id in relations
            else True,
            consent=_in_force(consents.get(member.person_id), day),
            roles=[role for role in roles if role.person_id == member.person_id],
        )
        for member in members
    ]


def _in_force(consent: Consent | None, day: date) -> Consent | None:
    """The latest word of the person; a consent past its end counts as none."""
    if consent is None or (
        consent.state == ConsentState.GIVEN and consent.until_on and consent.until_on <= day
    ):
        return None
    return consent


def _grouped(issues: list[Issue]) -> list[tuple[Issue, list[Issue]]]:
    """Household and personal issues; gathered ones stand under the household's, where that one is seen."""
    own = [issue for issue in issues if issue.scope != IssueScope.AGENCY]
    seen = {issue.id for issue in own}
    tops = [issue for issue in own if issue.under_id not in seen]
    return [(issue, [part for part in own if part.under_id == issue.id]) for issue in tops]


def _timeline(actor: Actor, *, case: Case, subject_ids: list[UUID]) -> list[Event]:
    """What happened lately, whichever room knows of it, each with the address that tells more."""
    contacts = contact_queries.contacts_of(actor, subject_ids=subject_ids, limit=LENGTH)
    told = (
        (contact_event(one) for one in contacts),
        moves(actor, case),
        meeting_queries.events_of(actor, case_id=case.id),
        plan_queries.events_of(actor, case_id=case.id),
        matching_queries.events_of(actor, case_id=case.id),
    )
    return [with_address(event) for event in newest_first(chain(*told))]


def _flow(case: Case, day: date) -> dict[str, Any]:
    """Where the case stands in the town's own flow, and where it may go."""
    steps = current_profile(day).flow.steps
    following = {step.code: step.next for step in steps}
    labels = {step.code: f"{step.mark} {step.label}".strip() for step in steps}
    return {
        "now": labels.get(case.flow_step, "まだ決めていません"),
        "next": [labels[code] for code in queries.next_steps(now=case.flow_step, following=following)],
        "known": bool(steps),
    }


def _basis(mine: list[Any]) -> Ground:
    """The best ground on which the actor may write."""
    return bases_among((viewer.ground, viewer.source) for viewer in mine)[0]


def _quick(actor: Actor, *, case: Case, members: list[CaseMember], basis: Ground) -> dict[str, Any]:
    """The bar that is always there: five inputs, everything else as most often right."""
    proposed = {
        "happened_on": today().isoformat(),
        "kind": WorkKind.INDIVIDUAL,
        "basis": basis,
        "categories": str(int(Category.LIFE_HISTORY)),
    }
    return {
        "url": reverse("outreach:record_case_contact", args=[case.id]),
        "allowed": rules.may_write_contact(may_record=actor.may(Permission.RECORD_CONTACT)),
        "members": members,
        "methods": Method.choices,
        "mets": Met.choices,
        "readers": WHO_READS[basis],
        "proposed": list(proposed.items()),
        "token": uuid4(),
    }
