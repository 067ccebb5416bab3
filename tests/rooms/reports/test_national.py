"""国様式の実績報告: counted, filled into a workbook, refused where its cells moved, and made again as it was closed."""

from __future__ import annotations

from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from norishiro.agencies.choices import Programme, RoleKind
from norishiro.core.text import InputProblem
from norishiro.reports import national, operations
from norishiro.reports.choices import ScopeKind, Span
from norishiro.reports.definitions import FIGURES
from norishiro.reports.periods import period_of
from norishiro.reports.scopes import Scope, town_or_programme
from tests.factories import agencies, people
from tests.rooms.consultations.town import token
from tests.rooms.reports import town as towns
from tests.rooms.reports.town import client_of, contact, gathering, office, received

TODAY = date(2027, 5, 10)
OTHER_FORM = """version = "R8-様式3"
[[cells]]
item = "period"
sheet = "様式3"
cell = "C2"
label_cell = "B2"
label = "報告期間"
[[cells]]
item = "outreach_contacts"
sheet = "様式3"
cell = "D7"
label_cell = "B7"
label = "アウトリーチ 支援実施回数"
"""


def other_form(**cells: Any) -> bytes:
    book = Workbook()
    page = book.active
    page.title = "様式3"
    for address, value in {
        "B2": "報告期間", "B7": "アウトリーチ　支援実施回数", "B9": "自治体名", "C9": "見本町", "D10": "=D7*2", **cells,
    }.items():  # fmt: skip
        page[address] = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


# --- the form, without a database ---------------------------------------------------------------------------


def test_every_item_is_a_figure_and_has_its_cell_in_the_provisional_form():
    placed = [one.item for one in national.USUAL.places]
    assert sorted(placed) == sorted([*national.ITEMS, "period", "version"])
    assert [one.key for one in national.ITEMS.values() if one.figure not in FIGURES] == []
    assert {one.programme for one in national.ITEMS.values()} == {"", *Programme.values}
    book = national.opened(national.provisional())
    assert national.misplaced(book, national.USUAL) == []
    assert book["実績報告"]["A2"].value == "【推定】国の様式の原本が手に入るまでの、仮の様式です。"


