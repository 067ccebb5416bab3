"""資料: made as numbered copies, looked at for a time, printed by whoever hands them out, and collected."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.core.documents import pdf
from norishiro.core.form_pages import merge_page, open_form
from norishiro.core.records import StaleVersion
from norishiro.meetings import access, operations, queries, rules
from norishiro.meetings.forms import CollectForm, LossForm, MakePapersForm, ReasonForm, SettleCopyForm
from norishiro.meetings.views.common import (
    do_once,
    form_screen,
    item_url,
    sitting_crumbs,
    status,
)

LOSS_FIELDS = ("told_on", "reported_on", "person_told_on", "final_on", "outcome")


@page(needs=Permission.WRITE_MINUTES)
def papers(request: Any, item_id: UUID) -> HttpResponse:
    """番号つきの資料: the copies of one item; more can be made while it is on the table."""
    now = timezone.now()
    found = queries.get_item(request.actor, item_id=item_id)
    seats = [one for one in queries.seats_of(request.actor, item=found) if one.ended_at is None]
    oaths = (
        [one for one in queries.oaths_of(request.actor, sitting=found.sitting) if one.staff_id is None]
        if found.sitting
        else []
    )
    copies = queries.copies_of(request.actor, item=found)
    having = {one.staff_id for one in copies}
    form = open_form(
        request, MakePapersForm, subject=found.id,
        initial={"seats": [str(one.id) for one in seats if one.staff_id not in having]},
    )  # fmt: skip
    form.fields["seats"].choices = [
        (str(one.id), f"{one.staff.name}（{one.agency}{'・助言者：議題だけの資料' if one.adviser else ''}）")
        for one in seats
    ]
    form.fields["oaths"].choices = [(str(one.id), f"{one.name}（{one.agency}）") for one in oaths]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def make() -> str:
            operations.make_papers(
                request.actor, item=found, seat_ids=[UUID(one) for one in given["seats"]],
                oath_ids=[UUID(one) for one in given["oaths"]], open_until=_end_of(given["last_day"]),
                note=given["note"], now=now, today=timezone.localdate(),
            )  # fmt: skip
            return reverse("meetings:papers", args=[found.id])

        done = do_once(request, form, make, said="番号つきの資料を作りました。")
        if done:
            return done
    run = access.run_verdict(request.actor, found.sitting) if found.sitting else None
    context = {
        "item": found,
        "form": form,
        "copies": copies,
        "may_make": bool(run and run.allowed) and found.status == "TABLED",
        "purpose": rules.purpose_words(basis=found.basis),
        "crumbs": _crumbs(found, "番号つきの資料"),
    }
    return answer(request, "meetings/papers.html", context, shown=[found.subject_id], status=status(form))


@page(needs=Permission.ATTEND_MEETING)
def copy(request: Any, copy_id: UUID) -> HttpResponse:
    """一部を画面で見る: under the recipient's name; when its time is over, the reason."""
    today, now = timezone.localdate(), timezone.now()
    found = queries.get_copy(request.actor, copy_id=copy_id)
    may = queries.copy_verdict(request.actor, copy=found, now=now, today=today)
    if not may.allowed:
        context = {"copy": found, "may": may, "crumbs": sitting_crumbs(found.sitting, "資料")}
        return answer(request, "meetings/copy_closed.html", context, shown=[], status=403)
    content = queries.paper_content(request.actor, copy=found, today=today)
    context = {
        "copy": found, "content": content, "today": today, "crumbs": sitting_crumbs(found.sitting, "資料"),
        "keeps": found.keeper_id in request.actor.agency_ids, "times": range(30), "reader": request.actor.name,
    }  # fmt: skip
    return answer(request, "meetings/copy.html", context, shown=[found.id, *content.shown])


@require_POST
@page(needs=Permission.WRITE_MINUTES)
def print_copy(request: Any, copy_id: UUID) -> HttpResponse:
    """一部を印刷する（PDF）: from now on this number has to come back."""
    today, now = timezone.localdate(), timezone.now()
    found = queries.get_copy(request.actor, copy_id=copy_id)
    content = queries.paper_content(request.actor, copy=found, today=today)
    operations.print_copy(request.actor, copy=found, item=content.item, now=now)
    sheet = pdf("meetings/copy_sheet.html", {"copy": found, "content": content, "today": today, "now": now})
    return hand_over(request, sheet, name=f"資料_{found}.pdf", shown=[found.id, *content.shown])


