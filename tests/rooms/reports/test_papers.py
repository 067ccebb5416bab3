"""The report on paper and in Excel, compared whole: PDF text and cell values (tests/golden/reports)."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from norishiro.profiles.loader import read_profile
from norishiro.profiles.schema.profile import Profile
from norishiro.reports import definitions, operations, papers, queries
from norishiro.reports.choices import ScopeKind, Span
from norishiro.reports.definitions import FIGURES, NARROW, figures_of, layouts_of
from norishiro.reports.periods import period_of
from norishiro.reports.queries import Report
from norishiro.reports.scopes import Scope
from tests.golden import same_as_golden
from tests.rooms.reports import town
from tests.rooms.reports.town import DAY, TODAY, Office, client_of

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parents[2] / "golden" / "reports"
PRESETS = Path(definitions.__file__).parents[1] / "profiles" / "presets"
TOWN = Scope(ScopeKind.TOWN, "", "全体")
MADE = date(2026, 12, 1)


def preset(name: str) -> Profile:
    return read_profile((PRESETS / f"{name}.toml").read_text(encoding="utf-8"), name=name)


def worked(office: Office) -> None:
    """Ten days of a worker: met and not met, one gathering, one consultation, two people."""
    for nth, (method, met) in enumerate(
        (("VISIT", "MET"), ("VISIT", "ABSENT"), ("PHONE", "MET"), ("LETTER", "POSTED"))
    ):
        town.contact(office.csw, office.person, on=date(2026, 10, 2 + nth), method=method, met=met)
    town.contact(office.csw, office.person, kind="COMMUNITY", method="MEETING", met="NOT_APPLICABLE")
    town.gathering(office.csw, office.area, came=14)
    town.received(office.csw, office.person)


def made(office: Office, *, span: str, code: str = "", profile: str = "") -> Report:
    layouts = layouts_of(preset(profile) if profile else None, span=span)
    layout = next(one for one in layouts if code in ("", one.code))
    return queries.report(office.lead, scope=TOWN, period=period_of(DAY, span=span), layout=layout)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def cells_of(content: bytes) -> str:
    book = load_workbook(BytesIO(content))
    lines = []
    for page in book.worksheets:
        lines.append(f"[{page.title}]")
        lines += [
            "\t".join("" if one is None else str(one) for one in row)
            for row in page.iter_rows(values_only=True)
        ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


CASES = [
    ("month", Span.MONTH, ""),
    ("month_tachikawa", Span.MONTH, "tachikawa"),
    ("day_tachikawa", Span.DAY, "tachikawa"),
    ("year", Span.YEAR, ""),
]


@pytest.mark.parametrize(("name", "span", "profile"), CASES)
def test_the_workbook_is_the_same_as_ever(name, span, profile):
    office = town.office()
    worked(office)
    report = made(office, span=span, profile=profile)
    same_as_golden(GOLDEN / f"{name}.tsv", cells_of(papers.book(report, None, actor=office.lead, today=MADE)))


@pytest.mark.parametrize(("name", "span", "profile"), CASES)
def test_the_paper_is_the_same_as_ever(name, span, profile):
    office = town.office()
    worked(office)
    pdf = papers.sheet(made(office, span=span, profile=profile), None, actor=office.lead, today=MADE)
    same_as_golden(GOLDEN / f"{name}.txt", text_of(pdf), wrapped=True)


def test_a_report_of_taking_part_says_which_of_the_two_figures_is_the_offices_own():
    office = town.office()
    layouts = layouts_of(None, span=Span.MONTH)
    told = f"参加支援の実績とする数は「{FIGURES[NARROW].label}」です（ふつうの決まり。自治体の設定で変えられます）。"
    found = []
    for layout in layouts:
        report = queries.report(
            office.lead, scope=TOWN, period=period_of(DAY, span=Span.MONTH), layout=layout, today=MADE
        )
        printed = text_of(papers.sheet(report, None, actor=office.lead, today=MADE)).replace("\n", "")
        written = cells_of(papers.book(report, None, actor=office.lead, today=MADE))
        assert (told in printed) == (told in written) == bool(report.own)
        found += [layout.title] if report.own else []
    assert found == ["月の参加支援の実績（二つの数え方）"]


def test_a_file_is_handed_over_and_names_nobody():
    office = town.office()
    worked(office)
    client = client_of(office.lead)
    for form, begins in (("xlsx", b"PK"), ("pdf", b"%PDF")):
        taken = client.post(
            reverse("reports:take_report"),
            {"span": "DAY", "on": DAY.isoformat(), "scope": "TOWN", "form": form},
        )
        assert taken.content.startswith(begins)
        assert "%E6%97%A5%E5%A0%B1" in taken["Content-Disposition"]
    report = made(office, span=Span.DAY)
    assert "一郎" not in cells_of(papers.book(report, None, actor=office.lead, today=MADE))


def test_a_difference_to_the_closed_month_goes_with_the_paper():
    office = town.office()
    worked(office)
    month = period_of(DAY, span=Span.MONTH)
    operations.close_month(office.lead, scope=TOWN, period=month, today=TODAY)
    town.contact(office.csw, office.person)
    standing = queries.standing(office.lead, scope=TOWN, period=month)
    report = made(office, span=Span.MONTH)
    written = cells_of(papers.book(report, standing, actor=office.lead, today=MADE)).splitlines()
    at = written.index("[締めたあとの変わり]")
    assert [line.split("\t") for line in written[at + 2 :] if line][-6:] == [
        ["支援の回数", "5", "6", "1"], ["延べ人数", "5", "6", "1"], ["訪問", "2", "3", "1"], ["会えた", "2", "3", "1"],
        ["個別支援", "4", "5", "1"], ["個別支援の割合", "80", "83", "3"],
    ]  # fmt: skip
    assert "前に出した数" in text_of(papers.sheet(report, standing, actor=office.lead, today=MADE))


def test_every_offices_own_layout_asks_only_for_figures_that_are_defined():
    unknown = {
        (path.stem, one.code): figures_of(one.columns)[1]
        for path in sorted(PRESETS.glob("*.toml"))
        for one in preset(path.stem).reports
    }
    assert {key: found for key, found in unknown.items() if found} == {}
    assert len(unknown) > 0


def test_an_office_that_writes_its_layout_gets_it_and_the_usual_ones_besides():
    codes = [one.title for one in layouts_of(preset("tachikawa"), span=Span.MONTH)]
    assert codes == [
        "地域福祉コーディネーター月報",
        "月報（圏域ごと）",
        "月報（職員ごと）",
        "個別支援と地域支援（圏域ごとの件と回）",
        "月の事業実績（事業ごと）",
        "月の参加支援の実績（二つの数え方）",
        "月の相談・つなぎ・プラン（機関ごと）",
    ]
