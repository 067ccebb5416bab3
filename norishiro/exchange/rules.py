"""What becomes of a row, and when a file may be read, taken or dropped. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from norishiro.core.verdict import Verdict, when

MOST_WAITING = 10
# Two answers fit into a quarter of an hour: a longer file is read by the command, or in parts.
MOST_ON_SCREEN = 5_000
KEPT_DAYS = 90
UNDONE_WITHIN_DAYS = 30
LEAST_REASON = 5


def may_read_file(*, rows: int, most: int, waiting: int) -> Verdict:
    """May this file be looked at?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保。行ごとに見てから取り込むのはP）、第66条
    """
    return (
        when(
            not rows, "file", "見出しの下に、行がありません。別のシートか、別のファイルか、確かめてください。"
        )
        & when(
            rows > most,
            "file",
            f"画面から読めるのは{most:,}行までです。分けて読むか、サーバーで「norishiro bring」を使うよう、システムの担当に頼んでください。",
        )
        & when(
            waiting >= MOST_WAITING,
            "file",
            "確かめている途中のファイルがたくさんあります。先に、取り込むか、やめてください。",
        )
    )


def may_settle(*, open_still: bool) -> Verdict:
    """May the reading of the columns, or whose a row is, still be settled?

    根拠: 個人情報の保護に関する法律第65条
    """
    return when(not open_still, "bringing", "このファイルは、もう終わっています。新しく読んでください。")


def may_lay_out(*, state: str, doubled: bool, missing: Sequence[str]) -> Verdict:
    """May the columns be read otherwise? Not once rows were taken.

    根拠: 個人情報の保護に関する法律第65条
    """
    return (
        when(state != "READ", "layout", "もう取り込みはじめています。列の読み方は変えられません。")
        & when(
            doubled, "layout", "一つの列を、二つのことに使っています。どちらかを「読まない」にしてください。"
        )
        & when(bool(missing), "name", f"どの列かを選んでください：{'、'.join(missing)}。")
    )


def may_take(*, open_still: bool, pending: int, flags: int, protects: bool) -> Verdict:
    """May the rows be taken now? Whoever takes rows with a flag must be allowed to hide.

    根拠: 個人情報の保護に関する法律第66条、住民基本台帳事務処理要領第5-10
    """
    return (
        when(not open_still, "bringing", "このファイルは、もう終わっています。新しく読んでください。")
        & when(
            open_still and not pending,
            "rows",
            "いま取り込める行がありません。決めていない行があれば、先に決めてください。",
        )
        & when(
            flags > 0 and not protects,
            "flags",
            "支援措置の印のある行があります。「支援措置・秘匿を登録する」役割の人が取り込んでください。",
        )
    )


def may_drop(*, state: str) -> Verdict:
    """May the reading be dropped? Once rows were taken, it stays as the record of where they came from.

    根拠: 個人情報の保護に関する法律第65条
    """
    return when(state != "READ", "bringing", "もう取り込みはじめています。やめることはできません。")


def may_ask_undo(*, taken: bool, days: int, asked: bool, reason: str) -> Verdict:
    """May one person ask that what a file brought is taken back?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保。二人で30日のうちにするのはP）
    """
    return (
        when(not taken, "state", "取り消せるのは、行を取り込んだファイルだけです。")
        & when(
            taken and days > UNDONE_WITHIN_DAYS,
            "days",
            f"取り消せるのは、取り込みはじめてから{UNDONE_WITHIN_DAYS}日までです。直すところは、人や記録の頁で直してください。",
        )
        & when(asked, "asked", "もう取り消しが求められています。")
        & when(len(reason.strip()) < LEAST_REASON, "reason", "なぜ取り消すのかを書いてください。")
    )


def may_agree_undo(*, waiting: bool, same_person: bool, days: int) -> Verdict:
    """May the second person agree? Only another one, and in time.

    根拠: 個人情報の保護に関する法律第65条
    """
    return (
        when(not waiting, "state", "この求めは、もう決まっています。")
        & when(same_person, "person", "求めた人とは別の人が確かめてください。")
        & when(
            days > UNDONE_WITHIN_DAYS,
            "days",
            f"取り込みはじめてから{UNDONE_WITHIN_DAYS}日を過ぎたので、取り消せません。",
        )
    )


def may_refuse_undo(*, waiting: bool) -> Verdict:
    """May the asking be answered with a no? By anybody who may bring in; whoever asked thinks better of it so.

    根拠: 個人情報の保護に関する法律第65条
    """
    return when(not waiting, "state", "この求めは、もう決まっています。")


def may_undo_rows(*, agreed: bool, left: int) -> Verdict:
    """May the next rows be taken back now?

    根拠: 個人情報の保護に関する法律第65条
    """
    return when(not agreed, "state", "二人目が同意してから、取り消せます。") & when(
        agreed and not left, "rows", "もう、最後まで取り消しました。"
    )


def destination_of(*, stopped: bool, unchanged: bool, known: bool, sure: bool, alike: bool) -> str:
    """What becomes of a row. ``known``: its number came before; ``sure``: name, birth and home or telephone agree with one
    person alone; ``alike``: somebody may be meant, and a person has to look.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保。推しはかって結びつけないのはP）
    """
    if stopped:
        return "HELD"
    if unchanged:
        return "SAME"
    if known or sure:
        return "MERGED"
    return "DECIDE" if alike else "NEW"


def may_take_offices(*, may: bool, permission: str, new: int) -> Verdict:
    """May the new rows of an office's own list enter? By whoever might type them in by hand.

    根拠: 個人情報の保護に関する法律第65条
    """
    return when(not may, "role", f"この一覧を入れるには「{permission}」の役割が必要です。") & when(
        not may or not new, "rows", "新しく入れる行がありません。行ごとのわけを見てください。"
    )


def may_stand_under(*, named: bool, found: bool) -> Verdict:
    """May an agency stand under the one its row names? Only under one that is here by then: two that name each other are not.

    根拠: 個人情報の保護に関する法律第65条
    """
    return when(
        named and not found,
        "parent",
        "上の組織が、まだ登録されていません（たがいに上になっていないか、見てください）。",
    )
