"""配布と説明: where each edition went, where it has not been yet, and how much it was by year and area."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies.choices import Field
from norishiro.agencies.door import answer, page
from norishiro.agencies.views import parts
from norishiro.core.calendar import fiscal_year_label
from norishiro.core.form_pages import open_form
from norishiro.publicity import forms, operations, queries
from norishiro.publicity.views import common
from norishiro.publicity.views.common import KEEP, SEE, crumbs, form_screen
from norishiro.publicity.views.items import home_of
from norishiro.resources.catalogue import catalogue, choices

TARGETS = (
    ("機関", [(f"AGENCY:{code}", label) for code, label in Field.choices]),
    ("居場所", [(f"PLACE:{code}", label) for code, label in choices(catalogue().kinds)]),
)
KNOWN = {code: label for _group, ones in TARGETS for code, label in ones}


@page(needs=SEE)
def handouts(request: Any) -> HttpResponse:
    """年度の配布と説明, by area."""
    actor, year = request.actor, parts.asked_year(request)
    sums = queries.handout_sums(actor, year=year)
    context = {
        "sums": sums, "copies": sum(one.copies for one in sums), "heard": sum(one.heard for one in sums),
        "handouts": queries.handouts_in(actor, year=year), "year": year, "years": common.years(actor, year),
        "year_label": fiscal_year_label(year), "may_keep": common.may_keep(actor), "tabs": common.tabs("publicity:handouts"),
        "crumbs": crumbs(("配布と説明", "")),
    }  # fmt: skip
    return answer(request, "publicity/handouts.html", context, shown=[])


@page(needs=SEE)
def unreached(request: Any, told_id: UUID) -> HttpResponse:
    """まだ届けていない先: agencies of a field, or places of a kind."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_item(actor, item_id=told_id)
    target = request.GET.get("target", "")
    target = target if target in KNOWN else TARGETS[0][1][0][0]
    rows, number = queries.unreached(actor, item=found, target=target, on=today)
    context = {
        "item": found, "targets": TARGETS, "target": target, "label": KNOWN[target], "rows": rows, "number": number,
        "is_agency": target.startswith("AGENCY:"), "may_keep": common.may_keep(actor),
        "crumbs": crumbs((str(found), home_of(found)), ("まだ届けていない先", "")),
    }  # fmt: skip
    return answer(request, "publicity/unreached.html", context, shown=[])


@page(needs=KEEP)
def hand_out(request: Any, told_id: UUID) -> HttpResponse:
    """配布・説明を残す."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_item(actor, item_id=told_id)
    initial = {"given_on": today, "way": "BRIEFING" if found.kind == "BRIEFING" else "COPIES"}
    initial |= {name: request.GET.get(name, "") for name in ("agency", "place")}
    offered = {
        "agency": parts.agency_choices(actor, today), "place": queries.place_names(actor),
        "area": parts.area_choices(actor, today),
    }  # fmt: skip
    form = open_form(request, forms.HandoutForm, subject=found.id, initial=initial, offered=offered)

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.hand_out(
            actor, item=found, way=given["way"], given_on=given["given_on"], number=given["number"], today=today,
            where=operations.Where(UUID(given["agency"]) if given["agency"] else None, given["place"], given["elsewhere"]),
            area_id=UUID(given["area"]) if given["area"] else None,
        )  # fmt: skip
        return "残しました。「まだ届けていない先」から消えました。", home_of(found)

    return form_screen(
        request, form, title="配布・説明を残す", submit="残す", back=home_of(found), do=do, steps=((str(found), home_of(found)),),
        lines=[f"{found}を、どこに何部届けたか、何人に説明したかを残します。"],
    )  # fmt: skip


@page(needs=KEEP)
def undo_handout(request: Any, paper_id: UUID) -> HttpResponse:
    """配布・説明の記録を取り消す."""
    actor = request.actor
    found = queries.get_handout(actor, handout_id=paper_id)
    form = open_form(request, forms.UndoForm, subject=found.id)

    def do() -> tuple[str, str]:
        operations.undo_handout(actor, handout=found, **form.cleaned_data)
        return "取り消しました。合計からも引きました。", home_of(found.item)

    return form_screen(
        request, form, title="配布・説明の記録を取り消す", submit="取り消す", back=home_of(found.item), do=do,
        steps=((str(found.item), home_of(found.item)),), lines=[f"{found.where}の{found.number}。取り消した記録は、わけと一緒に残ります。"],
    )  # fmt: skip


__all__ = ["hand_out", "handouts", "undo_handout", "unreached"]
