"""Where: layers and areas, bases with their opening rules, and who answers at night."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from norishiro.profiles.choices import BaseFunction, Weekday
from norishiro.profiles.schema.parts import (
    AgencyCode,
    AreaCode,
    Clock,
    Code,
    Dated,
    Entry,
    Flag,
    LayerCode,
    Number,
    Part,
    PartialDate,
    RoleCode,
    Text,
    fault,
)

MONTH_AND_DAY = r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
EXCEPTION_RULE = re.compile(rf"^(第[1-5][月火水木金土日]曜|祝日|{MONTH_AND_DAY}〜{MONTH_AND_DAY})$")
WeekOfMonth = Annotated[int, Field(ge=1, le=5)]


def _exception_rule(value: str) -> str:
    if not EXCEPTION_RULE.match(value):
        raise fault("例外の日の書き方が読めません", "「第3月曜」「祝日」「12-29〜01-03」の形")
    return value


class Hours(Dated):
    """A span of one day."""

    from_time: Annotated[Clock, Field(alias="from")]
    until_time: Annotated[Clock, Field(alias="until")]

    @model_validator(mode="after")
    def _closes_after_opening(self) -> Self:
        if self.until_time <= self.from_time:
            raise fault("終わりの時刻（until）が始まりの時刻（from）以前です", "始まりより後の時刻")
        return self


class OpeningRule(Hours):
    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    weeks: tuple[WeekOfMonth, ...] = ()


class OpeningException(Dated):
    """A kind of day on which the usual rule does not hold: closed, or other hours."""

    rule: Annotated[str, AfterValidator(_exception_rule)]
    closed: Flag
    from_time: Clock | None = Field(default=None, alias="from")
    until_time: Clock | None = Field(default=None, alias="until")

    @model_validator(mode="after")
    def _closed_or_hours(self) -> Self:
        given = (self.from_time is not None, self.until_time is not None)
        if given != ((False, False) if self.closed else (True, True)):
            raise fault(
                "休みか、その日の時間か、どちらか一方だけを書いてください", "closed = true か、from と until"
            )
        if self.from_time and self.until_time and self.until_time <= self.from_time:
            raise fault("終わりの時刻（until）が始まりの時刻（from）以前です", "始まりより後の時刻")
        return self


class AreaLayer(Entry):
    code: Code
    name: Text
    level: Number
    count: Number | None = None
    purpose: str = ""


class Area(Entry, Dated):
    code: Code
    name: Text
    layer: LayerCode
    parent: AreaCode | None = None
    towns: tuple[Text, ...] = ()
    population: Number | None = None
    active: Flag | None = None


class BaseStaff(Part):
    role: RoleCode
    count: Number | None = None
    agencies: tuple[AgencyCode, ...] = ()


class Base(Entry, Dated):
    code: Code
    name: Text
    operators: tuple[AgencyCode, ...] = ()
    area: AreaCode | None = None
    opened_on: PartialDate | None = None
    place: str = ""
    functions: tuple[BaseFunction, ...] = ()
    staff: tuple[BaseStaff, ...] = ()
    opening: tuple[OpeningRule, ...] = ()
    exceptions: tuple[OpeningException, ...] = ()
    style: str = ""


class OnCall(Entry, Dated):
    """Who answers when the windows are shut; `area` empty means the whole municipality."""

    area: AreaCode | None = None
    area_layer: LayerCode | None = None
    agencies: Annotated[tuple[AgencyCode, ...], Field(min_length=1)]
    contact: Text
    always: Flag = False
    hours: tuple[OpeningRule, ...] = ()

    @model_validator(mode="after")
    def _always_or_hours(self) -> Self:
        if self.always == bool(self.hours):
            raise fault("いつつながるかは、どちらか一方だけを書いてください", "always = true か hours")
        return self
