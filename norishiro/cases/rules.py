"""What must hold of a case, its team and its roles."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from norishiro.core.verdict import Verdict, when

ENDED = frozenset({"CLOSED", "COORDINATED"})
LAW = "社会福祉法第106条の4第2項第5号"


def may_open_case(
    *, people: int, lead_agency_live: bool, lead_may_own: bool, reason: str, opened_on: date, today: date
) -> Verdict:
    """May a case begin? It is about somebody, and somebody leads it.

    根拠: 社会福祉法第106条の4第2項第5号（多機関協働）
    """
    return (
        when(
            people == 0,
            "people",
            "だれのケースかを、一人以上入れてください。名前が分からなくてもかまいません。",
        )
        & when(
            not lead_agency_live,
            "lead_agency",
            "その機関は、いまは置かれていません。別の機関を選んでください。",
        )
        & may_lead(lead_may_own=lead_may_own)
        & when(not reason.strip(), "lead_side_reason", "主担当をその側にした理由を書いてください。", law=LAW)
        & when(opened_on > today, "opened_on", "開始日が先の日付です。今日までの日にしてください。")
    )


def may_lead(*, lead_may_own: bool) -> Verdict:
    """A supervisor (統括) supports all bases and owns no case.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return when(
        not lead_may_own,
        "lead_staff",
        "その人は、主担当になれません（統括・後方支援の役職か、その機関に所属していません）。別の人を選んでください。",
    )


def may_change_lead(
    *, status: str, same: bool, agency_live: bool, lead_may_own: bool, reason: str, has_next_step: bool
) -> Verdict:
    """May the lead change? The next one must know what comes next.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        may_work_on(status=status)
        & when(same, "lead_staff", "いまの主担当と同じです。")
        & when(not agency_live, "lead_agency", "その機関は、いまは置かれていません。")
        & may_lead(lead_may_own=lead_may_own)
        & when(not reason.strip(), "reason", "替える理由と、次の人への申し送りを書いてください。")
        & when(
            not has_next_step,
            "reason",
            "次にすることが決まっていません。先に、役割の「次の期日」を一つ以上入れてください。",
        )
    )


def may_work_on(*, status: str) -> Verdict:
    """A case that has ended is not worked on; it is reopened.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return when(status in ENDED, "status", "終わったケースです。続けるときは「再開する」を押してください。")


def may_write_under(*, basis_open: bool) -> Verdict:
    """May a record be born under this ground? Only under one the writer holds.

    根拠: 個人情報の保護に関する法律第69条
    """
    return when(
        not basis_open, "basis", "いまの根拠では、その範囲に共有できません。選びなおしてください。",
        law="個人情報の保護に関する法律第69条",
    )  # fmt: skip


def may_write_contact(*, may_record: bool) -> Verdict:
    """Whether the role of the hat includes writing contacts.

    根拠: 社会福祉法第106条の4第2項第4号
    """
    return when(not may_record, "role", "いまの所属の役割では、支援の記録を書けません。")


def may_add_issue(
    *, status: str, scope: str, person: bool, member: bool, found_on: date, today: date
) -> Verdict:
    """May this issue be written? Each says whose it is and where it was heard.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        may_work_on(status=status)
        & when(scope == "PERSON" and not person, "person", "個人の課題は、だれの課題かを選んでください。")
        & when(
            scope == "AGENCY" and person,
            "person",
            "支援機関の課題は、本人の記録に入れません。「だれの」を空にしてください。",
        )
        & when(
            person and not member,
            "person",
            "その人は、このケースの対象者ではありません。先に対象者に加えてください。",
        )
        & when(found_on > today, "found_on", "分かった日が先の日付です。")
    )


def may_change_issue(*, status: str, same: bool) -> Verdict:
    """May the state of an issue change? In a case that goes on, to another state; back again as well.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return may_work_on(status=status) & when(
        same, "status", "いまの状態と同じです。変わったときに、別の状態を選んでください。"
    )


def may_gather(*, issues: int, same_case: bool, same_basis: bool, already_gathered: bool) -> Verdict:
    """May these issues be gathered under one household issue?

    根拠: 社会福祉法第106条の4第2項第5号（世帯の課題として捉える）
    """
    return (
        when(issues < 2, "issues", "まとめる課題を二つ以上選んでください。")
        & when(not same_case, "issues", "別のケースの課題はまとめられません。")
        & when(
            not same_basis,
            "issues",
            "共有の範囲が違う課題は、一つにまとめられません。支援会議で出た課題と、同意で聞いた課題は分けてまとめてください。",
            law="個人情報の保護に関する法律第69条",
        )
        & when(already_gathered, "issues", "もう別の世帯課題にまとまっている課題があります。")
    )


