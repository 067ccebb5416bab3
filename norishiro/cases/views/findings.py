"""What is found out about a household: issues, what nobody knows, wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse

from norishiro.agencies.door import page
from norishiro.cases import forms, operations, queries
from norishiro.cases.choices import IssueScope
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
def add_issue(request: Any, case_id: UUID) -> HttpResponse:
    """課題を書く."""
    case = case_seen(request, case_id)
    form = open_form(
        request, forms.IssueForm, subject=case.id,
        initial={"scope": IssueScope.PERSON, "found_on": today(), "certainty": "HEARD"},
    )  # fmt: skip
    offer_people(form, request.actor, case=case)
    offer_basis(form, request.actor, subject_id=case.id)
    act = Act(
        "課題を書く", "課題を登録する", "課題を登録しました。",
        ("だれから聞いたか、いつ分かったかを一緒に残します。", "課題のそばに、力やできていることも書けます。"),
    )  # fmt: skip

    def do() -> None:
        given = dict(form.cleaned_data)
        chosen = given.pop("person")
        person = (
            person_of(request.actor, case=case, chosen=chosen)
            if given["scope"] == IssueScope.PERSON
            else None
        )
        operations.add_issue(request.actor, case=case, person=person, today=today(), **given)

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])


@page(needs=WORK)
def gather_issues(request: Any, case_id: UUID) -> HttpResponse:
    """課題を世帯の課題にまとめる."""
    case = case_seen(request, case_id)
    found = {
        str(one.id): one
        for one in queries.issues(request.actor, case=case)
        if not one.under_id and one.scope != "AGENCY"
    }
    form = open_form(request, forms.GatherForm, subject=case.id)
    form.fields["issues"].choices = [
        (key, f"{one.title}（{one.person.label if one.person else '世帯'}・{one.source}）")
        for key, one in found.items()
    ]
    act = Act(
        "世帯の課題にまとめる", "まとめる", "世帯の課題にまとめました。",
        ("一人ひとりの課題を、絡み合った一つの世帯の課題として見直します。もとの課題は消えません。",),
    )  # fmt: skip

    def do() -> None:
        given = form.cleaned_data
        operations.gather_issues(
            request.actor, case=case, issues=[found[key] for key in given["issues"]], title=given["title"],
            detail=given["detail"], today=today(),
        )  # fmt: skip

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])


@page(needs=WORK)
def change_issue(request: Any, issue_id: UUID) -> HttpResponse:
    """課題の状態を改める."""
    issue = queries.get_issue(request.actor, issue_id=issue_id)
    form = open_form(request, forms.IssueStatusForm, subject=issue.id, initial={"status": issue.status})
    act = Act(
        f"課題「{issue.title}」",
        "改める",
        "課題の状態を改めました。",
        ("もとに戻ることもあります。失敗ではありません。",),
    )
    return perform(
        request, form, act=act, back=home(issue.case_id), shown=[issue.case_id],
        do=lambda: operations.change_issue(request.actor, issue=issue, status=form.cleaned_data["status"], today=today()),
    )  # fmt: skip


@page(needs=WORK)
def add_unknown(request: Any, case_id: UUID) -> HttpResponse:
    """分からないことを書く."""
    case = case_seen(request, case_id)
    form = open_form(request, forms.UnknownForm, subject=case.id)
    form.fields["finder_agency"].offer(agency_choices(request.actor))
    offer_people(form, request.actor, case=case)
    offer_basis(form, request.actor, subject_id=case.id)
    act = Act(
        "分からないことを書く", "登録する", "分からないことを登録しました。",
        ("分からないまま進めないために、だれが・いつまでに調べるかを決めておきます。",),
    )  # fmt: skip

    def do() -> None:
        given = form.cleaned_data
        operations.add_unknown(
            request.actor, case=case, person=person_of(request.actor, case=case, chosen=given["person"]),
            question=given["question"], finder_agency_id=UUID(given["finder_agency"]), due_on=given["due_on"],
            basis=given["basis"], today=today(),
        )  # fmt: skip

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])


@page(needs=WORK)
def answer_unknown(request: Any, unknown_id: UUID) -> HttpResponse:
    """分かったことを書く."""
    unknown = queries.get_unknown(request.actor, unknown_id=unknown_id)
    form = open_form(request, forms.AnswerUnknownForm, subject=unknown.id)
    act = Act(
        f"「{unknown.question}」が分かった",
        "登録する",
        "分かったことを登録しました。",
        ("分かったことと、どこで分かったかを書きます。",),
    )
    return perform(
        request, form, act=act, back=home(unknown.case_id), shown=[unknown.case_id],
        do=lambda: operations.answer_unknown(request.actor, unknown=unknown, answer=form.cleaned_data["answer"], today=today()),
    )  # fmt: skip


@page(needs=WORK)
def note_wish(request: Any, case_id: UUID) -> HttpResponse:
    """本人・家族の意向を書く."""
    case = case_seen(request, case_id)
    form = open_form(request, forms.WishForm, subject=case.id, initial={"said_on": today()})
    offer_people(form, request.actor, case=case, required=True)
    offer_basis(form, request.actor, subject_id=case.id)
    act = Act(
        "本人・家族の意向を書く", "登録する", "意向を登録しました。",
        ("支援者の見立てではなく、言ったことばをそのまま書きます。プランの「意向」に写ります。",),
    )  # fmt: skip

    def do() -> None:
        given = dict(form.cleaned_data)
        person = person_of(request.actor, case=case, chosen=given.pop("person"))
        operations.note_wish(request.actor, case=case, person=person, today=today(), **given)

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])
