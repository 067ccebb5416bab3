"""The screens of the register: the whole way of a request in the browser's requests, refusals, bad input, the unseen."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from norishiro.agencies import queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.rights.models import Opinion, Part, Request, StopOrder
from tests.rooms.rights.town import RightsTown

pytestmark = pytest.mark.django_db

ONE_REQUEST = (
    "request", "identify_requester", "link_person", "extend_term", "ask_opinion", "package", "find_part",
    "propose_decision", "decide_request", "return_proposal", "deliver_decision", "withdraw_request", "letter",
    "package_paper",
)  # fmt: skip


@pytest.fixture
def town() -> RightsTown:
    return RightsTown()


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def get(actor: Actor, name: str, *args: Any) -> Any:
    return as_(actor).get(reverse(f"rights:{name}", args=args))


def post(actor: Actor, screen: str, /, *args: Any, **data: Any) -> Any:
    return as_(actor).post(reverse(f"rights:{screen}", args=args), {"form_token": str(uuid.uuid4()), **data})


def day(offset: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=offset)).isoformat()


def received(**given: Any) -> dict[str, Any]:
    return {
        "kind": "DISCLOSE", "wanted": "記録を見たい", "received_on": day(), "days": "30", "asker": "SELF",
        "asker_name": "架空　太郎", "subject_name": "架空　太郎", "subject_kana": "かくうたろう", **given,
    }  # fmt: skip


def kept(town: RightsTown) -> Request:
    announce(town.clerk)
    return Request.objects.get()


def test_a_request_goes_its_whole_way(town: RightsTown):
    town.contact("「外に出たい」\n見立て：疲れている")
    assert post(town.clerk, "receive_request", **received()).status_code == 302
    key = kept(town).id
    assert (
        post(
            town.clerk, "identify_requester", key, identity_how="免許証", identity_on=day(), mending_days="0"
        ).status_code
        == 302
    )
    assert "架空　太郎" in get(town.clerk, "link_person", key).content.decode()
    assert post(town.clerk, "link_person", key, person=str(town.person.id)).status_code == 302
    assert post(town.clerk, "gather_records", key).status_code == 302
    package = get(town.clerk, "package", key).content.decode()
    assert "「外に出たい」" in package and "7号" in package
    assert post(town.clerk, "propose_decision", key, outcome="PART", reason="見立てを除く").status_code == 302
    assert post(town.second, "decide_request", key).status_code == 302
    letter = PdfReader(BytesIO(get(town.clerk, "letter", key).content))
    assert "審査請求" in "".join(page.extract_text() for page in letter.pages)
    paper = "".join(
        page.extract_text()
        for page in PdfReader(BytesIO(get(town.clerk, "package_paper", key).content)).pages
    )
    assert "外に出たい" in paper and "疲れている" not in paper
    assert post(town.clerk, "deliver_decision", key, how="窓口で手渡し", on=day()).status_code == 302
    assert kept(town).status == "DONE"


def test_what_is_missing_is_said_beside_its_field(town: RightsTown):
    page = post(town.clerk, "receive_request", **received(wanted="", days="99"))
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"wanted", "days"})


def test_a_refusal_keeps_what_was_typed(town: RightsTown):
    request = town.linked()
    page = post(town.clerk, "propose_decision", request.id, outcome="PART", reason="まだ集めていない")
    assert page.status_code == 422
    assert "先に、記録を集めて" in page.content.decode()


def test_nobody_gathers_before_the_requester_is_known(town: RightsTown):
    page = post(town.clerk, "gather_records", town.request().id)
    assert page.status_code == 403
    assert "先に、本人確認を記録してください。" in page.content.decode()


def test_the_proposer_sees_why_the_decision_waits(town: RightsTown):
    request = town.linked("STOP")
    post(town.clerk, "propose_decision", request.id, outcome="STOP", reason="求めのとおり")
    assert "案を作った人は決定できません" in get(town.clerk, "request", request.id).content.decode()
    assert post(town.clerk, "decide_request", request.id).status_code == 422
    assert post(town.second, "decide_request", request.id).status_code == 302
    announce(town.clerk)
    order = StopOrder.objects.get()
    assert get(town.clerk, "let_see", order.id).status_code == 200
    for colleague in queries.colleagues(town.clerk, on=timezone.localdate()):  # whoever of them is chosen
        seen = {"staff": str(colleague.id), "law": "行政不服審査法第9条", "reason": "審査請求", "hours": "24"}
        expected = 422 if colleague.id == town.clerk.staff_id else 302
        assert post(town.clerk, "let_see", order.id, **seen).status_code == expected
    assert post(town.clerk, "lift_stop", order.id, reason="誤りが分かった").status_code == 302


def test_a_part_is_changed_with_a_reason(town: RightsTown):
    town.contact("見立て：疲れている")
    request = town.gathered()
    part = next(one for one in town.parts(request) if one.text == "疲れている")
    assert post(town.clerk, "change_part", part.id, withheld="", reason="").status_code == 422
    assert post(town.clerk, "change_part", part.id, withheld="", reason="本人に話した").status_code == 302
    announce(town.clerk)
    assert Part.objects.get(id=part.id).withheld == ""


def test_a_correction_is_found_written_and_judged(town: RightsTown):
    town.contact("督促状が3通あった")
    request = town.gathered("CORRECT")
    found = as_(town.clerk).post(reverse("rights:find_part", args=[request.id]), {"words": "督促状"})
    [part] = found.context["parts"]
    assert post(town.clerk, "add_correction", part.id, after="1通", statement="1通です").status_code == 302
    announce(town.clerk)
    correction = request.corrections.get()
    assert (
        post(town.clerk, "judge_correction", correction.id, refused="", reason="確かめた").status_code == 302
    )
    assert "確かめた" in get(town.clerk, "request", request.id).content.decode()


def test_an_opinion_is_asked_for_and_kept(town: RightsTown):
    request = town.linked()
    sent = post(
        town.clerk,
        "ask_opinion",
        request.id,
        name="架空　花江",
        about="話した部分",
        asked_on=day(),
        answer_by=day(14),
    )
    assert sent.status_code == 302
    announce(town.clerk)
    opinion = Opinion.objects.get()
    noted = post(town.clerk, "note_opinion", opinion.id, answered_on=day(), opposes="on", words="見せないで")
    assert noted.status_code == 302
    assert "反対" in get(town.clerk, "request", request.id).content.decode()


def test_the_term_is_put_off_and_told_on_paper(town: RightsTown):
    request = town.request(received_on=timezone.localdate(), today=timezone.localdate())
    assert (
        post(town.clerk, "extend_term", request.id, more="30", reason="記録が多い", on=day()).status_code
        == 302
    )
    again = post(town.clerk, "extend_term", request.id, more="30", reason="まだ", on=day())
    assert again.status_code == 422
    letter = PdfReader(BytesIO(get(town.clerk, "letter", request.id).content))
    assert "期限を延ばす" in letter.pages[0].extract_text()


@pytest.mark.parametrize("name", ONE_REQUEST)
def test_another_office_finds_no_request(town: RightsTown, name: str):
    request = town.request()
    other = RightsTown().clerk
    assert get(other, name, request.id).status_code == 404


@pytest.mark.parametrize("name", ["requests", "receive_request"])
def test_the_register_is_behind_its_door(town: RightsTown, name: str):
    assert get(town.council, name).status_code == 403


def test_parts_notices_and_stops_of_others_do_not_exist(town: RightsTown):
    town.contact("見立て：疲れている")
    part = town.parts(town.gathered())[0]
    other = RightsTown()
    for name in ("change_part", "add_correction"):
        assert get(other.clerk, name, part.id).status_code == 404
    for name in ("let_see", "lift_stop", "note_opinion", "judge_correction"):
        assert get(town.clerk, name, uuid.uuid4()).status_code == 404
    assert get(town.council, "acknowledge_notice", uuid.uuid4()).status_code == 404


def test_the_empty_register_says_so(town: RightsTown):
    assert "いま扱っている求めはありません" in get(town.clerk, "requests").content.decode()
    assert "確かめるお知らせはありません" in get(town.council, "notices").content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_register_asks_the_same_number_of_questions(
    town: RightsTown, many: int, django_assert_num_queries: Any
):
    for _ in range(many):
        town.request()
    client = as_(town.clerk)
    client.get(reverse("rights:requests"))
    with django_assert_num_queries(12):
        client.get(reverse("rights:requests"))


@pytest.mark.parametrize("many", [1, 3])
def test_the_package_asks_the_same_number_of_questions(
    town: RightsTown, many: int, django_assert_num_queries: Any
):
    for number in range(many):
        town.contact(f"記録{number}")
    request = town.gathered()
    client = as_(town.clerk)
    client.get(reverse("rights:package", args=[request.id]))
    with django_assert_num_queries(15):
        client.get(reverse("rights:package", args=[request.id]))
