"""The published table of three years comes out of what happened, digit for digit; nobody typed a total."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from norishiro.cases.choices import CaseStatus
from norishiro.cases.models import StatusChange
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.indicators import operations, queries
from norishiro.plans.models import Monitoring
from tests.factories import agencies
from tests.rooms.meetings.town import client_of
from tests.towns import three_years
from tests.towns.three_years import CORE, LAYERED, SUPPORT, talked_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

END = date(2024, 3, 31)
COLUMNS = ["令和3年度（移行準備）", "令和4年度（本格実施）", "令和5年度（本格実施2年目）"]
PUBLISHED = [
    ("支援会議", "回数", ["4回", "10回", "10回"]),
    ("支援会議", "協議事例数", ["13事例", "23事例", "22事例"]),
    ("支援会議", "メンバー", ["5部14課＋社協", "6部16課＋社協", "6部16課＋社協"]),
    ("コア会議", "件と回", ["–", "試行1件", "13件19回（うちR4事例4）"]),
    ("モニタリング", "前年度までの分", ["–", "R3の終了6件", "R4の終了7件"]),
    ("モニタリング", "年度内終了", ["7件", "16件", "19件"]),
    ("モニタリング", "次年度へ継続", ["6件", "7件", "3件"]),
    ("重層的支援会議", "回数", ["3回", "6回（うちひきこもり対策部会4回）", "1回（R6.3.27）"]),
    ("重層的支援会議", "協議事例数", ["1事例", "1事例2回", "なし"]),
    ("重層的支援会議", "メンバー", ["5部14課", "6部16課", "6部16課"]),
    ("重層的支援会議", "進捗", ["年度内終了1件", "年度内終了1件", three_years.RESULTS_TALK]),
]
CHECKS = [
    "令和3年度の事例：13＝7＋6",
    "令和4年度の事例：23＝16＋7",
    "令和3年度から令和4年度へ続いた事例：6＝6＋0",
    "令和5年度の事例：22＝19＋3",
    "令和4年度から令和5年度へ続いた事例：7＝7＋0",
]


def table_of(told: three_years.ThreeYears, *, actor=None) -> queries.CohortTable:
    announce(actor or told.secretariat)
    return queries.cohort_table(
        actor or told.secretariat, body=told.bodies[SUPPORT], last_year=2023, years=3, today=END
    )


def test_the_table_of_three_years_comes_out_digit_for_digit_and_every_cell_opens_its_cases():
    told = three_years.lay()
    table = table_of(told)
    content = table.content()
    assert content["columns"] == COLUMNS
    assert [(one["heading"], one["label"], one["cells"]) for one in content["lines"]] == PUBLISHED
    assert (content["checks"], table.verdict.allowed) == (CHECKS, True)
    _as_the_slow_counter_counts(told, table)
    _each_cell_opens_its_cases(told, table)
    _three_times_a_year_they_were_looked_at(told)
    _the_workbook_says_the_same(told, table)


def _as_the_slow_counter_counts(told: three_years.ThreeYears, table: queries.CohortTable) -> None:
    """Story by story, as somebody with paper and pencil would."""
    for place, year in enumerate((2021, 2022, 2023)):
        began = [one for one in told.stories if fiscal_year(one.first_on) == year]
        ended = [one for one in began if one.ended_on and fiscal_year(one.ended_on) == year]
        core = talked_in(told.stories, CORE, year)
        layered = talked_in(told.stories, LAYERED, year)
        figures = {(line.heading, line.row.key): line.figures[place] for line in table.lines}
        assert figures["支援会議", "main_cases"].number == len(began)
        assert figures["支援会議", "main_sittings"].number == len(
            {on for _one, on in talked_in(told.stories, SUPPORT, year)}
        )
        assert figures["モニタリング", "ended"].number == len(ended)
        assert figures["モニタリング", "continued"].number == len(began) - len(ended)
        if year > 2021:
            assert figures["コア会議", "beside"].number == len({id(one) for one, _on in core})
            assert len(figures["コア会議", "beside"].sittings) == len({on for _one, on in core})
        assert figures["重層的支援会議", "layered_cases"].number == len({id(one) for one, _on in layered})


def _each_cell_opens_its_cases(told: three_years.ThreeYears, table: queries.CohortTable) -> None:
    for year in (2021, 2022, 2023):
        found = table.find(row="ended", place_id=None, year=year)
        assert found is not None
        behind = queries.behind(told.secretariat, table=table, figure=found[1])
        wanted = {
            one.title
            for one in told.stories
            if one.ended_on and fiscal_year(one.first_on) == fiscal_year(one.ended_on) == year
        }
        assert ({case.title for case in behind.cases}, behind.hidden) == (wanted, 0)
    stranger = agencies.actor("架空 他人", agency=agencies.agency("別の課"))
    theirs = table_of(told, actor=stranger)
    assert theirs.content() == table.content()
    hidden = [
        queries.behind(stranger, table=theirs, figure=figure)
        for line in theirs.lines
        for figure in line.figures
    ]
    assert [one.cases for one in hidden if one.cases] == []
    assert all(one.hidden == one.total for one in hidden)
    announce(told.secretariat)


def _three_times_a_year_they_were_looked_at(told: three_years.ThreeYears) -> None:
    months = Counter(
        one.done_on.month for one in Monitoring.objects.filter(done_on__isnull=False) if one.done_on
    )
    assert sorted(months) == [2, 8, 11]
    unseen = Monitoring.objects.filter(done_on__isnull=True, due_on__lte=END)
    assert list(unseen) == []


def _the_workbook_says_the_same(told: three_years.ThreeYears, table: queries.CohortTable) -> None:
    taken = operations.take_cohort(told.secretariat, table=table, form="xlsx")
    book = load_workbook(BytesIO(taken.content))
    assert (taken.name, book.sheetnames) == ("実績の表.xlsx", ["実績の表", "数え方", "検算"])
    rows = [list(row) for row in book["実績の表"].iter_rows(values_only=True)]
    first = next(number for number, row in enumerate(rows) if row[0] == "区分")
    assert rows[first][2:] == COLUMNS
    assert [(row[0], row[1], row[2:]) for row in rows[first + 1 :]] == PUBLISHED
    words = "".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
    )
    assert [one.title for one in told.stories if one.title in words] == []


def test_a_table_that_does_not_agree_is_not_handed_out_and_says_which_case():
    told = three_years.lay()
    going = next(one for one in told.stories if one.ended_on is None)
    assert going.case is not None
    StatusChange.objects.create(
        case=going.case,
        status=CaseStatus.CLOSED,
        changed_on=date(2024, 3, 1),
        staff_id=told.secretariat.staff_id,
    )
    table = table_of(told)
    assert [reason.message.partition("。")[0] for reason in table.verdict.reasons] == [
        "令和5年度の事例：22≠19＋2"
    ]
    with pytest.raises(Refused):
        operations.take_cohort(told.secretariat, table=table, form="xlsx")
    cases, hidden = queries.astray_cases(told.secretariat, table=table)
    assert [(case.title, why) for case, why in cases] == [
        (going.title, "状態は終わっているのに、終結の記録がありません。終結を記録してください。")
    ]
    assert hidden == 0
    client = client_of(told.secretariat)
    page = client.get(reverse("indicators:cohort"), {"body": told.bodies[SUPPORT].id, "until": 2023})
    assert page.context["table"].verdict.allowed is False
    refused = client.post(reverse("indicators:take_cohort"), {"body": told.bodies[SUPPORT].id, "until": 2023})
    assert refused.status_code == 403
