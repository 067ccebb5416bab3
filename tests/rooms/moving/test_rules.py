"""When everything may leave: every reason at once, and each alone."""

from __future__ import annotations

from itertools import product

import pytest

from norishiro.moving import rules

REASON = "次のシステムへ移るため、委託先に渡す（契約123）。"


def codes(verdict) -> list[str]:
    return [one.code for one in verdict.reasons]


def ask(**given):
    fine = {"may": True, "body": "ADMINISTRATION", "reason": REASON, "one_open": False, "deciders": 1}
    return codes(rules.may_ask(**{**fine, **given}))


def decide(**given):
    fine = {
        "may": True, "body": "ADMINISTRATION", "head": True, "own": False, "waiting": True, "agree": True, "words": "",
    }  # fmt: skip
    return codes(rules.may_decide(**{**fine, **given}))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, []),
        ({"may": False}, ["role"]),
        ({"body": "COUNCIL"}, ["role"]),
        ({"reason": "　移るため　　　　　　　　　　　　　　　　　　　　　　　　　"}, ["reason"]),
        ({"reason": "x" * 19}, ["reason"]),
        ({"reason": "x" * 20}, []),
        ({"one_open": True}, ["open"]),
        ({"deciders": 0}, ["nobody"]),
        ({"may": False, "reason": "", "one_open": True, "deciders": 0}, ["role", "reason", "open", "nobody"]),
    ],
)
def test_asking(given, told):
    assert ask(**given) == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, []),
        ({"own": True}, ["whose"]),
        ({"head": False}, ["head"]),
        ({"own": True, "head": False}, ["whose"]),
        ({"waiting": False}, ["waiting"]),
        ({"agree": False}, ["words"]),
        ({"agree": False, "words": "契約がまだ"}, []),
        ({"body": "CONTRACTOR"}, ["role"]),
    ],
)
def test_deciding(given, told):
    assert decide(**given) == told


def test_either_of_the_two_may_stop_it_until_it_is_made():
    told = {
        (concerned, still): codes(rules.may_withdraw(concerned=concerned, open_still=still))
        for concerned, still in product((True, False), repeat=2)
    }
    assert told == {
        (True, True): [],
        (True, False): ["over"],
        (False, True): ["whose"],
        (False, False): ["whose", "over"],
    }


def test_the_halves_come_one_after_the_other_each_to_its_person_once():
    first = {"own": True, "open_still": True, "drawn": False}
    second = {"decided": True, "agreed": True, "first": True, "drawn": False, "over": False}

    def one(**given):
        return codes(rules.may_draw_first(**{**first, **given}))

    def other(**given):
        return codes(rules.may_draw_second(**{**second, **given}))

    assert [one(), one(own=False), one(open_still=False), one(drawn=True)] == [
        [],
        ["whose"],
        ["over"],
        ["drawn"],
    ]
    assert [other(), other(decided=False), other(agreed=False), other(first=False), other(over=True)] == [
        [], ["whose"], ["state"], ["first"], ["over"],
    ]  # fmt: skip
    assert other(drawn=True, agreed=False) == ["drawn"]


def test_the_machine_makes_what_is_ready_and_not_over():
    assert codes(rules.may_make(found=True, ready=True, over=False)) == []
    assert codes(rules.may_make(found=False, ready=False, over=False)) == ["found"]
    assert codes(rules.may_make(found=True, ready=False, over=False)) == ["state"]
    assert codes(rules.may_make(found=True, ready=True, over=True)) == ["over"]
