"""What may be written of a training, and how those who came are counted. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from norishiro.core.verdict import Verdict, when

LAW = "社会福祉法第106条の4第2項第5号"


def may_add_course(*, taken: bool, needed: int | None) -> Verdict:
    """May this course be entered?

    根拠: 社会福祉法第106条の4第2項第5号（多機関協働を担う人の育成）
    """
    return when(taken, "name", "この機関の、同じ名前の研修がもうあります。別の名前にするか、いまの研修に回を足してください。") & when(
        needed is not None and needed < 1, "needed", "修了に要る回数は、1回以上にしてください。"
    )  # fmt: skip


def may_hold(*, held_on: date, today: date, taken: bool, ended: bool) -> Verdict:
    """May a day be entered on which the course was held?

    根拠: 社会福祉法第106条の4第2項第5号（世田谷区 研修の実施・参加人数）
    """
    return (
        when(held_on > today, "held_on", "まだ来ていない日です。開いたあとで登録してください。")
        & when(taken, "title", "同じ日の、同じ題の回がもうあります。")
        & when(ended, "held_on", "この研修は、その日には終わっています。")
    )


def may_note(
    *, staff: int, doubled: Collection[str], names: int, heads: int, has_place: bool, unknown_names: Collection[str]
) -> Verdict:  # fmt: skip
    """May these be noted as having come? Somebody, each once.

    根拠: 社会福祉法第106条の4第2項第5号（世田谷区 参加人数の実と延べ）
    """
    return (
        when(staff + names + heads == 0, "staff", "来た人を、一人以上入れてください。")
        & when(
            bool(doubled),
            "names",
            f"もう付いている人がいます（{'、'.join(sorted(doubled))}）。その名前を消してください。",
        )
        & when(
            (names or heads) > 0 and not has_place,
            "group",
            "どこから来たか（機関を選ぶか、団体の名前）を入れてください。",
        )
        & when(
            bool(unknown_names), "names", f"名前が長すぎます（{'、'.join(sorted(unknown_names))}）。80字までにしてください。"
        )
    )  # fmt: skip


def may_tell_lecture(*, scheme: str, linked: bool) -> Verdict:
    """May this be kept as a topic of a lecture? It is about a scheme, a window or an example.

    根拠: 社会福祉法第106条の4第2項第5号（墨田区 主管課業務の講義・事例の概要版）
    """
    return when(
        not scheme.strip() and not linked,
        "scheme",
        "制度か窓口か事例を選んでください。台帳にない制度なら、名前を書いてください。",
    )


def may_reply(*, replied: bool, words: str) -> Verdict:
    """May the question be answered?

    根拠: 社会福祉法第106条の4第2項第5号（八王子市 庁内勉強会）
    """
    return when(replied, "reply", "この質問には、もう答えがあります。") & when(
        not words.strip(), "reply", "答えを書いてください。"
    )


def has_completed(*, attended: int, needed: int | None) -> bool:
    """Whether somebody came often enough in the year.

    根拠: 社会福祉法第106条の4第2項第3号（狛江市 福祉カレッジの修了）
    """
    return needed is not None and attended >= needed
