"""Screens on which another agency answers: help asked, handover offered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.cases import forms, operations, queries
from norishiro.cases.choices import HandoverStatus, HelpStatus
from norishiro.cases.views.parts import Act, home, perform, today
from norishiro.core.form_pages import open_form


@page(needs=Permission.ANSWER_SHEET)
def answer_help(request: Any, help_id: UUID) -> HttpResponse:
    """後方支援の求めを読み、助言する（求めた側は、その後を書く）."""
    asked = queries.get_help(request.actor, help_id=help_id)
    back = reverse("casework:today")
    to_me = asked.helper_agency_id in request.actor.agency_ids and asked.asker_id != request.actor.staff_id
    if asked.status == HelpStatus.ASKED and to_me:
        form = open_form(request, forms.ReplyForm, subject=asked.id)
        act = Act(
            "助言する",
            "助言を返す",
            "助言を返しました。",
            ("求めた人に届きます。ケースの記録は開きません。",),
        )
        return perform(
            request, form, act=act, back=back, shown=[asked.subject_id], extra={"asked": asked},
            do=lambda: operations.answer_help(request.actor, request=asked, reply=form.cleaned_data["reply"], today=today()),
        )  # fmt: skip
    if asked.status == HelpStatus.ANSWERED and asked.agency_id in request.actor.agency_ids:
        form = open_form(request, forms.FollowUpForm, subject=asked.id)
        act = Act(
            "助言のその後",
            "その後を登録する",
            "その後を登録しました。",
            ("助言した人にも、どうなったかが伝わります。",),
        )
        return perform(
            request, form, act=act, back=home(asked.case_id), shown=[asked.subject_id], extra={"asked": asked},
            do=lambda: operations.follow_up_help(
                request.actor, request=asked, words=form.cleaned_data["follow_up"], today=today()
            ),
        )  # fmt: skip
    return answer(request, "cases/help.html", {"asked": asked, "back": back}, shown=[asked.subject_id])


@page(needs=Permission.ANSWER_SHEET)
def answer_handover(request: Any, handover_id: UUID) -> HttpResponse:
    """引継ぎの申し出を読み、答える."""
    handover = queries.get_handover(request.actor, handover_id=handover_id)
    if handover.status == HandoverStatus.OFFERED and handover.to_agency_id in request.actor.agency_ids:
        form = open_form(request, forms.HandoverAnswerForm, subject=handover.id)
        act = Act(
            "引継ぎに答える",
            "答える",
            "引継ぎに答えました。",
            ("引き受けると、あなたの機関の支援として、このケースを見られるようになります。",),
        )

        def do() -> None:
            given = form.cleaned_data
            operations.answer_handover(
                request.actor,
                handover=handover,
                accept=given["accept"] == "yes",
                answer=given["answer"],
                today=today(),
            )

        return perform(
            request, form, act=act, do=do, back=reverse("casework:today"), shown=[handover.case_id],
            extra={"handover": handover},
        )  # fmt: skip
    form = open_form(request, forms.Form, subject=handover.id)
    return answer(
        request, "cases/handover.html", {"handover": handover, "form": form, "back": home(handover.case_id)},
        shown=[handover.case_id],
    )  # fmt: skip


@page(needs=Permission.WORK_CASE)
def check_handover(request: Any, handover_id: UUID) -> HttpResponse:
    """引継ぎのその後を確かめた."""
    handover = queries.get_handover(request.actor, handover_id=handover_id)
    form = open_form(request, forms.Form, subject=handover.id)
    act = Act(
        "引継ぎのその後を確かめた",
        "確かめたことにする",
        "引継ぎのその後を確かめました。",
        ("引き継いだ先で支援が続いているかを、電話などで確かめてから押します。",),
    )
    return perform(
        request, form, act=act, back=home(handover.case_id), shown=[handover.case_id], extra={"handover": handover},
        do=lambda: operations.check_handover(request.actor, handover=handover, today=today()),
    )  # fmt: skip
