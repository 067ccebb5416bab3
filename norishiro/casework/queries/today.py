"""今日: only what is mine. One bounded query per source; a line says what, who, when, and where one click leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.cases.choices import OPEN_STATUSES, HandoverStatus, HelpStatus, RoleStatus
from norishiro.cases.models import Case, Handover, HelpRequest, Role, Unknown
from norishiro.casework.today_values import AHEAD, ANSWERED_DAYS, CONSENT_DAYS, IDLE_DAYS, MOST_LINES
from norishiro.consultations import queries as consultation_queries
from norishiro.consultations.choices import RequestStatus, SheetStatus
from norishiro.consultations.models import SupportRequest, TsunaguSheet
from norishiro.core import drafts
from norishiro.meetings.choices import Answer, ConveneStatus, OathRule, SittingStatus
from norishiro.meetings.models import ConveneRequest, Invitation, Oath, Seat, Sitting
from norishiro.outreach import queries as contact_queries
from norishiro.people import queries as people_queries
from norishiro.plans import access as plan_access
from norishiro.plans import queries as plan_queries
from norishiro.plans import rules as plan_rules
from norishiro.plans.choices import PlanStatus
from norishiro.plans.models import Acknowledgement, Closure, Monitoring, Plan, PlanRow
from norishiro.sharing.choices import ConsentState, Depth
from norishiro.sharing.queries import consents_visible_to, through_gate


@dataclass(frozen=True)
class Line:
    """One thing of mine. ``kind`` tells the view where it leads, ``target`` to which record."""

    kind: str
    target: UUID
    what: str
    who: str
    on: date | None = None
    days: int | None = None
    late: bool = False
    subjects: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Section:
    """Lines under one heading, the most urgent first."""

    code: str
    title: str
    lines: tuple[Line, ...]


M = TypeVar("M", bound=Model)

Found = Iterable[tuple[str, Line]]
Source = Callable[[Actor, date], Found]

TOLD = (SheetStatus.ACCEPTED, SheetStatus.PROPOSED, SheetStatus.DECLINED, SheetStatus.REPORTED)

TITLES = {
    "asked": "返事を待たれています",
    "answered": "返事が届きました",
    "meetings": "会議（7日のうち）",
    "promises": "約束と役割の期日",
    "monitoring": "モニタリング・経過観察",
    "plans": "プラン",
    "waiting": "返事を待っています",
    "consents": "もうすぐ切れる同意",
    "bulletins": "受け持ちの地区のお知らせ",
    "idle": "しばらく動きのないケース",
    "drafts": "書きかけ",
    "districts": "受け持ちの地区",
}


def today_of(actor: Actor, *, today: date) -> list[Section]:
    """Everything that is this actor's to do or to wait for; sections without lines are left out."""
    found: dict[str, list[Line]] = {code: [] for code in TITLES}
    for source in _sources(actor):
        for code, line in source(actor, today):
            found[code].append(line)
    return [
        Section(code, title, tuple(sorted(found[code], key=_urgency)[:MOST_LINES]))
        for code, title in TITLES.items()
        if found[code]
    ]


def _urgency(line: Line) -> tuple[bool, date, str]:
    return (not line.late, line.on or date.max, str(line.target))


def _sources(actor: Actor) -> Iterator[Source]:
    """Which questions are asked depends on the roles worn."""
    by_permission = (
        ((Permission.SEND_SHEET, Permission.ANSWER_SHEET), _sheets),
        ((Permission.SEND_SHEET, Permission.RECEIVE), _worries),
        ((Permission.APPLY, Permission.ANSWER_REQUEST), _requests),
        ((Permission.WORK_CASE,), _help),
        ((Permission.WORK_CASE,), _handovers),
        ((Permission.WORK_CASE, Permission.CALL_MEETING), _convening),
        ((Permission.ATTEND_MEETING, Permission.CALL_MEETING), _sittings),
        ((Permission.RECORD_CONTACT,), _contacts),
        ((Permission.WORK_CASE,), _roles),
        ((Permission.WORK_CASE,), _unknowns),
        ((Permission.WORK_CASE,), _monitoring),
        ((Permission.WORK_CASE,), _watches),
        ((Permission.DRAFT_PLAN, Permission.DECIDE_PLAN, Permission.CALL_MEETING), _plans),
        ((Permission.WORK_CASE,), _acknowledgements),
        ((Permission.TAKE_CONSENT,), _consents),
        ((Permission.LEAD_CASE, Permission.WORK_CASE), _idle),
        ((Permission.SEE_LOCAL,), _bulletins),
    )
    for permissions, source in by_permission:
        if any(actor.may(one) for one in permissions):
            yield source
    yield _drafts


