"""The list of places, one place with its month, the counts, and the calendar file."""

from __future__ import annotations

from calendar import Calendar as Months
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.casework.queries.gatherings import begun_at
from norishiro.community import queries as community
from norishiro.core.calendar import fiscal_year, fiscal_year_label, is_holiday
from norishiro.core.tables import place_in
from norishiro.core.withheld import typed_into
from norishiro.matching import queries as matching
from norishiro.opendata import queries as opendata
from norishiro.resources import queries, rules
from norishiro.resources.catalogue import catalogue, choices, names, platforms
from norishiro.resources.centres import centre_type
from norishiro.resources.choices import Function, Role, State
from norishiro.resources.opening import (
    Answer,
    Rule,
    answer_on,
    days_open,
    hours_words,
    next_opening,
    rule_words,
    special_words,
    words_of,
)
from norishiro.resources.views import parts

TICKS = (
    ("open", "この日に開いている"),
    ("anybody", "だれでも来てよい"),
    ("evening", "夕方・夜もある（17時より後）"),
    ("welcoming", "孤立している人を受け入れる"),
    ("alone", "一人で過ごせる"),
    ("quiet", "静か"),
    ("free", "無料"),
    ("vacant", "空きがある"),
    ("stale", "確かめなおす日がすぎた"),
)
STANDINGS = (("OPEN", "活動中・これから"), ("PAUSED", "休止中"), ("CLOSED", "閉鎖"), ("ALL", "すべて"))
FILE_DAYS = 183


@dataclass(frozen=True)
class Day:
    """Open or closed on one day, in words, with the line that said so."""

    on: date
    answer: Answer
    hours: str
    why: str

    @property
    def is_open(self) -> bool:
        return self.answer.is_open


def told(on: date, found: Answer) -> Day:
    hours = "・".join(words for span in found.spans if (words := hours_words(span)))
    why = "、".join(rule_words(one) if isinstance(one, Rule) else special_words(one) for one in found.because)
    return Day(on, found, hours, why)


def _asked(request: Any, actor: Actor, on: date) -> queries.Asked:
    get = request.GET.get
    age = get("age", "")
    return queries.Asked(
        on=on, words=typed_into(request, get("q", "").strip()[:60]), kind=get("kind", ""), role=get("role", ""),
        state=get("state", ""), function=get("function", ""), platform=get("platform", ""), brings=get("brings", ""), area_ids=_areas(actor, get("area", ""), on),
        age=int(age) if age.isascii() and age.isdigit() and int(age) <= 120 else None,
        open_that_day=get("open") == "1", evening=get("evening") == "1", alone=get("alone") == "1",
        quiet=get("quiet") == "1", free_of_charge=get("free") == "1", vacant=get("vacant") == "1",
        anybody=get("anybody") == "1", welcoming=get("welcoming") == "1", stale=get("stale") == "1",
        standing=get("standing", "OPEN"),
    )  # fmt: skip


def _areas(actor: Actor, chosen: str, on: date) -> frozenset[UUID] | None:
    """The chosen area with everything below it."""
    if not chosen:
        return None
    tree = agency_queries.area_tree(actor, on=on)
    node = next((one for one in tree if str(one.area.id) == chosen), None)
    return node.ids_below if node else frozenset()


@page(needs=None)
def places(request: Any) -> HttpResponse:
    """居場所の一覧: who is welcome where, and what is open on the day."""
    actor, today = request.actor, timezone.localdate()
    on, typed, problem = parts.asked_day(request, today=today)
    asked = _asked(request, actor, on)
    found = queries.places(actor, asked=asked, at=place_in(request.GET))
    kinds = names(catalogue().kinds)
    context = {
        "page": found,
        "rows": [_row(actor, place, told(on, said), kinds, today) for place, said in queries.answers_of(actor, places=found.rows, on=on)],
        "on": on, "today": today, "typed": typed, "problem": problem, "words": asked.words,
        **_filters(request, actor, asked), "age": typed_into(request, request.GET.get("age", "")),
        "narrowed": any(value for name, value in request.GET.items() if name not in ("after", "before")),
        "stale": queries.stale_number(actor, on=today), "may_keep": parts.may_keep(actor),
    }  # fmt: skip
    return answer(request, "resources/places.html", context, shown=[])


def _filters(request: Any, actor: Actor, asked: queries.Asked) -> dict[str, Any]:
    """Words and two boxes first, so that a phone shows the list at once; the others on demand, open where one is used."""
    get = request.GET.get
    lists = [
        {"name": name, "label": label, "options": options, "chosen": get(name, "OPEN" if name == "standing" else "")}
        for name, label, options in (
            ("area", "圏域", parts.area_choices(actor, asked.on)), ("kind", "種類", choices(catalogue().kinds)),
            ("role", "何として", Role.choices), ("state", "状態", choices(catalogue().states)),
            ("function", "拠点の機能", Function.choices), ("platform", "プラットフォーム", choices(platforms().types)),
            ("brings", "持ち寄れる資源", choices(platforms().resources)), ("standing", "様子", STANDINGS),
        )
    ]  # fmt: skip
    ticks = [(name, label, get(name) == "1") for name, label in TICKS]
    more = (
        "on",
        "area",
        "kind",
        "role",
        "state",
        "function",
        "platform",
        "brings",
        "age",
        *(name for name, _label in TICKS[2:]),
    )
    return {
        "first_lists": lists[:2], "more_lists": lists[2:], "first_ticks": ticks[:2], "more_ticks": ticks[2:],
        "more_open": any(get(name) for name in more) or asked.standing != "OPEN",
    }  # fmt: skip


