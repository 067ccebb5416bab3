"""相談先ナビ: to the right window, with its hours, where it is and what to bring. Knows windows and nobody's person, so
that a public page may ask it without an actor."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Field, Weekday
from norishiro.agencies.models import (
    Window,
    WindowException,
    WindowHours,
    WindowOperator,
    live_on,
)
from norishiro.agencies.queries.bases import hours_on, written_exceptions, written_hours
from norishiro.agencies.rules import DaySpan, Exceptional
from norishiro.core.calendar import is_holiday
from norishiro.core.records import Unseen
from norishiro.profiles.opening import Hours

MOST_WINDOWS = 30
LOOK_AHEAD_DAYS = 14


@dataclass(frozen=True)
class Way:
    """A window with what one needs to go there. ``hours`` is None where nobody wrote them down."""

    window: Window
    agencies: tuple[str, ...]
    fields: frozenset[str]
    phone: str
    place: str
    hours: tuple[Hours, ...] | None
    open_now: bool
    opens_later: time | None
    next_on: date | None
    next_hours: tuple[Hours, ...]
    is_holiday: bool
    weekly: tuple[tuple[str, tuple[DaySpan, ...]], ...]
    exceptions: tuple[Exceptional, ...]
    steps: tuple[str, ...]

    @property
    def takes_anything(self) -> bool:
        return Field.GENERAL in self.fields


def ways(actor: Actor | None, *, fields: Collection[str], at: datetime, using: str = "default") -> list[Way]:
    """The windows of these fields, those open at the moment first, then those that take any matter at all. Without
    fields only the latter; where a town has none of them, every window. Without an actor only what is public; ``using``
    names the door of the public role."""
    rows = Window.objects.using(using).filter(live_on(at.date()))
    rows = rows.filter(is_public=True) if actor is None else rows
    found = [_way(one, at=at, inside=actor is not None) for one in _with_hours(rows, at.date())]
    special = [one for one in found if one.fields & set(fields) and not one.takes_anything]
    anything = [one for one in found if one.takes_anything]
    chosen = [*sorted(special, key=_open_first), *sorted(anything, key=_open_first)]
    return (chosen or sorted(found, key=_open_first))[:MOST_WINDOWS]


def _open_first(way: Way) -> bool:
    return not way.open_now


def get_window(actor: Actor | None, *, window_id: UUID, on: date) -> Window:
    """A window with its hours of the day (``opening_now``, ``exceptions_now``) and its operators."""
    found = _with_hours(Window.objects.filter(live_on(on), id=window_id), on).first()
    if found is None:
        raise Unseen(window_id)
    return found


def _with_hours(found: QuerySet[Window], on: date) -> QuerySet[Window]:
    operators = WindowOperator.objects.filter(live_on(on)).select_related("agency")
    return found.select_related("parent").prefetch_related(
        Prefetch("operators", operators, to_attr="operators_now"),
        Prefetch("opening", WindowHours.objects.filter(live_on(on)), to_attr="opening_now"),
        Prefetch("exceptions", WindowException.objects.filter(live_on(on)), to_attr="exceptions_now"),
    )


def _way(window: Window, *, at: datetime, inside: bool) -> Way:
    """``inside``: where the window has no telephone or place of its own, those of its agency serve; they may be for
    colleagues only, so nobody outside is given them."""
    agencies = [one.agency for one in window.operators_now]  # type: ignore[attr-defined]
    today = hours_on(window, on=at.date())
    lent = agencies if inside else []
    coming = _next(window, after=at.date()) if today is not None else (None, ())
    return Way(
        window=window, agencies=tuple(one.name for one in agencies), fields=frozenset(one.field for one in agencies),
        phone=window.phone or next((one.phone for one in lent if one.phone), ""),
        place=window.place or next((one.place for one in lent if one.place), ""),
        hours=tuple(today) if today is not None else None, open_now=_within(today or [], at.time()),
        opens_later=min((opens for opens, _closes in today or [] if opens > at.time()), default=None),
        next_on=coming[0], next_hours=coming[1], is_holiday=is_holiday(at.date()),
        weekly=tuple((Weekday(day).label, spans) for day, spans in written_hours(window).items()),
        exceptions=written_exceptions(window), steps=tuple(line for line in window.way.splitlines() if line.strip()),
    )  # fmt: skip


def _within(spans: list[Hours], now: time) -> bool:
    return any(opens <= now < closes for opens, closes in spans)


def _next(window: Window, *, after: date) -> tuple[date | None, tuple[Hours, ...]]:
    """The next day it is open, holidays and exceptions kept."""
    for ahead in range(1, LOOK_AHEAD_DAYS + 1):
        day = after + timedelta(days=ahead)
        if spans := hours_on(window, on=day):
            return day, tuple(spans)
    return None, ()
