"""圏域の図: when outlines of areas may be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from norishiro.core.verdict import Verdict, when

NAMED = 12


def may_read_area_map(
    *,
    as_of: date,
    today: date,
    same: bool,
    column: str,
    columns: Sequence[str],
    found: int,
    areas: Sequence[str],
) -> Verdict:
    """May these outlines count from now on? ``found``: how many areas of the town were recognised in the column.

    根拠: 社会福祉法第106条の4第2項第1号（身近な圏域ごとに数える）"""
    there = "・".join(columns[:NAMED]) or "ありません"
    some = "、".join(areas[:NAMED]) or "まだありません"
    return (
        when(as_of > today, "as_of", "いつの時点かは、きょうまでの日にしてください。")
        & when(same, "file", "同じ中身のファイルを、いまの図として、もう読んでいます。")
        & when(bool(column) and column not in columns, "column", f"「{column}」という列は、このファイルにありません。ある列：{there}。")
        & when(
            found == 0 and (not column or column in columns), "file",
            f"どの面も、登録した圏域の名前やコードと合いません。登録した圏域：{some}。ファイルの列：{there}。"
            "QGIS などで、圏域の名前かコードを一つの列に入れて、書き出し直してください。",
        )
    )  # fmt: skip