def _sheets(actor: Actor, today: date) -> Found:
    """つなぐシート I must answer, have sent and wait for, or have had an answer to these days."""
    mine = Q(receiver_agency_id=actor.agency_id) & (Q(receiver_id=actor.staff_id) | Q(receiver__isnull=True))
    waiting = Q(mine | Q(sender_id=actor.staff_id), status__in=(SheetStatus.SENT, SheetStatus.RECEIVED))
    told = Q(
        sender_id=actor.staff_id, status__in=TOLD, answered_on__gte=today - timedelta(days=ANSWERED_DAYS)
    )
    rows = _open(TsunaguSheet.objects.filter(waiting | told), actor).select_related(
        "person", "agency", "receiver_agency"
    )
    first = (F("answered_on").asc(nulls_first=True), "due_on", "id")
    for sheet in rows.order_by(*first)[:MOST_LINES]:
        to_me = sheet.receiver_agency_id == actor.agency_id and sheet.receiver_id in (None, actor.staff_id)
        if sheet.status in TOLD:
            yield "answered", Line(
                "sheet", sheet.id, f"{sheet.receiver_agency.name}からの返事（{sheet.get_status_display()}）",
                f"{sheet.person.label}さん", on=sheet.answered_on, subjects=(sheet.person_id,),
            )  # fmt: skip
        elif to_me:
            yield "asked", Line(
                "sheet", sheet.id, "つなぐシートへの返事", f"{sheet.person.label}さん（{sheet.agency.name}から）",
                on=sheet.due_on, late=sheet.due_on < today, subjects=(sheet.person_id,),
            )  # fmt: skip
        else:
            yield "waiting", Line(
                "sheet", sheet.id, "つなぐシートの返事", f"{sheet.person.label}さん（{sheet.receiver_agency.name}へ）",
                on=sheet.due_on, days=(today - sheet.sent_on).days, late=sheet.due_on < today,
                subjects=(sheet.person_id,),
            )  # fmt: skip


def _worries(actor: Actor, today: date) -> Found:
    """心配ごと nobody at my window has answered, and mine: waiting for an answer, or answered these days."""
    open_or_new = Q(answered_on__isnull=True) | Q(
        staff_id=actor.staff_id, answered_on__gte=today - timedelta(days=ANSWERED_DAYS)
    )
    rows = consultation_queries.worries_visible_to(actor).filter(open_or_new)
    for one in rows.order_by(F("answered_on").asc(nulls_first=True), "told_on", "id")[:MOST_LINES]:
        days = (today - one.told_on).days
        if one.answered_on is not None:
            yield (
                "answered",
                Line(
                    "worry", one.id, "心配ごとへの返事", f"{one.receiver_agency.name}から", on=one.answered_on
                ),
            )
        elif one.receiver_agency_id not in actor.agency_ids:
            yield (
                "waiting",
                Line(
                    "worry",
                    one.id,
                    "心配ごとの返事",
                    f"{one.receiver_agency.name}へ",
                    on=one.told_on,
                    days=days,
                ),
            )
        elif one.taken_by_id in (None, actor.staff_id):
            what = "届いた心配ごとに答える" if one.taken_on else "届いた心配ごとを受け取る"
            yield "asked", Line(
                "worry", one.id, what, f"{one.get_hurry_display()}（{one.agency.name}から）", on=one.told_on,
                days=days,
            )  # fmt: skip


