"""What must hold of a family that is drawn, without a table."""

from __future__ import annotations

from datetime import date

import pytest

from norishiro.core.verdict import Verdict
from norishiro.family import rules

TODAY = date(2026, 11, 20)


def codes(verdict: Verdict) -> list[str]:
    return [one.code for one in verdict.reasons]


@pytest.mark.parametrize(
    ("status", "refused"), [("SUPPORTING", []), ("CLOSED", ["status"]), ("COORDINATED", ["status"])]
)
def test_a_case_that_has_ended_is_not_drawn_on(status: str, refused: list[str]) -> None:
    assert codes(rules.may_draw(status=status)) == refused


def test_a_fact_is_written_only_under_a_ground_one_holds() -> None:
    assert codes(rules.may_write_under(basis_open=False)) == ["basis"]
    assert codes(rules.may_write_under(basis_open=True)) == []


def test_a_fact_says_from_whom_it_is_and_was_not_told_tomorrow() -> None:
    assert codes(rules.may_tell(told_on=date(2026, 11, 21), source=" ", today=TODAY)) == ["source", "told_on"]
    assert codes(rules.may_tell(told_on=TODAY, source="本人", today=TODAY)) == []


def kin(**changed: object) -> list[str]:
    asked = {"label": "祖父", "figures": 0, "birth_first": None, "died_last": None, "today": TODAY} | changed
    return codes(rules.may_be_kin(**asked))


def test_somebody_told_of_is_called_somehow_and_lives_before_dying() -> None:
    assert kin() == []
    assert kin(label=" ") == ["label"]
    assert kin(figures=rules.MOST_FIGURES) == ["label"]
    assert kin(figures=rules.MOST_FIGURES - 1) == []
    assert kin(birth_first=date(2027, 1, 1)) == ["birth"]
    assert kin(birth_first=date(1990, 1, 1), died_last=date(1989, 12, 31)) == ["died_on"]
    assert kin(birth_first=date(1990, 1, 1), died_last=date(1990, 1, 1)) == []


def test_two_people_are_tied_once_in_a_manner_of_that_tie() -> None:
    assert codes(rules.may_relate(same=True, already=True, manner_fits=False)) == ["other", "other", "manner"]
    assert codes(rules.may_relate(same=False, already=False, manner_fits=True)) == []


def parent(**changed: object) -> list[str]:
    asked = {"own_ancestor": False, "birth_parents": 0, "parent_born": None, "child_born": None} | changed
    return codes(rules.may_be_parent(**asked))


def test_nobody_is_their_own_ancestor_and_two_give_birth_and_they_are_older() -> None:
    assert parent(own_ancestor=True) == ["other"]
    assert (parent(birth_parents=1), parent(birth_parents=2)) == ([], ["manner"])
    assert parent(parent_born=date(1980, 1, 1), child_born=date(1980, 1, 1)) == ["other"]
    assert parent(parent_born=date(1980, 1, 1), child_born=date(1999, 1, 1)) == []


def time(**changed: object) -> list[str]:
    asked = {
        "since_first": None,
        "ended_last": None,
        "ended": "",
        "ended_on_given": False,
        "today": TODAY,
    } | changed
    return codes(rules.may_time(**asked))


def test_a_tie_begins_before_it_ends_and_says_how_it_ended() -> None:
    assert time() == []
    assert time(since_first=date(2027, 1, 1)) == ["since"]
    assert time(ended_on_given=True) == ["ended"]
    assert time(ended_on_given=True, ended="DIVORCED") == []
    assert time(since_first=date(2010, 1, 1), ended_last=date(2009, 12, 31), ended="DIVORCED") == ["ended_on"]
    assert time(since_first=date(2010, 1, 1), ended_last=date(2010, 1, 1), ended="DIVORCED") == []


def test_only_what_a_parent_is_can_be_hidden() -> None:
    assert codes(rules.may_hide(hide=True, kind="COUPLE")) == ["hide"]
    assert (
        codes(rules.may_hide(hide=True, kind="PARENT")),
        codes(rules.may_hide(hide=False, kind="COUPLE")),
    ) == ([], [])


def test_a_figure_is_taken_back_with_a_reason_and_without_ties() -> None:
    assert codes(rules.may_withdraw(reason="", ties=2)) == ["reason", "reason"]
    assert "間柄が2つ" in rules.may_withdraw(reason="まちがい", ties=2).reasons[0].message
    assert codes(rules.may_withdraw(reason="まちがい", ties=0)) == []


def test_somebody_told_of_is_one_registered_person_at_most() -> None:
    assert codes(rules.may_link(linked=True, taken=True, is_loss=True)) == ["person"] * 3
    assert codes(rules.may_link(linked=False, taken=False, is_loss=False)) == []
    assert (codes(rules.may_unlink(linked=False)), codes(rules.may_unlink(linked=True))) == (["person"], [])


def test_a_drawing_is_kept_when_somebody_is_on_it_and_under_a_name_of_its_own() -> None:
    assert codes(rules.may_keep(figures=0, words=" ", taken=[])) == ["words", "words"]
    assert codes(rules.may_keep(figures=1, words="会議の前", taken=["会議の前"])) == ["words"]
    assert codes(rules.may_keep(figures=1, words="会議の前", taken=["会議のあと"])) == []
