"""How much one person and one area carry, counted from what the actor may see. Nothing here names a resident."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body, Programme, SupportGroup
from norishiro.agencies.queries import AreaNode
from norishiro.agencies.rules import overloaded
from norishiro.cases import queries as case_queries
from norishiro.cases.choices import OPEN_STATUSES
from norishiro.consultations import queries as consultation_queries
from norishiro.core.calendar import fiscal_year_span
from norishiro.outreach import queries as outreach_queries
from norishiro.people import queries as people_queries
from norishiro.plans import queries as plan_queries
from norishiro.plans.choices import ClosureKind


@dataclass
class PersonLoad:
    """One worker: area work and multi-agency work, in open cases led and in contacts of the year."""

    staff_id: UUID
    name: str
    roles: str
    areas: str
    area_cases: int = 0
    multi_agency_cases: int = 0
    area_contacts: int = 0
    multi_agency_contacts: int = 0
    area_over: bool = False
    multi_agency_over: bool = False

    @property
    def is_over(self) -> bool:
        return self.area_over or self.multi_agency_over


def person_loads(
    actor: Actor, *, agency_ids: frozenset[UUID], on: date, year: int, level: tuple[int, int] | None
) -> list[PersonLoad]:
    """Everybody with a live appointment in the agencies. A case that came by request is multi-agency work."""
    loads: dict[UUID, PersonLoad] = {}
    for held in agency_queries.appointments_in(actor, agency_ids=agency_ids, on=on):
        load = loads.setdefault(held.staff_id, PersonLoad(held.staff_id, held.staff.name, "", ""))
        load.roles = _joined(load.roles, held.role.label)
        load.areas = _joined(load.areas, held.area.name if held.area else "")
    _add_cases(actor, loads)
    _add_contacts(actor, loads, year)
    for load in loads.values():
        load.area_over, load.multi_agency_over = overloaded(
            area_cases=load.area_cases, multi_agency_cases=load.multi_agency_cases, level=level
        )
    return sorted(
        loads.values(), key=lambda one: (not one.is_over, -one.area_cases - one.multi_agency_cases, one.name)
    )


def _joined(words: str, more: str) -> str:
    known = words.split("・") if words else []
    return "・".join([*known, more]) if more and more not in known else words


def _add_cases(actor: Actor, loads: dict[UUID, PersonLoad]) -> None:
    rows = (
        case_queries.visible_to(actor).filter(status__in=OPEN_STATUSES, lead_staff_id__in=list(loads))
        .order_by().values("lead_staff_id")
        .annotate(area=Count("id", filter=Q(origin=None)), multi=Count("id", filter=Q(origin__isnull=False)))
    )  # fmt: skip
    for row in rows:
        load = loads[row["lead_staff_id"]]
        load.area_cases, load.multi_agency_cases = row["area"], row["multi"]


def _add_contacts(actor: Actor, loads: dict[UUID, PersonLoad], year: int) -> None:
    first, after = fiscal_year_span(year)
    rows = (
        outreach_queries.visible_to(actor)
        .filter(superseded_by__isnull=True, happened_on__gte=first, happened_on__lt=after, staff_id__in=list(loads))
        .order_by().values("staff_id")
        .annotate(
            area=Count("id", filter=~Q(programme=Programme.MULTI_AGENCY)),
            multi=Count("id", filter=Q(programme=Programme.MULTI_AGENCY)),
        )
    )  # fmt: skip
    for row in rows:
        load = loads[row["staff_id"]]
        load.area_contacts, load.multi_agency_contacts = row["area"], row["multi"]


@dataclass(frozen=True)
class AreaLoad:
    """One area with everything below it: workers, and how many people, cases and residents each of them has; and the
    consultations and contacts of a fiscal year, wherever the worker's desk stands."""

    node: AreaNode
    workers: int
    people: int
    cases: int
    consultations: int = 0
    contacts: int = 0

    @property
    def cases_per_worker(self) -> float | None:
        return round(self.cases / self.workers, 1) if self.workers else None

    @property
    def population_per_worker(self) -> int | None:
        return round(self.node.population / self.workers) if self.workers and self.node.population else None


