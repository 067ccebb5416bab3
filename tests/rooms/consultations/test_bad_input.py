"""What people type, paste and press by mistake, through the real forms: answered at the field, and nothing is lost."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from norishiro.consultations.models import Consultation, TsunaguSheet
from norishiro.core import calendar
from norishiro.core.forms.base import FILE_FOR_TEXT
from norishiro.core.operation import announce
from tests.factories import people
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.test_screens import FIRST_FIVE, address, errors_of, get, post, rows, text_of
from tests.rooms.consultations.town import TODAY, client_of, token

pytestmark = pytest.mark.django_db

TYPED = FIRST_FIVE | {"name": "架空　花子", "kana": "かくう はなこ", "summary": "消えてはいけない文。"}


def kept(response) -> dict[str, str]:
    return {name: response.context["form"][name].value() for name in ("name", "kana", "summary")}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("birth", "令和99年1月1日"),
        ("birth", "平成3年2月30日"),
        pytest.param("birth", calendar.wareki(TODAY + timedelta(days=1)), id="born-tomorrow"),
        ("birth", "そのうち"),
        ("urgency_review_on", "令和8年13月1日"),
        ("received_at", "25:00"),
        ("postal_code", "12"),
        ("visitor_phone", "電話なし"),
        ("name", "架空\u202e花子"),
    ],
)
def test_each_is_answered_in_japanese_at_its_field_and_the_rest_stays(field, typed):
    town = towns.town()
    response = post(town.window, "receive_consultation", **(TYPED | {field: typed}))
    errors = errors_of(response)
    assert (response.status_code, list(errors), rows(town.window, Consultation)) == (422, [field], 0)
    assert [one[-1] for one in errors[field]] == ["。"]
    expected = {name: TYPED[name] for name in ("name", "kana", "summary")}
    assert kept(response) | {field: ""} == expected | {field: ""}
    assert response.context["form"][field].value() == typed


@pytest.mark.parametrize(
    "name", ["𠮷田　花子", "髙橋　﨑子", "葛\U000e0100城　花", "ジョン・スミス", "架空　😀"]
)
def test_rare_letters_of_a_name_are_kept_as_they_are_written(name):
    town = towns.town()
    assert post(town.window, "receive_consultation", **(TYPED | {"name": name})).status_code == 302
    announce(town.window)
    assert Consultation.objects.select_related("person").get().person.name == name


@pytest.mark.parametrize("field", ["summary", "name", "received_on", "kana"])
def test_a_file_instead_of_text_is_said_at_the_field(field):
    town = towns.town()
    values = {**token(), **TYPED, field: SimpleUploadedFile("めも.txt", "中身".encode())}
    response = client_of(town.window).post(address("receive_consultation"), values)
    assert (response.status_code, rows(town.window, Consultation)) == (422, 0)
    assert FILE_FOR_TEXT in errors_of(response)[field]
    others = {name: TYPED[name] for name in ("name", "kana", "summary") if name != field}
    assert {name: value for name, value in kept(response).items() if name != field} == others


def test_a_sheet_takes_no_file_and_no_endless_text():
    town = towns.town()
    someone = people.person(town.window)
    towns.consented(town.window, someone, town.care)
    to = {"receiver_agency": str(town.care.agency_id)}
    file = post(town.window, "send_sheet", someone.id, **to, worry=SimpleUploadedFile("x.txt", b"x"))
    assert (file.status_code, FILE_FOR_TEXT in errors_of(file)["worry"]) == (422, True)
    long = post(town.window, "send_sheet", someone.id, **to, worry="あ" * 5001)
    assert (long.status_code, list(errors_of(long)), rows(town.window, TsunaguSheet)) == (422, ["worry"], 0)
    assert long.context["form"]["worry"].value() == "あ" * 5001


def test_after_the_log_in_ran_out_the_text_waits_also_where_the_address_names_somebody():
    town = towns.town()
    someone = people.person(town.window)
    client, query = client_of(town.window), f"?person={someone.id}"
    page = client.get(address("receive_consultation") + query)
    form = page.context["form"]
    del client.cookies[settings.SESSION_COOKIE_NAME]
    answer = client.post(
        address("receive_consultation") + query,
        {**TYPED, **token(), "draft_form": form.form_key, "draft_subject": str(someone.id)},
    )
    assert (answer.status_code, rows(town.window, Consultation)) == (302, 0)
    again = client_of(town.window)
    back = again.get(address("receive_consultation") + query + "&draft=load")
    assert back.context["form"]["summary"].value() == TYPED["summary"]
    assert f"person%3D{someone.id}%26draft%3Dload" in answer.url
    offered = text_of(again.get(address("receive_consultation") + query))
    assert f"person={someone.id}&amp;draft=load" in offered


def test_going_back_and_sending_the_same_page_again_leads_to_what_was_received():
    town = towns.town()
    client, once = client_of(town.window), TYPED | token()
    first = client.post(address("receive_consultation"), once)
    client.get(first.url)
    assert client.get(address("receive_consultation")).status_code == 200
    assert client.post(address("receive_consultation"), once).url == first.url
    assert rows(town.window, Consultation) == 1


@pytest.mark.parametrize("screen", ["show", "change_consultation", "screen_consultation", "decide_outside"])
def test_another_agencys_consultation_and_one_that_never_was_are_both_not_found(screen):
    town = towns.town()
    found = towns.received(town.window)
    assert [get(town.care, screen, one).status_code for one in (found.id, uuid.uuid4())] == [404, 404]
    assert post(town.care, screen, found.id, **TYPED).status_code in (404, 405)
