"""What must hold of what is written about somebody who cares for another."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when

HOURS_OF_A_WEEK = 168


def may_write_caring(
    *, cared_for: int, known: bool, itself: bool, tasks: int, ongoing: bool, hours: int | None, since: date | None,
    today: date,
) -> Verdict:  # fmt: skip
    """May a version be written? It says for whom and what; nothing else has to be known yet, not even a name.

    根拠: 社会福祉法第106条の4第2項第1号、子ども・若者育成支援推進法第2条第7号（家族の世話を担う子ども・若者）
    """
    return (
        when(
            cared_for == 0,
            "cared_for",
            "だれのケアかを、1人以上選ぶか、「登録のない人」に書いてください。「祖母」のような言い方だけでもかまいません。",
        )
        & when(not known, "cared_for", "いまは選べない人が入っています。もう一度選んでください。")
        & when(itself, "cared_for", "本人が、自分のケアの相手になっています。ほかの人を選んでください。")
        & when(
            ongoing and tasks == 0,
            "tasks",
            "担っていることを、1つ以上選んでください。聞けていなければ「まだ聞けていない」を選びます。",
        )
        & when(
            hours is not None and hours > HOURS_OF_A_WEEK,
            "hours",
            "1週間は168時間です。週に何時間くらいかを、168までの数で入れてください。",
        )
        & when(since is not None and since > today, "since", "先の日付です。今日までの日にしてください。")
    )


def may_begin_caring(*, already: bool) -> Verdict:
    """May a first version be written on this ground? One thread for each agency and ground.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(
        already,
        "basis",
        "この範囲では、もう書かれています。その版の「書き改める」から、変わったところを書いてください。",
    )


def may_change_caring(*, mine: bool, same: bool) -> Verdict:
    """May the next version be written? Only of what the own agency wrote, and only where something changed.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(
        not mine, "mine", "書き改められるのは、書いた機関の人です。自分の機関の記録として、新しく書けます。"
    ) & when(
        same,
        "source",
        "前の版と同じです。変わったところを書いてください。変わりがなければ、このまま閉じてかまいません。",
    )
