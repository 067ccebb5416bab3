"""実績の表 on screen: it counts, it opens as far as one may see, it is laid before a meeting and stays as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.cases import queries as case_queries
from norishiro.cases.models import Case
from norishiro.core.operation import announce
from norishiro.indicators.models import TabledResults
from norishiro.meetings import operations as meetings
from norishiro.meetings.choices import BodyKind
from norishiro.meetings.models import Item, Sitting
from norishiro.sharing.choices import Depth, Ground, SourceKind
from norishiro.sharing.operations import agency as recipient
from norishiro.sharing.operations import case as subject
from norishiro.sharing.operations import grant
from tests.factories import agencies, cases, people
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.town import TODAY, client_of

pytestmark = pytest.mark.django_db

COHORT = reverse("indicators:cohort")
CELL = reverse("indicators:cohort_cell")
TAKE = reverse("indicators:take_cohort")
QUERIES = 23
CELL_QUERIES = 26


def town() -> towns.Town:
    return towns.town(sits_without_cases=True)


def talked_over(found: towns.Town, title: str = "架空家") -> Case:
    """A case of the council's, talked about at the body and ended as an item."""
    case = cases.case(found.council, people.person(found.council), title=title, today=TODAY)
    sitting = towns.begun(found, towns.listed(replace(found, case=case)))
    announce(found.city)
    item = Item.objects.select_related("sitting__body", "body").get(sitting=sitting)
    meetings.end_item(found.city, item=item, today=TODAY)
    return case


def empty_sitting(found: towns.Town) -> Sitting:
    sitting = towns.called(found, topics="年間の実績の報告")
    meetings.open_sitting(found.city, sitting=sitting, today=TODAY)
    return sitting


def cells(response) -> dict[str, str]:
    return {one["line"].row.key: one["cells"][-1]["figure"].text for one in response.context["lines"]}


def test_the_page_counts_and_a_figure_opens_its_case():
    found = town()
    case = talked_over(found)
    client = client_of(found.council)
    page = client.get(COHORT)
    assert (cells(page)["main_cases"], cells(page)["continued"]) == ("1事例", "1件")
    behind = client.get(CELL, {"row": "main_cases"}).context["behind"]
    assert ([one.id for one in behind.cases], behind.hidden) == ([case.id], 0)


def test_whoever_may_not_see_the_case_sees_only_that_there_is_one():
    found = town()
    talked_over(found, title="ひみつの世帯")
    other = client_of(agencies.actor("架空 他課", kinds=(RoleKind.DECIDER,)))
    assert cells(other.get(COHORT))["main_cases"] == "1事例"
    page = other.get(CELL, {"row": "main_cases"})
    assert ("ひみつの世帯" in page.content.decode(), page.context["behind"].hidden) == (False, 1)


def test_who_sees_the_case_but_not_that_it_was_at_a_conference_does_not_learn_it():
    found = town()
    case = talked_over(found)
    leader = agencies.actor("架空 後任", agency=agencies.agency("別の主担当"))
    announce(found.council)
    grant(
        found.council, subjects=[subject(case.id)], recipients=[recipient(leader.agency_id)], ground=Ground.OWN,
        depth=Depth.OUTLINE, source=SourceKind.OWN_WORK, source_id=case.id,
    )  # fmt: skip
    announce(leader)
    assert [one.id for one in case_queries.visible_to(leader)] == [case.id]
    behind = client_of(leader).get(CELL, {"row": "main_cases"}).context["behind"]
    assert (behind.cases, behind.hidden) == ([], 1)


def test_without_the_role_the_page_says_which_one_is_missing():
    found = town()
    client = client_of(found.member)
    assert {client.get(path).status_code for path in (COHORT, CELL)} == {403}
    assert client.post(TAKE).status_code == 403


def test_what_cannot_be_read_is_the_usual_and_an_unknown_body_is_not_found():
    found = town()
    client = client_of(found.council)
    page = client.get(COHORT, {"until": "らいねん", "years": "-3", "body": "?"})
    assert (len(page.context["table"].columns), page.context["asked"]["body"]) == (3, found.body)
    assert len(client.get(COHORT, {"years": "99"}).context["table"].columns) == 10
    assert client.get(COHORT, {"body": str(found.case.id)}).status_code == 404
    assert client.get(CELL, {"row": "nothing"}).status_code == 404
    assert client.get(TAKE).status_code == 405


def test_a_town_without_bodies_is_told_what_to_do():
    page = client_of(agencies.actor()).get(COHORT)
    assert (page.status_code, page.context.get("table")) == (200, None)


def test_the_file_says_the_figures_and_who_took_it():
    found = town()
    talked_over(found)
    client = client_of(found.council)
    taken = client.post(TAKE, {"form": "xlsx"})
    assert (taken.status_code, taken["Content-Type"].rpartition(".")[2]) == (200, "sheet")
    assert client.post(TAKE, {"form": "pdf"}).content.startswith(b"%PDF")


def test_a_sitting_without_cases_holds_the_table_and_keeps_it_when_records_change():
    found = town()
    talked_over(found)
    sitting = empty_sitting(found)
    client = client_of(found.city)
    address = reverse("indicators:table_results", args=[sitting.id])
    assert client.get(address).context["table"].verdict.allowed
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 403
    talked_over(found, title="あとの世帯")
    kept = client.get(reverse("indicators:results", args=[sitting.id])).context["tabled"]
    assert [one.content["lines"][1]["cells"][-1] for one in kept] == ["1事例"]
    assert cells(client.get(COHORT))["main_cases"] == "2事例"
    member = client_of(found.member).get(reverse("indicators:results", args=[sitting.id]))
    assert (member.status_code, member.context["may_count"]) == (200, False)
    assert cells(client.get(COHORT))["main_sittings"] == "3回"


def test_only_who_runs_the_sitting_lays_the_table_and_strangers_find_no_sitting():
    found = town()
    sitting = empty_sitting(found)
    address = reverse("indicators:table_results", args=[sitting.id])
    assert client_of(found.council).post(address).status_code == 403
    stranger = client_of(agencies.actor("架空 他人"))
    pages = [address, reverse("indicators:results", args=[sitting.id])]
    assert [stranger.get(page).status_code for page in pages] == [404, 404]
    assert TabledResults.objects.count() == 0


def test_a_layered_meeting_stands_below_the_main_one():
    found = town()
    towns.body(found.city.agency_id, kind=BodyKind.LAYERED, name="重層的支援会議", ground="")
    page = client_of(found.city).get(COHORT)
    assert [one["line"].heading for one in page.context["lines"] if one["first"]] == [
        "架空の支援会議",
        "モニタリング",
        "重層的支援会議",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_ask_a_fixed_number_of_questions(number, django_assert_num_queries):
    found = town()
    for one in range(number):
        talked_over(found, title=f"架空{one}")
    client = client_of(found.council)
    client.get(COHORT)
    with django_assert_num_queries(QUERIES):
        client.get(COHORT)
    with django_assert_num_queries(CELL_QUERIES):
        client.get(CELL, {"row": "main_cases"})
