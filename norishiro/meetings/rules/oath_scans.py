"""紙の誓約書の控え: what may be kept with an oath, and removed again."""

from __future__ import annotations

from norishiro.core.verdict import Verdict, when

MOST_SCANS = 3


def may_keep_oath_scan(*, on_paper: bool, kept: int) -> Verdict:
    """May a scan of the signed paper be kept with this oath?

    根拠: 社会福祉法第106条の6第5項、個人情報の保護に関する法律第66条（安全管理措置）
    """
    return when(
        not on_paper,
        "scan",
        "画面で確かめた誓約のため、控えは付けられません。紙で署名した人の行から付けてください。",
    ) & when(
        kept >= MOST_SCANS,
        "scan",
        f"一つの誓約書に付けられる控えは{MOST_SCANS}つまでです。まちがえて付けたものを消してから、付けてください。",
    )


def may_remove_oath_scan(*, reason: str) -> Verdict:
    """May a scan be removed (wrong paper, wrong person)? With a reason.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(not reason.strip(), "reason", "消す理由を書いてください。")
