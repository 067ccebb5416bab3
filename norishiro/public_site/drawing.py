"""The public pages as text: the same for the server and for the site that ``norishiro publish`` writes.

Drawn without the request, so that neither a session nor a cookie comes into being, and read through ``reading`` alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from icalendar import Calendar, Event

from norishiro.agencies import navigator
from norishiro.core.ruby import sounded
from norishiro.neighbours.districts import District, districts
from norishiro.public_site import leaves, reading
from norishiro.public_site import news as newsroom
from norishiro.public_site.kept import remembered, remembered_each
from norishiro.public_site.reading import Spot, Told, Wanted
from norishiro.public_site.tongues import Tongue, tongues
from norishiro.public_site.tongues import tongue as tongue_of
from norishiro.publicity.writing import rendered
from norishiro.resources.catalogue import catalogue, names
from norishiro.resources.choices import Companion, Mood
from norishiro.resources.opening import Answer, Span

DAYS_OFFERED = 7
# So many windows stand under a page that staff wrote; the others are one tap away.
WAYS_BESIDE = 3
TICKS = ("evening", "alone", "free")
# Words and colour of open now, later, over; nothing on other days.
State = tuple[str, str] | None


@dataclass(frozen=True)
class Way:
    """How a page is drawn: in which words, at which moment, and whether it stands by itself on another server."""

    tongue: Tongue
    now: datetime
    standing: bool = False

    @property
    def today(self) -> date:
        return self.now.date()


# --- the pages --------------------------------------------------------------------------------------


def start(way: Way) -> str:
    """はじめのページ."""
    pages = [
        (
            reverse("public_site:leaf", args=[way.tongue.code, one.slug]),
            sounded(one.title),
            _lang(way, one.tongue),
        )
        for one in leaves.leaves(way.tongue.code)
    ]
    return _draw(
        way, "public_site/open_start.html", page="start", leaves=pages, news_url=_at(way, "news_list") if newsroom.all_told(way.today) else "",
        letters_url=_at(way, "letters") if districts_of(way) else "",
    )  # fmt: skip


def places(way: Way, wanted: Wanted, *, number: int = 1) -> str:
    """Those open on a day, twenty at a time; all at once where the page stands by itself."""
    number = 0 if way.standing else number
    found, total = reading.page_of(wanted, number=number)
    asked = _query(wanted, way)
    after = 0 if way.standing else total - number * reading.PAGE
    return _draw(
        way, "public_site/open_places.html", page="places",
        wanted=wanted, lede=way.tongue.say("places", "lede", day=way.tongue.day(wanted.on)),
        rows=_rows(way, found, on=wanted.on), total=total,
        count=way.tongue.say("places", "count", count=total),
        days=_days(way, wanted.on), areas=[(str(one.id), one.name, one.id == wanted.area) for one in reading.areas()],
        ticks=[(name, way.tongue.say("places", name), getattr(wanted, name)) for name in TICKS],
        narrowed=bool(wanted.area or any(getattr(wanted, name) for name in TICKS)),
        map_url=f"{_at(way, 'places_map')}{_question(asked)}",
        sooner=None if found or way.standing else _sooner(way, wanted),
        before=f"{_question({**asked, 'page': str(number - 1)})}" if number > 1 else "",
        after=f"{_question({**asked, 'page': str(number + 1)})}" if after > 0 else "",
        after_words=way.tongue.say("places", "more", count=min(after, reading.PAGE)) if after > 0 else "",
    )  # fmt: skip


def days_ahead(way: Way, offered: Sequence[date]) -> str:
    """Which day: for pages that stand by themselves. A small script leads on to today where there is one."""
    listed = [(f"{_at(way, 'places')}?on={on}", on.isoformat(), way.tongue.day(on)) for on in offered]
    return _draw(way, "public_site/open_days.html", page="places", listed=listed)


def place(way: Way, place_id: UUID) -> str | None:
    """One place; None where there is no public one of this id."""
    found = reading.place(place_id)
    if found is None:
        return None
    tongue, today = way.tongue, way.today
    traits = names(catalogue().access)
    equipment = [one.code for one in found.traits.all() if one.kind == "ACCESS"]
    return _draw(
        way, "public_site/open_place.html", page="place", place=found, kind=_kind(tongue, found.kind),
        now_open=_hours(tongue, reading.answer(found, on=today)), state=_state(way, reading.answer(found, on=today), on=today),
        coming=[(tongue.day(on), _hours(tongue, said)) for on, said in reading.coming(found, today=today)],
        lines=reading.days_in_words(found) if tongue.is_model else [],
        who=_who(tongue, found), fee=_fee(tongue, found),
        mood=tongue.name_of("moods", found.mood, Mood(found.mood).label) if found.mood else "",
        companion=tongue.name_of("companions", found.companion, Companion(found.companion).label) if found.companion else "",
        equipment=[tongue.name_of("equipment", code, traits.get(code, code)) for code in equipment],
        checked=tongue.say("place", "checked", day=tongue.day(found.confirmed_on)) if found.confirmed_on else "",
        website=found.website if str(found.website).startswith(("https://", "http://")) else "",
    )  # fmt: skip


def places_map(way: Way, wanted: Wanted) -> str:
    """The map of those open on a day; the list beside it says the same."""
    asked = _question(_query(wanted, way))
    return _draw(
        way, "public_site/open_map.html", page="places_map", lede=way.tongue.say("map", "lede", day=way.tongue.day(wanted.on)),
        list_url=f"{_at(way, 'places')}{asked}", data_url=f"{_at(way, 'map_data')}{asked}",
        boundary_url=reverse("public_site:boundary") if settings.NORISHIRO_BOUNDARY.is_file() else "",
        tiles=settings.NORISHIRO_MAP_TILES, credit=settings.NORISHIRO_MAP_CREDIT,
    )  # fmt: skip


def map_data(way: Way, wanted: Wanted) -> str:
    """GeoJSON of those open on a day, as far as somebody wrote down where they stand."""
    found = reading.points(wanted)
    spots = {one.id: one for one in found}
    drawn = remembered_each(
        ("feature", way.tongue.code),
        [one.id for one in found],
        lambda unknown: _features(way, [spots[one] for one in unknown]),
    )
    return f'{{"type":"FeatureCollection","features":[{",".join(drawn[one.id] for one in found)}]}}'


def _features(way: Way, spots: list[Spot]) -> dict[UUID, str]:
    """The points of these as JSON."""
    kinds, here = names(catalogue().kinds), _at(way, "places")
    told = {code: strip_tags(way.tongue.name_of("kinds", code, name)) for code, name in kinds.items()}
    return {
        one.id: json.dumps(
            {
                "type": "Feature", "geometry": {"type": "Point", "coordinates": [one.east, one.north]},
                "properties": {"name": one.name, "kind": told.get(one.kind, one.kind), "url": f"{here}{one.id}/"},
            },
            ensure_ascii=False, separators=(",", ":"),
        )
        for one in spots
    }  # fmt: skip


def desks(way: Way, topic: str = "") -> str:
    """相談先: by one tap on what troubles somebody."""
    tongue, chosen = way.tongue, navigator.topic(topic)
    found = reading.ways(fields=navigator.fields_of([chosen]), at=way.now) if chosen else []
    return _draw(
        way, "public_site/open_desks.html", page="desks", chosen=chosen,
        topics=[(_topic(tongue, one), _desk_address(way, one.code), one == chosen) for one in navigator.TOPICS],
        ways=[(one, _desk_state(way, one), _spans(tongue, one.hours or ())) for one in found],
        at_once=[(one.number, _at_once(tongue, one)) for one in navigator.at_once([chosen])] if chosen else [],
    )  # fmt: skip


def leaf(way: Way, slug: str) -> str | None:
    """A page staff wrote, with the windows and places it leads to; None where nothing of this name is public."""
    found = leaves.leaf(way.tongue.code, slug)
    if found is None:
        return None
    topic = navigator.topic(found.topic)
    ways = reading.ways(fields=navigator.fields_of([topic]), at=way.now) if topic else []
    places = leaves.places_of(slug, on=way.today)
    return _draw(
        way, "public_site/open_leaf.html", page="leaf", leaf=found, title=sounded(found.title), lang=_lang(way, found.tongue),
        fell_back=found.tongue != way.tongue.code,
        text=rendered(found.text), published=way.tongue.say("leaf", "published", day=way.tongue.day(found.published_on)),
        ways=[(one, _desk_state(way, one), _spans(way.tongue, one.hours or ())) for one in ways[:WAYS_BESIDE]],
        more_ways=_desk_address(way, topic.code) if topic and len(ways) > WAYS_BESIDE else "",
        # A page that stands by itself is read on other days: it says only where to look.
        rows=[] if way.standing else _rows(way, places, on=way.today),
        places=[(reverse("public_site:place", args=[way.tongue.code, one.id]), one.name) for one in places],
    )  # fmt: skip


def _lang(way: Way, code: str) -> str:
    """What to mark a text with that stands in another language than the page; empty where it does not."""
    said = tongue_of(code)
    return said.lang if said is not None and said.lang != way.tongue.lang else ""


def news_list(way: Way) -> str:
    """お知らせと催し: what is coming, and what was issued."""
    return _draw(
        way, "public_site/open_news_list.html", page="news_list",
        coming=[_news(way, one) for one in newsroom.coming(way.today)], issued=[_news(way, one) for one in newsroom.issued(way.today)],
        file_url=reverse("public_site:events_file"),
    )  # fmt: skip


def news(way: Way, item_id: UUID) -> str | None:
    """One of them; None where nothing of this id is public."""
    found = newsroom.told(item_id, on=way.today)
    return _draw(way, "public_site/open_news.html", page="news", **_news(way, found)) if found else None


def _news(way: Way, one: newsroom.Told) -> dict[str, Any]:
    return {
        "news": one, "url": reverse("public_site:news", args=[way.tongue.code, one.id]), "day": way.tongue.day(one.on),
        "hours": _spans(way.tongue, [(one.opens, one.closes)]) if one.opens else "",
    }  # fmt: skip


def events_file(way: Way) -> str:
    """What is held from today on, for calendars (RFC 5545)."""
    book = Calendar()
    book.add("prodid", "-//norishiro//public_site//JA")
    book.add("version", "2.0")
    book.add("x-wr-calname", reading.town(way.today) or "催し")
    for one in newsroom.coming(way.today):
        event = Event()
        event.add("uid", f"{one.id}@norishiro")
        event.add("dtstamp", way.now.astimezone(UTC))
        event.add("summary", one.name)
        event.add("description", one.about)
        event.add("location", one.venue)
        event.add("dtstart", _moment(one.on, one.opens) if one.opens else one.on)
        if one.opens and one.closes:
            event.add("dtend", _moment(one.on, one.closes))
        book.add_component(event)
    return bytes(book.to_ical()).decode()


def _moment(on: date, at: time) -> datetime:
    """In UTC: no calendar then needs a description of the time zone."""
    return timezone.make_aware(datetime.combine(on, at)).astimezone(UTC)


def letters(way: Way, *, chosen: Sequence[str] = (), typed: str = "", wrong: Sequence[str] = ()) -> str:
    """地区の便りを受け取る: districts and an address; where the page stands by itself, only where that can be done."""
    return _draw(
        way, "public_site/open_letters.html", page="letters", districts=_choices(way, chosen), typed=typed,
        live_url=f"{settings.NORISHIRO_ADDRESS}{_at(way, 'letters')}" if settings.NORISHIRO_ADDRESS else "",
        wrong_address="address" in wrong, wrong_trap="trap" in wrong, **_wrong(way, wrong),
    )  # fmt: skip


def letters_asked(way: Way) -> str:
    """A mail went out, or would have: the same page for every address."""
    return _step(way, "letters", heading="asked", words="asked_words", more="asked_none")


def letters_confirm(way: Way, key: UUID, names: Sequence[str]) -> str:
    """What pressing does."""
    press = (reverse("public_site:confirm_letters", args=[way.tongue.code, key]), "register")
    return _step(
        way, "confirm_letters", key=key, heading="confirm", words="confirm_words", names=names, press=press
    )


def letters_registered(way: Way, key: UUID) -> str:
    own = (reverse("public_site:own_letters", args=[way.tongue.code, key]), "own_page")
    return _step(way, "own_letters", key=key, heading="registered", words="registered_words", go=own)


def letters_own(
    way: Way, key: UUID, names: Sequence[str], *, chosen: Sequence[str], wrong: Sequence[str], changed: bool
) -> str:
    """One's own districts, to be changed, and the way out."""
    return _step(
        way, "own_letters", key=key, heading="own", words="own_words", names=names, districts=_choices(way, chosen),
        notice=way.tongue.say("letters", "changed") if changed else "",
        change_url=reverse("public_site:own_letters", args=[way.tongue.code, key]),
        leave_url=reverse("public_site:leave_letters", args=[way.tongue.code, key]), **_wrong(way, wrong),
    )  # fmt: skip


