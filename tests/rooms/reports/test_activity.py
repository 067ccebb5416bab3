"""活動報告: the same figures as the month's and year's report, told so that nobody is known by them."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Base
from norishiro.reports import lookups, papers, queries
from norishiro.reports.charts import LONGEST, chart
from norishiro.reports.choices import ScopeKind, Span
from norishiro.reports.definitions import FIGURES
from norishiro.reports.periods import period_of
from norishiro.reports.scopes import Scope
from tests.factories import agencies, people
from tests.golden import same_as_golden
from tests.rooms.reports import town
from tests.rooms.reports.town import DAY, TODAY, Office, client_of

pytestmark = pytest.mark.django_db

ACTIVITY = reverse("reports:activity")
TAKE = reverse("reports:take_activity")
TOWN = Scope(ScopeKind.TOWN, "", "全体")
QUERIES = 23


def asked(span: str = "YEAR", **more: str) -> dict[str, str]:
    return {"span": span, "on": DAY.isoformat(), **more}


def worked(found: Office) -> None:
    """Seven visits to three people, a gathering and a consultation, in October and November."""
    others = [people.person(found.csw, f"架空 {nth}郎") for nth in (2, 3)]
    for nth in range(5):
        town.contact(found.csw, found.person, on=date(2026, 10, 1 + 7 * nth))
    for one in others:
        town.contact(found.csw, one, on=date(2026, 11, 3), method="PHONE", met="ABSENT")
    town.gathering(found.csw, found.area, came=14, heard=2)
    town.received(found.csw, found.person)


def test_a_year_is_told_in_the_figures_of_its_report_and_by_months():
    found = town.office()
    worked(found)
    year = period_of(DAY, span=Span.YEAR)
    activity = client_of(found.lead).get(ACTIVITY, asked(scope="TOWN")).context["activity"]
    counted = lookups.figures_now(TOWN, year)
    assert [(one.figure.key, one.number) for one in activity.told] == [
        (key, counted[key]) for key in queries.TOLD
    ]
    by_month, came, ways = activity.charts
    assert [(bar.label, bar.number) for bar in by_month.bars if bar.number] == [("10月", 5), ("11月", 2)]
    assert (len(by_month.bars), sum(bar.number for bar in came.bars)) == (12, 14)
    assert [(bar.label, bar.number) for bar in ways.bars if bar.number] == [("訪問", 5), ("電話・メール", 2)]
    assert sum(bar.number for bar in ways.bars) == counted["contacts"]


def test_a_month_is_told_by_its_weeks():
    found = town.office()
    worked(found)
    activity = client_of(found.lead).get(ACTIVITY, asked("MONTH", scope="TOWN")).context["activity"]
    assert [(bar.label, bar.number) for bar in activity.charts[0].bars] == [
        ("1～7日", 1), ("8～14日", 1), ("15～21日", 1), ("22～28日", 1), ("29～31日", 1),
    ]  # fmt: skip
    february = queries.activity(found.lead, scope=TOWN, period=period_of(date(2027, 2, 3), span=Span.MONTH))
    assert (february.is_empty, february.charts) == (True, ())


def test_few_people_are_not_told_exactly():
    figures = {
        key: [queries.Told(FIGURES[key], number).words for number in (0, 4, 5, 1200)] for key in FIGURES
    }
    people_of = {key for key, words in figures.items() if "未満" in words[1]}
    assert people_of == {
        "units", "persons", "persons_all", "households", "visit_units", "individual_units", "community_units", "received", "heard",
        "conference_cases", "conference_talks", "layered_cases", "layered_talks", "new_persons", "again_persons",
        "new_households", "again_households", "plans_first", "plans_again", "plan_cases", "taken_in", "coordinated",
        "turned_back", "sheets_sent", "sheets_taken", "sheets_told", "started", "running", "ended", "interrupted",
        "part_supported", "part_planned", "part_wished", "part_broad", "matched", "settled",
    }  # fmt: skip
    assert (figures["persons"], figures["contacts"]) == (
        ["0人", "5人未満", "5人", "1,200人"],
        ["0回", "4回", "5回", "1,200回"],
    )


def test_no_single_worker_can_be_told_of_and_another_agency_only_by_who_may_count():
    found = town.office()
    worked(found)
    stranger = agencies.agency("よその機関")
    client = client_of(found.csw)
    page = client.get(ACTIVITY, asked())
    assert page.context["asked"].scope.ids == (found.csw.agency_id,)
    assert [label for label, _scopes in page.context["asked"].groups] == ["機関", "圏域", "事業"]
    assert client.get(ACTIVITY, asked(scope=f"STAFF:{found.csw.staff_id}")).status_code == 404
    assert client.get(ACTIVITY, asked(scope=f"AGENCY:{stranger.id}")).status_code == 404
    counts = client_of(found.lead).get(ACTIVITY, asked(scope=f"AGENCY:{stranger.id}"))
    assert (counts.status_code, counts.context["activity"].is_empty) == (200, True)


def test_what_cannot_be_read_is_said_and_who_has_no_role_for_reports_is_refused():
    found = town.office()
    page = client_of(found.lead).get(ACTIVITY, {"span": "DAY", "on": "らいねん"})
    assert (page.context["asked"].period.span, bool(page.context["asked"].problem)) == (Span.YEAR, True)
    guest = client_of(agencies.actor("架空 委員", agency=found.agency, kinds=(RoleKind.ADVISER,)))
    assert (guest.get(ACTIVITY).status_code, guest.post(TAKE).status_code) == (403, 403)
    assert client_of(found.lead).get(TAKE).status_code == 405


def test_the_paper_is_handed_over_and_names_nobody():
    found = town.office()
    worked(found)
    taken = client_of(found.lead).post(TAKE, asked(scope="TOWN"))
    assert taken.content.startswith(b"%PDF")
    activity = queries.activity(found.lead, scope=TOWN, period=period_of(DAY, span=Span.YEAR))
    pdf = papers.activity_sheet(activity, actor=found.lead, today=TODAY)
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    assert [name for name in ("一郎", "歩", "統子") if name in text] == []
    golden = Path(__file__).parents[2] / "golden" / "reports" / "activity.txt"
    same_as_golden(golden, text, wrapped=True)


def test_a_base_opened_within_the_year_can_be_asked_for_the_whole_year():
    found = town.office()
    base = Base.objects.create(code="june", name="6月の拠点", from_on=date(2026, 6, 1))
    client = client_of(found.lead)
    codes = {
        on: [one.code for _label, scopes in page.context["asked"].groups for one in scopes]
        for on in ("2026-04-01", "2025-04-01")
        for page in [client.get(ACTIVITY, {"span": "YEAR", "on": on})]
    }
    assert [f"BASE:{base.id}" in offered for offered in codes.values()] == [True, False]


def test_the_longest_bar_has_the_room_and_nothing_is_no_bar():
    drawn = chart("図", heading="いつ", unit="回", rows=[("4月", 10), ("5月", 5), ("6月", 0)])
    assert [bar.length for bar in drawn.bars] == [LONGEST, LONGEST // 2, 0]
    assert chart("図", heading="いつ", unit="回", rows=[("4月", 0)]).is_empty


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(number, django_assert_num_queries):
    found = town.office()
    for nth in range(number):
        town.contact(found.csw, people.person(found.csw, f"架空 {nth}"), on=date(2026, 10, nth + 1))
    client = client_of(found.lead)
    client.get(ACTIVITY, asked(scope="TOWN"))
    with django_assert_num_queries(QUERIES):
        client.get(ACTIVITY, asked(scope="TOWN"))
