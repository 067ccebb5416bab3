"""Gathers what the rules of this room ask about: the town's profile, the parties it names, the plan before us."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.agencies.permissions import Permission
from norishiro.cases.choices import OPEN_STATUSES
from norishiro.cases.models import Case
from norishiro.core.verdict import YES, Verdict
from norishiro.meetings.models import Body, Item, RosterSeat
from norishiro.plans import rules
from norishiro.plans.choices import PlanKind, PlanStatus
from norishiro.plans.models import Plan, PlanRow
from norishiro.profiles.current import NoProfileError, current_profile
from norishiro.profiles.schema.flow import Monitoring
from norishiro.profiles.schema.parts import Party
from norishiro.profiles.schema.profile import Profile
from norishiro.sharing.choices import Ground, SourceKind
from norishiro.sharing.queries import bases_open_to

BY_DEFAULT = "既定"


@dataclass(frozen=True)
class Sides:
    """Who drafts, reviews and decides plans in this town, and what of it the actor is."""

    drafters: str
    deciders: str
    bodies: str
    deciding_body: str
    body_codes: frozenset[str]
    decider_codes: frozenset[str]
    is_drafter: bool
    is_decider: bool
    one_step: bool


def sides(actor: Actor, *, today: date) -> Sides:
    """The two sides of a plan as the profile names them; without a profile nobody drafts and nobody decides."""
    try:
        profile = current_profile(today)
    except NoProfileError:
        return NOBODY
    rule = profile.flow.plan
    return Sides(
        drafters=_words(profile, rule.drafted_by),
        deciders=_words(profile, rule.decided_by),
        bodies="・".join(profile.body(code).name for code in rule.reviewed_in),
        deciding_body=rule.decided_by.body or "",
        body_codes=frozenset(rule.reviewed_in) | ({rule.decided_by.body} if rule.decided_by.body else set()),
        decider_codes=frozenset(rule.decided_by.agencies),
        is_drafter=_is_any(actor, profile, rule.drafted_by, today=today),
        is_decider=_decides(actor, profile, rule.decided_by, today=today),
        one_step=rule.one_step,
    )


NOBODY = Sides(
    drafters="（自治体の設定がありません）", deciders="（自治体の設定がありません）", bodies="", deciding_body="",
    body_codes=frozenset(), decider_codes=frozenset(), is_drafter=False, is_decider=False, one_step=False,
)  # fmt: skip


def body_name(code: str, *, today: date) -> str:
    return current_profile(today).body(code).name if code else ""


def _words(profile: Profile, party: Party) -> str:
    names = [profile.agency(code).name for code in party.agencies]
    names += [profile.role(party.role).name] if party.role else []
    names += [profile.body(party.body).name] if party.body else []
    return "・".join(dict.fromkeys(names))


def _is_any(actor: Actor, profile: Profile, party: Party, *, today: date) -> bool:
    """To draft, one way of belonging is enough."""
    return (
        actor.agency_code in party.agencies
        or _has_role(actor, profile, party)
        or _on_body(actor, party, today=today)
    )


def _decides(actor: Actor, profile: Profile, party: Party, *, today: date) -> bool:
    """To decide, the agency named must be the actor's; where only a role or a body is named, that."""
    if party.agencies:
        return actor.agency_code in party.agencies
    return _has_role(actor, profile, party) or _on_body(actor, party, today=today)


def _has_role(actor: Actor, profile: Profile, party: Party) -> bool:
    return bool(party.role) and profile.role(str(party.role)).name in actor.role_labels


def _on_body(actor: Actor, party: Party, *, today: date) -> bool:
    if not party.body:
        return False
    body = Body.objects.filter(code=party.body).first()
    if body is None:
        return False
    if actor.agency_id in (body.convener_id, body.preparer_id):
        return True
    if body.conveners.filter(id=actor.agency_id).exists():
        return True
    return RosterSeat.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=today),
        body=body,
        agency_id=actor.agency_id,
        from_on__lte=today,
    ).exists()


def is_open(case: Case) -> bool:
    return case.status in OPEN_STATUSES


