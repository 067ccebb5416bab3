"""Meeting bodies: who calls them, who sits, on which ground, and what is decided."""

import datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from norishiro.profiles.choices import (
    BodyKind,
    ConsentRule,
    FrequencyKind,
    MemberLevel,
    OathRule,
    Secrecy,
    Target,
)
from norishiro.profiles.schema.parts import (
    AgencyCode,
    BodyCode,
    Code,
    Dated,
    DocumentCode,
    Entry,
    FiscalYear,
    Flag,
    GroundCode,
    LayerCode,
    Number,
    Part,
    Party,
    RoleCode,
    Text,
)


class RosterSize(NamedTuple):
    departments: int
    sections: int
    rows: int


class Frequency(Part):
    kind: FrequencyKind
    times: Number | None = None
    text: str = ""


class Seat(Dated):
    """One row of the roster; `department` is filled for sections that are counted by department."""

    label: Text
    department: str = ""
    agencies: tuple[AgencyCode, ...] = ()
    level: MemberLevel = MemberLevel.ANY


class StatedSize(Dated):
    """The size a source states for a time whose roster itself is not known."""

    departments: Number
    sections: Number


class ItemRange(Part):
    least: Number
    most: Number


class AdvanceQuestion(Part):
    """One question of the 事前シート, in the town's words; it is kept in one of four columns."""

    column: Literal["picture", "efforts", "wanted", "requests"]
    label: Text
    help: str = ""


class SurveyQuestion(Part):
    """One question after a sitting: on a scale of four, or in words."""

    code: Code
    label: Text
    scale: Flag = True


class MeetingBody(Entry, Dated):
    code: Code
    name: Text
    kind: BodyKind
    legal_ground: GroundCode | None = None
    convener: Party | None = None
    requested_by: Party | None = None
    papers_by: Party | None = None
    chair: str = ""
    frequency: Frequency = Frequency(kind=FrequencyKind.UNSTATED)
    area_layer: LayerCode | None = None
    roster: tuple[Seat, ...] = ()
    stated_sizes: tuple[StatedSize, ...] = ()
    always_attends: tuple[RoleCode, ...] = ()
    consent: ConsentRule = ConsentRule.UNSTATED
    oath: OathRule = OathRule.NONE
    secrecy: Annotated[tuple[Secrecy, ...], Field(min_length=1)] = (Secrecy.UNSTATED,)
    parent: BodyCode | None = None
    counted_in_parent: Flag = False
    trial_years: tuple[FiscalYear, ...] = ()
    may_sit_without_cases: Flag = False
    person_may_attend: Flag = False
    applicant_attends: Flag = False
    anonymous: Flag = False
    only_unconsented: Flag = False
    names_members: Flag = False
    decides_plan: Flag = False
    may_add_members: Flag = True
    target: Target | None = None
    items_per_sitting: ItemRange | None = None
    quorum: Number | None = None
    advance_sheet: tuple[AdvanceQuestion, ...] = ()
    questionnaire: tuple[SurveyQuestion, ...] = ()
    decides: tuple[Text, ...] = ()
    papers: tuple[DocumentCode, ...] = ()

    def roster_on(self, on: datetime.date) -> tuple[Seat, ...]:
        return tuple(seat for seat in self.roster if seat.holds_on(on))

    def roster_size(self, on: datetime.date) -> RosterSize:
        """Departments and sections in force; a stated size is used when no roster is known for the day."""
        seats = self.roster_on(on)
        counted = [seat for seat in seats if seat.department]
        if counted:
            return RosterSize(len({seat.department for seat in counted}), len(counted), len(seats))
        stated = next((size for size in self.stated_sizes if size.holds_on(on)), None)
        return RosterSize(stated.departments, stated.sections, 0) if stated else RosterSize(0, 0, len(seats))
