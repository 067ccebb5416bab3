"""How many days a decision may take, as dated data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from norishiro.rights.choices import RequestKind

FILE = Path(__file__).parent / "data" / "terms.toml"


@dataclass(frozen=True)
class Term:
    """Days to decide, days it may be put off, and the article that says so."""

    days: int
    more: int
    article: str


@cache
def terms() -> dict[str, Term]:
    return {key: Term(**row) for key, row in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}


def term_of(kind: str) -> Term:
    return terms()[RequestKind(kind).value]