def may_ask_unknown(*, status: str, due_on: date, today: date, finder_live: bool) -> Verdict:
    """Somebody finds out what nobody knows, by a day.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        may_work_on(status=status)
        & when(due_on < today, "due_on", "期限が過ぎています。今日からあとの日にしてください。")
        & when(not finder_live, "finder_agency", "その機関は、いまは置かれていません。")
    )


def may_answer_unknown(*, answered: bool, answer: str) -> Verdict:
    """What was unknown is answered once, in words.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return when(answered, "answer", "もう分かったことが書かれています。") & when(
        not answer.strip(), "answer", "分かったことを書いてください。"
    )


def may_note_wish(*, status: str, member: bool, said_on: date, today: date) -> Verdict:
    """A wish is somebody's of this case, and has been said.

    根拠: 社会福祉法第106条の4第2項第5号（本人の意向）
    """
    return (
        may_work_on(status=status)
        & when(said_on > today, "said_on", "聞いた日が先の日付です。今日までの日にしてください。")
        & when(not member, "person", "その人は、このケースの対象者ではありません。")
    )


def may_assign_role(
    *, status: str, bearer_live: bool, basis: str, bearer_is_own: bool, bearer_consented: bool, basis_open: bool,
    from_on: date, next_on: date | None, staff_fits: bool,
) -> Verdict:  # fmt: skip
    """May this agency carry the role, on this ground?

    Under consent the agency must be among those the person named; under 支援会議 the role itself opens the case to it; on
    an agency's own work only that agency can carry it.

    根拠: 社会福祉法第106条の6第2項（支援体制の検討）、個人情報の保護に関する法律第69条第2項第1号
    """
    return (
        may_work_on(status=status)
        & when(not bearer_live, "bearer", "その機関は、いまは置かれていません。別の機関を選んでください。")
        & when(not staff_fits, "bearer_staff", "その人は、選んだ機関に所属していません。")
        & when(
            not basis_open,
            "basis",
            "いまのあなたの根拠では、その範囲で役割を決められません。",
            law="個人情報の保護に関する法律第69条",
        )
        & when(
            basis == "C0" and not bearer_consented,
            "bearer",
            "同意の提供先に入っていません。先に本人から同意を受け取るか、支援会議で決めてください。",
            law="個人情報の保護に関する法律第69条第2項第1号",
        )
        & when(
            basis == "OWN" and not bearer_is_own,
            "bearer",
            "ほかの機関に役割を頼むには、支援会議で決めるか、本人の同意が必要です。",
            law="社会福祉法第106条の6",
        )
        & when(next_on is not None and next_on < from_on, "next_on", "次の期日が、始まりの日より前です。")
    )


def may_report_role(*, status: str, mine: bool, next_on: date | None, today: date) -> Verdict:
    """Who may report on a role: the agency that carries it, or the lead.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        when(status != "PROMISED", "role", "この役割は、もう終わっています。")
        & when(not mine, "role", "書けるのは、この役割を担う機関と主担当の機関です。")
        & when(
            next_on is not None and next_on < today,
            "next_on",
            "次の期日が過ぎています。今日からあとの日にしてください。",
        )
    )


def may_start_engagement(*, status: str, running: bool, started_on: date, today: date) -> Verdict:
    """May a programme begin for this case?

    根拠: 社会福祉法第106条の4第2項
    """
    return (
        may_work_on(status=status)
        & when(running, "programme", "この事業は、もう始まっています。")
        & when(started_on > today, "started_on", "開始日が先の日付です。")
    )


def may_end_engagement(*, ended: bool) -> Verdict:
    """May a programme end? Once; the case goes on without it.

    根拠: 社会福祉法第106条の4第2項
    """
    return when(ended, "engagement", "この事業は、もう終わっています。")


def may_ask_help(*, status: str, own: bool, helper_live: bool, question: str) -> Verdict:
    """An agency asks another (or whoever backs the area in its own) for advice; the case stays where it is.

    根拠: 社会福祉法第106条の4第2項第5号（支援機関の後方支援）
    """
    return (
        may_work_on(status=status)
        & when(
            own,
            "helper_agency",
            "自分の機関には、この圏域の後方支援の人がいません。ほかの相談先を選んでください。",
        )
        & when(not helper_live, "helper_agency", "その機関は、いまは置かれていません。")
        & when(not question.strip(), "question", "困っていることを書いてください。")
    )


def may_answer_help(*, status: str, mine: bool, reply: str) -> Verdict:
    """Who was asked answers, in words.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        when(status != "ASKED", "reply", "この求めには、もう答えています。")
        & when(not mine, "reply", "答えられるのは、求められた機関の人です（求めた本人は答えられません）。")
        & when(not reply.strip(), "reply", "助言を書いてください。")
    )


