"""手がかり: the list, one lead, who follows it up, what was done, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.consultations import access, operations, queries, rules
from norishiro.consultations.forms import EndLeadForm, NoteLeadForm, TakeLeadForm
from norishiro.consultations.views.common import form_screen
from norishiro.core.form_pages import open_form

if TYPE_CHECKING:
    from norishiro.consultations.models import Lead

TO_WRITE = "（これから書く）"


@page(needs=Permission.RECEIVE)
def list_leads(request: Any) -> HttpResponse:
    """手がかりの一覧: mine, the agency's, those nobody touched, and what nobody was named for."""
    actor, today = request.actor, timezone.localdate()
    which = request.GET.get("which", "mine")
    which = which if which in queries.LEAD_WHICH else "mine"
    days = access.still_days(today)
    rows = queries.leads(actor, which=which, today=today, still_days=days)
    before = rules.still_before(today=today, days=days)
    context = {
        "rows": [(one, one.touched_on < before and which != "ended") for one in rows], "which": which,
        "whiches": queries.LEAD_WHICH.items(), "days": days, "today": today,
        "unowned": queries.unowned(actor, today=today, still_days=days) if which != "ended" else [],
    }  # fmt: skip
    return answer(request, "consultations/leads.html", context, shown=_worries(rows))


@page(needs=Permission.RECEIVE)
def take_lead(request: Any, source_id: UUID) -> HttpResponse:
    """気づき・心配ごとを確かめる人を決める."""
    actor, today = request.actor, timezone.localdate()
    notice, worry = queries.lead_source(actor, source_id=source_id)
    form = open_form(
        request, TakeLeadForm, subject=source_id, staff=_staff(actor, today),
        initial={"owner": str(actor.staff_id)},
    )  # fmt: skip

    def take() -> tuple[str, str]:
        given = form.cleaned_data
        lead = operations.take_lead(
            actor, notice=notice, worry=worry, owner_id=UUID(given["owner"]), next_on=given["next_on"],
            next_what=given["next_what"], today=today,
        )  # fmt: skip
        return "確かめる人を決めました。その人の「今日」に出ます。", _home(lead.id)

    context = {
        "what": notice.text if notice else worry.seen if worry else "", "back": reverse("consultations:leads"),
        "is_worry": worry is not None,
    }  # fmt: skip
    return form_screen(
        request,
        "consultations/take_lead.html",
        form=form,
        do=take,
        shown=[worry.id] if worry else [],
        context=context,
    )


@page(needs=Permission.RECEIVE)
def show_lead(request: Any, lead_id: UUID) -> HttpResponse:
    """一つの手がかり."""
    lead, today = queries.get_lead(request.actor, lead_id=lead_id), timezone.localdate()
    days = access.still_days(today)
    open_now, mine = access.is_open_lead(lead), lead.agency_id in request.actor.agency_ids
    source = f"notice={lead.notice_id}" if lead.notice_id else f"worry={lead.worry_id}"
    context = {
        "lead": lead, "today": today, "open_now": open_now, "days": days,
        "became": (lead.notice or lead.worry).consultation_id,
        "is_still": open_now and lead.touched_on < rules.still_before(today=today, days=days),
        "receive_url": f"{reverse('consultations:receive_consultation')}?{source}",
        "may_note": rules.may_note_lead(
            mine=mine, open_now=open_now, done_on=today, begun_on=lead.begun_on, owner_here=True, next_on=today,
            today=today,
        ),
        "may_end": rules.may_end_lead(mine=mine, open_now=open_now, words=TO_WRITE),
    }  # fmt: skip
    return answer(request, "consultations/show_lead.html", context, shown=_worries([lead]))


@page(needs=Permission.RECEIVE)
def note_lead(request: Any, lead_id: UUID) -> HttpResponse:
    """したことと、次を書く."""
    actor, today = request.actor, timezone.localdate()
    lead = queries.get_lead(actor, lead_id=lead_id)

    def fresh() -> Any:
        now = queries.get_lead(actor, lead_id=lead_id)
        return open_form(
            request, NoteLeadForm, subject=now.id, version=now.version, staff=_staff(actor, today),
            initial={"done_on": today, "owner": str(now.owner_id)},
        )  # fmt: skip

    form = fresh()

    def note() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        operations.note_lead(
            actor, lead=lead, version=form.version, owner_id=UUID(given.pop("owner")), today=today, **given
        )
        return "書きました。次の日が近づくと「今日」に出ます。", _home(lead.id)

    context = {"lead": lead, "back": _home(lead.id)}
    return form_screen(
        request, "consultations/note_lead.html", form=form, do=note, shown=_worries([lead]), context=context,
        current=fresh,
    )  # fmt: skip


@page(needs=Permission.RECEIVE)
def end_lead(request: Any, lead_id: UUID) -> HttpResponse:
    """確かめを終える."""
    lead = queries.get_lead(request.actor, lead_id=lead_id)
    form = open_form(request, EndLeadForm, subject=lead.id)

    def end() -> tuple[str, str]:
        given = form.cleaned_data
        operations.end_lead(
            request.actor, lead=lead, result=given["result"], words=given["words"], today=timezone.localdate()
        )
        return "確かめを終えました。終えたものの一覧に残ります。", reverse("consultations:leads")

    context = {"lead": lead, "back": _home(lead.id)}
    return form_screen(
        request, "consultations/end_lead.html", form=form, do=end, shown=_worries([lead]), context=context
    )


def _staff(actor: Any, today: Any) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in agency_queries.colleagues(actor, on=today)]


def _worries(rows: list[Lead]) -> list[UUID]:
    return [one.worry_id for one in rows if one.worry_id]


def _home(lead_id: UUID) -> str:
    return reverse("consultations:show_lead", args=[lead_id])
