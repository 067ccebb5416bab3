"""対象者の一覧: put together, fixed, compared; the changes; one person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, found_nothing, page
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import wareki_short
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.searches import led_to_search, words_of
from norishiro.core.tables import place_in
from norishiro.core.withheld import covered
from norishiro.evacuation import forms, operations, queries, rules
from norishiro.evacuation.choices import REASONS_FOR, ChangeKind, Picked, Reason
from norishiro.evacuation.sources import sources
from norishiro.evacuation.views.common import KEEP, crumbs, file_screen, form_screen, may_plan, shown_of, tabs
from norishiro.people import queries as people

MOVES = operations.lists.MOVES


def _home(listing: Any) -> tuple[str, str]:
    return f"{wareki_short(listing.base_on)}の一覧", reverse("evacuation:listing", args=[listing.id])


@page(needs=KEEP)
def listings(request: Any) -> HttpResponse:
    """個別避難計画: the lists by day, each with who changed."""
    context = {
        "lines": queries.list_lines(request.actor), "tabs": tabs("evacuation:listings"), "crumbs": crumbs()[:1],
    }  # fmt: skip
    return answer(request, "evacuation/listings.html", context, shown=[])


@page(needs=KEEP)
def start_listing(request: Any) -> HttpResponse:
    """一覧を始める."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(request, forms.StartForm, initial={"base_on": today})

    def do() -> tuple[str, str]:
        made = operations.start_listing(actor, today=today, **form.cleaned_data)
        return "一覧を始めました。資料を読んでください。", reverse("evacuation:listing", args=[made.id])

    return form_screen(
        request, form, title="対象者の一覧を始める", submit="始める", back=reverse("evacuation:listings"), do=do,
        steps=crumbs(("一覧を始める", "")),
        lines=[
            "基準日の時点で、避難に支援が要る人の一覧です。要介護認定・手帳・本人の申出などの資料を、いくつでも読み込めます。",
            "確定すると、前の一覧との入替え（新しく載った人・外れた人・変わった人）が出ます。確定するまでは、消してやり直せます。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def listing(request: Any, listing_id: UUID) -> HttpResponse:
    """一つの一覧: its files, how it differs from the one before, and everybody on it. A name stands in no address."""
    actor = request.actor
    found = queries.get_listing(actor, listing_id=listing_id)
    if request.method == "POST":
        return led_to_search(request, field="q", also=("kind",))
    words, kind = words_of(request, limit=60), request.GET.get("kind", "")
    counts = queries.need_counts(actor, listing=found)
    asked = queries.Asked(words=words, kind=kind if kind in counts else "")
    withheld = covered([words]) != [None]
    listed = (
        queries.Page()
        if withheld
        else queries.entries(actor, listing=found, asked=asked, place=place_in(request.GET))
    )
    if words and not listed.rows:
        found_nothing(request, words=words)
    still = queries.open_differences(actor, listing=found)
    turnover = queries.turnover_of(actor, listing=found)
    context = {
        "listing": found, "page": listed, "asked": asked, "turnover": turnover, "differences": still,
        "form": forms.SearchForm(initial={"q": words if listed.rows else ""}), "narrowed": asked != queries.Asked(),
        "files": [(one, _file_kind(one)) for one in queries.files_of(actor, listing=found)],
        "kinds": [(one.code, one.name, counts[one.code]) for one in sources().kinds if one.code in counts],
        "rows": [(one, [_need(need) for need in one.needs.all()]) for one in listed.rows],
        "may_fix": rules.may_fix_listing(is_draft=found.is_draft, entries=turnover.after, open_differences=still),
        "crumbs": crumbs((_home(found)[0], "")),
    }  # fmt: skip
    return answer(request, "evacuation/listing.html", context, shown=shown_of(listed.rows))


def _file_kind(file: Any) -> str:
    return "異動の資料" if file.kind == MOVES else sources().name_of(file.kind)


def _need(need: Any) -> str:
    return f"{sources().name_of(need.kind)} {need.words}".strip()


@page(needs=KEEP)
def read_source(request: Any, listing_id: UUID) -> HttpResponse:
    """資料を読む."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_listing(actor, listing_id=listing_id)
    form = open_form(request, forms.SourceForm)
    label, back = _home(found)

    def do() -> tuple[str, str]:
        name, content = form.cleaned_data["file"]
        made = operations.read_source(
            actor, listing=found, kind=form.cleaned_data["kind"], content=content, file_name=name, today=today
        )
        held = f"入れなかった行が{made.held}行あります。わけを見てください。" if made.held else ""
        return f"{made.rows}行を読みました。{held}", reverse("evacuation:source_file", args=[made.id])

    return file_screen(
        request, form, title="資料を読む", submit="読む", back=back, do=do, steps=crumbs((label, back), ("資料を読む", "")),
        lines=[
            "「氏名」と「生年月日」の列が要ります。「宛名番号」「住所」「郵便番号」「電話」「要介護度・等級」などの列も読みます。",
            "読み取れない行は、推しはからずに、行の番号とわけを出します。直して読み直せます。",
            "前に読んだ資料と違うことが書いてあるときは「くいちがい」に出し、どちらが正しいかを人が決めます。",
            "支援措置などで伏せている住所・電話は、ここでも伏せて入ります。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def source_file(request: Any, source_file_id: UUID) -> HttpResponse:
    """読んだ資料: every line accounted for."""
    actor = request.actor
    found = queries.get_file(actor, source_file_id=source_file_id)
    context = {
        "file": found, "kind": _file_kind(found), "page": queries.held_rows(actor, file=found, place=place_in(request.GET)),
        "lines": found.above + 1 + found.blank + found.rows, "is_moves": found.kind == MOVES,
        "crumbs": crumbs(_home(found.listing), (found.file_name, "")),
    }  # fmt: skip
    return answer(request, "evacuation/source_file.html", context, shown=[])


@page(needs=KEEP)
def decide_differences(request: Any, listing_id: UUID) -> HttpResponse:
    """資料のくいちがいを決める."""
    actor = request.actor
    found = queries.get_listing(actor, listing_id=listing_id)
    if request.method == "POST":
        picks = {
            one: request.POST.get(f"pick-{one}", "")
            for one in map(as_uuid, request.POST.getlist("row"))
            if one and request.POST.get(f"pick-{one}") in Picked.values
        }
        number = operations.decide_differences(actor, listing=found, picks=picks)
        messages.success(request, f"{number}件を決めました。")
        return redirect("evacuation:decide_differences", found.id)
    listed = queries.differences(actor, listing=found, place=place_in(request.GET))
    context = {
        "listing": found, "page": listed, "rows": [(one, sources().name_of(one.file.kind)) for one in listed.rows],
        "crumbs": crumbs(_home(found), ("くいちがい", "")),
    }  # fmt: skip
    return answer(request, "evacuation/differences.html", context, shown=shown_of(listed.rows))


@require_POST
@page(needs=KEEP)
def fix_listing(request: Any, listing_id: UUID) -> HttpResponse:
    """一覧を確定する."""
    found = queries.get_listing(request.actor, listing_id=listing_id)
    fixed = operations.fix_listing(request.actor, listing=found, today=timezone.localdate())
    messages.success(request, "一覧を確定しました。")
    return redirect("evacuation:changes" if fixed.before_id else "evacuation:listing", fixed.id)


@require_POST
@page(needs=KEEP)
def drop_listing(request: Any, listing_id: UUID) -> HttpResponse:
    """作成中の一覧を消す."""
    found = queries.get_listing(request.actor, listing_id=listing_id)
    operations.drop_listing(request.actor, listing=found)
    messages.success(request, "作成中の一覧を消しました。")
    return redirect("evacuation:listings")


# --- changes ---------------------------------------------------------------------------------------


@page(needs=KEEP)
def changes(request: Any, listing_id: UUID) -> HttpResponse:
    """入替え: who is new, has left or changed, with the reasons; the turnover."""
    actor = request.actor
    found = queries.get_listing(actor, listing_id=listing_id)
    counts = queries.change_counts(actor, listing=found)
    asked, why = request.GET.get("kind", ""), request.GET.get("reason")
    kind = asked if asked in ChangeKind.values else ChangeKind.LEFT.value
    reason = why if why is not None and why in ("", *Reason.values) else None
    listed = queries.changes(actor, listing=found, kind=kind, reason=reason, place=place_in(request.GET))
    context = {
        "listing": found, "turnover": queries.turnover_of(actor, listing=found), "page": listed, "kind": kind, "reason": reason,
        "kinds": [(one.value, one.label, sum(counts[one.value].values()), _by_reason(counts[one.value])) for one in ChangeKind],
        "reasons": [(one.value, one.label) for one in REASONS_FOR[kind]], "unsaid": sum(one.get("", 0) for one in counts.values()),
        "may_file": rules.may_explain_by_file(is_draft=found.is_draft, compared=found.before_id is not None, people=1),
        "crumbs": crumbs(_home(found), ("入替え", "")),
    }  # fmt: skip
    return answer(request, "evacuation/changes.html", context, shown=shown_of(listed.rows))


def _by_reason(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    said = [(one.value, str(one.label), counts[one.value]) for one in Reason if one.value in counts]
    return [*said, ("", "わけがまだ", counts[""])] if "" in counts else said


@require_POST
@page(needs=KEEP)
def explain_changes(request: Any, listing_id: UUID) -> HttpResponse:
    """入替えのわけを残す: those of one page."""
    found = queries.get_listing(request.actor, listing_id=listing_id)
    reasons = {
        one: request.POST[f"reason-{one}"]
        for one in map(as_uuid, request.POST.getlist("row"))
        if one and request.POST.get(f"reason-{one}") in Reason.values
    }
    number = operations.explain_changes(request.actor, listing=found, reasons=reasons)
    messages.success(request, f"{number}人のわけを残しました。")
    kind = request.POST.get("kind", "")
    query = f"?kind={kind}" if kind in ChangeKind.values else ""
    return redirect(reverse("evacuation:changes", args=[found.id]) + query)


@page(needs=KEEP)
def explain_by_file(request: Any, listing_id: UUID) -> HttpResponse:
    """異動の資料で、わけを入れる."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_listing(actor, listing_id=listing_id)
    form = open_form(request, forms.MovesForm)
    back = reverse("evacuation:changes", args=[found.id])

    def do() -> tuple[str, str]:
        name, content = form.cleaned_data["file"]
        made = operations.explain_by_file(actor, listing=found, content=content, file_name=name, today=today)
        return f"{made.rows}行を読み、{made.taken}人のわけが入りました。", reverse(
            "evacuation:source_file", args=[made.id]
        )

    return file_screen(
        request, form, title="異動の資料を読む", submit="読んで、わけを入れる", back=back, do=do,
        steps=crumbs(_home(found), ("入替え", back), ("異動の資料を読む", "")),
        lines=[
            "転入・転出・死亡・施設入所などの異動の表を読むと、入替えのわけがまとめて入ります。",
            "「氏名」「生年月日」「異動事由」の列が要ります。「宛名番号」「異動日」もあれば読みます。",
            "読み方の決まっていない異動事由は、推しはからずに、行とわけを出します。",
        ],
    )  # fmt: skip


# --- one person ------------------------------------------------------------------------------------


@page(needs=KEEP)
def target(request: Any, target_id: UUID) -> HttpResponse:
    """一人の対象者: the lists they stood on, what changed, the notices and visits."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_target(actor, target_id=target_id)
    history = queries.history_of(actor, target=found)
    newest = history.entries[0] if history.entries else None
    alike = _alike(actor, found, newest, today)
    begun = [one for one in queries.plan_forms(actor) if one.from_on <= today]
    form = next(iter(begun), None)
    context = {
        "plans": queries.plans_of(actor, target=found), "form": form, "may_plan": may_plan(form), "older_forms": begun[1:],
        "said": queries.giving_consents(actor, target=found), "standpoints": queries.standpoints(actor, target=found),
        "handed": queries.handed_to(actor, target=found), "supports": queries.supports_of(actor, target=found),
        "drill_parts": queries.drill_parts(actor, target=found), "many": rules.MANY,
        "target": found, "history": history, "newest": newest, "today": today, "alike": alike,
        "rows": [(one, [_need(need) for need in one.needs.all()]) for one in history.entries],
        "crumbs": crumbs((newest.name if newest else "対象者", "")),
    }  # fmt: skip
    shown = [found.seen_as, *(one.id for one in alike)]
    return answer(request, "evacuation/target.html", context, shown=shown)


def _alike(actor: Any, target: Any, newest: Any, today: Any) -> list[Any]:
    """Whose records this actor may see, of the same name and day of birth: to be joined by hand."""
    if target.person_id or newest is None or not actor.may(Permission.SEE_PEOPLE):
        return []
    rows = people.search_people(actor, text=newest.name, today=today)
    return [
        one
        for one in rows
        if one.name_key == target.name_key and one.birth_earliest == one.birth_latest == target.birth
    ]


@require_POST
@page(needs=KEEP)
def link_target(request: Any, target_id: UUID) -> HttpResponse:
    """人の記録と結ぶ、または外す."""
    actor = request.actor
    found = queries.get_target(actor, target_id=target_id)
    person_id = as_uuid(request.POST.get("person", ""))
    person = people.get_person(actor, person_id=person_id) if person_id else None
    operations.link_target(actor, target=found, person=person)
    messages.success(request, "人の記録と結びました。" if person else "結びつけを外しました。")
    return redirect("evacuation:target", found.id)
