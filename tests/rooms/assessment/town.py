"""One household under assessment: two bodies that see it on 支援会議, one that does not, and two people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.assessment import operations, queries
from norishiro.assessment.choices import ToldBy
from norishiro.assessment.given import Given
from norishiro.assessment.models import Answer, Sheet
from norishiro.cases.models import Case
from norishiro.core.operation import announce
from norishiro.people.models import Person
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Depth, Ground, SourceKind
from tests.factories import agencies, cases, people

TODAY = timezone.localdate()
OWN, J6 = Ground.OWN, Ground.CONFERENCE


def preset(name: str = "toshima") -> None:
    adopt_profile(
        (PRESETS / f"{name}.toml").read_text(encoding="utf-8"), name=name, valid_from=agencies.EPOCH
    )


def given(note: str = "", *codes: str, number: int | None = None) -> Given:
    return Given(codes=codes, number=number, note=note)


@dataclass
class Home:
    """The case as its lead opened it, with another body and a stranger."""

    size: int = 1
    lead: Actor = field(init=False)
    other: Actor = field(init=False)
    stranger: Actor = field(init=False)
    people: list[Person] = field(init=False)
    case: Case = field(init=False)

    def __post_init__(self) -> None:
        preset()
        self.lead = agencies.actor("架空 一", agency=agencies.agency("架空 社協"))
        self.other = agencies.actor("架空 二", agency=agencies.agency("架空 包括"))
        self.stranger = agencies.actor("架空 三", agency=agencies.agency("架空 よそ"))
        self.people = [people.person(self.lead, f"架空 住人{n}") for n in range(self.size)]
        home = people.household(self.lead, *self.people)
        self.case = cases.case(self.lead, *self.people, household=home, today=TODAY)

    @property
    def person(self) -> Person:
        return self.people[0]

    def met(self, *actors: Actor) -> None:
        """As after a 支援会議: these bodies see the household on that ground."""
        announce(self.lead)
        sharing.grant(
            self.lead, subjects=[sharing.case(self.case.id), *(sharing.person(one.id) for one in self.people)],
            recipients=[sharing.agency(one.agency_id) for one in (self.lead, *actors)], ground=J6,
            depth=Depth.PROGRESS, source=SourceKind.TEAM, source_id=self.case.id,
        )  # fmt: skip

    def start(self, *, today: date = TODAY) -> Sheet:
        return operations.start_sheet(self.lead, case=self.case, today=today)

    def fill(
        self, sheet: Sheet, *, by: Actor | None = None, person: Person | None = None, basis: str = OWN,
        told_by: str = ToldBy.SELF, seen: int | None = None, today: date = TODAY, **answers: Any,
    ) -> list[Answer]:  # fmt: skip
        return operations.fill_section(
            by or self.lead, sheet=sheet, person=person, items=tuple(answers), answers=answers, told_by=told_by,
            known_on=today, basis=basis, seen=seen, today=today,
        )  # fmt: skip

    def said(self, actor: Actor, sheet: Sheet, item: str, person: Person | None = None) -> list[str]:
        """What the actor reads on one line, the newest body first."""
        announce(actor)
        _known, found = queries.cells(actor, sheet=sheet)
        cell = found.get((item, person.id if person else None))
        return [one.words for one in cell.current] if cell else []
