"""これまでのこと: what happened in a case, in one shape, whichever room knows of it.

Higher rooms answer in this shape as well (``queries.events_of`` of meetings, plans and matching), each through the
gate as the viewer; the household's page asks them and puts the answers in order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol
from uuid import UUID

from django.utils import timezone

LENGTH = 40


class Part(Protocol):
    """One line of what was told."""

    kind: str
    text: str

    @property
    def tag(self) -> str: ...


@dataclass(frozen=True)
class Event:
    """One thing that happened. ``parts`` are the lines of a contact with whose they are; ``leads_to`` names the kind of screen that tells more, ``target`` the record there; the page
    turns them into ``href``. ``named`` are people it names besides those of the case: a page that tells it shows them too."""

    on: date
    written_at: datetime
    title: str
    who: str
    text: str = ""
    at: time | None = None
    kind: str = ""
    parts: tuple[Part, ...] = ()
    leads_to: str = ""
    target: UUID | None = None
    href: str = ""
    named: tuple[UUID, ...] = ()


def newest_first(events: Iterable[Event], *, limit: int = LENGTH) -> list[Event]:
    """By day, within a day by the hour it happened, and where nobody wrote the hour down, by when it was written."""
    return sorted(events, key=_moment, reverse=True)[:limit]


def _moment(event: Event) -> tuple[date, time, datetime]:
    written = timezone.localtime(event.written_at)
    return event.on, event.at or _hour(event.on, written), event.written_at


def _hour(on: date, written: datetime) -> time:
    """What was written on the day itself happened about then; what was added later stands at the end of the day."""
    return written.time() if written.date() == on else time.max
