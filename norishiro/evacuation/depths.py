"""What a file of outlines says of the depth (``data/depths.toml``), in words, and which of two is deeper."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "depths.toml"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Depths:
    """The whole file."""

    columns: tuple[str, ...]
    coded: frozenset[str]
    codes: Mapping[str, str]


@cache
def depths() -> Depths:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Depths(tuple(read["columns"]), frozenset(read["coded"]), read["codes"])


def depth_column(columns: Collection[str]) -> str:
    """Which column says how deep; empty where none does."""
    return next((one for one in depths().columns if one in columns), "")


def depth_of(told: Mapping[str, str], column: str) -> str:
    """In words; as it stands in the file where it is no code we know."""
    said = told.get(column, "").strip()
    code = said.removesuffix(".0")
    return (depths().codes.get(code, said) if column in depths().coded else said)[:60]


def rank_of(depth: str) -> int:
    """The deeper, the higher: by the first number in the words, in centimetres and one; nought where there is none."""
    found = _NUMBER.search(unicodedata.normalize("NFKC", depth))
    if found is None:
        return 0
    below = "未満" in depth and len(_NUMBER.findall(unicodedata.normalize("NFKC", depth))) == 1
    return 1 if below else min(int(float(found[0]) * 100) + 2, 30_000)
