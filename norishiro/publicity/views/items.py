"""広報物と催し: what was made known, who may be shown in it, by which ways, what came back, and how many asked because of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.views import parts
from norishiro.core.calendar import fiscal_year_label
from norishiro.core.form_pages import open_form
from norishiro.publicity import forms, kinds, operations, queries, rules
from norishiro.publicity.views import common
from norishiro.publicity.views.common import KEEP, SEE, crumbs, form_screen

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.core.forms import Form
    from norishiro.publicity.models import Item


def home_of(found: Item) -> str:
    return reverse("publicity:item", args=[found.id])


@page(needs=SEE)
def items(request: Any) -> HttpResponse:
    """広報物と催しの一覧 of a year, with what went out and how often it was opened."""
    actor, year = request.actor, parts.asked_year(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(kinds.CHOICES) else ""
    context = {
        "lines": queries.item_lines(actor, year=year, kind=kind), "kinds": kinds.CHOICES, "kind": kind, "year": year,
        "years": common.years(actor, year), "year_label": fiscal_year_label(year), "may_keep": common.may_keep(actor),
        "tabs": common.tabs("publicity:items"), "crumbs": crumbs()[:1] + [{"label": "広報", "url": ""}],
        "more": f"&kind={kind}" if kind else "", "channels": queries.channel_lines(actor, year=year),
    }  # fmt: skip
    return answer(request, "publicity/items.html", context, shown=[])


@page(needs=SEE)
def item(request: Any, told_id: UUID) -> HttpResponse:
    """一つの広報物・催し."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_item(actor, item_id=told_id)
    may = common.may_keep(actor)
    leaves, belonging = queries.leaves_of(actor, item=found), queries.parts_of(actor, item=found)
    codes = queries.codes_of(actor, item=found)
    context = {
        "item": found, "may_keep": may, "today": today, "leaves": leaves, "parts": belonging,
        "notices": queries.notices_of(actor, item=found), "responses": queries.responses_of(actor, items=[found, *belonging]),
        "handouts": queries.handouts_of(actor, item=found), "codes": codes, "visits": sum(one.visits for one in codes),
        "enquiries": queries.enquiries(actor, items=[found, *belonging]), "crumbs": crumbs((str(found), "")),
        "may_publish": may if not may.allowed else rules.may_publish_item(
            live=found.published_on is not None, shows_people=found.shows_people, leaves=len(leaves),
            lapsed=sum(one.until_on is not None and one.until_on <= today for one in leaves), about=found.about,
        ),
        "may_count": may if not may.allowed else rules.may_count_people(
            held=found.is_held, issued_on=found.issued_on, today=today
        ),
        "outside": reverse("public_site:news", args=[rules.MODEL, found.id]),
    }  # fmt: skip
    return answer(request, "publicity/item.html", context, shown=[])


def _offered(actor: Actor, *, but: UUID | None = None) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "area": parts.area_choices(actor, today), "base": parts.base_choices(actor, today),
        "campaign": [one for one in queries.campaigns(actor) if one[0] != str(but)],
    }  # fmt: skip


def _values(given: dict[str, Any]) -> dict[str, Any]:
    """What the form says, as the record keeps it."""
    values = dict(given)
    for name in ("area", "base", "campaign"):
        chosen = values.pop(name)
        values[f"{name}_id"] = UUID(chosen) if chosen else None
    return values


@page(needs=KEEP)
def add_item(request: Any) -> HttpResponse:
    """広報物・催しを登録する."""
    actor = request.actor
    form = open_form(
        request, forms.ItemForm, initial={"issued_on": timezone.localdate()}, offered=_offered(actor)
    )

    def do() -> tuple[str, str]:
        made = operations.add_item(actor, values=_values(form.cleaned_data))
        return "登録しました。配った先や、知らせた方法を残せます。まだ公開されていません。", home_of(made)

    return form_screen(
        request, form, title="広報物・催しを登録する", submit="登録する", back=reverse("publicity:items"), do=do,
        lines=["リーフレット・便り・動画・報道・説明会・市民フォーラム・催しを、一つずつ登録します。版や号が変わったら、新しく登録します。"],
    )  # fmt: skip


