"""困窮の事業 of a person: the lines, a new one, one brought up to date."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.consultations import operations, queries
from norishiro.consultations.forms import NewServiceForm, ServiceForm
from norishiro.consultations.views.common import form_screen, permitted
from norishiro.core.form_pages import open_form
from norishiro.people import queries as people_queries
from norishiro.sharing.choices import Ground


@page(needs=Permission.SEE_PEOPLE)
def list_services(request: Any, person_id: UUID) -> HttpResponse:
    """困窮の事業."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    context = {
        "person": person, "lines": queries.services_of(request.actor, person_id=person.id),
        "may_note": permitted(request, Permission.RECEIVE), "agency_ids": request.actor.agency_ids,
    }  # fmt: skip
    return answer(request, "consultations/services.html", context, shown=[person.id])


@page(needs=Permission.RECEIVE)
def note_service(request: Any, person_id: UUID) -> HttpResponse:
    """事業を書く."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    form = open_form(request, NewServiceForm, subject=person.id, initial={"state": "USING"})

    def note() -> tuple[str, str]:
        service = operations.note_service(
            request.actor, person=person, today=timezone.localdate(), **form.cleaned_data
        )
        return f"「{service.get_kind_display()}」を書きました。", _home(person.id)

    context = {"person": person, "back": _home(person.id), "title": "困窮の事業を書く"}
    return form_screen(
        request, "consultations/service_form.html", form=form, do=note, shown=[person.id], context=context
    )


@page(needs=Permission.RECEIVE)
def change_service(request: Any, service_id: UUID) -> HttpResponse:
    """事業のいまの様子を改める."""
    service, _detail = queries.get_service(request.actor, service_id=service_id)

    def fresh() -> Any:
        row, detail = queries.get_service(request.actor, service_id=service_id)
        present = {"state": row.state, "started_on": row.started_on, "ended_on": row.ended_on, "shown": row.basis == Ground.CONSENT, "detail": detail}  # fmt: skip
        return open_form(request, ServiceForm, subject=row.id, version=row.version, initial=present)

    form = fresh()

    def change() -> tuple[str, str]:
        operations.change_service(
            request.actor,
            service=service,
            version=form.version,
            today=timezone.localdate(),
            **form.cleaned_data,
        )
        return "改めました。", _home(service.person_id)

    title = f"「{service.get_kind_display()}」のいまの様子"
    context = {"person": service.person, "back": _home(service.person_id), "title": title}
    return form_screen(
        request, "consultations/service_form.html", form=form, do=change, shown=[service.person_id], context=context,
        current=fresh,
    )  # fmt: skip


def _home(person_id: UUID) -> str:
    return reverse("consultations:services", args=[person_id])
