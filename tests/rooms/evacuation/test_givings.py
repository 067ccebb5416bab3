"""ふだんの提供: two consents, what holds when they differ, and paper only of those who agreed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.evacuation import lookups, rules
from norishiro.evacuation.choices import LeftOut
from norishiro.evacuation.models import GivenPerson, Giving, GivingConsent, Listing, Target
from norishiro.evacuation.rules import ConsentNow, Ordinance, Word, consent_now, left_out_because
from norishiro.people.choices import WithheldField
from norishiro.people.withholding import note_words, words_of
from tests.factories import agencies
from tests.rooms.consultations.town import client_of
from tests.rooms.evacuation.test_evacuation import (
    DAY,
    TODAY,
    day,
    errors,
    fixed,
    get,
    person,
    post,
    text_of,
    url,
)
from tests.rooms.evacuation.test_plans import LAST_YEAR, LAW, form, plan

TOWN, FIRE = "ASSOCIATION", "FIRE"


def said(actor: Actor, number: int, **more: Any):
    target = Target.objects.get(number=str(number))
    given = {
        "matter": "LIST", "said": "AGREED", "receivers": [TOWN], "on": day(TODAY - 2 * DAY), "heard": "PAPER", "signed": "SELF",
        "agent": "", "note": "",
    }  # fmt: skip
    done = post(actor, "note_consent", target.id, **(given | more))
    announce(actor)
    return done


def prepared(actor: Actor, listing: Listing, **more: Any):
    given = {
        "listing": str(listing.id), "matter": "LIST", "receiver": TOWN, "receiver_name": "架空町会", "area": "",
        "purpose": "声かけ",
    }  # fmt: skip
    done = post(actor, "prepare_giving", **(given | more))
    announce(actor)
    return done


def numbers(actor: Actor, giving: Giving) -> tuple[list[str], dict[str, int]]:
    people = get(actor, "giving", giving.id).context["people"]
    announce(actor)
    return sorted(one.target.number for one in people.entries), dict(people.left_out)


# --- the rule alone --------------------------------------------------------------------------------


def test_the_narrower_of_two_answers_holds_until_somebody_asked_again_and_taking_back_ends_all() -> None:
    both, town, none = frozenset({TOWN, FIRE}), frozenset({TOWN}), frozenset()
    paper, visit = Word("AGREED", both, "PAPER"), Word("AGREED", town, "VISIT")
    no, checked = Word("REFUSED", none, "VISIT"), Word("AGREED", town, "PHONE", True)
    back = Word("WITHDRAWN", none, "COUNTER")
    assert [
        consent_now(words)
        for words in ([], [paper], [paper, visit], [paper, no], [paper, no, checked], [paper, back], [paper, paper, visit, back, visit],
                      [paper, Word("REFUSED", none, "PAPER")])
    ] == [
        ConsentNow(none, False, False), ConsentNow(both, True, False), ConsentNow(town, True, True), ConsentNow(none, True, True),
        ConsentNow(town, True, False), ConsentNow(none, True, False), ConsentNow(none, True, True), ConsentNow(none, True, False),
    ]  # fmt: skip


def test_only_the_receiver_agreed_to_gets_it_unless_an_ordinance_says_otherwise() -> None:
    def why(*words: Word, ordinance: Ordinance | None = None, withheld: bool = False, planned: bool = True):
        return left_out_because(
            consent_now(words), receiver=TOWN, ordinance=ordinance, withheld=withheld, planned=planned
        )

    yes, fire = Word("AGREED", frozenset({TOWN}), "PAPER"), Word("AGREED", frozenset({FIRE}), "PAPER")
    no = Word("REFUSED", frozenset(), "VISIT")
    assert [why(yes), why(), why(fire), why(no), why(yes, no), why(yes, withheld=True), why(yes, planned=False)] == [
        None, LeftOut.UNASKED, LeftOut.NOT_THIS, LeftOut.REFUSED, LeftOut.DISPUTED, LeftOut.WITHHELD, LeftOut.NO_PLAN,
    ]  # fmt: skip
    town = Ordinance("架空市避難支援条例第5条")
    assert [why(ordinance=town), why(no, ordinance=town), why(no, ordinance=Ordinance("同", refusal_stands=False))] == [
        None, LeftOut.REFUSED, None,
    ]  # fmt: skip
    assert why(yes, ordinance=town, withheld=True) == LeftOut.WITHHELD


def test_providing_without_consent_is_refused_with_the_law() -> None:
    refused = rules.may_prepare_giving(matter="PLAN", receiver=TOWN, is_fixed=True, people=0)
    assert [(one.code, one.law) for one in refused.reasons] == [("receiver", "災害対策基本法第49条の15第2項")]
    assert rules.may_prepare_giving(matter="LIST", receiver=TOWN, is_fixed=True, people=1).allowed


# --- in the browser --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_ordinary_lists_hold_only_who_agreed_to_this_receiver_and_a_withdrawal_counts_at_once(
    desk: Actor, chief: Actor
) -> None:
    listing = fixed(
        desk, TODAY - 9 * DAY, *(person(n) for n in range(1, 7)), person(7, address="となり町7-8-9")
    )
    note_words(
        target_seven := Target.objects.get(number="7").id,
        words_of(WithheldField.ADDRESS, "となり町7丁目8番9号"),
    )
    assert target_seven
    refused = prepared(desk, listing)
    assert (refused.status_code, "災害対策基本法第49条の11第2項" in text_of(refused)) == (422, True)
    for wrong, field in (
        ({"receivers": []}, "receivers"), ({"said": "REFUSED"}, "receivers"), ({"signed": "AGENT"}, "agent"), ({"agent": "長女"}, "agent"),
        ({"on": day(TODAY + DAY)}, "on"), ({"matter": "PLAN"}, "matter"),
    ):  # fmt: skip
        assert (list(errors(said(desk, 1, **wrong))), GivingConsent.objects.count()) == ([field], 0)
    done = [
        said(desk, 1, signed="AGENT", agent="架空 花（長女）"),
        said(desk, 2, receivers=[TOWN, FIRE]),
        said(desk, 3, receivers=[FIRE]),
        said(desk, 4, said="REFUSED", receivers=[]),
        said(desk, 5),
        said(desk, 5, said="REFUSED", receivers=[], heard="VISIT", on=day(TODAY - DAY)),
        said(desk, 7),
    ]
    assert [one.status_code for one in done] == [302] * 7
    five = get(desk, "target", Target.objects.get(number="5").id)
    assert [(one.now.disputed, sorted(one.now.receivers)) for one in five.context["standpoints"]] == [
        (True, []),
        (False, []),
    ]
    assert (len(five.context["said"]), "返事が食いちがう" in text_of(five)) == (2, True)
    announce(desk)

    assert prepared(desk, listing).status_code == 302
    giving = Giving.objects.get()
    assert numbers(desk, giving) == (
        ["1", "2"],
        {
            "まだ聞いていない": 1,
            "同意していない・取り下げた": 1,
            "この相手には同意していない": 1,
            "二つの返事が食いちがう": 1,
            "住所を伏せている": 1,
        },
    )
    assert get(desk, "giving", giving.id).context["people"].total == 7
    assert get(desk, "giving_paper", giving.id).status_code == 403
    assert post(desk, "approve_giving", giving.id).status_code == 403
    assert post(desk, "note_given", giving.id, given_on=day(TODAY), given_to="会長").status_code == 422
    assert post(chief, "approve_giving", giving.id).status_code == 302
    paper = get(desk, "giving_paper", giving.id)
    ids = {one.number: one.id for one in Target.objects.all()}
    assert (paper["Content-Type"], sorted(paper.wsgi_request.shown)) == (
        "application/pdf",
        sorted([ids["1"], ids["2"]]),
    )
    announce(desk)

    # Taken back after the approval: gone from the page, the paper and what is handed over. Decided: in the next round.
    assert (
        said(
            desk, 2, said="WITHDRAWN", receivers=[], on=day(TODAY), heard="PHONE", signed="SPOKEN"
        ).status_code
        == 302
    )
    assert said(desk, 5, checked="on", on=day(TODAY), heard="COUNTER").status_code == 302
    chosen, left_out = numbers(desk, giving)
    assert (chosen, left_out["用意したあとで渡せるようになった（次の回に入る）"], sum(left_out.values())) == (
        ["1"],
        1,
        6,
    )
    assert get(desk, "giving_paper", giving.id).wsgi_request.shown == [ids["1"]]
    announce(desk)
    sent = post(desk, "note_given", giving.id, given_on=day(TODAY), given_to="防災部長")
    assert sent.status_code == 302, text_of(sent)
    announce(desk)
    assert list(GivenPerson.objects.values_list("entry__target__number", flat=True)) == ["1"]
    assert (get(desk, "giving_paper", giving.id).status_code, numbers(desk, giving)) == (403, (["1"], {}))
    assert [one.receiver_name for one in get(desk, "target", ids["1"]).context["handed"]] == ["架空町会"]
    announce(desk)

    neighbour = agencies.actor(
        "架空 隣人", agency=agencies.agency("となりの課"), kinds=(RoleKind.COORDINATOR,)
    )
    assert [
        get(neighbour, screen, giving.id).status_code for screen in ("giving", "giving_paper", "note_given")
    ] == [404] * 3
    announce(neighbour)
    assert [model.objects.count() for model in (Giving, GivenPerson, GivingConsent)] == [0, 0, 0]
    announce(desk)


@pytest.mark.django_db
def test_the_plan_has_a_consent_of_its_own_and_a_no_on_its_paper_holds(desk: Actor, chief: Actor) -> None:
    listing = fixed(desk, TODAY - 9 * DAY, *(person(n) for n in (1, 2, 3)))
    form(desk, LAST_YEAR, LAW)
    for number, share in ((1, "UNASKED"), (2, "REFUSED")):
        sent = plan(desk, Target.objects.get(number=str(number)), share=share, PLACE="みなと小学校")
        assert sent.status_code == 302, text_of(sent)
    for number in (1, 2, 3):
        assert said(desk, number).status_code == 302
    for number in (1, 2):
        assert said(desk, number, matter="PLAN").status_code == 302
    drawn = get(desk, "write_plan", Target.objects.get(number="1").id).context["form"]
    assert (drawn["share"].value(), drawn["share_with"].value()) == ("AGREED", "町会・自治会・自主防災組織")
    announce(desk)
    assert prepared(desk, listing, matter="PLAN").status_code == 302
    giving = Giving.objects.get()
    assert numbers(desk, giving) == (["1"], {"二つの返事が食いちがう": 1, "計画がない": 1})
    assert post(chief, "approve_giving", giving.id).status_code == 302
    assert get(desk, "giving_paper", giving.id).status_code == 200
    announce(desk)
    elsewhere = prepared(desk, listing, receiver=FIRE)
    assert (elsewhere.status_code, list(errors(elsewhere))) == (422, ["receiver"])
    assert prepared(desk, listing, area="どこにもない町").status_code == 422


@pytest.mark.django_db
def test_the_page_asks_the_same_for_one_and_for_three(desk: Actor) -> None:
    def questions(on: int, people: int) -> int:
        listing = fixed(desk, TODAY - on * DAY, *(person(n) for n in range(1, people + 1)))
        for number in range(1, people + 1):
            said(desk, number)
        assert prepared(desk, listing).status_code == 302
        address = url("giving", Giving.objects.latest("made_at").id)
        client = client_of(desk)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        announce(desk)
        return len(asked)

    assert [questions(9, 1), questions(5, 3)] == [17, 17]


@pytest.mark.django_db
def test_an_ordinance_of_the_profile_lets_the_unasked_in_and_stands_with_its_citation(desk: Actor) -> None:
    listing = fixed(desk, TODAY - 9 * DAY, *(person(n) for n in (1, 2)))
    said(desk, 2, said="REFUSED", receivers=[])
    found = lookups.divided(
        listing, matter="LIST", receiver=TOWN, area="", ordinance=Ordinance("架空条例第5条")
    )
    assert ([one.target.number for one in found.entries], found.left_out, found.total) == (
        ["1"],
        {"REFUSED": 1},
        2,
    )
    assert get(desk, "givings").context["ordinance"] is None