def letters_leave(way: Way, key: UUID, names: Sequence[str]) -> str:
    press = (reverse("public_site:leave_letters", args=[way.tongue.code, key]), "leave")
    return _step(
        way, "leave_letters", key=key, heading="leave", words="leave_words", names=names, press=press
    )


def letters_left(way: Way) -> str:
    return _step(way, "letters", heading="left", words="left_words", go=(_at(way, "letters"), "again"))


def letters_gone(way: Way) -> str:
    """The link leads nowhere any more; which of the reasons it is, is not told."""
    return _step(way, "letters", heading="gone", words="gone_words", go=(_at(way, "letters"), "again"))


def _step(
    way: Way, page: str, *, heading: str, words: str, more: str = "", press: tuple[str, str] = ("", ""),
    go: tuple[str, str] = ("", ""), **context: Any,
) -> str:  # fmt: skip
    """One step of registering or leaving: what happened, and at most one thing to press."""

    def said(key: str) -> str:
        return way.tongue.say("letters", key) if key else ""

    usual = {"names": (), "districts": (), "notice": "", "wrong": (), "wrong_areas": False, "key": None}
    return _draw(
        way, "public_site/open_letters_step.html", page=page, heading=said(heading), words=said(words), more_words=said(more),
        press_url=press[0], press=said(press[1]), go_url=go[0], go=said(go[1]), **{**usual, **context},
    )  # fmt: skip