def _requests(actor: Actor, today: date) -> Found:
    """多機関協働の利用申込 to answer, or applied for."""
    mine = Q(operator_id=actor.agency_id) & (Q(owner_id=actor.staff_id) | Q(owner__isnull=True))
    asked = SupportRequest.objects.filter(mine | Q(applicant_id=actor.staff_id), status=RequestStatus.APPLIED)
    rows = _open(asked, actor)
    for one in rows.select_related("person", "agency", "operator").order_by("due_on", "id")[:MOST_LINES]:
        answers = one.operator_id == actor.agency_id and actor.may(Permission.ANSWER_REQUEST)
        late = one.due_on < today
        if answers:
            yield "asked", Line(
                "request", one.id, "多機関協働の要否の回答", f"{one.person.label}さん（{one.agency.name}から）",
                on=one.due_on, late=late, subjects=(one.person_id,),
            )  # fmt: skip
        elif one.applicant_id == actor.staff_id:
            yield "waiting", Line(
                "request", one.id, "多機関協働の要否の回答", f"{one.person.label}さん（{one.operator.name}へ）",
                on=one.due_on, days=(today - one.applied_on).days, late=late, subjects=(one.person_id,),
            )  # fmt: skip


def _help(actor: Actor, today: date) -> Found:
    """後方支援の求め. The case is not joined: who is asked may not see it, and within one agency only the supporter of the
    case's area is asked."""
    asked = HelpRequest.objects.filter(
        Q(helper_agency_id=actor.agency_id) | Q(asker_id=actor.staff_id), status=HelpStatus.ASKED
    )
    rows = _open(asked, actor).select_related("agency", "helper_agency", "asker")
    found = list(rows.order_by("asked_on", "id")[:MOST_LINES])
    seen = case_queries.visible_to(actor, depth=Depth.OUTLINE)
    cases = seen.select_related("area").in_bulk({one.case_id for one in found})
    supports = _supporting(actor, today)
    for one in found:
        days, case = (today - one.asked_on).days, cases.get(one.case_id)
        title = case.title if case else one.asker.name
        if one.asker_id == actor.staff_id:
            yield "waiting", Line(
                "help", one.id, "助言の返事", f"{title}（{one.helper_agency.name}へ）", on=one.asked_on,
                days=days, subjects=(one.case_id,),
            )  # fmt: skip
        elif one.agency_id != one.helper_agency_id or supports(case):
            yield "asked", Line(
                "help", one.id, "助言を求められています", f"{title}（{one.agency.name}から）",
                on=one.asked_on, days=days, subjects=(one.case_id,) if case else (one.subject_id,),
            )  # fmt: skip


def _supporting(actor: Actor, today: date) -> Callable[[Case | None], bool]:
    """Whether the actor backs the area of a case; each area is asked about once."""
    backed: dict[UUID | None, bool] = {}

    def supports(case: Case | None) -> bool:
        area = case.area if case else None
        key = area.id if area else None
        if key not in backed:
            supporters = agency_queries.supporters_of_area(actor, area=area, on=today)
            backed[key] = any(one.staff_id == actor.staff_id for one in supporters)
        return backed[key]

    return supports


def _handovers(actor: Actor, today: date) -> Found:
    """引継ぎの受け入れ."""
    offered = Handover.objects.filter(
        Q(to_agency_id=actor.agency_id) | Q(offered_by_id=actor.staff_id), status=HandoverStatus.OFFERED
    )
    rows = _open(offered, actor).select_related("case", "agency", "to_agency")
    for one in rows.order_by("offered_on", "id")[:MOST_LINES]:
        late = one.due_on is not None and one.due_on < today
        days = (today - one.offered_on).days
        if one.offered_by_id == actor.staff_id:
            yield "waiting", Line(
                "handover", one.id, f"引継ぎ「{one.what}」の返事", f"{one.case.title}（{one.to_agency.name}へ）",
                on=one.due_on, days=days, late=late, subjects=(one.case_id,),
            )  # fmt: skip
        else:
            yield "asked", Line(
                "handover", one.id, f"引継ぎ「{one.what}」を受け入れるか", f"{one.case.title}（{one.agency.name}から）",
                on=one.due_on, days=days, late=late, subjects=(one.case_id,),
            )  # fmt: skip


