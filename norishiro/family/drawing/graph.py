"""What is to be drawn: figures and how they stand to each other. Plain values; nothing here knows a table or a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

MALE, FEMALE = "MALE", "FEMALE"
OWN, ADOPTED, FOSTER = "OWN", "ADOPTED", "FOSTER"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One symbol. ``key`` is stable and says nothing; ``age`` is the age on the day of the drawing, or at death
    (``about``: it may be a few years more or less).

    ``sureness`` is SURE, LIKELY or UNKNOWN; ``homes`` name the households whose line goes around the figure."""

    key: str
    label: str
    sex: str = "UNKNOWN"
    born: date | None = None
    age: int | None = None
    about: bool = False
    dead: bool = False
    died: str = ""
    loss: bool = False
    ip: bool = False
    key_person: bool = False
    homes: tuple[str, ...] = ()
    sureness: str = "SURE"
    href: str = ""
    called: str = ""

    @property
    def spoken(self) -> str:
        """How the figure is spoken of in a sentence."""
        return self.called or self.label


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two who are or were a couple. ``manner``: MARRIED, PARTNER or UNSAID; ``ended``: empty, DIVORCED, DIED or PARTED."""

    one: str
    other: str
    manner: str = "MARRIED"
    apart: bool = False
    ended: str = ""
    place: int = 0
    since: date | None = None
    years: str = ""
    sureness: str = "SURE"

    @property
    def keys(self) -> tuple[str, str]:
        return (self.one, self.other)


@dataclass(frozen=True, kw_only=True)
class Descent:
    """``parent`` is a parent of ``child``. ``manner``: BIRTH, UNSAID, ADOPTED or FOSTER; ``custody``: empty, HAS or NOT;
    ``place``: which child of these parents, where births are not known."""

    parent: str
    child: str
    manner: str = "UNSAID"
    custody: str = ""
    place: int = 0
    sureness: str = "SURE"

    @property
    def kind(self) -> str:
        return self.manner if self.manner in (ADOPTED, FOSTER) else OWN


@dataclass(frozen=True, kw_only=True)
class Sibling:
    """Two who are siblings. ``manner``: SIBLING, TWIN, IDENTICAL or FRATERNAL."""

    one: str
    other: str
    manner: str = "SIBLING"
    sureness: str = "SURE"


@dataclass(frozen=True, kw_only=True)
class Family:
    """Everything on one drawing."""

    figures: tuple[Figure, ...] = ()
    pairs: tuple[Pair, ...] = ()
    descents: tuple[Descent, ...] = ()
    siblings: tuple[Sibling, ...] = ()

    @property
    def by_key(self) -> dict[str, Figure]:
        return {one.key: one for one in self.figures}

    @property
    def is_empty(self) -> bool:
        return not self.figures


def among(family: Family, keys: Iterable[str]) -> Family:
    """The same with only these figures; a tie one end of which is missing is gone with it."""
    kept = set(keys)
    return replace(
        family,
        figures=tuple(one for one in family.figures if one.key in kept),
        pairs=tuple(one for one in family.pairs if {one.one, one.other} <= kept),
        descents=tuple(one for one in family.descents if {one.parent, one.child} <= kept),
        siblings=tuple(one for one in family.siblings if {one.one, one.other} <= kept),
    )
