"""What may be given, decided, paid, reported and closed, and how a fund balances. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.core.text import yen
from norishiro.core.verdict import Verdict, when
from norishiro.resources.rules import Body, may_name

GRANTED, DECLINED, CORPORATION = "GRANTED", "DECLINED", "CORPORATION"
NOT_MINE = "書けるのは、この基金を受け持つ機関の人です。その機関に伝えてください。"
AHEAD = "まだ来ていない日です。日付を確かめてください。"


def may_open_fund(*, taken: bool) -> Verdict:
    """May this fund be entered?

    根拠: 社会福祉法第106条の4第2項第3号（寄付による助成）
    """
    return when(taken, "name", "同じ名前の基金がもうあります。その基金に書き足してください。")


def may_take_donation(
    *, mine: bool, amount: int, received_on: date, today: date, giver_kind: str, giver: Body
) -> Verdict:
    """May this be entered as given? A resident is not named.

    根拠: 社会福祉法第106条の4第2項第3号（寄付による助成）、個人情報の保護に関する法律第66条
    """
    body = giver_kind == CORPORATION
    return (
        when(not mine, "amount", NOT_MINE)
        & when(amount < 1, "amount", "1円以上にしてください。")
        & when(received_on > today, "received_on", AHEAD)
        & when(
            not body and bool(giver.name), "body",
            "名前を書くのは、法人・企業・団体のときだけです。住民の名前は書かずに、空にしてください。",
        )
        & may_name(giver, field="body", wanted="法人・企業・団体の名前を書いてください。" if body else "")
    )  # fmt: skip


def may_undo_donation(*, mine: bool, undone: bool, why: str, amount: int, balance: int) -> Verdict:
    """May a donation be taken back? What was already granted stays covered.

    根拠: 社会福祉法第106条の4第2項第3号（寄付＝助成＋残高）
    """
    return (
        when(not mine, "why", NOT_MINE)
        & when(undone, "why", "もう取り消してあります。")
        & when(not why.strip(), "why", "取り消すわけを書いてください（例：金額をまちがえた）。")
        & when(
            amount > balance, "why",
            f"残高は{yen(balance)}です。取り消すと、もう支払った助成に足りなくなります。正しい寄付を先に書いてください。",
        )
    )  # fmt: skip


def may_take_application(*, mine: bool, asked: int, applied_on: date, today: date, body: Body) -> Verdict:
    """May this application be taken down?

    根拠: 社会福祉法第106条の4第2項第3号（団体への助成）
    """
    return (
        when(not mine, "body", NOT_MINE)
        & may_name(body, field="body", wanted="申し込んだ団体の名前を書いてください。")
        & when(asked < 1, "asked", "1円以上にしてください。")
        & when(applied_on > today, "applied_on", AHEAD)
    )


def may_decide(
    *,
    mine: bool,
    decided: bool,
    decision: str,
    granted: int | None,
    note: str,
    decided_on: date,
    applied_on: date,
    today: date,
) -> Verdict:
    """May this be decided? An amount with a yes, a reason with a no.

    根拠: 社会福祉法第106条の4第2項第3号（団体への助成の決定）
    """
    yes = decision == GRANTED
    return (
        when(not mine, "decision", NOT_MINE)
        & when(decided, "decision", "この申込みは、もう決まっています。")
        & when(yes and not granted, "granted", "助成する額を書いてください。")
        & when(not yes and granted is not None, "granted", "見送るときは、額を空にしてください。")
        & when(not yes and not note.strip(), "decision_note", "見送るわけを書いてください。団体に伝えることばで書きます。")
        & when(decided_on > today, "decided_on", AHEAD)
        & when(decided_on < applied_on, "decided_on", "申込みの日より前の日です。日付を確かめてください。")
    )  # fmt: skip


def may_pay(
    *,
    mine: bool,
    granted: int | None,
    paid: bool,
    paid_on: date,
    decided_on: date | None,
    today: date,
    balance: int,
) -> Verdict:
    """May it be paid? Only what was decided, once, and never more than the fund holds.

    根拠: 社会福祉法第106条の4第2項第3号（寄付＝助成＋残高）
    """
    return (
        when(not mine, "paid_on", NOT_MINE)
        & when(granted is None, "paid_on", "まだ助成が決まっていません。先に「決める」で額を決めてください。")
        & when(paid, "paid_on", "この助成は、もう支払ってあります。")
        & when(paid_on > today, "paid_on", AHEAD)
        & when(decided_on is not None and paid_on < decided_on, "paid_on", "決めた日より前の日です。日付を確かめてください。")
        & when(
            not paid and granted is not None and granted > balance, "paid_on",
            f"残高は{yen(balance)}です。{yen(granted or 0)}には足りません。寄付を書くか、別の基金から出してください。",
        )
    )  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What a group reports."""

    reported_on: date
    spent: int
    returned: int
    result: str


def may_report(
    report: Report, *, mine: bool, granted: int | None, paid_on: date | None, closed: bool, today: date
) -> Verdict:
    """May this report be taken? After the payment, and until the grant is closed it can be put right.

    根拠: 社会福祉法第106条の4第2項第3号（助成の報告と公表）
    """
    paid = granted or 0
    return (
        when(not mine, "result", NOT_MINE)
        & when(paid_on is None, "reported_on", "まだ支払っていません。支払ってから、報告を受けてください。")
        & when(closed, "result", "この助成には、もう区切りがついています。")
        & when(report.reported_on > today, "reported_on", AHEAD)
        & when(paid_on is not None and report.reported_on < paid_on, "reported_on", "支払った日より前の日です。日付を確かめてください。")
        & when(
            paid_on is not None and report.spent + report.returned < paid, "spent",
            f"使った額と戻った額を足すと、助成の額（{yen(paid)}）に足りません。残りの{yen(paid - report.spent - report.returned)}がどうなったかを確かめてください。",
        )
        & when(paid_on is not None and report.returned > paid, "returned", f"戻った額が、助成の額（{yen(paid)}）より多くなっています。")
        & when(not report.result.strip(), "result", "できたことを一文で書いてください。公表する一枚に、そのまま載ります。")
    )  # fmt: skip


def may_close(*, mine: bool, reported: bool, closed: bool) -> Verdict:
    """May the grant be closed? Not without its report.

    根拠: 社会福祉法第106条の4第2項第3号（助成の報告と公表）
    """
    return (
        when(not mine, "close", NOT_MINE)
        & when(not reported, "close", "報告がまだです。「報告を受ける」で、できたことと使った額を書くと、区切りをつけられます。")
        & when(closed, "close", "この助成には、もう区切りがついています。")
    )  # fmt: skip


@dataclass(frozen=True)
class Balance:
    """What was there, what was given, what was paid and what came back."""

    before: int = 0
    given: int = 0
    paid: int = 0
    returned: int = 0

    @property
    def left(self) -> int:
        return self.before + self.given - self.paid + self.returned
