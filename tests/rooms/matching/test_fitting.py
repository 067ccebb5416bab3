"""The scoring of places: hard limits are never broken, answers nobody gave never count, and the order they come in is nothing."""

from __future__ import annotations

import random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from norishiro.matching import fitting, telling
from norishiro.matching.fitting import LIMITS, Doable, Offered, Slot, Wanted, judge, limits_of, propose

EVENING = Slot(2, 17 * 60, 20 * 60)


def place(number: int = 1, **known: Any) -> Offered:
    """A place somebody asked lately, and that said yes to everybody."""
    usual: dict[str, Any] = {
        "id": UUID(int=number), "name": f"場{number}", "kind": "OTHER", "text": "", "area": "A", "standing": "OPEN",
        "welcome": "YES", "conditions": "", "anybody": False, "age_from": None, "age_to": None, "mood": "", "alone": None,
        "silent": None, "companion": "NONE", "trial": True, "needs": "", "capacity": None, "present": None, "fee": None,
        "stale": False,
    }  # fmt: skip
    return Offered(**{**usual, **known})


def test_an_evening_helper_is_led_to_the_evening_kitchen_and_told_why() -> None:
    """夕方からなら外に出られる人."""
    wanted = Wanted(
        roles=frozenset({"HELPER"}), interests=("COOKING",), bands=frozenset({"EVENING"}), fee_most=0
    )
    kitchen = place(1, kind="KITCHEN", text="夕ぐれ食堂", roles=frozenset({"HELPER"}), slots=(EVENING,), fee=0,
                    conditions="はじめは金曜だけ", companion="FIRST", trial=None)  # fmt: skip
    morning = place(2, slots=(Slot(2, 9 * 60, 12 * 60),))
    unknown = place(3, welcome="UNKNOWN", trial=None)
    found = propose(wanted, [morning, unknown, kitchen], most=5)
    assert ([one.place.name for one in found.best], found.fallen, found.asked, found.fitting) == (
        ["場1", "場3"], (("TIME", 1),), 3, 2,
    )  # fmt: skip
    told = telling.tell(found.best[0])
    assert told.why == (
        "関心に近い：料理・食べること（「食堂」）", "行ける時間に開いている：水曜 17:00～20:00", "孤立している人を受け入れると答えている",
        "その形で加われる：準備・片付けなどの手伝い", "無料",
    )  # fmt: skip
    assert told.unsure == ("見学・お試しができるか分からない",)
    assert told.missing == ("受け入れの条件：はじめは金曜だけ", "はじめは職員の同行がいる")
    assert telling.tell(found.best[1]).unsure[:3] == (
        "開いている時間が分からない", "孤立している人を受け入れるか、まだ聞いていない", "その形で加われるか分からない",
    )  # fmt: skip


def test_an_old_answer_counts_for_nothing_and_says_so() -> None:
    wanted = Wanted(interests=("COOKING",), bands=frozenset({"EVENING"}), quiet=True)
    fresh = judge(wanted, place(text="食堂", slots=(EVENING,), mood="QUIET", fee=0))
    old = judge(wanted, place(text="食堂", slots=(EVENING,), mood="QUIET", fee=0, stale=True))
    assert [code for code, _detail in fresh.why] == ["INTEREST", "TIME", "WELCOME", "QUIET", "TRIAL", "FREE"]
    assert ([code for code, _detail in old.why], old.unsure) == (["INTEREST"], ["STALE"])


def stamps(**told: Any) -> Doable:
    usual = {"id": UUID(int=9), "what": "切手の整理", "text": "切手の整理", "role": "HELPER", "load": "LIGHT"}
    return Doable(**{**usual, **told})


def test_a_small_thing_to_do_opens_a_place_that_is_shut_in_the_evening() -> None:
    """夕方だけ出られる人に、昼のひろばの夕方の一つ."""
    wanted = Wanted(
        roles=frozenset({"HELPER"}), interests=("MAKING",), bands=frozenset({"EVENING"}), alone=True
    )
    noon = {
        "slots": (Slot(1, 540, 960),),
        "roles": frozenset({"PARTICIPANT"}),
        "welcome": "ASK",
        "trial": None,
    }
    late = stamps(bands=frozenset({"EVENING"}), minutes=30, alone=True, home=True)
    found = propose(wanted, [place(1, **noon, doables=(late,)), place(2, **noon)], most=5)
    assert ([one.place.name for one in found.best], found.fallen) == (["場1"], (("ROLE", 1), ("TIME", 1)))
    assert (telling.tell(found.best[0]).why, found.best[0].doable) == (
        (
            "関心に近い：手仕事・ものづくり（ちょっとできること「切手の整理」）",
            "ちょっとできることがある：切手の整理（軽い、30分くらい、一人でできる、家でもできる、夕方・夜）",
            "行ける時間に開いている：ちょっとできること「切手の整理」", "その形で加われる：準備・片付けなどの手伝い",
        ),
        late,
    )  # fmt: skip
    old = judge(wanted, place(1, **noon, doables=(late,), stale=True))
    assert (old.doable, old.why) == (None, [])


