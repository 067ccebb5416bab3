"""The figures of the house an indicator may point to, with their definitions and versions. Counted there, never here."""

from __future__ import annotations

from dataclasses import dataclass

from norishiro.evacuation import zone_counts
from norishiro.indicators import definitions as cohort
from norishiro.reports import definitions as reports

REPORT, COHORT, EVACUATION = "report:", "cohort:", "evacuation:"
# Of the table of the years, the rows that are one number and not words.
COUNTED = ("main_sittings", "main_cases", "ended", "continued")


@dataclass(frozen=True)
class HouseFigure:
    """One figure: where it is counted, and what it means."""

    key: str
    label: str
    unit: str
    definition: str
    version: str
    where: str

    @property
    def own_key(self) -> str:
        """As its own room calls it."""
        return self.key.partition(":")[2]


_OF_REPORTS = [
    HouseFigure(f"{REPORT}{one.key}", one.label, one.unit, one.definition, one.version, "日報・月報・年報")
    for one in reports.FIGURES.values()
]
_OF_COHORT = [
    HouseFigure(
        f"{COHORT}{row.key}", f"主な会議体の{row.label}", "", row.definition, cohort.VERSION, "実績の表"
    )
    for row in cohort.ROWS
    if row.key in COUNTED
]
_OF_EVACUATION = [
    HouseFigure(
        f"{EVACUATION}{code}", f"個別避難計画のある人（{label}。a 区域の内・b 区域の外）", "人", zone_counts.DEFINITION,
        zone_counts.VERSION, "区域ごとの計画数",
    )
    for code, label in zone_counts.hazards().items()
]  # fmt: skip
FIGURES: dict[str, HouseFigure] = {one.key: one for one in (*_OF_REPORTS, *_OF_COHORT, *_OF_EVACUATION)}


def has_two(key: str) -> bool:
    """Does the figure tell a) and b) by itself?"""
    return key.startswith(EVACUATION)


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """As a form offers them, grouped by where they are counted."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in FIGURES.values():
        unit = f"（{one.unit}）" if one.unit else ""
        groups.setdefault(one.where, []).append((one.key, f"{one.label}{unit}"))
    return list(groups.items())


def meaning(key: str) -> str:
    """What the figure means, by which version; words where nobody defines it any more."""
    found = FIGURES.get(key)
    if found is None:
        return "この数は、いまの版にはありません。指標を直して、別の数を選んでください。"
    return f"{found.where}「{found.label}」：{found.definition}（版 {found.version}）"
