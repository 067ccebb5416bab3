"""The list of cases and the household's one page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.cases import operations, queries
from norishiro.core.operation import announce
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from tests.factories import agencies, cases, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def profile(db):
    adopt_profile(
        (PRESETS / "toshima.toml").read_text(encoding="utf-8"), name="toshima", valid_from=agencies.EPOCH
    )


def signed_in(client, actor):
    client.force_login(agencies.Staff.objects.get(id=actor.staff_id))
    return client


def household_of(actor, size: int):
    members = [people.person(actor, f"架空 {n}") for n in range(size)]
    home = people.household(actor, *members)
    return cases.case(actor, *members, household=home, today=timezone.localdate()), members


def test_the_page_shows_its_ground_and_its_people(client):
    mine = agencies.actor()
    case, _members = household_of(mine, 2)
    page = signed_in(client, mine).get(reverse("cases:show", args=[case.id]))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("自機関の業務として知った情報") >= 1
    assert [name in text for name in ("架空 0", "架空 1")] == [True, True]


def test_the_page_is_not_there_for_another_agency(client):
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    case, _members = household_of(mine, 1)
    assert signed_in(client, other).get(reverse("cases:show", args=[case.id])).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_asks_a_bounded_number_of_questions(client, django_assert_num_queries, size):
    mine = agencies.actor()
    case, _members = household_of(mine, size)
    signed_in(client, mine)
    url = reverse("cases:show", args=[case.id])
    client.get(url)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(url)


PAGE_QUERIES = 35


def test_a_case_one_leads_and_operates_stands_in_the_list_once_and_the_newest_first():
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    people_of = {day: people.person(mine, f"架空 {day}") for day in (1, 2, 3)}
    for day, person in people_of.items():
        cases.case(mine, person, title=f"{day}日の家", today=date(2026, 11, day))
    theirs = cases.case(other, people.person(other, "架空 よそ"), title="よその家", today=date(2026, 11, 4))
    announce(mine)
    assert [one.title for one in queries.page_rows(mine)] == ["3日の家", "2日の家", "1日の家"]
    first = queries.page_rows(mine, limit=2)
    assert [one.title for one in queries.page_rows(mine, after=first[-1].id)] == ["1日の家"]
    announce(other)
    assert [one.id for one in queries.page_rows(other)] == [theirs.id]


def test_the_list_of_another_agency_is_empty(client):
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    household_of(mine, 1)
    page = signed_in(client, other).get(reverse("cases:list"), {"whose": "all"})
    assert list(page.context["rows"]) == []


def test_a_role_that_is_overdue_is_marked(client):
    mine = agencies.actor()
    case, _members = household_of(mine, 1)
    day = timezone.localdate()
    announce(mine)
    operations.assign_role(
        mine, case=case, bearer_id=mine.agency_id, what="訪問", from_on=day.replace(year=day.year - 1),
        next_on=day.replace(year=day.year - 1),
    )  # fmt: skip
    page = signed_in(client, mine).get(reverse("cases:show", args=[case.id]))
    assert [tone for _role, tone in page.context["roles"]] == ["red"]


def test_what_comes_next_stands_first_the_longest_overdue_before_all(client):
    mine = agencies.actor()
    case, _members = household_of(mine, 1)
    day = timezone.localdate()
    given = {"case": case, "bearer_id": mine.agency_id, "from_on": day - timedelta(days=90)}
    operations.assign_role(
        mine, **given, what="訪問", next_on=day + timedelta(days=30), next_what="年末の訪問"
    )
    operations.assign_role(mine, **given, what="通院の付き添い", next_on=day - timedelta(days=3))
    operations.assign_role(mine, **given, what="日にちのない見守り")
    known = operations.add_unknown(
        mine, case=case, question="年金の額", finder_agency_id=mine.agency_id, due_on=day, today=day
    )
    url = reverse("cases:show", args=[case.id])
    coming = signed_in(client, mine).get(url).context["coming"]
    assert [(one.what, one.tone) for one in coming] == [
        ("通院の付き添い", "red"), ("確かめる：年金の額", "yellow"), ("訪問：年末の訪問", ""),
    ]  # fmt: skip
    assert {client.get(one.href).status_code for one in coming} == {200}
    operations.answer_unknown(mine, unknown=known, answer="月5万円", today=day)
    assert [one.what for one in client.get(url).context["coming"]] == ["通院の付き添い", "訪問：年末の訪問"]


ACTS = ["change_status", "change_lead", "add_member", "add_issue", "gather_issues", "add_unknown", "note_wish",
        "assign_role", "start_engagement", "ask_help", "offer_handover"]  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_every_act_opens_for_the_lead_and_not_for_a_stranger(client, name):
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    case, _members = household_of(mine, 2)
    url = reverse(f"cases:{name}", args=[case.id])
    assert signed_in(client, mine).get(url).status_code == 200
    assert signed_in(client, other).get(url).status_code == 404


def test_an_issue_is_written_and_a_wrong_date_keeps_what_was_typed(client):
    mine = agencies.actor()
    case, members = household_of(mine, 1)
    url = reverse("cases:add_issue", args=[case.id])
    typed = {
        "scope": "PERSON", "person": str(members[0].id), "title": "日中の介護がない", "source": "民生委員",
        "found_on": "令和99年1月1日", "certainty": "HEARD", "basis": "OWN",
    }  # fmt: skip
    refused = signed_in(client, mine).post(url, typed)
    assert refused.status_code == 422
    assert refused.context["form"]["title"].value() == "日中の介護がない"
    done = client.post(url, typed | {"found_on": "R8.1.5"})
    assert done.status_code == 302
    page = client.get(reverse("cases:show", args=[case.id]))
    assert [issue.title for issue, _parts in page.context["issues"]] == ["日中の介護がない"]


def test_the_quick_bar_records_a_contact_that_was_not_met(client):
    mine = agencies.actor()
    case, _members = household_of(mine, 1)
    page = signed_in(client, mine).get(reverse("cases:show", args=[case.id]))
    quick = page.context["quick"]
    form = {
        **dict(quick["proposed"]),
        "person": "",
        "method": "VISIT",
        "met": "ABSENT",
        "body": "留守。手紙を置いた",
        "next_on": "",
        "form_token": str(quick["token"]),
    }
    assert client.post(quick["url"], form).status_code == 302
    again = client.post(quick["url"], form)
    assert again.status_code == 302
    page = client.get(reverse("cases:show", args=[case.id]))
    assert [event.text for event in page.context["events"] if event.href] == ["留守。手紙を置いた"]
