"""What is told, what is odd, who may say so: without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from norishiro.sharing import register
from norishiro.sharing.choices import Ground
from norishiro.watching import limits, wording
from norishiro.watching.rules import reviewing, snooping, telling
from norishiro.watching.rules.snooping import Odd, Tally
from norishiro.watching.rules.telling import HoldFact, LookFact
from tests.house.source import HOUSE

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
OFFICE, OTHER = uuid4(), uuid4()
TELLABLE = wording.tellable()


def look(
    *grounds: str, came_by: str | None = None, act: str = "people:show", at: datetime = NOW, **more
) -> LookFact:
    first = grounds[0] if came_by is None and grounds else came_by or ""
    return LookFact(
        at, more.get("agency", OFFICE), "福祉課", "WINDOW", more.get("outcome", "SHOWN"), act, grounds, first,
        more.get("receiver"), "病院" if "receiver" in more else "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "held"),
    [
        (look("OWN"), None),
        (look("C0"), None),
        (look("J6"), "J6"),
        (look("Y25"), "Y25"),
        (look("V"), "V"),
        (look("P69-2"), None),
        (look("どこにもない"), "どこにもない"),
        (look(), "?"),
        # Who first came by a secret way stays unknown also with work of its own, until the person agrees.
        (look("J6", "OWN", came_by="J6"), "J6"),
        (look("OWN", came_by="G13"), "G13"),
        (look("C0", "OWN", came_by="J6"), None),
        # Who was there before stays known also when a meeting begins.
        (look("J6", "OWN", came_by="OWN"), None),
        (look("J6", came_by="OWN"), "J6"),
        # The paper of a meeting is no ordinary page.
        (look("OWN", act="meetings:item"), "J6"),
        (look("C0", act="meetings:item"), None),
        (look("C0", "J6", act="meetings:item"), "J6"),
        (look("P69-2", came_by="OWN", outcome="TOLD", act="provision.made"), None),
        (look("G13", came_by="OWN", outcome="TOLD", act="provision.made"), "G13"),
        (look("P69-2", came_by="J6", outcome="TOLD", act="provision.made"), "J6"),
    ],
)
def test_what_is_kept_back_and_by_which_ground(one, held):
    assert telling.why_held(one, holds=[], tellable=TELLABLE) == held


def test_a_decision_on_an_agency_keeps_all_its_looks_and_nobody_elses():
    holds = [HoldFact(OFFICE, telling.WHATEVER, NOW)]

    assert telling.why_held(look("C0"), holds=holds, tellable=TELLABLE) == telling.WHATEVER
    assert telling.why_held(look("OWN", agency=OTHER), holds=holds, tellable=TELLABLE) is None


def test_that_an_agency_was_told_is_kept_back_with_whatever_that_agency_saw():
    handed_on = look("P69-2", outcome="TOLD", act="provision.made", receiver=OTHER)
    earlier = look("P69-2", outcome="TOLD", act="provision.made", receiver=OTHER, at=NOW - timedelta(days=2))
    own = look("OWN", agency=OTHER)
    hold = HoldFact(OTHER, telling.WHATEVER, NOW)

    kept = telling.split([handed_on, own, earlier], holds=[hold], tellable=TELLABLE)
    other_kind = telling.split([handed_on], holds=[HoldFact(OTHER, "J6", NOW)], tellable=TELLABLE)
    ended = telling.split([handed_on], holds=[replace(hold, released_at=NOW)], tellable=TELLABLE)

    assert kept.told == ()
    assert [(one.agency_id, one.code, one.count, one.first_at, one.last_at) for one in kept.held] == [
        (OTHER, telling.WHATEVER, 3, NOW - timedelta(days=2), NOW)
    ]
    assert [one.look for one in other_kind.told] == [one.look for one in ended.told] == [handed_on]


def test_what_was_seen_before_the_end_of_a_decision_is_told_and_later_looks_are_kept_again():
    holds = [HoldFact(OFFICE, "J6", NOW - timedelta(days=9), released_at=NOW)]
    later = look("J6", at=NOW + timedelta(seconds=1))

    assert telling.why_held(look("J6"), holds=holds, tellable=TELLABLE) is None
    assert telling.why_held(later, holds=holds, tellable=TELLABLE) == "J6"
    assert telling.why_held(look("Y25"), holds=holds, tellable=TELLABLE) == "Y25"
    assert telling.ground_told(look("J6"), tellable=TELLABLE) == "J6"


def test_what_is_kept_back_leaves_no_gap():
    told = [look("OWN", at=NOW - timedelta(minutes=number)) for number in range(3)]
    found = telling.split([told[0], look("J6", agency=OTHER), told[1], told[2]], holds=[], tellable=TELLABLE)

    assert found.told == telling.split(told, holds=[], tellable=TELLABLE).told
    assert [(one.agency_id, one.code, one.count) for one in found.held] == [(OTHER, "J6", 1)]


def test_a_decision_on_one_ground_keeps_back_nothing_else_of_that_agency():
    holds = [HoldFact(OFFICE, "J6", NOW)]

    assert telling.why_held(look("OWN"), holds=holds, tellable=TELLABLE) is None


def test_the_report_and_what_was_kept_back_are_whole():
    early, late = NOW - timedelta(hours=1), NOW
    told, hidden = look("OWN", at=late), [look("J6", at=late), look("J6", at=early)]
    found = telling.split([told, *hidden], holds=[], tellable=TELLABLE)

    assert found == telling.Split(
        told=(telling.Entry(told, "OWN"),), held=(telling.Held(OFFICE, "福祉課", "J6", 2, early, late),)
    )


def test_an_agency_that_was_renamed_is_one_line_under_the_name_it_had_last():
    early = NOW - timedelta(hours=1)
    looks = [look("J6"), replace(look("J6", at=early), agency_label="もとの福祉課")]
    found = telling.split(looks, holds=[], tellable=TELLABLE)

    assert found.held == (telling.Held(OFFICE, "福祉課", "J6", 2, early, NOW),)


def test_a_look_is_named_by_its_own_ground_and_not_by_the_one_it_began_with():
    assert telling.ground_told(look("J6", came_by="OWN"), tellable=TELLABLE) == "J6"
    assert telling.ground_told(look(came_by="OWN"), tellable=TELLABLE) == "OWN"


def test_consent_is_named_before_any_other_ground():
    assert telling.ground_told(look("OWN", "C0"), tellable=TELLABLE) == "C0"


def test_every_ground_of_the_register_and_of_the_program_has_its_words():
    known = {one.code for one in register.entries()} | set(Ground.values)

    assert sorted(known - set(TELLABLE)) == []
    assert sorted(set(TELLABLE) - known) == []


def test_no_ground_of_a_report_or_a_closed_meeting_is_told():
    secret = {
        one.code for one in register.entries() if one.group in ("REPORT", "MEETING") or one.hides_reporter
    }

    assert sorted(code for code in secret | {"J6"} if TELLABLE[code]) == []


def test_the_paper_is_not_given_on_one_persons_word_or_by_another_body():
    asked = {"from_on": TODAY, "today": TODAY, "checked_how": "免許証"}

    assert telling.may_give_report(city_office=True, undecided=0, overdue=0, **asked).allowed
    refused = telling.may_give_report(
        city_office=False,
        undecided=1,
        overdue=1,
        from_on=TODAY + timedelta(days=1),
        today=TODAY,
        checked_how=" ",
    )
    assert [one.code for one in refused.reasons] == [
        "office",
        "undecided",
        "overdue",
        "from_on",
        "checked_how",
    ]


def test_two_people_and_a_day_within_a_year():
    fine = {"approved": False, "released": False, "by_proposer": False, "today": TODAY}

    assert telling.may_approve_hold(**fine, recheck_on=TODAY + timedelta(days=90)).allowed
    for day in (None, TODAY, TODAY + timedelta(days=367)):
        assert [one.code for one in telling.may_approve_hold(**fine, recheck_on=day).reasons] == [
            "recheck_on"
        ]
    refused = telling.may_approve_hold(
        approved=True, released=False, by_proposer=True, recheck_on=TODAY + timedelta(days=9), today=TODAY
    )
    assert [one.code for one in refused.reasons] == ["done", "proposer"]


def test_looking_again_ends_it_or_sets_a_new_day():
    fine = {"approved": True, "released": False, "by_proposer": False, "words": "済んだ", "today": TODAY}

    assert telling.may_recheck_hold(**fine, ends=True, recheck_on=None).allowed
    assert [one.code for one in telling.may_recheck_hold(**fine, ends=False, recheck_on=None).reasons] == [
        "recheck_on"
    ]
    refused = telling.may_recheck_hold(
        approved=False, released=True, by_proposer=True, ends=True, words="", recheck_on=None, today=TODAY
    )
    assert [one.code for one in refused.reasons] == ["done", "approved", "proposer", "words"]


def test_a_hold_needs_words_and_stands_once():
    assert telling.may_propose_hold(words="通報", already=False, city_office=True).allowed
    refused = telling.may_propose_hold(words="", already=True, city_office=False)
    assert [one.code for one in refused.reasons] == ["office", "agency", "words"]


# --- curiosity ---------------------------------------------------------------------------------------------

WATCH = limits.watch_on(TODAY)
WHO, WHOM = uuid4(), uuid4()


def odd(who=WHO, whom=WHOM, *, day: date = TODAY, **signs: bool) -> Odd:
    return Odd(who, OFFICE, day, whom, 1, NOW, NOW, **signs)


def signs(looks, tallies=()) -> list[str]:
    return sorted(one.sign for one in snooping.suspicions(looks, tallies, limits=WATCH.limits))


def test_one_look_without_any_sign_is_no_reason_to_ask():
    assert signs([odd()]) == []


@pytest.mark.parametrize("sign", snooping.ONE_BY_ONE)
def test_one_look_with_a_sign_is(sign):
    assert signs([odd(**{sign: True})]) == [sign.upper()]


@pytest.mark.parametrize(("people", "found"), [(2, []), (3, ["NO_ROLE"]), (7, ["NO_ROLE"]), (8, ["BULK"])])
def test_how_many_in_a_day_are_many(people, found):
    assert signs([odd(whom=uuid4()) for _number in range(people)]) == found


def test_the_same_person_again_on_another_day():
    assert signs([odd(), odd(day=TODAY - timedelta(days=1))]) == ["NO_ROLE", "NO_ROLE"]


@pytest.mark.parametrize(("staff", "found"), [(2, []), (3, ["CROWD"] * 3)])
def test_several_who_have_nothing_to_do_with_the_same_person(staff, found):
    assert signs([odd(who=uuid4()) for _number in range(staff)]) == found


@pytest.mark.parametrize(
    ("kind", "looks", "found"),
    [("VAIN", 5, []), ("VAIN", 6, ["VAIN"]), ("REFUSED", 2, []), ("REFUSED", 3, ["REFUSED"]),
     ("GUESSED", 1, []), ("GUESSED", 2, ["GUESSED"]), ("THROTTLED", 1, ["THROTTLED"]), ("EMERGENCY", 1, ["EMERGENCY"])],
)  # fmt: skip
def test_what_is_counted_by_the_day(kind, looks, found):
    assert signs([], [Tally(WHO, OFFICE, TODAY, kind, None, looks, NOW, NOW)]) == found


EARLY, LATE = NOW - timedelta(hours=3), NOW + timedelta(hours=2)


def test_a_reason_to_ask_says_who_looked_at_whom_when_and_how_often():
    """Looks are counted by the person where one is meant, and by the people where a day is meant."""
    alone = Odd(WHO, OFFICE, TODAY, WHOM, 4, EARLY, LATE, surname=True)
    counted = Tally(WHO, OFFICE, TODAY, "VAIN", WHOM, 9, EARLY, LATE)
    day = [Odd(WHO, OFFICE, TODAY, uuid4(), 2, NOW, moment) for moment in (NOW, LATE)]
    day.append(Odd(WHO, OFFICE, TODAY, uuid4(), 2, EARLY, NOW))

    def found(looks, tallies=()):
        return snooping.suspicions(looks, tallies, limits=WATCH.limits)

    assert found([alone]) == [snooping.Suspicion(WHO, OFFICE, TODAY, "SURNAME", WHOM, 4, EARLY, LATE)]
    assert found([], [counted]) == [snooping.Suspicion(WHO, OFFICE, TODAY, "VAIN", WHOM, 9, EARLY, LATE)]
    assert found(day) == [snooping.Suspicion(WHO, OFFICE, TODAY, "NO_ROLE", None, 3, EARLY, LATE)]


def test_different_people_on_different_days_are_not_the_same_person_again():
    assert signs([odd(), odd(whom=uuid4(), day=TODAY - timedelta(days=1))]) == []


def test_one_agency_of_three_who_each_looked_at_somebody_else_is_no_crowd():
    assert signs([odd(who=uuid4(), whom=uuid4()) for _number in range(3)]) == []


def test_one_look_alone_can_be_many_where_the_town_says_so():
    strict = replace(WATCH.limits, bulk_people=1)
    (found,) = snooping.suspicions([odd()], [], limits=strict)

    assert found == snooping.Suspicion(WHO, OFFICE, TODAY, "BULK", None, 1, NOW, NOW)


def test_nobody_judges_themselves_and_nothing_twice():
    assert reviewing.may_judge(oneself=False, settled=False, judgement="WORK", words="電話を受けた").allowed
    refused = reviewing.may_judge(oneself=True, settled=True, judgement="", words="")
    assert [one.code for one in refused.reasons] == ["oneself", "settled", "judgement", "words"]


def test_only_the_one_who_looked_and_was_asked_answers():
    assert reviewing.may_answer(oneself=True, asked=True, settled=False, statement="電話").allowed
    refused = reviewing.may_answer(oneself=False, asked=False, settled=True, statement="")
    assert [one.code for one in refused.reasons] == ["oneself", "asked", "settled", "statement"]


def test_more_people_are_asked_for_once_and_opened_by_another():
    assert reviewing.may_ask_widening(reason="台帳の確かめ", waiting=False).allowed
    assert [one.code for one in reviewing.may_ask_widening(reason="", waiting=True).reasons] == [
        "reason",
        "waiting",
    ]
    assert reviewing.may_answer_widening(oneself=False, answered=False, opens=True, words="").allowed
    refused = reviewing.may_answer_widening(oneself=True, answered=True, opens=False, words="")
    assert [one.code for one in refused.reasons] == ["oneself", "answered", "words"]


def test_the_readings_stand_over_the_words_and_nothing_else_gets_through():
    assert wording.ruby("{見|み}た<b>") == "<ruby>見<rp>（</rp><rt>み</rt><rp>）</rp></ruby>た&lt;b&gt;"
    assert wording.named("福祉課", "ふくしか") == "<ruby>福祉課<rp>（</rp><rt>ふくしか</rt><rp>）</rp></ruby>"
    assert wording.named("福祉課", "") == "福祉課"
    assert wording.act_plain("people:show") == "その人の名前や住所などを見ました"


def test_every_room_that_shows_people_says_in_plain_words_what_was_done():
    told = {one.room for one in wording.telling().room}
    showing = {room for room in settings.ROOMS if (HOUSE / room.partition(".")[2] / "templates").exists()}

    assert sorted({room.partition(".")[2] for room in showing} - told - WITHOUT_PEOPLE) == []


# Rooms whose screens show no residents, those whose screens are downloads of others' records, and those of letters that
# nobody has received yet: they are about no record of a person. Trainings name who came of the staff, the handbook who wrote it,
# and nobody else; community work names nobody at all, and helpers are known by their own register only.
# A disposal shows numbers and days alone.
# Whoever gets the letters of a district is shown to nobody, on no screen.
WITHOUT_PEOPLE = {
    "core", "agencies", "ledger", "profiles", "attachments", "letterbox", "public_site", "training", "handbook",
    "resources", "community", "food", "funds", "helpers", "publicity", "neighbours", "opendata", "surveys",
    "policies", "questions", "disposal", "moving",
}  # fmt: skip
