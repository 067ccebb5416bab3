"""Where: the layers of areas, and the areas themselves."""

from __future__ import annotations

from typing import Any

from norishiro.agencies.models import Area, AreaLayer, AreaTown
from norishiro.agencies.operations.adopting.run import PROFILE_CODE, Adoption
from norishiro.profiles.schema.profile import Profile


def adopt_layers(run: Adoption) -> None:
    """The kinds of areas, from the widest to the narrowest."""
    there = {layer.code: layer for layer in AreaLayer.objects.all()}
    for entry in run.profile.area_layers:
        values = {
            "name": entry.name, "level": entry.level, "stated_count": entry.count, "purpose": entry.purpose,
        }  # fmt: skip
        run.put(there.get(entry.code), AreaLayer, new={"code": entry.code}, values=values)


def adopt_areas(run: Adoption) -> None:
    """The tree of areas with their towns; a moved branch is closed and opened anew."""
    rows = list(Area.objects.select_related("parent").prefetch_related("towns"))
    live = {area.code: area for area in rows if area.until_on is None}
    ended = {(area.code, area.from_on): area for area in rows if area.until_on is not None}
    named = {entry.code for entry in run.profile.areas}
    run.close([area for code, area in live.items() if PROFILE_CODE.match(code) and code not in named])
    for order, entry in enumerate(_parents_first(run.profile)):
        row = live.get(entry.code) or ended.get((entry.code, run.begins(entry)))
        run.areas[entry.code] = _area(run, entry, row, order=order)


def _parents_first(profile: Profile) -> list[Any]:
    return sorted(profile.areas, key=lambda area: len(profile.path_of(area.code)))


def _area(run: Adoption, entry: Any, row: Area | None, *, order: int) -> Area:
    place = (entry.parent, run.layer_name(entry.layer), set(entry.towns))
    if row is not None and place != (
        row.parent and row.parent.code,
        row.layer,
        {town.name for town in row.towns.all()},
    ):
        run.close([row])
        row = None
        begins = run.valid_from
    else:
        begins = run.begins(entry)
    is_new = row is None
    area = run.put(
        row, Area,
        new={
            "code": entry.code, "layer": place[1], "from_on": begins,
            "parent": run.areas[entry.parent] if entry.parent else None,
        },
        values={"name": entry.name, "population": entry.population, "order": order, "until_on": entry.valid_until},
    )  # fmt: skip
    if is_new:
        AreaTown.objects.bulk_create(AreaTown(area=area, name=town) for town in entry.towns)
    return area
