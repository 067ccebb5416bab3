"""Handing information on: one ground each, exactly the words told, closed on the next click."""

from __future__ import annotations

from datetime import date

import pytest

from norishiro.agencies.choices import Body, RoleKind
from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused
from norishiro.people.models import Person
from norishiro.sharing import access, operations, queries, register
from norishiro.sharing.choices import NOT_ACCEPTED, Category, ProvisionMethod
from norishiro.sharing.models import Provision
from tests.factories import agencies, people
from tests.rooms.sharing.test_gate import consent

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
HEALTH = int(Category.HEALTH)
ANSWERS = {
    "good_reason": "介護認定の事務に要る。本人は入院中で尋ねられない。",
    "approved": "架空課長、令和8年11月20日",
    "no_harm": "病名は書いていない。",
}


def office(name: str):
    return agencies.agency(name, body=Body.ADMINISTRATION)


def tell(
    actor, person, receiver, *, ground="P69-2", answers=ANSWERS, until_on=None, body="退院は来週の見込み。"
):
    return operations.provide(
        actor, person=person, ground_code=ground, receiver=receiver, categories=HEALTH, body=body,
        purpose="介護の申請のため", limits="", method=ProvisionMethod.SCREEN, answers=answers, until_on=until_on,
        today=TODAY,
    )  # fmt: skip


def provisions_of(actor) -> list[str]:
    announce(actor)
    by_query = [one.body for one in queries.provisions_visible_to(actor)]
    by_wall = [one.body for one in Provision.objects.all()]
    assert by_query == by_wall
    return by_query


def reasons(refusal) -> list[str]:
    return [one.code for one in refusal.value.verdict.reasons]


def test_what_is_told_opens_these_words_to_that_agency_alone():
    welfare, care, other = office("福祉課"), office("介護課"), office("税務課")
    mine, named, stranger = (agencies.actor(agency=one) for one in (welfare, care, other))
    someone = people.person(mine, "架空 太郎")
    tell(mine, someone, care)
    assert provisions_of(named) == ["退院は来週の見込み。"]
    assert [person.name for person in Person.objects.all()] == ["架空 太郎"]
    assert provisions_of(stranger) == []
    assert list(Person.objects.all()) == []


def test_every_condition_not_answered_is_told_at_once():
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    someone = people.person(mine)
    with pytest.raises(Refused) as refusal:
        tell(mine, someone, care, answers={}, body="")
    assert reasons(refusal) == ["answer_good_reason", "answer_approved", "answer_no_harm", "body"]


def test_a_private_agency_cannot_use_a_ground_of_the_administration():
    mine, care = agencies.actor("社協の人"), office("介護課")
    someone = people.person(mine)
    with pytest.raises(Refused) as refusal:
        tell(mine, someone, care, ground="P69-4", answers={**ANSWERS, "clear_benefit": "命にかかわる。"})
    assert reasons(refusal) == ["givers"]


@pytest.mark.parametrize("ground", ["S27", "OWN", "知らない"])
def test_a_ground_not_in_force_carries_nothing(ground):
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    someone = people.person(mine)
    with pytest.raises(Refused) as refusal:
        operations.provide(
            mine, person=someone, ground_code=ground, receiver=care, categories=HEALTH, body="渡すこと", purpose="目的",
            limits="", method=ProvisionMethod.SCREEN, answers={}, until_on=None, today=date(2025, 3, 31),
        )  # fmt: skip
    assert reasons(refusal) == ["ground"]


def test_by_consent_only_what_the_consent_names():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    receiver = agencies.Agency.objects.get(id=named.agency_id)
    former = consent(mine, someone, to=[named.agency_id], categories=int(Category.ATTRIBUTES))
    with pytest.raises(Refused) as refusal:
        tell(mine, someone, receiver, ground="C0", answers={})
    assert reasons(refusal) == ["consent"]
    consent(
        mine, someone, to=[named.agency_id], categories=HEALTH | Category.ATTRIBUTES, replaces=[former.id]
    )
    tell(mine, someone, receiver, ground="C0", answers={})
    assert provisions_of(named) == ["退院は来週の見込み。"]


