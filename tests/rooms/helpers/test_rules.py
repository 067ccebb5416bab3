"""Who is registered, written to, asked and rewarded, without a database."""

from __future__ import annotations

from datetime import date, timedelta

from norishiro.core.verdict import Verdict
from norishiro.helpers import kinds, rules
from norishiro.helpers.kinds import KINDS, SERVICES
from norishiro.helpers.rules import Hand

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def codes(verdict: Verdict) -> list[str]:
    return sorted(one.code for one in verdict.reasons)


def test_the_list_of_kinds_is_dated_and_those_who_only_notice_have_no_tasks():
    assert date(2024, 4, 1) == kinds.VALID_FROM
    assert sorted(code for code, one in KINDS.items() if not one.tasks) == ["LIAISON", "PROMOTER", "WATCHER"]
    assert [code for code, one in KINDS.items() if one.visits] == ["VISITOR"]
    assert not kinds.kind_of("GONE").tasks
    assert kinds.earned_by("PAID") is None


def test_registration_needs_consent_before_it():
    def asked(
        *, agreed: date = TODAY, on: date = TODAY, taken: bool = False, known: bool = True
    ) -> list[str]:
        return codes(
            rules.may_register(known=known, taken=taken, consented_on=agreed, registered_on=on, today=TODAY)
        )

    assert (asked(), asked(agreed=TODAY - DAY)) == ([], [])
    assert (asked(on=TODAY - DAY), asked(on=TODAY + DAY)) == (["consented_on"], ["registered_on"])
    assert (asked(taken=True), asked(known=False)) == (["name"], ["kind"])
    assert (codes(rules.may_change(mine=True, known=True)), codes(rules.may_change(mine=False, known=False))) == (
        [], ["kind", "name"],
    )  # fmt: skip


def test_a_registration_ends_with_day_and_reason_and_leaves_nobody_waiting():
    def asked(**told: object) -> list[str]:
        usual = {
            "mine": True, "ended": False, "registered_on": TODAY - DAY, "on": TODAY, "today": TODAY, "reason": "MOVED",
            "note": "", "open_matches": 0,
        }  # fmt: skip
        return codes(rules.may_end(**(usual | told)))

    assert (asked(), asked(reason="OTHER"), asked(reason="OTHER", note="ほか")) == ([], ["end_note"], [])
    assert (asked(on=TODAY + DAY), asked(on=TODAY - 2 * DAY)) == (["ended_on"], ["ended_on"])
    assert (asked(open_matches=1), asked(ended=True), asked(mine=False)) == (["ended_on"],) * 3


def test_an_issue_goes_to_whoever_stood_in_the_register_on_its_day():
    def sent(*, since: date = TODAY, ended: date | None = None, stopped: bool = False) -> bool:
        return rules.is_sent(registered_on=since, ended_on=ended, opted_out=stopped, on=TODAY)

    assert [sent(), sent(ended=TODAY + DAY)] == [True, True]
    assert [sent(since=TODAY + DAY), sent(ended=TODAY), sent(stopped=True)] == [False, False, False]
    assert codes(rules.may_issue(issued_on=TODAY + DAY, today=TODAY, receivers=0)) == ["issued_on"] * 2
    assert codes(rules.may_issue(issued_on=TODAY, today=TODAY, receivers=1)) == []
    assert codes(rules.may_opt(mine=False, ended=True, already=True)) == ["opt"] * 3
    assert codes(rules.may_opt(mine=True, ended=False, already=False)) == []


def test_a_course_says_until_when_it_holds():
    def asked(*, course: bool, until: date | None, on: date = TODAY) -> list[str]:
        return codes(rules.may_hold_lesson(held_on=on, today=TODAY, is_course=course, good_until=until))

    assert (asked(course=True, until=TODAY + DAY), asked(course=False, until=None)) == ([], [])
    assert (asked(course=True, until=None), asked(course=False, until=TODAY + DAY)) == (["good_until"],) * 2
    assert (asked(course=True, until=TODAY), asked(course=False, until=None, on=TODAY + DAY)) == (
        ["good_until"], ["held_on"],
    )  # fmt: skip
    assert codes(rules.may_note_came(mine=False, some=False)) == ["came", "came"]
    assert codes(rules.may_note_came(mine=True, some=True)) == []


def hand(kind: str, *, trained: date | None = None, ended: date | None = None) -> Hand:
    return Hand("架空", KINDS[kind], TODAY - DAY, ended, trained)


def test_nothing_is_asked_of_those_who_only_notice_and_a_visit_only_of_the_trained():
    def asked(who: Hand, service: str = "MUTUAL", on: date = TODAY) -> list[str]:
        return codes(rules.may_ask(who, service=SERVICES[service], on=on))

    for kind in ("PROMOTER", "WATCHER", "LIAISON"):
        assert {name: asked(hand(kind), name) for name in SERVICES} == dict.fromkeys(SERVICES, ["helper"])
        assert not rules.may_ask_anything(hand(kind, trained=TODAY + DAY), on=TODAY).allowed
    assert (asked(hand("SUPPORTER")), asked(hand("SUPPORTER"), "VISIT")) == ([], ["helper"])
    assert (asked(hand("VISITOR"), "VISIT"), asked(hand("VISITOR", trained=TODAY + DAY), "VISIT")) == (
        ["helper"],
        [],
    )
    # The last day of the course and the one before.
    last = hand("VISITOR", trained=TODAY)
    assert (asked(last, "VISIT"), asked(last, "VISIT", TODAY - DAY), asked(last)) == (["helper"], [], [])
    assert (asked(hand("SUPPORTER", ended=TODAY)), asked(hand("SUPPORTER"), on=TODAY - 2 * DAY)) == (
        ["helper"], ["helper"],
    )  # fmt: skip
    assert (
        rules.may_ask_anything(hand("VISITOR"), on=TODAY).allowed,
        rules.may_ask_anything(hand("SUPPORTER"), on=TODAY).allowed,
    ) == (False, True)


