"""The item dictionary of the assessment sheet, as it holds on a day: the national default, and what the town changed.

A sheet keeps the day it was begun on; its dictionary is the one of that day, for good.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from norishiro.assessment.choices import Stage
from norishiro.profiles.current import current_profile
from norishiro.profiles.schema.forms import AssessmentItem, RiskForm
from norishiro.sharing.choices import Category

DATA = Path(__file__).with_name("data")
PERSON, HOUSEHOLD = "PERSON", "HOUSEHOLD"
TOWN, TOWN_LABEL = "TOWN", "この自治体の項目"


@dataclass(frozen=True)
class Option:
    """One answer that may be chosen."""

    code: str
    label: str


@dataclass(frozen=True)
class ItemOf:
    """One line of the sheet. ``kind`` says how it is answered; ``note`` is the heading of a supplement in words."""

    code: str
    section: str
    label: str
    kind: str
    per: str = PERSON
    options: tuple[Option, ...] = ()
    note: str = ""
    stage: str = "ASSESSMENT"
    national: bool = False
    categories: int = int(Category.LIFE_HISTORY)

    @property
    def of_household(self) -> bool:
        return self.per == HOUSEHOLD

    @property
    def needed(self) -> str:
        """By when it is needed, in words."""
        return Stage(self.stage).label

    def label_of(self, code: str) -> str:
        return next((one.label for one in self.options if one.code == code), code)


@dataclass(frozen=True)
class SectionOf:
    code: str
    label: str
    items: tuple[ItemOf, ...]

    def of(self, *, household: bool) -> tuple[ItemOf, ...]:
        """Its lines about the household, or about one person."""
        return tuple(one for one in self.items if one.of_household == household)


@dataclass(frozen=True)
class Dictionary:
    """All sections of one version, in the order of the sheet."""

    version: str
    sections: tuple[SectionOf, ...]

    @property
    def items(self) -> tuple[ItemOf, ...]:
        return tuple(item for section in self.sections for item in section.items)

    def section(self, code: str) -> SectionOf | None:
        return next((one for one in self.sections if one.code == code), None)

    def item(self, code: str) -> ItemOf | None:
        return next((one for one in self.items if one.code == code), None)


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads((DATA / "dictionary.toml").read_text(encoding="utf-8"))


@cache
def concern_traits() -> dict[str, str]:
    """Which trait of the sheet a concern of the intake form speaks for, by its national code."""
    return dict(_written()["concern_traits"])


def national(on: date) -> Dictionary:
    """The national default of that day: the newest version that has begun, else the first."""
    versions = sorted(_written()["versions"], key=lambda one: one["from_on"])
    begun = [one for one in versions if one["from_on"] <= on] or versions[:1]
    return _built(begun[-1]["version"])


@cache
def _built(version: str) -> Dictionary:
    written = next(one for one in _written()["versions"] if one["version"] == version)
    return Dictionary(version, tuple(_section(one) for one in written["sections"]))


def _section(written: dict[str, Any]) -> SectionOf:
    categories = int(Category[written.get("category", "LIFE_HISTORY")])
    items = tuple(
        ItemOf(
            code=one["code"], section=written["code"], label=one["label"], kind=one["kind"],
            per=one.get("per", PERSON), options=tuple(Option(*pair) for pair in one.get("options", ())),
            note=one.get("note", ""), stage=one.get("stage", "ASSESSMENT"), national=one.get("national", False),
            categories=categories,
        )
        for one in written["items"]
    )  # fmt: skip
    return SectionOf(written["code"], written["label"], items)


def dictionary_on(on: date) -> Dictionary:
    """The dictionary of that day, with what the town's settings of that day changed."""
    return changed(national(on), (one for one in current_profile(on).assessment_items if one.holds_on(on)))


def changed(base: Dictionary, changes: Iterable[AssessmentItem]) -> Dictionary:
    """The dictionary with items renamed, hidden or added; what fits no section stands in one of the town's own."""
    wanted = {one.code: one for one in changes}
    known = {one.code for one in base.items}
    places = {one.code for one in base.sections}
    added = [_new_item(one, places) for code, one in wanted.items() if code not in known and not one.hidden]
    sections = []
    for section in (*base.sections[:-1], SectionOf(TOWN, TOWN_LABEL, ()), base.sections[-1]):
        kept = [_changed_item(one, wanted.get(one.code)) for one in section.items if not _hidden(wanted, one)]
        items = (*kept, *(one for one in added if one.section == section.code))
        if items:
            sections.append(replace(section, items=items))
    return Dictionary(base.version, tuple(sections))


def _hidden(wanted: dict[str, AssessmentItem], item: ItemOf) -> bool:
    return item.code in wanted and wanted[item.code].hidden


def _options(change: AssessmentItem) -> tuple[Option, ...]:
    return tuple(Option(one.code, one.label) for one in change.options)


def _changed_item(item: ItemOf, change: AssessmentItem | None) -> ItemOf:
    if change is None:
        return item
    flag = item.national if change.national_flag is None else change.national_flag
    return replace(
        item, label=change.label or item.label, options=_options(change) or item.options, national=flag
    )


def _new_item(change: AssessmentItem, places: set[str]) -> ItemOf:
    section = change.section if change.section in places else TOWN
    return ItemOf(
        code=change.code, section=section, label=change.label or change.code, kind=change.kind or "TEXT",
        per=change.per, options=_options(change), stage=change.stage, national=bool(change.national_flag),
    )  # fmt: skip


@cache
def _risk() -> tuple[RiskForm, ...]:
    written = tomllib.loads((DATA / "risk.toml").read_text(encoding="utf-8"))
    common = {"evidence": ["既定"], "valid_from": written["from_on"]}
    return tuple(RiskForm.model_validate(common | one) for one in written["forms"])


def risk_forms_on(on: date) -> list[RiskForm]:
    """The ○/×/? sheets that may be filled in that day: the common one, and those of the town."""
    return [one for one in (*_risk(), *current_profile(on).risk_forms) if one.holds_on(on)]


@dataclass(frozen=True)
class Step:
    """One step of 受援力, told by what can be seen."""

    code: str
    label: str
    example: str


@cache
def acceptance_steps() -> tuple[Step, ...]:
    written = tomllib.loads((DATA / "acceptance.toml").read_text(encoding="utf-8"))
    return tuple(Step(**one) for one in written["steps"])