def may_follow_up_help(*, status: str, mine: bool, words: str) -> Verdict:
    """Who asked says, after the advice, what came of it.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        when(status != "ANSWERED", "status", "まだ助言が届いていないか、もうその後を書いています。")
        & when(not mine, "status", "その後を書けるのは、助言を求めた機関です。")
        & when(not words.strip(), "follow_up", "その後どうなったかを書いてください。")
    )


def may_offer_handover(
    *, status: str, own: bool, receiver_live: bool, kind: str, due_on: date | None, check_on: date | None, today: date,
    receiver_consented: bool, basis: str,
) -> Verdict:  # fmt: skip
    """May this be handed over? The receiver decides; returning to ordinary support needs a day to look again.

    根拠: 社会福祉法第106条の4第2項第5号、個人情報の保護に関する法律第69条
    """
    return (
        may_work_on(status=status)
        & when(own, "to_agency", "自分の機関には引き継げません。引き継ぐ先を選んでください。")
        & when(not receiver_live, "to_agency", "その機関は、いまは置かれていません。")
        & when(
            kind == "MILESTONE" and due_on is None, "due_on", "節目の日（入学・卒業など）を入れてください。"
        )
        & when(
            kind == "ORDINARY" and check_on is None,
            "check_on",
            "通常の支援に戻したあと、様子を確かめる日を入れてください。",
        )
        & when(
            check_on is not None and check_on <= today,
            "check_on",
            "確かめる日は、明日か、それより後の日にしてください。",
        )
        & when(
            basis == "C0" and not receiver_consented,
            "to_agency",
            "同意の提供先に入っていません。先に本人から同意を受け取ってください。",
            law="個人情報の保護に関する法律第69条第2項第1号",
        )
        & when(
            basis == "OWN",
            "basis",
            "ほかの機関に引き継ぐには、本人の同意か、支援会議の根拠が必要です。",
            law="個人情報の保護に関する法律第69条",
        )
    )


def may_answer_handover(*, status: str, mine: bool, accept: bool, answer: str) -> Verdict:
    """The receiver accepts, or says why not.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        when(status != "OFFERED", "answer", "この引継ぎには、もう答えています。")
        & when(not mine, "answer", "答えられるのは、引き継ぐ先の機関です。")
        & when(
            not accept and not answer.strip(),
            "answer",
            "受けられない理由を書いてください。申し出た人に伝わります。",
        )
    )


def may_check_handover(*, status: str, checked: bool, mine: bool) -> Verdict:
    """Who handed over, or leads, looks once whether the support goes on where it was taken to.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        when(status != "ACCEPTED", "status", "引継ぎは、まだ引き受けられていません。")
        & when(checked, "status", "この引継ぎのその後は、もう確かめています。")
        & when(not mine, "status", "確かめられるのは、引き継いだ機関と主担当の機関です。")
    )


def allowed_steps(*, now: str, following: dict[str, Collection[str]]) -> list[str]:
    """Which steps of the town's flow may come next; from nowhere, the first.

    根拠: 社会福祉法第106条の5（重層的支援体制整備事業実施計画）
    """
    if not now:
        return list(following)[:1]
    return [step for step in following if step in set(following.get(now, ()))]


def may_step(*, now: str, to: str, following: dict[str, Collection[str]]) -> Verdict:
    """May the case go to this step of the flow?

    根拠: 社会福祉法第106条の5
    """
    return when(
        bool(following) and to != now and to not in allowed_steps(now=now, following=following),
        "flow_step",
        "いまの段階から、その段階へは進めません。",
    )


# Years after entering 小学校, and what begins or ends then.
SCHOOL_STEPS = ((0, "小学校入学"), (6, "中学校入学"), (9, "中学校卒業"), (12, "高校を卒業する年の春"))
MILESTONE_AHEAD = timedelta(days=366)


def next_milestone(*, birth: date, today: date) -> tuple[date, str] | None:
    """The change of school stage that comes within a year, if any. A child born up to April 1 belongs to the year before.

    根拠: 学校教育法第17条、年齢計算ニ関スル法律
    """
    entry = birth.year + (6 if (birth.month, birth.day) <= (4, 1) else 7)
    days = ((date(entry + years, 4, 1), label) for years, label in SCHOOL_STEPS)
    return next(((on, label) for on, label in days if today < on <= today + MILESTONE_AHEAD), None)


# How many contacts one paper or one workbook takes: what can be set in type while somebody waits, and be read.
MOST_ON_PAPER, MOST_IN_WORKBOOK = 600, 5000


def may_print_history(
    *, problems: Collection[str], first: date, last: date, count: int, most: int
) -> Verdict:
    """May the history of these days go onto paper, or into a workbook?

    根拠: 個人情報の保護に関する法律第66条（要る分だけを出す）
    """
    verdict = when(first > last, "last", "終わりの日が、始めの日より前です。日付を入れかえてください。")
    for problem in problems:
        verdict &= when(bool(problem), "days", problem)
    return verdict & when(
        count > most, "too_many",
        f"この期間の記録は{most}件より多く、一度には出せません。期間を分けるか、人や機関でしぼってください。",
    )  # fmt: skip
