"""当番: who may be put on duty, and when two may change places."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when

LAW = "社会福祉法第106条の4第2項第5号（多機関協働。相談支援包括化推進員の配置）"


def may_set_duty(*, serves: bool, from_on: date, today: date) -> Verdict:
    """May this person be on duty every week from that day on? What was before today stays as it was.

    根拠: 社会福祉法第106条の4第2項第5号（相談支援包括化推進員の配置）"""
    return when(
        not serves, "staff", "この人は、その日に推進員ではありません。推進員のなかから選んでください。"
    ) & when(
        from_on < today, "from_on", "過ぎた日の当番は変えられません。今日からあとの日にしてください。"
    )  # fmt: skip


def may_change_duty(*, on: date, today: date, serves: bool, same: bool) -> Verdict:
    """May somebody else (or nobody) be on duty for one half day?

    根拠: 社会福祉法第106条の4第2項第5号（相談支援包括化推進員の配置）"""
    return (
        when(on < today, "on", "過ぎた日の当番は変えられません。今日からあとの日にしてください。")
        & when(
            not serves, "staff", "この人は、その日に推進員ではありません。推進員のなかから選んでください。"
        )
        & when(same, "staff", "その日の当番は、もうその人（その形）です。変えるところを確かめてください。")
    )


def may_swap_duty(
    *, first_on: date, second_on: date, today: date, both_held: bool, same_person: bool, both_serve: bool
) -> Verdict:
    """May two change places?

    根拠: 社会福祉法第106条の4第2項第5号（相談支援包括化推進員の配置）"""
    return (
        when(first_on < today, "first_on", "過ぎた日の当番は変えられません。今日からあとの日にしてください。")
        & when(
            second_on < today, "second_on", "過ぎた日の当番は変えられません。今日からあとの日にしてください。"
        )
        & when(
            not both_held,
            "second_on",
            "どちらかの日に、当番の人がいません。当番のある日を二つ選んでください。",
        )
        & when(same_person, "second_on", "二つとも同じ人の当番です。ちがう人の当番を選んでください。")
        & when(
            not both_serve,
            "second_on",
            "入れかわる日に、推進員でない人がいます。任命の日を確かめてください。",
        )
    )
