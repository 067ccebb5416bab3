"""One visit and several people: one record, and each of them shown only to whoever may see both (ADR 0046)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.cases import operations as cases
from norishiro.core.calendar import wareki
from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused
from norishiro.outreach import operations, queries
from norishiro.outreach.models import Contact, Present
from norishiro.outreach.operations import Told
from norishiro.people.models import Person
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Depth, Ground, SourceKind
from tests.factories import agencies, people

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def profile(db: None) -> None:
    adopt_profile(
        (PRESETS / "toshima.toml").read_text(encoding="utf-8"),
        name="toshima.toml",
        valid_from=date(2020, 4, 1),
    )


def told(**said: Any) -> Told:
    return Told(**{"happened_on": TODAY, "method": "VISIT", "body": "玄関先で話した", **said})


def share(mine: Actor, other: Actor, person: Person, *, ground: Ground = Ground.CONFERENCE) -> None:
    announce(mine)
    sharing.grant(
        mine, subjects=[sharing.person(person.id)], recipients=[sharing.agency(other.agency_id)], ground=ground,
        depth=Depth.PROGRESS, source=SourceKind.TEAM, source_id=person.id,
    )  # fmt: skip


def visit(mine: Actor, person: Person, *others: Person, **more: Any) -> Contact:
    return operations.record_contact(mine, person=person, told=told(), present=others, today=TODAY, **more)


def page_of(client: Client, name: str, *args: Any) -> Any:
    return client.get(reverse(name, args=args))


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def test_one_visit_is_written_once_and_stands_on_each_page():
    mine = agencies.actor()
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 息子")
    contact = visit(mine, mother, son, son, mother)

    announce(mine)
    assert list(Present.objects.values_list("contact_id", "person_id")) == [(contact.id, son.id)]
    for someone in (mother, son):
        assert queries.contacts_of(mine, subject_ids=[someone.id]) == [contact]
    assert queries.contacts_of(mine, subject_ids=[mother.id, son.id]) == [contact]


def test_who_sees_only_one_of_two_learns_nothing_of_the_other():
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 息子")
    share(mine, mine, mother)
    share(mine, mine, son)
    contact = visit(mine, mother, son, basis=Ground.CONFERENCE)
    share(mine, other, mother)

    announce(other)
    assert queries.contacts_of(other, subject_ids=[mother.id]) == [contact]
    assert (list(Present.objects.all()), list(queries.present_visible_to(other))) == ([], [])
    assert page_of(signed_in(other), "outreach:contact", contact.id).content.decode().count("架空 息子") == 0

    share(mine, other, son)
    announce(other)
    assert [one.person_id for one in queries.present_visible_to(other)] == [son.id]


def test_who_sees_only_the_other_does_not_learn_that_there_was_a_visit():
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 息子")
    share(mine, mine, mother)
    share(mine, mine, son)
    visit(mine, mother, son, basis=Ground.CONFERENCE)
    share(mine, other, son)

    announce(other)
    assert queries.contacts_of(other, subject_ids=[son.id]) == []
    assert list(Present.objects.all()) == []
    shown = page_of(signed_in(other), "people:show", son.id)
    assert (shown.context["contacts"], "同じ訪問" in shown.content.decode()) == ([], False)


def test_the_ground_of_the_record_holds_for_the_other_or_it_stays_with_the_writer():
    mine = agencies.actor()
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 息子")
    share(mine, mine, mother)
    contact = visit(mine, mother, son, basis=Ground.CONFERENCE)
    announce(mine)
    assert (contact.basis, contact.present.get().basis) == ("J6", "OWN")


def test_nobody_is_present_whom_the_writer_does_not_know():
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    stranger = people.person(other, "架空 よそ")
    someone = people.person(mine)
    with pytest.raises(Unseen):
        visit(mine, someone, stranger)


def test_more_than_twenty_are_a_gathering():
    mine = agencies.actor()
    someone = people.person(mine)
    many = [people.person(mine, f"架空 {number}") for number in range(21)]
    with pytest.raises(Refused) as refused:
        visit(mine, someone, *many)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["present"]
    visit(mine, someone, *many[:20])


def test_a_correction_keeps_who_was_there_and_may_change_it():
    mine = agencies.actor()
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 息子")
    first = visit(mine, mother, son)
    second = operations.correct_contact(mine, contact=first, told=told(body="訂正"), today=TODAY)
    announce(mine)
    assert [one.person_id for one in second.present.all()] == [son.id]
    third = operations.correct_contact(mine, contact=second, told=told(), present=[], today=TODAY)
    announce(mine)
    assert list(third.present.all()) == []
    assert queries.contacts_of(mine, subject_ids=[son.id]) == []


def posted(page: Any, **given: Any) -> dict[str, Any]:
    """The form as the browser would send it back, with what was typed."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", [])}
    values |= {"happened_on": wareki(TODAY), "form_token": str(form.token)}
    return {**values, "body": "三人に会えた", **given}


