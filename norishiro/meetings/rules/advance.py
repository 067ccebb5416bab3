"""事前シート: who may be asked until when, and who may write."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when
from norishiro.meetings.rules.bodies import LAW_ASK, LAW_SECRECY, LIVE_SITTINGS


def may_ask_advance(
    *, sitting_status: str, items: int, agencies: int, due_on: date, held_on: date, today: date
) -> Verdict:
    """May the agencies at the table be asked for their sheet? For items that are on it, by a day up to the sitting.

    根拠: 社会福祉法第106条の6第3項（資料の提供等の求め）
    """
    return (
        when(sitting_status != "CALLED", "due_on", "頼めるのは、会議を始める前までです。")
        & when(items == 0, "agencies", "議題がまだありません。先に議題を載せてください。")
        & when(
            items > 0 and agencies == 0,
            "agencies",
            "頼む機関に印を付けてください。一覧には、議題の構成員に指定した機関だけが出ます。",
            law=LAW_ASK,
        )
        & when(
            not today <= due_on <= held_on,
            "due_on",
            "締め切りは、今日から会議の日までの日にしてください。",
        )
    )  # fmt: skip


def may_write_advance(*, asked_us: bool, opened: bool, sitting_status: str, written: bool) -> Verdict:
    """May this actor write the sheet of the agency that was asked? After the oath, until the sitting is over.

    根拠: 社会福祉法第106条の6第3項（資料の提供等の求め）、社会福祉法第106条の6第5項（守秘）
    """
    return (
        when(not asked_us, "ask", "書けるのは、頼まれた機関の人だけです。")
        & when(
            asked_us and not opened,
            "oath",
            "守秘の確認（誓約）がまだです。先に誓約すると、議題が開いて書けます。",
            law=LAW_SECRECY,
        )
        & when(
            sitting_status not in LIVE_SITTINGS,
            "ask",
            "この会議はもう終わっています。事前シートは書けません。",
        )
        & when(not written, "picture", "どれか一つは書いてください。知らないときは「関わりはありません」と書きます。")
    )  # fmt: skip
