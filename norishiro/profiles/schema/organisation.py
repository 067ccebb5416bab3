"""Who there is: the municipality, its agencies, windows, programmes and roles."""

from typing import Annotated

from pydantic import AfterValidator, Field

from norishiro.profiles.choices import (
    AgencyBody,
    AgencyField,
    Appointment,
    Contract,
    MunicipalityKind,
    Programme,
    ProgrammeGroup,
    RoleKind,
    Side,
    Stage,
    WindowSetting,
)
from norishiro.profiles.schema.parts import (
    AgencyCode,
    AreaCode,
    Code,
    Dated,
    Day,
    DocumentCode,
    Entry,
    FiscalYear,
    Flag,
    LayerCode,
    Number,
    Part,
    RoleCode,
    Text,
    WindowCode,
    fault,
)

CHECK_WEIGHTS = (6, 5, 4, 3, 2)


def _local_government_code(value: str) -> str:
    if len(value) != 6 or not value.isdecimal() or not value.isascii():
        raise fault("全国地方公共団体コードの形ではありません", "検査数字を含む6桁の数字")
    total = sum(int(digit) * weight for digit, weight in zip(value, CHECK_WEIGHTS, strict=False))
    if (11 - total % 11) % 10 != int(value[5]):
        raise fault("全国地方公共団体コードの検査数字（6桁目）が合いません", "検査数字の合う6桁の数字")
    return value


class Municipality(Part):
    code: Annotated[str, AfterValidator(_local_government_code)]
    name: Text
    prefecture: Text
    kind: MunicipalityKind
    as_of: Day
    fiscal_years: Annotated[tuple[FiscalYear, ...], Field(min_length=1)]
    council_name: Text


class Source(Part):
    code: Text
    title: Text
    as_of: str = ""


class StageYear(Entry):
    fiscal_year: FiscalYear
    stage: Stage


class Agency(Entry, Dated):
    code: Code
    name: Text
    kana: str = ""
    field: AgencyField
    body: AgencyBody
    parent: AgencyCode | None = None
    count: Number | None = None
    area_layer: LayerCode | None = None


class TableRow(Part):
    """One line of a published table: in which programme's table it stands and whether it has the ★."""

    programme: Programme
    starred: Flag


class Window(Entry, Dated):
    code: Code
    name: Text
    operators: Annotated[tuple[AgencyCode, ...], Field(min_length=1)]
    contract: Contract
    count: Number | None = None
    setting: WindowSetting = WindowSetting.UNSTATED
    fields: tuple[AgencyField, ...] = ()
    tables: tuple[TableRow, ...] = ()
    parent: WindowCode | None = None
    area_layer: LayerCode | None = None
    place: str = ""

    def starred(self, programme: Programme) -> bool:
        return any(row.starred for row in self.tables if row.programme == programme)


class ProgrammeYear(Entry):
    """One of the five programmes in some fiscal years; the same programme may not stand twice in a year."""

    programme: Programme
    fiscal_years: Annotated[tuple[FiscalYear, ...], Field(min_length=1)]
    operators: tuple[AgencyCode, ...]
    contract: Contract
    summary: str = ""


class Service(Entry, Dated):
    """A named piece of a programme (a 事業 of the municipality) with its staff; a dash means it varies."""

    code: Code
    name: Text
    operators: Annotated[tuple[AgencyCode, ...], Field(min_length=1)]
    contract: Contract
    tables: Annotated[tuple[TableRow, ...], Field(min_length=1)]
    staff: Number | None = None
    staff_varies: Flag = False
    places: tuple[Text, ...] = ()
    window: WindowCode | None = None

    @property
    def staff_text(self) -> str:
        return "-" if self.staff_varies else "" if self.staff is None else str(self.staff)

    def starred(self, programme: Programme) -> bool:
        return any(row.starred for row in self.tables if row.programme == programme)


class GroupOfProgramme(Part):
    """In which of the three support groups a programme is counted."""

    programme: Programme
    group: ProgrammeGroup


class Staffing(Dated):
    total: Number | None = None
    per_area: Number | None = None
    per_agency: Number | None = None
    area: AreaCode | None = None
    agency: AgencyCode | None = None
    regular: Number | None = None
    part_time: Number | None = None


class Role(Entry, Dated):
    code: Code
    name: Text
    kind: RoleKind
    agencies: tuple[AgencyCode, ...] = ()
    appointment: Appointment = Appointment.UNSTATED
    area_layer: LayerCode | None = None
    staffing: tuple[Staffing, ...] = ()
    combined_with: tuple[RoleCode, ...] = ()
    may_be_combined: Flag = True
    may_own_case: Flag = False
    sees_all_bases: Flag = False
    sends: tuple[DocumentCode, ...] = ()
    duties: tuple[Text, ...] = ()
    qualifications: tuple[Text, ...] = ()


class Strength(Entry):
    side: Side
    agencies: tuple[AgencyCode, ...] = ()
    items: Annotated[tuple[Text, ...], Field(min_length=1)]


class FocusGroup(Entry):
    fiscal_years: Annotated[tuple[FiscalYear, ...], Field(min_length=1)]
    name: Text
