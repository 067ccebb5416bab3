"""つなぐシート: the two boxes, one sheet, and every step of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.consultations import access, operations, queries, rules
from norishiro.consultations.access import WAITING_SHEETS
from norishiro.consultations.choices import SheetStatus
from norishiro.consultations.forms import (
    PressForm,
    SheetForm,
    WithdrawForm,
    WriteSheetForm,
)
from norishiro.consultations.operations.sheet_steps import RUNNING
from norishiro.consultations.views.common import (
    ask_who,
    consent_address,
    form_screen,
    one_chosen,
    only,
    permitted,
    query_id,
)
from norishiro.core.calendar import fiscal_year, fiscal_year_label, fiscal_year_span
from norishiro.core.form_pages import finish, led_before, open_form
from norishiro.core.tables import place_in
from norishiro.people import queries as people_queries
from norishiro.sharing.choices import ConsentMethod
from norishiro.sharing.queries import consented_agencies

if TYPE_CHECKING:
    from norishiro.consultations.models import Consultation, TsunaguSheet
    from norishiro.people.models import Person

TO_WRITE = "（これから書く）"


@page(needs=Permission.SEND_SHEET)
def list_sheets(request: Any) -> HttpResponse:
    """つなぐシートの一覧."""
    actor, today = request.actor, timezone.localdate()
    only_sends = access.only_sends(actor)
    sent = only_sends or request.GET.get("box") == "sent"
    chosen = _narrowed(request, today)
    found = queries.sheet_rows(actor, sent=sent, narrowed=chosen, place=place_in(request.GET))
    context = {
        "page": found, "sent": sent, "only_sends": only_sends, "today": today, "chosen": chosen,
        "statuses": SheetStatus.choices, "year": _year(request), "late_only": chosen.late_on is not None,
        "others": agency_queries.agencies(actor, on=today).exclude(id=actor.agency_id),
        "rows": [(one, _late(one), _stage(one, days_only=only_sends)) for one in found.rows],
    }  # fmt: skip
    people = dict.fromkeys(one.person_id for one in found.rows)
    return answer(request, "consultations/sheets.html", context, shown=people)


def _narrowed(request: Any, today: date) -> queries.Narrowed:
    status, year = request.GET.get("status", ""), _year(request)
    since, until = fiscal_year_span(year) if year else (None, None)
    return queries.Narrowed(
        status=status if status in SheetStatus.values else "", since=since, until=until,
        late_on=today if request.GET.get("late") == "1" else None, other=query_id(request, "other"),
    )  # fmt: skip


def _year(request: Any) -> int | None:
    """A fiscal year from the address that has begun; nothing when it is not one."""
    typed, this_year = request.GET.get("year", ""), fiscal_year(timezone.localdate())
    known = typed.isascii() and typed.isdigit() and 2000 <= int(typed) <= this_year
    return int(typed) if known else None


@page(needs=Permission.ANSWER_SHEET)
def show_sheet_counts(request: Any) -> HttpResponse:
    """つなぎの件数: to and from each agency in a fiscal year, how they stand and how long answers took."""
    today = timezone.localdate()
    this_year = fiscal_year(today)
    year = _year(request) or this_year
    since, until = fiscal_year_span(year)
    boxes = [
        (title, sent, queries.sheet_counts(request.actor, sent=sent, since=since, until=until, today=today))
        for title, sent in (("送ったシート（送り先ごと）", True), ("届いたシート（送り元ごと）", False))
    ]
    context = {
        "boxes": [(title, sent, rows, _totals(rows)) for title, sent, rows in boxes], "year": year,
        "year_label": fiscal_year_label(year),
        "years": [(one, fiscal_year_label(one)) for one in range(this_year, this_year - 4, -1)],
    }  # fmt: skip
    return answer(request, "consultations/sheet_counts.html", context, shown=[])


def _totals(rows: list[queries.SheetCount]) -> dict[str, int]:
    names = ("total", "waiting", "late", "accepted", "reported", "proposed", "declined", "withdrawn")
    return {name: sum(getattr(one, name) for one in rows) for name in names}


@page(needs=Permission.SEND_SHEET)
def find_sheet(request: Any) -> HttpResponse:
    """番号で開く: the number on the paper, where the QR code cannot be read."""
    typed = request.GET.get("number", "")[:40]
    sheet = queries.sheet_by_number(request.actor, typed=typed)
    if sheet is None:
        messages.error(
            request,
            f"番号「{typed}」のシートは見つかりません。紙の右上の番号（例：つR8-00012）を確かめて、もう一度入れてください。",
        )
        return redirect("consultations:sheets")
    return redirect(home(sheet.id))


def _late(sheet: TsunaguSheet) -> bool:
    return sheet.status in WAITING_SHEETS and sheet.due_on < timezone.localdate()


def _stage(sheet: TsunaguSheet, *, days_only: bool) -> str:
    """How far the sheet is; who only hands worries in learns that it was answered, not how."""
    return "返事が来た" if days_only and sheet.answered_on else sheet.get_status_display()


@page(needs=Permission.SEND_SHEET)
def send_sheet(request: Any, person_id: UUID) -> HttpResponse:
    """つなぐシートを送る."""
    actor, today = request.actor, timezone.localdate()
    person = people_queries.get_person(actor, person_id=person_id)
    consultation = _consultation_asked(request)
    consented = consented_agencies(actor, person_id=person.id) - {actor.agency_id}
    homes = {str(one.household_id): one.household for one in _homes_of(request, person)}
    form = open_form(
        request, SheetForm, subject=person.id, agencies=_agency_choices(request, consented),
        staff=_staff_choices(request), initial={"receiver_agency": request.GET.get("to", "") or _on_duty(request, consented)},
        households=[(key, f"{one.label}の世帯全体のこと") for key, one in homes.items()],
    )  # fmt: skip
    back = (
        reverse("consultations:show", args=[consultation.id])
        if consultation
        else reverse("consultations:sheets")
    )

    def send() -> tuple[str, str]:
        given = form.cleaned_data
        household = homes.get(given.get("household") or "")
        sheet = operations.send_sheet(
            actor, person=person, receiver_agency_id=UUID(given["receiver_agency"]), worry=given["worry"],
            wish=given["wish"], consultation=consultation, handed_on_the_spot=given["handed_on_the_spot"],
            receiver_id=UUID(given["receiver"]) if given["receiver"] else None, spot_words=given["spot_words"],
            household=household, household_count=_heads_in(request, household), today=today,
        )  # fmt: skip
        said = "引き継ぎを記録しました" if sheet.handed_on_the_spot else "つなぐシートを送りました"
        return f"{said}（{sheet.number}）。", home(sheet.id)

    chosen = _chosen(request)
    context = {
        "person": person, "consented": consented, "back": back,
        "items": queries.consented_items(actor, person_id=person.id, today=today),
        "consent_url": consent_address(request, person_id=person.id, to=chosen),
        "may_take_consent": actor.may(Permission.TAKE_CONSENT),
    }  # fmt: skip
    return form_screen(
        request, "consultations/send_sheet.html", form=form, do=send, shown=[person.id], context=context
    )


def _homes_of(request: Any, person: Person) -> list[Any]:
    """The households the person lives in today."""
    today = timezone.localdate()
    return [
        one for one in people_queries.households_of(request.actor, person=person)
        if one.until_on is None or one.until_on > today
    ]  # fmt: skip


def _heads_in(request: Any, household: Any) -> int | None:
    """How many of the household the sender knows of."""
    if household is None:
        return None
    return len(people_queries.members_of(request.actor, household=household, on=timezone.localdate()))


@page(needs=Permission.SEND_SHEET)
def write_sheet(request: Any) -> HttpResponse:
    """つなぐシートを、本人といっしょに書く."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(
        request, WriteSheetForm, agencies=_named_agencies(request), initial={"receiver_agency": _usual(today)}
    )

    if request.method == "POST" and form.is_valid():
        ask_who(request, form, today=today)
        if earlier := led_before(request):  # asked last: a first sending may have ended meanwhile
            return earlier

    def write() -> tuple[str, str]:
        given = form.cleaned_data
        sheet = operations.write_sheet(
            actor, person=one_chosen(request, form), newcomer=form.newcomer, agreed=given["agreed"], method=ConsentMethod(given["method"]),
            witness=given["witness"], receiver_agency_id=UUID(given["receiver_agency"]), worry=given["worry"],
            wish=given["wish"], today=today,
        )  # fmt: skip
        return f"つなぐシートを送りました（{sheet.number}）。受け取られた日と返事が、ここに出ます。", home(
            sheet.id
        )

    context = {"back": f"{reverse('consultations:sheets')}?box=sent"}
    return form_screen(
        request, "consultations/write_sheet.html", form=form, do=write, shown=[], context=context
    )