def districts_of(way: Way) -> list[District]:
    """Those one can register for, through the public door."""
    found: list[District] = remembered(
        ("districts", way.today), lambda: districts(on=way.today, using=reading.DOOR)
    )
    return found


def _choices(way: Way, chosen: Sequence[str]) -> list[tuple[str, str, bool]]:
    def name(one: District) -> str:
        return (
            way.tongue.say("letters", "within", name=one.name, within=one.within) if one.within else one.name
        )

    return [(one.code, name(one), one.code in chosen) for one in districts_of(way)]


def _wrong(way: Way, wrong: Sequence[str]) -> dict[str, Any]:
    """What is to be mended, each leading to where it stands."""
    where = {"areas": "areas", "address": "address", "trap": "homepage"}
    told = [(where.get(one, ""), way.tongue.say("letters", f"wrong_{one}")) for one in wrong]
    return {"wrong": told, "wrong_areas": "areas" in wrong}


def flow(way: Way) -> str:
    """相談すると、どうなるか: in plain words."""
    return _draw(
        way,
        "public_site/open_flow.html",
        page="flow",
        steps=[way.tongue.say("flow", f"step_{one}") for one in range(1, 6)],
    )


# --- parts ------------------------------------------------------------------------------------------


def _draw(way: Way, template: str, *, page: str, **context: Any) -> str:
    tongue = way.tongue
    others = [(one, _same_page(one, page, context), one.code == tongue.code) for one in tongues()]
    shared = {
        "tongue": tongue, "w": tongue.words, "others": others, "standing": way.standing, "today": way.today,
        "start_url": _at(way, "start"), "places_url": _at(way, "places"), "desks_url": _at(way, "desks"),
        "letters_url": _at(way, "letters"), "flow_url": _at(way, "flow"), "write_url": _write_address(way), "municipality_name": reading.town(way.today),
        "emergency": tongue.say("welcome", "at_once", ambulance=_call("119"), police=_call("110")),
    }  # fmt: skip
    return render_to_string(template, {**shared, **context})


