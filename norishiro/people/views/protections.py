"""支援措置・秘匿: set, added to, looked at once, renewed, ended by two; and the lists that come from 住民記録."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.text import InputProblem
from norishiro.core.verdict import Refused, Verdict, when
from norishiro.people import forms, operations, queries, rules
from norishiro.people.choices import ProtectionState
from norishiro.people.suppressions import list_format, read_list

if TYPE_CHECKING:
    from norishiro.people.models import Protection

SEE = Permission.SEE_PEOPLE


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


def _permitted(request: Any, permission: Permission) -> Verdict:
    return when(
        not request.actor.may(permission), "permission", f"「{permission.value}」の役割の人ができます。"
    )


@page(needs=SEE)
def show_protection(request: Any, person_id: UUID) -> HttpResponse:
    """この人の、非開示のもの."""
    person = queries.get_person(request.actor, person_id=person_id)
    held = queries.protections_on(request.actor, person=person)
    context = {
        "person": person,
        "held": [(one, one.office_id in request.actor.agency_ids, one.state != ProtectionState.ENDED) for one in held],
        "stands": any(one.state != ProtectionState.ENDED for one in held),
        "withheld": queries.withheld_said(request.actor, person=person),
        "may_protect": _permitted(request, Permission.PROTECT),
        "may_look": operations.look_verdict(
            request.actor, held=[one for one in held if one.state != ProtectionState.ENDED], purpose="（これから書く）"
        ),
        "today": timezone.localdate(),
    }  # fmt: skip
    return answer(request, "people/show_protection.html", context, shown=[person.id])


@page(needs=Permission.PROTECT)
def protect(request: Any, person_id: UUID) -> HttpResponse:
    """支援措置・秘匿を登録する."""
    person = queries.get_person(request.actor, person_id=person_id)
    today = timezone.localdate()
    offices = {str(one.id): one for one in agency_queries.agencies(request.actor, on=today)}
    others = {str(one.id): one for one in queries.people_around(request.actor, person=person)}
    form = open_form(
        request, forms.ProtectForm, subject=person.id,
        initial={"from_on": today, "office": str(request.actor.agency_id), "withheld": ["ADDRESS", "PHONE"]},
    )  # fmt: skip
    form.fields["office"].offer([(key, one.name) for key, one in offices.items()])
    form.fields["against"].choices = [("", "選ばない"), *((key, one.label) for key, one in others.items())]
    back = reverse("people:show_protection", args=[person.id])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def set_it() -> str:
            operations.protect(
                request.actor, person=person, kind=given["kind"], basis=given["basis"],
                office=offices[given["office"]], against=others.get(given["against"]), fields=given["withheld"],
                told=form.told, from_on=given["from_on"], renew_by=given["renew_by"], today=today,
            )  # fmt: skip
            messages.success(request, "いまから、どの画面・紙・さがす機能にも出ません。")
            return back

        done = carry_out(request, form, do=set_it)
        if done is not None:
            return done
    context = {"form": form, "person": person, "back": back}
    shown = [person.id, *(one.id for one in others.values())]
    return answer(request, "people/protect.html", context, shown=shown, status=_status(form))


@page(needs=SEE)
def add_protected(request: Any, protection_id: UUID) -> HttpResponse:
    """非開示の情報を足す. Whoever learns something may put it behind the wall, without seeing what is there."""
    protection = queries.get_protection(request.actor, protection_id=protection_id)
    form = open_form(request, forms.AddProtectedForm, subject=protection.id)
    back = _back_of(request, protection)
    if request.method == "POST" and form.is_valid():

        def add() -> str:
            operations.add_protected(request.actor, protection=protection, **form.cleaned_data)
            messages.success(request, "非開示の情報として残しました。この画面からは、もう見えません。")
            return back

        done = carry_out(request, form, do=add)
        if done is not None:
            return done
    context = {"form": form, "back": back}
    return answer(
        request, "people/add_protected.html", context, shown=[protection.person_id], status=_status(form)
    )


def _back_of(request: Any, protection: Protection) -> str:
    seen = queries.visible_to(request.actor).filter(id=protection.person_id).exists()
    return (
        reverse("people:show_protection", args=[protection.person_id])
        if seen
        else reverse("people:protections")
    )


@page(needs=Permission.SEE_PROTECTED)
def look_at(request: Any, person_id: UUID) -> HttpResponse:
    """非開示の情報を開く: asked with a purpose, shown once, not kept by the browser."""
    person = queries.get_person(request.actor, person_id=person_id)
    form = open_form(request, forms.LookForm, subject=person.id)
    back = reverse("people:show_protection", args=[person.id])
    if request.method == "POST" and form.is_valid():
        try:
            found = operations.look_at(request.actor, person=person, purpose=form.cleaned_data["purpose"])
        except Refused as refusal:
            for reason in refusal.verdict.reasons:
                form.add_error(reason.code if reason.code in form.fields else None, reason.message)
        else:
            context = {"person": person, "found": found, "back": back}
            return answer(request, "people/looked_at.html", context, shown=[person.id])
    context = {"form": form, "person": person, "back": back}
    return answer(request, "people/look_at.html", context, shown=[person.id], status=_status(form))


@page(needs=SEE)
def renew_protection(request: Any, protection_id: UUID) -> HttpResponse:
    """支援措置を更新する."""
    protection = queries.get_protection(request.actor, protection_id=protection_id)
    form = open_form(request, forms.RenewForm, subject=protection.id)
    back = _back_of(request, protection)
    if request.method == "POST" and form.is_valid():

        def renew() -> str:
            operations.renew_protection(
                request.actor, protection=protection, today=timezone.localdate(), **form.cleaned_data
            )
            messages.success(request, "更新しました。終了の求めがあったときは、無効になりました。")
            return back

        done = carry_out(request, form, do=renew)
        if done is not None:
            return done
    context = {"form": form, "protection": protection, "back": back}
    return answer(
        request, "people/renew_protection.html", context, shown=[protection.person_id], status=_status(form)
    )


@page(needs=Permission.LIFT_PROTECTION)
def ask_lifting(request: Any, protection_id: UUID) -> HttpResponse:
    """支援措置を終えることを求める（一人目）."""
    protection = queries.get_protection(request.actor, protection_id=protection_id)
    form = open_form(request, forms.LiftForm, subject=protection.id, version=protection.version)
    back = _back_of(request, protection)
    if request.method == "POST" and form.is_valid():

        def ask() -> str:
            operations.ask_lifting(
                request.actor, protection=protection, version=form.posted_version or 0,
                reason=form.cleaned_data["reason"], today=timezone.localdate(),
            )  # fmt: skip
            messages.success(request, "求めました。別の人が確かめるまで、伏せたままです。")
            return back

        done = _carry_out_as_shown(request, form, do=ask)
        if done is not None:
            return done
    context = {"form": form, "protection": protection, "back": back}
    return answer(
        request, "people/ask_lifting.html", context, shown=[protection.person_id], status=_status(form)
    )


def _carry_out_as_shown(request: Any, form: Any, *, do: Any) -> HttpResponse | None:
    """Not merged: what was seen must be what is there, so a page opened before a renewal is refused in words."""
    form.version = form.posted_version
    return carry_out(request, form, do=do)


@page(needs=Permission.LIFT_PROTECTION)
def lift_protection(request: Any, lifting_id: UUID) -> HttpResponse:
    """支援措置を終える（二人目）, or not."""
    lifting = queries.get_lifting(request.actor, lifting_id=lifting_id)
    protection, today = lifting.protection, timezone.localdate()
    form = open_form(request, forms.PressForm, subject=lifting.id, version=protection.version)
    back = _back_of(request, protection)
    if request.method == "POST" and form.is_valid():

        def decide() -> str:
            if "keep" in request.POST:
                operations.refuse_lifting(request.actor, lifting=lifting, today=today)
                messages.success(request, "終えないことにしました。伏せたままです。")
            else:
                operations.lift_protection(
                    request.actor, lifting=lifting, version=form.posted_version or 0, today=today
                )
                messages.success(request, "二人で確かめて、終えました。住所と電話は、もとの欄に戻りました。")
            return back

        done = _carry_out_as_shown(request, form, do=decide)
        if done is not None:
            return done
    context = {
        "form": form, "lifting": lifting, "protection": protection, "back": back,
        "may_lift": operations.lift_verdict(
            request.actor, protection=protection, lifting=lifting, version=protection.version
        ),
    }  # fmt: skip
    return answer(
        request, "people/lift_protection.html", context, shown=[protection.person_id], status=_status(form)
    )


# --- the office's desk, and the lists ---------------------------------------------------------------


@page(needs=Permission.LIFT_PROTECTION)
def protections(request: Any) -> HttpResponse:
    """支援措置の一覧と突き合わせ: what the office keeps, what is asked, who is in doubt, whether the list came."""
    today = timezone.localdate()
    kept = queries.protections_kept(request.actor)
    names = queries.labels_of(request.actor, person_ids=[one.person_id for one in kept])
    context = {
        "kept": [(one, names.get(one.person_id, ""), one.renew_by is not None and one.renew_by <= today) for one in kept],
        "liftings": queries.open_liftings(request.actor),
        "rows": queries.rows_waiting(request.actor),
        "lists": queries.suppression_lists(request.actor),
        "late": queries.late_list(request.actor, today=today),
        "may_take": _permitted(request, Permission.TAKE_SUPPRESSIONS),
    }  # fmt: skip
    return answer(request, "people/protections.html", context, shown=names)


@page(needs=Permission.TAKE_SUPPRESSIONS)
def take_suppressions(request: Any) -> HttpResponse:
    """支援措置のリストを取り込む: first tried without writing, line by line; then taken."""
    today = timezone.localdate()
    form = open_form(request, forms.SuppressionForm, initial={"issued_on": today})
    planned: Iterable[Any] = ()
    if request.method == "POST" and form.is_valid():
        issued_on = form.cleaned_data["issued_on"]
        try:
            content = form.cleaned_data["file"].read()
            lines = read_list(content, today=today)
        except InputProblem as problem:
            form.add_error("file", problem.message)
        else:
            if "take" not in request.POST:
                planned = operations.plan_suppressions(request.actor, lines=lines)
                verdict = operations.list_verdict(
                    request.actor, rows=len(lines), issued_on=issued_on, today=today
                )
                context = {
                    "form": form, "planned": planned, "tried": True, "verdict": verdict,
                    "back": reverse("people:protections"),
                }  # fmt: skip
                return answer(request, "people/take_suppressions.html", context, shown=[])

            def take() -> str:
                taken = operations.take_suppressions(
                    request.actor, lines=lines, content=content, issued_on=issued_on, today=today
                )
                messages.success(
                    request, "取り込みました。伏せるものを足しただけで、終えたものはありません。"
                )
                return reverse("people:suppression_list", args=[taken.id])

            done = carry_out(request, form, do=take)
            if done is not None:
                return done
    context = {"form": form, "planned": planned, "tried": False, "back": reverse("people:protections")}
    return answer(request, "people/take_suppressions.html", context, shown=[], status=_status(form))


@page(needs=Permission.TAKE_SUPPRESSIONS)
def suppression_list(request: Any, list_id: UUID) -> HttpResponse:
    """取り込んだリスト: what became of each line."""
    taken = queries.get_suppression_list(request.actor, list_id=list_id)
    rows = queries.rows_of_list(request.actor, taken=taken)
    shown = dict.fromkeys(one.protection.person_id for one in rows if one.protection)
    context = {"list": taken, "rows": rows, "every_days": list_format().every_days}
    return answer(request, "people/suppression_list.html", context, shown=shown)


@page(needs=Permission.TAKE_SUPPRESSIONS)
def settle_doubt(request: Any, row_id: UUID) -> HttpResponse:
    """リストの似た人: the same one, or another (then two people end what was hidden in doubt)."""
    row = queries.get_row(request.actor, row_id=row_id)
    form = open_form(request, forms.PressForm, subject=row.id)
    back = reverse("people:protections")
    if request.method == "POST" and form.is_valid():

        def settle() -> str:
            operations.settle_doubt(request.actor, row=row, today=timezone.localdate())
            messages.success(request, "同じ人として、伏せ続けます。")
            return back

        done = carry_out(request, form, do=settle)
        if done is not None:
            return done
    names = queries.labels_of(request.actor, person_ids=[row.protection.person_id] if row.protection else [])
    context = {
        "form": form, "row": row, "back": back, "known_as": next(iter(names.values()), ""),
        "may_settle": rules.may_settle(
            in_doubt=row.state == "DOUBT" and row.decided_on is None, in_office=True
        ),
    }  # fmt: skip
    return answer(request, "people/settle_doubt.html", context, shown=names, status=_status(form))
