"""配布日・ドライブ: the days, one of them with its roles and totals, and how many came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.casework.queries.gatherings import begun_at
from norishiro.core.calendar import fiscal_year_label, wareki
from norishiro.core.form_pages import open_form
from norishiro.core.verdict import YES, Verdict, no
from norishiro.food import forms, operations, queries, rules
from norishiro.food.choices import DayKind
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
    years_shown,
)

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.food.models import FoodDay


def _home(day: FoodDay) -> str:
    return reverse("food:day", args=[day.id])


@page(needs=SEE)
def days(request: Any) -> HttpResponse:
    """配布日とドライブの一覧."""
    actor, year = request.actor, parts.asked_year(request)
    context = {
        "tabs": tabs("food:days"), "days": queries.days(actor, year=year), "year": year, "crumbs": crumbs(),
        "year_label": fiscal_year_label(year), "years": years_shown(actor, year), "may_keep": may_keep(actor),
    }  # fmt: skip
    return answer(request, "food/days.html", context, shown=[])


@page(needs=SEE)
def day(request: Any, food_day_id: UUID) -> HttpResponse:
    """一つの日: who does what, what came or went, how many were served, and, apart from that, the consultations."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_day(actor, day_id=food_day_id)
    receives = actor.may(Permission.RECEIVE) and found.gathering_id is not None
    context = {
        "day": found, "told": queries.day_told(actor, day=found), "drive": found.kind == DayKind.DRIVE,
        "may_keep": mine(actor, found.agency), "may_tell": _may_tell(actor, found, today=today),
        "may_receive": _may_receive(actor, found),
        "receive_url": reverse("casework:receive_at_gathering", args=[found.gathering_id]) if found.gathering_id else "",
        "begun": begun_at(actor, gathering_ids=[found.gathering_id]).get(found.gathering_id, 0) if receives else None,
        "crumbs": crumbs(("配布日・ドライブ", reverse("food:days")), (found.name, "")),
    }  # fmt: skip
    return answer(request, "food/day.html", context, shown=[])


def _may_tell(actor: Actor, found: FoodDay, *, today: Any) -> Verdict:
    if found.called_off_on is not None:
        return no("held_on", rules.OFF)
    if found.held_on > today:
        return no("held_on", "その日になったら書けます。")
    return mine(actor, found.agency)


def _may_receive(actor: Actor, found: FoodDay) -> Verdict:
    if not actor.may(Permission.RECEIVE):
        return no(
            "receive",
            "相談を受け付けられるのは「相談を受け付ける」役割の人です。心配ごととして伝えてください。",
        )
    if found.agency_id not in actor.agency_ids:
        return no("mine", "受け付けられるのは、この日を開く機関の人です。「相談」から受け付けてください。")
    if found.gathering_id is None:
        return no("told", "先に「来た数を書く」で、いままでに来た数を書いてください（あとで直せます）。")
    return YES


@page(needs=KEEP)
def add_day(request: Any) -> HttpResponse:
    """配布日・ドライブの日を登録する."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(
        request, forms.DayForm, initial={"held_on": today}, offers={"area": parts.area_choices(actor, today)}
    )

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        area = agency_queries.get_area(actor, area_id=UUID(given["area"]))
        added = operations.add_day(
            actor,
            kind=given["kind"],
            name=given["name"],
            area=area,
            held_on=given["held_on"],
            place=given["place"],
        )
        return "登録しました。役割と、受け取ったもの・渡したものを書けます。", _home(added)

    return form_screen(
        request, form, title="配布日・ドライブの日を登録する", submit="登録する", back=reverse("food:days"), do=do,
        lines=["集める日（フードドライブ）と、渡す日（配布日）を登録します。来た数は、その日になってから書きます。"],
    )  # fmt: skip


@page(needs=KEEP)
def change_day(request: Any, food_day_id: UUID) -> HttpResponse:
    """日・名前・場所を直す."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_day(actor, day_id=food_day_id)
    mine(actor, found.agency).or_refuse()

    def opened() -> forms.ChangeDayForm:
        now = queries.get_day(actor, day_id=food_day_id)
        initial = {"name": now.name, "area": str(now.area_id), "held_on": now.held_on, "place": now.place}
        return open_form(
            request, forms.ChangeDayForm, subject=now.id, version=now.version, initial=initial,
            offers={"area": parts.area_choices(actor, today)},
        )  # fmt: skip

    form = opened()

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.change_day(
            actor, day=found, version=form.posted_version, name=given["name"], held_on=given["held_on"],
            place=given["place"], area=agency_queries.get_area(actor, area_id=UUID(given["area"])), today=today,
        )  # fmt: skip
        return "直しました。", _home(found)

    return form_screen(
        request, form, title="日・名前・場所を直す", submit="直す", back=_home(found), do=do, current=opened,
        lines=["来た数がもう書かれているときは、地域づくりの集まりの日・名前・場所も、いっしょに変わります。"],
    )  # fmt: skip


