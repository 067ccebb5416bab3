"""May an address be asked for, confirmed, and sent to? Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from norishiro.core.verdict import Verdict, when

# Our own measures (P): how long a number holds, how often it may be typed, how soon another may be asked for.
CODE_HOLDS, MOST_TRIES, WAIT = timedelta(minutes=30), 5, timedelta(minutes=1)
LAW = "個人情報の保護に関する法律第66条"


def may_ask_address(*, last_asked_at: datetime | None, now: datetime) -> Verdict:
    """May a number be sent to an address? Not again within a minute, so that nobody's post box is filled.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return when(
        last_asked_at is not None and now < last_asked_at + WAIT, "wait",
        "いま送ったばかりです。1分ほど待ってから、もう一度押してください。", law=LAW,
    )  # fmt: skip


def may_confirm_address(*, asked_at: datetime | None, tries: int, now: datetime) -> Verdict:
    """May a number be tried? While it holds, and not by guessing through all of them.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return (
        when(asked_at is None, "asked", "先に、メールアドレスへ番号を送ってください。", law=LAW)
        & when(
            asked_at is not None and now > asked_at + CODE_HOLDS,
            "old", "番号を送ってから30分たちました。もう一度、番号を送ってください。", law=LAW,
        )
        & when(tries >= MOST_TRIES, "tries", "ちがう番号が続きました。もう一度、番号を送ってください。", law=LAW)
    )  # fmt: skip


def may_choose_hour(*, confirmed: bool) -> Verdict:
    """May an hour be chosen? Only for an address that was confirmed: else the counts reach a stranger.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return when(
        not confirmed, "confirmed",
        "まだ、確かめたメールアドレスがありません。先にアドレスを入れて、届いた番号で確かめてください。", law=LAW,
    )  # fmt: skip
