"""When a sitting may be called, asked for, moved, opened, closed and called off."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from norishiro.core.verdict import Verdict, when
from norishiro.meetings.rules.bodies import CONFERENCE, CONSENT, LAW_106_6, BodyFact, serves_as_support


def may_convene(*, conveners: Collection[object], agencies: Collection[object], has_role: bool) -> Verdict:
    """Who may call this body? The agencies the town named; where it named none, whoever holds the role.

    根拠: 社会福祉法第106条の6第1項（支援会議は市町村が組織する）、重層的支援体制整備事業実施要綱（招集は多機関協働事業者）
    """
    return when(
        not has_role, "role", "会議を招集する役割がありません。事務局か、所属の推進員に頼んでください。"
    ) & when(
        bool(conveners) and not set(conveners) & set(agencies),
        "convener",
        "この会議を招集するのは、別の機関です。「開催を要請する」から頼めます。",
        law=LAW_106_6,
    )


def may_call(
    *, held_on: date | None, today: date, items: int, topics: str, sits_without_cases: bool, invited: int,
    in_force: bool, scheduled: bool = False,
) -> Verdict:  # fmt: skip
    """Is the call complete: a day to come, somebody invited, a case or (where the body allows it) a topic? A sitting made
    from the body's rule (``scheduled``) gets its cases and topics later, and its members where the body has no roster.

    根拠: 社会福祉法第106条の6第6項（運営は会議が定める）
    """
    return (
        when(not in_force, "body", "この会議体は、その日には置かれていません。")
        & when(
            held_on is not None and held_on < today,
            "held_on",
            "開催日が過ぎています。今日からあとの日を選んでください。",
        )
        & when(invited == 0 and not scheduled, "agencies", "案内する機関を一つ以上選んでください。")
        & when(
            items == 0 and not sits_without_cases and not scheduled,
            "items",
            "話し合う事例が選ばれていません。付議待ちから一つ以上選んでください。",
        )
        & when(
            items == 0 and sits_without_cases and not topics.strip() and not scheduled,
            "topics",
            "事例のない回です。何を話し合うかを書いてください。",
        )
    )


def ground_of_sitting(*, body_ground: str, needs_consent: bool, bases: Sequence[str]) -> str:
    """The one legal basis a sitting is kept under: of its items; without items, of its body.

    根拠: 社会福祉法第106条の6第1項、生活困窮者自立支援法第9条、児童福祉法第25条の2、介護保険法第115条の48
    """
    if bases:
        return CONFERENCE if CONFERENCE in bases else bases[0]
    return body_ground or (CONSENT if needs_consent else "")


def may_move(*, status: str, held_on: date, today: date, seat_ends: Iterable[date]) -> Verdict:
    """May a sitting be moved to another day? Not once it has begun, nor beyond the days its members may look.

    根拠: 社会福祉法第106条の6第6項
    """
    return (
        when(status != "CALLED", "held_on", "もう始まったか終わった会議の日は変えられません。")
        & when(held_on < today, "held_on", "開催日が過ぎています。今日からあとの日を選んでください。")
        & when(
            any(end <= held_on for end in seat_ends),
            "held_on",
            "新しい開催日より前に、資料を見られる期限が切れる構成員がいます。先に席を外すか、早い日を選んでください。",
        )
    )


def may_open(*, status: str, held_on: date, today: date) -> Verdict:
    """May the sitting begin?

    根拠: 社会福祉法第106条の6第6項
    """
    return when(status != "CALLED", "status", "この会議は、もう始まったか終わっています。") & when(
        held_on > today, "held_on", "開催日がまだ来ていません。早めて開くときは、先に開催日を変えてください。"
    )


def quorum_words(*, quorum: int | None, present: int, counted: bool) -> str:
    """What the minutes say where fewer came than the body asks for; nothing is stopped by it.

    根拠: 社会福祉法第106条の6第6項（運営は会議が定める）
    """
    if quorum is None or not counted or present >= quorum:
        return ""
    return f"定足数は{quorum}人ですが、出席は{present}人でした。決めたことの扱いを、座長が確かめてください。"


def may_close(*, status: str, unfinished: int, items: int, topics: str, talks: int = 0) -> Verdict:
    """May the sitting end? Every item has an ending, and a sitting without cases says what was talked about.

    根拠: 社会福祉法第106条の6第6項
    """
    return (
        when(status != "OPEN", "status", "始まっていない会議は終えられません。")
        & when(
            unfinished > 0,
            "items",
            f"終わっていない議題が{unfinished}件あります。「この議題を終える」か「次回へ」を押してください。",
        )
        & when(
            items == 0 and talks == 0 and not topics.strip(),
            "topics",
            "事例のない回です。話し合ったことを書いてください。",
        )
    )


def may_confirm(*, status: str) -> Verdict:
    """May the minutes be confirmed?

    根拠: 社会福祉法第106条の6第6項
    """
    return when(status != "CLOSED", "status", "議事録を確定できるのは、会議が終わってからです。")


def may_cancel(*, status: str, reason: str) -> Verdict:
    """May a sitting be called off?

    根拠: 社会福祉法第106条の6第6項
    """
    return when(status != "CALLED", "status", "もう始まったか終わった会議は、中止にできません。") & when(
        not reason.strip(), "reason", "中止の理由を書いてください。"
    )


def may_ask_to_convene(
    *, body: BodyFact, own_body: bool, requesters: Sequence[str], requester: bool, reason: str, proposed: int,
    open_already: bool,
) -> Verdict:  # fmt: skip
    """May this agency ask the convener to hold a meeting on the case? ``requesters``: names of the agencies through which
    the town lets it be asked, where it settled that; ``requester``: this agency is one of them.

    根拠: 社会福祉法第106条の6第1項・第3項
    """
    return (
        when(not body.in_force, "body", "この会議体は、いまは開かれていません。")
        & when(
            not body.has_convener, "body", "招集する機関が決まっていない会議体です。直接、招集してください。"
        )
        & when(own_body, "body", "この会議は、あなたの機関が招集できます。要請はいりません。")
        & when(not serves_as_support(body), "body", "要請できるのは支援会議です。", law=LAW_106_6)
        & when(
            bool(requesters) and not requester,
            "body",
            f"この会議体の開催を要請できるのは、{'・'.join(requesters)}です。まず、そこに相談してください。",
        )
        & when(not reason.strip(), "reason", "開いてほしい理由を書いてください。")
        & when(proposed == 0, "agencies", "呼んでほしい機関を一つ以上選んでください。")
        & when(open_already, "body", "同じケースの要請が、もう回答を待っています。")
    )


def may_answer_convening(*, status: str, agree: bool, answer: str, held_on: date | None) -> Verdict:
    """Is the answer complete: a day when agreed, a reason when not?

    根拠: 社会福祉法第106条の6第1項
    """
    return (
        when(status != "ASKED", "status", "この要請には、もう回答しています。")
        & when(agree and held_on is None, "held_on", "開催日を入れてください。")
        & when(
            not agree and not answer.strip(),
            "answer",
            "開かない理由を書いてください。要請した機関に伝わります。",
        )
    )


def who_acts(*, status: str, convener: str, preparer: str, unanswered: int) -> Mapping[str, str]:
    """The steps of a sitting and who must take each: the notice by the convener, the papers by the preparer.

    根拠: 社会福祉法第106条の6第6項（役割は会議の定めによる）
    """
    return {
        "案内": convener,
        "資料の準備": preparer or convener,
        "返事": f"案内した機関（返事待ち {unanswered}）" if unanswered else "すべての機関から返事があります",
        "開会・進行": convener,
        "議事録の確定": preparer or convener if status != "CONFIRMED" else "済み",
    }
