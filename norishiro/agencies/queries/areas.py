"""The dated tree of areas: what lies where, which area an address belongs to, and whom one reaches there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from shapely.geometry.base import BaseGeometry

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import (
    Agency,
    Appointment,
    Area,
    AreaLayer,
    AreaMap,
    AreaOutline,
    Base,
    OnCall,
    live_on,
)
from norishiro.agencies.rules import Hours, answers_at
from norishiro.core import ground
from norishiro.core.addresses import normalise_address, town_of
from norishiro.core.names import name_key
from norishiro.core.records import Unseen


def areas(actor: Actor, *, on: date) -> QuerySet[Area]:
    return Area.objects.filter(live_on(on))


def get_area(actor: Actor, *, area_id: UUID) -> Area:
    area = Area.objects.select_related("parent").prefetch_related("towns").filter(id=area_id).first()
    if area is None:
        raise Unseen(area_id)
    return area


def area_map(actor: Actor) -> AreaMap | None:
    """The outlines that count now: those read last."""
    return AreaMap.objects.select_related("staff").order_by("-made_at").first()


def area_outlines(actor: Actor) -> dict[str, BaseGeometry]:
    """The shape of each area by its code; of the map that counts now. One question."""
    newest = AreaMap.objects.order_by("-made_at").values("id")[:1]
    rows = AreaOutline.objects.filter(map__in=newest).order_by("code")
    return {code: ground.of_bytes(shape) for code, shape in rows.values_list("code", "shape")}


@dataclass
class AreaNode:
    """One area in the tree of a day. Counts are of the area and everything below it, nobody twice."""

    area: Area
    depth: int
    path: tuple[Area, ...]
    towns: tuple[str, ...]
    parts: list[AreaNode] = field(default_factory=list)
    staff_ids: set[UUID] = field(default_factory=set)
    agency_ids: set[UUID] = field(default_factory=set)
    base_ids: set[UUID] = field(default_factory=set)
    population: int | None = None
    on_call: int = 0

    @property
    def path_text(self) -> str:
        return " → ".join(area.name for area in self.path)

    @property
    def ids_below(self) -> frozenset[UUID]:
        return frozenset({self.area.id}.union(*(part.ids_below for part in self.parts)))


def area_tree(actor: Actor, *, on: date) -> list[AreaNode]:
    """All areas in force on the day, each followed by its parts, with staff, agencies and bases rolled up.

    An area that was opened anew is recognised by its code, so what was assigned to its former row still counts.
    """
    live = list(areas(actor, on=on).select_related("parent").prefetch_related("towns"))
    below: dict[str, list[Area]] = {}
    codes = {area.code for area in live}
    for area in live:
        parent = area.parent.code if area.parent and area.parent.code in codes else ""
        below.setdefault(parent, []).append(area)
    nodes: list[AreaNode] = []
    for top in below.get("", []):
        _descend(top, (), below, nodes)
    _count(nodes, on=on)
    return nodes


def _descend(
    area: Area, above: tuple[Area, ...], below: dict[str, list[Area]], nodes: list[AreaNode]
) -> AreaNode:
    towns = tuple(town.name for town in area.towns.all())
    node = AreaNode(area=area, depth=len(above), path=(area, *above), towns=towns, population=area.population)
    nodes.append(node)
    node.parts = [_descend(part, node.path, below, nodes) for part in below.get(area.code, [])]
    return node


def _count(nodes: list[AreaNode], *, on: date) -> None:
    by_code = {node.area.code: node for node in nodes}
    held = Appointment.objects.filter(live_on(on), area__isnull=False).values_list(
        "area__code", "staff_id", "agency_id"
    )
    for code, staff_id, agency_id in held:
        if code in by_code:
            by_code[code].staff_ids.add(staff_id)
            by_code[code].agency_ids.add(agency_id)
    for code, agency_id in Agency.objects.filter(live_on(on), area__isnull=False).values_list(
        "area__code", "id"
    ):
        if code in by_code:
            by_code[code].agency_ids.add(agency_id)
    for code, base_id in Base.objects.filter(live_on(on), area__isnull=False).values_list("area__code", "id"):
        if code in by_code:
            by_code[code].base_ids.add(base_id)
    for node in nodes:
        if node.depth == 0:
            _roll_up(node)


def _roll_up(node: AreaNode) -> None:
    for part in node.parts:
        _roll_up(part)
        node.staff_ids |= part.staff_ids
        node.agency_ids |= part.agency_ids
        node.base_ids |= part.base_ids
    known = [part.population for part in node.parts]
    if node.population is None and known and None not in known:
        node.population = sum(one for one in known if one is not None)


@dataclass(frozen=True)
class Found:
    """Where an address or a town lies, or in words why that is not known."""

    text: str
    town: str = ""
    nodes: tuple[AreaNode, ...] = ()
    message: str = ""


def find_area(actor: Actor, *, text: str, tree: list[AreaNode], home: str = "") -> Found:
    """The areas whose towns the text names: 錦町, 錦町3丁目2-26 or the whole address; the longest town name wins."""
    typed = normalise_address(text)
    if not typed:
        return Found(text, message="町名か住所を入力してください。")
    parts = town_of(typed, home=home)
    elsewhere = bool(home and parts.city and parts.prefecture + parts.city != home)
    wanted, town = name_key(_without_home(typed, home)), "" if elsewhere else name_key(parts.town)
    named = [
        (name, node)
        for node in tree
        for name in node.towns
        if wanted.startswith(name_key(name)) or town.startswith(name_key(name))
    ]
    if not named:
        return Found(text, message=_not_found(f"{parts.prefecture}{parts.city}" if elsewhere else ""))
    longest = max(len(name) for name, _node in named)
    best = [(name, node) for name, node in named if len(name) == longest]
    return Found(text, town=best[0][0], nodes=tuple(node for _name, node in best))


def _not_found(elsewhere: str) -> str:
    if elsewhere:
        return f"{elsewhere}の住所です。この自治体の外なので、圏域はありません。"
    return "この町名を持つ圏域がありません。町名を確かめるか、下の一覧から圏域を選んでください。"


def _without_home(typed: str, home: str) -> str:
    """The address after the municipality's own name, written with or without the prefecture."""
    for prefix in (home, home[3:] if home[2:3] in ("都", "府", "県", "道") else home):
        if prefix and typed.startswith(prefix):
            return typed[len(prefix) :].strip()
    return typed


@dataclass(frozen=True)
class Contact:
    """A contact out of hours, and whether it is reached at the moment asked about."""

    row: OnCall
    reached: bool


def on_call_at(actor: Actor, *, path: tuple[Area, ...], at: datetime) -> list[Contact]:
    """Contacts for an area, the areas above it and the whole municipality; the nearest first, those reached first."""
    codes = [area.code for area in path]
    rows = (
        OnCall.objects.filter(live_on(at.date())).select_related("area", "agency").prefetch_related("hours")
    )
    near = [row for row in rows if row.area is None or row.area.code in codes]
    near.sort(key=lambda row: codes.index(row.area.code) if row.area else len(codes))
    found = [Contact(row, answers_at(always=row.always, hours=_hours(row, at.date()), at=at)) for row in near]
    return sorted(found, key=lambda contact: not contact.reached)


def _hours(row: OnCall, on: date) -> tuple[Hours, ...]:
    return tuple(
        Hours(one.weekday, one.week, one.opens, one.closes)
        for one in row.hours.all()
        if one.from_on <= on and (one.until_on is None or on < one.until_on)
    )


def layers(actor: Actor) -> list[AreaLayer]:
    return list(AreaLayer.objects.all())
