"""今日, between agencies: what others ask of me, what I wait for, and what came back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Q

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.cases.choices import HandoverStatus, HelpStatus
from norishiro.cases.models import Case, Handover, HelpRequest
from norishiro.casework.today_lines import PERSON, Found, Line, of_known_cases, open_to
from norishiro.casework.today_values import AHEAD, ANSWERED_DAYS, MOST_LINES
from norishiro.consultations import queries as consultation_queries
from norishiro.consultations.access import still_there
from norishiro.consultations.choices import RequestStatus, SheetStatus
from norishiro.consultations.models import SupportRequest, TsunaguSheet
from norishiro.letterbox import queries as letter_queries
from norishiro.letterbox.choices import Hurry
from norishiro.letterbox.receipts import day_of
from norishiro.meetings import queries as meeting_queries
from norishiro.meetings.choices import ConveneStatus
from norishiro.meetings.models import ConveneRequest
from norishiro.rights.queries import notices_waiting
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import provisions_waiting

LONGEST_LEAD = 60
TOLD = (SheetStatus.ACCEPTED, SheetStatus.PROPOSED, SheetStatus.DECLINED, SheetStatus.REPORTED)


def sheets(actor: Actor, *, today: date) -> Found:
    """つなぐシート I must answer, have sent and wait for, or have had an answer to these days."""
    nobodys = Q(receiver__isnull=True) | ~still_there("receiver_id", "receiver_agency_id", on=today)
    mine = Q(receiver_agency_id=actor.agency_id) & (Q(receiver_id=actor.staff_id) | nobodys)
    waiting = Q(mine | Q(sender_id=actor.staff_id), status__in=(SheetStatus.SENT, SheetStatus.RECEIVED))
    told = Q(
        sender_id=actor.staff_id, status__in=TOLD, answered_on__gte=today - timedelta(days=ANSWERED_DAYS)
    )
    rows = open_to(actor, TsunaguSheet.objects.filter(waiting | told)).select_related(
        "person", "agency", "receiver_agency"
    ).only(
        *PERSON, "agency__name", "receiver_agency__name", "sender", "receiver", "status", "sent_on", "due_on", "answered_on",
        "reminders",
    )  # fmt: skip
    first = (F("answered_on").asc(nulls_first=True), "due_on", "id")
    for sheet in rows.order_by(*first)[:MOST_LINES]:
        by_me = sheet.sender_id == actor.staff_id and sheet.receiver_id not in (None, actor.staff_id)
        to_me = sheet.receiver_agency_id == actor.agency_id and not by_me
        if sheet.status in TOLD:
            yield "answered", Line(
                "sheet", sheet.id, f"{sheet.receiver_agency.name}からの返事（{sheet.get_status_display()}）",
                f"{sheet.person.called}", on=sheet.answered_on, subjects=(sheet.person_id,),
            )  # fmt: skip
        elif to_me:
            yield "asked", Line(
                "sheet", sheet.id, f"つなぐシートへの返事{_reminded(sheet)}",
                f"{sheet.person.called}（{sheet.agency.name}から）",
                on=sheet.due_on, late=sheet.due_on < today, subjects=(sheet.person_id,),
            )  # fmt: skip
        else:
            yield "waiting", Line(
                "sheet", sheet.id, "つなぐシートの返事", f"{sheet.person.called}（{sheet.receiver_agency.name}へ）",
                on=sheet.due_on, days=(today - sheet.sent_on).days, late=sheet.due_on < today,
                subjects=(sheet.person_id,),
            )  # fmt: skip


def letters(actor: Actor, *, today: date) -> Found:
    """便り from outside nobody at my window has answered; the oldest first."""
    for one in letter_queries.unanswered(actor, limit=MOST_LINES):
        came = day_of(one.posted_at)
        by = one.entrance.facility if one.entrance else one.get_origin_display()
        yield "asked", Line(
            "letter", one.id, "便りへの返事" if one.taken_at else "封を開けていない便り",
            f"{one.get_kind_display()}（{by}から）", on=came, days=(today - came).days,
            late=one.hurry == Hurry.TODAY or came < today - timedelta(days=ANSWERED_DAYS), subjects=(one.id,),
        )  # fmt: skip


def _reminded(sheet: TsunaguSheet) -> str:
    return f"（催促{sheet.reminders}回）" if sheet.reminders else ""


def provisions(actor: Actor, *, today: date) -> Found:
    """情報提供 that reached my agency and that nobody has acknowledged."""
    for one in provisions_waiting(actor, limit=MOST_LINES):
        yield "asked", Line(
            "provision", one.id, "届いた情報提供を確かめる", f"{one.agency.name}から", on=one.provided_on,
            days=(today - one.provided_on).days, subjects=(one.subject_id,),
        )  # fmt: skip


def urgencies(actor: Actor, *, today: date) -> Found:
    """緊急度 I gave a consultation and said I would look at again by now."""
    for one in consultation_queries.urgencies_due(actor, until=today + AHEAD):
        on = one.urgency_review_on
        yield "promises", Line(
            "consultation", one.id, f"緊急度を見直す（いま {one.get_urgency_display()}）",
            f"{one.person.called}・{one.number}", on=on, late=on is not None and on < today,
            subjects=(one.person_id,),
        )  # fmt: skip


def leads(actor: Actor, *, today: date) -> Found:
    """手がかり I follow up, by the day I said, and those whose person has left. Nobody is named in them."""
    for one in consultation_queries.leads_due(actor, today=today, until=today + AHEAD, limit=MOST_LINES):
        what = one.next_what or "気づきを確かめる"
        yield "promises", Line(
            "lead", one.id, what if one.owner_id == actor.staff_id else f"{what}（確かめる人がもういません）",
            one.what[:LONGEST_LEAD], on=one.next_on,
            late=one.next_on is not None and one.next_on < today,
        )  # fmt: skip


def worries(actor: Actor, *, today: date) -> Found:
    """心配ごと nobody at my window has answered, and mine: waiting for an answer, or answered these days."""
    open_or_new = Q(answered_on__isnull=True) | Q(
        staff_id=actor.staff_id, answered_on__gte=today - timedelta(days=ANSWERED_DAYS)
    )
    rows = (
        consultation_queries.worries_visible_to(actor).filter(open_or_new).select_related(None)
        .select_related("agency", "receiver_agency")
        .only("agency__name", "receiver_agency__name", "told_on", "hurry", "taken_on", "taken_by", "answered_on")
    )  # fmt: skip
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


def requests(actor: Actor, *, today: date) -> Found:
    """多機関協働の利用申込 to answer, or applied for."""
    nobodys = Q(owner__isnull=True) | ~still_there("owner_id", "operator_id", on=today)
    mine = Q(operator_id=actor.agency_id) & (Q(owner_id=actor.staff_id) | nobodys)
    open_now = (RequestStatus.APPLIED, RequestStatus.SORTING)
    asked = SupportRequest.objects.filter(mine | Q(applicant_id=actor.staff_id), status__in=open_now)
    rows = open_to(actor, asked).select_related("person", "agency", "operator").only(
        *PERSON, "agency__name", "operator__name", "applicant", "status", "applied_on", "due_on"
    )  # fmt: skip
    for one in rows.order_by("due_on", "id")[:MOST_LINES]:
        answers = one.operator_id == actor.agency_id and actor.may(Permission.ANSWER_REQUEST)
        sorts = one.status == RequestStatus.SORTING
        late = one.due_on < today and not sorts
        if answers:
            yield "asked", Line(
                "request", one.id, "振り分け会議での決定" if sorts else "多機関協働の要否の回答", f"{one.person.called}（{one.agency.name}から）",
                on=one.due_on, late=late, subjects=(one.person_id,),
            )  # fmt: skip
        elif one.applicant_id == actor.staff_id:
            yield "waiting", Line(
                "request", one.id, "振り分け会議での決定" if sorts else "多機関協働の要否の回答", f"{one.person.called}（{one.operator.name}へ）",
                on=one.due_on, days=(today - one.applied_on).days, late=late, subjects=(one.person_id,),
            )  # fmt: skip


def help_asked(actor: Actor, *, today: date) -> Found:
    """後方支援の求め. The case is not joined: who is asked may not see it, and within one agency only the supporter of the
    case's area is asked."""
    asked = HelpRequest.objects.filter(
        Q(helper_agency_id=actor.agency_id) | Q(asker_id=actor.staff_id), status=HelpStatus.ASKED
    )
    rows = open_to(actor, asked).select_related("agency", "helper_agency", "asker").only(
        "agency__name", "helper_agency__name", "asker__name", "case", "subject_id", "asked_on"
    )  # fmt: skip
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


