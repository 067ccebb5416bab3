"""これまでの記録の取り込み: read a file, say how it is read, look at every row, take it."""

from __future__ import annotations

from time import monotonic
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
from norishiro.core.calendar import PartialDate
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.text import InputProblem
from norishiro.core.verdict import Refused
from norishiro.exchange import forms, layouts, operations, papers, queries, rules
from norishiro.exchange.choices import CLOSED, BringingState, Choice, Destination, Kind
from norishiro.outreach.choices import Met, Method
from norishiro.people.choices import ProtectionKind, RelationToHead, Sex

BRING = Permission.BRING
# So long one answer takes rows; then the page says how far it is.
SECONDS = 8
CODES = {
    "sex": Sex.choices,
    "relation": RelationToHead.choices,
    "method": Method.choices,
    "met": Met.choices,
    "flag": [
        ("NONE", "印はない（伏せない）"),
        *(one for one in ProtectionKind.choices if one[0] != "AGENCY"),
    ],
}


def _crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    first = ("これまでの記録の取り込み", reverse("exchange:bringings") if steps else "")
    return [{"label": label, "url": url} for label, url in (first, *steps)]


@page(needs=BRING)
def bringings(request: Any) -> HttpResponse:
    """これまでの記録の取り込み: the files of the agency."""
    context = {"rows": queries.bringings(request.actor), "crumbs": _crumbs()}
    return answer(request, "exchange/bringings.html", context, shown=[])


