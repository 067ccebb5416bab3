"""Zones: a table of towns and blocks, read from a file."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.evacuation import events, reading, rules
from norishiro.evacuation.models import ZoneList, ZoneTown
from norishiro.evacuation.zoning import zone_key
from norishiro.ledger.operations import sign


@operation
def read_zones(
    actor: Actor, /, *, name: str, as_of: date, content: bytes, file_name: str, home: str, today: date
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
        agency_id=actor.agency_id, name=name, as_of=as_of, file_name=file_name[:120], held=len(held),
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