@pytest.mark.parametrize(
    ("told", "answers"),
    [
        ({"bands": frozenset({"EVENING"})}, 1), ({"interests": frozenset({"COOKING"})}, 1), ({"text": "料理の手伝い"}, 1),
        ({"alone": True}, 1), ({"interests": frozenset({"COOKING"}), "bands": frozenset({"EVENING"}), "alone": True}, 3),
        ({"bands": frozenset({"DAY"}), "alone": True}, 0), ({"role": "ACTIVE", "alone": True}, 0), ({}, 0),
    ],
)  # fmt: skip
def test_what_a_small_thing_answers_of_a_wish(told: dict[str, Any], answers: int) -> None:
    wanted = Wanted(
        roles=frozenset({"HELPER"}), interests=("COOKING",), bands=frozenset({"EVENING"}), alone=True
    )
    judged = judge(wanted, place(doables=(stamps(**told),)))
    assert (fitting._answers(wanted, stamps(**told)), judged.doable is not None) == (answers, answers > 0)


LIMITED: list[tuple[str, Wanted, dict[str, Any], dict[str, Any]]] = [
    ("STANDING", Wanted(), {"standing": "CLOSED"}, {}),
    ("STANDING", Wanted(), {"standing": "PAUSED"}, {}),
    ("STANDING", Wanted(), {"standing": "NOT_YET"}, {}),
    ("WELCOME", Wanted(), {"welcome": "NO"}, {"welcome": "UNKNOWN"}),
    ("ROLE", Wanted(roles=frozenset({"HELPER"})), {"roles": frozenset({"ACTIVE"})}, {"roles": frozenset()}),
    ("AGE", Wanted(ages=(40, 42)), {"age_to": 39}, {"age_to": 40}),
    ("AGE", Wanted(ages=(12, 14)), {"age_from": 15}, {"age_from": 14}),
    (
        "TIME",
        Wanted(bands=frozenset({"EVENING"})),
        {"slots": (Slot(1, 540, 1039),)},
        {"slots": (Slot(1, 540, 1050),)},
    ),
    ("TIME", Wanted(weekdays=frozenset({0})), {"slots": (EVENING,)}, {"slots": (Slot(0, None, None),)}),
    (
        "TIME",
        Wanted(weekdays=frozenset({2})),
        {"slots": (EVENING,), "closed_weekdays": frozenset({2})},
        {"slots": (EVENING,)},
    ),
    ("FULL", Wanted(), {"capacity": 5, "present": 5}, {"capacity": 5, "present": 4}),
    ("FEE", Wanted(fee_most=100), {"fee": 101}, {"fee": 100}),
    ("AREA", Wanted(areas=frozenset({"B"}), areas_only=True), {"area": "A"}, {"area": "B"}),
]


@pytest.mark.parametrize(("code", "wanted", "out", "fine"), LIMITED)
def test_each_limit_by_itself_and_just_not(
    code: str, wanted: Wanted, out: dict[str, Any], fine: dict[str, Any]
) -> None:
    assert limits_of(wanted, place(**out)) == [code]
    assert limits_of(wanted, place(**fine)) == []


def test_every_limit_is_counted_and_has_words() -> None:
    wanted = Wanted(roles=frozenset({"HELPER"}), fee_most=0)
    found = propose(
        wanted,
        [place(1, welcome="NO", fee=5, roles=frozenset({"ACTIVE"})), place(2, fee=5), place(3)],
        most=1,
    )
    assert (found.fallen, [one.place.id for one in found.best]) == (
        (("WELCOME", 1), ("ROLE", 1), ("FEE", 2)), [UUID(int=3)],
    )  # fmt: skip
    assert {code for code, _w, _o, _f in LIMITED} == set(LIMITS)


# --- properties ------------------------------------------------------------------------------------------------------

