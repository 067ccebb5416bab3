"""What becomes of a つなぐシート: answered, reminded, given to somebody, reached, reported; and its paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.consultations import access, operations, queries
from norishiro.consultations.choices import SheetStatus
from norishiro.consultations.forms import (
    AnswerSheetForm,
    AssignForm,
    FirstContactForm,
    PressForm,
    ReportForm,
)
from norishiro.consultations.views.sheets import home, step
from norishiro.core.documents import pdf
from norishiro.core.form_pages import finish, open_form
from norishiro.core.qr import qr_svg
from norishiro.sharing.choices import CATEGORY_LABELS

PAPER_NAME = "つなぐシート.pdf"


@page(needs=Permission.ANSWER_SHEET)
def answer_sheet(request: Any, sheet_id: UUID) -> HttpResponse:
    """つなぐシートに返事をする; the sender copies the reply slip of an agency without an account."""
    actor, today = request.actor, timezone.localdate()
    sheet = queries.get_sheet(actor, sheet_id=sheet_id)
    on_paper = sheet.receiver_agency_id not in actor.agency_ids and access.answers_on_paper(
        sheet=sheet, on=today
    )
    others = agency_queries.agencies(actor, on=today).exclude(id=sheet.receiver_agency_id)
    form = open_form(
        request, AnswerSheetForm, subject=sheet.id, on_paper=on_paper, initial={"answered_on": today},
        agencies=[(str(one.id), one.name) for one in others],
    )  # fmt: skip

    def reply() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        proposed = given.pop("proposed_agency")
        operations.answer_sheet(
            actor, sheet=sheet, answer=SheetStatus(given.pop("answer")), today=today,
            proposed_agency_id=UUID(proposed) if proposed else None, **given,
        )  # fmt: skip
        if on_paper:
            return "返事を書き写しました。", home(sheet.id)
        return "返事をしました。送った人の画面に出ます。", home(sheet.id)

    more = {"on_paper": on_paper, "labels": _labels(sheet.categories), "consent": sheet.consent}
    return step(request, sheet, "consultations/answer_sheet.html", form=form, do=reply, more=more)


def _labels(categories: int) -> list[str]:
    """The kinds of information the person lets the receiver know."""
    return [label for bit, label in CATEGORY_LABELS.items() if categories & bit]


@page(needs=Permission.ANSWER_SHEET)
def report_result(request: Any, sheet_id: UUID) -> HttpResponse:
    """つなぎの結果を返す."""
    sheet = queries.get_sheet(request.actor, sheet_id=sheet_id)
    form = open_form(
        request, ReportForm, subject=sheet.id, initial={"first_contact_on": sheet.first_contact_on}
    )

    def report() -> tuple[str, str]:
        operations.report_result(request.actor, sheet=sheet, today=timezone.localdate(), **form.cleaned_data)
        return "結果を返しました。", home(sheet.id)

    return step(request, sheet, "consultations/report_result.html", form=form, do=report)


@page(needs=Permission.ANSWER_SHEET)
def note_first_contact(request: Any, sheet_id: UUID) -> HttpResponse:
    """最初に会えたことを伝える."""
    today = timezone.localdate()
    sheet = queries.get_sheet(request.actor, sheet_id=sheet_id)
    form = open_form(request, FirstContactForm, subject=sheet.id, initial={"first_contact_on": today})

    def note() -> tuple[str, str]:
        operations.note_first_contact(
            request.actor, sheet=sheet, first_contact_on=form.cleaned_data["first_contact_on"], today=today
        )
        return "最初に会えた日を伝えました。結果は、分かったときに返します。", home(sheet.id)

    return step(request, sheet, "consultations/note_first_contact.html", form=form, do=note)


@page(needs=Permission.ANSWER_SHEET)
def assign_sheet(request: Any, sheet_id: UUID) -> HttpResponse:
    """担当を決める・代わる."""
    actor, today = request.actor, timezone.localdate()
    sheet = queries.get_sheet(actor, sheet_id=sheet_id)
    colleagues = agency_queries.staff_of(actor, agency_id=sheet.receiver_agency_id, on=today)
    form = open_form(
        request, AssignForm, subject=sheet.id, initial={"receiver": str(actor.staff_id)},
        staff=[
            (str(one.id), f"{one.name}（{one.qualification}）" if one.qualification else one.name)
            for one in colleagues
        ],
    )  # fmt: skip

    def assign() -> tuple[str, str]:
        operations.assign_sheet(
            actor, sheet=sheet, receiver_id=UUID(form.cleaned_data["receiver"]), today=today
        )
        return "担当を決めました。その人の「今日」に出ます。", home(sheet.id)

    return step(request, sheet, "consultations/assign_sheet.html", form=form, do=assign)


@require_POST
@page(needs=Permission.SEND_SHEET)
def remind_sheet(request: Any, sheet_id: UUID) -> HttpResponse:
    """返事を催促する."""
    sheet = queries.get_sheet(request.actor, sheet_id=sheet_id)

    def remind() -> str:
        operations.remind_sheet(request.actor, sheet=sheet, today=timezone.localdate())
        messages.success(request, "催促しました。受ける人の「今日」に、催促の回数といっしょに出ます。")
        return home(sheet.id)

    return finish(request, open_form(request, PressForm, subject=sheet.id), do=remind)


@page(needs=Permission.SEND_SHEET)
def sheet_paper(request: Any, sheet_id: UUID) -> HttpResponse:
    """つなぐシートと返信票（印刷）: for a receiver without an account; the code leads back to where the answer is written."""
    sheet = queries.get_sheet(request.actor, sheet_id=sheet_id)
    address = request.build_absolute_uri(reverse("consultations:answer_sheet", args=[sheet.id]))
    context = {
        "sheet": sheet, "person": sheet.person, "qr": qr_svg(address), "today": timezone.localdate(),
        "labels": _labels(sheet.categories),
    }  # fmt: skip
    return hand_over(
        request, pdf("consultations/sheet_paper.html", context), name=PAPER_NAME, shown=[sheet.person_id]
    )
