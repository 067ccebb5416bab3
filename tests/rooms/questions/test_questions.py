"""数えてみる: two dimensions at once agree with the plain counts, cells open their records, questions are kept without numbers."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Appointment, Base
from norishiro.casework.queries import held as held_queries
from norishiro.consultations.models import Concern
from norishiro.core.calendar import fiscal_year, fiscal_year_span
from norishiro.core.operation import announce
from norishiro.outreach import operations as outreach
from norishiro.outreach.models import Contact
from norishiro.outreach.operations import Told
from norishiro.people.models import Membership, Person
from norishiro.policies.models import BaseGoal, BasePlan, Indicator, Measure, Policy, YearValue
from norishiro.profiles.schema.flow import Held
from norishiro.questions import axes, queries
from norishiro.questions.models import Question
from norishiro.questions.queries.board import STUCK
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
QUERIES = 22
MEASURE = Held(evidence=("既定",))


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
            consultation=received, code=code, label=code, national_code=code, mark="CIRCLE"
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
            if FIGURES[key].additive and not FIGURES[key].at_end:
                cells = [
                    each
                    for (row, column), each in places.items()
                    if row is not None and (column is not None) == bool(columns)
                ]
                inner = sum(each.number for each in cells)
                assert (key, inner) == (key, plain[key])


def test_codes_nobody_knows_stand_in_one_row_and_open_together(
    found: town.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(found.lead)
    page = client.get(ASK, asked(rows="methods"))
    methods = told(page)
    known, gone = [one for one in methods if one != "全体" and methods[one] != ["0"]]
    code = next(key for key, label in axes.CODES["methods"] if label == gone)
    left = [one for one in axes.CODES["methods"] if one[0] != code]
    monkeypatch.setitem(axes.CODES, "methods", left)
    monkeypatch.setitem(axes.NAMED, "methods", {key for key, _label in left})
    after = told(client.get(ASK, asked(rows="methods")))
    assert (after["そのほか"], after[known], after["全体"]) == (
        methods[gone],
        methods[known],
        methods["全体"],
    )
    assert gone not in after
    assert code not in after
    opened = client.get(ENTRIES, asked(rows="methods", figure="contacts", row=lookups.OTHER))
    assert opened.context["behind"].total == int(methods[gone][0])


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


# --- views of a year, and what goes out ------------------------------------------------------------------------


BOARD, LEAVING, TAKE = (reverse(f"questions:{name}") for name in ("board", "leaving", "take_leaving"))
BOARD_QUERIES = 28
LEAVING_QUERIES = 19


def test_a_view_of_the_year_stands_beside_last_year_and_shows_nobody_elses_work(found: town.Office) -> None:
    today = timezone.localdate()
    year = fiscal_year(today)
    first = fiscal_year_span(year)[0]
    other = agencies.actor("架空 同僚", agency=found.agency, kinds=(RoleKind.CSW,))
    for writer, on in (
        (found.csw, today),
        (found.csw, first),
        (other, today),
        (found.csw, first - timedelta(days=365)),
    ):
        contact_on(writer, found.person, on=on)
    client, lead = client_of(found.csw), client_of(found.lead)
    own = client.get(BOARD)
    figures = {one.figure.key: (one.now, one.before) for one in own.context["board"].lines}
    earlier = sum(first <= one <= today for one in (DAY, date(2026, 10, 12), date(2026, 11, 2)))
    assert figures["contacts"] == (2 + earlier, 1)
    assert [one["label"] for one in own.context["boards"]] == ["わたし"]
    assert own.context["board"].scope.key == str(found.csw.staff_id)
    assert client.get(BOARD, {"of": f"STAFF:{other.staff_id}"}).status_code == 404
    assert (client.get(BOARD, {"of": "TOWN"}).status_code, own.context["board"].stuck) == (404, ())
    whole = lead.get(BOARD)
    assert {one.figure.key: one.now for one in whole.context["board"].lines}["contacts"] == 3 + earlier
    left = town.received(found.csw, people.person(found.csw, "架空 三郎"), on=today - timedelta(days=60))
    for code in ("HEALTH", "INCOME"):
        Concern.objects.create(consultation=left, code=code, label=code, national_code=code, mark="CIRCLE")
    announce(found.lead)
    stuck = queries.board(found.lead, scope=TOWN, today=today, held=MEASURE).stuck
    assert [one.label for one in stuck] == list(STUCK.values())
    held = held_queries.board(found.lead, on=today, held=MEASURE)
    assert (sum(one.number for one in stuck), held.total) == (1, 1)
    [href] = [href for one, href in whole.context["lines"] if one.figure.key == "contacts"]
    assert lead.get(href).context["behind"].total == 3 + earlier


def test_a_base_sees_its_goals_and_what_is_stuck_in_ones_own_agency(found: town.Office) -> None:
    today = timezone.localdate()
    base = Base.objects.create(code="KITA", name="北の拠点", from_on=agencies.EPOCH)
    Appointment.objects.filter(staff_id=found.csw.staff_id).update(base=base)
    plan = BasePlan.objects.create(
        base=base, fiscal_year=fiscal_year(today), words="気づく", staff_id=found.csw.staff_id
    )
    BaseGoal.objects.create(
        base_plan=plan, number="1", words="電話をかける", efforts="毎週", figure="phones", target=40
    )
    contact_on(found.csw, found.person, on=today)
    page = client_of(found.csw).get(BOARD, {"of": f"BASE:{base.id}"})
    counted = 1 + (fiscal_year_span(fiscal_year(today))[0] <= date(2026, 11, 2) <= today)
    assert [(one.goal.words, one.label, one.actual) for one in page.context["board"].goals] == [
        ("電話をかける", FIGURES["phones"].label, counted)
    ]
    elsewhere = agencies.actor("架空 別", agency=agencies.agency("よその窓口"), kinds=(RoleKind.CSW,))
    for writer, days in ((found.csw, 60), (elsewhere, 70)):
        left = town.received(writer, people.person(writer, "架空 四郎"), on=today - timedelta(days=days))
        for code in ("HEALTH", "INCOME"):
            Concern.objects.create(
                consultation=left, code=code, label=code, national_code=code, mark="CIRCLE"
            )
    for actor, scope, number in (
        (found.csw, Scope(ScopeKind.STAFF, str(found.csw.staff_id), "わたし", ids=(found.csw.staff_id,)), 1),
        (found.lead, TOWN, 2),
    ):
        announce(actor)
        stuck = queries.board(actor, scope=scope, today=today, held=MEASURE).stuck
        assert [one.number for one in stuck] == [number, 0, 0]


def contact_on(actor: Actor, person: Person, *, on: date) -> Contact:
    announce(actor)
    return outreach.record_contact(
        actor, person=person, case_id=None, present=(), today=on,
        told=Told(
            happened_on=on, method="PHONE", body="話した。", met="MET", kind="INDIVIDUAL", programme="OUTREACH",
            happened_at=None, with_whom="架空の相手",
        ),
    )  # fmt: skip


def test_targets_of_the_plans_stand_beside_what_was_counted(found: town.Office) -> None:
    today = timezone.localdate()
    year = fiscal_year(today)
    announce(found.lead)
    kept = {"agency_id": found.lead.agency_id}
    Policy.objects.create(
        name="架空の計画", kind="WELFARE", side="MUNICIPAL", from_year=year - 1, last_year=year + 1,
        staff_id=found.lead.staff_id, **kept,
    )  # fmt: skip
    measure = Measure.objects.create(name="出向く", **kept)
    aimed = Indicator.objects.create(
        measure=measure,
        kind="ACTIVITY",
        name="訪問の回数",
        unit="回",
        counting="YEARLY",
        direction="UP",
        figure="report:phones",
    )
    YearValue.objects.create(indicator=aimed, year=year, target=120)
    contact_on(found.csw, found.person, on=today)
    [told_of] = client_of(found.lead).get(BOARD).context["board"].targets
    expected = 1 + (fiscal_year_span(year)[0] <= date(2026, 11, 2) <= today)
    assert (told_of.indicator, told_of.target_words, told_of.actual) == (aimed, "120", expected)
    assert definitions.VERSION in told_of.meaning


def test_what_goes_to_the_prefecture_is_covered_and_carries_its_definitions(found: town.Office) -> None:
    lead = client_of(found.lead)
    at = {"span": "YEAR", "on": DAY.isoformat()}
    page = lead.get(LEAVING, at)
    words = {each["cell"].words for one in page.context["tables"] for each in one["sums"]}
    assert words == {"5未満", "1", "10"}
    book = load_workbook(BytesIO(lead.post(TAKE, {**at, "form": "xlsx"}).content))
    assert book.sheetnames == ["表1", "表2", "表3", "表4", "数え方"]
    meaning = "\n".join(
        str(cell) for row in book["数え方"].iter_rows(values_only=True) for cell in row if cell
    )
    for screen in (page, lead.get(ASK, asked()), lead.get(BOARD)):
        assert f"数え方の版：{definitions.VERSION}" in screen.content.decode()
    for said in (definitions.VERSION, FIGURES["came"].definition, found.lead.name, "令和8年度"):
        assert said in meaning
    lines = list(csv.DictReader(StringIO(lead.post(TAKE, {**at, "form": "csv"}).content.decode("utf-8-sig"))))
    assert {one["数え方の版"] for one in lines} == {definitions.VERSION}
    assert [one["数"] for one in lines if (one["行"], one["列"]) == ("第1圏域", "支援の回数")] == ["5未満"]
    assert [one["数"] for one in lines if (one["行"], one["列"]) == ("第1圏域", "集まった人")] == ["10"]
    future = {"span": "YEAR", "on": (timezone.localdate() + timedelta(days=800)).isoformat()}
    assert lead.post(TAKE, {**future, "form": "csv"}).status_code == 403
    assert [client_of(found.csw).get(LEAVING).status_code, lead.get(TAKE).status_code] == [403, 405]


def test_the_views_ask_a_fixed_number_of_questions(
    found: town.Office, django_assert_num_queries: Any
) -> None:
    client = client_of(found.lead)
    client.get(BOARD)
    with django_assert_num_queries(BOARD_QUERIES):
        client.get(BOARD)
    with django_assert_num_queries(LEAVING_QUERIES):
        client.get(LEAVING, {"span": "YEAR", "on": DAY.isoformat()})
