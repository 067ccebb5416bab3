"""When a record written without network becomes a record by itself. Pure: values in, verdict out."""

from __future__ import annotations

from datetime import datetime, timedelta

from norishiro.core.verdict import Verdict, when

# Our own measure (P): a day's round and the evening after it. Later somebody should read it again first.
STRAIGHT = timedelta(hours=24)


def may_go_straight(*, whole: bool, named: bool, issued_at: datetime, now: datetime) -> Verdict:
    """May the record go in without being read again? When it was finished, says of whom it is, and comes in time.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）、第66条（安全管理措置）
    """
    return (
        when(not whole, "whole", "書きかけのまま画面が閉じたので、まだ登録していません。")
        & when(not named, "person", "だれの記録か、まだ選ばれていません。")
        & when(
            now - issued_at > STRAIGHT,
            "late",
            "書く画面を使い始めてから24時間を過ぎて届いたので、まだ登録していません。内容を確かめてください。",
        )
    )


def may_take_up(*, begun: bool) -> Verdict:
    """May it be moved into the ordinary form? Not over what is already half-written there.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(
        begun,
        "begun",
        "この人の記録に、ほかの書きかけがあります。先にその書きかけを登録するか消してから、もう一度押してください。",
    )


def moment_written(*, said: datetime, issued_at: datetime, now: datetime) -> datetime:
    """When it was written, by the server's clock: never before the page could be opened, never after it arrived.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return min(max(said, issued_at), now).replace(microsecond=0)
