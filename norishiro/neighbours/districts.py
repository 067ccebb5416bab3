"""The districts one can choose: the smallest there are on a day, by their codes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from norishiro.agencies.models import Area, live_on


@dataclass(frozen=True)
class District:
    """One of them, and what it lies in."""

    code: str
    name: str
    within: str = ""


def districts(*, on: date, using: str = "default") -> list[District]:
    """Those in force that have no part in force, in the order of the town; where the whole town is one, that one."""
    rows = list(Area.objects.using(using).filter(live_on(on)).order_by("order", "code"))
    names = {one.id: one for one in rows}
    above = {one.parent_id for one in rows}
    return [District(one.code, one.name, _within(names, one)) for one in rows if one.id not in above]


def _within(names: dict[UUID, Area], one: Area) -> str:
    parent = names.get(one.parent_id) if one.parent_id is not None else None
    # The town itself is not worth a word: everything lies in it.
    return parent.name if parent is not None and parent.parent_id is not None else ""


def names_of(codes: Iterable[str], *, on: date) -> list[str]:
    """What they are called, in the order of the town; a district that is no more by its last name, after the others."""
    wanted = set(codes)
    last = dict(Area.objects.filter(code__in=wanted).order_by("from_on").values_list("code", "name"))
    ordered = [one.code for one in districts(on=on) if one.code in wanted]
    return [last.get(code, code) for code in (*ordered, *sorted(wanted - set(ordered)))]


def unknown_among(codes: Collection[str], *, on: date) -> int:
    """How many of them there are not."""
    return len(set(codes) - {one.code for one in districts(on=on)})