def _same_page(tongue: Tongue, page: str, context: dict[str, Any]) -> str:
    if page == "place":
        return reverse("public_site:place", args=[tongue.code, context["place"].id])
    if page == "news":
        return reverse("public_site:news", args=[tongue.code, context["news"].id])
    if context.get("key"):
        return reverse(f"public_site:{page}", args=[tongue.code, context["key"]])
    if page == "leaf":
        return reverse("public_site:leaf", args=[tongue.code, context["leaf"].slug])
    if page == "desks" and context["chosen"]:
        return reverse("public_site:desks_for", args=[tongue.code, context["chosen"].code])
    return reverse(f"public_site:{page}", args=[tongue.code])


def _at(way: Way, page: str) -> str:
    return reverse(f"public_site:{page}", args=[way.tongue.code])


def _desk_address(way: Way, topic: str) -> str:
    return reverse("public_site:desks_for", args=[way.tongue.code, topic])


def _write_address(way: Way) -> str:
    """Where one can write; nowhere where the page stands by itself and the town named no address for that."""
    if way.standing and not settings.NORISHIRO_ADDRESS:
        return ""
    return reverse("public_site:consult") + ("" if way.tongue.is_model else "?words=plain")


def _call(number: str) -> SafeString:
    return SafeString(f'<a href="tel:{number}">{number}</a>')