def _convening(actor: Actor, today: date) -> Found:
    """会議の開催の要請."""
    asked = ConveneRequest.objects.filter(
        Q(body__convener_id=actor.agency_id) | Q(asker_id=actor.staff_id), status=ConveneStatus.ASKED
    )
    rows = _of_known_cases(asked, actor).select_related("case", "body", "asker_agency")
    for one in rows.order_by("asked_on", "id")[:MOST_LINES]:
        days = (today - one.asked_on).days
        if one.body.convener_id == actor.agency_id and actor.may(Permission.CALL_MEETING):
            yield "asked", Line(
                "convening", one.id, f"{one.body.name}を開くかどうか", f"{one.case.title}（{one.asker_agency.name}から）",
                on=one.asked_on, days=days, subjects=(one.case_id,),
            )  # fmt: skip
        elif one.asker_id == actor.staff_id:
            yield "waiting", Line(
                "convening", one.id, f"{one.body.name}の開催の返事", one.case.title, on=one.asked_on, days=days,
                subjects=(one.case_id,),
            )  # fmt: skip


def _sittings(actor: Actor, today: date) -> Found:
    """Meetings of mine: to answer, to attend with the oath, to prepare, to confirm. A sitting itself knows no person."""
    called = Invitation.objects.filter(sitting=OuterRef("id")).filter(
        Q(staff_id=actor.staff_id) | Q(agency_id=actor.agency_id, staff__isnull=True)
    )
    seats = Seat.objects.filter(item__sitting=OuterRef("id"), staff_id=actor.staff_id, ended_at__isnull=True)
    sworn = Oath.objects.filter(sitting=OuterRef("id"), staff_id=actor.staff_id)
    rows = (
        Sitting.objects.filter(
            Q(held_on__gte=today, status__in=(SittingStatus.CALLED, SittingStatus.OPEN))
            | Q(status=SittingStatus.CLOSED, convener_id=actor.agency_id)
        )
        .annotate(
            called=Exists(called), unanswered=Exists(called.filter(answer=Answer.NONE)), seated=Exists(seats),
            sworn=Exists(sworn),
        )
        .filter(Q(called=True) | Q(seated=True) | Q(convener_id=actor.agency_id))
        .select_related("body")
        .order_by("held_on", "id")[:MOST_LINES]
    )  # fmt: skip
    for sitting in rows:
        yield from _sitting_lines(actor, sitting, today)


def _sitting_lines(actor: Actor, sitting: Sitting, today: date) -> Found:
    convenes = sitting.convener_id == actor.agency_id and actor.may(Permission.CALL_MEETING)
    if sitting.status == SittingStatus.CLOSED:
        if convenes:
            yield (
                "meetings",
                Line(
                    "sitting", sitting.id, "議事録を確かめて確定する", sitting.body.name, on=sitting.held_on
                ),
            )
        return
    mine = sitting.called or sitting.seated  # type: ignore[attr-defined]
    if sitting.unanswered:  # type: ignore[attr-defined]
        yield "asked", Line("sitting", sitting.id, "会議の出欠の返事", sitting.body.name, on=sitting.held_on)
    if sitting.held_on > today + AHEAD or not (mine or convenes):
        return
    needs_oath = sitting.body.oath_rule != OathRule.NONE and mine and not sitting.sworn  # type: ignore[attr-defined]
    what = "資料と席の準備" if convenes else "会議に出る"
    yield "meetings", Line(
        "sitting", sitting.id, f"{what}{'・守秘の確認がまだです' if needs_oath else ''}", sitting.body.name,
        on=sitting.held_on,
    )  # fmt: skip