def _row(actor: Actor, place: Any, day: Day, kinds: dict[str, str], today: date) -> dict[str, Any]:
    roles = dict(Role.choices)
    stop = next(
        (
            one
            for one in place.stops.all()
            if one.from_on <= day.on and (one.until_on is None or one.until_on > day.on)
        ),
        None,
    )
    return {
        "place": place, "kind": kinds.get(place.kind, place.kind), "day": day, "stop": stop,
        "roles": [roles[one.code] for one in place.traits.all() if one.kind == "ROLE" and one.code in roles],
        "days": words_of(queries.lines_of(actor, place=place)), "free": _free(place),
        "stale": rules.is_stale(valid_until=place.valid_until, today=today),
    }  # fmt: skip


def _free(place: Any) -> int | None:
    return None if place.capacity is None or place.present is None else max(place.capacity - place.present, 0)


@page(needs=None)
def place(request: Any, resource_id: UUID) -> HttpResponse:
    """一つの居場所: everything on one page, the day it was last confirmed first."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_place(actor, place_id=resource_id)
    stop = queries.running_stop(actor, place=found, on=today)
    first, seen = _month(request, today), _seen(request, today)
    lines = queries.lines_of(actor, place=found)
    ahead = queries.specials_of(actor, place=found, first=today, last=today + timedelta(days=400))
    coming = next_opening(today, lines, ahead, is_holiday=is_holiday)
    year = (date(today.year - (today.month < 4), 4, 1), today)
    context = {
        "place": found, "today": today, "stop": stop, "stops": queries.stops_of(actor, place=found),
        "state": State(rules.state_on(day=today, opened_on=found.opened_on, stop_kind=stop.kind if stop else None)),
        "stale": rules.is_stale(valid_until=found.valid_until, today=today),
        "now": told(today, queries.answer_of(actor, place=found, on=today)),
        "next": told(*coming) if coming else None, "days": words_of(lines),
        "month": {"first": first, "before": _shift(first, -1), "after": _shift(first, 1), "weeks": _weeks(actor, found, first)},
        "specials": queries.upcoming_specials(actor, place=found, on=today),
        "confirmations": queries.confirmations_of(actor, place=found), "free": _free(found),
        "kind": names(catalogue().kinds).get(found.kind, found.kind), **_traits(actor, found),
        "attendants": queries.attendants_on(actor, place=found), "here": queries.attendants_on(actor, place=found, on=seen), "seen": seen,
        "totals": queries.count_totals(actor, place=found, first=year[0], last=year[1]),
        "numbers": queries.day_counts_of(actor, place=found, first=year[0], last=year[1])[:7],
        **_carried(actor, found, today), **_opened(actor, found, today),
        "doings": [(one, one.told) for one in matching.doings_of(actor, place_id=found.id, today=today)],
        "experience": matching.experience_at(actor, place_id=found.id),
        "may_keep": parts.may_keep(actor), "sees_private": parts.sees_private(actor),
        "origin": opendata.origin_of(actor, place=found), "crumbs": parts.crumbs((found.name, "")),
    }  # fmt: skip
    return answer(request, "resources/place.html", context, shown=[])


def _carried(actor: Actor, found: Any, today: date) -> dict[str, Any]:
    """Who carries it, in numbers; of a 地域活動支援センター its figures, year by year."""
    volunteers = queries.volunteers_of(actor, place=found)
    kind = centre_type(found.kind)
    years = queries.centre_figures_of(actor, place=found) if kind else {}
    return {
        "volunteers": volunteers, "hands": sum(one.people for one in volunteers if not one.until_on), "centre": kind,
        "centre_years": [
            (fiscal_year_label(year), year, [(one, said.get(one.code)) for one in kind.figures if one.code in said])
            for year, said in years.items()
        ] if kind else [],
        "this_year": fiscal_year(today),
    }  # fmt: skip


def _opened(actor: Actor, found: Any, today: date) -> dict[str, Any]:
    """The days it was opened this fiscal year, and how many consultations began there."""
    held = community.held_at(actor, place_id=found.id, year=fiscal_year(today))
    begun = (
        begun_at(actor, gathering_ids=[one.id for one in held])
        if held and actor.may(Permission.RECEIVE)
        else {}
    )
    return {
        "held": [(one, begun.get(one.id, 0)) for one in held[:5]], "held_times": len(held),
        "held_people": sum(one.people for one in held), "held_consulted": sum(one.consulted for one in held),
        "begun": sum(begun.values()) if actor.may(Permission.RECEIVE) else None, "may_open": actor.may(Permission.KEEP_LOCAL),
    }  # fmt: skip


def _traits(actor: Actor, found: Any) -> dict[str, list[str]]:
    lists = {
        "roles": ("ROLE", dict(Role.choices)), "states": ("STATE", names(catalogue().states)),
        "equipment": ("ACCESS", names(catalogue().access)), "functions": ("FUNCTION", dict(Function.choices)),
        "platform": ("PLATFORM", names(platforms().types)), "does": ("DOES", names(platforms().functions)),
        "brings": ("BRINGS", names(platforms().resources)),
    }  # fmt: skip
    return {
        key: [labels.get(code, code) for code in queries.traits_of(actor, place=found, kind=kind)]
        for key, (kind, labels) in lists.items()
    }


def _month(request: Any, today: date) -> date:
    try:
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return today.replace(day=1)
    return asked if abs(asked.year - today.year) <= 3 else today.replace(day=1)


def _seen(request: Any, today: date) -> date:
    """The day of which the page says who is there: ``?day=2026-11-22``; anything unreadable is today."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today


