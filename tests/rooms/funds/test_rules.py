"""What may be given, decided, paid, reported and closed, without a database."""

from __future__ import annotations

from datetime import date, timedelta

from norishiro.core.text import yen
from norishiro.core.verdict import Verdict
from norishiro.funds import rules
from norishiro.funds.rules import Balance, Report
from norishiro.resources.rules import Body

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
GROUP = Body("夕方食堂", known=True)


def codes(verdict: Verdict) -> list[str]:
    return sorted(one.code for one in verdict.reasons)


def test_an_amount_is_written_in_threes():
    assert [yen(0), yen(999), yen(1000), yen(1234567)] == ["0円", "999円", "1,000円", "1,234,567円"]


def test_a_fund_is_opened_once():
    assert (codes(rules.may_open_fund(taken=False)), codes(rules.may_open_fund(taken=True))) == ([], ["name"])


def donation(
    *, amount: int = 1, on: date = TODAY, kind: str = "CITIZEN", giver: Body | None = None, mine: bool = True
) -> list[str]:
    return codes(
        rules.may_take_donation(
            mine=mine, amount=amount, received_on=on, today=TODAY, giver_kind=kind, giver=giver or Body()
        )
    )


def test_a_resident_gives_without_a_name_and_a_body_with_one():
    assert donation() == []
    assert donation(giver=GROUP) == ["body"]
    assert donation(kind="CORPORATION") == ["body"]
    assert donation(kind="CORPORATION", giver=GROUP) == []
    assert donation(kind="CORPORATION", giver=Body("はじめて")) == ["body_kind"]
    assert donation(amount=0, on=TODAY + DAY, mine=False) == ["amount", "amount", "received_on"]


def test_a_donation_is_taken_back_with_a_reason_and_as_long_as_what_was_paid_stays_covered():
    def asked(
        *,
        amount: int = 100,
        balance: int = 100,
        why: str = "まちがえた",
        undone: bool = False,
        mine: bool = True,
    ) -> int:
        return len(
            codes(rules.may_undo_donation(mine=mine, undone=undone, why=why, amount=amount, balance=balance))
        )

    assert (asked(), asked(amount=101), asked(why=" "), asked(undone=True), asked(mine=False)) == (
        0,
        1,
        1,
        1,
        1,
    )


def test_an_application_names_its_group_and_an_amount():
    def asked(*, body: Body = GROUP, amount: int = 1, on: date = TODAY, mine: bool = True) -> list[str]:
        return codes(
            rules.may_take_application(mine=mine, asked=amount, applied_on=on, today=TODAY, body=body)
        )

    assert asked() == []
    assert asked(body=Body(), amount=0, on=TODAY + DAY) == ["applied_on", "asked", "body"]
    assert asked(mine=False) == ["body"]


def test_a_yes_has_an_amount_and_a_no_has_a_reason():
    def asked(
        decision: str, granted: int | None, note: str = "", *, on: date = TODAY, decided: bool = False
    ) -> list[str]:
        return codes(
            rules.may_decide(
                mine=True, decided=decided, decision=decision, granted=granted, note=note, decided_on=on, applied_on=TODAY, today=TODAY
            )
        )  # fmt: skip

    assert (asked("GRANTED", 100), asked("DECLINED", None, "予算が足りません")) == ([], [])
    assert (asked("GRANTED", None), asked("DECLINED", 100)) == (["granted"], ["decision_note", "granted"])
    assert (asked("GRANTED", 1, on=TODAY - DAY), asked("GRANTED", 1, on=TODAY + DAY)) == (
        ["decided_on"],
        ["decided_on"],
    )
    assert asked("GRANTED", 1, decided=True) == ["decision"]


def test_never_more_is_paid_than_the_fund_holds_nor_twice_nor_undecided():
    def asked(
        granted: int | None = 100, *, balance: int = 100, paid: bool = False, on: date = TODAY
    ) -> list[str]:
        decided_on = TODAY if granted else None
        return codes(
            rules.may_pay(
                mine=True,
                granted=granted,
                paid=paid,
                paid_on=on,
                decided_on=decided_on,
                today=TODAY,
                balance=balance,
            )
        )

    assert (asked(), asked(101), asked(None), asked(paid=True)) == ([], ["paid_on"], ["paid_on"], ["paid_on"])
    assert (asked(on=TODAY - DAY), asked(on=TODAY + DAY)) == (["paid_on"], ["paid_on"])


def test_a_report_accounts_for_every_yen_and_says_what_came_of_it():
    def asked(
        spent: int,
        returned: int = 0,
        result: str = "できた",
        *,
        paid_on: date | None = TODAY,
        closed: bool = False,
        on: date = TODAY,
    ) -> list[str]:
        report = Report(on, spent, returned, result)
        return codes(
            rules.may_report(report, mine=True, granted=100, paid_on=paid_on, closed=closed, today=TODAY)
        )

    assert (asked(100), asked(60, 40), asked(130)) == ([], [], [])
    assert (asked(60, 39), asked(0, 101), asked(100, result=" ")) == (["spent"], ["returned"], ["result"])
    assert (asked(100, paid_on=None), asked(100, closed=True)) == (["reported_on"], ["result"])
    assert (asked(100, on=TODAY - DAY), asked(100, on=TODAY + DAY)) == (["reported_on"], ["reported_on"])


def test_nothing_is_closed_without_its_report():
    def asked(**told: bool) -> list[str]:
        return codes(rules.may_close(**({"mine": True, "reported": True, "closed": False} | told)))

    assert (asked(), asked(reported=False), asked(closed=True), asked(mine=False)) == (
        [],
        ["close"],
        ["close"],
        ["close"],
    )


def test_what_is_left_follows_from_what_moved():
    assert Balance(1000, 500, 700, 50).left == 850