@page(needs=BRING)
def read_file(request: Any) -> HttpResponse:
    """ファイルを読む. Every row is shown with what would become of it; nothing enters yet."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(request, forms.ReadForm, initial={"kind": "PEOPLE"})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        name, content = given["file"]

        def read() -> str:
            made = operations.read_file(
                actor, kind=given["kind"], content=content, file_name=name, layout=given["layout"],
                most=rules.MOST_ON_SCREEN, today=today,
            )  # fmt: skip
            return reverse("exchange:bringing", args=[made.id])

        try:
            done = carry_out(request, form, do=read)
        except InputProblem as problem:
            form.add_error("file", problem.message)
        else:
            if done is not None:
                return done
    context = {"form": form, "back": reverse("exchange:bringings"), "crumbs": _crumbs(("ファイルを読む", ""))}
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "exchange/read_file.html", context, shown=[], status=status)


@page(needs=BRING)
def bringing(request: Any, bringing_id: UUID) -> HttpResponse:
    """一つのファイル: every row accounted for, those that need somebody first."""
    actor = request.actor
    found = queries.get_bringing(actor, bringing_id=bringing_id)
    counts = queries.destinations_of(actor, bringing=found)
    asked = request.GET.get("show", "")
    first = next((one.value for one in Destination if counts.get(one.value)), Destination.NEW.value)
    show = asked if asked in Destination.values else first
    after = request.GET.get("after", "0")
    listed = queries.rows_of(
        actor,
        bringing=found,
        destination=show,
        after=int(after) if after.isdecimal() and len(after) < 9 else 0,
    )
    alike = queries.people_alike(actor, rows=listed.rows)
    rows = [
        {
            "row": one,
            "notes": one.notes,
            "alike": [
                (alike[each["id"]], _birth(alike[each["id"]])) for each in one.alike if each["id"] in alike
            ],
        }
        for one in listed.rows
    ]
    total = sum(counts.values())
    context = {
        "bringing": found, "show": show, "rows": rows, "page": listed, "total": total,
        "tabs": [(one.value, str(one.label), counts.get(one.value, 0)) for one in Destination if counts.get(one.value)],
        "lines": found.above + found.heading_lines + found.blank + total,
        "progress": queries.progress_of(actor, bringing=found), "may_take": operations.take_verdict(actor, found),
        "may_drop": rules.may_drop(state=found.state), "of_people": found.kind == Kind.PEOPLE, "open_still": found.state not in CLOSED,
        "may_undo": found.started_at is not None and found.state != BringingState.READ,
        "choices": Choice.choices, "columns": _columns(found), "unread": _unread(found),
        "crumbs": _crumbs((found.file_name, "")),
    }  # fmt: skip
    shown = [one.person_id for one in listed.rows if one.person_id] + [one.id for one in alike.values()]
    return answer(request, "exchange/bringing.html", context, shown=shown)


def _birth(person: Any) -> str:
    """As far as it is known, in words."""
    return str(PartialDate.from_code(person.birth)) if person.birth else "生年月日は不明"


def _columns(found: Any) -> list[tuple[str, str]]:
    layout = layouts.of_plain(found.layout)
    return [
        (one.label, layout.columns[one.code])
        for one in layouts.fields_of(found.kind)
        if one.code in layout.columns
    ]


def _unread(found: Any) -> list[str]:
    used = set(found.layout["columns"].values())
    return [one for one in found.headings if one not in used]


@page(needs=BRING)
def lay_out(request: Any, bringing_id: UUID) -> HttpResponse:
    """列の読み方: which column is what, and what the words of this office mean."""
    actor = request.actor
    found = queries.get_bringing(actor, bringing_id=bringing_id)
    layout, problems = layouts.of_plain(found.layout), []
    words = queries.unsaid_words(actor, bringing=found, layout=layout)
    if request.method == "POST":
        layout = _posted_layout(request.POST, found, words)
        try:
            operations.lay_out(actor, bringing=found, layout=layout, today=timezone.localdate())
        except Refused as refusal:
            problems = [one.message for one in refusal.verdict.reasons]
        else:
            messages.success(request, "この読み方で、もう一度ぜんぶの行を読みました。")
            return redirect("exchange:bringing", found.id)
    fields = [
        {"field": one, "chosen": layout.columns.get(one.code, "")} for one in layouts.fields_of(found.kind)
    ]
    labels = {one.code: one.label for one in layouts.fields_of(found.kind)}
    said = [
        {
            "code": name, "label": labels[name], "choices": CODES[name],
            "words": [(at, word, layout.words.get(name, {}).get(word, "")) for at, word in enumerate(words[name])],
        }
        for name in words if words[name]
    ]  # fmt: skip
    context = {
        "bringing": found, "fields": fields, "headings": found.headings, "said": said, "problems": problems,
        "may": rules.may_lay_out(state=found.state, doubled=False, missing=[]),
        "crumbs": _crumbs((found.file_name, reverse("exchange:bringing", args=[found.id])), ("列の読み方", "")),
    }  # fmt: skip
    return answer(request, "exchange/lay_out.html", context, shown=[], status=422 if problems else 200)


def _posted_layout(posted: Any, found: Any, words: dict[str, list[str]]) -> layouts.Layout:
    """Only headings of this file, fields of this kind and meanings that there are."""
    columns = {
        one.code: posted[f"col-{one.code}"]
        for one in layouts.fields_of(found.kind)
        if posted.get(f"col-{one.code}") in found.headings
    }
    before = layouts.of_plain(found.layout).words
    meant = {
        name: {**before.get(name, {})}
        | {
            word: posted[f"word-{name}-{at}"]
            for at, word in enumerate(offered)
            if posted.get(f"word-{name}-{at}") in dict(CODES[name])
        }
        for name, offered in words.items()
    }
    return layouts.Layout(found.kind, columns, {name: said for name, said in meant.items() if said})


@page(needs=BRING)
def layout_file(request: Any, bringing_id: UUID) -> HttpResponse:
    """列の読み方をファイルで受け取る."""
    found = queries.get_bringing(request.actor, bringing_id=bringing_id)
    content = layouts.as_file(layouts.of_plain(found.layout))
    return hand_over(request, content, name="列の読み方.json", shown=[])


@page(needs=BRING)
def report_file(request: Any, bringing_id: UUID) -> HttpResponse:
    """行ごとの報告を Excel で受け取る."""
    actor = request.actor
    found = queries.get_bringing(actor, bringing_id=bringing_id)
    rows = list(queries.all_rows(actor, bringing=found))
    shown = [one.person_id for one in rows if one.person_id]
    return hand_over(request, papers.report(found, rows), name="取り込みの行ごとの報告.xlsx", shown=shown)


@require_POST
@page(needs=BRING)
def settle_rows(request: Any, bringing_id: UUID) -> HttpResponse:
    """だれのことか決める: the rows of one page."""
    found = queries.get_bringing(request.actor, bringing_id=bringing_id)
    choices: dict[UUID, tuple[str, UUID | None]] = {}
    for one in filter(None, map(as_uuid, request.POST.getlist("row"))):
        said = request.POST.get(f"choice-{one}", "")
        person_id = as_uuid(said)
        if person_id:
            choices[one] = (Choice.PERSON.value, person_id)
        elif said in (Choice.NEW, Choice.LEAVE):
            choices[one] = (said, None)
    operations.settle_rows(request.actor, bringing=found, choices=choices)
    messages.success(request, f"{len(choices)}行を決めました。「取り込む」を押すと入ります。")
    return redirect(reverse("exchange:bringing", args=[found.id]) + f"?show={Destination.DECIDE.value}")


@require_POST
@page(needs=BRING)
def take_rows(request: Any, bringing_id: UUID) -> HttpResponse:
    """取り込む: batch after batch for some seconds, then the page says how far it is."""
    actor, began, rows = request.actor, monotonic(), 0
    found = queries.get_bringing(actor, bringing_id=bringing_id)
    while True:
        done = operations.take_rows(actor, bringing=found, now=timezone.now(), today=timezone.localdate())
        rows += done.rows
        spent = monotonic() - began
        if not done.left or spent > SECONDS:
            break
    if done.left:
        minutes = max(1, round(done.left * spent / rows / 60))
        messages.info(
            request,
            f"{rows}行を取り込みました。あと{done.left}行（およそ{minutes}分）です。「続きを取り込む」を押してください。",
        )
    else:
        messages.success(request, f"{rows}行を取り込み、最後まで終わりました。")
    return redirect("exchange:bringing", found.id)


@require_POST
@page(needs=BRING)
def drop_bringing(request: Any, bringing_id: UUID) -> HttpResponse:
    """やめる."""
    found = queries.get_bringing(request.actor, bringing_id=bringing_id)
    operations.drop_bringing(request.actor, bringing=found)
    messages.success(request, "やめました。登録は、何も変わっていません。読んだ行も消しました。")
    return redirect("exchange:bringings")


@page(needs=BRING)
def ask_undo(request: Any, bringing_id: UUID) -> HttpResponse:
    """取り込みの取り消し: what would be taken back and what would stay; one person asks, another agrees."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_bringing(actor, bringing_id=bringing_id)
    form = open_form(request, forms.UndoForm)
    if request.method == "POST" and form.is_valid():

        def ask() -> str:
            operations.ask_undo(actor, bringing=found, reason=form.cleaned_data["reason"], today=today)
            return reverse("exchange:ask_undo", args=[found.id])

        done = carry_out(request, form, do=ask)
        if done is not None:
            messages.success(
                request, "取り消しを求めました。同じ機関のもう一人に、確かめてもらってください。"
            )
            return done
    asked = queries.undoing_of(actor, bringing=found)
    told = queries.returning_of(actor, bringing=found, whys=operations.what_of)
    context = {
        "bringing": found, "form": form, "asked": asked, "told": told, "total": told.back + told.left,
        "may_ask": operations.ask_verdict(found, reason="（まだ書いていない）", today=today),
        "may_agree": operations.agree_verdict(actor, found, today=today),
        "may_go_on": rules.may_undo_rows(agreed=found.state == BringingState.UNDOING, left=told.waiting),
        "days": rules.UNDONE_WITHIN_DAYS, "back": reverse("exchange:bringing", args=[found.id]),
        "crumbs": _crumbs((found.file_name, reverse("exchange:bringing", args=[found.id])), ("取り消し", "")),
    }  # fmt: skip
    shown = [row.person_id for row, _why in told.examples if row.person]
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "exchange/ask_undo.html", context, shown=shown, status=status)


