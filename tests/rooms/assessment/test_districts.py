"""District sheets: found, taken up by a meeting, closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.assessment import operations, queries
from norishiro.assessment.models import DistrictFinding
from norishiro.core import calendar
from norishiro.core.verdict import Refused
from norishiro.meetings.models import Body
from tests.factories import agencies
from tests.rooms.agencies.conftest import browser_of
from tests.rooms.assessment.town import TODAY, preset

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(db):
    preset()
    return agencies.actor("架空 地区子")


def studied(keeper, *issues: str, **changed):
    told = {
        "area": agencies.area("北地区"), "studied_on": TODAY, "title": "北地区を歩く会", "body": "坂が多い", "issues": issues,
        "resources": ("集会室があいている",), "today": TODAY,
    }  # fmt: skip
    return operations.study_district(keeper, **(told | changed))


def test_a_dated_sheet_keeps_issues_and_strengths_apart(keeper):
    sheet = studied(keeper, "買い物に行けない", "夕方の居場所がない")
    [found] = queries.district_sheets(keeper)
    assert (found.id, found.studied_on, found.area.name) == (sheet.id, TODAY, "北地区")
    assert sorted((one.kind, one.text, one.state) for one in found.findings.all()) == [
        ("ISSUE", "夕方の居場所がない", "OPEN"), ("ISSUE", "買い物に行けない", "OPEN"),
        ("RESOURCE", "集会室があいている", "OPEN"),
    ]  # fmt: skip


def test_a_sheet_of_tomorrow_is_refused(keeper):
    with pytest.raises(Refused):
        studied(keeper, studied_on=TODAY + timedelta(days=1))


def test_an_issue_is_taken_up_by_a_meeting_and_closed_on_the_screens(keeper):
    sheet = studied(keeper, "買い物に行けない")
    issue = sheet.findings.get(kind="ISSUE")
    body = Body.objects.create(code="TALK", name="地区の情報交換会", kind="OTHER", from_on=agencies.EPOCH)
    client = browser_of(keeper)
    page = client.post(
        reverse("assessment:take_up_finding", args=[issue.id]),
        {"meeting": body.name, "taken_up_on": calendar.wareki(TODAY), "what_next": "配達の曜日を聞く"},
    )
    assert page.status_code == 302
    issue.refresh_from_db()
    assert (issue.state, issue.meeting, issue.taken_up_on, issue.what_next) == (
        "TAKEN_UP", "地区の情報交換会", TODAY, "配達の曜日を聞く",
    )  # fmt: skip
    page = client.post(
        reverse("assessment:close_finding", args=[issue.id]),
        {"outcome": "水曜に坂の上へ配達が始まった", "closed_on": calendar.wareki(TODAY)},
    )
    assert page.status_code == 302
    issue.refresh_from_db()
    assert (issue.state, issue.closed_on, issue.outcome) == ("CLOSED", TODAY, "水曜に坂の上へ配達が始まった")
    rows = client.get(reverse("assessment:district_sheets")).context["rows"]
    assert [(one.id, issues) for one, issues in rows] == [(sheet.id, [])]


def test_an_issue_no_meeting_took_up_is_not_closed(keeper):
    issue = studied(keeper, "買い物に行けない").findings.get(kind="ISSUE")
    page = browser_of(keeper).post(
        reverse("assessment:close_finding", args=[issue.id]),
        {"outcome": "解決した", "closed_on": calendar.wareki(TODAY)},
    )
    assert page.status_code == 422
    assert DistrictFinding.objects.get(id=issue.id).state == "OPEN"


def test_a_sheet_is_written_in_the_browser_a_line_for_each_issue(keeper):
    area = agencies.area("南地区")
    client = browser_of(keeper)
    told = {
        "area": str(area.id), "studied_on": calendar.wareki(TODAY), "title": "南地区の話し合い", "participants": "住民10人",
        "body": "空き家が増えた", "issues": "空き家\n\nごみ出しが大変", "resources": "公園の掃除の会",
    }  # fmt: skip
    page = client.post(reverse("assessment:study_district"), told)
    sheet = queries.district_sheets(keeper)[0]
    assert page.headers["Location"] == reverse("assessment:district_sheet", args=[sheet.id])
    assert [one.text for one in sheet.findings.filter(kind="ISSUE").order_by("text")] == [
        "ごみ出しが大変",
        "空き家",
    ]
    assert client.post(reverse("assessment:study_district"), told | {"issues": "長" * 301}).status_code == 422
    assert (
        client.post(
            reverse("assessment:add_finding", args=[sheet.id]), {"kind": "ISSUE", "text": "坂"}
        ).status_code
        == 302
    )
    assert sheet.findings.filter(kind="ISSUE").count() == 3


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(keeper, django_assert_num_queries, size):
    area = agencies.area("北地区")
    for number in range(size):
        studied(keeper, f"課題{number}", area=area, title=f"歩く会{number}")
    client = browser_of(keeper)
    url = reverse("assessment:district_sheets")
    client.get(url)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(url)


LIST_QUERIES = 12


def test_whoever_may_only_look_is_offered_nothing_to_write(keeper):
    sheet = studied(keeper, "買い物に行けない")
    looker = agencies.actor("架空 民生", kinds=(RoleKind.COMMISSIONER,))
    client = browser_of(looker)
    page = client.get(reverse("assessment:district_sheet", args=[sheet.id]))
    assert page.status_code == 200
    assert page.context["may_keep"] is False
    assert client.get(reverse("assessment:add_finding", args=[sheet.id])).status_code == 403
