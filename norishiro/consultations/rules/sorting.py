"""The sorting meeting (振り分け会議): one decision for every household on the list."""

from __future__ import annotations

from norishiro.core.verdict import Verdict, when

URGENT = ("4", "3")
SLOW = ("1", "0")


def may_sort(
    *, mine: bool, listed: bool, decided: bool, reason: str, sends_back: bool, proposal: str
) -> Verdict:
    """Somebody of the operator decides a line, with a reason; who is not taken on is told what else could be done.

    根拠: 困窮相談振り分け会議（立川市）、社会福祉法第106条の4第2項第5号。戻すときも提案を付けるのは西東京市の考え方
    """
    return (
        when(not mine, "mine", "申込を受けた事業者の人だけが振り分けを決められます。")
        & when(not listed, "status", "この申込は、もう振り分けたか、取り下げられています。")
        & when(not decided, "decision", "どうするかを選んでください。")
        & when(not reason.strip(), "reason", "そう決めた理由を書いてください。")
        & when(
            sends_back and not proposal.strip(),
            "proposal",
            "多機関協働に進めないときは、代わりにできること・どこへ行くかを書いてください。",
        )
    )


def lead_reason_of(urgency: str) -> str:
    """Which reason of the town's own rule on leading fits an urgency people decided: URGENT, TIME, or neither. It is
    shown as a proposal and chooses nothing.

    根拠: 主担当の側の目安（狛江市）。緊急度との対応は推定 (P)
    """
    if urgency in URGENT:
        return "URGENT"
    return "TIME" if urgency in SLOW else ""
