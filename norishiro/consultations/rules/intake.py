"""When a matter may be received, corrected, shared, and decided about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from norishiro.core.calendar import add_business_days
from norishiro.core.verdict import Verdict, when

CONSENT_LAW = "個人情報の保護に関する法律第69条第2項第1号"

ALL_CONCERNS = "GENERAL"
# Business days until an urgency is looked at again (evidence mark P).
REVIEW_DAYS = {"4": 1, "3": 2, "2": 5, "1": 20}


def is_outside(*, agency_field: str, concern_fields: frozenset[str]) -> bool:
    """Does the concern lie outside the window's own field? A window for everything has no outside.

    根拠: 社会福祉法第106条の4第2項第1号（属性を問わない相談の受け止め）。分野の割り当ては推定 (P)
    """
    return bool(concern_fields) and agency_field != ALL_CONCERNS and agency_field not in concern_fields


def due_after(*, sent_on: date, answer_days: int) -> date:
    """The last day for an answer, counted in business days.

    根拠: 各自治体の設定（回答までの日数）。営業日で数えるのは推定 (P)
    """
    return add_business_days(sent_on, answer_days)


def may_note(*, text: str, noticed_on: date, today: date) -> Verdict:
    """A notice needs its one line.

    根拠: 地域の居場所での気づきの記録（墨田区 地域福祉プラットフォーム）
    """
    return when(not text.strip(), "text", "気づいたことを一行で書いてください。") & when(
        noticed_on > today, "noticed_on", "気づいた日が先の日付です。今日までの日にしてください。"
    )


def missing_before(*, needed: Mapping[str, str], filled: Collection[str]) -> Verdict:
    """What a stage still asks for, each with its label. It is said, and refuses nothing: what could not be asked stays open.

    根拠: 相談受付・申込票（国標準型）。段階ごとの必要な項目は推定 (P)
    """
    return Verdict(
        tuple(
            reason
            for name, label in needed.items()
            for reason in when(name not in filled, name, f"{label}が、まだ空いています。").reasons
        )
    )


def may_note_call(*, text: str, called_on: date, today: date) -> Verdict:
    """Somebody rang and gave no name: one line is kept, and the call is counted.

    根拠: 社会福祉法第106条の4第2項第1号（相談の受け止め）。名前のない電話も数えるのは推定 (P)
    """
    return when(
        not text.strip(), "text", "どんな電話だったかを一行で書いてください。例：無言で切れた"
    ) & when(called_on > today, "called_on", "受けた日が先の日付です。今日までの日にしてください。")


def may_receive(
    *,
    received_on: date,
    today: date,
    summary: str,
    urgent: bool = False,
    urgency_reason: str = "",
    notice_used: bool = False,
    sheet_open: bool = True,
    worry_open: bool = True,
) -> Verdict:
    """Any window may receive any matter; only the day and the words must stand, and an urgency needs its reason.

    根拠: 社会福祉法第106条の4第2項第1号。緊急度に理由を求めるのは推定 (P)
    """
    return (
        when(received_on > today, "received_on", "受付日が先の日付です。今日までの日にしてください。")
        & when(not summary.strip(), "summary", "相談の内容を書いてください。一行でもかまいません。")
        & _urgency_has_reason(urgent=urgent, urgency_reason=urgency_reason)
        & when(
            notice_used, "notice_used", "この気づきは、もう相談になっています。相談の一覧で確かめてください。"
        )
        & when(
            not sheet_open,
            "sheet",
            "相談として受け付けられるのは、あなたの機関が引き受けて、まだ受け付けていないシートです。",
        )
        & when(
            not worry_open,
            "worry",
            "相談として受け付けられるのは、あなたの機関に届いて、まだ相談になっていない心配ごとです。",
        )
    )


def _urgency_has_reason(*, urgent: bool, urgency_reason: str) -> Verdict:
    return when(
        urgent and not urgency_reason.strip(),
        "urgency_reason",
        "緊急度を選んだときは、そう考えた理由を書いてください。",
    )


def usual_review(urgency: str, *, today: date) -> date | None:
    """When an urgency is looked at again where nobody says otherwise: soon where it is high, later where it is low.

    根拠: 緊急度の見直し（日数は推定 P）。人が決めた緊急度を、見直さないまま置かない
    """
    days = REVIEW_DAYS.get(urgency)
    return add_business_days(today, days) if days is not None else None


def may_change(*, mine: bool, received_on: date, today: date, urgent: bool, urgency_reason: str) -> Verdict:
    """The window that received it corrects it; an urgency needs its reason.

    根拠: 相談受付・申込票（国標準型）。緊急度に理由を求めるのは推定 (P)
    """
    return (
        when(not mine, "mine", "この相談を受け付けた機関だけが直せます。受け付けた機関に頼んでください。")
        & when(received_on > today, "received_on", "受付日が先の日付です。今日までの日にしてください。")
        & _urgency_has_reason(urgent=urgent, urgency_reason=urgency_reason)
    )


def may_decide_outside(*, mine: bool, answered: int) -> Verdict:
    """The window that received it says what becomes of what lies outside its field; the program proposes nothing.

    根拠: 社会福祉法第106条の4第2項第1号、相談受付・申込票（八王子市。担当の外の困りごとに気づくために使う）
    """
    return when(not mine, "mine", "この相談を受け付けた機関だけが決められます。") & when(
        answered == 0, "answers", "まだ何も選ばれていません。決められるものだけでかまいません。"
    )


def may_share(*, mine: bool, shared: bool, readers: int) -> Verdict:
    """A received consultation is opened to the agencies of the same counter only where the person consented to it.

    根拠: 個人情報の保護に関する法律第69条第2項第1号
    """
    return (
        when(not mine, "mine", "この相談を受け付けた機関だけが共有できます。")
        & when(shared, "shared", "この相談は、もう本人の同意の範囲で共有しています。")
        & when(
            not shared and readers == 0,
            "consent",
            "「氏名・住所などの属性」と「生活歴・困りごと」を渡してよい、という本人の同意がまだありません。"
            "先に同意を受け取ってください。",
            law=CONSENT_LAW,
        )
    )


def may_open_entries(*, mine: bool, chosen: int, already: tuple[str, ...]) -> Verdict:
    """One visit opens entries at several functions of the counter, each once.

    根拠: 社会福祉法第106条の4第2項第1号、つなぎの状態遷移（推定 P）
    """
    return (
        when(not mine, "mine", "この相談を受け付けた機関だけが、ほかの受付を開けます。")
        & when(chosen == 0, "receivers", "受付を開く先を一つ以上選んでください。")
        & when(
            bool(already),
            "receivers",
            f"{'、'.join(already)}には、もう受付が開いていて返事を待っています。",
        )
    )


def may_screen(
    *,
    mine: bool,
    in_case: bool,
    ends: bool,
    waiting: int,
    reason: str,
    goal: str = "",
    worker_named: bool = False,
) -> Verdict:
    """A person decides, with a reason; nothing ends while somebody still owes an answer, and a goal has its worker.

    根拠: 社会福祉法第106条の4第2項第1号・第5号。4類型は考える目安（八王子市）
    """
    return (
        when(not mine, "mine", "この相談を受け付けた機関だけが判断できます。")
        & when(in_case, "in_case", "この相談はもうケースになっています。続きはケースの画面に書いてください。")
        & when(
            ends and waiting > 0,
            "waiting",
            f"返事を待っているものが{waiting}件あります。返事が来るか、取り下げるまでは終えられません。",
        )
        & when(not reason.strip(), "reason", "そう判断した理由を書いてください。")
        & when(
            bool(goal.strip()) and not worker_named,
            "next_staff",
            "はじめの接触のめあてを書いたときは、次に関わる人も選んでください。",
        )
    )