def _contacts(actor: Actor, today: date) -> Found:
    """Contacts promised."""
    rows = (
        contact_queries.visible_to(actor)
        .filter(staff_id=actor.staff_id, next_on__lte=today + AHEAD, next_done_on__isnull=True)
        .select_related("person", "household")
    )
    for one in rows.order_by("next_on", "id")[:MOST_LINES]:
        who = f"{one.person.label}さん" if one.person else one.household.label if one.household else "ケース"
        subjects = tuple(key for key in (one.person_id, one.case_id) if key)
        yield "promises", Line(
            "contact", one.id, one.next_what or "約束した連絡", who, on=one.next_on, late=_late(one.next_on, today),
            subjects=subjects,
        )  # fmt: skip


def _roles(actor: Actor, today: date) -> Found:
    """Roles my agency carries (mine by name, or nobody's yet) whose day has come near."""
    due = Role.objects.filter(
        Q(bearer_staff_id=actor.staff_id) | Q(bearer_staff__isnull=True),
        bearer_id=actor.agency_id, status=RoleStatus.PROMISED, next_on__lte=today + AHEAD,
        case__status__in=OPEN_STATUSES,
    )  # fmt: skip
    rows = _of_known_cases(_open(due, actor), actor).select_related("case")
    for one in rows.order_by("next_on", "id")[:MOST_LINES]:
        yield "promises", Line(
            "role", one.id, f"役割：{one.what}", one.case.title, on=one.next_on, late=_late(one.next_on, today),
            subjects=(one.case_id,),
        )  # fmt: skip


def _unknowns(actor: Actor, today: date) -> Found:
    """分からないこと my agency has undertaken to find out."""
    due = Unknown.objects.filter(
        finder_agency_id=actor.agency_id, answered_on__isnull=True, due_on__lte=today + AHEAD,
        case__status__in=OPEN_STATUSES,
    )  # fmt: skip
    rows = _of_known_cases(_open(due, actor), actor).select_related("case")
    for one in rows.order_by("due_on", "id")[:MOST_LINES]:
        yield "promises", Line(
            "unknown", one.id, f"確かめること：{one.question}", one.case.title, on=one.due_on,
            late=one.due_on < today, subjects=(one.case_id,),
        )  # fmt: skip


def _monitoring(actor: Actor, today: date) -> Found:
    """This month's monitoring, and what is past its day."""
    until = max(today + AHEAD, plan_rules.month_end(today.year, today.month))
    due = Monitoring.objects.filter(
        Q(staff_id=actor.staff_id) | Q(case__lead_staff_id=actor.staff_id),
        done_on__isnull=True, due_on__lte=until, case__status__in=OPEN_STATUSES,
    )  # fmt: skip
    rows = _open(due, actor).select_related("case")
    for one in rows.order_by("due_on", "id")[:MOST_LINES]:
        yield "monitoring", Line(
            "monitoring", one.id, "モニタリング", one.case.title, on=one.due_on, late=one.due_on < today,
            subjects=(one.case_id,),
        )  # fmt: skip


def _watches(actor: Actor, today: date) -> Found:
    """Ended or paused cases I have to look at again."""
    due = Closure.objects.filter(
        Q(staff_id=actor.staff_id) | Q(case__lead_staff_id=actor.staff_id),
        watches=True, reopened_on__isnull=True, check_on__lte=today + AHEAD,
    )  # fmt: skip
    rows = _open(due, actor).select_related("case")
    for one in rows.order_by("check_on", "id")[:MOST_LINES]:
        yield "monitoring", Line(
            "watch", one.id, f"経過観察（見守る人：{one.watcher}）", one.case.title, on=one.check_on,
            late=_late(one.check_on, today), subjects=(one.case_id,),
        )  # fmt: skip


