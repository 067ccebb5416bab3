"""The screens of handing information on: works, refused, invalid, unseen, and how many queries they take."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import Body, RoleKind
from norishiro.core.calendar import wareki
from norishiro.core.operation import announce
from norishiro.sharing import operations
from norishiro.sharing.choices import Category, ProvisionMethod
from norishiro.sharing.models import Provision
from tests.factories import agencies, people
from tests.rooms.consultations.town import client_of, token
from tests.rooms.sharing.test_gate import consent

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
HEALTH = int(Category.HEALTH)
WRITTEN = {
    "answer_good_reason": "介護認定の事務に要る。",
    "answer_approved": "架空課長の決裁",
    "answer_no_harm": "病名は書いていない。",
    "body": "退院は来週の見込み。",
    "purpose": "介護の申請のため",
    "limits": "",
    "method": "SCREEN",
    "until_on": "",
}


def office(name: str):
    return agencies.agency(name, body=Body.ADMINISTRATION)


def address(name: str, *args, **query) -> str:
    return reverse(f"sharing:{name}", args=args, query=query or None)


def told(actor, person, receiver, *, ground: str = "P69-2") -> Provision:
    keys = ("danger",) if ground == "Z" else ("good_reason", "approved", "no_harm")
    return operations.provide(
        actor, person=person, ground_code=ground, receiver=receiver, categories=HEALTH, body="退院は来週の見込み。",
        purpose="介護の申請のため", limits="", method=ProvisionMethod.SCREEN, answers=dict.fromkeys(keys, "理由"),
        until_on=None, today=TODAY,
    )  # fmt: skip


def standing(response) -> dict[str, list[str]]:
    """The codes of the grounds by how they stand, in the order of the page."""
    shown = [one for group in response.context["groups"] for one in group.weighed]
    found: dict[str, list[str]] = {}
    for one in [*shown, *response.context["not_yours"]]:
        found.setdefault(one.standing.value, []).append(one.entry.code)
    return found


def test_the_grounds_of_today_can_be_read():
    page = client_of(agencies.actor()).get(address("grounds"))
    assert page.status_code == 200
    assert "個人情報の保護に関する法律第69条第2項第2号" in page.content.decode()


def test_the_question_alone_shows_no_answer():
    mine = agencies.actor(agency=office("福祉課"))
    page = client_of(mine).get(address("weigh", people.person(mine).id))
    assert (page.status_code, standing(page)) == (200, {})


def test_inside_one_city_hall_the_screen_sorts_every_ground():
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    someone = people.person(mine)
    page = client_of(mine).get(address("weigh", someone.id, receiver=care.id, categories=HEALTH))
    assert standing(page) == {
        "MISSING": ["C0", "J6", "P69-3", "M15"],
        "ASK": [
            "P69-0", "P69-2", "P69-4", "K9", "S27", "Y25", "L115", "D89", "W15", "Q15", "R19", "G13", "E", "H", "V",
            "X11", "X11-D", "Z",
        ],
        "NOT_YOURS": ["T27"],
    }  # fmt: skip


def test_a_consent_that_covers_the_question_stands_at_once():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    consent(mine, someone, to=[named.agency_id])
    page = client_of(mine).get(address("weigh", someone.id, receiver=named.agency_id, categories=HEALTH))
    assert standing(page)["READY"] == ["C0"]


def test_from_a_council_the_grounds_of_the_administration_are_set_aside():
    mine, care = agencies.actor("社協の人"), office("介護課")
    page = client_of(mine).get(address("weigh", people.person(mine).id, receiver=care.id, categories=HEALTH))
    assert standing(page)["NOT_YOURS"] == ["X11", "X11-D", "P69-0", "P69-2", "P69-3", "P69-4", "M15"]


@pytest.mark.parametrize("receiver", ["", "だれか", str(uuid.uuid4())], ids=["空", "文字", "知らない機関"])
def test_a_question_without_an_agency_is_answered_at_the_field(receiver):
    mine = agencies.actor()
    page = client_of(mine).get(address("weigh", people.person(mine).id, receiver=receiver, categories=HEALTH))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["receiver"])


def test_what_is_written_reaches_the_other_agency_and_nobody_else():
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    named, stranger = agencies.actor("介護課の人", agency=care), agencies.actor("よその人")
    someone = people.person(mine, "架空 太郎")
    where = address("provide", someone.id, receiver=care.id, categories=HEALTH, ground="P69-2")
    assert client_of(mine).get(where).status_code == 200
    done = client_of(mine).post(where, {**token(), **WRITTEN})
    announce(mine)
    made = Provision.objects.get()
    assert (done.status_code, done.url) == (302, address("show_provision", made.id))
    page = client_of(named).get(done.url)
    assert (page.status_code, page.context["provision"].body) == (200, "退院は来週の見込み。")
    assert client_of(stranger).get(done.url).status_code == 404


def test_an_empty_answer_is_told_at_its_field_and_nothing_typed_is_lost():
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    someone = people.person(mine)
    where = address("provide", someone.id, receiver=care.id, categories=HEALTH, ground="P69-2")
    page = client_of(mine).post(where, {**token(), **WRITTEN, "answer_approved": ""})
    assert page.status_code == 422
    assert dict(page.context["form"].errors) == {"answer_approved": ["決裁した人と日を書いてください。"]}
    assert page.context["form"]["body"].value() == "退院は来週の見込み。"


def test_a_day_that_is_over_is_refused_at_the_field():
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    where = address("provide", people.person(mine).id, receiver=care.id, categories=HEALTH, ground="P69-2")
    page = client_of(mine).post(where, {**token(), **WRITTEN, "until_on": wareki(TODAY)})
    assert page.status_code == 422
    assert dict(page.context["form"].errors) == {
        "until_on": ["見られる期限は、明日か、それより後の日にしてください。"]
    }


@pytest.mark.parametrize("query", [{}, {"ground": "P69-2"}, {"ground": "知らない"}])
def test_without_the_question_one_is_led_back_to_it(query):
    mine = agencies.actor(agency=office("福祉課"))
    someone = people.person(mine)
    page = client_of(mine).get(address("provide", someone.id, **query))
    assert (page.status_code, page.url) == (302, address("weigh", someone.id))


def test_a_ground_with_something_missing_shows_the_reason_in_place_of_the_form():
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    page = client_of(mine).get(
        address("provide", people.person(mine).id, receiver=care.id, categories=HEALTH, ground="C0")
    )
    assert (page.status_code, [one.code for one in page.context["may"].reasons]) == (200, ["consent"])


def test_the_receiver_answers_and_the_giver_sees_it():
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    named = agencies.actor("介護課の人", agency=care)
    made = told(mine, people.person(mine, "架空 太郎"), care)
    inbox = client_of(named).get(address("waiting"))
    assert [(one.id, label) for one, label in inbox.context["received"]] == [(made.id, "架空 太郎")]
    done = client_of(named).post(address("acknowledge_provision", made.id), token())
    assert (done.status_code, done.url) == (302, address("show_provision", made.id))
    page = client_of(mine).get(address("show_provision", made.id))
    assert page.context["provision"].acknowledged_by.name == "介護課の人"


def test_what_the_giver_ended_is_gone_for_the_receiver():
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    named = agencies.actor("介護課の人", agency=care)
    made = told(mine, people.person(mine), care)
    assert client_of(mine).get(address("end_provision", made.id)).status_code == 200
    refused = client_of(mine).post(address("end_provision", made.id), {**token(), "reason": ""})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    done = client_of(mine).post(address("end_provision", made.id), {**token(), "reason": "用が済んだ"})
    assert done.status_code == 302
    assert client_of(named).get(address("show_provision", made.id)).status_code == 404


def test_an_emergency_is_settled_by_the_head_of_the_section():
    welfare, care = office("福祉課"), office("介護課")
    mine = agencies.actor("係員", agency=welfare, kinds=(RoleKind.WINDOW,))
    chief = agencies.actor("課長", agency=welfare, kinds=(RoleKind.MANAGER,))
    made = told(mine, people.person(mine), care, ground="Z")
    assert client_of(mine).get(address("review_provision", made.id)).status_code == 403
    assert [one.id for one, _ in client_of(chief).get(address("waiting")).context["reviews"]] == [made.id]
    answer = {**token(), "settled_ground": "P69-4", "words": "命を守るためだった。"}
    assert client_of(chief).post(address("review_provision", made.id), answer).status_code == 302
    page = client_of(mine).get(address("show_provision", made.id))
    assert page.context["settled"] == "明らかに本人の利益になる・特別の理由"


@pytest.mark.parametrize(
    "screen", ["show_provision", "end_provision", "review_provision", "acknowledge_provision"]
)
def test_who_was_not_told_does_not_learn_that_there_was_anything(screen):
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    stranger = agencies.actor("よその課長", kinds=(RoleKind.MANAGER,))
    made = told(mine, people.person(mine), care)
    for key in (made.id, uuid.uuid4()):
        where = address(screen, key)
        client = client_of(stranger)
        page = client.post(where, token()) if screen == "acknowledge_provision" else client.get(where)
        assert page.status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(rows):
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    someone = people.person(mine)
    for _ in range(rows):
        told(mine, someone, care)
    client = client_of(mine)
    client.get(address("provisions", someone.id))
    with CaptureQueriesContext(connection) as captured:
        page = client.get(address("provisions", someone.id))
    assert (len(page.context["provisions"]), len(captured)) == (rows, 13)


def test_what_has_an_end_is_closed_after_it():
    mine, care = agencies.actor(agency=office("福祉課")), office("介護課")
    named = agencies.actor("介護課の人", agency=care)
    someone = people.person(mine)
    where = address("provide", someone.id, receiver=care.id, categories=HEALTH, ground="P69-2")
    until = TODAY + timedelta(days=1)
    client_of(mine).post(where, {**token(), **WRITTEN, "until_on": wareki(until)})
    announce(named)
    made = Provision.objects.get()
    assert made.until_on == until
