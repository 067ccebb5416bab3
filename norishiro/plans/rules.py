"""The rules of this room: who may draft, who decides, what is missing, when the next look is due.

Pure: values and ``today`` in, a ``Verdict`` with every reason (or a date) out. What differs between municipalities
comes in as an argument.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from norishiro.core.verdict import YES, Verdict, when

OUTREACH = "OUTREACH"
CONSENT, CONFERENCE, OWN = "C0", "J6", "OWN"

LAW_PLAN = "社会福祉法第106条の4第2項第6号"
LAW_SHARE = "個人情報の保護に関する法律第69条第2項第1号"

_WORK = ("DRAFT", "RETURNED")
_IN_FORCE = ("DECIDED", "SHARED")


@dataclass(frozen=True)
class RowFact:
    """One row of the role table, as the rules see it."""

    issue: str
    goal: str
    action: str
    bearer: str
    bearer_may_see: bool
    bearer_is_own: bool
    due_on: date | None


def may_draft(
    *, kind: str, basis: str, consented: bool, fits: bool, drafters: str, has_open: bool, case_open: bool
) -> Verdict:
    """May a plan of this kind be begun for the case? The outreach plan needs no consent, the others do.

    根拠: 社会福祉法第106条の4第2項第6号、重層的支援体制整備事業実施要綱（多機関協働事業・アウトリーチ等を通じた継続的支援事業）
    """
    outreach = kind == OUTREACH
    return (
        when(not case_open, "case_open", "このケースは終わっています。先にケースを再開してください。")
        & when(
            not outreach and not (consented and basis == CONSENT),
            "consent",
            "このプランには本人の同意が必要です。先に同意を記録してください"
            "（同意の前は「アウトリーチ等プラン」を作れます）。",
            law=LAW_SHARE,
        )
        & when(
            not outreach and not fits,
            "drafter",
            f"プランの案を作るのは「{drafters}」と決められています。案づくりを頼んでください。",
        )
        & when(
            has_open,
            "has_open",
            "同じ種類のプランがもうあります。新しく作らず、そのプランを「見直す」で次の版にしてください。",
        )
    )


def content_is_sound(
    *,
    goal: str,
    problems: str,
    from_on: date,
    until_on: date,
    rows: Sequence[RowFact],
    most_rows: int,
    basis: str,
) -> Verdict:
    """Is what the draft says free of contradictions? A draft may still be incomplete.

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（プランシートの項目）
    """
    dues_outside = any(row.due_on and not from_on <= row.due_on <= until_on for row in rows)
    return (
        when(not goal.strip(), "goal", "「このプランで達成すること」を書いてください。")
        & when(not problems.strip(), "problems", "「課題の整理」を書いてください。")
        & when(until_on <= from_on, "period", "プランの終わりの日は、始まりの日より後にしてください。")
        & when(
            until_on > from_on and dues_outside,
            "due_outside",
            "役割分担表の期限は、プランの期間の中の日にしてください。",
        )
        & when(
            len(rows) > most_rows, "most_rows", f"役割分担表は{most_rows}行までです。行をまとめてください。"
        )
        & when(
            basis == OWN and any(not row.bearer_is_own for row in rows),
            "own_only",
            "自機関だけで持つプランでは、担当は自機関だけにできます。"
            "ほかの機関に頼むには、本人の同意か支援会議の根拠が必要です。",
            law=LAW_SHARE,
        )
    )


def may_name(*, basis: str, without_consent: int) -> Verdict:
    """May the plan name these people? On consent, only those whose own consent is alive: nobody consents for another.

    根拠: 個人情報の保護に関する法律第69条第2項第1号、重層的支援体制整備事業実施要綱（重層的支援会議は本人の同意を得た事例を扱う）
    """
    return when(
        basis == CONSENT and without_consent > 0,
        "no_consent",
        f"同意のない方（撤回・期限切れを含む）が{without_consent}人、プランに入っています。"
        "その方を外すか、先にその方の同意を受け取ってください。",
        law=LAW_SHARE,
    )


def is_complete(
    *,
    people: int,
    without_consent: int,
    wishes: str,
    has_words: bool,
    kind: str,
    basis: str,
    rows: Sequence[RowFact],
) -> Verdict:
    """Is everything there that others need in order to judge the plan?

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（プランシートの項目）、個人情報の保護に関する法律第69条第2項第1号
    """
    gaps = [
        str(number) for number, row in enumerate(rows, start=1) if not (row.issue and row.goal and row.action)
    ]
    unseen = sorted({row.bearer for row in rows if not row.bearer_may_see})
    return (
        when(not people, "people", "だれのためのプランかを、一人以上選んでください。")
        & may_name(basis=basis, without_consent=without_consent)
        & when(not has_words, "words", "「このプランで達成すること」と「課題の整理」を書いてください。")
        & when(
            kind != OUTREACH and not wishes.strip(),
            "wishes",
            "本人・家族の意向を、本人のことばで書いてください。",
        )
        & when(not rows, "rows", "役割分担表に、担当機関のある行を一つ以上書いてください。")
        & when(
            bool(gaps),
            "row_gaps",
            f"役割分担表の{'・'.join(gaps)}行目に、課題・目標・することの空きがあります。",
        )
        & when(
            basis == CONSENT and bool(unseen),
            "bearer_consent",
            f"担当機関のうち、同意の提供先に入っていない機関があります：{'、'.join(unseen)}。"
            "提供先に加えた同意を受け取るか、担当を変えてください。",
            law=LAW_SHARE,
        )
    )


def may_change(*, status: str, own: bool) -> Verdict:
    """May the draft still be written on? Only by the agency that drafts it, and only until it is handed over.

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（プランの作成）
    """
    return when(
        status not in _WORK,
        "status",
        "渡したあとの案は直せません。差し戻しを受けるか、決定のあとに次の版を作ってください。",
    ) & when(not own, "own", "案を直せるのは、案を作った機関だけです。")


def may_submit(*, status: str, own: bool, complete: Verdict, deciders: str, decider_blind: bool) -> Verdict:
    """May the draft be handed to the side that tables and decides it?

    根拠: 社会福祉法第106条の4第2項第6号、個人情報の保護に関する法律第69条第2項第1号
    """
    return (
        when(status not in _WORK, "status", "この案は、もう渡してあります。")
        & when(not own, "own", "案を渡せるのは、案を作った機関だけです。")
        & when(
            decider_blind,
            "decider_blind",
            f"プランを決定する「{deciders}」が、このケースを見られません。同意の提供先（または支援会議の席）に加えてください。",
            law=LAW_SHARE,
        )
        & complete
    )


def may_return(*, status: str, entitled: bool, comment: str) -> Verdict:
    """May the draft be given back with words? A return without a reason helps nobody.

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（プランの適切性の確認）
    """
    return (
        when(
            status not in ("SUBMITTED", "APPROPRIATE"),
            "status",
            "差し戻せるのは、渡されて決定を待っている案だけです。",
        )
        & when(not entitled, "entitled", "差し戻せるのは、会議に付議する側か、決定する側だけです。")
        & when(not comment.strip(), "comment", "どこをどう直してほしいか、差し戻しの理由を書いてください。")
    )


@dataclass(frozen=True)
class ItemFact:
    """The meeting item at which a plan was looked at."""

    same_case: bool
    kind: str
    basis: str
    status: str
    body_fits: bool


def may_mark_appropriate(
    *,
    status: str,
    kind: str,
    basis: str,
    item: ItemFact | None,
    bodies: str,
    entitled: bool,
    one_step: bool = False,
    complete: Verdict = YES,
) -> Verdict:
    """Was the plan found appropriate at the right meeting, as an item that stands on consent?

    The outreach plan may be looked at in a 支援会議 as well. Where who drafts and who decides are one (``one_step``), the
    draft comes to the table without being handed over, and must be ``complete`` there.

    根拠: 社会福祉法第106条の4第2項第6号、第106条の6、重層的支援体制整備事業実施要綱（重層的支援会議）
    """
    layered = item is not None and item.kind == "LAYERED" and item.basis == CONSENT
    conference = item is not None and kind == OUTREACH and item.kind == "SUPPORT" and item.basis == CONFERENCE
    ready = ("SUBMITTED", *_WORK) if kind == OUTREACH or one_step else ("SUBMITTED",)
    return (
        when(status not in ready, "status", "適切と確認できるのは、渡された案だけです。")
        & when(not entitled, "entitled", "会議の結果を記録できるのは、議事録を書く役割の人だけです。")
        & when(item is None, "no_item", "どの会議の議題で確かめたかを選んでください。")
        & when(item is not None and not item.same_case, "other_case", "別のケースの議題は選べません。")
        & when(
            item is not None and not (layered or conference),
            "item_basis",
            "同意にもとづく「重層的支援会議として」の議題を選んでください。"
            + ("アウトリーチ等プランは、支援会議の議題でも確かめられます。" if kind == OUTREACH else ""),
            law=LAW_SHARE,
        )
        & when(
            conference and basis == CONSENT,
            "mixed",
            "同意にもとづくプランを、同意のない支援会議の議題にはできません。",
        )
        & when(
            item is not None and item.status not in ("TABLED", "DONE"),
            "item_status",
            "まだ会議に載っていない議題です。会議の議題に載せてから記録してください。",
        )
        & when(
            layered and item is not None and not item.body_fits,
            "body",
            f"プランを確かめる会議は「{bodies}」と決められています。",
        )
        & complete
    )  # fmt: skip


def may_decide(
    *,
    status: str,
    kind: str,
    basis: str,
    permitted: bool,
    fits: bool,
    deciders: str,
    own: bool,
    body: str,
    checked_in_body: bool,
    decided_on: date,
    today: date,
    complete: Verdict,
) -> Verdict:
    """May this actor make the plan binding now? An agency's own outreach plan is its own to begin.

    根拠: 社会福祉法第106条の4第2項第6号、重層的支援体制整備事業実施要綱（市町村による支援決定）
    """
    alone = kind == OUTREACH and basis == OWN
    return (
        when(
            status not in (_WORK if alone else ("APPROPRIATE",)),
            "status",
            "このプランは、もう決定したか終わっています。"
            if status in (*_IN_FORCE, "ENDED", "REPLACED")
            else "会議で適切と確認してから決定してください。",
        )
        & when(alone and not own, "own", "自機関だけのプランを始められるのは、その機関だけです。")
        & when(
            not alone and not permitted,
            "permitted",
            "プランの決定は「プランを決定する者」の役割の人が行います。",
        )
        & when(not alone and not fits, "decider", f"このまちでプランを決定するのは「{deciders}」です。")
        & when(
            kind != OUTREACH and bool(body) and not checked_in_body,
            "body",
            f"プランは「{body}」で決定すると決められています。その会議の議題で適切と確認してください。",
        )
        & when(decided_on > today, "decided_on", "決定日が先の日付です。今日までの日にしてください。")
        & complete
    )


def may_acknowledge(*, status: str, bears: bool, already: bool) -> Verdict:
    """May this agency say it has received the decided plan?

    根拠: 重層的支援体制整備事業実施要綱（重層的支援会議におけるプランの共有）
    """
    return (
        when(status not in _IN_FORCE, "status", "受領を確認できるのは、決定したプランだけです。")
        & when(not bears, "bears", "役割分担表に、あなたの機関の行がありません。")
        & when(already, "already", "あなたの機関は、もう受領を確認しています。")
    )


def may_revise(*, status: str, has_next: bool, fits: bool, own: bool, drafters: str) -> Verdict:
    """May a next version be begun? The version in force stays until the next one is decided.

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（再プラン）
    """
    return (
        when(status not in _IN_FORCE, "status", "見直せるのは、決定して続いているプランだけです。")
        & when(has_next, "has_next", "次の版の案がもうあります。その案を開いて続けてください。")
        & when(
            not (fits or own), "drafter", f"プランの案を作るのは「{drafters}」です。見直しを頼んでください。"
        )
    )


def may_end_plan(*, status: str, evaluated: bool) -> Verdict:
    """A plan ends only after somebody looked at what came of it.

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（終結時等の評価）
    """
    return when(
        status not in _IN_FORCE, "status", "終えられるのは、決定して続いているプランだけです。"
    ) & when(not evaluated, "evaluation", "終える前に、評価（見られた変化）を記録してください。")


def may_check_progress(*, own: bool, percent: int | None, checked_on: date, today: date) -> Verdict:
    """The progress of an agency's own plan is told by that agency.

    根拠: 社会福祉法第106条の4第2項第6号
    """
    return (
        when(not own, "own", "この計画の進み具合を書けるのは、計画を持つ機関だけです。")
        & when(
            percent is not None and not 0 <= percent <= 100,
            "percent",
            "進度は0から100までの数で書いてください。",
        )
        & when(checked_on > today, "checked_on", "確かめた日が先の日付です。今日までの日にしてください。")
    )


def may_record_monitoring(
    *, done: bool, done_on: date, today: date, progress: str, case_open: bool
) -> Verdict:
    """Monitoring needs neither a plan nor a consent; it needs that somebody looked, and words.

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（モニタリング）
    """
    return (
        when(done, "done", "このモニタリングは、もう記録されています。")
        & when(not case_open, "case_open", "このケースは終わっています。続けるときは、先に再開してください。")
        & when(done_on > today, "done_on", "実施日が先の日付です。今日までの日にしてください。")
        & when(not progress.strip(), "progress", "進み具合を書いてください。変わりがないことも記録です。")
    )


def may_evaluate(
    *, evaluated_on: date, today: date, comment: str, changes: Sequence[str], same_case: bool
) -> Verdict:
    """An evaluation names what changed; "nothing changed" is an answer, and excludes the others.

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（評価シート）
    """
    return (
        when(evaluated_on > today, "evaluated_on", "評価日が先の日付です。今日までの日にしてください。")
        & when(not comment.strip(), "comment", "評価のことばを書いてください。")
        & when(
            not changes, "changes", "見られた変化を選んでください。変わりがなければ「変化なし」を選びます。"
        )
        & when(
            "NONE" in changes and len(changes) > 1,
            "none_and_more",
            "「変化なし」は、ほかの変化といっしょには選べません。",
        )
        & when(not same_case, "other_case", "別のケースのプランは評価できません。")
    )


def is_uneven(percents: Iterable[int | None], *, points: int) -> bool:
    """Do the plans of the agencies move at very different speeds? Nothing said is nothing known, not zero.

    根拠: 社会福祉法第106条の4第2項第6号（支援の一体的な提供）
    """
    known = [percent for percent in percents if percent is not None]
    return len(known) > 1 and max(known) - min(known) >= points


def may_review_progress(*, sitting_status: str | None, said_today: bool = False) -> Verdict:
    """May lines be written about running cases? At a sitting only while it is on, or until its minutes are confirmed.

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（モニタリング）、社会福祉法第106条の6第6項
    """
    return when(
        sitting_status not in (None, "OPEN", "CLOSED"),
        "sitting",
        "この会議は、始まっていないか、議事録が確定しています。会議のない日の記録は、会議を選ばずに書いてください。",
    ) & when(said_today, "line", "今日のひとことは、もう記録されています。ケースの画面で確かめてください。")


def next_monitoring(*, months: Sequence[int], monthly: bool, every_months: int, after: date) -> date:
    """The next day on which the case must be looked at, strictly after ``after``.

    Fixed months and a monthly body: the last day of the month, so that the whole month is a task. Else every so
    many months.

    根拠: 重層的支援体制整備事業に係る自治体事務マニュアル（モニタリング）、自治体ごとの決まり（profiles）
    """
    if not months and not monthly:
        return add_months(after, every_months)
    wanted = set(months) or set(range(1, 13))
    year, month = after.year, after.month
    while True:
        end = month_end(year, month)
        if month in wanted and end > after:
            return end
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def month_end(year: int, month: int) -> date:
    """The last day of a month.

    根拠: 暦
    """
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month.

    根拠: 民法第143条第2項（暦による期間の計算）
    """
    total = day.year * 12 + day.month - 1 + months
    end = month_end(total // 12, total % 12 + 1)
    return end.replace(day=min(day.day, end.day))