def test_a_form_whose_cells_moved_is_refused_with_the_cell_what_was_expected_and_what_stands_there():
    mapping = national.mapping_of(OTHER_FORM)

    def problems(content: bytes) -> list[str]:
        return national.misplaced(national.opened(content), mapping)

    assert problems(other_form()) == []
    assert problems(other_form(B7="参加支援", B2=None)) == [
        "様式3のB2：「報告期間」があるはずの所に、何も書かれていません。",
        "様式3のB7：「アウトリーチ 支援実施回数」があるはずの所に、「参加支援」があります。",
    ]
    assert problems(other_form(D7="=SUM(D1:D6)")) == [
        "様式3のD7：空か数のはずの、数を書くますに、計算式「=SUM(D1:D6)」があります。"
    ]
    assert problems(other_form(D7=3)) == []
    joined = national.opened(other_form())
    joined["様式3"].merge_cells("C7:D7")
    assert problems(saved(joined)) == [
        "様式3のD7：数を書くますが、結合されたますの途中です。左上のますを対応表に書いてください。"
    ]
    renamed = national.opened(other_form())
    renamed["様式3"].title = "様式4"
    assert problems(saved(renamed)) == ["「様式3」というシートがありません（あるのは「様式4」）。"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("これは", "対応表が読めません"), ("version = '1'", "対応表に、ますの一覧"), (OTHER_FORM.replace("D7", "7D"), "対応表の2番め：「7D」は"),
        (OTHER_FORM.replace("outreach_contacts", "local_only"), "対応表の2番め：「local_only」という項目は"),
        (OTHER_FORM.replace('"D7"', '"C2"'), "対応表で、様式3!C2 に二つの"), (OTHER_FORM.replace('label = "報告期間"', ""), "対応表の1番めのますに"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_used_says_where(text: str, said: str):
    with pytest.raises(InputProblem) as problem:
        national.mapping_of(text)
    assert str(problem.value).startswith(said)


def test_what_is_no_workbook_or_too_large_says_what_to_do():
    for content, said in (
        (b"abc", "Excel のファイルとして開けません"),
        (b"x" * 2_000_001, "様式のファイルが大きすぎます"),
    ):
        with pytest.raises(InputProblem) as problem:
            national.opened(content)
        assert str(problem.value).startswith(said)


def test_a_quarter_is_three_months_of_the_fiscal_year():
    def quarter(day: date) -> tuple[str, date, date]:
        found = national.quarter_of(period_of(day, span=Span.MONTH))
        return found.label, found.first, found.after

    assert quarter(date(2026, 10, 1)) == (
        "令和8年度　第3四半期（10～12月）",
        date(2026, 10, 1),
        date(2027, 1, 1),
    )
    assert quarter(date(2027, 3, 31)) == (
        "令和8年度　第4四半期（1～3月）",
        date(2027, 1, 1),
        date(2027, 4, 1),
    )
    assert quarter(date(2026, 4, 1))[1:] == (date(2026, 4, 1), date(2026, 7, 1))
    found = national.quarter_of(period_of(date(2026, 4, 1), span=Span.MONTH))
    assert (found.before.first, found.next.first) == (date(2026, 1, 1), date(2026, 7, 1))


def test_the_command_writes_the_provisional_form_and_its_mapping(tmp_path):
    said = StringIO()
    call_command("write_national_form", str(tmp_path), stdout=said)
    text = (tmp_path / "mapping.toml").read_text(encoding="utf-8")
    book = national.opened((tmp_path / "national-form.xlsx").read_bytes())
    assert national.misplaced(book, national.mapping_of(text)) == []
    assert said.getvalue().count("national-form.xlsx") == 1


# --- in the browser -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_national_form_is_filled_for_a_period_opens_its_records_and_is_made_again_as_it_was_closed():
    desk = office()
    client = client_of(desk.lead)
    other = people.person(desk.csw, "架空 二郎")
    first = contact(desk.csw, desk.person, on=date(2026, 10, 5))
    contact(desk.csw, other, on=date(2026, 10, 20), method="PHONE")
    contact(desk.csw, desk.person, on=date(2026, 11, 2))
    contact(desk.csw, desk.person, on=date(2026, 10, 6), programme="PARTICIPATION")
    received(desk.csw, other, on=date(2026, 10, 1))
    gathering(desk.csw, desk.area, on=date(2026, 12, 1), came=12)

    def get(name: str = "national", **query: str):
        return client.get(reverse(f"reports:{name}"), {"span": "MONTH", "on": "2026-10-15", **query})

    def numbers(**query: str) -> dict[str, int]:
        found = get(**query).context["found"]
        return {key: number for key, number in found.numbers.items() if number}

    def take(**given: Any):
        values = {"span": "MONTH", "on": "2026-10-15", "as": "now", "form": "xlsx", **token(), **given}
        return client.post(reverse("reports:take_national"), values)

    october = {
        "consultation_received": 1, "participation_contacts": 1, "participation_units": 1, "outreach_contacts": 2,
        "outreach_units": 2, "outreach_visits": 1, "new_persons": 1,
    }  # fmt: skip
    assert numbers() == october
    assert numbers(span="QUARTER") == october | {
        "outreach_contacts": 3,
        "outreach_visits": 2,
        "community_gatherings": 1,
        "community_came": 12,
    }
    assert numbers(span="YEAR") == numbers(span="QUARTER")
    assert numbers(span="QUARTER", on="2026-09-30") == {}

    page = get(span="QUARTER")
    hrefs = {one["line"].item.key: one["href"] for one in page.context["lines"]}
    behind = client.get(hrefs["outreach_contacts"])
    assert (behind.context["behind"].total, len(behind.context["behind"].contacts)) == (3, 3)
    assert client.get(hrefs["community_came"]).context["behind"].total == 1
    assert client.get(hrefs["participation_units"]).context["behind"].total == 1
    assert get("national_entries", item="local_only").status_code == 404

    book = load_workbook(BytesIO(take().content))["実績報告"]
    told = {book[one.label_cell].value: book[one.cell].value for one in national.USUAL.places}
    assert {national.ITEMS[key].label: number for key, number in october.items()} == {
        label: number for label, number in told.items() if isinstance(number, int) and number
    }
    assert (told["報告する期間"], told["様式の版"]) == ("令和8年10月", national.USUAL.version)

    def files(**given: bytes) -> dict[str, Any]:
        return {name: SimpleUploadedFile(name, content) for name, content in given.items()}

    page = load_workbook(
        BytesIO(take(**files(template=other_form(), mapping=OTHER_FORM.encode()), span="QUARTER").content)
    )["様式3"]
    assert [page[one].value for one in ("C2", "D7", "C9", "D10", "B7")] == [
        "令和8年度　第3四半期（10～12月）", 3, "見本町", "=D7*2", "アウトリーチ　支援実施回数",
    ]  # fmt: skip
    moved = take(**files(template=other_form(B7="参加支援"), mapping=OTHER_FORM.encode()))
    assert (moved.status_code, list(moved.context["form"].errors["template"])) == (
        422, ["様式3のB7：「アウトリーチ 支援実施回数」があるはずの所に、「参加支援」があります。"],
    )  # fmt: skip
    unread = take(**files(mapping=b"\xff\xfe"))
    assert (unread.status_code, sorted(unread.context["form"].errors)) == (422, ["mapping"])
    assert take(**files(template=b"abc")).status_code == 422

    lines = take(form="csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(national.ITEMS)
    assert [one.split(",")[:5] for one in lines if one.startswith("アウトリーチ等：支援の回数")] == [
        ["アウトリーチ等：支援の回数", "2", "回", "令和8年10月", "いまの数"]
    ]
    blank = load_workbook(BytesIO(take(form="blank").content))["実績報告"]
    assert [blank[one.cell].value for one in national.USUAL.places] == [None] * len(national.USUAL.places)
    assert national.mapping_of(take(form="mapping").content.decode()) == national.USUAL

    period = period_of(date(2026, 10, 15), span=Span.MONTH)
    town: list[Scope] = [town_or_programme(""), *(town_or_programme(one) for one in Programme.values)]
    assert town[0].kind == ScopeKind.TOWN
    for scope in town:
        operations.close_month(desk.lead, scope=scope, period=period, today=TODAY)
    contact(desk.csw, desk.person, on=date(2026, 10, 30))
    towns.corrected(desk.csw, first, programme="PARTICIPATION")
    now = october | {"participation_contacts": 2}
    assert numbers() == now
    assert numbers(**{"as": "closed"}) == october
    assert get().context["found"].changed_items == 1
    again = load_workbook(BytesIO(take(**{"as": "closed"}).content))["実績報告"]
    assert again[national.USUAL.place_of("participation_contacts").split("!")[1]].value == 1
    quarter = get(span="QUARTER", **{"as": "closed"}).context["found"]
    assert quarter.open_items == len(national.ITEMS)

    worker = client_of(desk.csw)
    assert worker.get(reverse("reports:national")).status_code == 403
    assert worker.post(reverse("reports:take_national"), token()).status_code == 403
    assert client_of(agencies.actor("架空 決める人", kinds=(RoleKind.DECIDER,))).get(
        reverse("reports:national")
    ).status_code == 200  # fmt: skip

    def asked(name: str, **query: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert get(name, **query).status_code == 200
        return len(counted)

    screens = (("national", {}), ("national_entries", {"item": "outreach_contacts"}), ("fill_national", {}))
    before = {name: asked(name, **query) for name, query in screens}
    for day in (7, 8):
        contact(desk.csw, other, on=date(2026, 10, day))
    assert {name: asked(name, **query) for name, query in screens} == before
    assert before == {"national": 22, "national_entries": 14, "fill_national": 15}
