"""The figures and the usual layouts, read once from ``data/``: one definition per figure, shown wherever it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from norishiro.core.calendar import wareki
from norishiro.profiles.schema.profile import Profile
from norishiro.profiles.schema.reports import ReportLayout
from norishiro.reports.choices import Source

_DATA = Path(__file__).with_name("data")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(_DATA.joinpath(name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Rule:
    """How a figure was counted before: by which version, since when."""

    version: str
    valid_from: date
    definition: str


@dataclass(frozen=True)
class Figure:
    """One thing that is counted: from which records, what of them, and in which words. ``additive``: the days add up to
    the month. ``at_end``: how it stands on the last day. ``official``: as others call it. ``before``: earlier rules."""

    key: str
    label: str
    unit: str
    source: str
    what: str
    additive: bool
    definition: str
    mark: str
    version: str
    valid_from: date
    counts: str
    basis: str
    where: Mapping[str, list[str]] = field(default_factory=dict)
    at_end: bool = False
    official: str = ""
    before: tuple[Rule, ...] = ()

    @property
    def from_what(self) -> str:
        return str(Source(self.source).label)

    @property
    def told(self) -> str:
        """Everything about how it is counted, in one line; its definition stands beside it."""
        official = f"　報告での呼び方（推定）「{self.official}」" if self.official else ""
        return f"{self.counts}　{self.basis}で数える　版 {self.version}（{wareki(self.valid_from)}から）{official}"

    def changed_in(self, first: date, after: date) -> str:
        """A sentence where its rule changed inside this time; nothing where it did not."""
        if not self.before or not first < self.valid_from < after:
            return ""
        return (
            f"「{self.label}」の数え方は、{wareki(self.valid_from)}に変わりました（版 {self.before[-1].version} → {self.version}）。"
            "ここの数は、変わる前の日の分も、いまの数え方で数えています。"
        )


def figure_of(key: str, told: Mapping[str, Any]) -> Figure:
    """One figure as its file says it; the rules it had before, the oldest first."""
    rules = sorted((Rule(**one) for one in told.get("before", [])), key=lambda one: one.valid_from)
    return Figure(
        key=key, **{name: value for name, value in told.items() if name != "before"}, before=tuple(rules)
    )


_CATALOGUE = _read("catalogue.toml")
SOURCE: str = _CATALOGUE["source"]
FIGURES: dict[str, Figure] = {
    key: figure_of(key, _read(f"figures/{key}.toml")) for key in _CATALOGUE["order"]
}
VERSION: str = max(one.version for one in FIGURES.values())
USUAL = tuple(ReportLayout.model_validate(one) for one in _read("layouts.toml")["layouts"])


# 参加支援: the narrow national rule, and the broad one that counts without a plan. Which of them is an office's own figure
# stands in its profile.
NARROW, BROAD = "part_planned", "part_broad"
BOTH_RULES = (NARROW, "part_wished", BROAD)


def own_rule(profile: Profile | None) -> str:
    """The key of the figure an office reports as its own; the national one where it has said nothing."""
    return BROAD if profile and profile.counting.participation == "BROAD" else NARROW


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
