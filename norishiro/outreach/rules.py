"""What must hold of a contact record."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, no, when


def may_record_contact(
    *,
    happened_on: date,
    next_on: date | None,
    today: date,
    body: str,
    basis_allowed: bool,
    inquiry: bool = False,
    asked: bool = False,
) -> Verdict:
    """Is the record of a contact possible? Neither a plan nor a consent is needed, and not being met counts. An inquiry
    to another agency names the agency.

    根拠: 社会福祉法第106条の4第2項第4号（アウトリーチ等を通じた継続的支援）、第106条の6第3項（資料・情報の提供の求め）
    """
    return (
        when(
            happened_on > today,
            "happened_on",
            "日付が先になっています。まだの予定は「次の約束」に書いてください。",
        )
        & when(
            next_on is not None and next_on < happened_on,
            "next_on",
            "次の約束の日が、この記録の日より前です。",
        )
        & when(not body.strip(), "body", "ひとことで結構です。様子を書いてください。")
        & when(
            inquiry and not asked,
            "asked_agency",
            "電話で照会した相手の機関を選ぶか、相手の欄に書いてください。",
            law="社会福祉法第106条の6第3項",
        )
        & when(not basis_allowed, "basis", "いまの根拠では、その範囲に共有できません。選びなおしてください。")
    )


def about_nobody() -> Verdict:
    """A record is about a person or a case.

    根拠: 社会福祉法第106条の4第2項第4号
    """
    return no("person", "だれの記録か（本人かケース）を選んでください。")


def may_keep_promise(*, promised: bool, done: bool) -> Verdict:
    """A promise is kept once, and only where one was made.

    根拠: 社会福祉法第106条の4第2項第4号（継続的支援）
    """
    return when(not promised, "next_on", "この記録に、約束は書かれていません。") & when(
        promised and done, "next_on", "この約束は、もう済んでいます。"
    )


def may_correct(*, own: bool, superseded: bool) -> Verdict:
    """Who may correct a record? The agency that wrote it, once; a later correction corrects the correction.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(not own, "agency", "書き改められるのは、この記録を書いた機関だけです。") & when(
        superseded, "contact", "この記録は、もう書き改められています。新しいほうを開いてください。"
    )


def may_post_bulletin(*, area_live: bool, from_on: date, until_on: date | None, today: date) -> Verdict:
    """May a notice stand for this district? It begins today or later, and ends after it began.

    根拠: 社会福祉法第106条の4第2項第3号、地区ごとの情報収集の分担
    """
    return (
        when(not area_live, "area", "その地区は、いまは使われていません。新しい地区を選んでください。")
        & when(from_on < today, "from_on", "出す日が過ぎています。今日からあとの日にしてください。")
        & when(
            until_on is not None and until_on <= from_on,
            "until_on",
            "終わりは、出す日よりあとの日にしてください。",
        )
    )


def may_end_bulletin(*, mine: bool, ended: bool) -> Verdict:
    """Who wrote a notice takes it down, once.

    根拠: 社会福祉法第106条の4第2項第3号
    """
    return when(not mine, "agency", "おろせるのは、このお知らせを書いた機関の人です。") & when(
        ended, "until_on", "このお知らせは、もう終わっています。"
    )


def may_write_gathering(*, held_on: date, today: date, mine: bool = True) -> Verdict:
    """A gathering is written down after it was held, and put right by the agency that held it.

    根拠: 社会福祉法第106条の4第2項第3号（地域づくり）
    """
    return when(not mine, "agency", "直せるのは、この集まりを書いた機関の人です。") & when(
        held_on > today, "held_on", "開いた日が先の日付です。終わってから書いてください。"
    )
