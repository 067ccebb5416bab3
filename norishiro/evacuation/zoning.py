"""In which zone an address lies: by the longest line of the table it begins with. Nothing is guessed: no line, no zone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from norishiro.core.addresses import address_key


def zone_key(address: str, *, home: str) -> str:
    """The address from behind the municipality on: tables of towns leave it out, and lists of people write it."""
    return address_key(address).removeprefix(address_key(home))


def is_inside(address: str, towns: Mapping[str, bool], *, home: str) -> bool | None:
    """Inside, outside, or nobody can say. みなと町1 holds みなと町1-2, not みなと町10."""
    key = zone_key(address, home=home)
    for end in range(len(key), 1, -1):
        after = key[end : end + 1]
        whole = not after or (not after.isdigit() if key[end - 1].isdigit() else after.isdigit())
        if whole and key[:end] in towns:
            return towns[key[:end]]
    return None


def town_key(address: str, *, home: str) -> str:
    """The name of the town an address begins with, up to its first number."""
    return re.split(r"[0-9]", zone_key(address, home=home))[0]