@page(needs=Permission.WRITE_MINUTES)
def close_copy(request: Any, copy_id: UUID) -> HttpResponse:
    """一部を見られなくする."""
    found = queries.get_copy(request.actor, copy_id=copy_id)
    back = reverse("meetings:collection", args=[found.sitting_id])
    form = open_form(request, ReasonForm, subject=found.id)
    if request.method == "POST" and form.is_valid():

        def close() -> str:
            operations.close_copy(
                request.actor, copy=found, reason=form.cleaned_data["reason"], now=timezone.now()
            )
            return back

        done = do_once(request, form, close, said="この番号の資料を見られなくしました。")
        if done:
            return done
    return form_screen(
        request, form, title=f"資料 {found} を見られなくする", submit="見られなくする", back=back, shown=[],
        crumbs=sitting_crumbs(found.sitting, "資料を閉じる"),
        lines=["受け取った人が開くと、ここに書いた理由が出ます。"],
    )  # fmt: skip


@page(needs=Permission.WRITE_MINUTES)
def collection(request: Any, sitting_id: UUID) -> HttpResponse:
    """資料の回収: every number and where it is; those not settled first."""
    today = timezone.localdate()
    sitting = queries.get_sitting(request.actor, sitting_id=sitting_id)
    every = queries.copies_of(request.actor, sitting=sitting)
    copies = list({one.number: one for one in reversed(every)}.values())[::-1]
    out = [one for one in copies if one.printed_at and one.state == "OUT"]
    form = open_form(request, CollectForm, subject=sitting.id, initial={"on": today})
    form.fields["copies"].choices = [(str(one.id), f"{one}　{one.recipient}（{one.agency}）") for one in out]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def collect() -> str:
            operations.settle_all(
                request.actor, sitting=sitting, copy_ids=[UUID(one) for one in given["copies"]], on=given["on"],
                today=today,
            )  # fmt: skip
            return reverse("meetings:collection", args=[sitting.id])

        done = do_once(request, form, collect, said="回収を記録しました。")
        if done:
            return done
    context = {
        "sitting": sitting,
        "form": form,
        "copies": copies,
        "out": out,
        "lost": [one for one in copies if one.state == "LOST"],
        "over": sitting.status in ("CLOSED", "CONFIRMED", "CANCELLED"),
        "crumbs": sitting_crumbs(sitting, "資料の回収"),
    }
    return answer(request, "meetings/collection.html", context, shown=[], status=status(form))


@page(needs=Permission.WRITE_MINUTES)
def settle_copy(request: Any, copy_id: UUID) -> HttpResponse:
    """一部がどうなったかを書く: 回収・破棄・紛失."""
    today = timezone.localdate()
    found = queries.get_copy(request.actor, copy_id=copy_id)
    form = open_form(request, SettleCopyForm, subject=found.id, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        name = "meetings:keep_loss" if given["state"] == "LOST" else "meetings:collection"

        def settle() -> str:
            operations.settle_copy(request.actor, copy=found, today=today, **given)
            return reverse(name, args=[found.id if given["state"] == "LOST" else found.sitting_id])

        done = do_once(request, form, settle, said="記録しました。")
        if done:
            return done
    return form_screen(
        request, form, title=f"資料 {found}（{found.recipient}）", submit="記録する",
        back=reverse("meetings:collection", args=[found.sitting_id]), shown=[],
        crumbs=sitting_crumbs(found.sitting, "回収・破棄・紛失"),
        lines=["「見つからない」を選ぶと、続けて何をするかの画面が開きます。一部でも、報告が要ることがあります。"],
    )  # fmt: skip


@page(needs=Permission.WRITE_MINUTES)
def keep_loss(request: Any, copy_id: UUID) -> HttpResponse:
    """なくした資料: what to do by when, and what has been done."""
    today = timezone.localdate()
    found = queries.get_loss(request.actor, copy_id=copy_id)
    form = open_form(
        request, LossForm, subject=found.id, version=found.version,
        initial={name: getattr(found, name) for name in LOSS_FIELDS},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        if form.is_stale:
            return merge_page(request, form)

        def keep() -> str:
            operations.keep_loss(
                request.actor, loss=found, version=form.version, values=form.cleaned_data, today=today
            )
            return reverse("meetings:keep_loss", args=[found.copy_id])

        try:
            done = do_once(request, form, keep, said="対応を記録しました。")
        except StaleVersion:
            return merge_page(request, form)
        if done:
            return done
    steps = rules.steps_after_loss(noticed_on=found.noticed_on)
    context = {
        "loss": found,
        "form": form,
        "steps": [(step, getattr(found, step.field)) for step in steps],
        "today": today,
        "crumbs": sitting_crumbs(found.copy.sitting, "なくした資料"),
    }
    return answer(request, "meetings/loss.html", context, shown=[], status=status(form))


def _end_of(day: Any) -> datetime | None:
    """Until the end of that day: the first moment of the next."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) if day else None


def _crumbs(found: Any, last: str) -> list[dict[str, str]]:
    return [
        {"label": "会議", "url": reverse("meetings:list")},
        {"label": found.anonymous_label or "議題", "url": item_url(found.id)},
        {"label": last, "url": ""},
    ]
