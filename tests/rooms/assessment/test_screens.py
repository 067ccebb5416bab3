"""Every screen: it opens, it is not there for a stranger, it says what is wrong, and it asks as much for three as for one."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from norishiro.agencies.choices import RoleKind
from norishiro.assessment import operations, queries
from norishiro.assessment.dictionary import risk_forms_on
from norishiro.assessment.models import Answer, MeetingPart, OwnForm, RiskDecision, Sheet
from norishiro.core import calendar
from norishiro.core.operation import announce
from tests.factories import agencies
from tests.rooms.agencies.conftest import browser_of
from tests.rooms.assessment.town import J6, OWN, TODAY, Home, given

pytestmark = pytest.mark.django_db

DAY = calendar.wareki(TODAY)
SOURCE = {"told_by": "SELF", "told_name": "", "known_on": DAY, "certainty": "HEARD", "basis": OWN}


def address(name: str, *args: Any) -> str:
    return reverse(f"assessment:{name}", args=args)


def screens(home: Home, sheet: Sheet) -> dict[str, str]:
    person = home.person
    risk = queries.risk_sheets(home.lead, case=home.case)[0]
    refusal = queries.refusals(home.lead, case=home.case)[0]
    return {
        "start": address("start_sheet", home.case.id), "show": address("show_sheet", sheet.id),
        "earlier": address("earlier_answers", sheet.id), "of-household": address("fill_section", sheet.id, "ECONOMY"),
        "of-person": address("fill_section", sheet.id, "HEALTH", person.id), "ask": address("ask_item", sheet.id, "INCOME"),
        "ask-person": address("ask_item", sheet.id, "HEALTH", person.id), "invite": address("invite_party", sheet.id),
        "parts": address("choose_parts", sheet.id), "attach": address("attach_form", sheet.id),
        "refusal": address("note_refusal", home.case.id), "ease": address("ease_refusal", refusal.id),
        "acceptance": address("note_acceptance", home.case.id), "risk": address("fill_risk", home.case.id, "URGENCY"),
        "show-risk": address("show_risk", risk.id), "decide": address("decide_level", risk.id),
    }  # fmt: skip


def written(home: Home) -> Sheet:
    """A sheet with something of everything in it."""
    sheet = home.start()
    home.fill(sheet, INCOME=given("年金だけ"))
    for person in home.people:
        home.fill(sheet, person=person, HEALTH=given("", "GOOD"))
        home.fill(sheet, person=person, HEALTH=given("", "TREATED"))
    operations.note_refusal(
        home.lead, case=home.case, person=home.person, for_person=None, what="受診", source="本人", noted_on=TODAY,
        today=TODAY,
    )  # fmt: skip
    for person in home.people:
        operations.note_acceptance(
            home.lead,
            case=home.case,
            person=person,
            step="U2",
            seen="返事があった",
            seen_on=TODAY,
            today=TODAY,
        )
    [form] = [one for one in risk_forms_on(TODAY) if one.code == "URGENCY"]
    for person in home.people:
        operations.fill_risk(
            home.lead, case=home.case, person=person, form=form, marks={}, filled_on=TODAY, today=TODAY
        )
    announce(home.lead)
    return sheet


def test_every_screen_opens_for_the_lead_and_is_not_there_for_a_stranger(home):
    sheet = written(home)
    found = screens(home, sheet)
    mine, theirs = browser_of(home.lead), browser_of(home.stranger)
    assert {name: mine.get(path).status_code for name, path in found.items()} == dict.fromkeys(found, 200)
    assert {name: theirs.get(path).status_code for name, path in found.items()} == dict.fromkeys(found, 404)


def test_whoever_may_not_work_on_cases_is_told_so_and_still_reads(home):
    sheet = written(home)
    decider = agencies.actor(
        "架空 決子", agency=agencies.Agency.objects.get(id=home.lead.agency_id), kinds=(RoleKind.DECIDER,)
    )
    client = browser_of(decider)
    assert client.get(address("show_sheet", sheet.id)).status_code == 200
    assert client.get(address("fill_section", sheet.id, "ECONOMY")).status_code == 403


def test_words_in_an_address_that_are_not_in_the_dictionary_lead_nowhere(home):
    sheet = home.start()
    client = browser_of(home.lead)
    for path in (
        address("fill_section", sheet.id, "NOWHERE"), address("ask_item", sheet.id, "NOTHING"),
        address("ask_item", sheet.id, "HEALTH"), address("fill_risk", home.case.id, "NONE"),
        address("fill_section", sheet.id, "SUMMARY", home.person.id),
    ):  # fmt: skip
        assert client.get(path).status_code == 404


def test_an_assessment_is_begun_from_the_household_page(home):
    client = browser_of(home.lead)
    part = client.get(address("case_assessment", home.case.id), headers={"HX-Request": "true"})
    assert part.context["may_start"].allowed is True
    assert address("start_sheet", home.case.id) in part.content.decode()
    page = client.post(address("start_sheet", home.case.id))
    sheet = queries.newest_sheet(home.lead, case=home.case)
    assert sheet is not None
    assert page.headers["Location"] == address("show_sheet", sheet.id)
    assert client.get(address("case_assessment", home.case.id)).headers["Location"] == address(
        "show_sheet", sheet.id
    )
    assert (
        address("case_assessment", home.case.id)
        in client.get(reverse("cases:show", args=[home.case.id])).content.decode()
    )


def test_a_section_is_written_and_only_what_changed_is_kept(home):
    sheet = home.start()
    client = browser_of(home.lead)
    path = address("fill_section", sheet.id, "HEALTH", home.person.id)
    form = client.get(path).context["form"]
    told = SOURCE | {
        "version": "0",
        "HEALTH": "TREATED",
        "ILLNESS": "高血圧",
        "HANDBOOK": ["NONE"],
        "CARE_LEVEL": "C2",
    }
    assert form.version == 0
    assert client.post(path, told).headers["Location"] == address("show_sheet", sheet.id)
    announce(home.lead)
    assert {one.item: one.words for one in Answer.objects.all()} == {
        "HEALTH": "良くない（通院している）", "ILLNESS": "高血圧", "HANDBOOK": "なし", "CARE_LEVEL": "要介護2",
    }  # fmt: skip
    again = client.post(
        path, told | {"version": "4", "ILLNESS": "高血圧と腰痛", "told_by": "FAMILY", "told_name": "長女"}
    )
    assert again.status_code == 302
    announce(home.lead)
    newest = Answer.objects.order_by("-made_at")[0]
    assert (newest.words, newest.told_by, newest.told_name, Answer.objects.count()) == (
        "高血圧と腰痛",
        "FAMILY",
        "長女",
        5,
    )


def test_a_section_without_a_change_or_with_a_day_to_come_is_told_and_kept_on_the_page(home):
    sheet = home.start()
    client = browser_of(home.lead)
    path = address("fill_section", sheet.id, "ECONOMY")
    empty = client.post(path, SOURCE | {"version": "0"})
    assert (empty.status_code, empty.context["form"].non_field_errors()) == (
        422, ["変わったところがありません。書きかえてから登録してください。"],
    )  # fmt: skip
    late = client.post(path, SOURCE | {"version": "0", "INCOME": "年金だけ", "known_on": "令和99年1月1日"})
    assert (late.status_code, list(late.context["form"].errors)) == (422, ["known_on"])
    assert "年金だけ" in late.content.decode()


def test_two_colleagues_who_write_the_same_section_meet_on_the_merge_page(home):
    sheet = home.start()
    client = browser_of(home.lead)
    path = address("fill_section", sheet.id, "ECONOMY")
    home.fill(sheet, INCOME=given("同僚が書いた年金"))
    page = client.post(path, SOURCE | {"version": "0", "INCOME": "わたしが書いた年金"})
    text = page.content.decode()
    assert (page.status_code, "同僚が書いた年金" in text, "わたしが書いた年金" in text) == (409, True, True)
    merged = client.post(path, SOURCE | {"version": "1", "INCOME": "ふたりで決めた年金"})
    assert merged.status_code == 302
    assert home.said(home.lead, sheet, "INCOME") == ["ふたりで決めた年金"]


def test_what_another_body_wrote_stands_beside_the_form(home):
    home.met(home.other)
    sheet = home.start()
    home.fill(sheet, by=home.other, basis=J6, INCOME=given("仕送りがある"))
    page = browser_of(home.lead).get(address("fill_section", sheet.id, "ECONOMY"))
    assert [(cell.item.code, [one.words for one in said]) for cell, said in page.context["others"]] == [
        ("INCOME", ["仕送りがある"])
    ]
    assert page.context["form"].initial["INCOME"] == ""


def test_a_proposal_is_taken_by_one_press(home):
    sheet = home.start()
    client = browser_of(home.lead)
    path = address("fill_section", sheet.id, "HOUSEHOLD", home.person.id)
    [(one, choices, _press)] = client.get(path).context["proposals"]
    assert (one.item.code, one.words, [code for code, _label in choices]) == ("LIVING_WITH", "いない", [OWN])
    taken = client.post(
        address("take_over", sheet.id, "HOUSEHOLD", home.person.id), {"item": "LIVING_WITH", "basis": OWN}
    )
    assert taken.headers["Location"] == path
    assert home.said(home.lead, sheet, "LIVING_WITH", home.person) == ["いない"]
    assert client.get(path).context["proposals"] == []
    again = client.post(
        address("take_over", sheet.id, "HOUSEHOLD", home.person.id), {"item": "LIVING_WITH", "basis": OWN}
    )
    assert (again.status_code, Answer.objects.count()) == (302, 1)


def test_a_line_is_given_to_somebody_to_find_out_and_its_answer_stands_there(home):
    sheet = home.start()
    client = browser_of(home.lead)
    path = address("ask_item", sheet.id, "INCOME")
    told = {"question": "年金の額", "finder_agency": str(home.lead.agency_id), "due_on": DAY, "basis": OWN}
    assert client.post(path, told | {"due_on": ""}).status_code == 422
    assert client.post(path, told).headers["Location"] == address("show_sheet", sheet.id)
    announce(home.lead)
    inquiry = queries.get_inquiries(home.lead, sheet=sheet)["INCOME", None]
    client.post(reverse("cases:answer_unknown", args=[inquiry.unknown_id]), {"answer": "月に六万円"})
    assert "月に六万円" in client.get(address("show_sheet", sheet.id)).content.decode()


def test_a_body_is_invited_and_confirms_what_it_was_shown(home):
    home.met(home.other)
    sheet = home.start()
    mine, theirs = browser_of(home.lead), browser_of(home.other)
    page = mine.post(address("invite_party", sheet.id), {"agency": str(home.other.agency_id)})
    assert page.status_code == 302
    assert (
        mine.post(address("invite_party", sheet.id), {"agency": str(home.stranger.agency_id)}).status_code
        == 422
    )
    home.fill(sheet, basis=J6, INCOME=given("年金だけ"))
    for client in (mine, theirs):
        shown = client.get(address("show_sheet", sheet.id)).context
        assert shown["complete"] is False
        client.post(address("confirm_sheet", sheet.id), {"sheet_version": str(shown["sheet"].version)})
    assert mine.get(address("show_sheet", sheet.id)).context["complete"] is True
    home.fill(sheet, basis=J6, INCOME=given("仕送りも"))
    after = mine.get(address("show_sheet", sheet.id))
    assert (after.context["complete"], after.context["may_confirm"].allowed) == (False, True)
    mine.post(address("confirm_sheet", sheet.id), {"sheet_version": "1"})
    assert mine.get(address("show_sheet", sheet.id)).context["may_confirm"].allowed is True


def test_what_goes_to_the_meeting_is_chosen(home):
    sheet = written(home)
    client = browser_of(home.lead)
    page = client.post(address("choose_parts", sheet.id), {"parts": ["ECONOMY/", "HEALTH/HEALTH"]})
    assert page.status_code == 302
    announce(home.lead)
    assert set(MeetingPart.objects.values_list("section", "item")) == {("ECONOMY", ""), ("HEALTH", "HEALTH")}
    shown = client.get(address("show_sheet", sheet.id)).context["chosen_words"]
    assert shown == ["健康状態", "経済の全部"]
    client.post(address("choose_parts", sheet.id), {"parts": []})
    assert MeetingPart.objects.count() == 0
    assert client.post(address("choose_parts", sheet.id), {"parts": ["NOTHING/"]}).status_code == 422


def a_scan() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("L", (60, 80), 255).save(out, format="PNG")
    return SimpleUploadedFile("基本情報.png", out.getvalue(), content_type="image/png")


def test_an_own_form_is_attached_instead_of_typed_again(home):
    home.met(home.other)
    sheet = home.start()
    client = browser_of(home.lead)
    path = address("attach_form", sheet.id)
    told = {"title": "地域包括の基本情報", "written_on": DAY, "person": str(home.person.id), "basis": J6}
    assert client.post(path, told).status_code == 422
    page = client.post(path, told | {"scan": a_scan()})
    assert page.headers["Location"] == f"{address('show_sheet', sheet.id)}#national"
    announce(home.lead)
    assert [(one.title, one.person_id) for one in OwnForm.objects.all()] == [
        ("地域包括の基本情報", home.person.id)
    ]
    [(own, scan)] = browser_of(home.other).get(address("show_sheet", sheet.id)).context["own_forms"]
    assert own.title == "地域包括の基本情報"
    assert browser_of(home.other).get(reverse("attachments:read_scan", args=[scan.id])).status_code == 200
    assert browser_of(home.stranger).get(reverse("attachments:read_scan", args=[scan.id])).status_code == 404


def test_a_refusal_is_written_and_eased_in_the_browser(home):
    home.start()
    client = browser_of(home.lead)
    told = {
        "person": str(home.person.id), "for_person": "", "what": "長男の受診", "reason": "", "source": "本人",
        "noted_on": DAY, "basis": OWN,
    }  # fmt: skip
    path = address("note_refusal", home.case.id)
    assert client.post(path, told | {"what": ""}).status_code == 422
    assert client.post(path, told).status_code == 302
    announce(home.lead)
    [refusal] = queries.refusals(home.lead, case=home.case)
    assert client.post(address("ease_refusal", refusal.id), {"how": ""}).status_code == 422
    assert client.post(address("ease_refusal", refusal.id), {"how": "猫の話"}).status_code == 302
    announce(home.lead)
    assert queries.refusals(home.lead, case=home.case)[0].eased_how == "猫の話"


def test_acceptance_is_written_in_the_browser(home):
    home.start()
    client = browser_of(home.lead)
    told = {
        "person": str(home.person.id), "step": "U2", "seen": "短い返事", "seen_on": DAY, "strength": "花が好き",
        "route": "民生委員と", "first_met_on": DAY, "basis": OWN,
    }  # fmt: skip
    path = address("note_acceptance", home.case.id)
    assert client.post(path, told | {"person": ""}).status_code == 422
    assert client.post(path, told | {"step": "U9"}).status_code == 422
    assert client.post(path, told).status_code == 302
    announce(home.lead)
    [noted] = queries.acceptances(home.lead, case=home.case)
    assert (noted.step, noted.route, noted.first_met_on) == ("U2", "民生委員と", TODAY)


def test_a_risk_sheet_is_filled_and_a_level_decided_in_the_browser(home):
    home.start()
    client = browser_of(home.lead)
    path = address("fill_risk", home.case.id, "URGENCY")
    told = {
        "person": "",
        "filled_on": DAY,
        "basis": OWN,
        "LIFE": "YES",
        "LIFE_known": "食べていない",
        "LIFE_strength": "隣人",
    }
    assert client.post(path, told | {"LIFE": "MAYBE"}).status_code == 422
    page = client.post(path, told)
    announce(home.lead)
    [risk] = queries.risk_sheets(home.lead, case=home.case)
    assert page.headers["Location"] == address("show_risk", risk.id)
    decide = address("decide_level", risk.id)
    said = {
        "level": "4", "reason": "三日食べていない", "decider": "AGENCY", "decided_by": "係長", "decided_on": DAY,
        "review_on": DAY,
    }  # fmt: skip
    refused = client.post(decide, said)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["review_on"])
    assert client.post(decide, said | {"review_on": "令和30年4月1日"}).headers["Location"] == address(
        "show_risk", risk.id
    )
    announce(home.lead)
    assert RiskDecision.objects.get().level_label == "4 直ちに"
    assert (
        "4 直ちに"
        in client.get(
            address("show_sheet", queries.newest_sheet(home.lead, case=home.case).id)
        ).content.decode()
    )


@pytest.mark.parametrize("size", [1, 3])
def test_the_screens_ask_as_much_for_three_as_for_one(db, size):
    home = Home(size=size)
    sheet = written(home)
    client = browser_of(home.lead)
    paths = (
        address("show_sheet", sheet.id), address("earlier_answers", sheet.id),
        address("fill_section", sheet.id, "HEALTH", home.person.id),
    )  # fmt: skip
    counts = []
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts == [28, 15, 26]
