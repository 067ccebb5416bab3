"""The rules of this room, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from norishiro.meetings import rules
from norishiro.meetings.rules import BodyFact

TODAY = date(2026, 11, 20)
SUPPORT = BodyFact("SUPPORT", "J6", anonymous=False, in_force=True, procedure_on=TODAY, has_convener=True)
LAYERED = BodyFact("LAYERED", "", anonymous=False, in_force=True, has_convener=True)
CARE = BodyFact("CARE", "L115", anonymous=False, in_force=True)
COORDINATION = BodyFact("OTHER", "", anonymous=False, in_force=True, asks_consent=True)
TRIAL = BodyFact("OTHER", "", anonymous=True, in_force=True)


def codes(verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


def put(**values):
    facts = {
        "kind": "SUPPORT", "body": SUPPORT, "hidden": False, "reason": "会えていない", "members": 2, "consented": 0,
        "convener_consented": False, "waiting_already": False, "names_found": (), "today": TODAY,
    }  # fmt: skip
    return rules.may_put_on_list(**{**facts, **values})


def test_a_support_conference_takes_a_case_without_consent():
    assert codes(put()) == []


def test_a_layered_conference_refuses_a_case_without_consent():
    assert codes(put(kind="LAYERED", body=LAYERED)) == ["kind"]


def test_a_layered_conference_takes_a_consented_case_whose_consent_reaches_the_convener():
    assert codes(put(kind="LAYERED", body=LAYERED, consented=1, convener_consented=True)) == []
    assert codes(put(kind="LAYERED", body=LAYERED, consented=1, convener_consented=False)) == ["kind"]


@pytest.mark.parametrize("body", [LAYERED, CARE])
def test_only_a_support_conference_takes_unconsented_cases(body):
    assert codes(put(body=body)) == ["kind"]


def test_a_care_conference_the_town_placed_as_support_conference_takes_them():
    placed = BodyFact("CARE", "J6", anonymous=False, in_force=True, procedure_on=TODAY)
    assert codes(put(body=placed)) == []


def test_names_need_the_procedure_on_record_and_hidden_names_do_not():
    early = BodyFact("SUPPORT", "J6", anonymous=False, in_force=True, procedure_on=TODAY + timedelta(days=1))
    assert codes(put(body=early)) == ["body"]
    assert codes(put(body=early, hidden=True)) == []


def test_a_trial_hides_names_always():
    assert codes(put(body=TRIAL)) == ["anonymous_label"]
    assert codes(put(body=TRIAL, hidden=True)) == []


def test_all_reasons_come_at_once():
    assert codes(put(kind="LAYERED", reason=" ", names_found={"架空 花江"}, waiting_already=True)) == [
        "kind", "reason", "kind", "kind", "text",
    ]  # fmt: skip


def test_each_kind_has_one_basis():
    assert [rules.basis_of(kind="SUPPORT", body=SUPPORT), rules.basis_of(kind="LAYERED", body=LAYERED)] == [
        "J6",
        "C0",
    ]
    assert rules.basis_of(kind="SUPPORT", body=TRIAL) == "P69-0"
    assert rules.basis_of(kind="AGREED", body=COORDINATION) == "C0"


def test_another_meeting_takes_a_case_on_consent_where_the_town_says_so():
    open_to_all = {"consented": 1, "convener_consented": True}
    assert codes(put(kind="AGREED", body=COORDINATION, **open_to_all)) == []
    assert codes(put(kind="AGREED", body=COORDINATION)) == ["kind"]
    for body in (SUPPORT, LAYERED, CARE, TRIAL):
        assert codes(put(kind="AGREED", body=body, **open_to_all))[0] == "kind"
    assert codes(put(kind="LAYERED", body=COORDINATION, **open_to_all)) == ["kind"]
    assert codes(put(kind="SUPPORT", body=COORDINATION)) == ["kind"]


def test_a_body_takes_what_it_is_for():
    taken = {
        one.kind: [kind for kind in ("SUPPORT", "LAYERED", "AGREED") if rules.body_takes(one, kind=kind)]
        for one in (SUPPORT, LAYERED, CARE, COORDINATION)
    }
    assert taken == {"SUPPORT": ["SUPPORT"], "LAYERED": ["LAYERED"], "CARE": [], "OTHER": ["AGREED"]}


def test_names_are_found_with_and_without_spaces():
    assert rules.names_in("昨日、架空花江さんに電話した", {"架空 花江", "一"}) == {"架空 花江"}


def test_a_sitting_of_the_past_is_not_called():
    verdict = rules.may_call(
        held_on=TODAY - timedelta(days=1),
        today=TODAY,
        items=0,
        topics="",
        sits_without_cases=False,
        invited=0,
        in_force=True,
    )
    assert codes(verdict) == ["held_on", "agencies", "items"]


def test_a_sitting_without_cases_needs_its_topics():
    facts = {
        "held_on": TODAY,
        "today": TODAY,
        "items": 0,
        "sits_without_cases": True,
        "invited": 1,
        "in_force": True,
    }
    assert codes(rules.may_call(topics="", **facts)) == ["topics"]
    assert codes(rules.may_call(topics="実績の評価", **facts)) == []


def test_only_the_named_agency_convenes():
    assert codes(rules.may_convene(conveners={"市"}, agencies={"社協"}, has_role=True)) == ["convener"]
    assert codes(rules.may_convene(conveners=set(), agencies={"社協"}, has_role=True)) == []
    assert codes(rules.may_convene(conveners={"市"}, agencies={"市"}, has_role=False)) == ["role"]


def test_the_statute_binds_where_the_town_wrote_no_rule():
    assert rules.oath_needed(oath_rule="NONE", basis="J6") == "STATUTE_ONLY"
    assert rules.oath_needed(oath_rule="NONE", basis="C0") == "NONE"
    assert rules.oath_needed(oath_rule="YEARLY", basis="J6") == "YEARLY"


def test_an_oath_is_given_neither_uninvited_nor_after_the_end_nor_unread():
    assert codes(rules.may_swear(status="CLOSED", invited=False, agreed=False)) == [
        "seat",
        "status",
        "agreed",
    ]
    assert codes(rules.may_swear(status="CALLED", invited=True, agreed=True)) == []


def test_a_decision_names_an_agency_and_a_day():
    facts = {
        "today": TODAY, "staff_fits": True, "sitting_status": "OPEN", "needs_consent": False,
        "bearer_consented": False, "sees_case": True,
    }  # fmt: skip
    assert codes(rules.may_decide(bearer=False, due_on=None, **facts)) == ["bearer", "due_on"]
    assert codes(rules.may_decide(bearer=True, due_on=TODAY - timedelta(days=1), **facts)) == ["due_on"]
    assert codes(rules.may_decide(bearer=True, due_on=TODAY, **facts)) == []


def test_a_sitting_moves_no_further_than_its_members_may_look():
    later = TODAY + timedelta(days=9)
    assert codes(rules.may_move(status="CALLED", held_on=later, today=TODAY, seat_ends=[later])) == [
        "held_on"
    ]
    assert codes(rules.may_move(status="CALLED", held_on=TODAY, today=TODAY, seat_ends=[later])) == []
    assert codes(rules.may_move(status="OPEN", held_on=later, today=TODAY, seat_ends=[])) == ["held_on"]


def test_advisers_and_added_members_have_an_end():
    facts = {
        "item_status": "TABLED", "seated": False, "appointed": True, "may_add": True, "held_on": TODAY,
        "needs_consent": False, "agency_consented": False,
    }  # fmt: skip
    assert codes(rules.may_designate(added_for_item=False, adviser=True, until_on=None, **facts)) == [
        "until_on"
    ]
    assert codes(rules.may_designate(added_for_item=True, adviser=False, until_on=TODAY, **facts)) == [
        "until_on"
    ]
    after = TODAY + timedelta(days=1)
    assert codes(rules.may_designate(added_for_item=True, adviser=False, until_on=after, **facts)) == []


def test_concerns_call_for_fields():
    assert rules.fields_for(["RENT", "CARE"]) == {"POVERTY": "RENT", "HOUSING": "RENT", "ELDERLY": "CARE"}


def test_the_route_changes_only_with_consent_and_reason():
    facts = {"kind": "SUPPORT", "status": "WAITING", "to": "LAYERED", "body_fits": True}
    assert codes(rules.may_change_route(consented=0, reason="", **facts)) == ["kind", "reason"]
    assert codes(rules.may_change_route(consented=1, reason="同意を得た", **facts)) == []


HOUSEHOLD = {"架空 花江", "かくうはなえ", "架空家", "中野 のぞみ", "大家 一", "みほん町5丁目10番4号"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("架空花江さんに会った", {"架空 花江"}),
        ("花江が話した", {"架空 花江"}),
        ("カクウハナエではない", set()),
        ("かくうはなえ", {"かくうはなえ"}),
        ("中野さんと話した", {"中野 のぞみ"}),
        ("のぞみさんが来た", {"中野 のぞみ"}),
        ("一さんの部屋", {"大家 一"}),
        ("みほん町５丁目10番4号の家", {"みほん町5丁目10番4号"}),
        ("架空家のこと", {"架空 花江", "架空家"}),
    ],
)
def test_a_name_that_stands_in_the_text_is_found(text, found):
    assert rules.names_in(text, HOUSEHOLD) == found


@pytest.mark.parametrize(
    ("text", "remarked"),
    [
        ("中野区の窓口に行く", {"中野"}),
        ("のぞみは薄い", {"のぞみ"}),
        ("大家さんと家賃の話をする", {"大家"}),
        ("架空請求の被害にあった", {"架空"}),
        ("一日中寝ている。第一に休む", set()),
        ("家賃の滞納が続いている", set()),
    ],
)
def test_common_words_are_not_blocked_and_at_most_remarked_on(text, remarked):
    assert rules.names_in(text, HOUSEHOLD) == set()
    assert rules.names_to_check(text, HOUSEHOLD) == remarked


def test_a_body_for_unconsented_cases_alone_refuses_those_in_which_everybody_agreed():
    strict = BodyFact(
        "SUPPORT", "J6", anonymous=False, in_force=True, procedure_on=TODAY, only_unconsented=True
    )
    assert codes(put(body=strict)) == []
    assert codes(put(body=strict, consented=1)) == []
    assert codes(put(body=strict, consented=2)) == ["kind"]
    assert codes(put(body=SUPPORT, consented=2)) == []


def test_a_sitting_has_one_basis_and_says_how_others_are_kept_apart():
    assert rules.ground_of_sitting(body_ground="L115", needs_consent=False, bases=[]) == "L115"
    assert rules.ground_of_sitting(body_ground="", needs_consent=True, bases=[]) == "C0"
    assert rules.ground_of_sitting(body_ground="J6", needs_consent=False, bases=["C0", "C0"]) == "C0"
    assert rules.ground_of_sitting(body_ground="J6", needs_consent=False, bases=["C0", "J6"]) == "J6"
    assert codes(rules.may_mix(bases=2, apart=" ")) == ["apart"]
    assert codes(rules.may_mix(bases=2, apart="休憩して入れかわる")) == []
    assert codes(rules.may_mix(bases=1, apart="")) == []
