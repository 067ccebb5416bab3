"""How a matter moves: request, answer, plan, steps, handover, monitoring."""

from typing import Annotated, Literal

from pydantic import Field, Strict

from norishiro.profiles.choices import LeadReason, Side
from norishiro.profiles.schema.forms import ScreeningGuide
from norishiro.profiles.schema.national import SCREENING
from norishiro.profiles.schema.parts import (
    AgencyCode,
    BodyCode,
    Code,
    DocumentCode,
    Entry,
    Flag,
    Month,
    Number,
    Part,
    Party,
    StepCode,
    Text,
)

DEFAULT_ANSWER_DAYS = 14
DEFAULT_MONITORING_MONTHS = 4


class LeadRule(Part):
    reason: LeadReason
    side: Side
    agencies: tuple[AgencyCode, ...] = ()


class Step(Part):
    code: Code
    mark: Text
    label: Text
    who: str = ""
    next: tuple[StepCode, ...] = ()
    is_end: Flag = False


class Handover(Part):
    from_agencies: Annotated[tuple[AgencyCode, ...], Field(min_length=1)]
    to_agencies: Annotated[tuple[AgencyCode, ...], Field(min_length=1)]
    when: Text
    needs_acceptance: Flag = True


class Request(Part):
    """Asking multi-agency work for help, and the answer."""

    answered_by: tuple[AgencyCode, ...] = ()
    answer_days: Annotated[int, Strict(), Field(ge=1)] = DEFAULT_ANSWER_DAYS
    applicant_is_agency: Flag = True
    reject_needs_proposal: Flag = False
    reapply_allowed: Flag = True
    proposal_document: DocumentCode | None = None


class PlanRule(Part):
    drafted_by: Party
    decided_by: Party
    reviewed_in: tuple[BodyCode, ...] = ()
    one_step: Flag = False


class Flow(Entry):
    pattern: Annotated[int, Strict(), Field(ge=1, le=5)]
    operators: Annotated[tuple[AgencyCode, ...], Field(min_length=1)]
    request: Request = Request()
    plan: PlanRule
    outreach_without_plan: Flag = False
    outreach_without_consent: Flag = False
    lead_rules: tuple[LeadRule, ...] = ()
    screening: tuple[ScreeningGuide, ...] = SCREENING
    screening_clues: tuple[Text, ...] = ()
    steps: tuple[Step, ...] = ()
    handovers: tuple[Handover, ...] = ()
    may_end_coordinated: Flag = False
    returns_to_ordinary: Flag = False
    watch_after_closing: Flag = False


class Monitoring(Entry):
    """Fixed months, a monthly body, or every so many months per case; the first that is given holds."""

    months: tuple[Month, ...] = ()
    body: BodyCode | None = None
    every_months: Annotated[Number, Field(ge=1)] = DEFAULT_MONITORING_MONTHS
    carries_over_year: Flag = False
    outcomes: tuple[Text, ...] = ()


class Held(Entry):
    """抱え込み: how many fields make a matter a tangled one, and after how many days without what it counts as held."""

    least_fields: Annotated[int, Strict(), Field(ge=1)] = 2
    hand_on_days: Annotated[int, Strict(), Field(ge=1)] = 30
    unanswered_days: Number = 0
    idle_days: Annotated[int, Strict(), Field(ge=1)] = 30


class Leads(Entry):
    """気づきの手がかり: after how many days without anything done one is listed as untouched."""

    still_days: Annotated[int, Strict(), Field(ge=1)] = 14


class Evacuation(Entry):
    """避難の名簿と計画: whether an ordinance lets them be handed out in ordinary times without consent (災害対策基本法第49条の11第2項
    ただし書・第49条の15第2項ただし書). Off until its citation is written here; then it is told with every list."""

    ordinance: Text | None = None
    refusal_stands: Flag = True


class Drawings(Entry):
    """ジェノグラムの記号: no national standard fixes them, and towns differ in these three."""

    dead: Literal["CROSS", "BLACK"] = "CROSS"
    unknown_sex: Literal["TRIANGLE", "DIAMOND"] = "TRIANGLE"
    marriage: Literal["SINGLE", "DOUBLE"] = "SINGLE"
