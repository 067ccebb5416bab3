"""When a つなぐシート may go out, be taken, answered, reported, taken back."""

from __future__ import annotations

from datetime import date

from norishiro.consultations.rules.intake import CONSENT_LAW
from norishiro.core.verdict import Verdict, when


def may_send(
    *, consented: bool, shows_name: bool, to_self: bool, receiver_live: bool, worry: str, on_the_spot: bool,
    receiver_named: bool, receiver_belongs: bool, waiting_number: str = "", household_known: bool = True,
) -> Verdict:  # fmt: skip
    """May the sheet go out? Only on the person's live consent that names the receiver, and once until it is answered.

    根拠: 個人情報の保護に関する法律第69条第2項第1号、つなぐシート（狛江市）
    """
    return (
        when(
            not consented,
            "consent",
            "この機関へ渡してよいという本人の同意がまだありません。先に同意を受け取ってください。",
            law=CONSENT_LAW,
        )
        & when(
            consented and not shows_name,
            "consent_name",
            "同意に「氏名・住所などの属性」が入っていないため、だれのことかを伝えられません。同意を受け直してください。",
            law=CONSENT_LAW,
        )
        & when(to_self, "receiver_agency", "自分の機関には送れません。つなぎたい先の機関を選んでください。")
        & when(
            not receiver_live, "receiver_agency", "この機関は今は使われていません。別の機関を選んでください。"
        )
        & when(not worry.strip(), "worry", "気になること・つなぎたいことを書いてください。")
        & when(
            on_the_spot and not receiver_named,
            "receiver",
            "その場で引き継いだときは、受けてくれた人を選んでください。",
        )
        & when(receiver_named and not receiver_belongs, "receiver", "送り先の機関の人を選んでください。")
        & when(
            bool(waiting_number),
            "receiver_agency",
            f"この人のことは、この機関へもう送って返事を待っています（{waiting_number}）。"
            "急ぐときは、そのシートの画面から催促してください。",
        )
        & when(
            not household_known,
            "household",
            "この人の世帯として登録されたものから選んでください。世帯がまだなら「この人のこと」を選びます。",
        )
    )


def may_write_sheet(*, agreed: bool) -> Verdict:
    """Who noticed somebody writes the sheet together with the person, or not at all.

    根拠: 個人情報の保護に関する法律第69条第2項第1号、つなぐシート（狛江市）
    """
    return when(
        not agreed,
        "agreed",
        "本人の「伝えてよい」がないと送れません。まだ聞けていないときは、名前を出さずに、電話で相談窓口に話してください。",
        law=CONSENT_LAW,
    )


def may_take(*, mine: bool, sent: bool) -> Verdict:
    """Only the receiving agency takes the sheet, once.

    根拠: つなぎの状態遷移（推定 P）
    """
    return when(not mine, "mine", "送り先の機関の人だけが受け取れます。") & when(
        not sent, "status", "このシートは、もう受け取られているか、取り下げられています。"
    )


def may_answer_sheet(
    *, mine: bool, waiting: bool, words: str, declines: bool = False, proposal: str = "", on_paper: bool = False,
    answered_by: str = "", answered_on: date | None = None, sent_on: date | None = None, today: date | None = None,
) -> Verdict:  # fmt: skip
    """Whatever the answer is, it is given in words; a no carries what could be done instead. Where the receiver has no
    account the sender copies the reply slip, with who answered and when.

    根拠: つなぎの状態遷移（推定 P）。返事のないまま終えない。断るときも提案を返す（西東京市の考え方）
    """
    early = answered_on is not None and sent_on is not None and answered_on < sent_on
    ahead = answered_on is not None and today is not None and answered_on > today
    return (
        when(not mine, "mine", "送り先の機関の人だけが返事をできます。")
        & when(not waiting, "status", "このシートには、もう返事をしているか、取り下げられています。")
        & when(not words.strip(), "words", "返事の内容を書いてください。引き受けるときも、ひとこと添えます。")
        & when(
            declines and not proposal.strip(),
            "proposal",
            "引き受けられないときも、代わりにできることの提案を書いてください。",
        )
        & when(
            on_paper and not answered_by.strip(),
            "answered_by_name",
            "返事をくれた人を書いてください（例：受付の方）。",
        )
        & when(early, "answered_on", "返事の日が、送った日より前です。日付を確かめてください。")
        & when(ahead, "answered_on", "返事の日が先の日付です。今日までの日にしてください。")
    )


def may_remind(*, mine: bool, waiting: bool, reminded_today: bool) -> Verdict:
    """Who sent it may ask again, at most once a day.

    根拠: つなぎの状態遷移（推定 P）。一日に一度までも推定 (P)
    """
    return (
        when(not mine, "mine", "送った機関の人だけが催促できます。")
        & when(not waiting, "status", "もう返事が来ているか、取り下げたものです。")
        & when(reminded_today, "reminded", "今日はもう催促しています。急ぐときは、電話で確かめてください。")
    )


def may_assign(*, mine: bool, running: bool, belongs: bool, chosen: bool = True) -> Verdict:
    """The receiving agency names who sees to it, and another when that person leaves.

    根拠: つなぎの状態遷移（推定 P）。担当のいないつなぎを作らない
    """
    return (
        when(not mine, "mine", "受けた機関の人だけが、担当を決められます。")
        & when(not running, "status", "担当を決められるのは、返事か結果がまだのシートです。")
        & when(not chosen, "receiver", "担当になる人を選んでください。")
        & when(chosen and not belongs, "receiver", "あなたの機関で、いま働いている人を選んでください。")
    )


def may_note_first_contact(
    *, mine: bool, accepted: bool, noted: bool, on: date | None, sent_on: date, today: date
) -> Verdict:
    """Who accepted tells the sender that the person was reached, before there is any result.

    根拠: つなぎの状態遷移（推定 P）
    """
    return (
        when(not mine, "mine", "引き受けた機関の人だけが書けます。")
        & when(not accepted, "status", "書けるのは、引き受けたシートだけです。")
        & when(noted, "noted", "最初に会えた日は、もう書いてあります。")
        & when(
            on is not None and on > today,
            "first_contact_on",
            "最初に会えた日が先の日付です。今日までの日にしてください。",
        )
        & when(
            on is not None and on < sent_on,
            "first_contact_on",
            "最初に会えた日が、シートを送った日より前です。日付を確かめてください。",
        )
    )


def may_report(
    *, mine: bool, accepted: bool, words: str, first_contact_on: date | None, today: date
) -> Verdict:
    """Who accepted tells the sender what became of it.

    根拠: つなぎの状態遷移（推定 P）
    """
    return (
        when(not mine, "mine", "引き受けた機関の人だけが結果を返せます。")
        & when(not accepted, "status", "結果を返せるのは、引き受けたシートだけです。")
        & when(not words.strip(), "result", "どうなったかを書いてください。")
        & when(
            first_contact_on is not None and first_contact_on > today,
            "first_contact_on",
            "最初に接触した日が先の日付です。今日までの日にしてください。",
        )
    )


def may_withdraw(*, mine: bool, waiting: bool) -> Verdict:
    """Who sent it may take it back until it is answered.

    根拠: つなぎの状態遷移（推定 P）
    """
    return when(not mine, "mine", "送った機関の人だけが取り下げられます。") & when(
        not waiting, "status", "もう返事が来ているか、取り下げたものです。"
    )
