"""オープンデータ: read a file, look at every row, take it; where the lists that are no places stand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.tables import place_in
from norishiro.core.text import InputProblem
from norishiro.core.withheld import typed_into
from norishiro.opendata import forms, handing_out, operations, papers, queries, rules
from norishiro.opendata.choices import Choice, IntakeState, NoteKind, Outcome
from norishiro.opendata.datasets import datasets
from norishiro.profiles.current import current_profile

KEEP = Permission.KEEP_PLACES
LISTS = tuple(one.code for one in datasets().datasets if not one.place_kind)


def _crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    first = [("居場所", reverse("resources:places")), ("オープンデータ", reverse("opendata:intakes"))]
    return [{"label": label, "url": url} for label, url in (*first, *steps)]


def _dataset_name(code: str) -> str:
    return datasets().named(code).name


@page(needs=KEEP)
def intakes(request: Any) -> HttpResponse:
    """オープンデータ: what was read and taken, and what can be handed out."""
    found = queries.intakes(request.actor)
    context = {
        "rows": [(one, _dataset_name(one.dataset)) for one in found],
        "lists": [(code, _dataset_name(code)) for code in LISTS], "public": queries.public_number(request.actor),
        "crumbs": _crumbs()[:1] + [{"label": "オープンデータ", "url": ""}],
    }  # fmt: skip
    return answer(request, "opendata/intakes.html", context, shown=[])


@page(needs=KEEP)
def read_file(request: Any) -> HttpResponse:
    """ファイルを読む. Every row is shown with what would become of it; nothing enters yet."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(request, forms.ReadForm, initial={"as_of": today, "licence": "OWN"})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        name, content = given.pop("file")

        def read() -> str:
            made = operations.read_file(actor, file_name=name, content=content, today=today, **given)
            return reverse("opendata:intake", args=[made.id])

        try:
            done = carry_out(request, form, do=read)
        except InputProblem as problem:
            form.add_error("file", problem.message)
        else:
            if done is not None:
                return done
    context = {"form": form, "back": reverse("opendata:intakes"), "crumbs": _crumbs(("ファイルを読む", ""))}
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "opendata/read_file.html", context, shown=[], status=status)


@page(needs=KEEP)
def intake(request: Any, intake_id: UUID) -> HttpResponse:
    """一つの取込み: every row accounted for, those that need somebody first."""
    actor = request.actor
    found = queries.get_intake(actor, intake_id=intake_id)
    counts = queries.outcomes_of(actor, intake=found)
    asked = request.GET.get("show", "")
    first = next((one.value for one in Outcome if counts.get(one.value)), Outcome.AS_IS.value)
    show = asked if asked in Outcome.values else first
    listed = queries.rows_of(actor, intake=found, outcome=show, at=place_in(request.GET))
    writes = sum(counts.get(one, 0) for one in operations.WRITES)
    gone = queries.gone_from(actor, intake=found)
    context = {
        "intake": found, "dataset": _dataset_name(found.dataset), "show": show,
        "tabs": [(one.value, str(one.label), counts.get(one.value, 0)) for one in Outcome if counts.get(one.value)],
        "page": listed, "rows": [_row(one) for one in listed.rows], "choices": Choice.choices,
        "total": sum(counts.values()), "lines": found.above + found.heading_lines + found.blank + sum(counts.values()),
        "may_take": rules.may_take_intake(open_still=found.state == IntakeState.READ, writes=writes, gone=len(gone)), "writes": writes,
        "gone": gone,
        "open_still": found.state == IntakeState.READ,
        "choosing": found.state == IntakeState.READ and any(one.swapped or one.outcome == Outcome.DIFFERS for one in listed.rows),
        "crumbs": _crumbs((found.file_name, "")),
    }  # fmt: skip
    return answer(request, "opendata/intake.html", context, shown=[])


def _row(one: Any) -> dict[str, Any]:
    notes = list(one.notes.all())
    return {
        "row": one, "notes": [note for note in notes if note.kind != NoteKind.DIFFERS],
        "differences": [note for note in notes if note.kind == NoteKind.DIFFERS],
        "hazards": [datasets().hazard_names[code] for code in one.hazards.split(",") if code],
        "may_be_new": one.place is not None and one.place.name != one.name or any(
            note.about == "所在地" and note.kind == NoteKind.DIFFERS for note in notes
        ),
    }  # fmt: skip


