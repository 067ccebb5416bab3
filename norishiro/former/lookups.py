"""What stands behind numbers that anybody may read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from norishiro.agencies.models import Agency, Area, Staff
from norishiro.former.models import Former

NUMBER = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What may be called by its name to whoever sees that it changed: nobody who is supported.
NAMED = (Staff, Agency, Area)


def names_in(rows: Iterable[Former]) -> dict[str, str]:
    """What the staff, agencies and areas are called whose numbers stand in these changes."""
    numbers = {
        value
        for one in rows
        for value in (*one.was.values(), *one.became.values())
        if isinstance(value, str) and NUMBER.fullmatch(value)
    }
    return {
        str(number): name
        for model in NAMED
        for number, name in model._default_manager.filter(id__in=numbers).values_list("id", "name")
    }
