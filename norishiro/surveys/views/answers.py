"""One place of a round: who goes there, what was answered, what would change, and taking it over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.surveys import forms, operations, queries, rules
from norishiro.surveys.choices import AnswerState, AnswerWay
from norishiro.surveys.comparing import differences, label_of, standing
from norishiro.surveys.views import common
from norishiro.surveys.views.common import KEEP, crumbs


def _address(invitation: Any) -> str:
    return reverse("surveys:invitation", args=[invitation.id])


def _steps(found: Any, *more: tuple[str, str]) -> list[dict[str, str]]:
    at = reverse("surveys:round", args=[found.round_id])
    return crumbs((found.round.title, at), (found.place.name, _address(found) if more else ""), *more)


@page(needs=KEEP)
def invitation(request: Any, invitation_id: UUID) -> HttpResponse:
    """一か所の調査: the answer beside the registry, before anybody takes it over."""
    found = queries.get_invitation(request.actor, invitation_id=invitation_id)
    given = getattr(found, "answer", None)
    waits = given is not None and given.state == AnswerState.WAITING
    context = {
        "invitation": found, "place": found.place, "answer": given, "waits": waits,
        "differences": differences(found.place, given.said) if waits else [],
        "changes": [(label_of(one.field), one) for one in given.changes.all()] if given is not None else [],
        "address": request.build_absolute_uri(reverse("surveys:sheet", args=[found.key])),
        "may_type": rules.may_answer(is_open=found.round.closed_on is None, accepted=given is not None and not waits),
        "crumbs": _steps(found),
    }  # fmt: skip
    return answer(request, "surveys/invitation.html", context, shown=[])


@page(needs=KEEP)
def type_answer(request: Any, invitation_id: UUID) -> HttpResponse:
    """答えを入れる: from paper, by telephone, or from a visit, on the same sheet."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_invitation(actor, invitation_id=invitation_id)
    given = getattr(found, "answer", None)
    said = standing(found.place) | (given.said if given is not None else {})
    form = open_form(
        request, forms.TypedForm, subject=found.id, private_home=found.place.private_home,
        initial={**common.initial_of(said), "answered_on": today, "way": "VISIT" if found.goer_id else "PAPER",
                 "note": given.note if given is not None else "", "told_by": given.told_by if given is not None else ""},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        said = form.cleaned_data
        operations.type_answer(
            actor, invitation=found, way=AnswerWay(said["way"]), answered_on=said["answered_on"], said=common.said_in(form),
            unchanged=said["unchanged"], stopped=said["stopped"], told_by=said["told_by"], note=said["note"], today=today,
        )  # fmt: skip
        return "答えを入れました。変わるところを見て、よければ登録に入れてください。", _address(found)

    return common.form_screen(
        request, form, title=f"{found.place.name}の答えを入れる", submit="入れる", back=_address(found), do=do,
        steps=_steps(found, ("答えを入れる", "")),
        lines=["いまの登録が入っています。変わったところだけを書き直します。", "ここで入れても、登録はまだ変わりません。次の頁で確かめます。"],
    )  # fmt: skip


@page(needs=KEEP)
def assign_visit(request: Any, invitation_id: UUID) -> HttpResponse:
    """この場のヒアリングに行く人を決める."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_invitation(actor, invitation_id=invitation_id)
    form = open_form(
        request, forms.AssignForm, subject=found.id, people=common.people_offered(actor), areas=[],
        initial={"staff": str(found.goer_id or actor.staff_id), "go_by": found.go_by or found.round.due_on},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        staff_id = as_uuid(form.cleaned_data["staff"])
        assert staff_id is not None
        operations.assign_visits(
            actor, round_=found.round, staff_id=staff_id, go_by=form.cleaned_data["go_by"], invitation_ids=[found.id], today=today
        )  # fmt: skip
        return "行く人を決めました。", _address(found)

    return common.form_screen(
        request, form, title=f"{found.place.name}のヒアリングに行く人を決める", submit="決める", back=_address(found), do=do,
        steps=_steps(found, ("行く人を決める", "")), lines=["「自分が行く先」で、その人の一覧に出ます。"],
    )  # fmt: skip


@require_POST
@page(needs=KEEP)
def accept_answer(request: Any, answer_id: UUID) -> HttpResponse:
    """答えを登録に入れる."""
    found = queries.get_answer(request.actor, answer_id=answer_id)
    left = operations.accept_answer(request.actor, answer=found, today=timezone.localdate())
    place_id = found.invitation.place_id
    if found.stopped:
        messages.warning(request, "もう活動していないという答えです。いつから、なぜかを書いてください。")
        return redirect("resources:stop_place", place_id)
    if left:
        messages.warning(request, "開く日のことばは読み取れませんでした。ここで書き直して、決めてください。")
        return redirect("resources:set_opening", place_id)
    messages.success(request, "登録に入れました。確かめた日も新しくなりました。")
    return redirect("surveys:round", found.invitation.round_id)


@require_POST
@page(needs=KEEP)
def set_answer_aside(request: Any, answer_id: UUID) -> HttpResponse:
    """答えを登録に入れない."""
    found = queries.get_answer(request.actor, answer_id=answer_id)
    operations.set_answer_aside(request.actor, answer=found, today=timezone.localdate())
    messages.success(request, "登録は、いまのままにしました。")
    return redirect("surveys:round", found.invitation.round_id)


@require_POST
@page(needs=KEEP)
def accept_unchanged(request: Any, round_id: UUID) -> HttpResponse:
    """変わりのない答えを、まとめて登録に入れる."""
    found = queries.get_round(request.actor, round_id=round_id)
    done, left = operations.accept_unchanged(request.actor, round_=found, today=timezone.localdate())
    messages.success(request, f"{done}か所の確かめた日を新しくしました。")
    if left:
        messages.warning(
            request, f"{left}か所は、答えのあとに確かめた記録があるので、そのままです。一つずつ見てください。"
        )
    return redirect("surveys:round", found.id)
