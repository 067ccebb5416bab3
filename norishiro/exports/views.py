"""持ち出し: ask for a list, let a second person agree, take it once; and who took what."""

from __future__ import annotations

from time import time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, is_fresh, page, proof_address
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.forms.base import as_uuid
from norishiro.exports import limits, listings, operations, queries, rules
from norishiro.exports.choices import ExportState, FileForm, ListKind
from norishiro.exports.forms import AskForm, DecideForm


@page(needs=Permission.EXPORT)
def exports(request: Any) -> HttpResponse:
    """持ち出し: one's own, what waits for one's word, and what others took."""
    actor = request.actor
    staff_id = as_uuid(request.GET.get("staff", ""))
    taken = queries.taken_by_others(actor, staff_id=staff_id)
    context = {
        "kinds": ListKind.choices,
        "own": queries.own_exports(actor),
        "waiting": queries.waiting(actor),
        "taken": [(one, listings.labels_of(one.kind, one.columns)) for one in taken],
        "oversees": actor.may(Permission.APPROVE_EXPORT),
        "of_one": bool(staff_id),
        "now": timezone.now(),
    }
    return answer(request, "exports/exports.html", context, shown=[])


@page(needs=Permission.EXPORT)
def ask_export(request: Any) -> HttpResponse:
    """どの一覧を、何のために."""
    actor = request.actor
    asked = request.GET.get("kind", "")
    kind = ListKind(asked) if asked in ListKind.values else ListKind.CASES
    first = [one.code for one in listings.LISTS[kind] if one.first]
    form = open_form(
        request, AskForm, subject=kind.value, kind=kind, initial={"columns": first, "form": FileForm.XLSX}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def ask() -> str:
            made = operations.ask_export(
                actor, kind=kind, form=FileForm(given["form"]), columns=given["columns"],
                from_on=given.get("from_on"), until_on=given.get("until_on"), reason=given["reason"],
                now=timezone.now(), today=timezone.localdate(),
            )  # fmt: skip
            return reverse("exports:export", args=[made.id])

        done = carry_out(request, form, do=ask)
        if done is not None:
            return done
    context = {
        "form": form,
        "kind": kind,
        "kinds": ListKind.choices,
        "alone": limits.ALONE,
        "back": reverse("exports:exports"),
    }
    return answer(request, "exports/ask_export.html", context, shown=[], status=_status(form))


@page(needs=Permission.EXPORT)
def show_export(request: Any, export_id: UUID) -> HttpResponse:
    """一つの持ち出し: exactly what it is, how many people, and what comes next."""
    actor, now = request.actor, timezone.now()
    export = queries.get_export(actor, export_id=export_id)
    own = export.staff_id == actor.staff_id
    oversees = queries.oversees(actor, approve_agencies=export.approve_agencies, staff_id=export.staff_id)
    over = export.is_over(now)
    context = {
        "export": export,
        "labels": listings.labels_of(export.kind, export.columns),
        "over": over,
        "may_take": own and export.state == ExportState.READY and not over,
        "proved": is_fresh(request, now=time()),
        "prove_url": proof_address(request),
        "may_withdraw": own and export.state in (ExportState.ASKED, ExportState.READY),
        "may_decide": oversees and export.state == ExportState.ASKED,
    }
    return answer(request, "exports/show_export.html", context, shown=[])


@page(needs=Permission.APPROVE_EXPORT)
def decide_export(request: Any, export_id: UUID) -> HttpResponse:
    """二人目として承認する."""
    actor = request.actor
    export = queries.get_export(actor, export_id=export_id)
    rules.may_decide(
        own=export.staff_id == actor.staff_id, waiting=export.state == ExportState.ASKED, approve=True, words="",
        oversees=queries.oversees(actor, approve_agencies=export.approve_agencies, staff_id=export.staff_id),
    ).or_refuse()  # fmt: skip
    form = open_form(request, DecideForm, subject=export.id)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def decide() -> str:
            operations.decide_export(
                actor, export=export, approve=given["approve"] == "YES", words=given["words"],
                now=timezone.now(),
            )  # fmt: skip
            messages.success(request, f"{export.number} に答えました。")
            return reverse("exports:exports")

        done = carry_out(request, form, do=decide)
        if done is not None:
            return done
    context = {
        "form": form,
        "export": export,
        "labels": listings.labels_of(export.kind, export.columns),
        "back": reverse("exports:exports"),
    }
    return answer(request, "exports/decide_export.html", context, shown=[], status=_status(form))


@require_POST
@page(needs=Permission.EXPORT)
def withdraw_export(request: Any, export_id: UUID) -> HttpResponse:
    """やめる."""
    export = queries.get_export(request.actor, export_id=export_id)
    operations.withdraw_export(request.actor, export=export)
    messages.success(request, f"{export.number} をやめました。")
    return HttpResponseRedirect(reverse("exports:exports"))


@require_POST
@page(needs=Permission.EXPORT)
def take_export(request: Any, export_id: UUID) -> HttpResponse:
    """ファイルを作って受け取る. Once; everybody in it is written down as shown."""
    export = queries.get_export(request.actor, export_id=export_id)
    taken = operations.take_export(
        request.actor, export=export, proved_lately=is_fresh(request, now=time()), now=timezone.now()
    )
    return hand_over(request, taken.content, name=taken.name, shown=taken.subjects)


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
