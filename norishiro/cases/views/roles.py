"""Who does what until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse

from norishiro.agencies.door import page
from norishiro.cases import forms, operations, queries
from norishiro.cases.views.parts import (
    WORK,
    Act,
    agency_choices,
    case_seen,
    home,
    offer_basis,
    offer_people,
    perform,
    person_of,
    today,
)
from norishiro.core.form_pages import open_form

if TYPE_CHECKING:
    pass


@page(needs=WORK)
def assign_role(request: Any, case_id: UUID) -> HttpResponse:
    """役割を決める."""
    case = case_seen(request, case_id)
    form = open_form(
        request,
        forms.RoleForm,
        subject=case.id,
        initial={"from_on": today(), "bearer": str(request.actor.agency_id)},
    )
    form.fields["bearer"].offer(agency_choices(request.actor))
    offer_people(form, request.actor, case=case)
    offer_basis(form, request.actor, subject_id=case.id)
    act = Act(
        "役割を決める", "役割を登録する", "役割を登録しました。",
        (
            "ほかの機関に頼むときは、支援会議で決めるか、本人の同意が必要です。",
            "支援会議で決めた役割を担う機関は、役割のあいだ、概要と役割を見られます。",
        ),
    )  # fmt: skip

    def do() -> None:
        given = dict(form.cleaned_data)
        person = person_of(request.actor, case=case, chosen=given.pop("person"))
        operations.assign_role(
            request.actor,
            case=case,
            person=person,
            bearer_id=UUID(given.pop("bearer")),
            today=today(),
            **given,
        )

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])


@page(needs=WORK)
def report_role(request: Any, role_id: UUID) -> HttpResponse:
    """役割のいまの様子と、次を書く."""
    role = queries.get_role(request.actor, role_id=role_id)
    present = {"progress": role.progress, "next_on": role.next_on, "next_what": role.next_what}
    form = open_form(request, forms.RoleReportForm, subject=role.id, version=role.version, initial=present)
    act = Act(
        f"{role.bearer.name}の役割「{role.what}」",
        "登録する",
        "役割の様子を登録しました。",
        ("次の期日を入れておくと、その日に「今日」に出ます。",),
    )
    return perform(
        request, form, act=act, back=home(role.case_id), shown=[role.case_id],
        do=lambda: operations.report_role(
            request.actor, role=role, version=form.version or role.version, today=today(), **form.cleaned_data
        ),
    )  # fmt: skip


@page(needs=WORK)
def finish_role(request: Any, role_id: UUID) -> HttpResponse:
    """役割を果たした."""
    role = queries.get_role(request.actor, role_id=role_id)
    form = open_form(request, forms.WordsForm, subject=role.id)
    act = Act(
        f"役割「{role.what}」を果たした",
        "果たしたことにする",
        "役割を終えました。",
        ("支援会議で決めた役割は、終えると、その機関からは見えなくなります。",),
    )
    return perform(
        request, form, act=act, back=home(role.case_id), shown=[role.case_id],
        do=lambda: operations.finish_role(request.actor, role=role, words=form.cleaned_data["words"], today=today()),
    )  # fmt: skip


@page(needs=WORK)
def drop_role(request: Any, role_id: UUID) -> HttpResponse:
    """役割を取りやめる."""
    role = queries.get_role(request.actor, role_id=role_id)
    form = open_form(request, forms.WordsForm, subject=role.id)
    act = Act(
        f"役割「{role.what}」を取りやめる",
        "取りやめる",
        "役割を取りやめました。",
        ("取りやめる理由を残します。代わりがいるかも確かめてください。",),
    )
    return perform(
        request, form, act=act, back=home(role.case_id), shown=[role.case_id],
        do=lambda: operations.drop_role(request.actor, role=role, words=form.cleaned_data["words"], today=today()),
    )  # fmt: skip
