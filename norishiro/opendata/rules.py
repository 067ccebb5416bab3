"""What becomes of a row, and when a file may be taken. Pure."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when

MOST_WAITING = 20


def may_read_file(*, as_of: date, today: date, rows: int, waiting: int) -> Verdict:
    """May this file be looked at?

    根拠: 官民データ活用推進基本法第11条（公共データの利用。出典と時点を残すのはP）
    """
    return (
        when(as_of > today, "as_of", "まだ来ていない日です。いつの時点のデータかを書いてください。")
        & when(
            not rows,
            "file",
            "見出しのほかに、行がありません。別のシートか、別のファイルか、確かめてください。",
        )
        & when(
            waiting >= MOST_WAITING,
            "file",
            "確かめている途中の取込みがたくさんあります。先に、取り込むか、やめてください。",
        )
    )


def may_take_intake(*, open_still: bool, writes: int, gone: int = 0) -> Verdict:
    """May what was looked at be taken? ``gone``: what stood in the list before and stands in this one no longer.

    根拠: 官民データ活用推進基本法第11条（公共データの利用。行ごとに見てから取り込むのはP）
    """
    return when(
        not open_still, "intake", "この取込みは、もう終わっています。新しくファイルを読んでください。"
    ) & when(
        open_still and not writes and not gone,
        "intake",
        "取り込む行がありません。登録は、このファイルのとおりになっています。",
    )


def may_settle(*, open_still: bool) -> Verdict:
    """May a choice still be made, or the reading be dropped?

    根拠: 官民データ活用推進基本法第11条（公共データの利用。行ごとに見てから取り込むのはP）
    """
    return when(
        not open_still, "intake", "この取込みは、もう終わっています。新しくファイルを読んでください。"
    )


def outcome_of(
    *, held: bool, repaired: bool, known: bool, unchanged: bool, has_place: bool, differs: bool
) -> str:
    """What becomes of a row. ``known``: its number came before; ``has_place``: the registry has this place.

    根拠: 官民データ活用推進基本法第11条（公共データの利用。もとの番号で同じものと見るのはP）
    """
    if held:
        return "HELD"
    if known and unchanged:
        return "UNCHANGED"
    if has_place:
        return "DIFFERS" if differs else "SAME"
    return "REPAIRED" if repaired else "AS_IS"
