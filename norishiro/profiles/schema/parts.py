"""The small pieces every table of a profile is made of."""

import datetime
import re
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

NOT_A_SOURCE = ("推定", "仮", "既定")
PARTIAL_DATE = re.compile(r"^\d{4}-(0[1-9]|1[0-2])(-\d{2})?$")
CLOCK = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")


def fault(reason: str, allowed: str) -> PydanticCustomError:
    """A refusal in words; the loader shows both halves."""
    return PydanticCustomError("profile", "{reason}", {"reason": reason, "allowed": allowed})


@dataclass(frozen=True)
class Ref:
    """Marks a code that must be defined elsewhere in the profile (or nationally)."""

    table: str
    noun: str


def _as_list(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _clock(value: Any) -> Any:
    if isinstance(value, datetime.time):
        return value
    if isinstance(value, str) and CLOCK.match(value):
        return datetime.time.fromisoformat(value)
    raise fault("時刻の形ではありません", '"09:00" から "23:59" までの形')


def _partial_date(value: Any) -> str:
    if not isinstance(value, str) or not PARTIAL_DATE.match(value):
        raise fault("年月の形ではありません", '"2014-12" または "2023-03-20" の形')
    try:
        datetime.date.fromisoformat(value if len(value) == 10 else f"{value}-01")
    except ValueError:
        raise fault("暦にない日付です", '"2014-12" または "2023-03-20" の形') from None
    return value


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9_]*$")]
Number = Annotated[int, Strict(), Field(ge=0)]
Flag = Annotated[bool, Strict()]
Day = Annotated[datetime.date, Strict()]
Clock = Annotated[datetime.time, BeforeValidator(_clock)]
Month = Annotated[int, Strict(), Field(ge=1, le=12)]
FiscalYear = Annotated[int, Strict(), Field(ge=1990, le=2100)]
PartialDate = Annotated[str, StringConstraints(), BeforeValidator(_partial_date)]

AgencyCode = Annotated[Code, Ref("agencies", "機関")]
WindowCode = Annotated[Code, Ref("windows", "窓口")]
LayerCode = Annotated[Code, Ref("area_layers", "圏域の層")]
AreaCode = Annotated[Code, Ref("areas", "圏域")]
RoleCode = Annotated[Code, Ref("roles", "役割")]
BodyCode = Annotated[Code, Ref("meeting_bodies", "会議体")]
DocumentCode = Annotated[Code, Ref("documents", "帳票")]
StepCode = Annotated[Code, Ref("flow.steps", "段階")]
NationalConcernCode = Annotated[Code, Ref("national.concerns", "国の困りごと")]
GroundCode = Annotated[Code, Ref("national.legal_grounds", "共有の根拠")]


class Part(BaseModel):
    """A piece without its own evidence: it stands under the evidence of the entry it is in."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)


class Entry(Part):
    """A piece that says where it comes from; `guessed` names the keys nobody has confirmed yet."""

    evidence: Annotated[tuple[Text, ...], BeforeValidator(_as_list), Field(min_length=1)]
    guessed: tuple[Text, ...] = ()
    note: str = ""


class Dated(Part):
    """Holds from `valid_from` until the day before `valid_until`; an absent end is open."""

    valid_from: Day | None = None
    valid_until: Day | None = None

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise fault("終わりの日（valid_until）が始まりの日（valid_from）以前です", "始まりより後の日")
        return self

    def holds_on(self, on: datetime.date) -> bool:
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_until is None or on < self.valid_until)


class Party(Part):
    """Who acts: agencies, a role, or a meeting body."""

    agencies: tuple[AgencyCode, ...] = ()
    role: RoleCode | None = None
    body: BodyCode | None = None

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.agencies or self.role or self.body):
            raise fault("誰が行うかが書かれていません", "agencies・role・body のどれか")
        return self
