"""これまでのこと（全部）: years of a household, narrowed, a page at a time, and on paper; to each reader only what is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

import pypdf
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from norishiro.agencies.actor import Actor
from norishiro.cases import rules
from norishiro.cases.models import Case
from norishiro.outreach import operations, years
from norishiro.outreach.operations import Told
from norishiro.people.models import Person
from tests.factories import agencies, cases, people
from tests.rooms.cases.test_pages import profile, signed_in  # noqa: F401 (a fixture for every test here)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


@dataclass
class Home:
    """A mother and her son, and whoever looks after them."""

    csw: Actor
    case: Case
    mother: Person
    son: Person

    def wrote(self, on: date, body: str, *, person: Person | None = None, method: str = "VISIT") -> None:
        operations.record_contact(
            self.csw, person=person, case_id=self.case.id, today=TODAY, told=Told(happened_on=on, method=method, body=body)
        )  # fmt: skip

    def stood(self, person: Person, stage: int, on: date) -> None:
        operations.note_stage(
            self.csw,
            person=person,
            stage=stage,
            noted_on=on,
            seen="玄関先で",
            watcher="",
            basis="OWN",
            today=TODAY,
        )


@pytest.fixture
def home() -> Home:
    csw = agencies.actor()
    mother, son = people.person(csw, "架空 つき"), people.person(csw, "架空 ほし")
    return Home(csw, cases.case(csw, mother, son, household=people.household(csw, mother, son)), mother, son)


def page_of(actor: Actor, case: Case, name: str = "history", **asked: object) -> HttpResponse:
    return signed_in(Client(), actor).get(
        reverse(f"cases:{name}", args=[case.id]), {k: str(v) for k, v in asked.items()}
    )


def bodies(response: HttpResponse) -> list[str]:
    return [one.text for one in response.context["events"] if one.leads_to == "contact"]


def test_each_year_and_month_says_how_many_and_opens_them(home: Home):
    for on, body in (
        (date(2017, 3, 31), "年度の終わり"),
        (date(2017, 4, 1), "年度の始め"),
        (date(2017, 4, 9), "春"),
        (date(2026, 5, 1), "いま"),
    ):
        home.wrote(on, body)
    newest = page_of(home.csw, home.case)
    assert [(one.label, one.count) for one in newest.context["years"]] == [
        ("令和8年度", 1), ("平成29年度", 2), ("平成28年度", 1),
    ]  # fmt: skip
    assert bodies(newest) == ["いま"]
    assert bodies(page_of(home.csw, home.case, year=2016)) == ["年度の終わり"]
    assert bodies(page_of(home.csw, home.case, year=2017)) == ["春", "年度の始め"]
    assert bodies(page_of(home.csw, home.case, year=2017, month=4)) == ["春", "年度の始め"]
    assert bodies(page_of(home.csw, home.case, year=2016, month=4)) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["電話", "母：家族から", "子と会う", "世帯の話"]),
        ({"person": "mother"}, ["母：家族から"]),
        ({"person": "son"}, ["子と会う"]),
        ({"method": "PHONE"}, ["電話"]),
        ({"segment": "THIRD"}, ["母：家族から"]),
        ({"stage": "3"}, ["子と会う"]),
        ({"stage": "7"}, []),
        ({"agency": "own"}, ["電話", "母：家族から", "子と会う", "世帯の話"]),
        ({"agency": "other"}, []),
        ({"method": "見本", "segment": "'", "stage": "99", "person": "x", "agency": "x"}, ["電話", "母：家族から", "子と会う", "世帯の話"]),
    ],
)  # fmt: skip
def test_it_is_narrowed_by_person_agency_method_segment_and_stage(home: Home, asked, found):
    home.stood(home.son, 3, date(2026, 6, 1))
    home.stood(home.son, 4, date(2026, 7, 1))
    home.wrote(date(2026, 5, 1), "世帯の話")
    home.wrote(date(2026, 6, 15), "子と会う", person=home.son)
    home.wrote(date(2026, 7, 15), "家族：家族から", person=home.mother)
    home.wrote(date(2026, 8, 15), "電話", method="PHONE")
    named = {
        "mother": home.mother.id,
        "son": home.son.id,
        "own": home.csw.agency_id,
        "other": agencies.agency("よそ").id,
    }
    page = page_of(home.csw, home.case, **{key: named.get(value, value) for key, value in asked.items()})
    assert [text.replace("家族から", "母：家族から") for text in bodies(page)] == found
    others = [one for one in page.context["events"] if one.leads_to != "contact"]
    assert bool(others) == (not page.context["narrowed"]), "moves of the case stand only in the whole"


def test_a_visit_to_both_stands_under_each(home: Home):
    operations.record_contact(
        home.csw, person=home.mother, case_id=home.case.id, present=[home.son], today=TODAY,
        told=Told(happened_on=TODAY, method="VISIT", body="二人と話した"),
    )  # fmt: skip
    for person in (home.mother, home.son, ""):
        page = page_of(home.csw, home.case, person=getattr(person, "id", ""))
        assert bodies(page) == ["二人と話した"]
        assert "架空 ほしもいた" in page.content.decode()


@pytest.mark.parametrize("name", ["history", "show"])
def test_somebody_of_another_household_who_was_there_is_named_in_the_ledger_too(home: Home, name):
    guest = people.person(home.csw, "見本 きゃく")
    operations.record_contact(
        home.csw, person=home.mother, case_id=home.case.id, present=[guest], today=TODAY,
        told=Told(happened_on=TODAY, method="VISIT", body="三人で話した"),
    )  # fmt: skip
    page = page_of(home.csw, home.case, name)
    assert ("見本 きゃく" in page.content.decode(), guest.id in page.wsgi_request.shown) == (True, True)
    person = signed_in(Client(), home.csw).get(reverse("people:show", args=[guest.id]))
    named = {home.mother.id, guest.id}
    assert ("架空 つき" in person.content.decode(), named <= set(person.wsgi_request.shown)) == (True, True)


def test_a_long_year_is_read_a_page_at_a_time_and_nothing_twice(home: Home, monkeypatch):
    monkeypatch.setattr(years, "AT_ONCE", 3)
    for number in range(7):
        home.wrote(date(2026, 5, 1), f"同じ日の{number}")
    seen, places, asked = [], [], {}
    while True:
        page = page_of(home.csw, home.case, **asked)
        seen.append(bodies(page))
        places.append(page.context["page"])
        if places[-1].after is None:
            break
        asked = {"after": places[-1].after, "year": 2026}
    assert [len(one) for one in seen] == [3, 3, 1]
    assert sum(seen, []) == [f"同じ日の{number}" for number in (6, 5, 4, 3, 2, 1, 0)]
    back = page_of(home.csw, home.case, year=2026, before=places[2].before)
    assert (bodies(back), back.context["page"].before is not None) == (seen[1], True)
    assert bodies(page_of(home.csw, home.case, after=home.case.id)) == seen[0], (
        "a place that is no record is the beginning"
    )


def test_every_sitting_and_move_stands_on_one_page_only(home: Home, monkeypatch):
    monkeypatch.setattr(years, "AT_ONCE", 1)
    for month in (12, 11, 10):
        home.wrote(date(2026, month, 20) if month < 12 else TODAY, f"{month}月")
    pages, asked = [], {}
    while True:
        page = page_of(home.csw, home.case, **asked)
        pages.append(page)
        if page.context["page"].after is None:
            break
        asked = {"after": page.context["page"].after}
    moves = [one.title for page in pages for one in page.context["events"] if one.leads_to != "contact"]
    assert sorted(moves) == sorted(set(moves)) and len(moves) == 2, "状態 and 主担当"


def test_who_may_not_see_the_case_finds_nothing_and_who_sees_less_reads_less(home: Home):
    home.wrote(date(2026, 6, 15), "子と会う", person=home.son)
    stranger = agencies.actor("よその 人", agency=agencies.agency("よその窓口"))
    for name in ("history", "history_paper"):
        assert page_of(stranger, home.case, name).status_code == 404
    page = page_of(home.csw, home.case)
    assert (page.status_code, "子と会う" in page.content.decode()) == (200, True)


def test_empty_years_say_what_to_do(home: Home):
    assert "別の年度を選んでください" in page_of(home.csw, home.case, year=2001).content.decode()
    assert "しぼり方を変えるか" in page_of(home.csw, home.case, method="PHONE").content.decode()


# --- 経過一覧 ------------------------------------------------------------------------------------------------


def test_the_paper_tells_the_days_asked_for_the_oldest_first(home: Home):
    home.wrote(date(2025, 3, 31), "前の年度")
    home.wrote(date(2026, 5, 2), "二回め　𠮷田さんと髙﨑さん")
    home.wrote(date(2026, 5, 1), "一回め")
    sent = page_of(home.csw, home.case, "history_paper", first="令和8年4月1日", last="2026-05-31")
    assert (sent.status_code, sent["Content-Type"]) == (200, "application/pdf")
    assert "架空" not in sent["Content-Disposition"]
    text = pypdf.PdfReader(BytesIO(sent.content)).pages[0].extract_text()
    assert "2件" in text and text.index("一回め") < text.index("二回め") and "𠮷田さんと髙﨑さん" in text
    assert "前の年度" not in text


def test_the_workbook_has_the_same_lines_and_says_what_it_was_narrowed_to(home: Home):
    home.wrote(date(2026, 5, 1), "一回め", person=home.son)
    home.wrote(date(2026, 5, 2), "二回め")
    sent = page_of(
        home.csw,
        home.case,
        "history_paper",
        first="2026-04-01",
        last="2026-05-31",
        person=home.son.id,
        **{"as": "xlsx"},
    )
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(sent.content)).active.iter_rows()]
    assert rows[1][0].endswith("まで　1件")
    assert rows[2][0] == "しぼり込み　人：架空 ほし"
    assert [row[2:6] for row in rows[-1:]] == [["架空 ほし", "訪問", "会えた・話せた", "一回め"]]


def test_unreadable_days_and_too_many_are_refused_in_words(home: Home, monkeypatch):
    monkeypatch.setattr(rules, "MOST_ON_PAPER", 1)
    for day in (1, 2):
        home.wrote(date(2026, 5, day), "会えた")
    for asked, words in (
        ({"first": "2026-04-01", "last": "2026-05-31"}, "期間を分けるか"),
        ({"first": "2026-06-01", "last": "2026-05-31"}, "日付を入れかえてください"),
        ({"first": "きのう", "last": "2026-05-31"}, "日付"),
    ):
        refused = page_of(home.csw, home.case, "history_paper", **asked)
        assert (refused.status_code, words in refused.content.decode()) == (403, True)
    assert (
        page_of(home.csw, home.case, "history_paper", first="2026-05-01", last="2026-05-01").status_code
        == 200
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_questions_does_not_grow(home: Home, count, django_assert_num_queries):
    for number in range(count):
        home.wrote(TODAY - timedelta(days=40 * number), "会えた", person=home.son)
    client = signed_in(Client(), home.csw)
    url = reverse("cases:history", args=[home.case.id])
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)


QUERIES = 32
