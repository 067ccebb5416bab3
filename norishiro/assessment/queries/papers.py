"""The sheet as it goes on paper or into a workbook: what this reader may see of it, in the order of the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.assessment.lines import Cell
from norishiro.assessment.models import Acceptance, Refusal, RiskSheet, Sheet
from norishiro.assessment.queries.sheets import Standing, cells, standings
from norishiro.assessment.queries.strengths import acceptances, refusals, risk_sheets
from norishiro.cases import queries as case_queries
from norishiro.cases.choices import IssueScope
from norishiro.cases.models import Issue
from norishiro.core.calendar import PartialDate
from norishiro.people.models import Person
from norishiro.people.queries import members_of


@dataclass(frozen=True)
class PaperPerson:
    """One person of the case: what is registered of them, never typed a second time."""

    person: Person
    birth: PartialDate | None
    relation: str
    together: str


@dataclass(frozen=True)
class PaperSection:
    """One section of the form, its lines for one person or the household."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class PaperPart:
    """The household's leaf, or one person's."""

    person: PaperPerson | None
    sections: tuple[PaperSection, ...]

    @property
    def title(self) -> str:
        return self.person.person.called if self.person else "世帯全体"


@dataclass(frozen=True)
class Paper:
    """Everything the form shows to this reader. What the supporting agencies themselves find hard is not on it."""

    sheet: Sheet
    people: tuple[PaperPerson, ...]
    parts: tuple[PaperPart, ...]
    issues: tuple[Issue, ...]
    refusals: tuple[Refusal, ...]
    acceptances: tuple[Acceptance, ...]
    risks: tuple[RiskSheet, ...]
    standings: tuple[Standing, ...]


def paper_of(actor: Actor, *, sheet: Sheet, today: date) -> Paper:
    """The paper of one sheet, through the reader's own gate."""
    members = [one.person for one in case_queries.members(actor, case=sheet.case)]
    known, found = cells(actor, sheet=sheet, people=members)
    people = tuple(_people(actor, sheet=sheet, members=members, today=today))
    parts = []
    for whose in (None, *people):
        person = whose.person if whose else None
        sections = (
            PaperSection(
                one.label,
                tuple(
                    cell for cell in found.values() if cell.item.section == one.code and cell.person == person
                ),
            )
            for one in known.sections
        )
        parts.append(PaperPart(whose, tuple(one for one in sections if one.cells)))
    case = sheet.case
    return Paper(
        sheet=sheet, people=people, parts=tuple(parts),
        issues=tuple(one for one in case_queries.issues(actor, case=case) if one.scope != IssueScope.AGENCY),
        refusals=tuple(refusals(actor, case=case)), acceptances=tuple(acceptances(actor, case=case)),
        risks=tuple(risk_sheets(actor, case=case)), standings=tuple(standings(actor, sheet=sheet)),
    )  # fmt: skip


def _people(actor: Actor, *, sheet: Sheet, members: list[Person], today: date) -> list[PaperPerson]:
    household = sheet.case.household
    homes = (
        {one.person_id: one for one in members_of(actor, household=household, on=today)} if household else {}
    )
    result = []
    for person in members:
        home = homes.get(person.id)
        result.append(
            PaperPerson(
                person, PartialDate.from_code(person.birth) if person.birth else None, home.get_relation_display() if home else "",
                ("同居" if home.living_together else "別居") if home else "",
            )
        )  # fmt: skip
    return result
