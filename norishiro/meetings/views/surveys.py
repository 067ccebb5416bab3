"""会議のあとのアンケート: asked by the secretary, answered by name, counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core import forms
from norishiro.core.form_pages import open_form
from norishiro.meetings import access, operations, queries
from norishiro.meetings.defaults import SCORES, questions
from norishiro.meetings.forms import AskQuestionnaireForm, QuestionnaireForm
from norishiro.meetings.views.common import do_once, form_screen, sitting_crumbs, sitting_url

USUAL_DAYS = 7


@page(needs=Permission.WRITE_MINUTES)
def ask_questionnaire(request: Any, sitting_id: UUID) -> HttpResponse:
    """アンケートを頼む."""
    today = timezone.localdate()
    sitting = queries.get_sitting(request.actor, sitting_id=sitting_id)
    form = open_form(
        request,
        AskQuestionnaireForm,
        subject=sitting.id,
        initial={"due_on": today + timedelta(days=USUAL_DAYS)},
    )
    if request.method == "POST" and form.is_valid():

        def ask() -> str:
            made = operations.ask_questionnaire(
                request.actor, sitting=sitting, due_on=form.cleaned_data["due_on"], today=today
            )
            return reverse("meetings:questionnaire", args=[made.id])

        done = do_once(
            request, form, ask, said="アンケートを頼みました。出席した人の「今日」の画面に出ています。"
        )
        if done:
            return done
    asked = questions(body_code=sitting.body.code, on=sitting.held_on)
    return form_screen(
        request, form, title="会議のあとのアンケートを頼む", submit="頼む", back=sitting_url(sitting.id), shown=[],
        crumbs=sitting_crumbs(sitting, "アンケート"), about={"title": "聞くこと", "lines": [one.label for one in asked]},
        lines=["出席を付けた人に、名前つきで答えてもらいます。答えは、会議を進める機関だけが読みます。"],
    )  # fmt: skip


@page(needs=Permission.ATTEND_MEETING)
def answer_questionnaire(request: Any, questionnaire_id: UUID) -> HttpResponse:
    """アンケートに答える."""
    found = queries.get_questionnaire(request.actor, questionnaire_id=questionnaire_id)
    asked = questions(body_code=found.sitting.body.code, on=found.sitting.held_on)
    form = open_form(request, QuestionnaireForm, subject=found.id)
    for one in asked:
        form.fields[one.code] = (
            forms.ChoiceField(label=one.label, choices=SCORES, row=True)
            if one.scale
            else forms.NarrativeField(
                label=one.label,
                required=False,
                rows=4,
                help_text="会議の進め方について書きます。世帯のことは書きません。",
            )
        )
    if request.method == "POST" and form.is_valid():

        def send() -> str:
            operations.answer_questionnaire(
                request.actor, questionnaire=found, questions=asked, values=form.cleaned_data, today=timezone.localdate()
            )  # fmt: skip
            return sitting_url(found.sitting_id)

        done = do_once(request, form, send, said="答えを送りました。ありがとうございました。")
        if done:
            return done
    return form_screen(
        request, form, title="会議のあとのアンケート", submit="送る", back=sitting_url(found.sitting_id), shown=[],
        crumbs=sitting_crumbs(found.sitting, "アンケート"),
        lines=["一分ほどで終わります。答えは名前つきで、会議を進める機関が次の会議のために読みます。"],
    )  # fmt: skip


@page(needs=Permission.WRITE_MINUTES)
def questionnaire(request: Any, questionnaire_id: UUID) -> HttpResponse:
    """アンケートの答え: counted, in words, and who has not answered."""
    found = queries.get_questionnaire(request.actor, questionnaire_id=questionnaire_id)
    access.run_verdict(request.actor, found.sitting).or_refuse()
    context = {
        "questionnaire": found,
        "sitting": found.sitting,
        "results": queries.results(request.actor, questionnaire=found),
        "scores": [label for _score, label in SCORES],
        "crumbs": sitting_crumbs(found.sitting, "アンケートの答え"),
    }
    return answer(request, "meetings/questionnaire.html", context, shown=[])