def may_draft(
    actor: Actor, *, case: Case, kind: str, basis: str, sides: Sides, held: list[Ground] | None = None
) -> Verdict:
    """The rule of drafting with the facts of this case. ``held``: the open grounds, where they are known already."""
    held = bases_open_to(actor, subject_id=case.id) if held is None else held
    open_plans = Plan.objects.filter(
        case=case, kind=kind, status__in=(*PlanStatus.unfinished(), *PlanStatus.in_force())
    )
    if basis == Ground.OWN:
        open_plans = open_plans.filter(agency_id=actor.agency_id)
    return rules.may_draft(
        kind=kind, basis=basis, consented=Ground.CONSENT in held, fits=sides.is_drafter, drafters=sides.drafters,
        has_open=open_plans.exists(), case_open=is_open(case),
    )  # fmt: skip


def row_facts(
    actor: Actor, *, case_id: UUID, basis: str, rows: Iterable[PlanRow], names: dict[UUID, str]
) -> list[rules.RowFact]:
    """The rows with, for each bearer, whether it may see the case and the person it shall work for."""
    rows = list(rows)
    subjects = {case_id, *(row.person_id for row in rows if row.person_id)}
    holders = _consented(subjects) if basis == Ground.CONSENT else {}
    return [
        rules.RowFact(
            issue=row.issue, goal=row.goal, action=row.action, bearer=names[row.bearer_id],
            bearer_may_see=basis != Ground.CONSENT
            or row.bearer_id in holders[case_id] & holders[row.person_id or case_id],
            bearer_is_own=row.bearer_id in actor.agency_ids, due_on=row.due_on,
        )
        for row in rows
    ]  # fmt: skip


def _consented(subjects: set[UUID]) -> dict[UUID, set[UUID]]:
    """For each case or person, the agencies that hold a live consent; one question for all of them."""
    holders: dict[UUID, set[UUID]] = {one: set() for one in subjects}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, g.recipient_id FROM unnest(%s::uuid[]) AS s(id), gate_grants_on(s.id) g WHERE g.ground = %s",
            [list(subjects), Ground.CONSENT],
        )
        for subject, recipient in cursor.fetchall():
            holders[subject].add(recipient)
    return holders


def people_without_consent(actor: Actor, *, people: Iterable[UUID], categories: int) -> set[UUID]:
    """Those whose own consent, covering what a plan says, does not reach the actor's agency now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id FROM unnest(%s::uuid[]) AS s(id) WHERE NOT EXISTS ("
            " SELECT 1 FROM gate_grants_on(s.id) g WHERE g.ground = %s AND g.source_kind = %s"
            " AND g.recipient_id = %s AND (g.categories & %s) = %s)",
            [list(people), Ground.CONSENT, SourceKind.CONSENT, actor.agency_id, categories, categories],
        )
        return {row[0] for row in cursor.fetchall()}


def named_without_consent(plan: Plan) -> int:
    """How many people a plan on consent names whose consent is over; counted also where the actor cannot see them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT plan_without_consent(%s)", [plan.id])
        return int(cursor.fetchone()[0])


