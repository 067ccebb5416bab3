"""What may be written and decided while an item is talked of."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when
from norishiro.meetings.rules.bodies import GUIDELINE, LAW_SECRECY, LIVE_SITTINGS


def may_write(*, item_status: str, sitting_status: str, opened: bool, own: bool) -> Verdict:
    """May this actor write into the minutes of the item? Only who has the papers open.

    根拠: 社会福祉法第106条の6第5項（守秘を確かめた構成員だけが加わる）
    """
    return (
        when(item_status not in {"TABLED"}, "item", "この議題は終わっています。議事はもう足せません。")
        & when(
            sitting_status not in LIVE_SITTINGS,
            "item",
            "この議題は、まだ会議に載っていないか、会議が終わっています。",
        )
        & when(
            not (opened or own),
            "oath",
            "守秘の確認（誓約）がまだです。先に誓約してください。",
            law=LAW_SECRECY,
        )
    )


def may_change_line(*, kind: str, sitting_status: str, own: bool, runs: bool, text: str) -> Verdict:
    """May a line of the minutes be put right? Until they are confirmed, by who wrote it or who runs the sitting.

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）、社会福祉法第106条の6第6項
    """
    return (
        when(
            sitting_status not in {*LIVE_SITTINGS, "CLOSED"},
            "text",
            "議事録は確定しています。直すときは、次の会議の議事に「前回の訂正」として書いてください。",
        )
        & when(
            not (own or runs), "text", "書きなおせるのは、書いた機関と、会議を進める機関だけです。"
        )
        & when(
            kind == "DECISION",
            "kind",
            "決定は役割になっているので、ここでは書きなおせません。役割の画面で変えるか、新しい決定を書いてください。",
        )
        & when(not text.strip(), "text", "内容を書いてください。")
    )  # fmt: skip


def may_check_decision(*, kind: str, sitting_status: str, same_body: bool, state: str, note: str) -> Verdict:
    """May it be written at this sitting what became of an earlier decision of the same body?

    根拠: 社会福祉法第106条の6第2項（支援の体制の検討）
    """
    return (
        when(kind != "DECISION" or not same_body, "state", "確かめられるのは、この会議体の前の決定だけです。")
        & when(
            sitting_status not in {*LIVE_SITTINGS, "CLOSED"},
            "state",
            "この回は終わっています。次の回で確かめてください。",
        )
        & when(state not in {"DONE", "NOT_YET", "DROPPED"}, "state", "済んだ・まだ・やめるから選んでください。")
        & when(state == "DROPPED" and not note.strip(), "note", "やめるときは、わけをひとこと書いてください。")
    )  # fmt: skip


def may_decide(
    *, bearer: bool, due_on: date | None, today: date, staff_fits: bool, sitting_status: str,
    needs_consent: bool, bearer_consented: bool, sees_case: bool,
) -> Verdict:  # fmt: skip
    """A decision names an agency and a day, and becomes its role. Without both it is only an opinion.

    根拠: 社会福祉法第106条の6第2項（支援体制の検討）、重層的支援体制整備事業実施要綱（役割分担）
    """
    return (
        when(
            not bearer,
            "bearer",
            "どの機関が担うかを選んでください。機関のない決定は、だれの仕事にもなりません。",
        )
        & when(due_on is None, "due_on", "いつまでに、を入れてください。")
        & when(
            due_on is not None and due_on < today,
            "due_on",
            "期日が過ぎています。今日からあとの日を選んでください。",
        )
        & when(
            not staff_fits,
            "staff",
            "その人は、選んだ機関に所属していません。機関と人を選びなおしてください。",
        )
        & when(
            sitting_status != "OPEN",
            "text",
            "決定は、会議を始めてから書きます。先に「会議を始める」を押してください。",
        )
        & when(
            needs_consent and not bearer_consented,
            "bearer",
            "本人の同意の提供先に、この機関が入っていません。先に同意を受け取ってください。",
            law=GUIDELINE,
        )
        & when(
            not sees_case,
            "text",
            "助言者など、ケースを見られない人は決定を書けません。事務局に頼んでください。",
        )
    )


def may_end_item(*, status: str, sitting_status: str) -> Verdict:
    """May the talk on this item end (and with it everybody's sight of its papers)?

    根拠: 社会福祉法第106条の6第5項
    """
    return when(status != "TABLED", "item", "この議題は、もう終わっています。") & when(
        sitting_status != "OPEN",
        "sitting",
        "会議がまだ始まっていません。先に「会議を始める」を押してください。",
    )
