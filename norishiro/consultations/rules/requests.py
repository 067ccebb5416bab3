"""When 多機関協働 may be asked for, and how it answers."""

from __future__ import annotations

from norishiro.consultations.rules.intake import CONSENT_LAW
from norishiro.core.verdict import Verdict, when

CONFERENCE_LAW = "社会福祉法第106条の6"


def may_apply(
    *, operator_known: bool, consented: bool, shows_name: bool, no_consent_reason: str, situation: str, tried: str,
    stuck: str, open_already: bool,
) -> Verdict:  # fmt: skip
    """An agency asks with consent, or without it and with the reason why it could not be had.

    根拠: 社会福祉法第106条の4第2項第5号、第106条の6（本人の同意がないとき）
    """
    return (
        when(not operator_known, "operator", "多機関協働の事業者が選ばれていません。一覧から選んでください。")
        & when(
            not consented and not no_consent_reason,
            "no_consent_reason",
            "事業者を挙げた本人の同意がありません。同意を受け取るか、同意がない理由を選んでください。",
            law=CONFERENCE_LAW,
        )
        & when(
            consented and not shows_name and not no_consent_reason,
            "consent_name",
            "同意に「氏名・住所などの属性」が入っていないため、だれのことかを伝えられません。同意を受け直してください。",
            law=CONSENT_LAW,
        )
        & when(not situation.strip(), "situation", "世帯の状況と課題を書いてください。")
        & when(
            not tried.strip(),
            "tried",
            "これまでに取り組んだことを書いてください。まだなら「これから」と書きます。",
        )
        & when(not stuck.strip(), "stuck", "行き詰まっているところを書いてください。")
        & when(
            open_already,
            "open_already",
            "この人のことは、もう申し込んで回答を待っています。申込の一覧で確かめてください。",
        )
    )


def may_take_request(*, mine: bool, waiting: bool) -> Verdict:
    """Somebody of the operator takes the request in hand.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return when(not mine, "mine", "申込を受けた事業者の人だけが担当になれます。") & when(
        not waiting, "status", "この申込には、もう回答しているか、取り下げられています。"
    )


def may_answer_request(
    *, mine: bool, waiting: bool, refuses: bool, reason: str, proposal: str, coordinates: bool = False,
    who_does_what: str = "",
) -> Verdict:  # fmt: skip
    """Every request is answered with a reason; a no carries a proposal, coordination alone carries who does what.

    根拠: 多機関協働の要否の回答と提案シート（西東京市）。調整のみで対応するのは八王子市の運用
    """
    return (
        when(not mine, "mine", "申込を受けた事業者の人だけが回答できます。")
        & when(not waiting, "status", "この申込には、もう回答しているか、取り下げられています。")
        & when(not reason.strip(), "reason", "回答の理由を書いてください。")
        & when(
            refuses and not proposal.strip(),
            "proposal",
            "「不要」と答えるときは、代わりにできることの提案を書いてください。",
        )
        & when(
            coordinates and not who_does_what.strip(),
            "who_does_what",
            "「調整のみ」と答えるときは、だれが何をするかを書いてください。",
        )
    )


def may_reapply(*, mine: bool, refused: bool, allowed: bool) -> Verdict:
    """After a no the applicant may try again, with what was tried since.

    根拠: 提案シートと再申込（西東京市）
    """
    return (
        when(not mine, "mine", "申し込んだ機関の人だけが再申込できます。")
        & when(not refused, "status", "再申込は、「不要」または「調整のみ」の回答のあとにできます。")
        & when(not allowed, "allowed", "この自治体の流れでは、再申込の代わりに新しく申し込みます。")
    )