def test_the_household_is_ticked_and_somebody_of_another_household_is_looked_for():
    mine = agencies.actor()
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 息子")
    neighbour = people.person(mine, "見本 となり", kana="みほんとなり")
    people.household(mine, mother, son)
    client = signed_in(mine)
    address = reverse("outreach:record_person_contact", args=[mother.id])

    page = client.get(address)
    assert page.context["form"].fields["present"].choices == [(str(son.id), "架空 息子")]
    looked = client.post(address, posted(page, present=[str(son.id)], look_for="見本"))
    assert looked.status_code == 200
    form = looked.context["form"]
    assert form.fields["present"].choices == [(str(son.id), "架空 息子"), (str(neighbour.id), "見本 となり")]
    assert (form["present"].value(), form["look_for"].value(), form["body"].value()) == (
        [str(son.id)], "", "三人に会えた",
    )  # fmt: skip
    announce(mine)
    assert Contact.objects.count() == 0

    sent = client.post(address, posted(page, present=[str(son.id), str(neighbour.id)]))
    assert sent.status_code == 302, sent.context["form"].errors
    announce(mine)
    contact = Contact.objects.get()
    assert {one.person_id for one in contact.present.all()} == {son.id, neighbour.id}
    shown = page_of(client, "people:show", neighbour.id).content.decode()
    assert shown.count("三人に会えた") == 1


def test_a_search_that_finds_nobody_says_so_and_saves_nothing():
    mine = agencies.actor()
    someone = people.person(mine)
    client = signed_in(mine)
    address = reverse("outreach:record_person_contact", args=[someone.id])
    looked = client.post(address, posted(client.get(address), look_for="だれでもない"))
    assert (
        looked.context["form"].fields["look_for"].widget.said.startswith("見てよい人のなかには見つかりません")
    )
    announce(mine)
    assert Contact.objects.count() == 0


def test_nobody_unseen_can_be_posted_as_present():
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    stranger = people.person(other, "架空 よそ")
    someone = people.person(mine)
    client = signed_in(mine)
    address = reverse("outreach:record_person_contact", args=[someone.id])
    sent = client.post(address, posted(client.get(address), present=[str(stranger.id)]))
    assert (sent.status_code, list(sent.context["form"].errors)) == (422, ["present"])
    assert "架空 よそ" not in sent.content.decode()


def test_one_visit_moves_the_case_and_names_who_was_there_in_its_story():
    mine = agencies.actor()
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 息子")
    case = cases.open_case(
        mine, title="架空家", household=None, people=[mother, son], operator_id=mine.agency_id,
        lead_agency_id=mine.agency_id, lead_side="COUNCIL", reason="関係づくり", today=TODAY,
    )  # fmt: skip
    client = signed_in(mine)
    address = reverse("outreach:record_case_contact", args=[case.id])
    page = client.get(address)
    sent = client.post(address, posted(page, person=str(mother.id), present=[str(mother.id), str(son.id)]))
    assert sent.status_code == 302, sent.context["form"].errors
    told_there = page_of(client, "cases:show", case.id).context["events"]
    assert [one.title for one in told_there if one.href] == ["訪問・会えた・話せた（架空 息子もいた）"]
