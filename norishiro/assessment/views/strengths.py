"""Who refuses what, and how help is taken over time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies.door import page
from norishiro.agencies.permissions import Permission
from norishiro.assessment import operations, queries
from norishiro.assessment.forms import AcceptanceForm, EaseForm, RefusalForm
from norishiro.assessment.views.shared import (
    Act,
    case_crumbs,
    chosen,
    offer_basis,
    offer_people,
    people_of,
    perform,
    today,
)
from norishiro.cases import queries as case_queries
from norishiro.core.form_pages import open_form

WORK = Permission.WORK_CASE


def _home(case_id: UUID) -> str:
    return reverse("assessment:case_assessment", args=[case_id])


@page(needs=WORK)
def note_refusal(request: Any, case_id: UUID) -> HttpResponse:
    """断られている支援を書く."""
    actor = request.actor
    case = case_queries.get_visible(actor, case_id=case_id)
    people = people_of(actor, case=case)
    form = open_form(request, RefusalForm, subject=case.id, initial={"noted_on": today()})
    offer_people(form, "person", people)
    offer_people(form, "for_person", people)
    offer_basis(form, actor, subject_id=case.id)
    act = Act(
        title="断られている支援を書く", submit="登録する", done="断られている支援を登録しました。", back=_home(case.id),
        hints=(
            "だれが、だれへの、何の支援を断っているかを書きます。断ることにも、わけがあります。",
            "和らいだら、「和らいだ」を押して、何があったかを残します。ほかの人の手がかりになります。",
        ),
        crumbs=case_crumbs(case, "断られている支援を書く"),
    )  # fmt: skip

    def do() -> None:
        given = dict(form.cleaned_data)
        operations.note_refusal(
            actor, case=case, person=chosen(people, given.pop("person")),
            for_person=chosen(people, given.pop("for_person")), today=today(), **given,
        )  # fmt: skip

    return perform(request, form, act=act, do=do, shown=[case.id, *(one.id for one in people)])


@page(needs=WORK)
def ease_refusal(request: Any, refusal_id: UUID) -> HttpResponse:
    """断りが和らいだことを書く."""
    refusal = queries.get_refusal(request.actor, refusal_id=refusal_id)
    form = open_form(request, EaseForm, subject=refusal.id)
    act = Act(
        title=f"「{refusal.what}」が和らいだ", submit="登録する", done="和らいだことを登録しました。",
        back=_home(refusal.case_id), hints=("何があって和らいだかを、ひとことで残します。",),
        crumbs=case_crumbs(refusal.case, "和らいだ"),
    )  # fmt: skip
    shown = [refusal.case_id, *([refusal.person_id] if refusal.person_id else [])]
    return perform(
        request, form, act=act, shown=shown,
        do=lambda: operations.ease_refusal(request.actor, refusal=refusal, how=form.cleaned_data["how"], today=today()),
    )  # fmt: skip


@page(needs=WORK)
def note_acceptance(request: Any, case_id: UUID) -> HttpResponse:
    """受援力の様子を書く."""
    actor = request.actor
    case = case_queries.get_visible(actor, case_id=case_id)
    people = people_of(actor, case=case)
    form = open_form(request, AcceptanceForm, subject=case.id, initial={"seen_on": today()})
    offer_people(form, "person", people, required=True)
    offer_basis(form, actor, subject_id=case.id)
    form.fields["step"].offer(queries.steps_to_offer())
    act = Act(
        title="受援力（助けを受ける力）の様子を書く", submit="登録する", done="様子を登録しました。", back=_home(case.id),
        hints=(
            "見て分かった様子で、いまの段を選びます。点数ではありません。戻ることも、休むこともあります。",
            "はじめて会えた道すじと日、力やできていることを一緒に残すと、次に場をさがすときに役に立ちます。",
        ),
        crumbs=case_crumbs(case, "受援力の様子"),
    )  # fmt: skip

    def do() -> None:
        given = dict(form.cleaned_data)
        person = chosen(people, given.pop("person"))
        if person is not None:
            operations.note_acceptance(actor, case=case, person=person, today=today(), **given)

    return perform(request, form, act=act, do=do, shown=[case.id, *(one.id for one in people)])
