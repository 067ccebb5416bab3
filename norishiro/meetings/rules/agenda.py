"""Which case may wait for which body, and how its item may change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from norishiro.core.verdict import Verdict, when
from norishiro.meetings.rules.bodies import (
    AGREED,
    GUIDELINE,
    LAW_106_6,
    LAW_SECRECY,
    LAYERED,
    LIVE_SITTINGS,
    SUPPORT,
    WAITING_STATES,
    BodyFact,
    serves_as_support,
    takes_agreed,
)
from norishiro.meetings.rules.names import anonymous_text


def may_put_on_list(
    *, kind: str, body: BodyFact, hidden: bool, reason: str, members: int, consented: int,
    convener_consented: bool, waiting_already: bool, names_found: Collection[str], today: date,
) -> Verdict:  # fmt: skip
    """May this case wait for a sitting of this body, as this kind? 支援会議 needs no consent, 重層的支援会議 does.

    ``members``/``consented``: people of the case the actor sees, and those with a live consent; ``names_found``: names of
    the household that stand in a text that hides names.
    根拠: 社会福祉法第106条の6第1項・第2項、重層的支援体制整備事業実施要綱（本人の同意）
    """
    return (
        when(not body.in_force, "body", "この会議体は、いまは開かれていません。別の会議体を選んでください。")
        & _kind_fits(kind=kind, body=body, hidden=hidden)
        & when(
            not reason.strip(),
            "reason",
            "付議の理由を書いてください。なぜ話し合いたいかが、構成員に伝わります。",
        )
        & when(
            waiting_already,
            "kind",
            "このケースは、同じ会議体に同じ扱いでもう出ています。会議の画面で続けてください。",
        )
        & _consent_reaches(
            kind=kind, members=members, consented=consented, convener_consented=convener_consented
        )
        & when(
            kind == SUPPORT and body.only_unconsented and not hidden and 0 < members == consented,
            "kind",
            "この支援会議は、同意のないケースだけを扱う決まりです。全員の同意があるので、重層的支援会議に出してください。",
            law=GUIDELINE,
        )
        & when(
            kind == SUPPORT
            and not hidden
            and not body.anonymous
            and serves_as_support(body)
            and (body.procedure_on is None or body.procedure_on > today),
            "body",
            "この会議体は、名前を出して共有する手続きの日が登録されていません。名前を伏せて出すか、"
            "会議体の画面で手続きの日を登録してもらってください。",
            law=LAW_106_6,
        )
        & anonymous_text(names_found=names_found)
    )


def _kind_fits(*, kind: str, body: BodyFact, hidden: bool) -> Verdict:
    if body.anonymous:
        return when(
            kind != SUPPORT, "kind", "この会議は名前を伏せて行います。同意のある扱いでは出せません。"
        ) & when(
            not hidden,
            "anonymous_label",
            "この会議では名前を伏せます。匿名での呼び方を書いてください（例：事例A）。",
        )
    agreed = takes_agreed(body)
    return (
        when(
            kind == SUPPORT and not serves_as_support(body),
            "kind",
            "この会議体は支援会議ではないため、同意のないケースを出せません。支援会議を選んでください。",
            law=LAW_106_6,
        )
        & when(
            kind == LAYERED and body.kind not in (LAYERED, "BOTH"),
            "kind",
            "この会議体は重層的支援会議ではありません。扱いの「その会議の議題として（同意あり）」を選んでください。"
            if agreed
            else "この会議体は重層的支援会議ではありません。重層的支援会議を選んでください。",
            law=GUIDELINE,
        )
        & when(
            kind == AGREED and not agreed,
            "kind",
            "この会議体では、この扱いを選べません。支援会議か重層的支援会議として出してください。",
        )
    )


def _consent_reaches(*, kind: str, members: int, consented: int, convener_consented: bool) -> Verdict:
    if kind == SUPPORT:
        return when(False, "", "")
    return when(
        consented == 0,
        "kind",
        "本人の同意が登録されていません。先に同意を受け取るか、同意のいらない支援会議に出してください。"
        if members
        else "このケースには、同意を受けられる対象者がまだいません。",
        law=GUIDELINE,
    ) & when(
        consented > 0 and not convener_consented,
        "kind",
        "同意した本人が、この会議を招集する機関に情報を渡すことを認めていません。提供先を確かめてください。",
        law=GUIDELINE,
    )


def may_table(*, item_status: str, same_body: bool, sitting_status: str) -> Verdict:
    """May a waiting case be put on the agenda of this sitting?

    根拠: 社会福祉法第106条の6第6項
    """
    return (
        when(
            item_status not in WAITING_STATES,
            "item",
            "この議題は、もう別の回に載っているか、終わっています。",
        )
        & when(not same_body, "item", "別の会議体に出された議題です。")
        & when(sitting_status not in LIVE_SITTINGS, "sitting", "この回は、もう終わっています。")
    )


def may_change_route(
    *, kind: str, status: str, to: str, consented: int, body_fits: bool, reason: str
) -> Verdict:
    """May the case go on by the other route? What was written under the first basis stays there.

    根拠: 社会福祉法第106条の6、重層的支援体制整備事業実施要綱（同意のあるケースは重層的支援会議で扱う）
    """
    return (
        when(kind == to, "kind", "もうその扱いになっています。")
        & when(
            status not in WAITING_STATES | {"DONE"},
            "status",
            "会議に載っているあいだは、扱いを変えられません。",
        )
        & when(not body_fits, "body", "選んだ会議体では、この扱いができません。")
        & when(
            to != SUPPORT and consented == 0,
            "kind",
            "本人の同意がまだ登録されていません。先に同意を受け取ってください。",
            law=GUIDELINE,
        )
        & when(not reason.strip(), "reason", "新しい扱いで出す理由を書いてください。前の記録は写りません。")
    )


def may_change(*, status: str, opened: bool, own: bool, reason: str) -> Verdict:
    """May the text of an item be rewritten?

    根拠: 社会福祉法第106条の6第5項
    """
    return (
        when(status in {"DONE", "WITHDRAWN"}, "reason", "終わった議題・取り下げた議題は書きかえられません。")
        & when(not reason.strip(), "reason", "付議の理由を空にはできません。")
        & when(
            not (opened or own),
            "reason",
            "書きかえられるのは、付議した機関と、守秘を確かめた構成員です。",
            law=LAW_SECRECY,
        )
    )


def may_withdraw(*, status: str, own: bool, reason: str) -> Verdict:
    """May a waiting case be taken off the list?

    根拠: 社会福祉法第106条の6第6項
    """
    return (
        when(
            status not in WAITING_STATES,
            "reason",
            "議題に載っているか、もう終わっているため、取り下げられません。",
        )
        & when(not own, "reason", "取り下げられるのは、付議した機関と招集する機関です。")
        & when(not reason.strip(), "reason", "取り下げる理由を書いてください。")
    )


def may_add_passage(
    *, involved: bool, status: str, named: int, same_body: bool, passed_on: date, today: date, reason: str
) -> Verdict:
    """May it be written down that an item came from another body, or was handed on to one? It opens nothing there.

    根拠: 社会福祉法第106条の6第1項・第5項（会議ごとの根拠と守秘は、ほかの会議に引き継がれない）
    """
    return (
        when(not involved, "item", "書けるのは、この議題を出した機関・構成員・会議を進める機関です。")
        & when(status == "WITHDRAWN", "item", "取り下げた付議には書けません。")
        & when(
            named != 1, "body", "会議体を選ぶか、登録のない会議の名前を書くか、どちらか一つにしてください。"
        )
        & when(same_body, "body", "この議題の会議体と同じです。相手の会議を選んでください。")
        & when(passed_on > today, "passed_on", "受け渡しをした日を、今日までの日付で入れてください。")
        & when(not reason.strip(), "reason", "なぜ受けたか・渡したかを書いてください。")
    )
