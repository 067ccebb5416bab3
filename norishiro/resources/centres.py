"""The dated list of 地域活動支援センター (``data/centres.toml``): which figures a centre of each type writes for a year."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("data") / "centres.toml"


@dataclass(frozen=True)
class Figure:
    """One number of a year."""

    code: str
    name: str
    unit: str


@dataclass(frozen=True)
class CentreType:
    """A type of centre: the kind of place it is, what is usual for it, and its figures, the common ones first."""

    code: str
    guide: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Centres:
    as_of: str
    law: str
    source: str
    types: tuple[CentreType, ...]


@cache
def centres() -> Centres:
    read: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    common = [Figure(**one) for one in read["common"]]
    types = tuple(
        CentreType(one["code"], one["guide"], (*common, *(Figure(**each) for each in one["figures"])))
        for one in read["types"]
    )
    return Centres(read["as_of"], read["law"], read["source"], types)


def centre_type(kind: str) -> CentreType | None:
    """The type a place of this kind is, if it is a centre."""
    return next((one for one in centres().types if one.code == kind), None)


def figures() -> tuple[Figure, ...]:
    """Every figure of any type, once."""
    return tuple(dict.fromkeys(each for one in centres().types for each in one.figures))