def bearers_of(plan: Plan) -> set[UUID]:
    """Every agency that bears a row, also rows about people the actor cannot see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT plan_bearers(%s)", [plan.id])
        return set(cursor.fetchone()[0])


def complete(actor: Actor, *, plan: Plan) -> Verdict:
    """Is the plan complete, as it stands in the database?"""
    rows = list(plan.rows.all())
    names = dict(Agency.objects.filter(id__in=[row.bearer_id for row in rows]).values_list("id", "name"))
    return rules.is_complete(
        people=plan.people.count(), without_consent=named_without_consent(plan), wishes=plan.wishes,
        has_words=bool(plan.goal.strip() and plan.problems.strip()), kind=plan.kind, basis=plan.basis,
        rows=row_facts(actor, case_id=plan.case_id, basis=plan.basis, rows=rows, names=names),
    )  # fmt: skip


def may_change(actor: Actor, *, plan: Plan) -> Verdict:
    return rules.may_change(status=plan.status, own=plan.agency_id in actor.agency_ids)


def may_submit(actor: Actor, *, plan: Plan, sides: Sides, whole: Verdict | None = None) -> Verdict:
    """``whole`` is the answer of ``complete``, where the screen has asked for it already."""
    return rules.may_submit(
        status=plan.status, own=plan.agency_id in actor.agency_ids, complete=whole or complete(actor, plan=plan),
        deciders=sides.deciders, decider_blind=_decider_blind(actor, plan=plan, sides=sides),
    )  # fmt: skip


def _decider_blind(actor: Actor, *, plan: Plan, sides: Sides) -> bool:
    """Does none of the named deciding agencies hold the consent of everybody the plan names?"""
    if plan.basis != Ground.CONSENT or not sides.decider_codes:
        return False
    deciders = set(Agency.objects.filter(code__in=sides.decider_codes).values_list("id", flat=True))
    holders = _consented({plan.case_id, *(one.person_id for one in plan.people.all())})
    return not deciders.intersection(*holders.values())


def may_return(actor: Actor, *, plan: Plan, sides: Sides, comment: str) -> Verdict:
    entitled = actor.may(Permission.CALL_MEETING) or (actor.may(Permission.DECIDE_PLAN) and sides.is_decider)
    return rules.may_return(status=plan.status, entitled=entitled, comment=comment)


def may_mark_appropriate(actor: Actor, *, plan: Plan, item: Item | None, sides: Sides) -> Verdict:
    fact = item and rules.ItemFact(
        same_case=item.case_id == plan.case_id, kind=item.kind, basis=item.basis, status=item.status,
        body_fits=not sides.body_codes or item.body.code in sides.body_codes,
    )  # fmt: skip
    never_handed_over = sides.one_step and plan.status in (PlanStatus.DRAFT, PlanStatus.RETURNED)
    return rules.may_mark_appropriate(
        status=plan.status, kind=plan.kind, basis=plan.basis, item=fact or None, bodies=sides.bodies,
        entitled=actor.may(Permission.WRITE_MINUTES), one_step=sides.one_step,
        complete=complete(actor, plan=plan) if never_handed_over else YES,
    )  # fmt: skip


def may_decide(
    actor: Actor, *, plan: Plan, sides: Sides, decided_on: date, today: date, whole: Verdict | None = None
) -> Verdict:
    """``whole`` is the answer of ``complete``, where the screen has asked for it already."""
    checked = plan.checked_at
    return rules.may_decide(
        status=plan.status, kind=plan.kind, basis=plan.basis, permitted=actor.may(Permission.DECIDE_PLAN),
        fits=sides.is_decider, deciders=sides.deciders, own=plan.agency_id in actor.agency_ids,
        body=body_name(sides.deciding_body, today=today),
        checked_in_body=checked is not None and checked.body.code == sides.deciding_body,
        decided_on=decided_on, today=today, complete=whole or complete(actor, plan=plan),
    )  # fmt: skip


def may_acknowledge(actor: Actor, *, plan: Plan) -> Verdict:
    return rules.may_acknowledge(
        status=plan.status, bears=plan.rows.filter(bearer_id=actor.agency_id).exists(),
        already=plan.acknowledgements.filter(agency_id=actor.agency_id).exists(),
    )  # fmt: skip


def may_revise(actor: Actor, *, plan: Plan, sides: Sides) -> Verdict:
    return rules.may_revise(
        status=plan.status, has_next=Plan.objects.filter(previous=plan).exists(),
        fits=sides.is_drafter or plan.kind == PlanKind.OUTREACH, own=plan.agency_id in actor.agency_ids,
        drafters=sides.drafters,
    )  # fmt: skip


def may_end(actor: Actor, *, plan: Plan) -> Verdict:
    return rules.may_end_plan(status=plan.status, evaluated=plan.evaluations.exists())


@dataclass(frozen=True)
class MonitoringRule:
    """When cases are looked at in this town, and how to say so."""

    months: tuple[int, ...]
    monthly: bool
    every_months: int
    words: str
    is_default: bool


def monitoring_rule(*, today: date) -> MonitoringRule:
    """Fixed months, then a monthly body, then every so many months; the marked default where the town says nothing."""
    try:
        profile = current_profile(today)
    except NoProfileError:
        return _every_so_often(Monitoring(evidence=(BY_DEFAULT,)))
    given = profile.monitoring
    if given.months:
        words = "・".join(str(month) for month in given.months) + "月"
        return MonitoringRule(tuple(given.months), False, given.every_months, words, False)
    if given.body:
        return MonitoringRule((), True, given.every_months, f"毎月（{profile.body(given.body).name}）", False)
    return _every_so_often(given)


def _every_so_often(given: Monitoring) -> MonitoringRule:
    words = f"{given.every_months}か月ごと"
    is_default = tuple(given.evidence) == (BY_DEFAULT,)
    if is_default:
        words += "（このまちの決まりの記載がないため、仮の値）"
    return MonitoringRule((), False, given.every_months, words, is_default)
