"""Who came, who belongs, who may read the notes of a talk."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from norishiro.core.verdict import Verdict, when

MOST_PEOPLE = 2_000


def may_place(
    *, runs: bool, status: str, same_sitting: bool, joined_on: date | None, held_on: date
) -> Verdict:
    """May it be said of what sort a sitting is, of which area or hall, and with which other one it is held?

    Held together, each keeps its own ground and its own items: nothing of the one is told in the other.
    根拠: 社会福祉法第106条の6第6項（会議の運営は会議が定める）
    """
    return (
        when(not runs, "occasion", "書けるのは、この会議を進める機関です。")
        & when(status == "CANCELLED", "occasion", "中止した会議です。")
        & when(same_sitting, "joined_to", "この会議そのものです。別の会議を選んでください。")
        & when(
            joined_on is not None and joined_on != held_on,
            "joined_to",
            "続けて開けるのは、同じ日の会議です。日をそろえてから選んでください。",
        )
    )


def may_note_guest(
    *,
    runs: bool,
    status: str,
    group: str,
    name: str,
    number: int | None,
    block: bool,
    side: str,
    agrees: bool,
) -> Verdict:
    """May it be written who came without an account? Until the minutes are confirmed; a list needs a name and a yes.

    根拠: 社会福祉法第106条の6第6項、個人情報の保護に関する法律第69条第2項第1号（名簿に載る人の同意）
    """
    return (
        when(not runs, "group", "書けるのは、この会議を進める機関です。")
        & when(
            status in ("CONFIRMED", "CANCELLED"),
            "group",
            "議事録が確定したか、中止した会議です。出席は書き足せません。",
        )
        & when(
            not group.strip() and not name.strip(),
            "group",
            "団体・機関の名前か、出席した人の名前を書いてください。",
        )
        & when(
            number is not None and not 1 <= number <= MOST_PEOPLE,
            "number",
            "人数は、1から2000までの数で入れてください。",
        )
        & when(
            block and side != "COMMISSIONER", "block", "担当区域を選ぶのは、民生委員・児童委員のときです。"
        )
        & when(agrees and not name.strip(), "name", "名簿に載せるには、同意した人の名前を書いてください。")
        & when(agrees and number not in (None, 1), "number", "名簿に載せるときは、一人ずつ書いてください。")
    )


def may_end_leader(*, ended: bool) -> Verdict:
    """May a name be taken off the list of local leaders? Whenever the person wishes.

    根拠: 個人情報の保護に関する法律第69条第2項第1号（同意は取り下げられる）
    """
    return when(ended, "name", "もう名簿から外れています。")


def may_keep_partner(
    *, theirs: bool, kind: str, name: str, what: str, from_on: date, until_on: date | None
) -> Verdict:
    """May a contractor, an adviser, a group or a kind of member be kept for a body? A contract says of what.

    根拠: 社会福祉法第106条の6第1項（関係機関・委託先・その他の関係者）、社会福祉法第106条の6第6項
    """
    return (
        when(not theirs, "name", "登録できるのは、この会議体の機関です。")
        & when(not name.strip(), "name", "名前を書いてください。")
        & when(kind == "CONTRACTOR" and not what.strip(), "what", "何を委託しているかを書いてください。")
        & when(
            until_on is not None and until_on <= from_on, "until_on", "終わりは始まりより後にしてください。"
        )
    )


def may_end_period(*, theirs: bool, from_on: date, until_on: date, ended: bool) -> Verdict:
    """May a period be ended on a day?

    根拠: 社会福祉法第106条の6第6項（会議の運営は会議が定める）
    """
    return (
        when(not theirs, "until_on", "終えられるのは、この会議体の機関です。")
        & when(ended, "until_on", "もう終わっています。")
        & when(until_on <= from_on, "until_on", "終わりは始まりより後にしてください。")
    )


def may_keep_block(*, council: str, name: str, from_on: date, newest_from: date | None) -> Verdict:
    """May it be said to which area a commissioners' block belongs? A new saying ends the one before.

    根拠: 地区ごとの情報収集の分担、社会福祉法第106条の4第2項第3号
    """
    return (
        when(not council.strip(), "council", "民生委員児童委員協議会の地区を書いてください。")
        & when(not name.strip(), "name", "担当区域の名前を書いてください。")
        & when(
            newest_from is not None and from_on <= newest_from,
            "from_on",
            "前の登録より後の日から始めてください。前の登録は、その前の日まで残ります。",
        )
    )


def may_write_interview(
    *,
    adviser: str,
    note: str,
    held_on: date,
    today: date,
    readers: Collection[object],
    managers: Collection[object],
) -> Verdict:
    """May a worker keep the notes of a talk? Only those who lead in the worker's own agency can be let in.

    根拠: 個人情報の保護に関する法律第66条（見る人を限る）、社会福祉法第106条の6第6項
    """
    return (
        when(not adviser.strip(), "adviser", "だれと面談したか（助言者）を書いてください。")
        & when(not note.strip(), "note", "話したことを書いてください。")
        & when(held_on > today, "held_on", "面談の日を、今日までの日付で入れてください。")
        & when(
            bool(set(readers) - set(managers)),
            "readers",
            "読んでもらえるのは、同じ機関の所属長・統括の人だけです。",
        )
    )


def may_mark_read(*, in_force: bool, already: bool) -> Verdict:
    """May an agency say that it has read a version? While it holds, once.

    根拠: 社会福祉法第106条の6第6項（会議の運営は会議が定める）
    """
    return when(not in_force, "regulation", "いまは効いていない版です。新しい版を読んでください。") & when(
        already, "regulation", "あなたの機関は、もう「読みました」になっています。"
    )
