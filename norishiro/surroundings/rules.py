"""What must hold of what is drawn around a household."""

from __future__ import annotations

from datetime import date

from norishiro.cases.rules import may_work_on
from norishiro.core.verdict import Verdict, when

LAW = "社会福祉法第106条の4第2項第5号"
# A drawing with more than this is no longer read by anybody.
MOST_TIES = 30
MOST_PLACES = 40


def may_add_tie(
    *, status: str, member: bool, named: bool, known: bool, there: bool, ties: int, from_on: date, today: date
) -> Verdict:
    """May a tie be drawn? It leads from the household or one of its members to somebody, and is not drawn twice.

    根拠: 社会福祉法第106条の4第2項第5号（多機関協働。支援関係機関と本人のまわりの資源の把握）
    """
    return (
        may_work_on(status=status)
        & when(not member, "person", "この世帯の人から選んでください。")
        & when(not named, "name", "つながりの相手を選ぶか、名前を書いてください。")
        & when(not known, "around", "その相手は、いまは選べません。もう一度選んでください。")
        & when(
            there,
            "around",
            "同じつながりがもう書かれています。変わったときは、その線を開いて書き改めてください。",
        )
        & when(
            ties >= MOST_TIES,
            "around",
            f"一枚に書けるつながりは{MOST_TIES}本までです。終わったつながりがあれば、先に終えてください。",
        )
        & when(from_on > today, "from_on", "先の日付です。今日までの日にしてください。")
    )


def may_draw_team(*, status: str, wanted: int, ties: int, known: bool) -> Verdict:
    """May the agencies of the team be drawn at once? Only those that are not drawn yet.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        may_work_on(status=status)
        & when(wanted == 0, "around", "図に入れる機関は、もうありません。みな入っています。")
        & when(not known, "around", "いまは置かれていない機関があります。一つずつ書いてください。")
        & when(wanted + ties > MOST_TIES, "around", f"一枚に書けるつながりは{MOST_TIES}本までです。")
    )


def may_change_tie(
    *, status: str, ended: bool, same: bool, began_on: date, from_on: date, today: date
) -> Verdict:
    """May a tie be said to be otherwise from a day on? What it was before stays in the history.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        may_work_on(status=status)
        & when(ended, "from_on", "このつながりは、もう書き改められています。いまの線を開いてください。")
        & when(same, "strength", "前と同じです。変わったところを選んでください。")
        & _in_order(began_on=began_on, on=from_on, today=today, field="from_on")
    )


def may_end_tie(*, status: str, ended: bool, began_on: date, until_on: date, today: date) -> Verdict:
    """May a tie end? Ending is no failure; why it ended is worth a few words.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        may_work_on(status=status)
        & when(ended, "until_on", "このつながりは、もう終わっています。")
        & _in_order(began_on=began_on, on=until_on, today=today, field="until_on")
    )


def _in_order(*, began_on: date, on: date, today: date, field: str) -> Verdict:
    return when(on < began_on, field, "始まった日より前です。日付をお確かめください。") & when(
        on > today, field, "先の日付です。今日までの日にしてください。"
    )


def may_keep_place(
    *,
    status: str,
    member: bool,
    withheld_by: str,
    places: int,
    from_on: date,
    until_on: date | None,
    today: date,
) -> Verdict:
    """May a place of somebody's life be kept? Not where an address is withheld: the places around a home tell where it is.

    根拠: 住民基本台帳事務処理要領第5-10（支援措置）、個人情報の保護に関する法律第66条
    """
    return (
        may_work_on(status=status)
        & when(not member, "person", "この世帯の人から選んでください。")
        & when(
            bool(withheld_by),
            "person",
            f"住所を伏せている人がいるので、生活圏の場は書けません（家の場所が分かってしまうため）。問い合わせ先は{withheld_by}です。",
            law="住民基本台帳事務処理要領第5-10（支援措置）",
        )
        & when(places >= MOST_PLACES, "name", f"一枚に書ける場は{MOST_PLACES}か所までです。")
        & when(from_on > today, "from_on", "先の日付です。今日までの日にしてください。")
        & when(until_on is not None and until_on < from_on, "until_on", "始まりより前の日付です。")
    )


def may_start_nine(*, status: str, empty: bool) -> Verdict:
    """May a new version begin? Not while the newest is still blank.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return may_work_on(status=status) & when(
        empty, "version", "いまの版が、まだ白紙です。先に、いまの版に書いてください。"
    )


def may_fill_cell(*, status: str, newest: bool) -> Verdict:
    """May a cell be written? Only in the newest version: the earlier ones are kept as they were.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return may_work_on(status=status) & when(
        not newest, "text", "新しい版があります。前の版は、そのときのまま残します。新しい版に書いてください。"
    )


def may_keep_event(*, status: str, member: bool, first: date | None, today: date) -> Verdict:
    """May something that happened be kept? Somebody knows roughly when.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        may_work_on(status=status)
        & when(not member, "person", "この世帯の人から選んでください。")
        & when(
            first is None,
            "happened",
            "いつごろのことか、分かる範囲で書いてください。年だけでもかまいません。",
        )
        & when(
            first is not None and first > today,
            "happened",
            "先の日付です。起きたことだけを書きます（これからのことは、役割の「次の期日」に）。",
        )
    )
