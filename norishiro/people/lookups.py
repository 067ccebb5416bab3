"""Unscoped reads for operations: the area an address lies in. Views may not import this."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.models import Area, AreaTown, live_on
from norishiro.core.addresses import normalise_address, town_of
from norishiro.core.names import name_key


def area_of_address(address: str, *, on: date) -> Area | None:
    """The smallest area whose town the address names; None when no town fits. The longest town name wins."""
    typed = normalise_address(address)
    if not typed:
        return None
    words = [name_key(word) for word in (typed, town_of(typed).town) if word]
    towns = AreaTown.objects.filter(live_on(on, "area__")).select_related("area")
    fitting = [
        town for town in towns if any(word.startswith(name_key(town.name)) for word in words if town.name)
    ]
    if not fitting:
        return None
    longest = max(len(town.name) for town in fitting)
    areas = [town.area for town in fitting if len(town.name) == longest]
    above = {area.parent_id for area in areas}
    return next((area for area in areas if area.id not in above), areas[0])
