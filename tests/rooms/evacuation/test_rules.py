"""What may happen with lists, notices and visits, and how two lists are compared; no database."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from norishiro.core.text import InputProblem
from norishiro.core.verdict import Verdict
from norishiro.evacuation import rules
from norishiro.evacuation.choices import LetterState, VisitResult
from norishiro.evacuation.reading import read_moves, read_people
from norishiro.evacuation.rules import Standing, Turnover

TODAY = date(2026, 4, 1)
DAY = timedelta(days=1)


def codes(verdict: Verdict) -> list[str]:
    return [one.code for one in verdict.reasons]


def test_a_list_begins_once_for_a_day_that_has_come_and_after_the_newest() -> None:
    fine: dict[str, Any] = {
        "base_on": TODAY,
        "today": TODAY,
        "taken": False,
        "draft_open": False,
        "newest": TODAY - DAY,
    }
    assert codes(rules.may_start_listing(**fine)) == []
    for wrong in ({"base_on": TODAY + DAY}, {"taken": True}, {"draft_open": True}, {"newest": TODAY + DAY}):
        assert codes(rules.may_start_listing(**(fine | wrong))) == ["base_on"]
    assert codes(rules.may_fix_listing(is_draft=False, entries=0, open_differences=2)) == ["", "", ""]
    assert codes(rules.may_drop_listing(is_draft=False)) == [""]
    assert codes(rules.may_read_source(is_draft=False, known_kind=False, read_before=True, people=0)) == [
        "file", "kind", "file", "file",
    ]  # fmt: skip
    assert codes(rules.may_explain_by_file(is_draft=False, compared=False, people=0)) == ["file", "file"]
    assert codes(rules.may_explain_by_file(is_draft=True, compared=False, people=1)) == ["file"]
    assert codes(rules.may_explain(kind="LEFT", reason="DIED")) == []
    assert codes(rules.may_explain(kind="ADDED", reason="DIED")) == ["reason"]
    assert codes(rules.may_decide_differences(is_draft=False, number=0)) == ["", ""]
    assert [codes(rules.may_link(same_birth=one, same_name=True)) for one in (True, False)] == [
        [],
        ["person"],
    ]


def test_notices_are_prepared_approved_by_another_sent_and_answered_in_this_order() -> None:
    fine: dict[str, Any] = {
        "is_fixed": True,
        "letters": 1,
        "due_on": TODAY + DAY,
        "today": TODAY,
        "title_taken": False,
    }
    assert codes(rules.may_prepare_mailing(**fine)) == []
    for wrong, code in (
        ({"is_fixed": False}, "title"), ({"letters": 0}, "who"), ({"due_on": TODAY}, "due_on"), ({"title_taken": True}, "title"),
    ):  # fmt: skip
        assert codes(rules.may_prepare_mailing(**(fine | wrong))) == [code]
    assert codes(rules.may_approve(approved=False, prepared_by_me=False, may=True)) == []
    assert len(rules.may_approve(approved=True, prepared_by_me=True, may=False).reasons) == 3
    sent: dict[str, Any] = {
        "approved": True,
        "sent": False,
        "sent_on": TODAY,
        "approved_on": TODAY,
        "today": TODAY,
    }
    assert codes(rules.may_note_sent(**sent)) == []
    for wrong in ({"sent": True}, {"sent_on": TODAY + DAY}, {"sent_on": TODAY - DAY}):
        assert codes(rules.may_note_sent(**(sent | wrong))) == ["sent_on"]
    assert codes(rules.may_note_sent(**(sent | {"approved": False}))) == [""]
    said: dict[str, Any] = {
        "state": LetterState.REFUSED, "was": LetterState.SENT, "sent_on": TODAY, "answered_on": TODAY, "today": TODAY, "way": "PHONE",
    }  # fmt: skip
    assert codes(rules.may_note_answer(**said)) == []
    assert codes(rules.may_note_answer(**(said | {"state": LetterState.RETURNED, "way": ""}))) == []
    for wrong, code in (
        ({"was": LetterState.READY}, "state"), ({"was": LetterState.HELD}, "state"), ({"state": LetterState.SENT}, "state"),
        ({"answered_on": TODAY + DAY}, "answered_on"), ({"answered_on": TODAY - DAY}, "answered_on"), ({"way": ""}, "way"),
    ):  # fmt: skip
        assert codes(rules.may_note_answer(**(said | wrong))) == [code]


def test_a_visit_is_asked_for_after_the_notice_and_its_result_moves_the_notice_on() -> None:
    fine: dict[str, Any] = {"number": 1, "asked_on": TODAY, "due_on": TODAY, "sent_on": TODAY, "today": TODAY}
    assert codes(rules.may_assign_visits(**fine)) == []
    for wrong, code in (
        ({"number": 0}, "letters"), ({"asked_on": TODAY + DAY, "due_on": TODAY + DAY}, "asked_on"),
        ({"asked_on": TODAY - DAY}, "asked_on"), ({"due_on": TODAY - DAY}, "due_on"),
    ):  # fmt: skip
        assert codes(rules.may_assign_visits(**(fine | wrong))) == [code]
    told: dict[str, Any] = {
        "result": "MADE", "is_open": True, "result_on": TODAY, "asked_on": TODAY, "today": TODAY, "note": "",
    }  # fmt: skip
    assert codes(rules.may_note_visit(**told)) == []
    for wrong, code in (
        ({"is_open": False}, "result"), ({"result": ""}, "result"), ({"result": "MOVED"}, "note"),
        ({"result_on": TODAY + DAY}, "result_on"), ({"result_on": TODAY - DAY}, "result_on"),
    ):  # fmt: skip
        assert codes(rules.may_note_visit(**(told | wrong))) == [code]
    assert [rules.state_after_visit(one) for one in VisitResult.values] == [
        None,
        "ANSWERED",
        "REFUSED",
        "RETURNED",
        None,
    ]


people = st.dictionaries(
    st.integers(1, 12).map(lambda one: UUID(int=one)),
    st.builds(
        Standing, st.sampled_from("甲乙"), st.sampled_from("東西"),
        st.frozensets(st.tuples(st.sampled_from(("CARE", "WISH")), st.sampled_from(("", "3"))), max_size=2),
    ),
)  # fmt: skip


@given(people, people)
def test_whoever_stood_and_stands_is_new_gone_changed_or_the_same_and_the_sums_agree(
    before: Any, after: Any
) -> None:
    found = rules.changes_between(before, after, certified={"CARE"}, name_of={"CARE": "要介護認定"})
    kinds = {kind: {one.who for one in found if one.kind == kind} for kind in ("ADDED", "LEFT", "CHANGED")}
    assert kinds == {
        "ADDED": after.keys() - before.keys(), "LEFT": before.keys() - after.keys(),
        "CHANGED": {one for one in before.keys() & after.keys() if before[one] != after[one]},
    }  # fmt: skip
    assert {one.reason for one in found if one.kind == "LEFT"} <= {""}
    assert all(one.reason for one in found if one.kind != "LEFT")
    turnover = Turnover(len(before), len(after), *(len(kinds[one]) for one in ("ADDED", "LEFT", "CHANGED")))
    assert turnover.balances
    assert turnover.rate is None if not before else 0 <= turnover.rate <= 1


def test_one_in_five_who_changes_places_is_a_turnover_of_twenty_percent() -> None:
    assert Turnover(1000, 1000, 200, 200, 7).percent == "20.0%"
    assert Turnover(0, 10, 10, 0, 0).percent == "－"


def test_every_line_is_read_or_held_and_a_file_that_is_no_table_says_what_to_do() -> None:
    text = "宛名番号,氏名,カナ,生年月日,郵便番号,住所,方書,等級,区分\r\n0012,架空　花,ﾊﾅ,19450401,1000001,町1,荘101,1級,視覚\r\n"
    one = read_people(text.encode(), today=TODAY).people[0]
    assert (one.number, one.kana, one.birth, one.postal_code, one.address, one.words) == (
        "12", "はな", date(1945, 4, 1), "100-0001", "町1　荘101", "1級 視覚",
    )  # fmt: skip
    book = Workbook()
    book.active.title = "はじめに"
    book.create_sheet("名簿").append(["氏名", "生年月日"])
    book["名簿"].append(["架空　花", date(1945, 4, 1)])
    out = BytesIO()
    book.save(out)
    read = read_people(out.getvalue(), today=TODAY)
    assert (read.sheet, [(one.line_no, one.birth) for one in read.people]) == (
        "名簿",
        [(2, date(1945, 4, 1))],
    )
    moves = read_moves(
        "氏名,生年月日,異動事由,異動日\n架空　花,S20.4.1,転 出,R8.3.1\n架空　花,S20.4.1,なぞ,".encode(),
        today=TODAY,
    )
    assert [(one.reason, one.on, one.problem[:6]) for one in moves.people] == [
        ("MOVED_OUT", date(2026, 3, 1), ""), ("", None, "異動事由「な"),
    ]  # fmt: skip
    for broken in (b"", b"PK\x03\x04", "名前だけ\nあ".encode(), b"\x81\xff\xff"):
        with pytest.raises(InputProblem):
            read_people(broken, today=TODAY)
