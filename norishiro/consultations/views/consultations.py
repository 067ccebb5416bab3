"""相談の受付: the list, the form, one consultation with what can be done next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import learned
from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.attachments import queries as attachment_queries
from norishiro.cases import queries as case_queries
from norishiro.consultations import access, intake_fields, operations, queries, rules
from norishiro.consultations.choices import Channel, ConsultationStatus, HideTeller, Mark, Origin
from norishiro.consultations.forms import (
    DETAILS,
    ChangeForm,
    KnownPersonForm,
    LookAtReporterForm,
    NoticeForm,
    OutsideForm,
    OwnFormForm,
    PressForm,
    ReceiveForm,
    ScreeningForm,
)
from norishiro.consultations.views.common import (
    ask_who,
    form_screen,
    missing_for_meeting,
    one_chosen,
    only,
    permitted,
    query_id,
)
from norishiro.consultations.views.focus import door_choices, group_choices
from norishiro.core.calendar import PartialDate, fiscal_year, fiscal_year_label, wareki
from norishiro.core.form_pages import led_before, open_form
from norishiro.core.tables import place_in
from norishiro.core.verdict import Refused
from norishiro.matching import queries as matching_queries
from norishiro.people import queries as people_queries
from norishiro.profiles.current import current_profile
from norishiro.profiles.schema.national import CONCERNS as NATIONAL_CONCERNS
from norishiro.publicity import queries as publicity_queries
from norishiro.sharing.choices import Ground
from norishiro.sharing.queries import consented_agencies

if TYPE_CHECKING:
    from norishiro.consultations.models import Consultation, Notice, TsunaguSheet, Worry
    from norishiro.people.models import Person

# How far back things made known are offered.
LATELY = timedelta(days=400)
CHANNEL_OF = {Origin.SCREEN: "WEB", Origin.OWN_FORM: "SHEET"}
LEVELS = {Mark.CIRCLE: "SOME", Mark.DOUBLE: "MOST"}
CHANGEABLE = ("received_on", "channel", "visitor", "summary", *DETAILS)


@page(needs=Permission.RECEIVE)
def list_consultations(request: Any) -> HttpResponse:
    """相談の一覧."""
    status = request.GET.get("status", "")
    status = status if status in ConsultationStatus.values else ""
    focus = query_id(request, "focus")
    found = queries.page_rows(request.actor, status=status, focus=focus, place=place_in(request.GET))
    this_year = fiscal_year(timezone.localdate())
    context = {
        "page": found,
        "status": status,
        "statuses": ConsultationStatus.choices,
        "focus": str(focus or ""),
        "focuses": group_choices(request, on=timezone.localdate()),
        "notices": queries.notices(request.actor),
        "worries": queries.worries_waiting(request.actor),
        "guide_counts": queries.guide_counts(request.actor, fiscal_year=this_year, focus=focus),
        "year": fiscal_year_label(this_year),
        "channel_counts": queries.channel_counts(request.actor, fiscal_year=this_year, focus=focus),
    }
    return answer(
        request, "consultations/list.html", context, shown=dict.fromkeys(one.person_id for one in found.rows)
    )


@page(needs=Permission.RECEIVE)
def note_notice(request: Any) -> HttpResponse:
    """一行の気づき."""
    today = timezone.localdate()
    form = open_form(request, NoticeForm)

    def note() -> tuple[str, str]:
        operations.note_notice(request.actor, noticed_on=today, today=today, **form.cleaned_data)
        return "気づきを書きとめました。だれのことか分かったら、相談にできます。", reverse(
            "consultations:list"
        )

    context = {"back": reverse("consultations:list")}
    return form_screen(
        request, "consultations/note_notice.html", form=form, do=note, shown=[], context=context
    )


@page(needs=Permission.RECEIVE)
def receive_consultation(request: Any) -> HttpResponse:
    """相談を受け付ける."""
    actor, today = request.actor, timezone.localdate()
    notice, sheet, worry = _notice_asked(request), _sheet_asked(request), _worry_asked(request)
    person = sheet.person if sheet else _person_asked(request)
    initial: dict[str, Any] = {"received_on": today}
    if (channel := request.GET.get("channel", "")) in Channel.values:
        initial["channel"] = channel
    if sheet is not None:
        initial |= {"channel": "SHEET", "visitor": "AGENCY", "summary": sheet.worry, "wishes": sheet.wish}
    if worry is not None:
        initial |= _from_worry(worry)
    if notice is not None:
        initial |= {"received_on": notice.noticed_on, "channel": "IBASHO", "summary": notice.text}
    form = open_form(
        request, KnownPersonForm if person else ReceiveForm, subject=person.id if person else "",
        concerns=_concern_choices(), told=_told(request, today=today), initial=initial, **door_choices(request, today=today),
    )  # fmt: skip

    if person is None and request.method == "POST" and form.is_valid():
        ask_who(request, form, today=today)
        if earlier := led_before(request):  # asked last: a first sending may have ended meanwhile
            return earlier

    def receive() -> tuple[str, str]:
        given = form.cleaned_data
        about = person or one_chosen(request, form)
        received = operations.receive_consultation(
            actor, person=about, newcomer=None if about else form.newcomer, received_on=given["received_on"],
            channel=given["channel"], visitor=given["visitor"], summary=given["summary"],
            concerns=given["concerns"], details={name: given[name] for name in DETAILS}, notice=notice, sheet=sheet,
            worry=worry, window_id=_id(given["window"]), focus_id=_id(given["focus"]), today=today,
        )  # fmt: skip
        return f"相談を受け付けました（{received.number}）。次にどうするかを選んでください。", _home(
            received.id
        )

    context = {
        "person": person,
        "notice": notice,
        "sheet": sheet,
        "worry": worry,
        "back": reverse("consultations:list"),
        "on_duty": agency_queries.duty_at(actor, at=timezone.localtime()),
    }
    shown = [person.id] if person else []
    return form_screen(
        request,
        "consultations/receive_consultation.html",
        form=form,
        do=receive,
        shown=shown,
        context=context,
    )


def _told(request: Any, *, today: date, chosen: UUID | None = None) -> list[tuple[str, str]]:
    """What was made known of late, to pick what somebody saw; and what was picked before."""
    found = publicity_queries.items_named(request.actor, since=today - LATELY)
    if chosen is not None and str(chosen) not in dict(found):
        found.append((str(chosen), publicity_queries.item_called(request.actor, item_id=chosen)))
    return found


def _id(chosen: str) -> UUID | None:
    return UUID(chosen) if chosen else None


@page(needs=Permission.RECEIVE)
def show(request: Any, consultation_id: UUID) -> HttpResponse:
    """相談受付票."""
    actor = request.actor
    found = queries.get_consultation(actor, consultation_id=consultation_id)
    concerns = list(found.concerns.all())
    screenings = list(found.screenings.all())
    sheets = queries.sheets_of(actor, consultation=found)
    requests = queries.requests_of(actor, consultation=found)
    context = {
        "consultation": found,
        "person": found.person,
        "concerns": concerns,
        "outside": [one for one in concerns if one.outside_field],
        "undecided": [one for one in concerns if one.outside_field and not one.outside_answer],
        "screenings": screenings,
        "sheets": sheets,
        "requests": requests,
        "lead": _lead(screenings, sheets, requests),
        "focuses": queries.focus_marks(actor, consultation=found),
        "shared": found.basis == Ground.CONSENT,
        "mine": found.agency_id in actor.agency_ids,
        "may_share": _may_share(request, found),
        "press": open_form(request, PressForm, subject=found.id),
        "may_screen": _may_screen(request, found),
        "may_send": _may_send(request, found),
        "may_apply": permitted(request, Permission.APPLY),
        "may_change": only(
            rules.may_change(
                mine=found.agency_id in actor.agency_ids, received_on=found.received_on,
                today=timezone.localdate(), urgent=False, urgency_reason="",
            ),
            "mine",
        ),
        "consultation_key": str(found.id),
        "may_look": rules.may_look_at_reporter(
            hidden=found.visitor_hidden, mine=found.agency_id in actor.agency_ids, purpose="（これから書く）",
            permitted=actor.may(Permission.SEE_REPORTER),
        ),
        "form_words": access.form_in_words(found),
        "learned": learned.label_of(found.learned),
        "learned_item": publicity_queries.item_called(actor, item_id=found.learned_item),
        "missing": missing_for_meeting(found), "national": _national(found, concerns, screenings),
        "source": intake_fields.SOURCE,
        "cases": case_queries.cases_of_consultation(actor, consultation_id=found.id),
        "participations": matching_queries.participations_of_person(actor, person_id=found.person_id),
        "scans": attachment_queries.scans_of(actor, about_id=found.id),
    }  # fmt: skip
    shown = [found.person_id, *(one.id for one in context["cases"])]
    return answer(request, "consultations/show.html", context, shown=shown)


def _national(found: Consultation, concerns: list[Any], screenings: list[Any]) -> list[tuple[str, str]]:
    """The thick-framed items with what they hold, concerns under the national names: what the report takes."""
    person = found.person
    held = {
        "received_on": wareki(found.received_on),
        "channel": found.get_channel_display(),
        "visitor": found.get_visitor_display(),
        "concerns": "、".join(
            dict.fromkeys(
                f"{one.get_mark_display()}{NATIONAL_CONCERNS.get(one.national_code, one.label)}"
                for one in concerns
            )
        ),
        "birth": str(PartialDate.from_code(person.birth)) if person.birth else "",
        "sex": person.get_sex_display(),
        "screening": screenings[0].get_outcome_display() if screenings else "",
    }
    return [(one.label, held[one.name]) for one in intake_fields.ITEMS if one.reported]


def _lead(screenings: list[Any], sheets: list[Any], requests: list[Any]) -> tuple[str, str] | None:
    """The one agency that is to take the matter in the main, and how it answered so far."""
    agency = next((one.lead_agency for one in screenings if one.lead_agency), None)
    if agency is None:
        return None
    asked = [one for one in sheets if one.receiver_agency_id == agency.id]
    asked += [one for one in requests if one.operator_id == agency.id]
    return agency.name, asked[0].get_status_display() if asked else "まだ伝えていない"


def _may_share(request: Any, found: Consultation) -> Any:
    readers = access.readers_of(request.actor, consultation=found)
    verdict = rules.may_share(
        mine=found.agency_id in request.actor.agency_ids, shared=found.basis == Ground.CONSENT, readers=len(readers)
    )  # fmt: skip
    return verdict & permitted(request, Permission.RECEIVE)


def _may_screen(request: Any, found: Consultation) -> Any:
    verdict = rules.may_screen(
        mine=found.agency_id in request.actor.agency_ids, in_case=found.became_case, ends=False, waiting=0,
        reason="（これから書く）",
    )  # fmt: skip
    return verdict & permitted(request, Permission.RECEIVE)


def _may_send(request: Any, found: Consultation) -> Any:
    others = consented_agencies(request.actor, person_id=found.person_id) - {request.actor.agency_id}
    verdict = rules.may_send(
        consented=bool(others), shows_name=True, to_self=False, receiver_live=True, worry="（これから書く）",
        on_the_spot=False, receiver_named=False, receiver_belongs=True,
    )  # fmt: skip
    return verdict & permitted(request, Permission.SEND_SHEET)


@page(needs=Permission.RECEIVE)
def change_consultation(request: Any, consultation_id: UUID) -> HttpResponse:
    """受付票を直す・書き足す."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_consultation(actor, consultation_id=consultation_id)
    form = _change_form(request, found)

    def change() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        concerns = given.pop("concerns")
        operations.change_consultation(
            actor, consultation=found, version=form.version, values=given, concerns=concerns, today=today
        )
        return "受付票を直しました。", _home(found.id)

    def current() -> Any:
        return _change_form(request, queries.get_consultation(actor, consultation_id=consultation_id))

    context = {"consultation": found, "person": found.person, "back": _home(found.id)}
    return form_screen(
        request, "consultations/change_consultation.html", form=form, do=change, shown=[found.person_id],
        context=context, current=current,
    )  # fmt: skip


