"""重点対象: when a group may be named for a year, and when a mark may be left."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when


def may_add_focus_group(*, year: int, this_year: int, already: bool) -> Verdict:
    """May this be a group of that year? What was decided for a year that has ended is not rewritten.

    根拠: 社会福祉法第106条の5（実施計画。立川市 重点対象者の年度設定）"""
    return when(
        year < this_year, "year", "終わった年度の重点対象は変えられません。今年度か、これからの年度を選んでください。"
    ) & when(already, "name", "この年度に、同じ名前の重点対象がもうあります。")  # fmt: skip


def may_change_focus_group(*, year: int, this_year: int, withdrawn: bool) -> Verdict:
    """May a group be taken back, or windows be dedicated to it?

    根拠: 社会福祉法第106条の5（実施計画。立川市 重点対象者の年度設定）"""
    return when(
        year < this_year, "year", "終わった年度の重点対象は変えられません。今年度の重点対象を変えてください。"
    ) & when(withdrawn, "withdrawn", "取り下げた重点対象です。もう一度使うときは、同じ名前で足してください。")  # fmt: skip


def may_mark_focus(
    *, mine: bool, group_year: int, year_found: int, withdrawn: bool, already: bool, found_on: date,
    earliest: date, today: date,
) -> Verdict:  # fmt: skip
    """May a consultation or a case be marked as belonging to a group of the year it was found in?

    根拠: 社会福祉法第106条の4第2項第1号（重点対象は入口とあとからを分けて数える）"""
    return (
        when(not mine, "mine", "印を残せるのは、受け付けた機関の人です。受け付けた機関に伝えてください。")
        & when(group_year != year_found, "group", "分かった日の年度の重点対象を選んでください。")
        & when(withdrawn, "group", "取り下げた重点対象です。ほかの重点対象を選んでください。")
        & when(already, "group", "この重点対象の印は、もう付いています。")
        & when(found_on > today, "found_on", "分かった日が、まだ来ていません。今日までの日にしてください。")
        & when(found_on < earliest, "found_on", "分かった日は、受け付けた日からあとの日にしてください。")
    )
