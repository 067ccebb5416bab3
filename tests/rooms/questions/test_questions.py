"""数えてみる: two dimensions at once agree with the plain counts, cells open their records, questions are kept without numbers."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from norishiro.agencies.choices import RoleKind
from norishiro.consultations.models import Concern
from norishiro.people.models import Membership, Person
from norishiro.questions.models import Question
from norishiro.reports import definitions, lookups
from norishiro.reports.choices import ScopeKind, Span
from norishiro.reports.definitions import FIGURES
from norishiro.reports.periods import period_of
from norishiro.reports.scopes import Scope
from tests.factories import agencies, people
from tests.rooms.consultations.town import token
from tests.rooms.reports import town
from tests.rooms.reports.town import DAY, client_of

pytestmark = pytest.mark.django_db

ASK = reverse("questions:ask")
ENTRIES = reverse("questions:entries")
FILE = reverse("questions:take_answer")
SAVE = reverse("questions:save_question")
LIST = reverse("questions:questions")
YEAR = period_of(DAY, span=Span.YEAR)
TOWN = Scope(ScopeKind.TOWN, "", "全体")
QUERIES = 21


def asked(*figures: str, rows: str = "months", cols: str = "", **more: str) -> dict[str, Any]:
    return {
        "f": figures or ("contacts",), "rows": rows, "cols": cols, "span": "YEAR", "on": DAY.isoformat(), "scope": "TOWN",
        **more,
    }  # fmt: skip


def told(page: Any, nth: int = 0) -> dict[str, list[str]]:
    """The rows that are not nought, in words, the whole first."""
    table = page.context["tables"][nth]
    rows = {"全体": [one["cell"].words for one in table["sums"]]}
    rows |= {one["label"]: [each["cell"].words for each in one["cells"]] for one in table["rows"]}
    return {label: cells for label, cells in rows.items() if set(cells) - {"0"}}


def heads(page: Any, nth: int = 0) -> list[str]:
    return [name for name, _unit in page.context["tables"][nth]["table"].columns]


@pytest.fixture
def found() -> town.Office:
    """Three people of the area: two visits in October, a call in November, a gathering, a consultation."""
    office = town.office()
    second = people.person(office.csw, "架空 次郎")
    area = {"area": office.area}
    Person.objects.filter(id=office.person.id).update(
        sex="MALE", birth_earliest=date(1950, 1, 1), birth_latest=date(1950, 12, 31), **area
    )
    Person.objects.filter(id=second.id).update(
        sex="FEMALE", birth_earliest=date(2001, 5, 1), birth_latest=date(2001, 5, 1), **area
    )
    office.person.refresh_from_db()
    second.refresh_from_db()
    town.contact(office.csw, office.person, present=(second,))
    town.contact(office.csw, office.person, on=date(2026, 10, 12), met="ABSENT")
    town.contact(office.csw, second, on=date(2026, 11, 2), method="PHONE")
    town.gathering(office.csw, office.area)
    received = town.received(office.csw, office.person)
    for code in ("HEALTH", "INCOME"):
        Concern.objects.create(
            consultation=received, code=code, label=code, national_code=code, mark="SINGLE"
        )
    return office


def test_a_question_is_answered_as_a_pivot_whose_cells_open_their_records(found: town.Office) -> None:
    client = client_of(found.lead)
    page = client.get(ASK, asked("contacts", "persons", rows="months", cols="methods"))
    methods = heads(page)
    seen = {month: dict(zip(methods, cells, strict=True)) for month, cells in told(page).items()}
    assert {month: {name: n for name, n in cells.items() if n != "0"} for month, cells in seen.items()} == {
        "全体": {"訪問": "2", "電話": "1", "全体": "3"}, "10月": {"訪問": "2", "全体": "2"}, "11月": {"電話": "1", "全体": "1"},
    }  # fmt: skip
    persons = {month: dict(zip(methods, cells, strict=True)) for month, cells in told(page, 1).items()}
    assert (persons["全体"]["訪問"], persons["全体"]["電話"], persons["全体"]["全体"]) == ("2", "1", "2")
    october = page.context["tables"][0]["rows"][6]
    behind = client.get(october["cells"][0]["href"]).context["behind"]
    assert ([one.happened_on for one in behind.contacts], behind.hidden) == ([date(2026, 10, 12), DAY], 0)
    stranger = agencies.actor("架空 よそ", agency=agencies.agency("ほかの機関"))
    other = client_of(stranger).get(october["cells"][0]["href"])
    assert (other.context["behind"].total, other.context["behind"].hidden) == (2, 2)
    assert "架空 一郎" not in other.content.decode()
    narrowed = client.get(ASK, asked(rows="areas", methods="VISIT", mets="MET"))
    assert told(narrowed) == {"全体": ["1"], "第1圏域": ["1"]}


def test_of_whom_the_records_are_is_counted_by_codes_alone(found: town.Office) -> None:
    client = client_of(found.lead)
    page = client.get(ASK, asked("contacts", "received", rows="ages", cols="sexes"))
    assert heads(page) == ["男性", "女性", "その他", "未回答・不明", "全体"]
    assert told(page) == {
        "全体": ["2", "1", "0", "0", "3"], "20代": ["0", "1", "0", "0", "1"], "70代": ["2", "0", "0", "0", "2"],
    }  # fmt: skip
    assert told(page, 1) == {"全体": ["1", "0", "0", "0", "1"], "70代": ["1", "0", "0", "0", "1"]}
    troubles = client.get(ASK, asked("contacts", rows="troubles", ages="70"))
    assert (told(troubles)["全体"], sorted(told(troubles).values())) == (["2"], [["2"], ["2"], ["2"]])
    homes = client.get(ASK, asked("persons", rows="homes"))
    assert told(homes) == {"全体": ["2"], "分からない": ["2"]}
    home = people.household(found.csw, found.person)
    assert Membership.objects.filter(household=home).count() == 1
    assert told(client.get(ASK, asked("persons", rows="homes"))) == {
        "全体": ["2"], "ひとり": ["1"], "分からない": ["1"],
    }  # fmt: skip
    left = client.get(ASK, asked("contacts", "gatherings", rows="ages"))
    assert [one.key for one in left.context["asked"].left_out] == ["gatherings"]


def test_every_figure_crossed_is_the_figure_of_the_report(found: town.Office) -> None:
    plain = lookups.figures_now(TOWN, YEAR)
    for rows, columns in (("months", "areas"), ("agencies", ""), ("programmes", "months")):
        crossed = lookups.cross(TOWN, YEAR, figures=FIGURES.values(), rows=rows, columns=columns)
        assert {key: places[None, None].number for key, places in crossed.items()} == plain
        for key, places in crossed.items():
            if FIGURES[key].additive:
                cells = [
                    each
                    for (row, column), each in places.items()
                    if row is not None and (column is not None) == bool(columns)
                ]
                inner = sum(each.number for each in cells)
                assert (key, inner) == (key, plain[key])


def test_without_the_role_for_counts_attributes_are_told_in_steps_and_do_not_open(found: town.Office) -> None:
    client = client_of(found.csw)
    own = {"scope": f"AGENCY:{found.csw.agency_id}"}
    page = client.get(ASK, asked(rows="ages", **own))
    assert (page.context["found"].covered, told(page)["全体"], told(page)["70代"]) == (
        True,
        ["5未満"],
        ["5未満"],
    )
    assert [one["href"] for one in page.context["tables"][0]["sums"]] == [""]
    assert client.get(ENTRIES, asked(rows="ages", figure="contacts", row="70", **own)).status_code == 403
    assert client.post(FILE, {**asked(rows="ages", **own), "form": "inside"}).status_code == 403
    assert told(client.get(ASK, asked(**own)))["全体"] == ["3"]
    elsewhere = client.get(ASK, asked(scope="TOWN"))
    assert (elsewhere.context["asked"].scope.code, bool(elsewhere.context["given"].problem)) == (
        own["scope"],
        True,
    )


def test_the_table_leaves_with_its_definitions_and_covered_where_it_goes_out(found: town.Office) -> None:
    client = client_of(found.lead)
    inside = client.post(FILE, {**asked("contacts", rows="months", cols="methods"), "form": "inside"})
    book = load_workbook(BytesIO(inside.content))
    [whole] = [row for row in book["表1"].iter_rows(values_only=True) if row[0] == "全体"]
    assert [cell for cell in whole[1:] if cell] == [2, 1, 3]
    meaning = "\n".join(
        str(cell) for row in book["数え方"].iter_rows(values_only=True) for cell in row if cell
    )
    for words in (
        definitions.VERSION,
        FIGURES["contacts"].definition,
        "令和8年度",
        "全体",
        found.lead.name,
        "方法ごとの支援の回数",
    ):
        assert words in meaning
    outside = load_workbook(BytesIO(client.post(FILE, {**asked(), "form": "outside"}).content))
    numbers = {
        cell for row in outside["表1"].iter_rows(values_only=True) for cell in row if isinstance(cell, int)
    }
    assert (numbers, outside.sheetnames) == (set(), ["表1", "数え方"])


def test_a_question_is_kept_shared_changed_and_dropped_without_its_numbers(found: town.Office) -> None:
    client, other = client_of(found.lead), client_of(found.csw)
    query = (
        "?"
        + client.get(ASK, asked(rows="areas", cols="methods", programmes="OUTREACH"))
        .context["save_url"]
        .partition("?")[2]
    )
    values = {**token(), "name": "圏域ごとの方法", "words": "拠点会議", "standing": "on", "shared": "on"}
    kept_at = client.post(SAVE + query, values)
    assert kept_at.status_code == 302
    kept = Question.objects.get()
    assert (kept.rows, kept.columns, kept.on_day, kept.scope) == ("areas", "methods", None, "TOWN")
    assert [(one.kind, one.axis, one.code) for one in kept.parts.all()] == [
        ("FIGURE", "", "contacts"), ("FILTER", "programmes", "OUTREACH"),
    ]  # fmt: skip
    twice = client.post(SAVE + query, {**values, **token()})
    assert (twice.status_code, "name" in twice.context["form"].errors) == (422, True)
    named = client.post(SAVE + query, {**values, **token(), "name": "架空 一郎さんの月"})
    assert (named.status_code, Question.objects.count()) == (422, 1)
    [(shared, href)] = other.get(LIST).context["shared"]
    theirs = other.get(href)
    assert (shared.id, theirs.context["kept"].id, theirs.context["mine"]) == (kept.id, kept.id, False)
    assert theirs.context["asked"].scope.code == f"AGENCY:{found.csw.agency_id}"
    change, drop = (reverse(f"questions:{name}_question", args=[kept.id]) for name in ("change", "drop"))
    assert (other.get(change).status_code, other.post(drop).status_code) == (403, 403)
    done = client.post(change + "?f=persons&rows=months", {**values, **token(), "shared": "", "version": "1"})
    kept.refresh_from_db()
    assert (done.status_code, kept.rows, kept.shared) == (302, "months", False)
    assert [one.code for one in kept.parts.all()] == ["persons"]
    assert (other.get(change).status_code, other.get(LIST).context["shared"]) == (404, [])
    assert (client.post(drop).status_code, Question.objects.count()) == (302, 0)


def test_what_cannot_be_read_is_the_usual_and_strangers_are_turned_away(found: town.Office) -> None:
    client = client_of(found.lead)
    page = client.get(ASK, {"f": "nothing", "rows": "x", "cols": "y", "on": "らいねん", "methods": "?"})
    assert (page.context["asked"].figures, page.context["asked"].rows, page.context["asked"].columns) == (
        (FIGURES["contacts"],), "months", "",
    )  # fmt: skip
    assert (bool(page.context["given"].problem), page.context["asked"].filters) == (True, {})
    assert client.get(ENTRIES, asked(figure="nothing")).status_code == 404
    assert client.get(FILE).status_code == 405
    guest = client_of(agencies.actor("架空 委員", agency=found.agency, kinds=(RoleKind.ADVISER,)))
    assert [guest.get(path).status_code for path in (ASK, ENTRIES, LIST, SAVE)] == [403, 403, 403, 403]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(number: int, django_assert_num_queries: Any) -> None:
    office = town.office()
    for nth in range(number):
        town.contact(office.csw, people.person(office.csw, f"架空 {nth}"), on=date(2026, 10, nth + 1))
    client = client_of(office.lead)
    client.get(ASK, asked())
    with django_assert_num_queries(QUERIES):
        client.get(ASK, asked(rows="areas", cols="methods"))
