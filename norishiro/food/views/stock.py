"""いま置いているもの: what is there, one item and its movements, what comes in, what goes out, and the years."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.views import parts
from norishiro.core.calendar import fiscal_year_label, wareki
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.food import forms, kinds, operations, papers, queries
from norishiro.food.choices import DayKind, Source, Unit
from norishiro.food.views.common import (
    KEEP,
    SEE,
    crumbs,
    form_screen,
    may_keep,
    mine,
    named,
    names_of,
    tabs,
    whose,
    years_shown,
)

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.food.models import FoodDay, Lot

BESIDE = 3


@page(needs=SEE)
def stock(request: Any) -> HttpResponse:
    """いま置いているもの, and what is near its date."""
    actor, today, shown = request.actor, timezone.localdate(), whose(request)
    context = {
        "tabs": tabs("food:stock"), "all": shown is None, "items": queries.stock(actor, whose=shown),
        "near": [(one, one.best_before < today) for one in queries.near_lots(actor, today=today, whose=shown)],
        "near_days": kinds.NEAR.days, "may_keep": may_keep(actor), "source": kinds.SOURCE, "crumbs": crumbs(),
        "own": actor.agency_ids,
    }  # fmt: skip
    return answer(request, "food/stock.html", context, shown=[])


@page(needs=SEE)
def item(request: Any, food_item_id: UUID) -> HttpResponse:
    """一つの品目: everything that came and went, and what was there after it."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_item(actor, item_id=food_item_id)
    moved = queries.movements(actor, item=found)
    lots = list(dict.fromkeys(one.lot for one in moved if one.lot.left))
    context = {
        "item": found, "movements": moved, "lots": lots, "today": today, "may_keep": mine(actor, found.agency),
        "left": moved[0].after_words if moved else found.words(queries.NONE), "crumbs": crumbs((found.name, "")),
    }  # fmt: skip
    return answer(request, "food/item.html", context, shown=[])


def _asked_day(request: Any) -> FoodDay | None:
    asked = as_uuid(request.GET.get("day", ""))
    return queries.get_day(request.actor, day_id=asked) if asked else None


