"""What the rules of this room ask for beyond its own tables."""

from __future__ import annotations

from datetime import date

from norishiro.evacuation.rules import Ordinance
from norishiro.profiles.current import NoProfileError, current_profile


def ordinance_on(day: date) -> Ordinance | None:
    """The town's own rule on handing out without consent, where its profile cites one."""
    try:
        held = current_profile(day).evacuation
    except NoProfileError:
        return None
    return Ordinance(held.ordinance, held.refusal_stands) if held.ordinance else None