def _shift(first: date, months: int) -> date:
    return (first + timedelta(days=45 if months > 0 else -15)).replace(day=1)


def _weeks(actor: Actor, found: Any, first: date) -> list[list[dict[str, Any]]]:
    days = list(Months().itermonthdates(first.year, first.month))
    lines = queries.lines_of(actor, place=found)
    own = queries.specials_of(actor, place=found, first=days[0], last=days[-1])
    cells = [
        {
            "on": day, "inside": day.month == first.month, "holiday": is_holiday(day),
            "day": told(day, answer_on(day, lines, own, is_holiday=is_holiday)),
        }
        for day in days
    ]  # fmt: skip
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


@page(needs=None)
def calendar_file(request: Any, resource_id: UUID) -> HttpResponse:
    """開く日を予定表のファイルに: half a year of open days, each as it really falls."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_place(actor, place_id=resource_id)
    last = today + timedelta(days=FILE_DAYS)
    own = queries.specials_of(actor, place=found, first=today, last=last)
    days = days_open(today, last, queries.lines_of(actor, place=found), own, is_holiday=is_holiday)
    book = Calendar()
    book.add("prodid", "-//norishiro//resources//JA")
    book.add("version", "2.0")
    book.add("x-wr-calname", found.name)
    for day, said in days:
        for number, span in enumerate(said.spans):
            book.add_component(_event(found, day, span, number))
    return hand_over(request, bytes(book.to_ical()), name="居場所の開く日.ics", shown=[])


def _event(found: Any, day: date, span: Any, number: int) -> Event:
    event = Event()
    event.add("uid", f"{found.id}-{day:%Y%m%d}-{number}@norishiro")
    event.add("dtstamp", found.changed_at.astimezone(UTC))
    event.add("summary", found.name)
    if not found.private_home:
        event.add("location", f"{found.location.name} {found.location.address}".strip())
    if span.opens is None:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        return event
    event.add("dtstart", _moment(day, span.opens))
    if span.closes is not None:
        event.add("dtend", _moment(day, span.closes))
    return event


def _moment(day: date, at: Any) -> datetime:
    """In UTC: no calendar then needs a description of the time zone."""
    return timezone.make_aware(datetime.combine(day, at)).astimezone(UTC)


@page(needs=None)
def counts(request: Any) -> HttpResponse:
    """居場所の数: on a day by kind and district, with new, paused and closed, and where none is for an age."""
    actor = request.actor
    on, typed, problem = parts.asked_day(request, today=timezone.localdate())
    supported = request.GET.get("supported") == "1"
    lines = queries.counts_on(actor, on=on, supported=supported)
    kinds = names(catalogue().kinds)
    by_kind = _summed(lines, lambda line: kinds.get(line.kind, line.kind))
    by_area = _summed(lines, lambda line: line.area or "圏域の登録なし")
    context = {
        "on": on, "typed": typed, "problem": problem, "supported": supported,
        "by_kind": by_kind, "tables": [("種類", by_kind), ("圏域", by_area)], "total": _sum(lines),
        "stopped": queries.stopped_in(actor, on=on, supported=supported), "ages": catalogue().ages,
        "gaps": queries.gaps_on(actor, on=on, ages=catalogue().ages), "as_of": catalogue().as_of,
        "crumbs": parts.crumbs(("居場所の数", "")),
    }  # fmt: skip
    return answer(request, "resources/counts.html", context, shown=[])


def _summed(lines: Any, key: Any) -> list[tuple[str, dict[str, int]]]:
    groups: dict[str, list[Any]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return [(name, _sum(group)) for name, group in groups.items()]


def _sum(lines: Any) -> dict[str, int]:
    return {
        name: sum(getattr(line, name) for line in lines) for name in ("active", "new", "paused", "closed")
    }