THREE = st.sampled_from([None, True, False])
ROLES = st.frozensets(st.sampled_from(["PARTICIPANT", "HELPER", "ACTIVE"]))
STATES = st.frozensets(st.sampled_from(["WITHDRAWN", "ABSENT", "MENTAL"]))
SLOTS = st.lists(
    st.builds(
        Slot,
        st.sampled_from([None, *range(7)]),
        st.sampled_from([None, 540, 780, 1020]),
        st.sampled_from([None, 1200]),
    ),
    max_size=3,
).map(tuple)
BANDS = st.frozensets(st.sampled_from(["MORNING", "DAY", "EVENING"]))
DOABLES = st.lists(
    st.builds(
        Doable, id=st.uuids(), what=st.sampled_from(["切手の整理", "皿ふき"]), text=st.sampled_from(["切手の整理", "料理の皿ふき"]),
        role=st.sampled_from(["HELPER", "ACTIVE"]), load=st.sampled_from(["LIGHT", "GONE"]), alone=THREE, home=THREE,
        minutes=st.sampled_from([None, 30]), bands=BANDS, interests=st.frozensets(st.sampled_from(["COOKING", "GONE"])),
    ),
    max_size=2,
).map(tuple)  # fmt: skip
PLACES = st.builds(
    Offered, id=st.uuids(), name=st.sampled_from("あいう"), kind=st.sampled_from(["KITCHEN", "FARM", "OTHER"]),
    text=st.sampled_from(["", "食堂", "朝の畑"]), area=st.sampled_from(["", "A", "B"]),
    standing=st.sampled_from(["OPEN", "CLOSED"]), welcome=st.sampled_from(["YES", "NO", "ASK", "UNKNOWN", "CONDITIONAL"]),
    conditions=st.sampled_from(["", "条件"]), anybody=st.booleans(), age_from=st.sampled_from([None, 15, 40]),
    age_to=st.sampled_from([None, 39, 64]), mood=st.sampled_from(["", "QUIET", "BOTH", "LIVELY"]), alone=THREE, silent=THREE,
    companion=st.sampled_from(["", "NONE", "FIRST", "ALWAYS"]), trial=THREE, needs=st.just(""),
    capacity=st.sampled_from([None, 5, 20]), present=st.sampled_from([None, 3, 5]), fee=st.sampled_from([None, 0, 500]),
    stale=st.booleans(), partner=st.just(""), roles=ROLES, states=STATES, slots=SLOTS,
    closed_weekdays=st.frozensets(st.integers(0, 6), max_size=1), doables=DOABLES,
)  # fmt: skip
WISHES = st.builds(
    Wanted, roles=ROLES, interests=st.lists(st.sampled_from(["COOKING", "NATURE", "GONE"]), unique=True).map(tuple),
    bands=BANDS, weekdays=st.frozensets(st.integers(0, 6)),
    areas=st.frozensets(st.sampled_from(["A", "B"])), areas_only=st.booleans(), states=STATES,
    ages=st.sampled_from([None, (16, 16), (38, 42)]), fee_most=st.sampled_from([None, 0, 300]), quiet=st.booleans(),
    alone=st.booleans(), silent=st.booleans(), small=st.booleans(), company=st.booleans(),
)  # fmt: skip


@settings(max_examples=60)
@given(WISHES, st.lists(PLACES, max_size=12, unique_by=lambda one: one.id), st.randoms())
def test_limits_are_never_broken_and_the_order_of_the_places_is_nothing(
    wanted: Wanted, places: list[Offered], chance: random.Random
) -> None:
    found = propose(wanted, places, most=12)
    assert all(limits_of(wanted, one.place) == [] for one in found.best)
    assert found.fitting + len([one for one in places if limits_of(wanted, one)]) == found.asked
    mixed = list(places)
    chance.shuffle(mixed)
    again = propose(wanted, mixed, most=12)
    assert [one.place.id for one in again.best] == [one.place.id for one in found.best]
    assert [one.points for one in found.best] == sorted((one.points for one in found.best), reverse=True)


@settings(max_examples=60)
@given(WISHES, PLACES)
def test_points_are_the_sum_of_what_is_told_and_everything_has_words(wanted: Wanted, one: Offered) -> None:
    assume(not limits_of(wanted, one))
    judged = judge(wanted, one)
    points = fitting.lists().points
    counted = sum(
        points[code] * (len(detail.split("/")) if code == "STATE" else 1) for code, detail in judged.why
    )
    assert judged.points == counted
    told = telling.tell(judged)
    assert len(told.unsure) == len(set(told.unsure))
    assert len(told.why) + len(told.missing) == len(judged.why) + len(judged.missing)


YES = {
    "welcome": "YES",
    "mood": "QUIET",
    "alone": True,
    "silent": True,
    "trial": True,
    "stale": False,
    "fee": 0,
}


@settings(max_examples=60)
@given(WISHES, PLACES, st.sampled_from(sorted(YES)))
def test_a_yes_in_place_of_no_answer_never_takes_points_or_closes_a_place(
    wanted: Wanted, one: Offered, name: str
) -> None:
    better = one._replace(**{name: YES[name]})
    assert judge(wanted, better).points >= judge(wanted, one).points
    assert set(limits_of(wanted, better)) <= set(limits_of(wanted, one))


@settings(max_examples=60)
@given(WISHES, PLACES)
def test_what_nobody_answered_gives_no_point(wanted: Wanted, one: Offered) -> None:
    silent = one._replace(
        welcome="UNKNOWN", mood="", alone=None, silent=None, trial=None, capacity=None, present=None, fee=None,
        roles=frozenset(), states=frozenset(), slots=(), anybody=False, doables=(),
    )  # fmt: skip
    assert {code for code, _detail in judge(wanted, silent).why} <= {"INTEREST", "AREA"}
