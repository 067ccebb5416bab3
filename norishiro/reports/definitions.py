"""The figures and the usual layouts, read once from ``data/``: one definition per figure, shown wherever it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from norishiro.profiles.schema.profile import Profile
from norishiro.profiles.schema.reports import ReportLayout
from norishiro.reports.choices import Source

_DATA = Path(__file__).with_name("data")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(_DATA.joinpath(name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Figure:
    """One thing that is counted: from which records, what of them, and in which words. ``additive``: the days add up to
    the month."""

    key: str
    label: str
    unit: str
    source: str
    what: str
    additive: bool
    definition: str
    mark: str
    where: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def from_what(self) -> str:
        return str(Source(self.source).label)


_FIGURES = _read("figures.toml")
VERSION: str = _FIGURES["version"]
SOURCE: str = _FIGURES["source"]
FIGURES: dict[str, Figure] = {one["key"]: Figure(**one) for one in _FIGURES["figures"]}
USUAL = tuple(ReportLayout.model_validate(one) for one in _read("layouts.toml")["layouts"])


def layouts_of(profile: Profile | None, *, span: str) -> list[ReportLayout]:
    """The layouts of this span: the office's own main ones first, then the usual ones it did not write itself, then the rest."""
    own = [one for one in (profile.reports if profile else ()) if one.span == span]
    written = {one.code for one in own}
    usual = [one for one in USUAL if one.span == span and one.code not in written]
    return [*(one for one in own if one.main), *usual, *(one for one in own if not one.main)]


def figures_of(keys: Iterable[str]) -> tuple[list[Figure], list[str]]:
    """The figures of a layout in its order, and the keys nobody has defined."""
    listed = list(keys)
    return [FIGURES[key] for key in listed if key in FIGURES], [key for key in listed if key not in FIGURES]


@dataclass(frozen=True)
class Linked:
    """One thing that is counted of networks and groups: of nobody, and never hidden."""

    key: str
    label: str
    unit: str
    definition: str
    mark: str


_SUMMARY = _read("summary.toml")
SUMMARY_VERSION: str = _SUMMARY["version"]
SUMMARY_SOURCE: str = _SUMMARY["source"]
SUMMARY_TOLD = tuple(FIGURES[key] for key in _SUMMARY["told"])
SUMMARY_AREAS = tuple(FIGURES[key] for key in _SUMMARY["areas"])
SUMMARY_AGENCIES = tuple(FIGURES[key] for key in _SUMMARY["agencies"])
NETWORKS = tuple(Linked(**one) for one in _SUMMARY["networks"])
