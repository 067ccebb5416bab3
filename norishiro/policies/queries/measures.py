"""One measure with all that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.meetings.queries import visible_to
from norishiro.policies.models import (
    Deed,
    Effort,
    Ground,
    Indicator,
    Measure,
    Policy,
    Progress,
    Project,
    Question,
    Share,
    Standing,
    YearValue,
)
from norishiro.policies.queries.plans import latest_progress

MOST = 500


def get_measure(actor: Actor, *, measure_id: UUID) -> Measure:
    found = Measure.objects.select_related("agency").filter(id=measure_id).first()
    if found is None:
        raise Unseen(measure_id)
    return found


def get_indicator(actor: Actor, *, indicator_id: UUID) -> Indicator:
    found = Indicator.objects.select_related("measure", "question").filter(id=indicator_id).first()
    if found is None:
        raise Unseen(indicator_id)
    return found


def year_value(actor: Actor, *, indicator: Indicator, year: int) -> YearValue | None:
    return YearValue.objects.filter(indicator=indicator, year=year).first()


def questions(actor: Actor) -> list[Question]:
    return list(Question.objects.all()[:MOST])


def measures_to_join(actor: Actor, *, policy: Policy) -> list[Standing]:
    """Items of other plans that do not stand in this one, each once."""
    here = policy.standings.values("measure_id")
    rows = Standing.objects.exclude(policy=policy).exclude(measure_id__in=here)
    found = rows.select_related("measure", "policy").order_by("policy__name", "order")[:MOST]
    return list({one.measure_id: one for one in found}.values())


@dataclass(frozen=True)
class Grounded:
    """A reason of a measure: the question, and what was answered to it, in the town and by area."""

    ground: Ground
    shares: tuple[Share, ...]


def get_effort(actor: Actor, *, effort_id: UUID) -> Effort:
    found = Effort.objects.select_related("measure").filter(id=effort_id).first()
    if found is None:
        raise Unseen(effort_id)
    return found


@dataclass(frozen=True)
class EffortLine:
    """An effort with what was done for it, the latest first."""

    effort: Effort
    deeds: tuple[Deed, ...]


@dataclass(frozen=True)
class MeasurePage:
    """A measure: its places with what each plan told last, what is done for it, its indicators and its grounds.
    ``open_sittings``: those among the sittings the actor may open."""

    measure: Measure
    places: tuple[tuple[Standing, Progress | None], ...]
    projects: tuple[Project, ...]
    efforts: tuple[EffortLine, ...]
    open_sittings: frozenset[UUID]
    indicators: tuple[Indicator, ...]
    grounds: tuple[Grounded, ...]


def measure_page(actor: Actor, *, measure: Measure) -> MeasurePage:
    """Eight or nine questions, whatever hangs on it."""
    standings = list(
        measure.standings.select_related("policy", "parent__measure").order_by(
            "policy__from_year", "policy__name"
        )
    )
    told = latest_progress(actor, standings=standings)
    grounds = list(measure.grounds.select_related("question"))
    shares = list(
        Share.objects.filter(question_id__in=[one.question_id for one in grounds])
        .select_related("poll", "area").order_by("-poll__held_on", "area__code")[:MOST]
    )  # fmt: skip
    efforts = list(measure.efforts.all())
    deeds = list(
        Deed.objects.filter(effort__in=efforts).select_related("sitting__body", "activity__gathering")[:MOST]
    )
    sat = [one.sitting_id for one in deeds if one.sitting_id]
    return MeasurePage(
        measure=measure, places=tuple((one, told.get(one.id)) for one in standings),
        projects=tuple(measure.projects.select_related("scheme")), efforts=tuple(EffortLine(one, tuple(each for each in deeds if each.effort_id == one.id)) for one in efforts),
        open_sittings=frozenset(visible_to(actor).filter(id__in=sat).values_list("id", flat=True)) if sat else frozenset(),
        indicators=tuple(measure.indicators.select_related("question", "effort")),
        grounds=tuple(
            Grounded(one, tuple(share for share in shares if share.question_id == one.question_id))
            for one in grounds
        ),
    )  # fmt: skip
