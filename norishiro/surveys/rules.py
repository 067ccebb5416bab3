"""When a round may be opened, answered, and its answers taken over. Pure."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when

CLOSED = "この調査は、もう終わっています。"


def may_open_round(*, due_on: date, today: date, places: int, title_taken: bool) -> Verdict:
    """May this survey begin?

    根拠: 社会福祉法第106条の4第2項第2号（中野区 約400か所へ毎年ヒアリングし、冊子にする）
    """
    return (
        when(due_on <= today, "due_on", "期限は、あしたより後の日にしてください。")
        & when(not places, "kind", "この条件に合う居場所がありません。条件をひとつ外してください。")
        & when(title_taken, "title", "同じ名前の調査があります。年度を入れるなどして、名前を変えてください。")
    )


def may_answer(*, is_open: bool, accepted: bool) -> Verdict:
    """May an answer be given, or given anew?

    根拠: 社会福祉法第106条の4第2項第2号（墨田区 受け入れ可能性アンケート）
    """
    return when(not is_open, "round", f"{CLOSED}変わったことは、電話でお知らせください。") & when(
        is_open and accepted,
        "round",
        "この答えは、もう登録に入っています。変わったことは、電話でお知らせください。",
    )


def may_type_answer(
    *, answered_on: date, today: date, unchanged: bool, stopped: bool, is_open: bool, accepted: bool
) -> Verdict:
    """May a member of staff enter what was answered on paper, by telephone, or during a visit?

    根拠: 社会福祉法第106条の4第2項第2号（墨田区 受け入れ可能性アンケート）
    """
    return (
        may_answer(is_open=is_open, accepted=accepted)
        & when(answered_on > today, "answered_on", "まだ来ていない日です。答えをもらった日を書いてください。")
        & when(
            unchanged and stopped, "stopped", "「変わりなし」と「もう活動していない」は、一緒に付けられません。どちらかを外してください。"
        )
    )  # fmt: skip


def may_decide(*, waiting: bool) -> Verdict:
    """May the answer be taken over, or set aside?

    根拠: 個人情報の保護に関する法律第65条（正確に保つ）、社会福祉法第106条の4第2項第2号（資源の情報を新しく保つ。P）
    """
    return when(not waiting, "state", "この答えは、もう確かめ終わっています。")


def may_assign(*, is_open: bool, number: int, go_by: date | None, today: date) -> Verdict:
    """May it be written who goes there?

    根拠: 社会福祉法第106条の4第2項第2号（中野区 約400か所へ毎年ヒアリングし、冊子にする）
    """
    return (
        when(not is_open, "staff", CLOSED)
        & when(is_open and not number, "area", "まだ答えのない先が、この条件にはありません。")
        & when(go_by is not None and go_by < today, "go_by", "すぎた日です。これからの日を書いてください。")
    )


def may_run_round(*, is_open: bool) -> Verdict:
    """May the round still be closed, or reminded of?

    根拠: 社会福祉法第106条の4第2項第2号（中野区 約400か所へ毎年ヒアリングし、冊子にする）
    """
    return when(not is_open, "round", CLOSED)


def is_in_booklet(
    *, is_public: bool, private_home: bool, valid_until: date | None, stopped: bool, today: date
) -> bool:
    """Whether a place stands in the booklet: public, asked lately, and open.

    根拠: 社会福祉法第106条の4第2項第2号（中野区 約400か所へ毎年ヒアリングし、冊子にする）、個人情報の保護に関する法律第66条（個人の家を公開しない）
    """
    return is_public and not private_home and not stopped and valid_until is not None and valid_until > today
