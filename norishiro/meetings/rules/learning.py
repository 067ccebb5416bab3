"""モデルケース: what may be kept to learn from, and when it may become a story."""

from __future__ import annotations

from norishiro.core.verdict import Verdict, when


def may_flag_model(*, flagged: bool, why: str) -> Verdict:
    """May this case be chosen to learn from? Once, saying what is to be learnt.

    根拠: 社会福祉法第106条の6第2項（支援の体制の検討）
    """
    return when(flagged, "why", "このケースは、もうモデルケースになっています。") & when(
        not why.strip(), "why", "何を学ぶためのモデルケースかを書いてください。"
    )


def may_tell_model(*, notes: int, told: bool) -> Verdict:
    """May the anonymised story be written? Once, out of what was noted; a second person approves it.

    根拠: 個人情報の保護に関する法律第69条（だれのことか分かる形で載せない）
    """
    return when(notes == 0, "story", "先に、学びのメモを一つ以上書いてください。") & when(
        told, "story", "このモデルケースの事例は、もう書かれています。"
    )
