"""ログインの手助け: helping somebody in, saying whether one asked for it, and looking into a no."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations, queries, rules
from norishiro.agencies.choices import HelpAnswer, HelpKind, KnownBy
from norishiro.agencies.door import answer, page
from norishiro.agencies.forms import AnswerForm, HelpForm, SettleForm
from norishiro.agencies.forms.access import ASKED
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.form_pages import finish, open_form
from norishiro.core.verdict import Refused


@page(needs=Permission.KEEP_AGENCIES, fresh=True)
def help_staff(request: Any, staff_id: UUID) -> HttpResponse:
    """ログインできない人を助ける. A password is shown on the answer to this one request, and kept nowhere."""
    staff = queries.get_staff(request.actor, staff_id=staff_id)
    has_proof = is_mfa_enabled(staff)
    form = open_form(request, HelpForm, subject=staff.id, initial={"kind": HelpKind.PASSWORD})
    if not has_proof:
        form.fields["kind"].offer(ASKED[:1])
    if request.method == "POST" and form.is_valid():
        made: dict[str, Any] = {}

        def do() -> str:
            made.update(_helped(request, staff, form))
            return reverse("agencies:show_staff", args=[staff.id])

        try:
            response = finish(request, form, do=do)
        except Refused as refused:
            parts.tell(form, refused)
        else:
            if made.get("password"):
                return answer(request, "agencies/password_renewed.html", {"person": staff, **made}, shown=[])
            if made:
                messages.success(
                    request,
                    f"{staff.name}さんの二段階目を外しました。次のログインのあとで、本人が新しく登録します。",
                )
            return response
    context = {
        "person": staff, "has_proof": has_proof, "days": rules.HELD_DAYS,
        "may": rules.may_help(
            own=staff.id == request.actor.staff_id, active=staff.is_active, asleep=staff.asleep_on is not None
        ),
    }  # fmt: skip
    return parts.form_answer(request, "agencies/help_staff.html", form, context)


def _helped(request: Any, staff: Any, form: HelpForm) -> dict[str, Any]:
    known_by, now = KnownBy(form.cleaned_data["known_by"]), timezone.now()
    if form.cleaned_data["kind"] == HelpKind.PROOF:
        operations.take_proof_off(request.actor, staff=staff, known_by=known_by, now=now)
        return {"password": ""}
    password = operations.initial_password()
    operations.renew_password(request.actor, staff=staff, known_by=known_by, password=password, now=now)
    return {"password": password}


@page(needs=None)
def access_help(request: Any, help_id: UUID) -> HttpResponse:
    """手助けに覚えがあるか: for the person; and, where they say no, for whoever looks into it."""
    given = queries.get_help(request.actor, help_id=help_id)
    own = given.staff_id == request.actor.staff_id
    form = open_form(request, AnswerForm if own else SettleForm, subject=given.id)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            now = timezone.now()
            if own:
                operations.answer_access(
                    request.actor, given=given, answer=HelpAnswer(form.cleaned_data["answer"]), now=now
                )
            else:
                operations.settle_access(
                    request.actor, given=given, finding=form.cleaned_data["finding"], now=now
                )
            return reverse("agencies:access_help", args=[given.id])

        try:
            response = finish(request, form, do=do)
        except Refused as refused:
            parts.tell(form, refused)
        else:
            messages.success(request, "答えを残しました。" if own else "確かめたことを残しました。")
            return response
    context = {"given": given, "own": own, "denied": given.answer == HelpAnswer.UNKNOWN}
    return parts.form_answer(request, "agencies/access_help.html", form, context)
