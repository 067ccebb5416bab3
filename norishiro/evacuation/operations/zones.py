"""Zones: a table of towns and blocks, or outlines, read from a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from shapely.geometry import Polygon

from norishiro.agencies.actor import Actor
from norishiro.core import ground
from norishiro.core.operation import operation
from norishiro.evacuation import events, reading, rules
from norishiro.evacuation.depths import depth_column, depth_of, rank_of
from norishiro.evacuation.models import HazardMap, HazardPatch, ZoneCount, ZoneList, ZoneTown
from norishiro.evacuation.zoning import zone_key
from norishiro.ledger.operations import sign
from norishiro.opendata.datasets import datasets


@operation
def read_zones(
    actor: Actor,
    /,
    *,
    name: str,
    hazard: str,
    as_of: date,
    content: bytes,
    file_name: str,
    home: str,
    today: date,
) -> ZoneList:
    """Read which towns lie inside; it counts from now on. A line that cannot be read, or says otherwise than one before, is
    left out and named. Records ``evacuation.zones_read``; refused by ``may_read_zones``; InputProblem for an unreadable file."""
    read = reading.read_zones(content, today=today)
    towns: dict[str, ZoneTown] = {}
    held = []
    for one in read:
        key = zone_key(one.address, home=home)
        known = towns.get(key)
        if one.inside is None or not key:
            held.append(f"{one.line_no}行目「{one.address[:30]}」は、内か外かを読み取れません")
        elif known is not None and known.inside != one.inside:
            held.append(f"{one.line_no}行目「{one.address[:30]}」は、前の行と内外が違います")
        else:
            towns[key] = ZoneTown(address=one.address, key=key, inside=one.inside)
    rules.may_read_zones(as_of=as_of, today=today, towns=len(towns)).or_refuse()
    zones = ZoneList.objects.create(
        agency_id=actor.agency_id, name=name, hazard=hazard, as_of=as_of, file_name=file_name[:120], held=len(held),
        problems="。".join(held)[:2000], staff_id=actor.staff_id,
    )  # fmt: skip
    for town in towns.values():
        town.zones = zones
    ZoneTown.objects.bulk_create(towns.values(), batch_size=2000)
    sign(
        actor, events.ZONES_READ,
        changes={"zones": (None, zones.id), "towns": (None, len(towns)), "held": (None, len(held))},
    )  # fmt: skip
    return zones


@dataclass(frozen=True)
class MapSource:
    """What is said of a file of outlines beside its shapes. An empty column: the first that is known."""

    name: str
    hazard: str
    source: str
    as_of: date
    column: str


@operation
def read_map(actor: Actor, /, *, of: MapSource, content: bytes, file_name: str, today: date) -> HazardMap:
    """Read the outlines of one kind of hazard; they count from now on. Records ``evacuation.map_read``; refused by
    ``may_read_map``; InputProblem for a file on other ground, with broken rings, or that is no GeoJSON."""
    read = ground.read_ground(content)
    mark = sha256(content).hexdigest()
    mine = HazardMap.objects.filter(agency_id=actor.agency_id, hazard=of.hazard)
    rules.may_read_map(
        as_of=of.as_of, today=today, hazard=of.hazard, offered=datasets().hazard_names,
        column=of.column, columns=read.columns,
        same=mine.values_list("fingerprint", flat=True).first() == mark,
    ).or_refuse()  # fmt: skip
    column = of.column or depth_column(read.columns)
    made = HazardMap.objects.create(
        agency_id=actor.agency_id, name=of.name, hazard=of.hazard, source=of.source, as_of=of.as_of, depth_column=column,
        file_name=file_name[:120], fingerprint=mark, touching=read.touching, staff_id=actor.staff_id,
    )  # fmt: skip
    patches = [(part, depth_of(one.told, column)) for one in read.outlines for part in one.parts]
    HazardPatch.objects.bulk_create(
        (_patch(made, order, part, depth) for order, (part, depth) in enumerate(patches, start=1)),
        batch_size=2000,
    )
    sign(
        actor, events.MAP_READ,
        changes={"map": (None, made.id), "hazard": (None, of.hazard), "patches": (None, len(patches))},
    )  # fmt: skip
    return made


@operation
def keep_zone_count(
    actor: Actor, /, *, hazard: str, inside: int, outside: int, unknown: int, today: date
) -> ZoneCount:
    """Keep how many have a plan inside, outside and where nobody can say, for the plans of the office: numbers without anybody in them,
    of today. The newest of a year counts. Records ``evacuation.zones_counted``; refused by ``may_keep_zone_count``."""
    mine = ZoneCount.objects.filter(agency_id=actor.agency_id, hazard=hazard, counted_on=today).first()
    rules.may_keep_zone_count(
        total=inside + outside + unknown,
        same_today=mine is not None
        and (mine.inside, mine.outside, mine.unknown) == (inside, outside, unknown),
    ).or_refuse()
    kept = ZoneCount.objects.create(
        agency_id=actor.agency_id, hazard=hazard, counted_on=today, inside=inside, outside=outside, unknown=unknown,
        staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.ZONES_COUNTED,
        changes={"hazard": (None, hazard), "inside": (None, inside), "outside": (None, outside), "unknown": (None, unknown)},
    )  # fmt: skip
    return kept


def _patch(made: HazardMap, order: int, part: Polygon, depth: str) -> HazardPatch:
    west, south, east, north = part.bounds
    return HazardPatch(
        map=made, order=order, rank=rank_of(depth), depth=depth, west=west, south=south, east=east, north=north,
        shape=ground.as_bytes(part),
    )  # fmt: skip