def _on_duty(request: Any, consented: set[UUID]) -> str:
    """Where somebody of the 推進員 is on duty now, if the person agreed to that agency: the proposed receiver."""
    found = agency_queries.duty_at(request.actor, at=timezone.localtime())
    return next((str(one.agency.id) for one in found if one.staff and one.agency.id in consented), "")


def _usual(today: date) -> str:
    """Where the profile sends what nobody knows where to send: the only operator of 多機関協働, if there is one."""
    operators = access.operators_on(today)
    return str(operators[0].id) if len(operators) == 1 else ""


def _chosen(request: Any) -> UUID | None:
    try:
        return UUID(request.POST.get("receiver_agency", request.GET.get("to", "")))
    except ValueError:
        return None


def _consultation_asked(request: Any) -> Consultation | None:
    wanted = query_id(request, "consultation")
    return queries.get_consultation(request.actor, consultation_id=wanted) if wanted else None


def _named_agencies(request: Any) -> list[tuple[str, str]]:
    """Other agencies, each with who is to be told there."""
    today = timezone.localdate()
    told = agency_queries.addressees(request.actor, on=today)
    others = agency_queries.agencies(request.actor, on=today).exclude(id=request.actor.agency_id)
    duty = {one.agency.id: one.text for one in agency_queries.duty_at(request.actor, at=timezone.localtime())}
    words = {
        one.id: "・".join([*([told[one.id].text] if one.id in told else []), *([duty[one.id]] if one.id in duty else [])])
        for one in others
    }  # fmt: skip
    return [(str(one.id), f"{one.name}（{words[one.id]}）" if words[one.id] else one.name) for one in others]


