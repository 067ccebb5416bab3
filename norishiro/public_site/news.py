"""What staff published of 広報物 and 催し, and where a printed code leads: through the public door. A visit adds one to a number."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import DatabaseError, connections, transaction
from django.http import HttpRequest

from norishiro.public_site.kept import remembered
from norishiro.public_site.offered import COUNTING
from norishiro.public_site.reading import DOOR
from norishiro.publicity.kinds import kind_of
from norishiro.publicity.models import Code, Item

MOST = 20
# Machines that look at addresses by themselves; browsers of people do not call themselves so.
MACHINE = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|scan|monitor|externalhit|curl|wget|python|java/|http",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Told:
    """One thing as everybody may read it."""

    id: UUID
    kind: str
    title: str
    edition: str
    about: str
    on: date
    opens: time | None
    closes: time | None
    venue: str

    @property
    def is_held(self) -> bool:
        return kind_of(self.kind).held

    @property
    def name(self) -> str:
        return f"{self.title} {self.edition}".strip()


def all_told(on: date) -> list[Told]:
    """Everything that is public on the day."""
    found: list[Told] = remembered(("news", on), _read)
    return found


def _read() -> list[Told]:
    rows = Item.objects.using(DOOR).order_by("-issued_on", "title", "id")
    columns = ("id", "kind", "title", "edition", "about", "issued_on", "opens", "closes", "venue")
    return [Told(*row) for row in rows.values_list(*columns)[:200]]


def coming(on: date) -> list[Told]:
    """What is held on that day or later, the next first."""
    return sorted((one for one in all_told(on) if one.is_held and one.on >= on), key=lambda one: one.on)[
        :MOST
    ]


def issued(on: date) -> list[Told]:
    """Leaflets, newsletters and the like, the newest first."""
    return [one for one in all_told(on) if not one.is_held and one.on <= on][:MOST]


def told(item_id: UUID, *, on: date) -> Told | None:
    return next((one for one in all_told(on) if one.id == item_id), None)


# --- codes ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Behind:
    """Where a printed code leads."""

    slug: str | None
    item_id: UUID


def behind(token: str) -> Behind | None:
    row = Code.objects.using(DOOR).filter(token=token).values_list("page__slug", "item_id").first()
    return Behind(*row) if row is not None else None


def is_somebody(request: HttpRequest) -> bool:
    """Whether a person opened it: nothing of the request is kept, it is only asked whether a machine says that it is one."""
    named = request.headers.get("User-Agent", "")
    ahead = any(request.headers.get(name) for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return request.method == "GET" and bool(named) and not ahead and MACHINE.search(named) is None


def count(token: str) -> None:
    """Add one to the number of the day. Whoever opens it is led on, whether or not it could be counted."""
    with suppress(DatabaseError), transaction.atomic(using=DOOR), connections[DOOR].cursor() as cursor:
        cursor.execute("SET TRANSACTION READ WRITE")
        cursor.execute(f"SELECT {COUNTING}(%s)", [token])  # noqa: S608 (a name of ours)