def _plans(actor: Actor, today: date) -> Found:
    """My drafts, plans I have handed over, and plans that wait for the side I am on."""
    decides = actor.may(Permission.DECIDE_PLAN) and plan_access.sides(actor, today=today).is_decider
    wanted = Q(drafted_by_id=actor.staff_id)
    if decides or actor.may(Permission.CALL_MEETING):
        wanted |= Q(status__in=(PlanStatus.SUBMITTED, PlanStatus.APPROPRIATE))
    unfinished = plan_queries.visible_to(actor).filter(wanted, status__in=PlanStatus.unfinished())
    rows = unfinished.select_related("case", "agency")
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


def _acknowledgements(actor: Actor, today: date) -> Found:
    """Decided plans with a row of my agency that it has not acknowledged."""
    rows = (
        plan_queries.visible_to(actor)
        .filter(
            Exists(PlanRow.objects.filter(plan=OuterRef("id"), bearer_id=actor.agency_id)),
            ~Exists(Acknowledgement.objects.filter(plan=OuterRef("id"), agency_id=actor.agency_id)),
            status__in=PlanStatus.in_force(),
        )
        .select_related("case")
    )
    for plan in rows.order_by("decided_on", "id")[:MOST_LINES]:
        yield "asked", Line(
            "acknowledgement", plan.id, "プランの受領の確認", f"{plan.case.title}・{plan}", on=plan.decided_on,
            days=(today - plan.decided_on).days if plan.decided_on else None, subjects=(plan.case_id,),
        )  # fmt: skip


def _consents(actor: Actor, today: date) -> Found:
    """Consents of my cases, or taken by me, that run out soon."""
    led = Case.objects.filter(lead_staff_id=actor.staff_id, status__in=OPEN_STATUSES).values("id")
    rows = list(
        consents_visible_to(actor).filter(
            Q(asked_by_id=actor.staff_id) | Q(case_id__in=led),
            state=ConsentState.GIVEN, until_on__gt=today, until_on__lte=today + timedelta(days=CONSENT_DAYS),
        ).order_by("until_on", "id")[:MOST_LINES]
    )  # fmt: skip
    if not rows:
        return
    people = people_queries.visible_to(actor).in_bulk({one.person_id for one in rows})
    for one in rows:
        if one.person_id in people:
            yield "consents", Line(
                "consent", one.person_id, "同意の期限が切れます", f"{people[one.person_id].label}さん",
                on=one.until_on, subjects=(one.person_id,),
            )  # fmt: skip


def _idle(actor: Actor, today: date) -> Found:
    """Cases I lead in which nothing has moved."""
    rows = case_queries.visible_to(actor, depth=Depth.OUTLINE).filter(
        lead_staff_id=actor.staff_id,
        status__in=OPEN_STATUSES,
        last_moved_on__lte=today - timedelta(days=IDLE_DAYS),
    )
    for case in rows.order_by("last_moved_on", "id")[:MOST_LINES]:
        yield "idle", Line(
            "case", case.id, "動きがありません", case.title, on=case.last_moved_on,
            days=(today - case.last_moved_on).days, subjects=(case.id,),
        )  # fmt: skip


def _bulletins(actor: Actor, today: date) -> Found:
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


def _drafts(actor: Actor, today: date) -> Found:
    """Half-written forms of mine."""
    for draft in drafts.of_announced(staff_id=actor.staff_id, limit=MOST_LINES):
        yield "drafts", Line(
            f"draft:{draft.form_key}:{draft.subject_key}", draft.id, "書きかけの入力", "あなただけに見えます",
            on=draft.saved_at.date(),
        )  # fmt: skip


def _open(rows: QuerySet[M], actor: Actor) -> QuerySet[M]:
    """The rows whose ground opens them to the actor. The walls say the same a second time."""
    return through_gate(rows, actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


def _of_known_cases(rows: QuerySet[M], actor: Actor) -> QuerySet[M]:
    """Those of cases the actor knows in outline: the line tells how the case is called."""
    return through_gate(rows, actor, subject="case_id", depth=Depth.OUTLINE)


def _late(on: date | None, today: date) -> bool:
    return on is not None and on < today