def _query(wanted: Wanted, way: Way) -> dict[str, str]:
    """What was asked for, as an address says it: nothing where it is as usual."""
    said = {"on": wanted.on.isoformat()} if wanted.on != way.today or way.standing else {}
    said |= {"area": str(wanted.area)} if wanted.area else {}
    return said | {name: "1" for name in TICKS if getattr(wanted, name)}


def _question(asked: dict[str, str]) -> str:
    return f"?{urlencode(asked)}" if asked else ""


def _days(way: Way, chosen: date) -> list[tuple[str, SafeString, bool]]:
    offered = [way.today + timedelta(days=ahead) for ahead in range(DAYS_OFFERED)]
    said = {0: "today", 1: "tomorrow"}
    return [
        (
            on.isoformat(),
            way.tongue.say("places", said[ahead]) if ahead in said else way.tongue.day(on),
            on == chosen,
        )
        for ahead, on in enumerate(offered)
    ]


def _sooner(way: Way, wanted: Wanted) -> tuple[str, SafeString] | None:
    """The next day on which something like it is open, for whoever found nothing."""
    for ahead in range(1, DAYS_OFFERED):
        other = replace(wanted, on=wanted.on + timedelta(days=ahead))
        count = len(reading.sought(other))
        if count and other.on < way.today + timedelta(days=reading.AHEAD_DAYS):
            words = way.tongue.say("places", "sooner", day=way.tongue.day(other.on), count=count)
            return _question(_query(other, way)), words
    return None


def _rows(way: Way, found: list[Told], *, on: date) -> list[SafeString]:
    """One line for each, drawn once for the day and for each of open now, later, over."""
    told = {one.id: one for one in found}
    keys = [(one.id, _state(way, one.answer, on=on)) for one in found]

    def draw(unknown: list[tuple[UUID, State]]) -> dict[tuple[UUID, State], SafeString]:
        return {(one, state): _row(way, told[one], state) for one, state in unknown}

    drawn = remembered_each(("row", way.tongue.code, on), keys, draw)
    return [drawn[key] for key in keys]


