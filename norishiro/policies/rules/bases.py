"""What may be written in a base's plan. Pure."""

from __future__ import annotations

from norishiro.core.verdict import Verdict, when


def may_write_base_plan(*, words: str, there: bool) -> Verdict:
    """May this be the plan of the base and the year?

    根拠: 社会福祉法第106条の5（実施計画）、第107条（地域福祉計画）
    """
    return when(not words.strip(), "words", "この年度にめざすことを書いてください。") & when(
        not there, "base", "この年度には、この拠点はありません。拠点の一覧を確かめてください。"
    )


def may_write_base_goal(*, taken: bool, known_figure: bool, figure: str, target: int | None) -> Verdict:
    """May this be a goal of the base? A number that is aimed at belongs to a figure that is counted.

    根拠: 社会福祉法第106条の5（実施計画）、第107条（地域福祉計画）
    """
    return (
        when(taken, "number", "同じ番号の目標が、もうあります。ほかの番号にしてください。")
        & when(bool(figure) and not known_figure, "figure", "この数は、いまの版にはありません。別の数を選んでください。")
        & when(target is not None and not figure, "figure", "目標の数を書くときは、どの数かを選んでください。実績は記録から数えます。")
    )  # fmt: skip