def handovers(actor: Actor, *, today: date) -> Found:
    """引継ぎの受け入れ."""
    offered = Handover.objects.filter(
        Q(to_agency_id=actor.agency_id) | Q(offered_by_id=actor.staff_id), status=HandoverStatus.OFFERED
    )
    rows = open_to(actor, offered).select_related("case", "agency", "to_agency").only(
        "case__title", "agency__name", "to_agency__name", "offered_by", "what", "offered_on", "due_on"
    )  # fmt: skip
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


def convening(actor: Actor, *, today: date) -> Found:
    """会議の開催の要請."""
    asked = ConveneRequest.objects.filter(
        Q(body__convener_id=actor.agency_id) | Q(asker_id=actor.staff_id), status=ConveneStatus.ASKED
    )
    rows = of_known_cases(actor, asked).select_related("case", "body", "asker_agency").only(
        "case__title", "body__name", "body__convener", "asker_agency__name", "asker", "asked_on"
    )  # fmt: skip
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


def corrections(actor: Actor, *, today: date) -> Found:
    """訂正のお知らせ: what my agency received was put right by a request of the person."""
    for one in notices_waiting(actor, limit=MOST_LINES):
        yield "asked", Line(
            "correction", one.id, "訂正のお知らせを確かめる", f"{one.what}（{one.office.name}から）", on=one.sent_on,
            days=(today - one.sent_on).days,
        )  # fmt: skip


def papers(actor: Actor, *, today: date) -> Found:
    """Numbered papers of past sittings that have not come back: so many, until each is settled."""
    rows = (
        meeting_queries.copies_to_collect(actor)
        .values("sitting_id", "sitting__body__name", "sitting__held_on")
        .annotate(missing=Count("id"))
        .order_by("sitting__held_on", "sitting_id")[:MOST_LINES]
    )
    for row in rows:
        yield "meetings", Line(
            "collection", row["sitting_id"], f"資料{row['missing']}部が戻っていません。回収・破棄・紛失を記録する",
            row["sitting__body__name"], on=row["sitting__held_on"], late=True,
        )  # fmt: skip
