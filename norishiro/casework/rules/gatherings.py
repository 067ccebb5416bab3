"""When somebody who came to an event becomes somebody who asks for advice. Pure: values in, verdict out."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when


def may_receive_at(*, mine: bool, wished: bool, held_on: date, today: date) -> Verdict:
    """May a visitor of the gathering be received as a consultation? Only by the person's own wish.

    根拠: 社会福祉法第106条の4第2項第1号
    """
    return (
        when(not mine, "agency", "受け付けられるのは、この集まりを開いた機関の人です。")
        & when(
            not wished,
            "wished",
            "本人が望んだときだけ、相談として受け付けます。望んでいないときは、人数だけを数えてください。",
        )
        & when(held_on > today, "held_on", "この集まりは、まだ開かれていません。")
    )
