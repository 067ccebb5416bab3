"""What a file of eligible people may be called and hold (``data/sources.toml``)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "sources.toml"


@dataclass(frozen=True)
class Source:
    """A kind of file. ``certified``: whoever is new by it is new because of a certificate or a card."""

    code: str
    name: str
    certified: bool


@dataclass(frozen=True)
class Sources:
    """The whole file: kinds, column names, and the words for movements."""

    kinds: tuple[Source, ...]
    columns: dict[str, str]
    reasons: dict[str, str]
    zones: dict[str, bool]

    def name_of(self, code: str) -> str:
        return next((one.name for one in self.kinds if one.code == code), code)

    @property
    def certified(self) -> frozenset[str]:
        return frozenset(one.code for one in self.kinds if one.certified)


def heading_key(text: str) -> str:
    """One form of a heading: one width, no blanks, no line breaks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).replace("\ufeff", ""))


@cache
def sources() -> Sources:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Sources(
        tuple(Source(one["code"], one["name"], one["certified"]) for one in read["sources"]),
        {heading_key(name): field for field, names in read["columns"].items() for name in names},
        {heading_key(word): code for code, words in read["reasons"].items() for word in words},
        {heading_key(word): side == "inside" for side, words in read["zones"].items() for word in words},
    )


def source_choices() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in sources().kinds]
