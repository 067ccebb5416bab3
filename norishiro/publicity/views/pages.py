"""公開のページ: what everybody can read, written as a draft and made public language by language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies import navigator
from norishiro.agencies.door import answer, page
from norishiro.core.form_pages import open_form
from norishiro.core.ruby import sounded
from norishiro.publicity import forms, operations, queries, rules, writing
from norishiro.publicity.choices import Tongue
from norishiro.publicity.views import common
from norishiro.publicity.views.common import KEEP, SEE, crumbs, form_screen

if TYPE_CHECKING:
    from norishiro.publicity.models import PublicPage


def _pages() -> tuple[str, str]:
    return ("公開のページ", reverse("publicity:public_pages"))


def _home(found: PublicPage) -> str:
    return reverse("publicity:public_page", args=[found.id])


def _outside(found: PublicPage, tongue: str) -> str:
    return reverse("public_site:leaf", args=[tongue, found.slug])


@page(needs=SEE)
def public_pages(request: Any) -> HttpResponse:
    """公開のページの一覧."""
    actor = request.actor
    context = {
        "lines": queries.page_lines(actor), "may_keep": common.may_keep(actor), "crumbs": crumbs(("公開のページ", "")),
        "tabs": common.tabs("publicity:public_pages"),
    }  # fmt: skip
    return answer(request, "publicity/public_pages.html", context, shown=[])


@page(needs=SEE)
def public_page(request: Any, public_page_id: UUID) -> HttpResponse:
    """一つの公開のページ: each language as a draft and as it is public; what stands beside it."""
    actor = request.actor
    found = queries.get_page(actor, page_id=public_page_id)
    may = common.may_keep(actor)
    line = queries.line_of(actor, page=found)
    live = {tongue.value for tongue, one in line.texts if one is not None and one.is_live}
    sides = [
        {
            "code": tongue.value, "label": tongue.label, "text": one, "title": sounded(one.title) if one else "",
            "draft": writing.rendered(one.text) if one else "",
            "may_publish": may if not may.allowed else rules.may_publish(
                tongue=tongue.value, drafted=one is not None, waits=one is not None and one.waits,
                model_is_live=rules.MODEL in live,
            ),
            "may_withdraw": may if not may.allowed else rules.may_withdraw(
                tongue=tongue.value, live=tongue.value in live, others_live=len(live - {tongue.value})
            ),
            "outside": _outside(found, tongue.value) if tongue.value in live else "",
        }
        for tongue, one in line.texts
    ]  # fmt: skip
    topic = navigator.topic(found.topic)
    context = {
        "public_page": found, "sides": sides, "may_keep": may, "places": queries.places_of(actor, page=found),
        "topic": topic.label if topic else "", "crumbs": crumbs(_pages(), (found.name, "")),
        "address": request.build_absolute_uri(_outside(found, rules.MODEL)),
    }  # fmt: skip
    return answer(request, "publicity/public_page.html", context, shown=[])


@page(needs=KEEP)
def open_page(request: Any) -> HttpResponse:
    """公開のページを作る."""
    form = open_form(request, forms.PageForm)

    def do() -> tuple[str, str]:
        made = operations.open_page(request.actor, **form.cleaned_data)
        return "ページを作りました。まだ公開されていません。日本語の下書きから書いてください。", _home(made)

    return form_screen(
        request, form, title="公開のページを作る", submit="作る", back=reverse("publicity:public_pages"), do=do,
        lines=["だれでも、名前もサインインもなしに読めるページです。作っただけでは公開されません。"],
    )  # fmt: skip


@page(needs=KEEP)
def change_page(request: Any, public_page_id: UUID) -> HttpResponse:
    """番地・相談先を直す."""
    actor = request.actor
    found = queries.get_page(actor, page_id=public_page_id)

    def opened() -> forms.ChangedPageForm:
        now = queries.get_page(actor, page_id=public_page_id)
        initial = {"name": now.name, "slug": now.slug, "topic": now.topic, "order": now.order}
        return open_form(request, forms.ChangedPageForm, subject=now.id, version=now.version, initial=initial)

    form = opened()

    def do() -> tuple[str, str]:
        operations.change_page(actor, page=found, version=form.version or found.version, **form.cleaned_data)
        return "直しました。公開しているページには、1分のうちに出ます。", _home(found)

    return form_screen(
        request, form, title="番地・相談先を直す", submit="直す", back=_home(found), do=do, current=opened,
        steps=(_pages(), (found.name, _home(found))),
        lines=["番地を変えると、前の番地は開けなくなります。チラシに印刷してあるときは、変えないでください。"],
    )  # fmt: skip


@page(needs=KEEP)
def write_text(request: Any, public_page_id: UUID, language: str) -> HttpResponse:
    """下書きを書く, in one language."""
    actor, tongue = request.actor, _tongue(language)
    found = queries.get_page(actor, page_id=public_page_id)

    def opened() -> forms.TextForm:
        now = next((one for one in found.texts.all() if one.tongue == tongue.value), None)
        initial = {"title": now.title, "text": now.text} if now else {"title": found.name}
        return open_form(
            request, forms.TextForm, subject=f"{found.id}-{tongue.value}", version=now.version if now else None,
            initial=initial,
        )  # fmt: skip

    form = opened()

    def do() -> tuple[str, str]:
        operations.write_text(
            actor, page=found, tongue=tongue.value, version=form.version, **form.cleaned_data
        )
        return "下書きを残しました。よければ「公開する」を押してください。", _home(found)

    def current() -> forms.TextForm:
        nonlocal found
        found = queries.get_page(actor, page_id=public_page_id)
        return opened()

    return form_screen(
        request, form, title=f"{tongue.label}の下書き", submit="残す", back=_home(found), do=do, current=current,
        steps=(_pages(), (found.name, _home(found))),
        lines=[
            "残しても、公開しているものは変わりません。「公開する」を押した日と人が残ります。",
            "窓口の電話や時間、居場所の開く日は、ここに書かなくても、台帳のまま下に出ます。",
        ],
    )  # fmt: skip


def _tongue(code: str) -> Tongue:
    if code not in Tongue.values:
        raise Http404
    return Tongue(code)


@require_POST
@page(needs=KEEP)
def publish_text(request: Any, public_page_id: UUID, language: str) -> HttpResponse:
    """公開する."""
    tongue = _tongue(language)
    found = queries.get_page(request.actor, page_id=public_page_id)
    operations.publish_text(request.actor, page=found, tongue=tongue.value, today=timezone.localdate())
    messages.success(request, f"{tongue.label}を公開しました。1分のうちに、だれでも読めるようになります。")
    return redirect(_home(found))


@require_POST
@page(needs=KEEP)
def withdraw_text(request: Any, public_page_id: UUID, language: str) -> HttpResponse:
    """公開から下げる."""
    tongue = _tongue(language)
    found = queries.get_page(request.actor, page_id=public_page_id)
    operations.withdraw_text(request.actor, page=found, tongue=tongue.value)
    messages.success(request, f"{tongue.label}を公開から下げました。下書きは残っています。")
    return redirect(_home(found))


@page(needs=KEEP)
def add_place(request: Any, public_page_id: UUID) -> HttpResponse:
    """居場所をのせる."""
    actor = request.actor
    found = queries.get_page(actor, page_id=public_page_id)
    form = open_form(request, forms.PagePlaceForm, subject=found.id, known=queries.public_places(actor))

    def do() -> tuple[str, str]:
        operations.add_place(actor, page=found, name=form.cleaned_data["place"])
        return "のせました。公開しているページには、1分のうちに出ます。", _home(found)

    return form_screen(
        request, form, title="居場所をのせる", submit="のせる", back=_home(found), do=do, steps=(_pages(), (found.name, _home(found))),
        lines=["名前・開く日・場所は、居場所の台帳のまま出ます。台帳で公開をやめると、ここからも消えます。"],
    )  # fmt: skip


@require_POST
@page(needs=KEEP)
def remove_place(request: Any, page_place_id: UUID) -> HttpResponse:
    """居場所を外す."""
    found = queries.get_page_place(request.actor, page_place_id=page_place_id)
    operations.remove_place(request.actor, page_place=found)
    messages.success(request, "外しました。")
    return redirect(_home(found.page))
