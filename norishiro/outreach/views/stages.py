"""つながりの段階: how far somebody could be reached, noted by what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out, open_form
from norishiro.outreach import operations, queries, stages
from norishiro.outreach.forms import StageForm
from norishiro.outreach.views.offered import offer_grounds, status_of
from norishiro.people import queries as people_queries

if TYPE_CHECKING:
    pass

PAUSED = "PAUSED"


@page(needs=Permission.SEE_PEOPLE)
def list_stages(request: Any, person_id: UUID) -> HttpResponse:
    """つながりの段階: the notes as a line over time, and the scale."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    notes = queries.stages_of(request.actor, person_id=person.id)
    context = {
        "person": person, "notes": [(one, stages.label_of(one.stage)) for one in reversed(notes)],
        "drawing": stages.drawn([(one.noted_on, one.stage) for one in notes]), "scale": stages.STAGES,
        "mark": stages.MARK, "version": stages.VERSION,
        "movement": stages.movement([one.stage for one in notes]).words if notes else "",
        "may_write": request.actor.may(Permission.RECORD_CONTACT),
    }  # fmt: skip
    return answer(request, "outreach/list_stages.html", context, shown=[person.id])


@page(needs=Permission.RECORD_CONTACT)
def note_stage(request: Any, person_id: UUID) -> HttpResponse:
    """つながりの段階を書く."""
    actor, today = request.actor, timezone.localdate()
    person = people_queries.get_person(actor, person_id=person_id)
    form = open_form(request, StageForm, subject=person.id, initial={"noted_on": today})
    form.fields["stage"].offer(
        [
            *[(str(one.number), f"{one.number}　{one.label}（{one.example}）") for one in stages.STAGES],
            (PAUSED, stages.PAUSED_LABEL),
        ]
    )
    offer_grounds(request, form, subject=person.id)
    back = reverse("outreach:list_stages", args=[person.id])
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data}
        chosen = given.pop("stage")

        def note() -> str:
            stage = None if chosen == PAUSED else int(chosen)
            operations.note_stage(actor, person=person, stage=stage, today=today, **given)
            messages.success(request, "つながりの段階を書きました。前に書いたものは残っています。")
            return back

        done = carry_out(request, form, do=note)
        if done is not None:
            return done
    context = {"form": form, "person": person, "back": back}
    return answer(request, "outreach/note_stage.html", context, shown=[person.id], status=status_of(form))
