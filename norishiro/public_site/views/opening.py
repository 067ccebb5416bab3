"""くらしの案内: what is open today, on a list and on a map, and whom to ask. Kept for a moment, the same for everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from norishiro.agencies import navigator
from norishiro.core.forms.base import as_uuid
from norishiro.public_site import drawing, leaves
from norishiro.public_site import news as newsroom
from norishiro.public_site.drawing import Wanted, Way
from norishiro.public_site.kept import Drawn, kept, remember_address
from norishiro.public_site.reading import AHEAD_DAYS
from norishiro.public_site.serving import handed_out
from norishiro.public_site.tongues import MODEL, Tongue
from norishiro.public_site.tongues import tongue as tongue_of

JSON = "application/geo+json; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8"
MOST_PAGES = 1000


@login_not_required
@require_safe
def door(request: Any) -> HttpResponse:
    """The short address for a leaflet: to the first page in Japanese, where every language is one tap away."""
    return redirect("public_site:start", MODEL)


@login_not_required
@require_safe
def start(request: Any, tongue: str) -> HttpResponse:
    """はじめのページ."""
    way = way_of(tongue)
    return answered(request, kept(f"start {tongue} {way.today}", lambda: drawing.start(way)))


@login_not_required
@require_safe
def places(request: Any, tongue: str) -> HttpResponse:
    """今日あいている居場所."""
    way = way_of(tongue)
    wanted = _wanted(request, way)
    number = _number(request)
    key = f"places {tongue} {way.today} {wanted} {number}"
    return answered(request, kept(key, lambda: drawing.places(way, wanted, number=number)))


@login_not_required
@require_safe
def place(request: Any, tongue: str, place_id: UUID) -> HttpResponse:
    """一つの居場所."""
    way = way_of(tongue)

    def draw() -> str:
        found = drawing.place(way, place_id)
        if found is None:
            raise Http404
        return found

    return answered(request, kept(f"place {tongue} {way.today} {place_id}", draw))


@login_not_required
@require_safe
def places_map(request: Any, tongue: str) -> HttpResponse:
    """居場所の地図."""
    way = way_of(tongue)
    wanted = _wanted(request, way)
    return answered(
        request, kept(f"map {tongue} {way.today} {wanted}", lambda: drawing.places_map(way, wanted))
    )


@login_not_required
@require_safe
def map_data(request: Any, tongue: str) -> HttpResponse:
    """The points of the map."""
    way = way_of(tongue)
    wanted = _wanted(request, way)
    key = f"points {tongue} {way.today} {wanted}"
    return answered(request, kept(key, lambda: drawing.map_data(way, wanted), kind=JSON))


@login_not_required
@require_safe
def boundary(request: Any) -> HttpResponse:
    """The town's boundary, as it laid it beside its data."""
    if not settings.NORISHIRO_BOUNDARY.is_file():
        raise Http404
    return answered(
        request,
        kept("boundary", lambda: settings.NORISHIRO_BOUNDARY.read_text(encoding="utf-8"), kind=JSON),
    )


@login_not_required
@require_safe
def desks(request: Any, tongue: str) -> HttpResponse:
    """相談先をさがす."""
    way = way_of(tongue)
    return answered(request, kept(f"desks {tongue} {way.today}", lambda: drawing.desks(way)))


@login_not_required
@require_safe
def desks_for(request: Any, tongue: str, topic: str) -> HttpResponse:
    """相談先 for one topic."""
    way = way_of(tongue)
    if navigator.topic(topic) is None:
        raise Http404
    return answered(request, kept(f"desks {tongue} {way.today} {topic}", lambda: drawing.desks(way, topic)))


@login_not_required
@require_safe
def flow(request: Any, tongue: str) -> HttpResponse:
    """相談すると、どうなるか."""
    way = way_of(tongue)
    return answered(request, kept(f"flow {tongue} {way.today}", lambda: drawing.flow(way)))


@login_not_required
@require_safe
def leaf(request: Any, tongue: str, leaf: str) -> HttpResponse:
    """職員が書いたページ."""
    way = way_of(tongue)

    def draw() -> str:
        found = drawing.leaf(way, leaf)
        if found is None:
            raise Http404
        return found

    return answered(request, kept(f"leaf {tongue} {way.today} {leaf}", draw))


@login_not_required
@require_safe
def news_list(request: Any, tongue: str) -> HttpResponse:
    """お知らせと催し."""
    way = way_of(tongue)
    return answered(request, kept(f"news {tongue} {way.today}", lambda: drawing.news_list(way)))


@login_not_required
@require_safe
def news(request: Any, tongue: str, news_id: UUID) -> HttpResponse:
    """一つのお知らせ・催し."""
    way = way_of(tongue)

    def draw() -> str:
        found = drawing.news(way, news_id)
        if found is None:
            raise Http404
        return found

    return answered(request, kept(f"news {tongue} {way.today} {news_id}", draw))


@login_not_required
@require_safe
def events_file(request: Any) -> HttpResponse:
    """催しを予定表に: what is held from today on."""
    way = way_of(MODEL)
    return answered(request, kept(f"events {way.today}", lambda: drawing.events_file(way), kind=CALENDAR))


@login_not_required
@require_safe
def by_code(request: Any, token: str) -> HttpResponse:
    """二次元コード: on to what it is about. One more opened it today; by whom is not known."""
    found = newsroom.behind(token)
    if found is None:
        raise Http404
    if newsroom.is_somebody(request):
        newsroom.count(token)
    if found.slug and leaves.leaf(MODEL, found.slug) is not None:
        return redirect("public_site:leaf", MODEL, found.slug)
    if newsroom.told(found.item_id, on=timezone.localdate()) is not None:
        return redirect("public_site:news", MODEL, found.item_id)
    return redirect("public_site:start", MODEL)


# --- what they share -----------------------------------------------------------------------------------


def way_of(code: str) -> Way:
    found: Tongue | None = tongue_of(code)
    if found is None:
        raise Http404
    return Way(found, timezone.localtime())


def _wanted(request: Any, way: Way) -> Wanted:
    """What the address asks for; what cannot be read is as usual."""
    get: Callable[[str, str], str] = request.GET.get
    return Wanted(
        on=_day(get("on", ""), today=way.today), area=as_uuid(get("area", "")),
        evening=get("evening", "") == "1", alone=get("alone", "") == "1", free=get("free", "") == "1",
    )  # fmt: skip


def _day(written: str, *, today: date) -> date:
    try:
        on = date.fromisoformat(written)
    except ValueError:
        return today
    return on if today <= on < today + timedelta(days=AHEAD_DAYS) else today


def _number(request: Any) -> int:
    written = request.GET.get("page", "")
    return int(written) if written.isascii() and written.isdigit() and 0 < int(written) <= MOST_PAGES else 1


def answered(request: Any, page: Drawn) -> HttpResponse:
    """The page; whoever asks for the same address while it is fresh is answered at the gate."""
    remember_address(request.get_full_path(), page)
    return handed_out(request, page)


__all__ = [
    "answered",
    "boundary",
    "by_code",
    "desks",
    "desks_for",
    "door",
    "events_file",
    "flow",
    "leaf",
    "map_data",
    "news",
    "news_list",
    "place",
    "places",
    "places_map",
    "start",
    "way_of",
]
