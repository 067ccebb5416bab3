"""訪問と安全: what to mind at one door, how one gets in, and the visits there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out, open_form
from norishiro.outreach.views.offered import offer_grounds
from norishiro.people import queries as people_queries
from norishiro.visits import operations, queries, rules
from norishiro.visits.forms import EndForm, ReviewForm, SafetyForm, WayInForm
from norishiro.visits.operations import Minded
from norishiro.visits.values import REVIEW_MONTHS
from norishiro.visits.views.parts import Door, door_of, minded, status_of, told_of


@page(needs=Permission.SEE_PEOPLE)
def show_safety(request: Any, subject_id: UUID) -> HttpResponse:
    """訪問と安全."""
    actor = request.actor
    door = door_of(actor, subject_id)
    people = people_queries.people_named(actor, person_ids=door.around)
    context = {
        **minded(actor, door), "visits": queries.visits_of(actor, subject_ids=door.around), "people": people,
        "ended": queries.safety_ended(actor, subject_ids=door.around), "today": timezone.localdate(),
        "months": REVIEW_MONTHS, "mine": actor.agency_ids,
        "may_write": actor.may(Permission.RECORD_CONTACT),
    }  # fmt: skip
    others = [one.subject_id for one in (*context["visits"], *context["ended"])]
    shown = [*told_of(door, context), *others, *(one.id for one in people)]
    return answer(request, "visits/show_safety.html", context, shown=dict.fromkeys(shown))


@page(needs=Permission.RECORD_CONTACT)
def note_safety(request: Any, subject_id: UUID) -> HttpResponse:
    """訪問の注意を書く."""
    today = timezone.localdate()
    door = door_of(request.actor, subject_id)
    latest = rules.latest_review(today=today, months=REVIEW_MONTHS)
    form = open_form(
        request, SafetyForm, subject=door.subject_id, initial={"heard_on": today, "review_on": latest}
    )
    offer_grounds(request, form, subject=door.subject_id)

    def do() -> str:
        given = form.cleaned_data
        operations.note_safety(
            request.actor, **door.whose, basis=given["basis"], today=today,
            minded=Minded(
                kinds=tuple(given["kinds"]), words=given["words"], teller=given["teller"], heard_on=given["heard_on"],
                is_told=given["is_told"] == "yes", told_words=given["told_words"], review_on=given["review_on"],
            ),
        )  # fmt: skip
        messages.success(request, "訪問の注意を残しました。予定するとき、記録を書くとき、日の回りに出ます。")
        return reverse("visits:show_safety", args=[door.subject_id])

    return _form(request, door, form, do=do, template="visits/note_safety.html", months=REVIEW_MONTHS)


@page(needs=Permission.RECORD_CONTACT)
def keep_way_in(request: Any, subject_id: UUID) -> HttpResponse:
    """入り方と連絡の希望を書く."""
    actor = request.actor
    door = door_of(actor, subject_id)
    mine = [
        one
        for one in queries.ways_in(actor, subject_ids=[door.subject_id])
        if one.agency_id == actor.agency_id
    ]
    kept = mine[0] if mine else None
    initial = (
        {"entry": kept.entry, "avoid": kept.avoid, "is_sender_hidden": kept.is_sender_hidden} if kept else {}
    )
    form = open_form(
        request, WayInForm, subject=door.subject_id, initial=initial, version=kept.version if kept else None
    )
    if kept:
        form.fields["basis"].disabled = True
        form.fields["basis"].initial = kept.basis
        form.fields["basis"].offer([(kept.basis, kept.get_basis_display())])
    else:
        offer_grounds(request, form, subject=door.subject_id)

    def do() -> str:
        given = form.cleaned_data
        operations.keep_way_in(
            actor, **door.whose, entry=given["entry"], avoid=given["avoid"], basis=given["basis"],
            is_sender_hidden=given["is_sender_hidden"], version=form.posted_version if kept else None,
        )  # fmt: skip
        messages.success(request, "入り方と連絡の希望を残しました。")
        return reverse("visits:show_safety", args=[door.subject_id])

    return _form(request, door, form, do=do, template="visits/keep_way_in.html")


@page(needs=Permission.RECORD_CONTACT)
def review_safety(request: Any, note_id: UUID) -> HttpResponse:
    """訪問の注意を見直す: it stands for another time, or it is ended."""
    today = timezone.localdate()
    note = queries.get_safety(request.actor, note_id=note_id)
    latest = rules.latest_review(today=today, months=REVIEW_MONTHS)
    form = open_form(request, ReviewForm, subject=note.id, initial={"review_on": latest})

    def do() -> str:
        operations.review_safety(
            request.actor, note=note, review_on=form.cleaned_data["review_on"], today=today
        )
        messages.success(request, "見直しました。")
        return reverse("visits:show_safety", args=[note.subject_id])

    return _of_note(request, note, form, do=do, template="visits/review_safety.html")


@page(needs=Permission.RECORD_CONTACT)
def end_safety(request: Any, note_id: UUID) -> HttpResponse:
    """訪問の注意を終える."""
    note = queries.get_safety(request.actor, note_id=note_id)
    form = open_form(request, EndForm, subject=note.id)

    def do() -> str:
        operations.end_safety(
            request.actor, note=note, because=form.cleaned_data["because"], today=timezone.localdate()
        )
        messages.success(request, "注意を終えました。これまでの注意のなかに残っています。")
        return reverse("visits:show_safety", args=[note.subject_id])

    return _of_note(request, note, form, do=do, template="visits/end_safety.html")


def _form(request: Any, door: Door, form: Any, *, do: Any, template: str, **more: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=do)
        if done is not None:
            return done
    back = reverse("visits:show_safety", args=[door.subject_id])
    context = {"form": form, "back": back, "months": REVIEW_MONTHS, **more, **minded(request.actor, door)}
    return answer(request, template, context, shown=told_of(door, context), status=status_of(form))


def _of_note(request: Any, note: Any, form: Any, *, do: Any, template: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=do)
        if done is not None:
            return done
    back = reverse("visits:show_safety", args=[note.subject_id])
    context = {"form": form, "note": note, "back": back, "months": REVIEW_MONTHS}
    return answer(request, template, context, shown=[note.subject_id], status=status_of(form))
