"""One visit: going in, coming out, and answering for somebody who has not come out. Only the server's clock counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out, open_form
from norishiro.visits import access, operations, queries, rules
from norishiro.visits.forms import AnswerForm, EnterForm
from norishiro.visits.queries import rounds
from norishiro.visits.values import GRACE
from norishiro.visits.views.parts import moment_of, status_of, usual_end

if TYPE_CHECKING:
    from datetime import datetime

    from norishiro.agencies.actor import Actor
    from norishiro.visits.models import Visit


@page(needs=Permission.SEE_PEOPLE)
def show_visit(request: Any, visit_id: UUID) -> HttpResponse:
    """一つの訪問: what to mind, 「いま入ります」「終わりました」, and the record."""
    visit = queries.get_visit(request.actor, visit_id=visit_id)
    return _show(request, visit, open_form(request, EnterForm, initial=_usual(visit)))


@page(needs=Permission.RECORD_CONTACT)
def enter_visit(request: Any, visit_id: UUID) -> HttpResponse:
    """いま入ります."""
    actor, now = request.actor, timezone.now()
    visit = queries.get_visit(actor, visit_id=visit_id)
    form = open_form(request, EnterForm, initial=_usual(visit))

    def do() -> str:
        expected_at = moment_of(form.cleaned_data["expected"], now=now) or now
        operations.enter_visit(
            actor, visit=visit, expected_at=expected_at, today=timezone.localdate(now), now=now
        )
        messages.success(request, "入ることを知らせました。終わったら「終わりました」を押してください。")
        return reverse("visits:show_visit", args=[visit.id])

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=do)
        if done is not None:
            return done
    return _show(request, visit, form)


@require_POST
@page(needs=Permission.RECORD_CONTACT)
def leave_visit(request: Any, visit_id: UUID) -> HttpResponse:
    """終わりました."""
    visit = queries.get_visit(request.actor, visit_id=visit_id)
    operations.leave_visit(request.actor, visit=visit, now=timezone.now())
    messages.success(request, "おつかれさまでした。あとは、ひとこと記録を書くと、この予定は済みになります。")
    return redirect("visits:show_visit", visit_id=visit.id)


@page(needs=Permission.RECORD_CONTACT)
def answer_overdue(request: Any, visit_id: UUID) -> HttpResponse:
    """訪問から戻っていない人を確かめる."""
    actor, now = request.actor, timezone.now()
    visit = queries.get_visit(actor, visit_id=visit_id)
    form = open_form(request, AnswerForm, subject=visit.id)

    def do() -> str:
        given = form.cleaned_data
        operations.answer_overdue(
            actor, visit=visit, kind=given["kind"], words=given["words"],
            expected_at=moment_of(given["expected"], now=now), now=now,
        )  # fmt: skip
        messages.success(request, "同僚に伝わるように残しました。")
        return reverse("visits:show_visit", args=[visit.id])

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=do)
        if done is not None:
            return done
    (stop,) = rounds.stops(actor, visits=[visit])
    context = {"form": form, "visit": visit, "stop": stop, "is_late": _is_late(visit, now)}
    return answer(
        request,
        "visits/answer_overdue.html",
        context,
        shown=dict.fromkeys(stop.named_ids),
        status=status_of(form),
    )


@require_POST
@page(needs=Permission.RECORD_CONTACT)
def see_alone(request: Any, visit_id: UUID) -> HttpResponse:
    """一人での訪問の届けを確かめた."""
    visit = queries.get_visit(request.actor, visit_id=visit_id)
    operations.see_alone(request.actor, visit=visit, today=timezone.localdate())
    messages.success(request, "届けを確かめました。")
    return redirect("visits:show_visit", visit_id=visit.id)


def _show(request: Any, visit: Visit, form: EnterForm) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    (stop,) = rounds.stops(actor, visits=[visit])
    staff_ids = [one.staff_id for one in visit.goers.all()]
    context = {
        "visit": visit, "stop": stop, "form": form, "now": now, "goes": actor.staff_id in staff_ids,
        "mine": visit.agency_id in actor.agency_ids, "is_late": _is_late(visit, now),
        "is_today": visit.day == timezone.localdate(now), "record_url": _record_url(visit),
        "gone": visit.is_open and access.gone(staff_ids=staff_ids, agency_ids=[visit.agency_id], on=max(visit.day, timezone.localdate(now))),
        "written_id": queries.newest_of(actor, contact_id=visit.contact_id) if visit.contact_id else None,
        "may_connect": actor.may(Permission.SEND_SHEET), "may_see_alone": _may_see_alone(actor, visit),
    }  # fmt: skip
    return answer(
        request, "visits/visit.html", context, shown=dict.fromkeys(stop.named_ids), status=status_of(form)
    )


def _may_see_alone(actor: Actor, visit: Visit) -> bool:
    return rules.may_see_alone(
        leader=access.is_leader(actor) and visit.agency_id in actor.agency_ids, reported=bool(visit.alone_because),
        seen=visit.alone_seen_on is not None,
    ).allowed  # fmt: skip


def _usual(visit: Visit) -> dict[str, Any]:
    return {"expected": usual_end(visit, now=timezone.now())}


def _is_late(visit: Visit, now: datetime) -> bool:
    return visit.is_inside and rules.is_overdue(
        expected_at=visit.expected_at, left=False, now=now, grace=GRACE
    )


def _record_url(visit: Visit) -> str:
    """A visit is proposed as the way, however somebody was reached last time."""
    return f"{reverse('outreach:record_contact', args=[visit.subject_id])}?method=VISIT"
