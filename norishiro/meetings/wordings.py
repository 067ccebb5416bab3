"""The words at the door, by the body's rule. A changed text gets a new version; the oath keeps which one was read."""

from __future__ import annotations

from dataclasses import dataclass

from norishiro.meetings.choices import OathRule


@dataclass(frozen=True)
class Wording:
    version: str
    title: str
    paragraphs: tuple[str, ...]
    button: str


_STATUTE = (
    "この会議で知った人や世帯のことを、正当な理由なく外へもらしません。会議が終わったあとも、担当を外れたあとも同じです。",
    "社会福祉法第106条の6第5項は、支援会議の事務に従事する人と、従事していた人に守秘の義務を定めています。"
    "違反には罰則があります。",
)
_PAPERS = (
    "資料は、指定された議題の話し合いのためだけに使います。写し・撮影・転送をしません。",
    "利害関係がある世帯だと分かったときは、すぐに事務局へ申し出て、席を外れます。",
)

WORDINGS: dict[str, Wording] = {
    OathRule.EVERY_SITTING: Wording(
        "every-2026-1", "守秘の誓約書（この回）", (*_STATUTE, *_PAPERS), "誓約して資料を開く"
    ),
    OathRule.YEARLY: Wording(
        "yearly-2026-1", "守秘の誓約書（この年度）", (*_STATUTE, *_PAPERS), "誓約して資料を開く"
    ),
    OathRule.BY_APPOINTMENT: Wording(
        "appointment-2026-1", "守秘の誓約書（指定の期間）", (*_STATUTE, *_PAPERS), "誓約して資料を開く"
    ),
    OathRule.STATUTE_ONLY: Wording("statute-2026-1", "守秘義務の確認", _STATUTE, "確認して資料を開く"),
    OathRule.NONE: Wording(
        "none-2026-1", "出席の確認", ("この会議の資料を、仕事のためだけに使います。",), "資料を開く"
    ),
}

# Words that were replaced stay here, so that it can be shown on which words somebody swore.
FORMER: tuple[Wording, ...] = ()
ALL_WORDINGS: tuple[Wording, ...] = (*WORDINGS.values(), *FORMER)
