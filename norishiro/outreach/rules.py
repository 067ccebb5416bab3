"""What makes a contact record whole. Pure: values in, a verdict out."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when

AGENCY_CALL = "AGENCY_CALL"
NOT_THE_PERSON = "NOT_APPLICABLE"
OUTREACH, MULTI_AGENCY, CONSULTATION = "OUTREACH", "MULTI_AGENCY", "CONSULTATION"
OUT_OF_THE_OFFICE = frozenset({"VISIT", "ESCORT", "LETTER"})


def may_record_contact(
    *, happened_on: date, today: date, body: str, about_somebody: bool, next_on: date | None, method: str,
    asked: bool, basis_held: bool,
) -> Verdict:  # fmt: skip
    """Is the record whole enough to keep? No plan, no consent and no case is asked for; not being met is a record too.

    根拠: 社会福祉法第106条の4第2項第4号（アウトリーチ等を通じた継続的支援）、第106条の6第3項（資料・情報の提供の求め）
    """
    return (
        when(happened_on > today, "happened_on", "日付が先の日です。今日までの日にしてください。")
        & when(not body.strip(), "body", "何があったかを、ひとことで書いてください。")
        & when(not about_somebody, "person", "だれの記録か（本人かケース）を選んでください。")
        & when(
            next_on is not None and next_on < happened_on,
            "next_on",
            "次の約束の日が、記録の日より前です。どちらかをお確かめください。",
        )
        & when(
            method == AGENCY_CALL and not asked,
            "asked_agency",
            "電話で照会した相手の機関を選ぶか、相手の欄に書いてください。",
            law="社会福祉法第106条の6第3項",
        )
        & when(
            not basis_held,
            "basis",
            "この根拠では、あなたの所属はこの人の記録を書けません。ほかの根拠を選んでください。",
            law="個人情報の保護に関する法律第69条",
        )
    )


def may_keep_promise(*, next_on: date | None, done: bool, superseded: bool) -> Verdict:
    """Is there a promise to keep?

    根拠: 社会福祉法第106条の4第2項第4号（継続的支援）
    """
    return (
        when(next_on is None, "next_on", "この記録には、次の約束がありません。")
        & when(done, "next_on", "この約束は、もう果たしたと記録されています。")
        & when(superseded, "next_on", "この記録は訂正されています。新しい記録で操作してください。")
    )


def may_correct(*, superseded: bool, own: bool) -> Verdict:
    """A record is never overwritten: whoever's agency wrote it writes a newer one in its place, once.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return when(superseded, "superseded", "この記録は、もう訂正されています。新しい記録のほうを訂正してください。") & when(
        not own, "own", "訂正できるのは、書いた機関の職員だけです。内容を書いた機関に知らせてください。"
    )  # fmt: skip


def proposed_programme(*, method: str, has_case: bool, run_by_agency: frozenset[str]) -> str:
    """Which of the five programmes a contact most likely counts for: 訪問などはアウトリーチ, in a case 多機関協働, else
    相談支援; only what the agency runs, if that is known. A proposal the writer may change.

    根拠: 社会福祉法第106条の4第2項各号
    """
    wished = [OUTREACH] if method in OUT_OF_THE_OFFICE else []
    wished += [MULTI_AGENCY] if has_case else []
    wished += [CONSULTATION, OUTREACH, MULTI_AGENCY]
    fitting = [one for one in wished if one in run_by_agency]
    return (fitting or wished)[0]
