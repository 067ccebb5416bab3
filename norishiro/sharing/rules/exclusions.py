"""When somebody is shut out by name."""

from __future__ import annotations

from norishiro.core.verdict import Verdict, when


def may_exclude_staff(
    *, subjects: int, staff_known: bool, oneself: bool, excluded_already: bool, reason: str
) -> Verdict:
    """May this member of staff be shut out by name (relative, neighbour)? Somebody else decides, and says why.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return (
        when(subjects == 0, "subjects", "どの記録から外すかを、一つ以上選んでください。")
        & when(not staff_known, "staff", "外す職員を選んでください。")
        & when(oneself, "staff", "自分自身は外せません。所属長に頼んでください。")
        & when(excluded_already, "staff", "この職員は、選んだ記録からもう外れています。")
        & when(not reason.strip(), "reason", "外す理由を書いてください。")
    )


def may_readmit_staff(*, over: bool, oneself: bool, reason: str) -> Verdict:
    """May an exclusion be lifted? Not by the one it concerns, and not without a reason.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return (
        when(over, "exclusion", "この職員は、もう見られるようになっています。")
        & when(oneself, "exclusion", "自分を外した決まりは、自分では解けません。所属長に頼んでください。")
        & when(not reason.strip(), "reason", "見られるように戻す理由を書いてください。")
    )