def _row(way: Way, told: Told, state: State) -> SafeString:
    return render_to_string(
        "public_site/open_places_row.html",
        {
            "told": told, "url": reverse("public_site:place", args=[way.tongue.code, told.id]), "state": state,
            "kind": _kind(way.tongue, told.kind), "hours": _hours(way.tongue, told.answer), "fee": _fee(way.tongue, told),
            "tongue": way.tongue, "w": way.tongue.words,
        },
    )  # fmt: skip


def _kind(tongue: Tongue, code: str) -> SafeString:
    return tongue.name_of("kinds", code, names(catalogue().kinds).get(code, code))


def _hours(tongue: Tongue, said: Answer) -> str:
    if not said.known:
        return tongue.say("place", "unknown")
    if not said.is_open:
        return tongue.say("place", "closed")
    return _spans(tongue, [(one.opens, one.closes) for one in said.spans])


def _spans(tongue: Tongue, spans: Any) -> SafeString:
    parts = [_span(tongue, opens, closes) for opens, closes in spans]
    return SafeString("、".join(parts) if tongue.is_japanese else ", ".join(parts))


def _span(tongue: Tongue, opens: time | None, closes: time | None) -> SafeString:
    if opens is None:
        return tongue.say("frame", "all_day")
    if closes is None:
        return tongue.say("frame", "from", opens=_clock(opens))
    return tongue.say("frame", "span", opens=_clock(opens), closes=_clock(closes))


def _clock(at: time) -> str:
    return f"{at.hour}:{at:%M}"


def _state(way: Way, said: Answer, *, on: date) -> State:
    """Open now, later, or over for today; nothing on other days, nor where a page is read at another hour."""
    if way.standing or on != way.today or not said.is_open:
        return None
    timed = [one for one in said.spans if one.opens is not None]
    if not timed:
        return None
    now = way.now.time()
    if any(_covers(one, now) for one in timed):
        return way.tongue.say("places", "now"), "green"
    if any(one.opens is not None and one.opens > now for one in timed):
        return way.tongue.say("places", "later"), "yellow"
    return way.tongue.say("places", "over"), ""


def _covers(span: Span, now: time) -> bool:
    return span.opens is not None and span.opens <= now and (span.closes is None or now < span.closes)


def _fee(tongue: Tongue, found: Any) -> str:
    if found.fee is None:
        return ""
    return tongue.say("places", "yen", fee=found.fee) if found.fee else tongue.say("places", "no_fee")


def _who(tongue: Tongue, found: Any) -> str:
    if found.anybody:
        return tongue.say("place", "anybody")
    if found.age_from is not None and found.age_to is not None:
        return tongue.say("place", "ages", first=found.age_from, last=found.age_to)
    if found.age_from is not None:
        return tongue.say("place", "ages_from", first=found.age_from)
    return tongue.say("place", "ages_to", last=found.age_to) if found.age_to is not None else ""


def _topic(tongue: Tongue, one: navigator.Topic) -> SafeString:
    return tongue.name_of(
        "topics", one.code, one.plain if tongue.is_japanese and not tongue.is_model else one.label
    )


def _at_once(tongue: Tongue, one: navigator.AtOnce) -> SafeString:
    return tongue.name_of(
        "at_once", one.number, one.plain if tongue.is_japanese and not tongue.is_model else one.label
    )


def _desk_state(way: Way, one: Any) -> tuple[str, str] | None:
    if way.standing or one.hours is None:
        return None
    if one.open_now:
        return way.tongue.say("desks", "open_now"), "green"
    return way.tongue.say("desks", "opens_later" if one.opens_later else "closed_now"), "yellow"


__all__ = [
    "days_ahead",
    "Wanted",
    "Way",
    "desks",
    "flow",
    "leaf",
    "letters",
    "letters_asked",
    "letters_confirm",
    "letters_gone",
    "letters_leave",
    "letters_left",
    "letters_own",
    "letters_registered",
    "districts_of",
    "map_data",
    "events_file",
    "news",
    "news_list",
    "place",
    "places",
    "places_map",
    "start",
]