def area_loads(actor: Actor, *, on: date, year: int) -> list[AreaLoad]:
    """The tree of areas with what the actor may see, rolled up: open cases, people, and the year's consultations (by the
    area of the person) and contacts (by the area at the time)."""
    tree = agency_queries.area_tree(actor, on=on)
    cases = case_queries.visible_to(actor).filter(status__in=OPEN_STATUSES, area__isnull=False)
    people = people_queries.visible_to(actor).filter(area__isnull=False)
    case_counts = dict(cases.order_by().values_list("area__code").annotate(n=Count("id")))
    people_counts = dict(people.order_by().values_list("area__code").annotate(n=Count("id")))
    first, after = fiscal_year_span(year)
    received = consultation_queries.visible_to(actor).filter(
        received_on__gte=first, received_on__lt=after, person__area__isnull=False
    )
    consultations = dict(received.order_by().values_list("person__area__code").annotate(n=Count("id")))
    made = outreach_queries.visible_to(actor).filter(
        superseded_by__isnull=True, happened_on__gte=first, happened_on__lt=after, area__isnull=False
    )
    contacts = dict(made.order_by().values_list("area__code").annotate(n=Count("id")))
    return [
        AreaLoad(
            node=node,
            workers=len(node.staff_ids),
            people=_below(node, people_counts),
            cases=_below(node, case_counts),
            consultations=_below(node, consultations),
            contacts=_below(node, contacts),
        )
        for node in tree
    ]


def _below(node: AreaNode, counts: dict[str, int]) -> int:
    own = counts.get(node.area.code, 0)
    return own + sum(_below(part, counts) for part in node.parts)


@dataclass
class OperatorCount:
    """One 多機関協働事業者 and the open cases it leads or operates, as far as the actor may see."""

    name: str
    body: str
    operated: int = 0
    led: int = 0


@dataclass(frozen=True)
class OperatorCounts:
    rows: list[OperatorCount] = field(default_factory=list)

    @property
    def by_body(self) -> list[tuple[str, int]]:
        """The same cases split by whose organisation operates them (世田谷: 総合支所の計とセンター)."""
        sums: dict[str, int] = {}
        for row in self.rows:
            sums[row.body] = sums.get(row.body, 0) + row.operated
        return [(Body(code).label, count) for code, count in sums.items()]

    @property
    def total(self) -> int:
        return sum(row.operated for row in self.rows)


def operator_counts(actor: Actor, *, on: date, year: int) -> OperatorCounts:
    """Open cases by operator of the year, in the order of the registry; other operators that still have cases follow."""
    cases = case_queries.visible_to(actor).filter(status__in=OPEN_STATUSES)
    operated = dict(cases.order_by().values_list("operator_id").annotate(n=Count("id")))
    led = dict(cases.order_by().values_list("lead_agency_id").annotate(n=Count("id")))
    listed = [
        row.agency for row in agency_queries.operators_in(actor, fiscal_year=year)
        if row.programme == Programme.MULTI_AGENCY and not row.name
    ]  # fmt: skip
    others = agency_queries.agencies(actor, on=on).filter(
        id__in=set(operated) - {agency.id for agency in listed}
    )
    return OperatorCounts(
        [
            OperatorCount(agency.name, agency.body, operated.get(agency.id, 0), led.get(agency.id, 0))
            for agency in (*listed, *others)
        ]
    )


def endings(actor: Actor, *, year: int) -> list[tuple[str, int]]:
    """How the cases the actor may see ended in a fiscal year: with a plan, by coordination alone, or interrupted."""
    first, after = fiscal_year_span(year)
    rows = plan_queries.closures_visible_to(actor).filter(closed_on__gte=first, closed_on__lt=after)
    counts = dict(rows.order_by().values_list("kind").annotate(n=Count("id")))
    return [(str(kind.label), counts.get(kind.value, 0)) for kind in ClosureKind]


@dataclass(frozen=True)
class ActivityRow:
    """Contacts of a fiscal year under one heading, with their parts by named service."""

    label: str
    count: int
    parts: tuple[tuple[str, int], ...]


def activity(actor: Actor, *, year: int, groups: dict[str, str], three: bool) -> list[ActivityRow]:
    """Contacts the actor may see, by the five programmes or by three groups: the same records, summed differently.

    ``groups``: in which of the three groups each programme is counted.
    """
    first, after = fiscal_year_span(year)
    counted = (
        outreach_queries.visible_to(actor)
        .filter(superseded_by__isnull=True, happened_on__gte=first, happened_on__lt=after)
        .order_by().values_list("programme", "sub_programme").annotate(n=Count("id"))
    )  # fmt: skip
    kinds = SupportGroup if three else Programme
    sums: dict[str, dict[str, int]] = {kind.value: {} for kind in kinds}
    for programme, name, count in counted:
        parts = sums[groups[programme] if three else programme]
        heading = name or (Programme(programme).label if three else "内訳なし")
        parts[heading] = parts.get(heading, 0) + count
    return [
        ActivityRow(str(kind.label), sum(sums[kind.value].values()), tuple(sorted(sums[kind.value].items())))
        for kind in kinds
    ]
