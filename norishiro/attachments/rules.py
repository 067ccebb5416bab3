"""What may be kept with a record, and removed again."""

from __future__ import annotations

from norishiro.core.verdict import Verdict, when

MOST = 5


def may_keep_scan(*, written: bool, given_by_own_agency: bool, kept: int) -> Verdict:
    """May a scan of the signed paper be kept with this consent?

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return (
        when(
            not written,
            "scan",
            "書面で受けた同意ではないため、控えは付けられません。口頭の同意には、立会人の名前を残してください。",
        )
        & when(
            not given_by_own_agency,
            "scan",
            "同意を受け取った機関だけが、控えを付けられます。紙は、受け取った機関に渡してください。",
        )
        & when(
            kept >= MOST,
            "scan",
            f"一つの同意に付けられる控えは{MOST}つまでです。まちがえて付けたものを消してから、付けてください。",
        )
    )


def may_keep_form(*, mine: bool, kept: int) -> Verdict:
    """May a scan of the agency's own form be kept with what it received?

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）、相談受付・申込票（他機関の様式を添付する運用。東大阪市）
    """
    return when(not mine, "scan", "受け付けた機関だけが、控えを付けられます。") & when(
        kept >= MOST,
        "scan",
        f"一つの相談に付けられる控えは{MOST}つまでです。まちがえて付けたものを消してから、付けてください。",
    )


def may_keep_photo(*, mine: bool, kept: int) -> Verdict:
    """May a picture be kept with a contact record?

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return when(not mine, "photo", "写真を付けられるのは、この記録を書いた機関の人です。") & when(
        kept >= MOST,
        "photo",
        f"一つの記録に付けられる写真は{MOST}枚までです。まちがえて付けたものを消してから、付けてください。",
    )


def may_remove_scan(*, own_agency: bool, reason: str) -> Verdict:
    """May a scan be removed (wrong paper, wrong person)? The agency that kept it, with a reason.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(not own_agency, "reason", "控えを付けた機関だけが、消せます。") & when(
        not reason.strip(), "reason", "消す理由を書いてください。"
    )
