"""Who can see, in words for a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from norishiro.sharing.choices import Ground

if TYPE_CHECKING:
    from norishiro.sharing.queries import Viewer


def grounds_in_words(viewers: Iterable[Viewer]) -> str:
    """On which grounds the actor sees a page, each once, in order of strength."""
    held = {viewer.ground: viewer.ground_label for viewer in viewers if viewer.mine}
    strongest = (Ground.CONSENT, Ground.CONFERENCE, Ground.OWN)
    ordered = [*(one for one in strongest if one in held), *(one for one in held if one not in strongest)]
    return "、".join(held[one] for one in ordered)


def others_in_words(viewers: Iterable[Viewer]) -> str:
    """Who else can see it, the first four by name."""
    names = list(dict.fromkeys(viewer.name for viewer in viewers if not viewer.mine))
    shown = "、".join(names[:4])
    return f"{shown} ほか{len(names) - 4}" if len(names) > 4 else shown or "いません（あなたの所属だけ）"


def each_once(viewers: Iterable[Viewer]) -> list[Viewer]:
    """One line for each recipient and ground: the deepest, the longest."""
    kept: dict[tuple[str, str], Viewer] = {}
    for one in viewers:
        key = (one.name, one.ground)
        before = kept.get(key)
        if before is None or (one.depth, one.until_at is None) > (before.depth, before.until_at is None):
            kept[key] = one
    return list(kept.values())
