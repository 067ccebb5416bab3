"""モデルケース: chosen from the household page, noted over time, told without names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import open_form
from norishiro.core.records import Unseen
from norishiro.meetings import operations, queries, rules
from norishiro.meetings.forms import FlagModelForm, LearningNoteForm, TellModelForm
from norishiro.meetings.views.common import do_once, form_screen, status
from norishiro.meetings.views.item_parts import case_crumbs


@page(needs=Permission.WORK_CASE)
def model_case(request: Any, case_id: UUID) -> HttpResponse:
    """モデルケース: why, what was learnt, and the story that came of it."""
    case = queries.get_case(request.actor, case_id=case_id)
    found = queries.model_of(request.actor, case_id=case.id)
    form = open_form(request, LearningNoteForm, subject=case.id)
    if request.method == "POST" and form.is_valid():
        if found is None:
            raise Unseen(case.id)

        def note() -> str:
            operations.note_learning(
                request.actor, model_case=found, text=form.cleaned_data["text"], today=timezone.localdate()
            )
            return address_of(case.id)

        done = do_once(request, form, note, said="学びのメモを書きました。")
        if done:
            return done
    notes = queries.learning_notes(request.actor, model_case=found) if found else []
    context = {
        "case": case,
        "model": found,
        "notes": notes,
        "story": queries.story_of(request.actor, model_case=found) if found else None,
        "form": form,
        "may_tell": rules.may_tell_model(notes=len(notes), told=False),
        "crumbs": case_crumbs(case, "モデルケース"),
    }
    return answer(request, "meetings/model_case.html", context, shown=[case.id], status=status(form))


@page(needs=Permission.WORK_CASE)
def flag_model(request: Any, case_id: UUID) -> HttpResponse:
    """モデルケースに選ぶ."""
    case = queries.get_case(request.actor, case_id=case_id)
    form = open_form(request, FlagModelForm, subject=case.id)
    if request.method == "POST" and form.is_valid():

        def flag() -> str:
            operations.flag_model(
                request.actor, case=case, why=form.cleaned_data["why"], today=timezone.localdate()
            )
            return address_of(case.id)

        done = do_once(
            request, form, flag, said="モデルケースに選びました。気づいたことを書きためてください。"
        )
        if done:
            return done
    return form_screen(
        request, form, title="モデルケースに選ぶ", submit="選ぶ", back=address_of(case.id), shown=[case.id],
        crumbs=case_crumbs(case, "モデルケースに選ぶ"),
        lines=[
            "全体の連携を学ぶために、みんなで振り返るケースです。選んでも、見られる人は変わりません。",
            "書きためた学びから、名前を出さない事例を書けます。別の人が確かめると、事例集に載ります。",
        ],
    )  # fmt: skip


@page(needs=Permission.WORK_CASE)
def tell_model(request: Any, case_id: UUID) -> HttpResponse:
    """モデルケースから、名前を出さない事例を書く."""
    case = queries.get_case(request.actor, case_id=case_id)
    found = queries.model_of(request.actor, case_id=case.id)
    if found is None:
        raise Unseen(case.id)
    notes = queries.learning_notes(request.actor, model_case=found)
    form = open_form(request, TellModelForm, subject=case.id)
    if request.method == "POST" and form.is_valid():

        def tell() -> str:
            example = operations.tell_model(
                request.actor, model_case=found, today=timezone.localdate(), **form.cleaned_data
            )
            return reverse("consultations:show_example", args=[example.id])

        done = do_once(
            request, form, tell, said="事例を書きました。ほかの人が読んで確かめると、事例集に載ります。"
        )
        if done:
            return done
    return form_screen(
        request, form, title="名前を出さない事例を書く", submit="書いて、確かめに回す", back=address_of(case.id),
        shown=[case.id], crumbs=case_crumbs(case, "事例を書く"),
        about={"title": "学びのメモ（写さずに、だれのことか分からない形に書きなおします）", "lines": [one.text for one in notes]},
        lines=[
            "年齢は「80代」のように丸め、町名・勤め先・学校名は書きません。名前が入っていると止まります。",
            "書いた事例は、このケースとはつながりません。別の人が読んで確かめると、事例集に載ります。",
        ],
    )  # fmt: skip


@page(needs=Permission.WORK_CASE)
def model_cases(request: Any) -> HttpResponse:
    """モデルケースの一覧: those one may see."""
    rows = queries.model_cases(request.actor)
    context = {
        "rows": rows,
        "crumbs": [{"label": "会議", "url": reverse("meetings:list")}, {"label": "モデルケース", "url": ""}],
    }
    return answer(request, "meetings/model_cases.html", context, shown=[one.case_id for one in rows])


def address_of(case_id: UUID) -> str:
    return reverse("meetings:model_case", args=[case_id])
