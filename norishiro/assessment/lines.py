"""The lines of a sheet as a reader meets them. Pure: rows are handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from norishiro.assessment.choices import Stage
from norishiro.assessment.dictionary import Dictionary, ItemOf, SectionOf

if TYPE_CHECKING:
    from norishiro.assessment.models import Answer
    from norishiro.people.models import Person

# Which line: the item, and whose (None: the household's).
Place = tuple[str, UUID | None]


@dataclass
class Cell:
    """One line of the sheet as it stands: the newest answer of each agency side by side, and the earlier ones."""

    item: ItemOf
    person: Person | None
    current: list[Answer] = field(default_factory=list)
    earlier: list[Answer] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return self.item.code, self.person.id if self.person else None

    @property
    def is_filled(self) -> bool:
        return bool(self.current)

    @property
    def is_split(self) -> bool:
        """Whether agencies say different things."""
        return len({one.words for one in self.current}) > 1

    def of_agency(self, agency_id: UUID) -> Answer | None:
        """What this agency says now."""
        return next((one for one in self.current if one.agency_id == agency_id), None)


@dataclass(frozen=True)
class Filled:
    """How much of one section is answered."""

    section: SectionOf
    filled: int
    lines: int


def filled_by_section(known: Dictionary, found: Mapping[Place, Cell]) -> list[Filled]:
    """How far each section is, out of the lines the reader sees."""
    result = []
    for section in known.sections:
        lines = [one for one in found.values() if one.item.section == section.code]
        result.append(Filled(section, sum(one.is_filled for one in lines), len(lines)))
    return result


def open_by_stage(found: Mapping[Place, Cell]) -> dict[str, int]:
    """How many lines are still open, by when they are needed, the soonest first; stages without any are left out."""
    counts = {
        stage.label: sum(one.item.stage == stage and not one.is_filled for one in found.values())
        for stage in Stage
    }
    return {label: count for label, count in counts.items() if count}
