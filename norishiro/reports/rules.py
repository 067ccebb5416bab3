"""When a month may be closed. Pure."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when

LAW_ENTRUSTED = "地方自治法第234条の2第1項"


def may_close_month(
    *, entitled: bool, whole: bool, after: date, today: date, closed: bool, differs: bool
) -> Verdict:
    """May the month be closed: by somebody entitled who counts all of it, when it is over, and only if something is new?

    根拠: 地方自治法第234条の2第1項（委託した事業の履行の確認。出した数は、出したときのまま残す）
    """
    return (
        when(
            not entitled,
            "entitled",
            "月報を締められるのは、「月報を締める」の役割の人です。所属長か統括に頼んでください。",
            law=LAW_ENTRUSTED,
        )
        & when(
            not whole,
            "whole",
            "このまとまりは、あなたには自分の機関の記録しか数えられません。「件数を見る」の役割の人が締めます。",
            law=LAW_ENTRUSTED,
        )
        & when(
            after > today, "over", "月が終わっていません。月が変わってから締めてください。", law=LAW_ENTRUSTED
        )
        & when(
            closed and not differs,
            "same",
            "この月報はもう締めてあり、そのあと変わった記録はありません。",
            law=LAW_ENTRUSTED,
        )
    )