def test_two_go_where_help_is_paid_and_each_reason_is_told():
    def asked(service: str, first: Hand, second: Hand | None = None, **told: object) -> list[str]:
        usual = {
            "mine": True, "closed": False, "same": False, "matched_on": TODAY, "received_on": TODAY, "today": TODAY,
        }  # fmt: skip
        return codes(rules.may_match(service=SERVICES[service], first=first, second=second, **(usual | told)))

    worker, partner, promoter = hand("WORKER"), hand("PARTNER"), hand("PROMOTER")
    assert (asked("PAID", worker, partner), asked("MUTUAL", worker)) == ([], [])
    assert (asked("PAID", worker), asked("MUTUAL", worker, partner)) == (["second"], ["second"])
    assert (asked("PAID", worker, promoter), asked("PAID", worker, worker, same=True)) == (
        ["second"],
        ["second"],
    )
    assert asked("MUTUAL", promoter, mine=False, closed=True, matched_on=TODAY + DAY) == [
        "helper", "helper", "helper", "matched_on",
    ]  # fmt: skip
    assert asked("MUTUAL", worker, received_on=TODAY + DAY) == ["matched_on"]


def test_a_visit_leaves_a_report_and_paid_help_both_amounts():
    def asked(service: str, *, report: str = "できた", fee: int | None = None, wage: int | None = None, **told: object) -> list[str]:  # fmt: skip
        usual = {"mine": True, "over": False, "on": TODAY, "matched_on": TODAY, "today": TODAY}
        return codes(
            rules.may_visit(report=report, service=SERVICES[service], fee=fee, wage=wage, **(usual | told))
        )

    assert (asked("VISIT"), asked("PAID", fee=1000, wage=0)) == ([], [])
    assert (asked("VISIT", report=" "), asked("VISIT", fee=1)) == (["report"], ["fee"])
    assert (asked("PAID"), asked("PAID", fee=1000)) == (["fee"], ["fee"])
    assert asked("VISIT", mine=False, over=True, on=TODAY + DAY) == ["on", "report", "report"]
    assert asked("VISIT", matched_on=TODAY + DAY) == ["on"]


def test_a_result_and_an_end_come_after_what_they_tell_of():
    def result(**told: object) -> list[str]:
        usual = {"mine": True, "noted": False, "result_on": TODAY, "matched_on": TODAY, "today": TODAY}
        return codes(rules.may_note_result(**(usual | told)))

    def close(**told: object) -> list[str]:
        usual = {"mine": True, "closed": False, "outcome": "DONE", "visits": 1, "open_matches": 0}
        return codes(rules.may_close_aid(**(usual | told)))

    assert (result(), result(noted=True), result(mine=False)) == ([], ["result"], ["result"])
    assert (result(result_on=TODAY + DAY), result(result_on=TODAY - DAY)) == (["result_on"], ["result_on"])
    assert (close(), close(visits=0), close(visits=0, outcome="NOBODY")) == ([], ["outcome"], [])
    assert (close(open_matches=1), close(closed=True), close(mine=False)) == (["outcome"],) * 3
    assert (
        codes(rules.may_take_aid(known=True, received_on=TODAY, today=TODAY)),
        codes(rules.may_take_aid(known=False, received_on=TODAY + DAY, today=TODAY)),
    ) == ([], ["received_on", "service"])


def test_points_come_up_to_the_most_of_a_day_and_go_up_to_what_is_left():
    def earn(**told: object) -> list[str]:
        usual = {
            "mine": True, "known": True, "ended_on": None, "on": TODAY, "today": TODAY, "amount": 1, "that_day": 1,
            "most": 2,
        }  # fmt: skip
        return codes(rules.may_earn(**(usual | told)))

    def use(**told: object) -> list[str]:
        return codes(
            rules.may_use(**({"mine": True, "on": TODAY, "today": TODAY, "amount": 3, "balance": 3} | told))
        )

    def undo(**told: object) -> list[str]:
        usual = {
            "mine": True,
            "undone": False,
            "why": "二度書いた",
            "earned": True,
            "amount": 3,
            "balance": 3,
        }
        return codes(rules.may_undo(**(usual | told)))

    assert (earn(), earn(that_day=2), earn(known=False), earn(mine=False)) == (
        [],
        ["code"],
        ["code"],
        ["code"],
    )
    assert (earn(on=TODAY + DAY), earn(ended_on=TODAY), earn(ended_on=TODAY + DAY)) == (["on"], ["on"], [])
    assert (use(), use(amount=4), use(amount=0), use(mine=False)) == ([], ["amount"], ["amount"], ["amount"])
    assert use(on=TODAY + DAY) == ["on"]
    assert (undo(), undo(balance=2), undo(balance=2, earned=False)) == ([], ["why"], [])
    assert (undo(undone=True), undo(why=" "), undo(mine=False)) == (["why"],) * 3
