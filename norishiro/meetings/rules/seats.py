"""Who may sit at an item and read its papers."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when
from norishiro.meetings.rules.bodies import CONSENT, GUIDELINE, LAW_SECRECY


def may_designate(
    *, item_status: str, seated: bool, appointed: bool, added_for_item: bool, adviser: bool, may_add: bool,
    until_on: date | None, held_on: date | None, needs_consent: bool, agency_consented: bool,
) -> Verdict:  # fmt: skip
    """May this person be designated as member for this item?

    根拠: 社会福祉法第106条の6第1項（構成員）、重層的支援体制整備事業実施要綱（同意の範囲）
    """
    return (
        when(item_status != "TABLED", "staff", "構成員を指定できるのは、議題に載っているあいだだけです。")
        & when(seated, "staff", "この人は、もうこの議題の構成員です。")
        & when(
            not appointed,
            "staff",
            "この人は、いまその機関に所属していません。機関と人を選びなおしてください。",
        )
        & when(
            (added_for_item or adviser) and until_on is None,
            "until_on",
            "この事例のために加える人・助言者には、いつまで見られるかを入れてください。",
        )
        & when(
            added_for_item and not may_add,
            "added_for_item",
            "この会議体は、事例ごとに構成員を加えない決まりです。",
        )
        & when(
            until_on is not None and held_on is not None and until_on <= held_on,
            "until_on",
            "見られる期限は、開催日より後の日にしてください。",
        )
        & when(
            needs_consent and not agency_consented,
            "staff",
            "本人の同意の提供先に、この機関が入っていません。同意を受け取り直すまで、この議題には加われません。",
            law=GUIDELINE,
        )
    )


def may_note_presence(*, item_status: str, sitting_status: str) -> Verdict:
    """May it be written who is at the table for this item? From the beginning until the minutes are confirmed.

    根拠: 社会福祉法第106条の6第1項（構成員）
    """
    return when(
        sitting_status not in {"OPEN", "CLOSED"} or item_status not in {"TABLED", "DONE", "CARRIED"},
        "presence",
        "出席を付けるのは、会議を始めてから議事録を確定するまでです。",
    )


def person_may_sit(*, body_allows: bool, basis: str, consented: bool) -> Verdict:
    """May the person come to the table? Only where the body allows it, with consent.

    根拠: 重層的支援体制整備事業実施要綱（本人の参加）
    """
    return (
        when(not body_allows, "person", "この会議体は、本人が出席しない決まりです。")
        & when(basis != CONSENT, "person", "本人が出席できるのは、同意のある議題だけです。", law=GUIDELINE)
        & when(not consented, "person", "この方の同意が登録されていません。", law=GUIDELINE)
    )


def may_read_papers(*, seated: bool, opened: bool, own: bool, oath_needed: bool) -> Verdict:
    """A member reads the papers only after the oath, also where consent has opened the records.

    根拠: 社会福祉法第106条の6第5項、重層的支援体制整備事業実施要綱（守秘の誓約）
    """
    return when(
        seated and oath_needed and not opened and not own,
        "oath",
        "守秘の確認（誓約）がまだです。会議の画面で確認すると、資料が開きます。",
        law=LAW_SECRECY,
    )
