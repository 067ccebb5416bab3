"""異動をまとめて反映する: a file is read, each row looked at, all of it decided once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies import operations, queries, rules
from norishiro.agencies.choices import TransferKind
from norishiro.agencies.door import answer, page
from norishiro.agencies.forms import TransfersForm
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.agencies.views.acts import act_screen
from norishiro.casework.operations import transfers as whole
from norishiro.casework.queries.transfers import cases_led
from norishiro.core.form_pages import open_form
from norishiro.core.text import InputProblem
from norishiro.core.verdict import Refused, no

KEEP = Permission.KEEP_AGENCIES


def _crumbs(label: str) -> list[dict[str, str]]:
    return [
        {"label": "異動をまとめて反映する", "url": reverse("agencies:transfers")},
        {"label": label, "url": ""},
    ]


@page(needs=KEEP)
def transfers(request: Any) -> HttpResponse:
    """異動のファイルの一覧."""
    context = {"tabs": parts.tabs("agencies:transfers"), "files": queries.transfer_files(request.actor)}
    return answer(request, "agencies/transfers.html", context, shown=[])


@page(needs=KEEP)
def read_transfers(request: Any) -> HttpResponse:
    """異動のファイルを読む. Nobody changes by it."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(request, TransfersForm, initial={"day": today})

    def do() -> tuple[str, str]:
        name, content = form.cleaned_data["file"]
        try:
            made = operations.read_transfers(
                actor, content=content, file_name=name, day=form.cleaned_data["day"], today=today
            )
        except InputProblem as problem:
            raise Refused(no("file", problem.message)) from None
        return "読みました。まだ、だれの登録も変わっていません。", reverse(
            "agencies:transfer_file", args=[made.id]
        )

    context = {"back": reverse("agencies:transfers"), "crumbs": _crumbs("ファイルを読む")}
    return act_screen(request, "agencies/read_transfers.html", form, do=do, context=context)


@page(needs=KEEP)
def transfer_file(request: Any, file_id: UUID) -> HttpResponse:
    """一つのファイル: every row with its destination, and what each leaver still holds."""
    actor = request.actor
    file = queries.get_transfer_file(actor, file_id=file_id)
    rows = queries.transfer_rows(actor, file=file)
    leavers = {one.staff_id for one in rows if one.kind == TransferKind.LEAVE and one.staff_id}
    sees = actor.may(Permission.SEE_PEOPLE)
    led = cases_led(actor, staff_ids=leavers) if sees and leavers else {}
    groups = [
        (kind, [(one, led.get(one.staff_id, 0)) for one in rows if one.kind == kind]) for kind in TransferKind
    ]
    waiting = sum(len(found) for kind, found in groups if kind in whole.TO_DO)
    context = {
        "file": file, "groups": groups, "sees": sees, "may_pass_on": actor.may(Permission.WORK_CASE),
        "may_decide": rules.may_decide_transfers(state=file.state, waiting=waiting), "crumbs": _crumbs(file.file_name),
    }  # fmt: skip
    return answer(request, "agencies/transfer_file.html", context, shown=[])


@require_POST
@page(needs=KEEP, fresh=True)
def decide_transfers(request: Any, file_id: UUID) -> HttpResponse:
    """このとおりに反映する. The first passwords stand on the answer to this one request, and are kept nowhere."""
    file = queries.get_transfer_file(request.actor, file_id=file_id)
    made = whole.decide_transfers(request.actor, file=file, now=timezone.now(), today=timezone.localdate())
    context = {"file": file, "made": made, "crumbs": _crumbs(file.file_name)}
    return answer(request, "agencies/transfers_done.html", context, shown=[])


@require_POST
@page(needs=KEEP)
def drop_transfers(request: Any, file_id: UUID) -> HttpResponse:
    """やめる."""
    file = queries.get_transfer_file(request.actor, file_id=file_id)
    operations.drop_transfers(request.actor, file=file)
    messages.success(request, "やめました。だれの登録も変わっていません。")
    return redirect("agencies:transfers")
