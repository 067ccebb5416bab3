"""訪問を予定する: from a household, from a promise in one press; change it, call it off."""

from __future__ import annotations

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
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.verdict import Refused
from norishiro.outreach import queries as contact_queries
from norishiro.outreach.views.offered import offer_grounds
from norishiro.visits import access, operations, queries
from norishiro.visits.forms import CancelForm, PlanForm
from norishiro.visits.operations import Planned
from norishiro.visits.views.parts import Door, door_of, minded, status_of, told_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from norishiro.visits.models import Visit

PLANNED = "訪問を予定しました。その日の「日の回り」に出ます。"
# Reasons that more words can mend, so that one press leads on to the form.
MENDABLE = {"goers", "day"}


@page(needs=Permission.RECORD_CONTACT)
def plan_visit(request: Any, subject_id: UUID) -> HttpResponse:
    """訪問を予定する."""
    door = door_of(request.actor, subject_id)
    initial = {"day": timezone.localdate(), "goers": [str(request.actor.staff_id)]}

    def plan(given: Mapping[str, Any]) -> Visit:
        return operations.plan_visit(
            request.actor,
            **door.whose,
            planned=_planned(given),
            basis=given["basis"],
            today=timezone.localdate(),
        )

    return _plan(request, door, initial=initial, plan=plan)


@require_POST
@page(needs=Permission.RECORD_CONTACT)
def plan_promise(request: Any, contact_id: UUID) -> HttpResponse:
    """次の約束を、そのまま訪問の予定にする: one press; where that is not enough, the form with everything filled in."""
    contact = contact_queries.get_contact(request.actor, contact_id=contact_id)
    already = queries.visit_of_promise(request.actor, contact=contact)
    if already is not None:
        return redirect("visits:show_visit", visit_id=already.id)
    try:
        visit = operations.plan_promise(request.actor, contact=contact, today=timezone.localdate())
    except Refused as refusal:
        if not {one.code for one in refusal.verdict.reasons} <= MENDABLE:
            raise
        for one in refusal.verdict.reasons:
            messages.warning(request, one.message)
        return redirect("visits:plan_promised", contact_id=contact.id)
    messages.success(request, PLANNED)
    return redirect("visits:show_visit", visit_id=visit.id)


@page(needs=Permission.RECORD_CONTACT)
def plan_promised(request: Any, contact_id: UUID) -> HttpResponse:
    """次の約束を訪問の予定にする（行く人や日を決めて）."""
    actor, today = request.actor, timezone.localdate()
    contact = contact_queries.get_contact(actor, contact_id=contact_id)
    access.may_promise(actor, contact=contact).or_refuse()
    door = door_of(actor, contact.case_id or contact.subject_id)
    initial = {
        "day": max(contact.next_on or today, today), "purpose": contact.next_what, "goers": [str(actor.staff_id)],
    }  # fmt: skip

    def plan(given: Mapping[str, Any]) -> Visit:
        return operations.plan_promised(actor, contact=contact, planned=_planned(given), today=today)

    return _plan(request, door, initial=initial, plan=plan)


def _plan(request: Any, door: Door, *, initial: dict[str, Any], plan: Any) -> HttpResponse:
    form = open_form(request, PlanForm, subject=door.subject_id, initial=initial)
    _offer_goers(request, form)
    offer_grounds(request, form, subject=door.subject_id)

    def do() -> str:
        visit = plan(form.cleaned_data)
        messages.success(request, PLANNED)
        return reverse("visits:show_visit", args=[visit.id])

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=do)
        if done is not None:
            return done
    context = {"form": form, "back": door.back, **minded(request.actor, door)}
    return answer(
        request, "visits/plan_visit.html", context, shown=told_of(door, context), status=status_of(form)
    )


@page(needs=Permission.RECORD_CONTACT)
def change_visit(request: Any, visit_id: UUID) -> HttpResponse:
    """訪問の予定を変える."""
    actor, today = request.actor, timezone.localdate()
    visit = queries.get_visit(actor, visit_id=visit_id)
    access.may_change(actor, visit=visit).or_refuse()
    door = door_of(actor, visit.subject_id)
    form = open_form(request, PlanForm, subject=visit.id, version=visit.version, initial=_present(visit))
    _offer_goers(request, form)
    form.fields["basis"].disabled = True
    form.fields["basis"].offer([(visit.basis, visit.get_basis_display())])

    def do() -> str:
        operations.change_visit(
            actor,
            visit=visit,
            version=form.posted_version or visit.version,
            planned=_planned(form.cleaned_data),
            today=today,
        )
        messages.success(request, "訪問の予定を変えました。")
        return reverse("visits:show_visit", args=[visit.id])

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=do)
        if done is not None:
            return done
    back = reverse("visits:show_visit", args=[visit.id])
    context = {"form": form, "back": back, "visit": visit, **minded(actor, door)}
    return answer(
        request, "visits/plan_visit.html", context, shown=told_of(door, context), status=status_of(form)
    )


@page(needs=Permission.RECORD_CONTACT)
def cancel_visit(request: Any, visit_id: UUID) -> HttpResponse:
    """訪問を取りやめる."""
    visit = queries.get_visit(request.actor, visit_id=visit_id)
    form = open_form(request, CancelForm, subject=visit.id)

    def do() -> str:
        operations.cancel_visit(
            request.actor, visit=visit, because=form.cleaned_data["because"], today=timezone.localdate()
        )
        messages.success(request, "訪問を取りやめました。もとの約束があれば、約束として残っています。")
        return reverse("visits:show_round")

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=do)
        if done is not None:
            return done
    context = {"form": form, "visit": visit}
    return answer(
        request, "visits/cancel_visit.html", context, shown=[visit.subject_id], status=status_of(form)
    )


def _offer_goers(request: Any, form: PlanForm) -> None:
    people = agency_queries.colleagues(request.actor, on=timezone.localdate()).order_by("kana", "name", "id")
    form.fields["goers"].offer([(str(one.id), one.name) for one in people])


def _planned(given: Mapping[str, Any]) -> Planned:
    return Planned(
        day=given["day"], from_at=given["from_at"], until_at=given["until_at"], purpose=given["purpose"],
        company=given["company"], alone_because=given["alone_because"],
        goer_ids=tuple(UUID(one) for one in given["goers"]),
    )  # fmt: skip


def _present(visit: Visit) -> dict[str, Any]:
    return {
        "day": visit.day, "from_at": visit.from_at, "until_at": visit.until_at, "purpose": visit.purpose,
        "company": visit.company, "alone_because": visit.alone_because, "basis": visit.basis,
        "goers": [str(one.staff_id) for one in visit.goers.all()],
    }  # fmt: skip