@page(needs=Permission.SEE_REPORTER)
def look_at_reporter(request: Any, consultation_id: UUID) -> HttpResponse:
    """通報した人を開く: asked with a purpose, shown once."""
    found = queries.get_consultation(request.actor, consultation_id=consultation_id)
    form = open_form(request, LookAtReporterForm, subject=found.id)
    context: dict[str, Any] = {"form": form, "consultation": found, "back": _home(found.id), "told": None}
    if request.method == "POST" and form.is_valid():
        try:
            context["told"] = operations.look_at_reporter(
                request.actor, consultation=found, purpose=form.cleaned_data["purpose"]
            )
        except Refused as refusal:
            for reason in refusal.verdict.reasons:
                form.add_error(reason.code if reason.code in form.fields else None, reason.message)
    status = 422 if form.is_bound and form.errors else 200
    return answer(
        request, "consultations/look_at_reporter.html", context, shown=[found.person_id], status=status
    )


def _change_form(request: Any, found: Consultation) -> ChangeForm:
    initial = {name: getattr(found, name) for name in CHANGEABLE}
    initial["learned_item"] = str(found.learned_item or "")
    initial["visitor_hidden"] = HideTeller.HIDE if found.visitor_hidden else HideTeller.SHOW
    initial["concerns"] = {one.code: LEVELS[Mark(one.mark)] for one in found.concerns.all()}
    return open_form(
        request,
        ChangeForm,
        subject=found.id,
        version=found.version,
        initial=initial,
        concerns=_concern_choices(),
        told=_told(request, today=timezone.localdate(), chosen=found.learned_item),
    )


