"""What the municipalities ask of the assessment, row by row, on the screens (docs/rows.csv)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from norishiro.assessment import queries
from norishiro.assessment.models import DistrictFinding
from norishiro.core import calendar
from norishiro.core.operation import announce
from norishiro.meetings.choices import ItemKind
from norishiro.meetings.models import Body
from tests.factories import agencies
from tests.rooms.agencies.conftest import Town, browser_of
from tests.rooms.assessment.test_screens import SOURCE, a_scan, address
from tests.rooms.assessment.town import J6, TODAY, Home, preset
from tests.rooms.meetings.test_papers import papers, ready

pytestmark = pytest.mark.django_db

DAY = calendar.wareki(TODAY)


# --- NIS-10 ------------------------------------------------------------------------------------------


def test_an_own_format_is_taken_each_item_keeps_its_source_and_the_chosen_part_stands_on_the_paper(db):
    preset("nishitokyo")
    town, item, _sitting = ready(kind=ItemKind.SUPPORT)
    operator = browser_of(town.city)
    operator.post(address("start_sheet", town.case.id))
    announce(town.city)
    sheet = queries.newest_sheet(town.city, case=town.case)
    assert sheet is not None
    attached = {"title": "住宅課の相談票", "written_on": DAY, "person": "", "basis": J6, "scan": a_scan()}
    assert operator.post(address("attach_form", sheet.id), attached).status_code == 302
    told = SOURCE | {"told_by": "AGENCY", "told_name": "住宅課の相談票", "basis": J6, "version": "0"}
    operator.post(
        address("fill_section", sheet.id, "ECONOMY"),
        told | {"INCOME": "家賃が三か月遅れている", "ASSISTANCE": "NONE"},
    )
    operator.post(address("choose_parts", sheet.id), {"parts": ["ECONOMY/INCOME"]})
    shown = operator.get(address("show_sheet", sheet.id))
    assert [one.title for one, _scan in shown.context["own_forms"]] == ["住宅課の相談票"]
    text = shown.content.decode()
    assert text.count("機関・関係者（住宅課の相談票）") == 2
    copies = papers(town, item)
    reader = next(one for one in copies.values() if one.staff_id == town.member.staff_id)
    paper = browser_of(town.member).get(reverse("meetings:copy", args=[reader.id]))
    content = paper.content.decode()
    assert [word in content for word in ("家賃が三か月遅れている", "機関・関係者", "生活保護")] == [
        True,
        True,
        False,
    ]


# --- NIS-13 ------------------------------------------------------------------------------------------


def test_what_the_agencies_find_hard_stands_apart_and_on_no_paper_for_the_person(db):
    preset("nishitokyo")
    town, item, _sitting = ready(kind=ItemKind.SUPPORT)
    client = browser_of(town.council)
    told = {
        "scope": "AGENCY", "person": "", "title": "夜間に動ける人がいない", "source": "係長", "found_on": DAY, "certainty": "HEARD",
        "detail": "", "strength": "", "basis": J6,
    }  # fmt: skip
    assert client.post(reverse("cases:add_issue", args=[town.case.id]), told).status_code == 302
    page = client.get(reverse("cases:show", args=[town.case.id]))
    assert [one.title for one in page.context["agency_issues"]] == ["夜間に動ける人がいない"]
    assert [issue.title for issue, _parts in page.context["issues"]] == []
    for_person = browser_of(town.city).get(reverse("meetings:person_paper", args=[item.id, town.mother.id]))
    assert (for_person.status_code, "夜間に動ける人がいない" in for_person.content.decode()) == (200, False)
    client.post(address("start_sheet", town.case.id))
    announce(town.council)
    sheet = queries.newest_sheet(town.council, case=town.case)
    assert sheet is not None
    paper = queries.paper_of(town.council, sheet=sheet, today=TODAY)
    assert [one.title for one in paper.issues] == []


# --- SET-10 ------------------------------------------------------------------------------------------


def test_two_bodies_assess_together_each_section_keeps_its_author_and_both_confirm(db):
    home = Home()
    home.met(home.other)
    mine, theirs = browser_of(home.lead), browser_of(home.other)
    mine.post(address("start_sheet", home.case.id))
    announce(home.lead)
    sheet = queries.newest_sheet(home.lead, case=home.case)
    assert sheet is not None
    mine.post(address("invite_party", sheet.id), {"agency": str(home.other.agency_id)})
    told = SOURCE | {"basis": J6, "version": "0"}
    mine.post(address("fill_section", sheet.id, "WORK", home.person.id), told | {"WORK": "WISHING"})
    theirs.post(address("fill_section", sheet.id, "HEALTH", home.person.id), told | {"HEALTH": "UNTREATED"})
    shown = mine.get(address("show_sheet", sheet.id))
    authors = {
        block.section.code: [one.agency.name for group in block.groups for cell, _asked in group.rows for one in cell.current]
        for block in shown.context["sections"]
    }  # fmt: skip
    assert (authors["WORK"], authors["HEALTH"]) == (["架空 社協"], ["架空 包括"])
    version = {"sheet_version": str(shown.context["sheet"].version)}
    mine.post(address("confirm_sheet", sheet.id), version)
    assert mine.get(address("show_sheet", sheet.id)).context["complete"] is False
    theirs.post(address("confirm_sheet", sheet.id), version)
    assert mine.get(address("show_sheet", sheet.id)).context["complete"] is True


# --- SET-22, KOM-17 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "meeting"),
    [("setagaya", "地域情報連絡会"), ("komae", "福祉のまちづくり委員会「和泉手つなぎ会」（あいとぴあ）")],
)
def test_what_a_district_sheet_finds_is_taken_up_by_the_towns_meeting_and_closed(db, name, meeting):
    Town(name)
    keeper = agencies.actor("架空 地区子")
    area, client = agencies.area("架空の地区"), browser_of(keeper)
    told = {
        "area": str(area.id), "studied_on": DAY, "title": "地区を歩く会", "participants": "住民10人", "body": "坂が多い",
        "issues": "買い物に行けない", "resources": "",
    }  # fmt: skip
    client.post(address("study_district"), told)
    issue = DistrictFinding.objects.get()
    assert (issue.sheet.area_id, issue.sheet.studied_on, issue.state) == (area.id, TODAY, "OPEN")
    assert Body.objects.filter(name=meeting).exists()
    client.post(
        address("take_up_finding", issue.id),
        {"meeting": meeting, "taken_up_on": DAY, "what_next": "配達を頼む"},
    )
    client.post(address("close_finding", issue.id), {"outcome": "配達が始まった", "closed_on": DAY})
    issue.refresh_from_db()
    assert (issue.meeting, issue.state, issue.outcome) == (meeting, "CLOSED", "配達が始まった")
    page = client.get(address("district_sheet", issue.sheet_id)).content.decode()
    assert [word in page for word in (meeting, "配達が始まった")] == [True, True]
