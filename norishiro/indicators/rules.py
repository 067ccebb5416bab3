"""When the table agrees with itself, and when it may be laid before a meeting. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from norishiro.core.verdict import YES, Verdict, when

LAW_PLAN = "社会福祉法第106条の5"


@dataclass(frozen=True)
class Balance:
    """What began (or was carried over), and what became of it: ended, goes on. ``astray``: in neither, or in both."""

    label: str
    whole: int
    ended: int
    going: int
    astray: int = 0

    @property
    def agrees(self) -> bool:
        return self.astray == 0 and self.whole == self.ended + self.going

    @property
    def sum(self) -> str:
        """13＝7＋6"""
        sign = "＝" if self.whole == self.ended + self.going else "≠"
        return f"{self.whole}{sign}{self.ended}＋{self.going}"


def reconciles(balances: Sequence[Balance]) -> Verdict:
    """Every group of cases is whole: as many as began have ended or go on, and none is in neither or in both.

    根拠: 社会福祉法第106条の5（計画の評価。公表された3か年の実績表も、13＝7＋6と合う）
    """
    verdict = YES
    for one in balances:
        verdict &= when(
            not one.agrees,
            "balance",
            f"{one.label}：{one.sum}。終わった数と続いている数を足しても、もとの数になりません"
            f"（確かめるケース{one.astray}件）。「合わないケース」を直してから、もう一度開いてください。",
            law=LAW_PLAN,
        )
    return verdict


def why_astray(*, ended: bool, going: bool, ended_before: bool) -> str:
    """What to look for in a case that is counted in neither group, or in both.

    根拠: 社会福祉法第106条の5（計画の評価）
    """
    if ended and going:
        return "終結の記録があるのに、状態は続いています。再開したなら、再開を記録してください。"
    if ended_before:
        return "終結したあとの会議で話し合っています。再開を記録してください。"
    return "状態は終わっているのに、終結の記録がありません。終結を記録してください。"


def may_table_results(
    *, reconciled: Verdict, runs: Verdict, sitting_status: str, same_as_last: bool
) -> Verdict:
    """May the table be laid before this sitting: it agrees, the actor runs the sitting, and its minutes are still open?

    根拠: 社会福祉法第106条の6第6項（運営は会議が定める）
    """
    return (
        reconciled
        & runs
        & when(
            sitting_status in ("CONFIRMED", "CANCELLED"),
            "sitting",
            "議事録が確定した会議と中止した会議には、表を出せません。",
        )
        & when(same_as_last, "same", "同じ表が、もうこの会議に出ています。")
    )