@page(needs=KEEP)
def receive_food(request: Any) -> HttpResponse:
    """受け取りを書く, from nothing, on a day, for a call, or from where the last thing came."""
    actor, today = request.actor, timezone.localdate()
    items, drives = queries.items_of(actor), queries.days_of(actor, kind=DayKind.DRIVE, until=today)
    asked, open_calls = _asked_day(request), queries.open_calls(actor)
    form = open_form(
        request, forms.ReceiveForm, subject=asked.id if asked else "",
        initial={"received_on": today, **_origin(request, asked)}, bodies=names_of(actor),
        offers={
            "item": [(str(one.id), f"{one.name}（{one.get_unit_display()}）") for one in items],
            "day": [(str(one.id), _day_label(one)) for one in drives],
            "call": [(str(one.id), f"{one.month.month}月の分 {one.kind_label}（{one.receiver.name}へ）") for one in open_calls],
        },
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        lot = operations.receive_food(
            actor, item=parts.chosen(items, given["item"]), quantity=given["quantity"], today=today,
            new=operations.NewItem(given["item_name"], given["item_kind"], given["item_unit"]),
            received_on=given["received_on"], best_before=given["best_before"],
            origin=operations.Origin(
                source=given["source"], giver=named(given, "giver"), carrier=named(given, "carrier"),
                day=parts.chosen(drives, given["day"]), call=parts.chosen(open_calls, given["call"]),
            ),
        )  # fmt: skip
        return (
            f"{lot.item.name}を{lot.came_words}受け取りました。同じ出どころのものを、続けて書けます。",
            f"{reverse('food:receive_food')}?like={lot.id}",
        )

    return form_screen(
        request, form, title="受け取りを書く", submit="書く", back=reverse("food:stock"), do=do,
        lines=[
            "一つの品目・一つの期限ごとに書きます。書いたあと、同じ出どころで続けて書けます。",
            "くれた人が住民のときは、「住民から」だけを選びます。名前は書きません。",
        ],
    )  # fmt: skip


def _origin(request: Any, day: FoodDay | None) -> dict[str, Any]:
    """Where it comes from, as the day, the call or the last thing says."""
    like, call = as_uuid(request.GET.get("like", "")), as_uuid(request.GET.get("call", ""))
    if like:
        lot = queries.get_lot(request.actor, lot_id=like)
        return {
            "received_on": lot.received_on, "source": lot.source, "giver": lot.giver.name if lot.giver else "",
            "carrier": lot.carrier.name if lot.carrier else "", "day": str(lot.day_id or ""), "call": str(lot.call_id or ""),
        }  # fmt: skip
    if day:
        return {"day": str(day.id), "source": Source.DRIVE, "received_on": day.held_on}
    return {"call": str(call), "source": Source.CORPORATION} if call else {}


def _day_label(day: FoodDay) -> str:
    return f"{day.held_on:%Y/%m/%d} {day.name}"


@page(needs=KEEP)
def change_lot(request: Any, lot_id: UUID) -> HttpResponse:
    """受け取りを直す."""
    actor = request.actor
    found = queries.get_lot(actor, lot_id=lot_id)
    mine(actor, found.item.agency).or_refuse()

    def opened() -> forms.ChangeLotForm:
        now = queries.get_lot(actor, lot_id=lot_id)
        initial = {"quantity": now.quantity, "best_before": now.best_before}
        return open_form(request, forms.ChangeLotForm, subject=now.id, version=now.version, initial=initial)

    form = opened()

    def do() -> tuple[str, str]:
        operations.change_lot(actor, lot=found, version=form.version or found.version, **form.cleaned_data)
        return "直しました。残りも変わりました。", reverse("food:item", args=[found.item_id])

    return form_screen(
        request, form, title="受け取りを直す", submit="直す", do=do, current=opened,
        back=reverse("food:item", args=[found.item_id]),
        lines=[f"{wareki(found.received_on)}に受け取った{found.item.name}。いまの残りは{found.left_words}です。"],
    )  # fmt: skip


@page(needs=KEEP)
def discard_food(request: Any, lot_id: UUID) -> HttpResponse:
    """廃棄を書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_lot(actor, lot_id=lot_id)
    mine(actor, found.item.agency).or_refuse()
    form = open_form(
        request, forms.DiscardForm, subject=found.id, initial={"quantity": found.left, "on": today}
    )

    def do() -> tuple[str, str]:
        operations.discard_food(actor, lot=found, today=today, **form.cleaned_data)
        return "廃棄を書きました。残りが減りました。", reverse("food:stock")

    until = f"期限は{wareki(found.best_before)}、" if found.best_before else ""
    return form_screen(
        request, form, title=f"{found.item.name}を廃棄したと書く", submit="書く", back=reverse("food:stock"), do=do,
        lines=[f"{until}残りは{found.left_words}です。捨てる前に、使ってくれる食堂や団体がないかを確かめてください。"],
    )  # fmt: skip


@page(needs=SEE)
def handouts(request: Any) -> HttpResponse:
    """渡した記録, of a fiscal year."""
    actor, year, shown = request.actor, parts.asked_year(request), whose(request)
    rows = queries.handouts(actor, year=year, whose=shown)
    context = {
        "tabs": tabs("food:handouts"), "year": year, "year_label": fiscal_year_label(year),
        "years": years_shown(actor, year), "all": shown is None, "may_keep": may_keep(actor), "crumbs": crumbs(),
        "lines": [(one, one.whom, mine(actor, one.agency).allowed) for one in rows],
    }  # fmt: skip
    return answer(request, "food/handouts.html", context, shown=[])


@page(needs=KEEP)
def hand_out(request: Any) -> HttpResponse:
    """渡したものを書く."""
    actor, today = request.actor, timezone.localdate()
    lots = queries.lots_left(actor, whose=[actor.agency_id])
    pantries = queries.days_of(actor, kind=DayKind.PANTRY, until=today)
    asked = _asked_day(request)
    initial: dict[str, Any] = {"on": today}
    if asked:
        initial |= {"on": asked.held_on, "day": str(asked.id), "way": "HOUSEHOLDS"}
    form = open_form(
        request, forms.HandOutForm, subject=asked.id if asked else "", initial=initial, bodies=names_of(actor),
        offers={"day": [(str(one.id), _day_label(one)) for one in pantries]}, shelves=[_shelf(one, today) for one in lots],
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given, amounts = form.cleaned_data, form.amounts
        lines = {one.id: amounts[one.field] for one in lots if one.field in amounts}
        operations.hand_out(
            actor, on=given["on"], way=given["way"], lines=lines, receiver=named(given, "receiver"), today=today,
            carrier=named(given, "carrier"), day=parts.chosen(pantries, given["day"]), households=given["households"],
            people=given["people"],
        )  # fmt: skip
        return "渡したものを書きました。残りが減りました。", (
            reverse("food:day", args=[given["day"]]) if given["day"] else reverse("food:handouts")
        )

    lines = ["期限の早いものから並んでいます。渡した量だけを書き、ほかは空のままにします。"]
    if not lots:
        lines = ["わたしの機関に、いま置いているものがありません。先に「受け取りを書く」から書いてください。"]
    return form_screen(
        request,
        form,
        title="渡したものを書く",
        submit="書く",
        back=reverse("food:handouts"),
        do=do,
        lines=lines,
    )


def _shelf(lot: Lot, today: date) -> forms.Shelf:
    until = f"{wareki(lot.best_before)}まで" if lot.best_before else "期限なし"
    past = "。期限が過ぎています" if lot.best_before and lot.best_before < today else ""
    return forms.Shelf(lot.field, f"{lot.item.name}（{until}）", f"{lot.left_words}{past}")


@page(needs=KEEP)
def undo_handout(request: Any, handout_id: UUID) -> HttpResponse:
    """渡した・廃棄した記録を取り消す."""
    actor = request.actor
    found = queries.get_handout(actor, handout_id=handout_id)
    mine(actor, found.agency).or_refuse()
    form = open_form(request, forms.UndoForm, subject=found.id)

    def do() -> tuple[str, str]:
        operations.undo_handout(actor, handout=found, today=timezone.localdate(), **form.cleaned_data)
        return "取り消しました。量は、置いているものに戻りました。", reverse("food:handouts")

    what = "、".join(f"{one.lot.item.name} {one.words}" for one in found.lines.all())
    return form_screen(
        request, form, title="記録を取り消す", submit="取り消す", back=reverse("food:handouts"), do=do,
        lines=[f"{wareki(found.on)}　{found.whom}　{what}。取り消した記録は、わけと一緒に残ります。"],
    )  # fmt: skip


@page(needs=SEE)
def years(request: Any) -> HttpResponse:
    """年度のまとめ: three years beside one another."""
    actor, year, shown = request.actor, parts.asked_year(request), whose(request)
    told = _year_told(actor, year, shown)
    context = {
        "tabs": tabs("food:years"), "year": year, "year_label": told.label, "all": shown is None,
        "years": years_shown(actor, year), "labels": told.labels, "crumbs": crumbs(), "units": told.units,
        "served": told.served, "receivers": told.receivers, "sources": told.sources,
    }  # fmt: skip
    return answer(request, "food/years.html", context, shown=[])


@require_POST
@page(needs=SEE)
def take_year(request: Any) -> HttpResponse:
    """年度のまとめを受け取る, as Excel."""
    actor, year = request.actor, parts.asked_year(request)
    told = _year_told(actor, year, whose(request))
    content = operations.take_year(actor, told=told, year=year, today=timezone.localdate())
    return hand_over(request, content, name="食支援の年度のまとめ.xlsx", shown=[])


def _year_told(actor: Actor, year: int, shown: frozenset[UUID] | None) -> papers.YearTold:
    beside = [year - back for back in range(BESIDE)]
    lines = queries.year_lines(actor, years=beside, whose=shown)
    return papers.YearTold(
        label=fiscal_year_label(year), labels=[fiscal_year_label(one) for one in beside], served=lines,
        units=[
            (unit.label, _balance_rows(unit, lines)) for unit in Unit
            if any(one.balances[unit].before or one.balances[unit].came for one in lines)
        ],
        receivers=[(one.name, one.words_of(beside)) for one in queries.receivers(actor, years=beside, whose=shown)],
        sources=list(queries.sources(actor, year=year, whose=shown)),
    )  # fmt: skip


def _balance_rows(unit: Unit, lines: list[queries.YearLine]) -> list[tuple[str, list[str]]]:
    """前の残り, 受け取った, 渡した, 廃棄, 残り: one row each, a column for each year."""
    names = (
        ("前の年度からの残り", "before"),
        ("受け取った", "came"),
        ("渡した", "given"),
        ("廃棄した", "thrown"),
        ("残り", "left"),
    )
    return [
        (label, [kinds.written(getattr(one.balances[unit], name)) for one in lines]) for label, name in names
    ]
