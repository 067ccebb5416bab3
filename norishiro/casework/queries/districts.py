"""地区: who looks after each in a fiscal year, what stands there, and how much was heard and held there. Counts of people's
matters are of what the actor may see; the rest names no resident."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Appointment, Area, Base
from norishiro.agencies.permissions import Permission
from norishiro.agencies.queries import AreaNode
from norishiro.casework.queries.workload import area_loads
from norishiro.core.calendar import fiscal_year_span
from norishiro.outreach import queries as outreach_queries
from norishiro.outreach.models import Bulletin, Gathering
from norishiro.outreach.queries import GatheringSum

T = TypeVar("T")


@dataclass(frozen=True)
class DistrictLine:
    """One area with everything below it. ``consultations`` and ``contacts`` are None to whoever may not receive any."""

    node: AreaNode
    holders: tuple[Appointment, ...]
    gathered: GatheringSum
    bulletins: int
    consultations: int | None = None
    contacts: int | None = None


def district_lines(actor: Actor, *, on: date, year: int) -> list[DistrictLine]:
    """The tree of areas with holders of the year, notices of the day, and the sums of the year."""
    first, after = fiscal_year_span(year)
    holders = duty_holders(actor, year=year)
    sums = outreach_queries.gathering_sums(actor, first=first, after=after)
    notices = outreach_queries.bulletin_counts(actor, on=on)
    counts = actor.may(Permission.RECEIVE)
    loads = {one.node.area.code: one for one in area_loads(actor, on=on, year=year)} if counts else {}
    nodes = [one.node for one in loads.values()] if counts else agency_queries.area_tree(actor, on=on)
    return [
        DistrictLine(
            node=node, holders=tuple(holders.get(node.area.code, ())), bulletins=notices.get(node.area.code, 0),
            gathered=_below(node, lambda code: sums.get(code, GatheringSum()), GatheringSum.__add__),
            consultations=loads[node.area.code].consultations if counts else None,
            contacts=loads[node.area.code].contacts if counts else None,
        )
        for node in nodes
    ]  # fmt: skip


def _below(node: AreaNode, of: Callable[[str], T], add: Callable[[T, T], T]) -> T:
    total = of(node.area.code)
    for part in node.parts:
        total = add(total, _below(part, of, add))
    return total


def duty_holders(actor: Actor, *, year: int, code: str = "") -> dict[str, list[Appointment]]:
    """Who was placed for each area at any time of the fiscal year, by the code of the area."""
    first, after = fiscal_year_span(year)
    rows = Appointment.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=first), from_on__lt=after, area__isnull=False
    ).select_related("staff", "role", "agency", "area")
    if code:
        rows = rows.filter(area__code=code)
    held: dict[str, list[Appointment]] = {}
    for one in rows.order_by("role__code", "from_on", "staff__kana", "id"):
        if one.area:
            held.setdefault(one.area.code, []).append(one)
    return held


@dataclass(frozen=True)
class District:
    """One district on a page: who looks after it, what one finds there, what is told and what was held there."""

    area: Area
    holders: list[Appointment]
    bases: list[Base]
    bulletins: list[Bulletin]
    earlier: list[Bulletin]
    gatherings: list[Gathering]
    gathered: GatheringSum


def district(actor: Actor, *, area_id: UUID, on: date, year: int) -> District:
    area = agency_queries.get_area(actor, area_id=area_id)
    first, after = fiscal_year_span(year)
    bulletins = outreach_queries.bulletins_of(actor, code=area.code)
    standing = [one for one in bulletins if one.until_on is None or one.until_on > on]
    gatherings = outreach_queries.gatherings_of(actor, code=area.code, first=first, after=after)
    sums = outreach_queries.gathering_sums(actor, first=first, after=after)
    return District(
        area=area,
        holders=duty_holders(actor, year=year, code=area.code).get(area.code, []),
        bases=[one for one in agency_queries.bases(actor, on=on) if one.area and one.area.code == area.code],
        bulletins=standing,
        earlier=[one for one in bulletins if one not in standing],
        gatherings=gatherings,
        gathered=sums.get(area.code, GatheringSum()),
    )
