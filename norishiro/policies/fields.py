"""相談の分野 and the usual sources of money, read once from ``data/``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OTHER, UNSAID = "OTHER", "UNSAID"


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("data").joinpath(name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Field:
    """A field of consultations, and the concerns that belong to it."""

    code: str
    label: str
    codes: frozenset[str]


_FIELDS = _read("fields.toml")
FIELDS_VERSION: str = _FIELDS["version"]
FIELDS_MARK: str = _FIELDS["mark"]
FIELDS = (
    *(Field(one["code"], one["label"], frozenset(one["codes"])) for one in _FIELDS["fields"]),
    Field(OTHER, "その他", frozenset()),
    Field(UNSAID, "困りごとが書かれていない", frozenset()),
)
LABELS = {one.code: one.label for one in FIELDS}


def fields_of(codes: Iterable[str]) -> frozenset[str]:
    """Every field a consultation belongs to; what belongs to none is その他, and without concerns it is said so."""
    told = set(codes)
    if not told:
        return frozenset({UNSAID})
    found = {one.code for one in FIELDS if one.codes & told}
    known = frozenset().union(*(one.codes for one in FIELDS))
    return frozenset(found | ({OTHER} if told - known else set()))


_SOURCES = _read("sources.toml")
SOURCES_VERSION: str = _SOURCES["version"]
SOURCES: tuple[tuple[str, str], ...] = tuple((one["code"], one["label"]) for one in _SOURCES["sources"])
