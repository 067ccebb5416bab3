"""Unscoped reads: the rules explained when consent is asked for. Nothing here is personal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import zip_longest

from norishiro.profiles import current as profiles
from norishiro.profiles.current import NoProfileError
from norishiro.sharing.models import Wording


def wordings() -> list[profiles.Wording]:
    """Every version there was and will be, the oldest first: those of the profiles and those kept by hand. Where two begin
    on one day, the one kept by hand holds."""
    by_hand = [profiles.Wording(one.version, one.text, one.from_on) for one in Wording.objects.all()]
    begun = {one.from_on: one for one in [*profiles.wordings(), *by_hand]}
    found = [begun[day] for day in sorted(begun)]
    return [
        replace(one, until_on=after.from_on if after else None)
        for one, after in zip_longest(found, found[1:])
    ]


def wording_on(on: date) -> profiles.Wording:
    """What is explained on that day. Refuses where nothing has begun (``NoProfileError``)."""
    held = [one for one in wordings() if one.in_force(on)]
    if not held:
        raise NoProfileError(on)
    return held[0]