@page(needs=KEEP)
def change_item(request: Any, told_id: UUID) -> HttpResponse:
    """広報物・催しを直す."""
    actor = request.actor
    found = queries.get_item(actor, item_id=told_id)

    def opened() -> forms.ChangedItemForm:
        now = queries.get_item(actor, item_id=told_id)
        initial = {
            name: getattr(now, name)
            for name in (
                "kind",
                "title",
                "edition",
                "issued_on",
                "shows_people",
                "about",
                "opens",
                "closes",
                "venue",
                "until_on",
            )
        }
        initial |= {name: str(getattr(now, f"{name}_id") or "") for name in ("area", "base", "campaign")}
        return open_form(
            request, forms.ChangedItemForm, subject=now.id, version=now.version, initial=initial,
            offered=_offered(actor, but=now.id),
        )  # fmt: skip

    form = opened()

    def do() -> tuple[str, str]:
        operations.change_item(
            actor, item=found, version=form.version or found.version, values=_values(form.cleaned_data)
        )
        return "直しました。公開しているものは、1分のうちに変わります。", home_of(found)

    return form_screen(
        request, form, title="広報物・催しを直す", submit="直す", back=home_of(found), do=do, current=opened, steps=((str(found), home_of(found)),),
        lines=["公開しているときに「人や作品がうつっている」を付けると、了承があるまで、公開のページから消えます。"],
    )  # fmt: skip


def _act(
    request: Any,
    found: Item,
    form: Form,
    *,
    title: str,
    said: str,
    line: str,
    do: Callable[[dict[str, Any]], Any],
) -> HttpResponse:
    """One thing written beside it."""

    def run() -> tuple[str, str]:
        do(dict(form.cleaned_data))
        return said, home_of(found)

    return form_screen(
        request, form, title=title, submit="残す", back=home_of(found), do=run, steps=((str(found), home_of(found)),), lines=[line]
    )  # fmt: skip


@page(needs=KEEP)
def count_people(request: Any, told_id: UUID) -> HttpResponse:
    """来た人を書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_item(actor, item_id=told_id)
    form = open_form(request, forms.PeopleForm, subject=found.id, initial={"came": found.came})
    return _act(
        request, found, form, title="来た人を書く", said="来た人を残しました。", line="来た人の数だけを残します。名簿は持ちません。",
        do=lambda given: operations.count_people(actor, item=found, today=today, **given),
    )  # fmt: skip


@page(needs=KEEP)
def keep_leave(request: Any, told_id: UUID) -> HttpResponse:
    """了承を残す."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_item(actor, item_id=told_id)
    form = open_form(request, forms.LeaveForm, subject=found.id, initial={"given_on": today})
    return _act(
        request, found, form, title="了承を残す", said="了承を残しました。",
        line="写真にうつった人や、作品を作った人の了承です。名前は書かず、紙の置き場所を書いてください。",
        do=lambda given: operations.keep_leave(actor, item=found, today=today, **given),
    )  # fmt: skip


@page(needs=KEEP)
def note_channel(request: Any, told_id: UUID) -> HttpResponse:
    """知らせた方法を残す."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_item(actor, item_id=told_id)
    form = open_form(request, forms.ChannelForm, subject=found.id, initial={"noted_on": today})
    return _act(
        request, found, form, title="知らせた方法を残す", said="知らせた方法を残しました。",
        line="広報紙・ホームページ・SNS・便りなど、知らせた方法ごとに一つ残します。催しで聞いた「何で知ったか」の人数も書けます。",
        do=lambda given: operations.note_channel(actor, item=found, **given),
    )  # fmt: skip


@page(needs=KEEP)
def note_response(request: Any, told_id: UUID) -> HttpResponse:
    """反応を残す."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_item(actor, item_id=told_id)
    form = open_form(request, forms.ResponseForm, subject=found.id, initial={"noted_on": today})
    return _act(
        request, found, form, title="反応を残す", said="反応を残しました。",
        line="報道・掲載、見た人のことば、来た人の感想です。だれが言ったかは書きません。",
        do=lambda given: operations.note_response(actor, item=found, today=today, **given),
    )  # fmt: skip


@require_POST
@page(needs=KEEP)
def end_leave(request: Any, leave_id: UUID) -> HttpResponse:
    """了承を終える."""
    found = queries.get_leave(request.actor, leave_id=leave_id)
    operations.end_leave(request.actor, leave=found, today=timezone.localdate())
    messages.success(request, "了承を終えました。公開しているものは、1分のうちに公開のページから消えます。")
    return redirect(home_of(found.item))


@require_POST
@page(needs=KEEP)
def publish_item(request: Any, told_id: UUID) -> HttpResponse:
    """公開する."""
    found = queries.get_item(request.actor, item_id=told_id)
    operations.publish_item(request.actor, item=found, today=timezone.localdate())
    messages.success(request, "公開しました。1分のうちに「くらしの案内」のお知らせに並びます。")
    return redirect(home_of(found))


@require_POST
@page(needs=KEEP)
def withdraw_item(request: Any, told_id: UUID) -> HttpResponse:
    """公開から下げる."""
    found = queries.get_item(request.actor, item_id=told_id)
    operations.withdraw_item(request.actor, item=found)
    messages.success(request, "公開から下げました。記録は残っています。")
    return redirect(home_of(found))
