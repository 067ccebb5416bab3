"""One municipality's profile as a whole, and the few questions other rooms keep asking it."""

import datetime
from collections.abc import Iterable
from typing import Annotated, Literal, Protocol, TypeVar

from pydantic import Field

from norishiro.profiles.choices import BodyKind, Programme, ProgrammeGroup
from norishiro.profiles.schema.flow import Drawings, Evacuation, Flow, Held, Leads, Monitoring
from norishiro.profiles.schema.forms import (
    AssessmentItem,
    Consent,
    ContactTag,
    CountingNote,
    Document,
    IntakeForm,
    NineCells,
    PartnerField,
    RiskForm,
)
from norishiro.profiles.schema.meetings import MeetingBody
from norishiro.profiles.schema.national import (
    PARTNER_FIELDS,
    default_consent,
    default_contact_tags,
    default_nine_cells,
    national_intake_form,
)
from norishiro.profiles.schema.organisation import (
    Agency,
    FocusGroup,
    GroupOfProgramme,
    Municipality,
    ProgrammeYear,
    Role,
    Service,
    Source,
    StageYear,
    Strength,
    Window,
)
from norishiro.profiles.schema.parts import Part
from norishiro.profiles.schema.places import Area, AreaLayer, Base, OnCall
from norishiro.profiles.schema.reports import Counting, ReportLayout


class Coded(Protocol):
    @property
    def code(self) -> str: ...


Row = TypeVar("Row", bound=Coded)

USUAL_GROUPS = (
    GroupOfProgramme(programme=Programme.CONSULTATION, group=ProgrammeGroup.CONSULTATION),
    GroupOfProgramme(programme=Programme.OUTREACH, group=ProgrammeGroup.CONSULTATION),
    GroupOfProgramme(programme=Programme.MULTI_AGENCY, group=ProgrammeGroup.CONSULTATION),
    GroupOfProgramme(programme=Programme.PARTICIPATION, group=ProgrammeGroup.PARTICIPATION),
    GroupOfProgramme(programme=Programme.COMMUNITY, group=ProgrammeGroup.COMMUNITY),
)


class Profile(Part):
    format: Literal[1]
    municipality: Municipality
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    stages: tuple[StageYear, ...] = ()
    agencies: Annotated[tuple[Agency, ...], Field(min_length=1)]
    windows: tuple[Window, ...] = ()
    programmes: tuple[ProgrammeYear, ...]
    programme_groups: tuple[GroupOfProgramme, ...] = USUAL_GROUPS
    services: tuple[Service, ...] = ()
    area_layers: Annotated[tuple[AreaLayer, ...], Field(min_length=1)]
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    bases: tuple[Base, ...] = ()
    on_call: tuple[OnCall, ...] = ()
    intake_form: IntakeForm = Field(default_factory=national_intake_form)
    assessment_items: tuple[AssessmentItem, ...] = ()
    risk_forms: tuple[RiskForm, ...] = ()
    meeting_bodies: Annotated[tuple[MeetingBody, ...], Field(min_length=1)]
    flow: Flow
    monitoring: Monitoring = Monitoring(evidence=("既定",))
    held: Held = Held(
        evidence=("既定",), guessed=("least_fields", "hand_on_days", "unanswered_days", "idle_days")
    )
    leads: Leads = Leads(evidence=("既定",), guessed=("still_days",))
    evacuation: Evacuation = Evacuation(evidence=("既定",))
    drawings: Drawings = Drawings(evidence=("既定",), guessed=("dead", "unknown_sex", "marriage"))
    focus_groups: tuple[FocusGroup, ...] = ()
    strengths: tuple[Strength, ...] = ()
    documents: tuple[Document, ...] = ()
    consent: Consent = Field(default_factory=default_consent)
    nine_cells: NineCells = Field(default_factory=default_nine_cells)
    contact_tags: tuple[ContactTag, ...] = Field(default_factory=default_contact_tags)
    counting_notes: tuple[CountingNote, ...] = ()
    reports: tuple[ReportLayout, ...] = ()
    counting: Counting = Counting(evidence=("既定",), guessed=("participation",))
    partner_fields: tuple[PartnerField, ...] = PARTNER_FIELDS

    def agency(self, code: str) -> Agency:
        return _by_code(self.agencies, code)

    def window(self, code: str) -> Window:
        return _by_code(self.windows, code)

    def area(self, code: str) -> Area:
        return _by_code(self.areas, code)

    def role(self, code: str) -> Role:
        return _by_code(self.roles, code)

    def base(self, code: str) -> Base:
        return _by_code(self.bases, code)

    def body(self, code: str) -> MeetingBody:
        return _by_code(self.meeting_bodies, code)

    def document(self, code: str) -> Document:
        return _by_code(self.documents, code)

    def programme(self, programme: Programme, *, fiscal_year: int) -> ProgrammeYear | None:
        """How the programme is run in that year; a year not yet written carries on the last one written."""
        written = [
            (year, row)
            for row in self.programmes
            if row.programme == programme
            for year in row.fiscal_years
            if year <= fiscal_year
        ]
        return max(written, key=lambda pair: pair[0])[1] if written else None

    def group_of(self, programme: Programme) -> ProgrammeGroup:
        return next(row.group for row in self.programme_groups if row.programme == programme)

    def services_of(self, programme: Programme) -> tuple[Service, ...]:
        return tuple(
            service for service in self.services if any(row.programme == programme for row in service.tables)
        )

    def areas_of(self, layer: str, *, on: datetime.date) -> tuple[Area, ...]:
        return tuple(area for area in self.areas if area.layer == layer and area.holds_on(on))

    def area_of_town(self, town: str, *, on: datetime.date) -> Area | None:
        return next((area for area in self.areas if town in area.towns and area.holds_on(on)), None)

    def path_of(self, code: str) -> tuple[Area, ...]:
        """The area and all above it, from the smallest to the whole."""
        area = self.area(code)
        return (area, *self.path_of(area.parent)) if area.parent else (area,)

    def bodies_of(self, kind: BodyKind, *, on: datetime.date) -> tuple[MeetingBody, ...]:
        """Bodies that may sit as this kind; a body of both kinds serves as either legal meeting."""
        either = {BodyKind.BOTH} if kind in (BodyKind.SUPPORT, BodyKind.LAYERED) else set()
        return tuple(
            body for body in self.meeting_bodies if body.kind in {kind, *either} and body.holds_on(on)
        )

    def focus_groups_in(self, fiscal_year: int) -> tuple[str, ...]:
        return tuple(group.name for group in self.focus_groups if fiscal_year in group.fiscal_years)


def _by_code(rows: Iterable[Row], code: str) -> Row:
    """The row with this code; a profile is checked before use, so an unknown code is our own mistake."""
    for row in rows:
        if row.code == code:
            return row
    raise KeyError(code)