@page(needs=KEEP)
def call_off_day(request: Any, food_day_id: UUID) -> HttpResponse:
    """とりやめる."""
    actor = request.actor
    found = queries.get_day(actor, day_id=food_day_id)
    mine(actor, found.agency).or_refuse()
    form = open_form(request, forms.CallOffForm, subject=found.id)

    def do() -> tuple[str, str]:
        operations.call_off_day(actor, day=found, why=form.cleaned_data["why"], today=timezone.localdate())
        return "とりやめたと書きました。一覧には、わけと一緒に残ります。", _home(found)

    return form_screen(
        request, form, title="この日をとりやめる", submit="とりやめる", back=_home(found), do=do,
        lines=[f"{found.name}　{wareki(found.held_on)}", "開かなかった日として残り、開いた日には数えません。"],
    )  # fmt: skip


@page(needs=KEEP)
def take_day_role(request: Any, food_day_id: UUID) -> HttpResponse:
    """役割を書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_day(actor, day_id=food_day_id)
    mine(actor, found.agency).or_refuse()
    form = open_form(
        request, forms.RoleForm, subject=found.id, bodies=names_of(actor),
        offers={"agency": parts.agency_choices(actor, today)},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        agency = (
            agency_queries.get_agency(actor, agency_id=UUID(given["agency"])) if given["agency"] else None
        )
        operations.take_day_role(
            actor,
            day=found,
            what=given["what"],
            body=named(given, "body"),
            agency=agency,
            heads=given["heads"],
        )
        return "役割を書きました。", _home(found)

    return form_screen(
        request, form, title="役割を書く", submit="書く", back=_home(found), do=do,
        lines=[f"{found.name}（{wareki(found.held_on)}）で、だれが何をするか。人の名前ではなく、団体・機関と人数で書きます。"],
    )  # fmt: skip


@page(needs=KEEP)
def tell_day(request: Any, food_day_id: UUID) -> HttpResponse:
    """来た数を書く, or put it right."""
    actor = request.actor
    found = queries.get_day(actor, day_id=food_day_id)
    mine(actor, found.agency).or_refuse()

    def opened() -> forms.TellDayForm:
        now = queries.get_day(actor, day_id=food_day_id)
        told = now.gathering
        initial = {"households": now.households}
        if told:
            initial |= {"people": told.people, "consulted": told.consulted or None, "note": told.note}
        return open_form(request, forms.TellDayForm, subject=now.id, version=now.version, initial=initial)

    form = opened()

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.tell_day(
            actor, day=found, version=form.version or found.version, people=given["people"],
            households=given["households"], consulted=given["consulted"] or 0, note=given["note"],
            today=timezone.localdate(),
        )  # fmt: skip
        return "来た数を書きました。集まりとして、日報・月報にも入ります。", _home(found)

    return form_screen(
        request, form, title="来た数を書く", submit="書く", back=_home(found), do=do, current=opened,
        lines=["途中の数でもかまいません。あとで直せます。渡した数と、相談の数は、別に数えます。"],
    )  # fmt: skip