@require_POST
@page(needs=KEEP)
def choose_rows(request: Any, intake_id: UUID) -> HttpResponse:
    """選び方を残す: the rows of one page."""
    found = queries.get_intake(request.actor, intake_id=intake_id)
    shown = [one for one in map(as_uuid, request.POST.getlist("row")) if one]
    choices = {
        one: request.POST[f"choice-{one}"]
        for one in shown
        if request.POST.get(f"choice-{one}") in Choice.values
    }
    swaps = {one: request.POST.get(f"swap-{one}") == "1" for one in shown}
    operations.choose_rows(request.actor, intake=found, choices=choices, swaps=swaps)
    messages.success(request, "選び方を残しました。ほかの行も見たら、「取り込む」を押してください。")
    show = request.POST.get("show", "")
    query = f"?show={show}" if show in Outcome.values else ""
    return redirect(reverse("opendata:intake", args=[found.id]) + query)


@require_POST
@page(needs=KEEP)
def take_intake(request: Any, intake_id: UUID) -> HttpResponse:
    """取り込む."""
    found = queries.get_intake(request.actor, intake_id=intake_id)
    operations.take_intake(request.actor, intake=found, now=timezone.now())
    messages.success(request, "取り込みました。まだだれも確かめていない場なので、「要確認」と出ます。")
    return redirect("opendata:intake", found.id)


@require_POST
@page(needs=KEEP)
def drop_intake(request: Any, intake_id: UUID) -> HttpResponse:
    """取込みをやめる."""
    found = queries.get_intake(request.actor, intake_id=intake_id)
    operations.drop_intake(request.actor, intake=found)
    messages.success(request, "やめました。登録は、何も変わっていません。")
    return redirect("opendata:intakes")


@page(needs=KEEP)
def report_file(request: Any, intake_id: UUID) -> HttpResponse:
    """行ごとの報告を Excel で受け取る."""
    actor = request.actor
    found = queries.get_intake(actor, intake_id=intake_id)
    content = papers.report(
        found, queries.all_rows(actor, intake=found), dataset=_dataset_name(found.dataset)
    )
    return hand_over(request, content, name="オープンデータの行ごとの報告.xlsx", shown=[])


@page(needs=KEEP)
def standard_file(request: Any) -> HttpResponse:
    """公開している居場所を、自治体標準オープンデータセット（公共施設一覧）の CSV で出す."""
    today = timezone.localdate()
    town = current_profile(today).municipality
    places = queries.public_places(request.actor)
    content = handing_out.as_standard(places, code=town.code, town=town.name)
    return hand_over(request, content, name="公共施設一覧.csv", shown=[])


@page(needs=KEEP)
def hsds_file(request: Any) -> HttpResponse:
    """公開している居場所を、HSDS の JSON で出す."""
    content = handing_out.as_hsds(queries.public_places(request.actor), on=timezone.localdate())
    return hand_over(request, content, name="居場所（HSDS）.json", shown=[])


@page(needs=KEEP)
def listed(request: Any) -> HttpResponse:
    """取り込んだ一覧: shelters and events, which are no places of ours."""
    actor, today = request.actor, timezone.localdate()
    code = request.GET.get("kind", "")
    code = code if code in LISTS else LISTS[0]
    words = typed_into(request, request.GET.get("q", "").strip()[:60])
    past = request.GET.get("past") == "1"
    found = queries.listed(
        actor, dataset=code, words=words, from_on=today if code == "EVENT" and not past else None,
        at=place_in(request.GET),
    )  # fmt: skip
    context = {
        "page": found, "code": code, "words": words, "past": past,
        "rows": [{"row": one.row, **_row_of_list(one.row)} for one in found.rows],
        "lists": [(one, _dataset_name(one)) for one in LISTS], "name": _dataset_name(code),
        "crumbs": _crumbs(("取り込んだ一覧", "")),
    }  # fmt: skip
    return answer(request, "opendata/listed.html", context, shown=[])


def _row_of_list(row: Any) -> dict[str, Any]:
    return {
        "hazards": [datasets().hazard_names[code] for code in row.hazards.split(",") if code],
        "point": row.point, "about": row.offer.get("about", ""), "phone": row.offer.get("phone", ""),
    }  # fmt: skip