@page(needs=Permission.RECEIVE)
def attach_form(request: Any, consultation_id: UUID) -> HttpResponse:
    """自分の機関の様式の控えを付ける."""
    found = queries.get_consultation(request.actor, consultation_id=consultation_id)
    form = open_form(request, OwnFormForm, subject=found.id)

    def attach() -> tuple[str, str]:
        operations.attach_form(request.actor, consultation=found, file=form.cleaned_data["scan"])
        return "様式の控えを付けました。国に報告する項目が空いていたら、受付票に書き足してください。", _home(
            found.id
        )

    context = {"consultation": found, "person": found.person, "back": _home(found.id)}
    return form_screen(
        request,
        "consultations/attach_form.html",
        form=form,
        do=attach,
        shown=[found.person_id],
        context=context,
    )


@page(needs=Permission.RECEIVE)
def screen_consultation(request: Any, consultation_id: UUID) -> HttpResponse:
    """どうするか決める（スクリーニング）."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_consultation(actor, consultation_id=consultation_id)
    agencies = agency_queries.agencies(actor, on=today)
    form = open_form(
        request, ScreeningForm, subject=found.id, agencies=[(str(one.id), one.name) for one in agencies],
        staff=_staff_choices(request),
    )  # fmt: skip

    def screen() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        lead, worker = given.pop("lead_agency"), given.pop("next_staff")
        operations.screen_consultation(
            actor, consultation=found, lead_agency_id=UUID(lead) if lead else None,
            next_staff_id=UUID(worker) if worker else None, today=today, **given,
        )  # fmt: skip
        return "どうするかを記録しました。", _home(found.id)

    flow = current_profile(today).flow
    context = {
        "consultation": found, "person": found.person, "guides": flow.screening, "clues": flow.screening_clues,
        "waiting": access.waiting_for(found), "may": _may_screen(request, found), "back": _home(found.id),
    }  # fmt: skip
    return form_screen(
        request, "consultations/screen_consultation.html", form=form, do=screen, shown=[found.person_id],
        context=context,
    )  # fmt: skip


def _staff_choices(request: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for pick in agency_queries.pickable(request.actor, timezone.localdate()):
        groups.setdefault(pick.agency_name, []).append(
            (str(pick.staff_id), f"{pick.staff_name}（{pick.roles}）")
        )
    return list(groups.items())


@page(needs=Permission.RECEIVE)
def decide_outside(request: Any, consultation_id: UUID) -> HttpResponse:
    """担当の外の困りごとを、どうするか."""
    found = queries.get_consultation(request.actor, consultation_id=consultation_id)
    outside = [one for one in found.concerns.all() if one.outside_field]
    form = open_form(
        request, OutsideForm, subject=found.id,
        concerns=[(one.code, f"{one.get_mark_display()} {one.label}", one.outside_answer) for one in outside],
    )  # fmt: skip

    def decide() -> tuple[str, str]:
        counted = operations.decide_outside(
            request.actor, consultation=found, answers=form.answers, today=timezone.localdate()
        )
        return f"担当の外の困りごと{counted}件を、どうするか残しました。", _home(found.id)

    context = {
        "consultation": found,
        "person": found.person,
        "outside": outside,
        "may": rules.may_decide_outside(mine=found.agency_id in request.actor.agency_ids, answered=1),
        "back": _home(found.id),
    }
    return form_screen(
        request, "consultations/decide_outside.html", form=form, do=decide, shown=[found.person_id], context=context
    )  # fmt: skip


def _home(consultation_id: UUID) -> str:
    return reverse("consultations:show", args=[consultation_id])


def _person_asked(request: Any) -> Person | None:
    person_id = query_id(request, "person")
    return people_queries.get_person(request.actor, person_id=person_id) if person_id else None


def _notice_asked(request: Any) -> Notice | None:
    notice_id = query_id(request, "notice")
    return queries.get_notice(request.actor, notice_id=notice_id) if notice_id else None


def _sheet_asked(request: Any) -> TsunaguSheet | None:
    sheet_id = query_id(request, "sheet")
    return queries.get_sheet(request.actor, sheet_id=sheet_id) if sheet_id else None


def _worry_asked(request: Any) -> Worry | None:
    worry_id = query_id(request, "worry")
    return queries.get_worry(request.actor, worry_id=worry_id) if worry_id else None


def _from_worry(worry: Worry) -> dict[str, Any]:
    """What was handed in, in the fields of the form; the window still reads and corrects it."""
    return {
        "received_on": worry.told_on, "channel": CHANNEL_OF.get(Origin(worry.origin), ""), "name": worry.who,
        "summary": f"{worry.seen}\n（{worry.place}）", "visitor_name": worry.teller or worry.staff.name,
    }  # fmt: skip


def _concern_choices() -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in current_profile(timezone.localdate()).intake_form.concerns]
