"""The column names of the standard datasets (``data/datasets.toml``): which file is which, and which column is what."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "datasets.toml"
_DASHES = re.compile("(?<=[ァ-ヴ])[‐‑‒–—―−-](?=[ァ-ヴ])")


@dataclass(frozen=True)
class Dataset:
    """One dataset. ``place_kind``: as what its rows stand in the registry of places; empty: they are only kept as a list."""

    code: str
    name: str
    marks: tuple[str, ...]
    number: tuple[str, ...]
    place_kind: str
    evidence: str


@dataclass(frozen=True)
class Datasets:
    """The whole file."""

    as_of: str
    datasets: tuple[Dataset, ...]
    columns: dict[str, str]
    hazards: dict[str, str]
    hazard_names: dict[str, str]
    headings: tuple[str, ...]

    def named(self, code: str) -> Dataset:
        return next(one for one in self.datasets if one.code == code)


def heading_key(text: str) -> str:
    """One form of a heading: one width, no blanks, no line breaks, 「コ―ド」 as 「コード」."""
    flat = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).replace("\ufeff", ""))
    return _DASHES.sub("ー", flat)


@cache
def datasets() -> Datasets:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Datasets(
        as_of=read["as_of"],
        datasets=tuple(
            Dataset(
                one["code"], one["name"], tuple(map(heading_key, one["marks"])), tuple(map(heading_key, one["number"])),
                one["place_kind"], one["evidence"],
            )
            for one in read["datasets"]
        ),
        columns=_turned(read["columns"]), hazards=_turned(read["hazards"]), hazard_names=read["hazard_names"],
        headings=tuple(read["standard"]["headings"]),
    )  # fmt: skip


def _turned(names: dict[str, list[str]]) -> dict[str, str]:
    """Heading to field."""
    return {heading_key(heading): field for field, offered in names.items() for heading in offered}


def is_known(heading: str) -> bool:
    """Whether a heading says something to us."""
    found = datasets()
    key = heading_key(heading)
    numbers = {one for dataset in found.datasets for one in dataset.number}
    return key in found.columns or key in found.hazards or key in numbers


def dataset_of(headings: list[str]) -> Dataset | None:
    """Which dataset these headings are; None where no name of anything stands among them."""
    keys = set(map(heading_key, headings))
    if not any(datasets().columns.get(key) == "name" for key in keys):
        return None
    return next((one for one in datasets().datasets if keys & set(one.marks)), None)


def dataset_choices() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in reversed(datasets().datasets) if one.marks]
