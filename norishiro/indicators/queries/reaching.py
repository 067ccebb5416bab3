"""支援が届くまで, of the cases the actor sees, from the records the actor may read. Nobody else's are counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.cases import queries as case_queries
from norishiro.cases.models import Case, CaseMember
from norishiro.consultations.queries.consultations import visible_to as consultations_visible_to
from norishiro.consultations.queries.requests import requests_visible_to
from norishiro.indicators.reaching import AGREED, JOINED, MET, TRIED, Step, Way, between
from norishiro.outreach import queries as outreach_queries
from norishiro.outreach.choices import Met, Method
from norishiro.plans.choices import PlanKind
from norishiro.plans.queries.plans import visible_to as plans_visible_to
from norishiro.sharing.choices import ConsentState, Depth
from norishiro.sharing.queries import consents_visible_to, through_gate

MOST_CASES, MOST_ROWS = 3000, 100_000
AMONG_US = (Method.AGENCY_CALL, Method.MEETING)
SAID_YES = (ConsentState.GIVEN, ConsentState.WITHDRAWN, ConsentState.REPLACED)
TRIED_A_PLACE = 5

# Of which case or person, what was taken, when.
Found = tuple[UUID, str, date]


def way_of(actor: Actor, *, case: Case) -> Way:
    """The way of one case."""
    return _ways(actor, [case])[0]


def way_there(actor: Actor, *, case: Case) -> list[tuple[Step, date | None, int | None]]:
    """The same as lines: each step, its day, and the days since the worry."""
    return between(way_of(actor, case=case))


def ways(actor: Actor, *, first: date, after: date, agency_id: UUID | None = None) -> list[Way]:
    """Of the cases whose worry came in this time; a case begins on its day or later. ``agency_id``: led by it."""
    rows = case_queries.visible_to(actor, depth=Depth.OUTLINE).filter(opened_on__gte=first)
    if agency_id is not None:
        rows = rows.filter(lead_agency_id=agency_id)
    found = _ways(actor, list(rows.order_by("opened_on", "id")[:MOST_CASES]))
    return [one for one in found if first <= one.worry < after]


def leads(actor: Actor) -> list[tuple[UUID, str]]:
    """The agencies that lead any of the cases the actor sees."""
    rows = case_queries.visible_to(actor, depth=Depth.OUTLINE).order_by("lead_agency__name", "lead_agency_id")
    return list(rows.values_list("lead_agency_id", "lead_agency__name").distinct())


def cases_behind(actor: Actor, *, case_ids: Collection[UUID], limit: int) -> list[Case]:
    """The cases of a figure, as far as the actor sees them; the oldest first."""
    rows = case_queries.visible_to(actor, depth=Depth.OUTLINE).filter(id__in=list(case_ids))
    return list(rows.select_related("lead_agency", "lead_staff").order_by("opened_on", "id")[:limit])


def _ways(actor: Actor, cases: list[Case]) -> list[Way]:
    worries = _worries(actor, cases)
    homes = _members(actor, cases)
    since = min(worries.values(), default=date.max)
    found: dict[UUID, list[tuple[str, date]]] = defaultdict(list)
    for whose, step, on in _taken(actor, [one.id for one in cases], list(homes), since=since):
        for case_id in homes.get(whose, (whose,)):
            found[case_id].append((step, on))
    return [
        Way(one.id, worries[one.id], _first(found[one.id], since=worries[one.id]), one.closed_on)
        for one in cases
    ]  # fmt: skip


def _first(taken: Iterable[tuple[str, date]], *, since: date) -> dict[str, date]:
    """The first day of each step, from the worry on."""
    first: dict[str, date] = {}
    for step, on in taken:
        if on >= since:
            first[step] = min(on, first.get(step, on))
    return first


def _worries(actor: Actor, cases: list[Case]) -> dict[UUID, date]:
    """The day of the consultation a case came from, where it is seen; else the day the case began."""
    origins = {one.origin_id: one.id for one in cases if one.origin_id}
    rows = requests_visible_to(actor).filter(
        id__in=list(origins), consultation__in=consultations_visible_to(actor).values("id")
    )
    told = {origins[key]: on for key, on in rows.values_list("id", "consultation__received_on")}
    return {one.id: min(told.get(one.id, one.opened_on), one.opened_on) for one in cases}


def _members(actor: Actor, cases: list[Case]) -> dict[UUID, list[UUID]]:
    """By person: the cases each belongs to."""
    rows = CaseMember.objects.filter(case_id__in=[one.id for one in cases])
    rows = through_gate(rows, actor, subject="person_id", depth=Depth.OUTLINE)
    homes: dict[UUID, list[UUID]] = defaultdict(list)
    for person_id, case_id in rows.values_list("person_id", "case_id"):
        homes[person_id].append(case_id)
    return dict(homes)


def _taken(actor: Actor, case_ids: list[UUID], person_ids: list[UUID], *, since: date) -> Iterator[Found]:
    contacts = outreach_queries.visible_to(actor).filter(
        Q(case_id__in=case_ids) | Q(person_id__in=person_ids), happened_on__gte=since
    )
    rows = contacts.exclude(method__in=AMONG_US).order_by("happened_on")
    for case_id, person_id, met, on in rows.values_list("case_id", "person_id", "met", "happened_on")[
        :MOST_ROWS
    ]:
        whose = case_id or person_id
        yield whose, TRIED, on
        if met == Met.MET and person_id is not None:
            yield whose, MET, on
    consents = consents_visible_to(actor).filter(
        person_id__in=person_ids, state__in=SAID_YES, asked_on__gte=since
    )
    for person_id, on in consents.values_list("person_id", "asked_on")[:MOST_ROWS]:
        yield person_id, AGREED, on
    plans = plans_visible_to(actor).filter(case_id__in=case_ids, decided_on__gte=since)
    for plan in plans.exclude(kind=PlanKind.OUTREACH).only("case_id", "decided_on")[:MOST_ROWS]:
        if plan.decided_on is not None:
            yield plan.case_id, JOINED, plan.decided_on
    stages = outreach_queries.stages_visible_to(actor).filter(
        person_id__in=person_ids, stage__gte=TRIED_A_PLACE, noted_on__gte=since
    )
    for person_id, on in stages.values_list("person_id", "noted_on")[:MOST_ROWS]:
        yield person_id, JOINED, on
