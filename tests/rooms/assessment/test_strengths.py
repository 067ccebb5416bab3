"""Refusals, 受援力 and ○/×/? sheets: what is kept, and what no rule ever adds up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from norishiro.assessment import operations, queries
from norishiro.assessment.choices import Decider, RiskMark
from norishiro.assessment.dictionary import risk_forms_on
from norishiro.assessment.given import Marked
from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused
from tests.rooms.assessment.town import J6, OWN, TODAY, Home

pytestmark = pytest.mark.django_db


def codes(caught) -> list[str]:
    return [one.code for one in caught.value.verdict.reasons]


def refused(home: Home, *, basis: str = OWN, **changed):
    told = {
        "case": home.case, "person": home.person, "for_person": None, "what": "ヘルパーが家に入ること", "source": "本人",
        "noted_on": TODAY, "basis": basis, "today": TODAY,
    }  # fmt: skip
    return operations.note_refusal(home.lead, **(told | changed))


def test_who_refuses_which_support_for_whom_is_kept_until_it_eases(home):
    refusal = refused(home, for_person=home.person)
    announce(home.lead)
    [found] = queries.refusals(home.lead, case=home.case)
    assert (found.person_id, found.for_person_id, found.what) == (
        home.person.id,
        home.person.id,
        "ヘルパーが家に入ること",
    )
    eased = operations.ease_refusal(home.lead, refusal=refusal, how="猫の話をした", today=TODAY)
    assert (eased.eased_on, eased.eased_how) == (TODAY, "猫の話をした")
    with pytest.raises(Refused) as caught:
        operations.ease_refusal(home.lead, refusal=refusal, how="もう一度", today=TODAY)
    assert codes(caught) == ["eased"]


def test_a_refusal_under_a_ground_one_does_not_hold_is_refused_and_unseen_by_others(home):
    with pytest.raises(Refused) as caught:
        refused(home, basis=J6)
    assert codes(caught) == ["basis"]
    home.met(home.other)
    mine, shared = refused(home), refused(home, basis=J6)
    announce(home.other)
    assert [one.id for one in queries.refusals(home.other, case=home.case)] == [shared.id]
    with pytest.raises(Unseen):
        queries.get_refusal(home.other, refusal_id=mine.id)


def step(home: Home, code: str, days: int, **changed):
    told = {
        "case": home.case, "person": home.person, "step": code, "seen": "短い返事", "seen_on": TODAY - timedelta(days=days),
        "today": TODAY,
    }  # fmt: skip
    return operations.note_acceptance(home.lead, **(told | changed))


def test_acceptance_is_shown_over_time_with_the_first_meeting_and_going_back_is_kept(home):
    step(home, "U1", 90, route="民生委員と", first_met_on=TODAY - timedelta(days=90), strength="花が好き")
    step(home, "U4", 30)
    step(home, "U2", 0)
    announce(home.lead)
    found = queries.acceptances(home.lead, case=home.case)
    assert [(one.step, one.step_label) for one in found] == [
        ("U1", "助けは要らないと言う"), ("U4", "自分から困りごとを言う"), ("U2", "差し出されたものは受けとる"),
    ]  # fmt: skip
    assert (found[0].route, found[0].first_met_on, found[0].strength) == (
        "民生委員と",
        TODAY - timedelta(days=90),
        "花が好き",
    )
    assert queries.acceptances(home.lead, person_ids=[home.person.id]) == found
    announce(home.stranger)
    assert queries.acceptances(home.stranger, person_ids=[home.person.id]) == []
    with pytest.raises(Refused) as caught:
        step(home, "U9", 0)
    assert codes(caught) == ["step"]


def weighed(home: Home, marks=None, *, basis: str = OWN, person=None):
    [form] = [one for one in risk_forms_on(TODAY) if one.code == "URGENCY"]
    return operations.fill_risk(
        home.lead,
        case=home.case,
        person=person,
        form=form,
        marks=marks or {},
        filled_on=TODAY,
        basis=basis,
        today=TODAY,
    )


def decide(home: Home, risk, level: str = "2", **changed):
    said = {
        "level": level, "reason": "薬が止まっている", "decider": Decider.MEETING, "decided_by": "部会", "decided_on": TODAY,
        "review_on": TODAY + timedelta(days=7), "today": TODAY,
    }  # fmt: skip
    return operations.decide_level(home.lead, sheet=risk, **(said | changed))


def test_a_question_nobody_answered_stands_as_unclear_and_nothing_is_decided_by_marks(home):
    risk = weighed(home, {"LIFE": Marked(RiskMark.YES, "三日食べていない", "隣が気にかけている")})
    announce(home.lead)
    found = queries.get_risk(home.lead, risk_id=risk.id)
    marks = {one.question: one.mark for one in found.answers.all()}
    assert (marks["LIFE"], marks["FOOD"], len(marks)) == ("YES", "UNCLEAR", 9)
    assert list(found.decisions.all()) == []


def test_all_marks_yes_may_still_be_decided_low_and_the_earlier_decision_stays(home):
    risk = weighed(home, dict.fromkeys(["LIFE", "HURT", "FOOD", "HOME"], Marked(RiskMark.YES)))
    decide(home, risk, "0")
    decide(home, risk, "4", decider=Decider.STAFF, decided_by="係長")
    announce(home.lead)
    found = queries.get_risk(home.lead, risk_id=risk.id)
    assert [(one.level_label, one.decided_by) for one in found.decisions.all()] == [
        ("4 直ちに", "係長"), ("0 情報のみ", "部会"),
    ]  # fmt: skip
    with pytest.raises(Refused) as caught:
        decide(home, risk, "9")
    assert codes(caught) == ["level"]


def test_a_level_whose_day_has_come_is_due_until_somebody_decides_again(home):
    risk = weighed(home, person=home.person)
    day = TODAY - timedelta(days=7)
    decide(home, risk, decided_on=day, review_on=TODAY)
    announce(home.lead)
    assert [one.id for one in queries.reviews_due(home.lead, until=TODAY)] == [risk.id]
    announce(home.stranger)
    assert queries.reviews_due(home.stranger, until=TODAY) == []
    decide(home, risk, "1")
    announce(home.lead)
    assert queries.reviews_due(home.lead, until=TODAY) == []


def test_a_risk_sheet_opens_with_its_ground_and_its_decision_with_it(home):
    home.met(home.other)
    mine, shared = weighed(home), weighed(home, basis=J6)
    decide(home, mine)
    decide(home, shared)
    announce(home.other)
    [found] = queries.risk_sheets(home.other, case=home.case)
    assert (found.id, [one.level for one in found.decisions.all()]) == (shared.id, ["2"])
    with pytest.raises(Unseen):
        queries.get_risk(home.other, risk_id=mine.id)
