"""When a case may end, pause, be watched, and begin again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.core.verdict import Verdict, when

OPEN = ("COORDINATING", "CONFERENCE", "CONSENTED", "SUPPORTED")
ENDED = ("WATCHED", "INTERRUPTED", "COORDINATED", "CLOSED")
HANDED_OVER = "HANDED_OVER"


@dataclass(frozen=True)
class CaseFact:
    """The case as it stands, and what is still unfinished in it."""

    status: str
    permitted: bool
    plans_waiting: int = 0
    plans_unevaluated: int = 0
    plans_in_force: int = 0
    roles: int = 0
    handovers_waiting: int = 0
    follow_up_accepted: bool = False


@dataclass(frozen=True)
class Ending:
    """What the person writes about the ending."""

    reason: str
    comment: str
    has_follow_up: bool
    watches: bool = False
    watcher: str = ""
    check_on: date | None = None
    reopen_when: str = ""


def is_ready_to_close(case: CaseFact) -> Verdict:
    """Is nothing left open that closing would leave in the air? Needs neither a plan nor a consent.

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（終結、終結時等の評価）
    """
    return (
        _open(case)
        & when(
            not case.permitted,
            "permitted",
            "終結を記録できるのは「ケースを終結する」役割の人です。頼んでください。",
        )
        & when(
            case.plans_waiting > 0,
            "plans_waiting",
            f"決定を待っているプランが{case.plans_waiting}件あります。決定するか、差し戻してからにしてください。",
        )
        & when(
            case.plans_unevaluated > 0,
            "evaluation",
            f"評価がまだのプランが{case.plans_unevaluated}件あります。先に評価（見られた変化）を記録してください。",
        )
        & when(
            case.handovers_waiting > 0,
            "handovers_waiting",
            f"受け入れの返事を待っている引継ぎが{case.handovers_waiting}件あります。返事を待つか、取り下げてください。",
        )
    )


def may_close(case: CaseFact, ending: Ending, *, today: date) -> Verdict:
    """A case closes with a reason, a summary, and an agency by name that stays with the family.

    Handing over counts only when the other side has accepted. Watching needs who and when.

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（終結）、重層的支援体制整備事業実施要綱
    """
    return (
        is_ready_to_close(case)
        & _words(ending)
        & when(
            ending.reason == HANDED_OVER and ending.has_follow_up and not case.follow_up_accepted,
            "not_accepted",
            "「引き継いだ」で終結するには、このあと主に関わる機関が引継ぎを受け入れている必要があります。",
        )
        & _watch(ending, today=today, needed=ending.watches)
    )


def may_coordinate(case: CaseFact, ending: Ending, *, offered: bool) -> Verdict:
    """Some cases need only that agencies are brought together: they end with who does what, without a plan.

    根拠: 自治体ごとの流れ（profiles: may_end_coordinated）、社会福祉法第106条の4第2項第5号
    """
    return (
        _open(case)
        & when(
            not case.permitted,
            "permitted",
            "終わりを記録できるのは「ケースを終結する」役割の人です。頼んでください。",
        )
        & when(
            not offered, "offered", "このまちの流れには「調整のみで終了」がありません。終結を選んでください。"
        )
        & when(
            case.plans_in_force + case.plans_waiting > 0,
            "has_plan",
            "プランのあるケースは「調整のみで終了」にできません。終結を選んでください。",
        )
        & when(
            case.roles == 0, "roles", "役割分担がまだありません。だれが何を続けるかを、先に記録してください。"
        )
        & _words(ending, reason_needed=False)
    )


def may_interrupt(case: CaseFact, ending: Ending, *, today: date) -> Verdict:
    """A pause is not an end: somebody watches, looks again on a day, and knows when to begin again.

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（中断）
    """
    return (
        _open(case)
        & when(
            not case.permitted,
            "permitted",
            "中断を記録できるのは「ケースを終結する」役割の人です。頼んでください。",
        )
        & _words(ending)
        & _watch(ending, today=today, needed=True)
        & when(
            not ending.reopen_when.strip(), "reopen_when", "どうなったら再開するか、目安を書いてください。"
        )
    )


def may_reopen(*, status: str, permitted: bool, reason: str) -> Verdict:
    """What ended may begin again, as the next period of the same case.

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（再開）、自治体ごとの流れ（profiles）
    """
    return (
        when(status not in ENDED, "open", "このケースは続いています。再開の必要はありません。")
        & when(not permitted, "permitted", "再開を記録できるのは、ケースの支援に加わる役割の人です。")
        & when(not reason.strip(), "reason", "再開する理由を書いてください。")
    )


def may_watch(
    *, status: str, watches: bool, finding: str, checked_on: date, next_on: date | None, today: date
) -> Verdict:
    """A look after the ending: what was seen, and the next day, or that watching is over.

    根拠: 自治体ごとの流れ（終結後の経過観察）
    """
    return (
        when(
            status not in ("WATCHED", "INTERRUPTED") or not watches,
            "not_watched",
            "このケースは経過観察をしていません。様子が変わったときは、再開してください。",
        )
        & when(not finding.strip(), "finding", "様子を書いてください。変わりがないことも記録です。")
        & when(checked_on > today, "checked_on", "確かめた日が先の日付です。今日までの日にしてください。")
        & when(
            next_on is not None and next_on <= checked_on,
            "next_on",
            "次に確かめる日は、確かめた日より後にしてください。",
        )
        & when(
            status == "INTERRUPTED" and next_on is None,
            "interrupted_next",
            "中断しているケースは、次に確かめる日が必要です。終えるときは、再開してから終結してください。",
        )
    )


def _open(case: CaseFact) -> Verdict:
    return when(case.status not in OPEN, "not_open", "このケースは、もう終わっているか中断しています。")


def _words(ending: Ending, *, reason_needed: bool = True) -> Verdict:
    return (
        when(reason_needed and not ending.reason, "reason", "理由を選んでください。")
        & when(
            not ending.comment.strip(),
            "comment",
            "まとめ（どうなったか、何が残っているか）を書いてください。",
        )
        & when(
            not ending.has_follow_up,
            "follow_up",
            "このあと主に関わる機関を、名前で選んでください。だれも残らない終わり方はできません。",
        )
    )


def _watch(ending: Ending, *, today: date, needed: bool) -> Verdict:
    return (
        when(
            needed and not ending.watcher.strip(),
            "watcher",
            "見守る人（機関や民生委員など）を書いてください。",
        )
        & when(needed and ending.check_on is None, "check_on", "次に確かめる日を入れてください。")
        & when(
            needed and ending.check_on is not None and ending.check_on <= today,
            "check_past",
            "次に確かめる日は、明日以降の日にしてください。",
        )
    )
