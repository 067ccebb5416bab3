"""Every screen: works, refused, invalid, unseen, and how many queries it takes."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.cases.models import Case
from norishiro.consultations import operations
from norishiro.consultations.choices import RequestStatus, SheetStatus
from norishiro.consultations.models import Consultation, Notice, Screening, SupportRequest, TsunaguSheet
from norishiro.core import calendar
from norishiro.core.form_pages import SENT_BEFORE
from norishiro.core.operation import announce
from norishiro.people.models import Person
from tests.factories import agencies, people
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import TODAY, client_of, token

pytestmark = pytest.mark.django_db

FIRST_FIVE = {
    "received_on": calendar.wareki(TODAY),
    "channel": "PHONE",
    "visitor": "FAMILY",
    "name": "",
    "summary": "家から出られない。",
}


def address(name: str, *args) -> str:
    return reverse(name if ":" in name else f"consultations:{name}", args=args)


def get(actor, name: str, *args, **query):
    return client_of(actor).get(address(name, *args), query)


def post(actor, screen: str, *args, query: str = "", **values):
    return client_of(actor).post(address(screen, *args) + query, {**token(), **values})


def text_of(response) -> str:
    return response.content.decode()


def errors_of(response) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def queries_of(actor, name: str, *args, **query) -> int:
    client = client_of(actor)
    client.get(address(name, *args), query)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address(name, *args), query).status_code == 200
    return len(captured)


def rows(actor, model) -> int:
    announce(actor)
    return model.objects.count()


# --- receiving ---------------------------------------------------------------------------------------


def test_five_fields_are_enough_to_receive():
    town = towns.town()
    response = post(town.window, "receive_consultation", **FIRST_FIVE)
    announce(town.window)
    found = Consultation.objects.select_related("person").get()
    assert (response.status_code, response.url) == (302, address("show", found.id))
    assert (found.person.label, found.visitor, found.urgency) == ("氏名不詳", "FAMILY", "?")


def test_the_form_offers_the_19_concerns_and_remarks_on_a_second_double_circle():
    town = towns.town()
    assert len(get(town.window, "receive_consultation").context["form"].fields["concerns"].choices) == 19
    marks = {"concerns-DEBT": "MOST", "concerns-CARE": "MOST", "concerns-HOUSING": "SOME"}
    response = post(town.window, "receive_consultation", **FIRST_FIVE, **marks)
    page = text_of(client_of(town.window).get(response.url))
    announce(town.window)
    assert sorted(Consultation.objects.get().concerns.values_list("code", "mark")) == [
        ("CARE", "DOUBLE"),
        ("DEBT", "DOUBLE"),
        ("HOUSING", "CIRCLE"),
    ]
    assert "担当の外の困りごとがあります" in page


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("received_on", "令和99年1月1日"),
        ("received_on", "令和8年2月30日"),
        pytest.param("received_on", calendar.wareki(TODAY + timedelta(days=1)), id="tomorrow"),
        ("received_on", ""),
        ("channel", "SMOKE"),
        ("summary", "　"),
        pytest.param("summary", "あ" * 50_001, id="too-long"),
        ("kana", "架空"),
        ("phone", "12"),
    ],
)
def test_what_cannot_be_is_answered_at_its_field(field, typed):
    town = towns.town()
    response = post(town.window, "receive_consultation", **(FIRST_FIVE | {field: typed}))
    assert (response.status_code, list(errors_of(response)), rows(town.window, Consultation)) == (
        422,
        [field],
        0,
    )


def test_half_width_kana_and_emoji_and_50000_characters_are_kept():
    town = towns.town()
    summary = "😀" + "あ" * 49_999
    post(town.window, "receive_consultation", **(FIRST_FIVE | {"kana": "ｶｸｳ ﾀﾛｳ", "summary": summary}))
    announce(town.window)
    found = Consultation.objects.select_related("person").get()
    assert (found.person.kana, found.summary == summary) == ("かくう たろう", True)


def test_sent_twice_a_consultation_is_received_once():
    town = towns.town()
    client, once = client_of(town.window), FIRST_FIVE | token()
    first = client.post(address("receive_consultation"), once)
    second = client.post(address("receive_consultation"), once)
    assert (first.url, rows(town.window, Consultation)) == (second.url, 1)


def test_other_words_in_a_form_sent_before_are_not_swallowed():
    town = towns.town()
    client, once = client_of(town.window), FIRST_FIVE | token()
    first = client.post(address("receive_consultation"), once)
    again = client.post(
        address("receive_consultation"), once | {"name": "架空 二郎", "summary": "別の人のこと"}
    )
    form = again.context["form"]
    page = again.content.decode()
    assert (again.status_code, rows(town.window, Consultation)) == (422, 1)
    assert (form["summary"].value(), form.sent_before, str(form.token) == once["form_token"]) == (
        "別の人のこと",
        first.url,
        False,
    )
    assert SENT_BEFORE in page
    assert f'href="{first.url}"' in page
    fresh = once | {"name": "架空 二郎", "summary": "別の人のこと", "form_token": str(form.token)}
    assert client.post(address("receive_consultation"), fresh).status_code == 302
    assert rows(town.window, Consultation) == 2


def test_a_known_person_is_taken_by_the_address_and_a_strangers_is_not_found():
    town = towns.town()
    someone = people.person(town.window)
    response = post(town.window, "receive_consultation", query=f"?person={someone.id}", **FIRST_FIVE)
    assert (response.status_code, rows(town.window, Person)) == (302, 1)
    assert get(town.care, "receive_consultation", person=str(someone.id)).status_code == 404


def test_a_notice_of_two_fields_is_promoted_to_a_consultation():
    town = towns.town()
    post(town.window, "note_notice", text="夜ねむれないという方", place="サロン")
    announce(town.window)
    notice = Notice.objects.get()
    page = get(town.window, "receive_consultation", notice=str(notice.id))
    assert page.context["form"].initial["summary"] == "夜ねむれないという方"
    assert get(town.care, "receive_consultation", notice=str(notice.id)).status_code == 404
    post(town.window, "receive_consultation", query=f"?notice={notice.id}", **FIRST_FIVE)
    announce(town.window)
    assert Notice.objects.get().consultation_id == Consultation.objects.get().id
    assert errors_of(post(town.window, "note_notice", text="")).keys() == {"text"}


def test_a_supporter_without_the_role_does_not_receive():
    town = towns.town()
    member = agencies.actor("架空 委員", kinds=(RoleKind.MEMBER,))
    assert get(member, "receive_consultation").status_code == 403
    assert get(town.window, "receive_consultation").status_code == 200


def test_the_list_holds_the_own_agencys_and_filters_by_state():
    town = towns.town()
    found = towns.received(town.window)
    other = towns.received(town.window)
    operations.screen_consultation(
        town.window, consultation=other, outcome="STAY", reason="続ける", today=TODAY
    )
    assert [one.id for one in get(town.window, "list", status="HERE").context["page"].rows] == [other.id]
    assert {one.id for one in get(town.window, "list").context["page"].rows} == {found.id, other.id}
    assert get(town.care, "list").context["page"].rows == ()


def test_a_consultation_of_another_agency_is_not_found():
    town = towns.town()
    found = towns.received(town.window)
    assert get(town.window, "show", found.id).status_code == 200
    for name in ("show", "change_consultation", "screen_consultation"):
        assert get(town.care, name, found.id).status_code == 404
    assert get(town.window, "show", uuid.uuid4()).status_code == 404


def test_what_was_consulted_before_and_wished_stands_on_the_page():
    town = towns.town()
    found = towns.received(
        town.window,
        details={"already_consulted": "ハローワーク", "wishes": "朝に電話", "since_when": "去年の秋"},
    )
    page = text_of(get(town.window, "show", found.id))
    assert [word in page for word in ("ハローワーク", "朝に電話", "去年の秋")] == [True, True, True]


def test_two_who_correct_at_once_meet_on_the_merge_page():
    town = towns.town()
    found = towns.received(town.window)
    operations.change_consultation(
        town.window, consultation=found, version=1, values={"wishes": "朝に電話"}, today=TODAY
    )
    late = FIRST_FIVE | {"version": "1", "wishes": "夜に電話", "urgency": "?"}
    response = post(town.window, "change_consultation", found.id, **late)
    assert (response.status_code, "朝に電話" in text_of(response)) == (409, True)
    response = post(town.window, "change_consultation", found.id, **(late | {"version": "2"}))
    announce(town.window)
    assert (response.status_code, Consultation.objects.get().wishes) == (302, "夜に電話")


def test_screening_shows_the_four_types_of_the_profile_and_chooses_none():
    town = towns.town()
    found = towns.received(town.window)
    page = get(town.window, "screen_consultation", found.id)
    assert [one.code for one in page.context["guides"]] == ["1", "2", "3", "4"]
    assert page.context["form"]["guide_type"].value() is None
    response = post(town.window, "screen_consultation", found.id, outcome="REFER", guide_type="2", reason="")
    assert list(errors_of(response)) == ["reason"]
    post(town.window, "screen_consultation", found.id, outcome="REFER", guide_type="2", reason="担当の境目")
    announce(town.window)
    assert list(Screening.objects.values_list("outcome", "guide_type", "reason")) == [
        ("REFER", "2", "担当の境目")
    ]


# --- つなぐシート -------------------------------------------------------------------------------------


def test_without_consent_the_sheet_page_says_why_and_leads_to_the_consent():
    town = towns.town()
    someone = people.person(town.window)
    to = str(town.care.agency_id)
    response = post(town.window, "send_sheet", someone.id, receiver_agency=to, worry="しごと")
    assert (response.status_code, list(errors_of(response))) == (422, ["__all__"])
    taking = reverse("sharing:take_consent", args=[someone.id])
    link = re.search(rf'href="({re.escape(taking)}\?[^"]*)"', text_of(response))
    assert link is not None
    assert f"to={to}" in link[1] and "next=" in link[1]
    assert rows(town.window, TsunaguSheet) == 0


def test_a_sheet_is_sent_taken_answered_and_reported_on_screen():
    town = towns.town()
    found = towns.received(town.window)
    towns.consented(town.window, found.person, town.care)
    response = post(
        town.window, "send_sheet", found.person_id, query=f"?consultation={found.id}",
        receiver_agency=str(town.care.agency_id), worry="仕事を探したい",
    )  # fmt: skip
    announce(town.window)
    sheet = TsunaguSheet.objects.get()
    assert (response.url, sheet.consultation_id) == (address("show_sheet", sheet.id), found.id)
    assert get(town.stranger, "show_sheet", sheet.id).status_code == 404
    assert get(town.care, "show_sheet", sheet.id).status_code == 200
    assert post(town.care, "take_sheet", sheet.id).status_code == 302
    assert list(errors_of(post(town.care, "answer_sheet", sheet.id, answer="ACCEPTED", words=""))) == [
        "words"
    ]
    post(town.care, "answer_sheet", sheet.id, answer="ACCEPTED", words="来週会います")
    post(town.care, "report_result", sheet.id, first_contact_on=calendar.wareki(TODAY), result="会えました")
    page = text_of(get(town.window, "show_sheet", sheet.id))
    assert [word in page for word in ("来週会います", "会えました")] == [True, True]


def test_the_sender_may_not_take_the_sheet_and_get_changes_nothing():
    town = towns.town()
    sheet = towns.sent(town)
    assert post(town.window, "take_sheet", sheet.id).status_code == 403
    assert get(town.care, "take_sheet", sheet.id).status_code == 405
    announce(town.care)
    assert TsunaguSheet.objects.get().status == SheetStatus.SENT


def test_a_sheet_past_its_day_is_marked_late_in_both_boxes():
    town = towns.town()
    sheet = towns.sent(town)
    announce(town.window)
    TsunaguSheet.objects.filter(id=sheet.id).update(due_on=TODAY - timedelta(days=1))
    assert get(town.care, "sheets").context["rows"] == [(sheet, True, "返事待ち")]
    assert get(town.window, "sheets", box="sent").context["rows"] == [(sheet, True, "返事待ち")]
    assert get(town.stranger, "sheets").context["rows"] == []


def test_on_the_spot_handover_is_recorded_with_acceptance_on_screen():
    town = towns.town()
    someone = people.person(town.window)
    towns.consented(town.window, someone, town.care)
    post(
        town.window, "send_sheet", someone.id, receiver_agency=str(town.care.agency_id), worry="しごと",
        handed_on_the_spot="on", receiver=str(town.care.staff_id),
    )  # fmt: skip
    announce(town.window)
    sheet = TsunaguSheet.objects.get()
    assert (sheet.status, sheet.receiver_id) == (SheetStatus.ACCEPTED, town.care.staff_id)


def test_a_sheet_is_withdrawn_with_a_reason():
    town = towns.town()
    sheet = towns.sent(town)
    assert list(errors_of(post(town.window, "withdraw_sheet", sheet.id, reason=""))) == ["reason"]
    post(town.window, "withdraw_sheet", sheet.id, reason="まちがい")
    announce(town.window)
    assert TsunaguSheet.objects.get().status == SheetStatus.WITHDRAWN


# --- 多機関協働の申込 ---------------------------------------------------------------------------------


def apply_on_screen(town, someone, **given):
    values = {
        "operator": str(town.operator.agency_id), "situation": "母と子", "tried": "訪問を三回", "stuck": "会えない",
        "no_consent_reason": "1",
    } | given  # fmt: skip
    return post(town.window, "apply_for_support", someone.id, **values)


def test_an_agency_applies_and_the_request_stands_in_the_shared_queue():
    town = towns.town()
    someone = people.person(town.window)
    assert list(errors_of(apply_on_screen(town, someone, no_consent_reason="", tried=""))) == ["tried"]
    assert list(errors_of(apply_on_screen(town, someone, no_consent_reason=""))) == ["no_consent_reason"]
    response = apply_on_screen(town, someone)
    announce(town.window)
    request = SupportRequest.objects.get()
    assert response.url == address("show_request", request.id)
    assert get(town.operator, "requests").context["queue"] == [(request, 0, False)]
    assert get(town.window, "requests").context["rows"] == [(request, False)]
    assert [get(one, "show_request", request.id).status_code for one in (town.operator, town.stranger)] == [
        200,
        404,
    ]


def test_requests_past_their_day_are_listed_as_late_with_their_owner():
    town = towns.town()
    request = towns.applied(town)
    announce(town.operator)
    SupportRequest.objects.filter(id=request.id).update(
        applied_on=TODAY - timedelta(days=30), due_on=TODAY - timedelta(days=1)
    )
    assert post(town.operator, "take_request", request.id).status_code == 302
    [(found, days, late)] = get(town.operator, "requests").context["queue"]
    assert (found.owner_id, days, late) == (town.operator.staff_id, 30, True)


def test_not_needed_without_a_proposal_is_answered_at_the_field_and_with_one_is_printed():
    town = towns.town()
    request = towns.applied(town)
    response = post(town.operator, "answer_request", request.id, answer="NOT_NEEDED", reason="主訴が明確")
    assert (response.status_code, list(errors_of(response))) == (422, ["proposal"])
    post(
        town.operator,
        "answer_request",
        request.id,
        answer="NOT_NEEDED",
        reason="主訴が明確",
        proposal="窓口へ同行",
    )
    page = text_of(get(town.window, "answer_page", request.id))
    assert [word in page for word in ("主訴が明確", "窓口へ同行", calendar.wareki(TODAY))] == [
        True,
        True,
        True,
    ]


def test_a_reapplication_shows_what_was_tried_and_links_back():
    town = towns.town()
    first = towns.applied(town)
    operations.answer_request(
        town.operator,
        request=first,
        answer=RequestStatus.NOT_NEEDED,
        reason="今は",
        proposal="同行",
        today=TODAY,
    )
    page = get(town.window, "reapply", first.id)
    assert (page.context["form"].initial["tried"], "同行" in text_of(page)) == ("訪問を三回", True)
    post(
        town.window, "reapply", first.id, operator=str(town.operator.agency_id), situation="母と子",
        tried="訪問を三回、同行を二回", stuck="会えない", no_consent_reason="1",
    )  # fmt: skip
    announce(town.window)
    again = SupportRequest.objects.get(status=RequestStatus.APPLIED)
    assert again.previous_id == first.id
    assert address("show_request", first.id) in text_of(get(town.operator, "show_request", again.id))


def test_the_applicant_may_not_answer_and_withdraws_with_a_reason():
    town = towns.town()
    request = towns.applied(town)
    assert get(town.window, "answer_request", request.id).status_code == 403
    post(town.window, "withdraw_request", request.id, reason="解決した")
    announce(town.window)
    assert SupportRequest.objects.get().status == RequestStatus.WITHDRAWN
    assert get(town.operator, "show_request", request.id).status_code == 404


def accepting(town, **given):
    return {
        "reason": "世帯の課題", "title": "架空家", "lead_side": "ADMINISTRATION", "lead_side_reason": "緊急",
        "lead_agency": str(town.operator.agency_id), "lead_staff": str(town.operator.staff_id), "household": "NEW",
        "household_label": "架空家", "alias_1": "母", "relation_1": "PARENT",
    } | given  # fmt: skip


def test_accepting_on_screen_opens_the_case_with_side_and_reason():
    town = towns.town()
    request = towns.applied(town)
    response = post(town.operator, "casework:accept_request", request.id, **accepting(town))
    announce(town.operator)
    case = Case.objects.get()
    assert response.url == reverse("cases:show", args=[case.id])
    assert (case.lead_side, case.origin_id, case.members.count()) == ("ADMINISTRATION", request.id, 2)


@pytest.mark.parametrize("field", ["reason", "title", "lead_side", "lead_side_reason", "household_label"])
def test_accepting_incompletely_is_answered_at_the_field(field):
    town = towns.town()
    request = towns.applied(town)
    response = post(town.operator, "casework:accept_request", request.id, **accepting(town, **{field: ""}))
    assert (response.status_code, list(errors_of(response)), rows(town.operator, Case)) == (422, [field], 0)


def test_others_do_not_accept():
    town = towns.town()
    request = towns.applied(town)
    stranger = agencies.actor("架空 別の推進員")
    assert get(stranger, "casework:accept_request", request.id).status_code == 404
    assert get(town.window, "casework:accept_request", request.id).status_code == 403


# --- how many questions ------------------------------------------------------------------------------


def test_more_rows_ask_no_more_questions():
    town = towns.town()
    counted = []
    for number in (1, 2):
        for _ in range(number):
            found = towns.received(town.window, concerns={"CARE": "SOME"})
            towns.sent(town, someone=found.person, consultation=found)
            towns.applied(town, someone=found.person, consultation=found)
        counted.append(
            [
                queries_of(town.window, "list"),
                queries_of(town.care, "sheets"),
                queries_of(town.operator, "requests"),
                queries_of(town.window, "show", found.id),
            ]
        )
    assert counted == [[18, 13, 16, 24], [18, 13, 16, 24]]
