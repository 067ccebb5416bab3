"""What earlier summaries of a year tell and hide, so that nothing hidden can be subtracted from two of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from norishiro.reports.choices import ScopeKind, Source, SummaryState
from norishiro.reports.definitions import FIGURES, Figure
from norishiro.reports.models import Summary
from norishiro.reports.told import OF_BODIES, OF_CASES, OF_PEOPLE

Content = dict[str, Any]


def of_people(figure: Figure) -> bool:
    """In a breakdown also every entry of support: one visit in an area is one household."""
    return figure.source not in OF_BODIES and (
        figure.source in (Source.CONTACT, *OF_CASES) or figure.what in OF_PEOPLE
    )


def _cells() -> defaultdict[tuple[str, str], set[str]]:
    return defaultdict(set)


@dataclass
class Earlier:
    """What earlier summaries of the same year tell and hide, as far as it bears on this one: by breakdown and figure."""

    told: defaultdict[tuple[str, str], set[str]] = field(default_factory=_cells)
    kept: defaultdict[tuple[str, str], set[str]] = field(default_factory=_cells)
    unsaid_wholes: set[str] = field(default_factory=set)
    areas_told: bool = False


def earlier_than(summary: Summary) -> Earlier:
    """Of the town, an agency's own summary tells its row; of an agency, the town's summary hides or tells its whole.

    Of a summary that stands still: only what stood still before it."""
    found = Earlier()
    others = (
        Summary.objects.filter(year=summary.year).exclude(state=SummaryState.DRAFT).exclude(id=summary.id)
    )
    stood: Content = summary.content or {}
    for one in others:
        content: Content = one.content or {}
        if stood and content["turn"] > stood["turn"]:
            continue
        if (one.scope, one.scope_key) == (summary.scope, summary.scope_key):
            _same_again(found, content)
        elif summary.scope == ScopeKind.TOWN:
            _row_of_an_agency(found, one.scope_key, content)
        elif one.scope == ScopeKind.TOWN:
            _whole_of_this_agency(found, summary.scope_key, content)
        if one.scope != summary.scope and ScopeKind.TOWN in (one.scope, summary.scope):
            found.areas_told |= _tells_areas(content)
    return found


def _same_again(found: Earlier, content: Content) -> None:
    """What was hidden once stays hidden: two editions side by side would tell it."""
    for table in content["tables"]:
        for row in table["rows"]:
            for column, cell in zip(table["columns"], row["cells"], strict=True):
                if cell is None:
                    found.kept[table["code"], column["key"]].add(row["bucket"])


def _row_of_an_agency(found: Earlier, key: str, content: Content) -> None:
    for one in content["told"]:
        if one["number"] is not None:
            found.told["agencies", one["key"]].add(key)


def _whole_of_this_agency(found: Earlier, key: str, content: Content) -> None:
    for table in content["tables"]:
        if table["code"] != "agencies":
            continue
        for row in table["rows"]:
            if row["bucket"] == key:
                found.unsaid_wholes |= {
                    column["key"]
                    for column, cell in zip(table["columns"], row["cells"], strict=True)
                    if cell is None
                }


def _tells_areas(content: Content) -> bool:
    people = {one.key for one in FIGURES.values() if of_people(one)}
    return any(
        table["code"] == "areas" and any(column["key"] in people for column in table["columns"])
        for table in content["tables"]
    )
