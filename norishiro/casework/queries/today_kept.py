"""今日, of my own: what I promised, carry, look at again, have begun, and the districts I look after."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.assessment import queries as assessment_queries
from norishiro.cases import queries as case_queries
from norishiro.cases.choices import OPEN_STATUSES, RoleStatus
from norishiro.cases.models import Case, CaseMember, Role, Unknown
from norishiro.casework.arrivals import FORM_KEY
from norishiro.casework.today_lines import (
    KEPT,
    PERSON,
    Found,
    Line,
    for_that_person_alone,
    is_late,
    of_known_cases,
    open_to,
)
from norishiro.casework.today_values import AHEAD, CONSENT_DAYS, IDLE_DAYS, MOST_LINES
from norishiro.core import drafts
from norishiro.core.gathered import OneOf
from norishiro.matching import queries as matching_queries
from norishiro.outreach import queries as contact_queries
from norishiro.people import queries as people_queries
from norishiro.plans import access as plan_access
from norishiro.plans import queries as plan_queries
from norishiro.plans import rules as plan_rules
from norishiro.plans.choices import PlanStatus
from norishiro.plans.models import Acknowledgement, Closure, Monitoring, Plan, PlanRow
from norishiro.sharing.choices import ConsentState, Depth
from norishiro.sharing.models import Consent
from norishiro.sharing.queries import consents_visible_to
from norishiro.visits import queries as visit_queries


def contacts(actor: Actor, *, today: date, whose: UUID | None = None) -> Found:
    """Contacts promised: by me, or by ``whose`` I stand in for. A promise that stands as a visit is told there."""
    rows = (
        contact_queries.visible_to(actor)
        .filter(
            ~visit_queries.promised(actor),
            contact_queries.carried_by(actor, whose=whose),
            next_on__lte=today + AHEAD,
            next_done_on__isnull=True,
        )
        .select_related("person", "household")
        .only(*PERSON, KEPT, "household__label", "case_id", "next_on", "next_what")
    )
    for one in rows.order_by("next_on", "id")[:MOST_LINES]:
        who = f"{one.person.called}" if one.person else one.household.label if one.household else "ケース"
        subjects = tuple(key for key in (one.person_id, one.case_id) if key)
        yield "promises", Line(
            "contact", one.id, one.next_what or "約束した連絡", for_that_person_alone(one.person, who),
            on=one.next_on, late=is_late(one.next_on, today),
            subjects=subjects,
        )  # fmt: skip


def roles(actor: Actor, *, today: date, whose: UUID | None = None) -> Found:
    """Roles my agency carries (mine by name, or nobody's yet) whose day has come near; or those of ``whose`` by name."""
    mine = Q(bearer_staff_id=actor.staff_id) | Q(bearer_staff__isnull=True)
    due = Role.objects.filter(
        Q(bearer_staff_id=whose) if whose else mine,
        bearer_id=actor.agency_id, status=RoleStatus.PROMISED, next_on__lte=today + AHEAD,
        case__status__in=OPEN_STATUSES,
    )  # fmt: skip
    rows = (
        of_known_cases(actor, open_to(actor, due))
        .select_related("case")
        .only("case__title", "what", "next_on")
    )
    for one in rows.order_by("next_on", "id")[:MOST_LINES]:
        yield "promises", Line(
            "role", one.id, f"役割：{one.what}", one.case.title, on=one.next_on, late=is_late(one.next_on, today),
            subjects=(one.case_id,),
        )  # fmt: skip


def unknowns(actor: Actor, *, today: date) -> Found:
    """分からないこと my agency has undertaken to find out."""
    due = Unknown.objects.filter(
        finder_agency_id=actor.agency_id, answered_on__isnull=True, due_on__lte=today + AHEAD,
        case__status__in=OPEN_STATUSES,
    )  # fmt: skip
    known = of_known_cases(actor, open_to(actor, due))
    rows = known.select_related("case").only("case__title", "question", "due_on")
    for one in rows.order_by("due_on", "id")[:MOST_LINES]:
        yield "promises", Line(
            "unknown", one.id, f"確かめること：{one.question}", one.case.title, on=one.due_on,
            late=one.due_on < today, subjects=(one.case_id,),
        )  # fmt: skip


def _mine_or_led(staff_id: UUID) -> Q:
    """In somebody's own name, or of a case they lead."""
    return Q(staff_id=staff_id) | Q(
        OneOf("case_id", Case.objects.filter(lead_staff_id=staff_id).values("id"))
    )


def monitoring(actor: Actor, *, today: date, whose: UUID | None = None) -> Found:
    """This month's monitoring, and what is past its day: mine, or that of ``whose``."""
    staff_id = whose or actor.staff_id
    until = max(today + AHEAD, plan_rules.month_end(today.year, today.month))
    due = Monitoring.objects.filter(
        _mine_or_led(staff_id),
        done_on__isnull=True, due_on__lte=until, case__status__in=OPEN_STATUSES,
    )  # fmt: skip
    rows = open_to(actor, due).select_related("case").only("case__title", "due_on")
    for one in rows.order_by("due_on", "id")[:MOST_LINES]:
        yield "monitoring", Line(
            "monitoring", one.id, "モニタリング", one.case.title, on=one.due_on, late=one.due_on < today,
            subjects=(one.case_id,),
        )  # fmt: skip


def risks(actor: Actor, *, today: date) -> Found:
    """Levels my agency decided on that are to be looked at again."""
    for one in assessment_queries.reviews_due(actor, until=today + AHEAD, limit=MOST_LINES):
        # Annotated by the question, so the model does not declare it.
        due: date = one.review_on  # type: ignore[attr-defined]
        yield "monitoring", Line(
            "risk", one.id, f"段階の見直し：{one.form_name}", one.case.title, on=due, late=due < today,
            subjects=(one.case_id,),
        )  # fmt: skip


def participations(actor: Actor, *, today: date, whose: UUID | None = None) -> Found:
    """Whom I support in taking part: how it goes after so many months, the host to visit, and a place that has closed."""
    for one in matching_queries.waiting(
        actor, until=today + AHEAD, today=today, limit=MOST_LINES, whose=whose
    ):
        asked = [(one.check_on, "定着を確かめる"), (one.host_on, "受け入れ先を訪ねる")]
        # Annotated by the question, so the model does not declare it.
        if one.stopped:  # type: ignore[attr-defined]
            asked = [(today, "受け入れ先が閉じた・休んだ。これからを確かめる")]
        for on, what in asked:
            if on is not None and on <= today + AHEAD:
                yield "promises", Line(
                    "participation", one.id, what, f"{one.person.called}・{one.place.name}", on=on,
                    late=on < today, subjects=(one.case_id, one.person_id),
                )  # fmt: skip


def watches(actor: Actor, *, today: date, whose: UUID | None = None) -> Found:
    """Ended or paused cases I have, or ``whose`` has, to look at again."""
    staff_id = whose or actor.staff_id
    due = Closure.objects.filter(
        _mine_or_led(staff_id),
        watches=True, reopened_on__isnull=True, check_on__lte=today + AHEAD,
    )  # fmt: skip
    rows = open_to(actor, due).select_related("case").only("case__title", "watcher", "check_on")
    for one in rows.order_by("check_on", "id")[:MOST_LINES]:
        yield "monitoring", Line(
            "watch", one.id, f"経過観察（見守る人：{one.watcher}）", one.case.title, on=one.check_on,
            late=is_late(one.check_on, today), subjects=(one.case_id,),
        )  # fmt: skip


def plans(actor: Actor, *, today: date) -> Found:
    """My drafts, plans I have handed over, and plans that wait for the side I am on."""
    decides = actor.may(Permission.DECIDE_PLAN) and plan_access.sides(actor, today=today).is_decider
    wanted = Q(drafted_by_id=actor.staff_id)
    if decides or actor.may(Permission.CALL_MEETING):
        wanted |= Q(status__in=(PlanStatus.SUBMITTED, PlanStatus.APPROPRIATE))
    unfinished = plan_queries.visible_to(actor).filter(wanted, status__in=PlanStatus.unfinished())
    rows = unfinished.select_related("case").only(
        "case__title", "kind", "number", "status", "drafted_by", "changed_at"
    )
    for plan in rows.order_by("drafted_on", "id")[:MOST_LINES]:
        days = (today - plan.changed_at.date()).days
        if plan.status == PlanStatus.RETURNED and plan.drafted_by_id == actor.staff_id:
            yield "plans", _plan_line(plan, "差し戻された案を直す", days, late=True)
        elif plan.status == PlanStatus.DRAFT and plan.drafted_by_id == actor.staff_id:
            yield "drafts", _plan_line(plan, "作成中のプラン案", None)
        elif plan.status == PlanStatus.APPROPRIATE and decides:
            yield "plans", _plan_line(plan, "プランの決定", days)
        elif plan.status == PlanStatus.SUBMITTED and (decides or actor.may(Permission.WRITE_MINUTES)):
            yield "plans", _plan_line(plan, "渡された案を会議にかける", days)
        elif plan.drafted_by_id == actor.staff_id:
            yield "waiting", _plan_line(plan, "プランの決定", days)


def _plan_line(plan: Plan, what: str, days: int | None, *, late: bool = False) -> Line:
    return Line(
        "plan", plan.id, what, f"{plan.case.title}・{plan}", days=days, late=late, subjects=(plan.case_id,)
    )


def acknowledgements(actor: Actor, *, today: date) -> Found:
    """Decided plans with a row of my agency that it has not acknowledged."""
    rows = (
        plan_queries.visible_to(actor)
        .filter(
            Exists(PlanRow.objects.filter(plan=OuterRef("id"), bearer_id=actor.agency_id)),
            ~Exists(Acknowledgement.objects.filter(plan=OuterRef("id"), agency_id=actor.agency_id)),
            status__in=PlanStatus.in_force(),
        )
        .select_related("case")
        .only("case__title", "kind", "number", "decided_on")
    )
    for plan in rows.order_by("decided_on", "id")[:MOST_LINES]:
        yield "asked", Line(
            "acknowledgement", plan.id, "プランの受領の確認", f"{plan.case.title}・{plan}", on=plan.decided_on,
            days=(today - plan.decided_on).days if plan.decided_on else None, subjects=(plan.case_id,),
        )  # fmt: skip


def consents(actor: Actor, *, today: date) -> Found:
    """Of the people of my cases, or asked by me: consents that run out soon; refusals whose day to be asked again has
    come near, where nobody has asked since."""
    later = Consent.objects.filter(person_id=OuterRef("person_id"), made_at__gt=OuterRef("made_at"))
    ending = Q(
        state=ConsentState.GIVEN, until_on__gt=today, until_on__lte=today + timedelta(days=CONSENT_DAYS)
    )
    asking = Q(~Exists(later), state=ConsentState.REFUSED, ask_again_on__lte=today + AHEAD)
    rows = consents_visible_to(actor).filter(ending | asking, _consents_of_mine(actor))
    told = rows.only("person_id", "state", "until_on", "ask_again_on")
    found = list(told.order_by(Coalesce("ask_again_on", "until_on"), "id")[: 2 * MOST_LINES])
    names = people_queries.labels_of(actor, person_ids={one.person_id for one in found}) if found else {}
    for one in found:
        name = names.get(one.person_id)  # whom the actor does not know by name is left out
        if name and one.state == ConsentState.GIVEN:
            yield "consents", Line(
                "renewal", one.id, "同意の期限が切れます。新しく受け取る", f"{name}さん", on=one.until_on,
                subjects=(one.person_id,),
            )  # fmt: skip
        elif name:
            yield "promises", Line(
                "consent", one.person_id, "もう一度、同意を尋ねる", f"{name}さん", on=one.ask_again_on,
                late=is_late(one.ask_again_on, today), subjects=(one.person_id,),
            )  # fmt: skip


def _consents_of_mine(actor: Actor) -> Q:
    """By my own doing, or of a case I lead; where my agency leads and nobody by name, it is everybody's there."""
    led = Case.objects.filter(
        Q(lead_staff_id=actor.staff_id) | Q(lead_staff__isnull=True, lead_agency_id=actor.agency_id),
        status__in=OPEN_STATUSES,
    )  # fmt: skip
    members = CaseMember.objects.filter(case__in=led)
    return (
        Q(asked_by_id=actor.staff_id, state=ConsentState.GIVEN)
        | Q(asked_by_id=actor.staff_id, ask_again_by__isnull=True)
        | Q(ask_again_by_id=actor.staff_id, state=ConsentState.REFUSED)
        | Q(OneOf("case_id", led.values("id")))
        | Q(OneOf("person_id", members.values("person_id")))
    )


def idle(actor: Actor, *, today: date) -> Found:
    """Cases I lead in which nothing has moved."""
    rows = case_queries.visible_to(actor, depth=Depth.OUTLINE).filter(
        lead_staff_id=actor.staff_id,
        status__in=OPEN_STATUSES,
        last_moved_on__lte=today - timedelta(days=IDLE_DAYS),
    )
    for case in rows.only("title", "last_moved_on").order_by("last_moved_on", "id")[:MOST_LINES]:
        yield "idle", Line(
            "case", case.id, "動きがありません", case.title, on=case.last_moved_on,
            days=(today - case.last_moved_on).days, subjects=(case.id,),
        )  # fmt: skip


def bulletins(actor: Actor, *, today: date) -> Found:
    """What is told of the districts I look after; asked only of who looks after one."""
    areas = contact_queries.areas_worn(actor)
    if not areas:
        return
    codes = {one.code for one in areas}
    for one in contact_queries.bulletins_around(actor, codes=codes, on=today):
        yield (
            "bulletins",
            Line("district", one.area_id, one.title, f"{one.area.name}・{one.text}", on=one.from_on),
        )
    for area in areas:
        yield "districts", Line("district", area.id, area.name, "受け持つ人、場所、集まり")


def begun(actor: Actor, *, today: date) -> Found:
    """Half-written forms of mine."""
    for draft in drafts.of_announced(staff_id=actor.staff_id, limit=MOST_LINES):
        arrived = draft.form_key == FORM_KEY
        what = "電波のない所で書いた記録を確かめる" if arrived else "書きかけの入力"
        kind = "arrived" if arrived else f"draft:{draft.form_key}:{draft.subject_key}"
        yield "drafts", Line(kind, draft.id, what, "あなただけに見えます", on=draft.saved_at.date())
