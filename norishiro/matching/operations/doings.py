"""A small thing to do at a place is entered and put right; it names nobody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.matching import access, events
from norishiro.matching.choices import MarkKind
from norishiro.matching.models import Doing, DoingMark
from norishiro.resources.models import Place

MARKS = {"bands": MarkKind.BAND, "interests": MarkKind.INTEREST}


@dataclass(frozen=True, kw_only=True)
class Small:
    """What is told of a small thing to do."""

    what: str
    load: str
    role: str = "HELPER"
    about: str = ""
    minutes: int | None = None
    alone: bool | None = None
    home: bool | None = None
    from_on: date
    until_on: date | None = None
    bands: Collection[str] = ()
    interests: Collection[str] = ()

    @property
    def columns(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name not in MARKS}


@operation
def add_doing(actor: Actor, /, *, place: Place, small: Small, today: date) -> Doing:
    """Enter a small thing to do at a place. Records ``doing.added``; refused by ``may_keep_doing``."""
    access.may_keep_doing(
        actor, place=place, what=small.what, about=small.about, from_on=small.from_on, until_on=small.until_on, doing=None,
        today=today,
    ).or_refuse()  # fmt: skip
    doing = Doing.objects.create(
        place=place, agency_id=actor.agency_id, staff_id=actor.staff_id, **small.columns
    )
    _keep_marks(doing, small)
    sign(
        actor, events.DOING_ADDED,
        changes={"place": (None, place.id), "doing": (None, doing.id), "what": (None, doing.what)},
    )  # fmt: skip
    return doing


@operation
def change_doing(actor: Actor, /, *, doing: Doing, version: int, small: Small, today: date) -> Doing:
    """Put it right, or write from which day it is no longer offered. Records ``doing.changed``; refused by
    ``may_keep_doing``; StaleVersion."""
    access.may_keep_doing(
        actor, place=doing.place, what=small.what, about=small.about, from_on=small.from_on, until_on=small.until_on,
        doing=doing, today=today,
    ).or_refuse()  # fmt: skip
    changes = change_fields(doing, version=version, values=small.columns)
    _keep_marks(doing, small)
    text = ["about"] if changes.pop("about", None) else []
    sign(
        actor, events.DOING_CHANGED, changes={"doing": (doing.id, doing.id), **changes}, changed_text=text
    )  # fmt: skip
    return doing


def _keep_marks(doing: Doing, small: Small) -> None:
    doing.marks.all().delete()
    DoingMark.objects.bulk_create(
        DoingMark(doing=doing, kind=kind, code=code)
        for name, kind in MARKS.items()
        for code in dict.fromkeys(getattr(small, name))
    )
