"""Who can see, in words for a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from norishiro.core.calendar import wareki
from norishiro.sharing.choices import Ground, SourceKind

if TYPE_CHECKING:
    from norishiro.sharing.models import Grant
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


CLOSED = {
    SourceKind.CONSENT: "本人の同意にもとづいて見られる期間が、{when}に終わりました。本人がやめたか、範囲を変えたか、期限が来たためです。",
    SourceKind.SEAT: "会議の席にもとづいて見られる期間が、{when}に終わりました。議題が終わったか、席を外れたためです。",
    SourceKind.TEAM: "支援の役割にもとづいて見られる期間が、{when}に終わりました。",
    SourceKind.EMERGENCY: "緊急閲覧の時間が、{when}に終わりました。",
}
CLOSED_OTHERWISE = "この記録を見られる期間が、{when}に終わりました。"


def closing_in_words(ended: Grant) -> str:
    """Why what one saw is closed now: the kind of ground and the moment. Not who ended it, and nothing of the person."""
    at = timezone.localtime(ended.until_at)
    when = f"{wareki(at.date())} {at:%H:%M}"
    return CLOSED.get(SourceKind(ended.source_kind), CLOSED_OTHERWISE).format(when=when)


def each_once(viewers: Iterable[Viewer]) -> list[Viewer]:
    """One line for each recipient and ground: the deepest, the longest."""
    kept: dict[tuple[str, str], Viewer] = {}
    for one in viewers:
        key = (one.name, one.ground)
        before = kept.get(key)
        if before is None or (one.depth, one.until_at is None) > (before.depth, before.until_at is None):
            kept[key] = one
    return list(kept.values())