@require_POST
@page(needs=BRING)
def agree_undo(request: Any, bringing_id: UUID) -> HttpResponse:
    """取り消しに同意する: the second person."""
    found = queries.get_bringing(request.actor, bringing_id=bringing_id)
    operations.agree_undo(request.actor, bringing=found, today=timezone.localdate())
    messages.success(request, "同意しました。「取り消しを進める」を押すと、順に取り消します。")
    return redirect("exchange:ask_undo", found.id)


@require_POST
@page(needs=BRING)
def refuse_undo(request: Any, bringing_id: UUID) -> HttpResponse:
    """取り消さないことにする."""
    found = queries.get_bringing(request.actor, bringing_id=bringing_id)
    operations.refuse_undo(request.actor, bringing=found, today=timezone.localdate())
    messages.success(request, "取り消さないことにしました。登録は、何も変わっていません。")
    return redirect("exchange:ask_undo", found.id)


@require_POST
@page(needs=BRING)
def undo_rows(request: Any, bringing_id: UUID) -> HttpResponse:
    """取り消しを進める: portion after portion for some seconds, then the page says how far it is."""
    actor, began = request.actor, monotonic()
    found = queries.get_bringing(actor, bringing_id=bringing_id)
    while True:
        done = operations.undo_rows(actor, bringing=found, today=timezone.localdate())
        if not done.waiting or monotonic() - began > SECONDS:
            break
    if done.waiting:
        messages.info(request, f"あと{done.waiting}行です。「続きを取り消す」を押してください。")
    else:
        messages.success(request, "最後まで終わりました。残したものと、そのわけは、下に出ています。")
    return redirect("exchange:ask_undo", found.id)