def _agency_choices(request: Any, consented: set[UUID]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {"本人の同意がある機関": [], "同意がまだの機関": []}
    for key, name in _named_agencies(request):
        label = "本人の同意がある機関" if UUID(key) in consented else "同意がまだの機関"
        groups[label].append((key, name))
    return [(label, choices) for label, choices in groups.items() if choices]


def _staff_choices(request: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for pick in agency_queries.pickable(request.actor, timezone.localdate()):
        if pick.agency_id != request.actor.agency_id:
            groups.setdefault(pick.agency_name, []).append((str(pick.staff_id), pick.staff_name))
    return list(groups.items())


@page(needs=Permission.SEND_SHEET)
def show_sheet(request: Any, sheet_id: UUID) -> HttpResponse:
    """つなぐシート."""
    actor, today = request.actor, timezone.localdate()
    sheet = queries.get_sheet(actor, sheet_id=sheet_id)
    receives = sheet.receiver_agency_id in actor.agency_ids
    waiting = sheet.status in WAITING_SHEETS
    answers = permitted(request, Permission.ANSWER_SHEET)
    on_paper = not receives and access.answers_on_paper(sheet=sheet, on=today)
    acts = receives or (on_paper and sheet.agency_id in actor.agency_ids)
    told = agency_queries.addressees(actor, on=today).get(sheet.receiver_agency_id)
    nobody_yet = f"宛て　{told.text}" if told else "担当はまだ"
    days_only = access.only_sends(actor)
    context = {
        "sheet": sheet, "person": sheet.person, "receives": receives, "sends": sheet.agency_id in actor.agency_ids,
        "late": _late(sheet), "waiting": waiting, "days_only": days_only,
        "stage": _stage(sheet, days_only=days_only), "press": open_form(request, PressForm, subject=sheet.id),
        "consultation": queries.consultation_of(actor, record=sheet),
        "owner_name": sheet.receiver.name if sheet.receiver and not days_only else nobody_yet,
        "may_take": answers & rules.may_take(mine=receives, sent=sheet.status == SheetStatus.SENT),
        "may_answer": answers & rules.may_answer_sheet(mine=acts, waiting=waiting, words=TO_WRITE),
        "may_report": answers & rules.may_report(
            mine=acts, accepted=sheet.status == SheetStatus.ACCEPTED, words=TO_WRITE, first_contact_on=None,
            today=today,
        ),
        "may_reach": answers & rules.may_note_first_contact(
            mine=acts, accepted=sheet.status == SheetStatus.ACCEPTED, noted=sheet.first_contact_on is not None,
            on=None, sent_on=sheet.sent_on, today=today,
        ),
        "may_assign": answers & rules.may_assign(mine=receives, running=sheet.status in RUNNING, belongs=True),
        "may_remind": rules.may_remind(
            mine=sheet.agency_id in actor.agency_ids, waiting=waiting, reminded_today=sheet.reminded_on == today
        ),
        "on_paper": on_paper, "acts": acts, "gone": _gone(sheet, today),
        "mates": _mates(request, sheet),
        "may_withdraw": rules.may_withdraw(mine=sheet.agency_id in actor.agency_ids, waiting=waiting),
        "may_receive": permitted(request, Permission.RECEIVE) & only(
            rules.may_receive(
                received_on=sheet.sent_on, today=sheet.sent_on, summary=sheet.worry,
                sheet_open=access.may_be_received(actor, sheet=sheet),
            ),
            "sheet",
        ),
        "sheet_key": str(sheet.id), "received_as": sheet.received_as_id if receives else None,
    }  # fmt: skip
    return answer(request, "consultations/show_sheet.html", context, shown=[sheet.person_id])


@require_POST
@page(needs=Permission.ANSWER_SHEET)
def take_sheet(request: Any, sheet_id: UUID) -> HttpResponse:
    """つなぐシートを受け取る."""
    sheet = queries.get_sheet(request.actor, sheet_id=sheet_id)

    def take() -> str:
        operations.take_sheet(request.actor, sheet=sheet, today=timezone.localdate())
        messages.success(request, "受け取りました。送った人にも伝わります。次は返事を書いてください。")
        return home(sheet.id)

    return finish(request, open_form(request, PressForm, subject=sheet.id), do=take)


@page(needs=Permission.SEND_SHEET)
def withdraw_sheet(request: Any, sheet_id: UUID) -> HttpResponse:
    """つなぐシートを取り下げる."""
    sheet = queries.get_sheet(request.actor, sheet_id=sheet_id)
    form = open_form(request, WithdrawForm, subject=sheet.id)

    def withdraw() -> tuple[str, str]:
        operations.withdraw_sheet(
            request.actor, sheet=sheet, reason=form.cleaned_data["reason"], today=timezone.localdate()
        )
        return "取り下げました。", home(sheet.id)

    return step(request, sheet, "consultations/withdraw_sheet.html", form=form, do=withdraw)


def _gone(sheet: TsunaguSheet, today: date) -> str:
    """In words, when the receiver is no longer there to answer."""
    if sheet.status not in RUNNING:
        return ""
    if not access.is_live(agency_id=sheet.receiver_agency_id, on=today):
        return "送り先の機関は、もう使われていません。取り下げて、別の機関へつなぎ直してください。"
    if sheet.receiver and not access.works_at(
        staff_id=sheet.receiver_id, agency_id=sheet.receiver_agency_id, on=today
    ):
        return f"担当の{sheet.receiver.name}さんは、この機関を離れました。送り先の機関で、新しい担当を決めてもらいます。"
    return ""


def _mates(request: Any, sheet: TsunaguSheet) -> tuple[list[Any], int] | None:
    """Who else of the household the reader may know, and how many more there are."""
    if sheet.household is None:
        return None
    known = people_queries.members_of(request.actor, household=sheet.household, on=timezone.localdate())
    return known, max((sheet.household_count or 0) - len(known), 0)


def step(
    request: Any,
    sheet: TsunaguSheet,
    template: str,
    *,
    form: Any,
    do: Any,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """One step of a sheet: its form under what it is about."""
    context = {"sheet": sheet, "person": sheet.person, "back": home(sheet.id), **(more or {})}
    return form_screen(request, template, form=form, do=do, shown=[sheet.person_id], context=context)


def home(sheet_id: UUID) -> str:
    """The page of one sheet."""
    return reverse("consultations:show_sheet", args=[sheet_id])
