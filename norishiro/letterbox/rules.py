"""What may come into the box, and what may be done with it. Pure: values in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta

from norishiro.core.verdict import Verdict, when

PER_ADDRESS_HOUR = 12
PER_ENTRANCE_DAY = 80
GENERAL_PER_DAY = 400
ASKED_PER_HOUR = 30

LATER = "時間をおいて送ってください。お急ぎのときは、下の窓口に電話してください。書いた内容は、この画面に残っています。"


def may_post(*, consented: bool, words: str) -> Verdict:
    """May this be put in? With the consent ticked, and with words.

    根拠: つなぐシート、個人情報の保護に関する法律第69条第2項第1号
    """
    return when(
        not consented,
        "consent",
        "同意の印がないと送れません。本人と話せていないときは、名前を書かずに窓口へ電話してください。",
    ) & when(not words.strip(), "words", "気になっていることを、ひとことでも書いてください。")


def not_too_often(*, from_address: int, at_entrance: int, is_general: bool) -> Verdict:
    """Is the box not being flooded? The count of this hour from one address, of this day at one entrance.

    根拠: 個人情報の保護に関する法律第66条
    """
    most = GENERAL_PER_DAY if is_general else PER_ENTRANCE_DAY
    return when(
        from_address > PER_ADDRESS_HOUR, "often", f"短い時間にたくさん送られたため、いまは送れません。{LATER}"
    ) & when(
        at_entrance > most, "often", f"きょうは、この入口からたくさん届いているため、送れません。{LATER}"
    )


def may_ask(*, asked: int) -> Verdict:
    """May the answer be asked for again? Guessing numbers is stopped.

    根拠: 個人情報の保護に関する法律第66条
    """
    return when(
        asked > ASKED_PER_HOUR,
        "often",
        "短い時間に何度も調べられたため、いまは見られません。1時間ほどおいて、もう一度お試しください。",
    )


def may_take(*, mine: bool, taken: bool) -> Verdict:
    """May the letter be opened and read? By the window it came to; it is opened once.

    根拠: 社会福祉法第106条の4第2項第1号、つなぎの状態遷移
    """
    return when(not mine, "mine", "届いた窓口の人だけが開けられます。") & when(
        taken, "taken", "この便りは、もう開けてあります。"
    )


def may_answer(*, mine: bool, taken: bool, answered: bool, words: str) -> Verdict:
    """May the sender be answered? By the window, after reading, once, in words.

    根拠: つなぎの状態遷移、つなぐシート
    """
    return (
        when(not mine, "mine", "届いた窓口の人だけが返事できます。")
        & when(not taken, "taken", "さきに便りを開けて読んでください。")
        & when(answered, "answered", "この便りには、もう返事をしました。")
        & when(not words.strip(), "words", "伝えてよいことを、ひとことでも書いてください。")
    )


def may_decline(*, mine: bool, taken: bool, answered: bool, proposal: str) -> Verdict:
    """May it be marked as not for this window? Never without a proposal where to turn.

    根拠: 提案シートと再申込、つなぎの状態遷移
    """
    return (
        when(not mine, "mine", "届いた窓口の人だけができます。")
        & when(not taken, "taken", "さきに便りを開けて読んでください。")
        & when(answered, "answered", "この便りには、もう返事をしました。")
        & when(not proposal.strip(), "words", "どこに相談するとよいか、提案を書いてください。")
    )


def may_receive(*, mine: bool, taken: bool, received: bool) -> Verdict:
    """May the letter become a consultation? Once, after reading.

    根拠: 社会福祉法第106条の4第2項第1号、相談受付・申込票
    """
    return (
        when(not mine, "mine", "届いた窓口の人だけが受け付けられます。")
        & when(not taken, "taken", "さきに便りを開けて読んでください。")
        & when(received, "received", "この便りは、もう相談として受け付けました。")
    )


def may_pass_on(
    *, mine: bool, taken: bool, answered: bool, received: bool, elsewhere: bool, ground: str, words: str
) -> Verdict:
    """May the letter be passed on to another window? After reading, before anything came of it, and only where the
    sender agreed or life is in danger; else one proposes the other window to the sender.

    根拠: 個人情報の保護に関する法律第69条第2項第1号、つなぐシート
    """
    return (
        when(not mine, "mine", "届いた窓口の人だけが渡せます。")
        & when(not taken, "taken", "さきに便りを開けて読んでください。")
        & when(
            answered, "answered", "この便りには、もう返事をしました。返事のなかで、相談先を伝えてください。"
        )
        & when(
            received, "received", "この便りは、もう相談として受け付けました。つなぐシートでつないでください。"
        )
        & when(not elsewhere, "receiver", "渡す先は、いまあるほかの窓口から選んでください。")
        & when(
            not ground,
            "ground",
            "送った人がよいと言ったか、命や体があぶないときだけ渡せます。そうでなければ「提案を返す」を使ってください。",
        )
        & when(not words.strip(), "words", "いつ、どう確かめたかを、ひとことで書いてください。")
    )


def kept_until(*, since: date, days: int) -> date:
    """The day from which a letter that became no consultation need not be kept any longer.

    根拠: 個人情報の保護に関する法律第66条。要らなくなったものを持ち続けない。日数は自治体の決まり (P)
    """
    return since + timedelta(days=days)


def may_open_entrance(
    *, facility: str, held: bool, holder: str, receiver_live: bool, from_on: date, until_on: date | None
) -> Verdict:
    """May somebody be appointed, or an entrance be opened? With facility, a name where it is an appointment, dates.

    根拠: つなぐシート、民生委員法第15条
    """
    return (
        when(not facility.strip(), "facility", "施設・場所・部署の名前を書いてください。")
        & when(held and not holder.strip(), "holder", "任命する人の名前を書いてください。")
        & when(not receiver_live, "receiver_agency", "届け先の機関は、いまある機関から選んでください。")
        & when(
            until_on is not None and until_on <= from_on,
            "until_on",
            "終わりの日は、始まりより後にしてください。",
        )
    )


def may_end_entrance(*, ended: bool, until_on: date, from_on: date, reason: str) -> Verdict:
    """May the appointment end, or the QR be withdrawn? With a reason; what came in stays.

    根拠: つなぐシート
    """
    return (
        when(ended, "ended", "この任命・入口は、もう終わっています。")
        & when(until_on <= from_on, "until_on", "終わりの日は、始まりより後にしてください。")
        & when(not reason.strip(), "reason", "終える理由を書いてください。")
    )


def may_thank(*, words: str) -> Verdict:
    """May thanks be said? In words; they stand on the holder's own page.

    根拠: つなぐシート
    """
    return when(not words.strip(), "words", "お礼のことばを書いてください。")


def may_change_examples(*, worries: int) -> Verdict:
    """May the examples be changed? At least one worry stays, so that nobody faces an empty form.

    根拠: 社会福祉法第106条の4第2項第1号
    """
    return when(worries == 0, "worries", "困りごとの例を、一つは残してください。")