def test_what_was_told_by_consent_closes_when_the_consent_is_withdrawn():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    given = consent(mine, someone, to=[named.agency_id])
    tell(mine, someone, agencies.Agency.objects.get(id=named.agency_id), ground="C0", answers={})
    operations.withdraw_consent(mine, consent=given, words="")
    assert provisions_of(named) == []
    assert provisions_of(mine) == ["退院は来週の見込み。"]


def test_the_giver_ends_it_and_the_next_click_finds_nothing():
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    named = agencies.actor("介護課の人", agency=care)
    someone = people.person(mine)
    provision = tell(mine, someone, care)
    operations.end_provision(mine, provision=provision, reason="用が済んだ")
    announce(named)
    with pytest.raises(Unseen):
        queries.get_provision(named, provision_id=provision.id)


def test_only_the_receiver_acknowledges_and_once():
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    named = agencies.actor("介護課の人", agency=care)
    provision = tell(mine, people.person(mine), care)
    with pytest.raises(Refused) as refusal:
        operations.acknowledge_provision(mine, provision=provision)
    assert reasons(refusal) == ["receiver"]
    announce(named)
    assert [one.id for one in queries.provisions_waiting(named)] == [provision.id]
    operations.acknowledge_provision(named, provision=provision)
    announce(named)
    assert queries.provisions_waiting(named) == []
    with pytest.raises(Refused) as refusal:
        operations.acknowledge_provision(named, provision=provision)
    assert reasons(refusal) == ["already"]


def test_an_emergency_is_looked_at_by_somebody_else_and_closed_where_nothing_carries_it():
    welfare, care = office("福祉課"), office("介護課")
    mine, chief = (
        agencies.actor("係員", agency=welfare),
        agencies.actor("課長", agency=welfare, kinds=(RoleKind.MANAGER,)),
    )
    named = agencies.actor("介護課の人", agency=care)
    provision = tell(mine, people.person(mine), care, ground="Z", answers={"danger": "倒れている。"})
    announce(chief)
    assert [one.id for one in queries.provisions_to_review(chief)] == [provision.id]
    with pytest.raises(Refused) as refusal:
        operations.review_provision(
            mine, provision=provision, settled_ground="P69-4", words="命を守るため", today=TODAY
        )
    assert reasons(refusal) == ["self"]
    operations.review_provision(
        chief, provision=provision, settled_ground=NOT_ACCEPTED, words="危険はなかった", today=TODAY
    )
    assert provisions_of(named) == []
    announce(chief)
    assert queries.provisions_to_review(chief) == []


@pytest.mark.parametrize(
    ("bodies", "facts"),
    [
        ((Body.ADMINISTRATION, Body.ADMINISTRATION), {"same_body"}),
        ((Body.ADMINISTRATION, Body.COUNCIL), {"other_body"}),
        ((Body.COUNCIL, Body.COUNCIL), {"other_body"}),
    ],
)
def test_the_records_say_whether_it_stays_in_one_body(bodies, facts):
    giver, receiver = (agencies.agency(f"機関{number}", body=body) for number, body in enumerate(bodies))
    mine = agencies.actor(agency=giver)
    someone = people.person(mine)
    held = access.held_facts(mine, person_id=someone.id, receiver=receiver, categories=HEALTH, today=TODAY)
    assert held == facts


def test_a_commissioner_is_known_by_the_appointment():
    mine = agencies.actor(agency=office("福祉課"))
    visitor = agencies.actor("民生委員", kinds=(RoleKind.COMMISSIONER,))
    someone = people.person(mine)
    held = access.held_facts(
        mine, person_id=someone.id, receiver=agencies.Agency.objects.get(id=visitor.agency_id), categories=HEALTH,
        today=TODAY,
    )  # fmt: skip
    assert held == {"other_body", "commissioner"}


def test_the_row_keeps_the_law_as_it_stood():
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    provision = tell(mine, people.person(mine), care)
    entry = register.ground_on("P69-2", on=TODAY)
    assert entry is not None
    assert (provision.article, provision.ground_name) == (entry.article, entry.name)
    assert provision.answers == [[one.ask, ANSWERS[one.key]] for one in entry.condition if one.by == "staff"]
