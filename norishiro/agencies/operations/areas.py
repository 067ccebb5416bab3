"""圏域の図: outlines of the areas, read from a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from norishiro.agencies import events
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Area, AreaMap, AreaOutline
from norishiro.agencies.rules import may_read_area_map
from norishiro.core import ground
from norishiro.core.ground import Outline
from norishiro.core.names import name_key
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign

LEFT_OUT = 400


@dataclass(frozen=True)
class Matched:
    """Which outlines are of which area, by one column of the file; ``left``: what the others are called there."""

    column: str
    shapes: Mapping[str, Sequence[Outline]]
    left: Sequence[str]


@operation
def read_area_map(
    actor: Actor, /, *, source: str, as_of: date, column: str, content: bytes, file_name: str, today: date
) -> AreaMap:
    """Read the outlines of the areas; they count from now on. Without ``column`` the one that names most areas is taken.

    Records ``area_map.read``; refused by ``may_read_area_map``; InputProblem for a file on other ground, with broken rings,
    or that is no GeoJSON.
    """
    read = ground.read_ground(content)
    mark = sha256(content).hexdigest()
    known = _known()
    columns = [column] if column in read.columns else [] if column else read.columns
    found = max(
        (_matched(read.outlines, one, known) for one in columns), key=lambda one: len(one.shapes),
        default=Matched(column, {}, ()),
    )  # fmt: skip
    may_read_area_map(
        as_of=as_of, today=today, same=AreaMap.objects.values_list("fingerprint", flat=True).first() == mark,
        column=column, columns=read.columns, found=len(found.shapes), areas=sorted(Area.objects.values_list("name", flat=True).distinct()),
    ).or_refuse()  # fmt: skip
    made = AreaMap.objects.create(
        source=source, as_of=as_of, column=found.column, file_name=file_name[:120], fingerprint=mark,
        left_out="、".join(found.left)[:LEFT_OUT], staff_id=actor.staff_id,
    )  # fmt: skip
    AreaOutline.objects.bulk_create(
        AreaOutline(
            map=made, code=code, shape=ground.as_bytes(ground.together([one.shape for one in shapes]))
        )
        for code, shapes in found.shapes.items()
    )
    sign(
        actor, events.AREA_MAP_READ,
        changes={"map": (None, made.id), "areas": (None, len(found.shapes)), "left_out": (None, len(found.left))},
    )  # fmt: skip
    return made


def _known() -> dict[str, str]:
    """What an area may be called in a file: its code, or the name it has or had. A name that two areas share names neither."""
    by_name: dict[str, set[str]] = defaultdict(set)
    for code, name in Area.objects.values_list("code", "name"):
        by_name[name_key(code)].add(code)
        by_name[name_key(name)].add(code)
    return {key: codes.pop() for key, codes in by_name.items() if len(codes) == 1}


def _matched(outlines: Sequence[Outline], column: str, known: Mapping[str, str]) -> Matched:
    shapes: dict[str, list[Outline]] = defaultdict(list)
    left = []
    for one in outlines:
        said = one.told.get(column, "")
        code = known.get(name_key(said))
        if code is None:
            left.append(said or f"{one.number}番目")
        else:
            shapes[code].append(one)
    return Matched(column, shapes, list(dict.fromkeys(left)))
