"""計画と評価 in the browser's words: trees, the line of years, two plans beside each other, and the evaluation of a year."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.community.models import Activity
from norishiro.core import calendar
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import announce
from norishiro.evacuation.models import ZoneCount
from norishiro.meetings.models import Body, Sitting
from norishiro.policies import figures, reading
from norishiro.policies.models import Indicator, Measure, Policy, Project, Review, Share, Standing, YearValue
from norishiro.reports import definitions
from tests.factories import agencies, people
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import client_of, token
from tests.rooms.reports import town as reported

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YEAR = fiscal_year(TODAY)
TREE = """基本目標\t方向性\t施策\t市区町村の事業\t社協の事業
1 つながる\t1-1 気づく\t1-1-1 見守り\t配食\tサロン
\t\t1-1-2 声かけ\t\t
\t1-2 集う\t1-2-1 身近な居場所\t居場所づくり\t
2 支える\t2-1 届ける\t2-1-1 出向く\tアウトリーチ\t"""


@pytest.fixture
def keeper() -> Actor:
    towns.town()
    return agencies.actor(
        "架空 計画", agency=Agency.objects.get(code="SASAEAI"), kinds=(RoleKind.COORDINATOR,)
    )


def get(actor: Actor, screen: str, /, *args: Any, **query: Any):
    return client_of(actor).get(reverse(f"policies:{screen}", args=args), query)


def post(actor: Actor, screen: str, /, *args: Any, year: int | None = None, **values: Any):
    address = reverse(f"policies:{screen}", args=args) + (f"?year={year}" if year else "")
    return client_of(actor).post(address, {**token(), **values})


def done(sent: Any) -> None:
    assert sent.status_code == 302, sent.context and sent.context["form"].errors


def wrong(sent: Any) -> list[str]:
    assert sent.status_code == 422
    return sorted(sent.context["form"].errors)


def opened(
    actor: Actor,
    name: str,
    *,
    side: str = "MUNICIPAL",
    years: tuple[int, int] = (YEAR - 1, YEAR + 4),
    **more: Any,
) -> Policy:
    values = {
        "name": name, "kind": "WELFARE" if side == "MUNICIPAL" else "ACTIVITY", "side": side, "agency": str(actor.agency_id),
        "from_year": str(years[0]), "last_year": str(years[1]), "before": "", "note": "",
        "levels": "基本目標、方向性、施策", "grades": "A=100、B=90、C=60、D=0",
    }  # fmt: skip
    done(post(actor, "open_policy", **values | more))
    return Policy.objects.get(name=name)


def planted(actor: Actor, policy: Policy, table: str = TREE) -> None:
    done(post(actor, "read_tree", policy.id, rows=table, join="on"))


def standing(policy: Policy, name: str) -> Standing:
    return policy.standings.get(measure__name=name)


def indicator_values(name: str, **more: Any) -> dict[str, Any]:
    values = {
        "kind": "OUTCOME", "number": "①", "effort": "", "name": name, "unit": "件", "direction": "UP", "tolerance": "",
        "counting": "YEARLY", "base": "", "base_words": "", "figure": "", "programme": "", "question": "",
        "definition": "年度に見守った世帯の数", "a_label": "", "b_label": "", "base_b": "",
    }  # fmt: skip
    return values | more


def indicator(actor: Actor, measure: Measure, name: str = "見守った世帯", **more: Any) -> Indicator:
    done(post(actor, "add_indicator", measure.id, **indicator_values(name, **more)))
    return Indicator.objects.get(name=name)


def valued(actor: Actor, found: Indicator, *, year: int = YEAR, **more: Any):
    row = YearValue.objects.filter(indicator=found, year=year).first()
    values = {
        "version": str(row.version if row else 0), "target": "", "target_b": "", "state": "ABSENT", "actual": "", "actual_b": "",
        "source": "", "note": "",
    }  # fmt: skip
    return post(actor, "write_year", found.id, year=year, **values | more)


def known(actual: str, **more: str) -> dict[str, str]:
    return {"state": "KNOWN", "actual": actual, "source": "所管課の集計", **more}


def line_of(actor: Actor, place: Standing, *, year: int = YEAR) -> dict[str, dict[str, str]]:
    page = get(actor, "evaluation", place.id, year=year)
    assert page.status_code == 200
    return {one["name"]: one for one in page.context["told"]["lines"]}


# --- trees and periods --------------------------------------------------------------------------------------


def test_a_plan_tree_comes_in_by_paste_and_by_hand_is_linked_to_projects_and_indicators_and_is_printed(
    keeper,
):
    plan = opened(keeper, "地域福祉計画")
    planted(keeper, plan)
    page = get(keeper, "policy", plan.id)
    assert page.context["tree"].counts == [("基本目標", 2), ("方向性", 3), ("施策", 4)]
    assert [(one.level, one.standing.number, one.name) for one in page.context["nodes"]][:4] == [
        ("基本目標", "1", "つながる"), ("方向性", "1-1", "気づく"), ("施策", "1-1-1", "見守り"), ("施策", "1-1-2", "声かけ"),
    ]  # fmt: skip
    assert sorted(Project.objects.values_list("side", "name")) == [
        ("COUNCIL", "サロン"), ("MUNICIPAL", "アウトリーチ"), ("MUNICIPAL", "居場所づくり"), ("MUNICIPAL", "配食"),
    ]  # fmt: skip
    planted(keeper, plan)
    assert (plan.standings.count(), Project.objects.count()) == (9, 4)

    by_hand = {
        "parent": str(standing(plan, "集う").id),
        "number": "1-2-2",
        "name": "広場",
        "aim": "",
        "agency": "",
        "known": "",
    }
    done(post(keeper, "add_measure", plan.id, **by_hand))
    hall = standing(plan, "広場")
    assert (hall.depth, hall.parent.measure.name) == (3, "集う")
    done(
        post(
            keeper,
            "add_project",
            hall.measure_id,
            side="COUNCIL",
            name="広場の支援",
            programme="COMMUNITY",
            scheme="",
        )
    )
    assert wrong(
        post(
            keeper, "add_project", hall.measure_id, side="COUNCIL", name="広場の支援", programme="", scheme=""
        )
    ) == ["name"]
    indicator(keeper, hall.measure, "開いた広場")

    sent = post(keeper, "take_tree", plan.id, form="xlsx")
    book = load_workbook(BytesIO(sent.content))
    rows = [[cell.value or "" for cell in row] for row in book["計画の体系"].iter_rows(min_row=4)]
    assert rows[0] == ["基本目標", "方向性", "施策", "めざす姿", "市区町村の事業", "社協の事業"]
    assert rows[3] == ["", "", "1-1-1 見守り", "", "配食", "サロン"]
    assert [[cell.value for cell in row] for row in book["指標"].iter_rows(min_row=3)] == [
        ["1-2-2 広場", "成果指標", "開いた広場", "件"]
    ]
    again = reading.read(reading.rows_of(sent.content), levels=["基本目標", "方向性", "施策"])
    assert (again.problems, len(again.branches)) == ((), 10)
    printed = post(keeper, "take_tree", plan.id, form="pdf")
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_file_is_taken_whole_or_each_line_that_cannot_be_read_is_told(keeper):
    plan = opened(keeper, "地域福祉計画")
    file = BytesIO("基本目標,方向性,施策\nつながる,気づく,見守り\n,,声かけ\n".encode("cp932"))
    file.name = "体系.csv"
    done(post(keeper, "read_tree", plan.id, rows="", file=file))
    assert plan.standings.count() == 4
    assert wrong(post(keeper, "read_tree", plan.id, rows="つながる\n\t\t迷子\t多すぎる")) == ["rows"]
    assert wrong(post(keeper, "read_tree", plan.id, rows="")) == ["rows"]
    announce(keeper)
    people.person(keeper, "架空　花江", kana="かくう はなえ")
    assert wrong(post(keeper, "read_tree", plan.id, rows="架空さんを支える")) == ["rows"]
    assert plan.standings.count() == 4


def test_the_line_of_years_shows_each_period_with_what_follows_and_flags_gaps_and_overlaps(keeper):
    first = opened(keeper, "第一次", years=(2018, 2021))
    second = opened(keeper, "第二次", years=(2024, 2027), before=str(first.id))
    council = opened(keeper, "活動計画", side="COUNCIL", years=(2024, 2027))
    line = get(keeper, "policies").context["line"]
    assert line.years == tuple(range(2018, 2028))
    rows = {row.policy.name: row for row in line.rows}
    assert [year for year, there in zip(line.years, rows["第二次"].cells, strict=True) if there] == [
        2024,
        2025,
        2026,
        2027,
    ]
    assert [one.name for one in rows["第一次"].policy.successors.all()] == ["第二次"]
    assert rows["第二次"].alongside == (council,)
    assert [(one.kind, one.first, one.last) for one in line.flags] == [("GAP", 2022, 2023)]

    values = {
        "version": "1", "name": "第二次", "kind": "WELFARE", "side": "MUNICIPAL", "agency": str(keeper.agency_id),
        "last_year": "2027", "before": str(first.id), "note": "", "levels": "目標、施策", "grades": "",
    }  # fmt: skip
    done(post(keeper, "change_policy", second.id, **values, from_year="2021"))
    assert [(one.kind, one.first, one.last) for one in get(keeper, "policies").context["line"].flags] == [
        ("OVERLAP", 2021, 2021)
    ]
    done(post(keeper, "change_policy", second.id, **values | {"version": "2"}, from_year="2022"))
    page = get(keeper, "policies")
    assert (page.context["line"].flags, page.content.decode().count("すきまも重なりもありません")) == ((), 1)
    assert post(keeper, "change_policy", second.id, **values, from_year="2023").status_code == 409


def test_one_measure_stands_in_both_trees_and_those_in_only_one_are_listed(keeper):
    town = opened(keeper, "地域福祉計画")
    planted(keeper, town)
    council = opened(keeper, "活動計画", side="COUNCIL", levels="目標、取組")
    planted(keeper, council, "目標\t取組\nご近所\t1 身近な居場所\n\t2 助け合い")
    shared = standing(town, "身近な居場所").measure
    assert standing(council, "身近な居場所").measure == shared
    joined = {
        "parent": str(standing(council, "ご近所").id),
        "number": "3",
        "name": "",
        "aim": "",
        "agency": "",
    }
    done(post(keeper, "add_measure", council.id, **joined, known=str(standing(town, "見守り").measure_id)))

    result = get(keeper, "compare").context["result"]
    assert [(a.name, a.standing.number, b.standing.number) for a, b in result.both] == [
        ("見守り", "1-1-1", "3"),
        ("身近な居場所", "1-2-1", "1"),
    ]
    assert [one.name for one in result.only_left] == ["声かけ", "出向く"]
    assert [one.name for one in result.only_right] == ["助け合い"]
    elsewhere = {
        node.name: [one.policy.name for one in node.elsewhere]
        for node in get(keeper, "policy", council.id).context["nodes"]
    }
    assert elsewhere == {
        "ご近所": [],
        "身近な居場所": ["地域福祉計画"],
        "助け合い": [],
        "見守り": ["地域福祉計画"],
    }
    done(post(keeper, "remove_measure", standing(council, "見守り").id))
    assert Measure.objects.filter(name="見守り").count() == 1
    kept = get(keeper, "remove_measure", standing(town, "集う").id)
    assert [one.code for one in kept.context["verdict"].reasons] == ["remove"]
    assert post(keeper, "remove_measure", standing(town, "集う").id).status_code == 403


def test_a_shared_priority_shows_in_both_plans_with_each_sides_progress_and_period(keeper):
    town = opened(keeper, "地域福祉計画")
    planted(keeper, town)
    council = opened(keeper, "活動計画", side="COUNCIL", years=(YEAR - 1, YEAR + 2), levels="項目")
    planted(keeper, council, "項目\n身近な居場所\n助け合い")
    for plan, number in ((town, "1-2-1"), (council, "")):
        version = str(standing(plan, "身近な居場所").measure.version)
        values = {
            "version": version,
            "number": number,
            "name": "身近な居場所",
            "aim": "",
            "agency": "",
            "priority": "on",
        }
        done(post(keeper, "change_measure", standing(plan, "身近な居場所").id, **values))
    assert wrong(
        post(
            keeper, "write_progress", standing(council, "身近な居場所").id, year=YEAR, state="GOING", words=""
        )
    ) == ["words", "year"]
    client = client_of(keeper)
    for plan, year, state, words in (
        (town, YEAR - 1, "NOT_YET", "これから"), (town, YEAR, "GOING", "二つ開いた"), (council, YEAR, "DONE", "全地区に届いた"),
    ):  # fmt: skip
        address = reverse("policies:write_progress", args=[standing(plan, "身近な居場所").id])
        done(client.post(address, {**token(), "year": str(year), "state": state, "words": words}))
    wanted = [
        ("地域福祉計画", YEAR + 4, "進めている", "二つ開いた"),
        ("活動計画", YEAR + 2, "できた", "全地区に届いた"),
    ]
    for plan in (town, council):
        items = get(keeper, "policy", plan.id).context["shared"]
        assert [one.name for one in items] == ["身近な居場所"]
        told = [
            (at.policy.name, at.policy.last_year, said.get_state_display(), said.words)
            for at, said in items[0].places
        ]
        assert sorted(told) == sorted(wanted)


# --- the evaluation of a year -------------------------------------------------------------------------------


def test_the_form_tells_rates_marks_pairs_pending_and_notes_and_is_the_same_on_paper_and_in_excel(keeper):
    plan = opened(keeper, "地域福祉計画")
    planted(keeper, plan)
    place = standing(plan, "見守り")
    done(
        post(
            keeper,
            "add_effort",
            place.measure_id,
            number="①",
            name="声をかける",
            content="一人ぐらしの家をたずねる",
        )
    )
    grown = indicator(keeper, place.measure, "見守った世帯", base="99")
    less = indicator(keeper, place.measure, "抱え込み", direction="DOWN", base="12", base_words="R5・見込み")
    pair = indicator(
        keeper,
        place.measure,
        "避難の計画",
        counting="CUMULATIVE",
        a_label="区域内",
        b_label="区域外",
        base="10",
        base_b="5",
    )
    pending = indicator(keeper, place.measure, "集計を待つ数")
    nought = indicator(keeper, place.measure, "待たせた人", direction="DOWN", unit="人")
    acts = indicator(keeper, place.measure, "訪ねた家", kind="ACTIVITY", number="①")
    done(valued(keeper, grown, target="100", **known("98")))
    done(valued(keeper, less, target="10", **known("12.5", note="重複あり")))
    done(valued(keeper, pair, target="20", target_b="10", repeated="on", **known("20", actual_b="9")))
    done(valued(keeper, pending, target="5", state="PENDING"))
    done(valued(keeper, nought, target="0", **known("1", expected="on")))
    done(valued(keeper, acts, target="100", **known("50")))
    assert wrong(valued(keeper, grown, target="100", state="KNOWN", actual="98")) == ["source"]
    assert wrong(valued(keeper, grown, target="百")) == ["target"]

    form = get(keeper, "write_year", pair.id, year=YEAR).context["form"]
    assert [(form[name].label, str(form[name].value())) for name in ("target", "actual_b")] == [
        ("目標 a) 区域内", "20"), ("実績 b) 区域外", "9"),
    ]  # fmt: skip
    page = get(keeper, "evaluation", place.id, year=YEAR).content.decode()
    assert page.count(f'href="{reverse("policies:write_year", args=[grown.id])}?year={YEAR + 1}"') == 1
    lines = line_of(keeper, place)

    def told(name: str) -> list[str]:
        return [
            lines[name][key]
            for key in ("base", "target", "actual", "achieved", "progressed", "mark", "notes")
        ]

    assert told("見守った世帯") == ["99件", "100件", "98件", "98％", "-100％", "B", ""]
    assert told("抱え込み（減らす）") == [
        "12件（R5・見込み）",
        "10件",
        "12.5件",
        "80％",
        "-25％",
        "C",
        "重複あり",
    ]
    assert told("避難の計画") == [
        "a) 区域内 10件／b) 区域外 5件", "a) 区域内 20件／b) 区域外 10件", "a) 区域内 20件／b) 区域外 9件",
        "a) 区域内 100％／b) 区域外 90％", "a) 区域内 100％／b) 区域外 80％", "B", "累計（計画の始まりから）、再掲",
    ]  # fmt: skip
    assert told("集計を待つ数") == ["－", "5件", "集計中", "－", "－", "集計中", ""]
    assert told("待たせた人（減らす）") == ["－", "0人", "1人", "0％", "－", "D", "見込み"]
    assert told("訪ねた家") == ["－", "100件", "50件", "50％", "－", "", ""]
    assert lines["見守った世帯"]["meaning"] == "年度に見守った世帯の数　出典：所管課の集計"

    book = load_workbook(BytesIO(post(keeper, "take_review", place.id, year=YEAR, form="xlsx").content))
    rows = [[cell.value or "" for cell in row] for row in book["評価表"].iter_rows(min_row=8)]
    assert rows[0] == [
        "種類",
        "番号",
        "指標",
        "現況値",
        "目標",
        "実績",
        "達成率",
        "現況からの進捗率",
        "評価",
        "注記",
        "数え方・出典",
    ]
    written = {row[2]: row for row in rows[1:]}
    assert {name: row[1:] for name, row in written.items()} == {
        name: [line[key] for key in ("number", "name", "base", "target", "actual", "achieved", "progressed", "mark", "notes", "meaning")]
        for name, line in lines.items()
    }  # fmt: skip
    assert [[cell.value for cell in row] for row in book["取組みと総評"].iter_rows(min_row=3, max_row=3)] == [
        ["①", "声をかける", "一人ぐらしの家をたずねる"]
    ]
    printed = post(keeper, "take_review", place.id, year=YEAR, form="pdf")
    assert printed.content[:5] == b"%PDF-"


def test_a_house_figure_is_counted_by_its_own_room_with_definition_and_version_and_never_typed(keeper):
    plan = opened(keeper, "地域福祉計画")
    planted(keeper, plan)
    place = standing(plan, "出向く")
    visits = indicator(
        keeper, place.measure, "訪問", unit="回", figure="report:visits", definition="", kind="ACTIVITY"
    )
    sat = indicator(keeper, place.measure, "会議", unit="回", figure="cohort:main_sittings", definition="")
    done(valued(keeper, visits, target="4"))
    announce(keeper)
    someone = people.person(keeper, "架空　太郎", kana="かくう たろう")
    for _time in range(2):
        reported.contact(keeper, someone, on=TODAY)
    lines = line_of(keeper, place)
    assert (lines["訪問"]["target"], lines["訪問"]["actual"], lines["訪問"]["achieved"]) == (
        "4回",
        "2回",
        "50％",
    )
    assert lines["訪問"]["meaning"] == (
        f"日報・月報・年報「訪問」：{definitions.FIGURES['visits'].definition}（版 {definitions.VERSION}）"
    )
    assert lines["会議"]["actual"] == "0回"
    assert lines["会議"]["meaning"] == figures.meaning("cohort:main_sittings")
    assert YearValue.objects.get(indicator=visits).actual is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(pk=sat.pk).update(question_id=keeper.staff_id)
        connection.check_constraints()


def test_plans_of_those_who_need_help_are_counted_inside_and_outside_as_they_were_kept(keeper):
    plan = opened(keeper, "地域福祉計画")
    planted(keeper, plan)
    place = standing(plan, "出向く")
    zoned = {"unit": "人", "figure": "evacuation:FLOOD", "definition": ""}
    two = {"a_label": "区域内", "b_label": "区域外"}
    refused = post(
        keeper,
        "add_indicator",
        place.measure.id,
        **indicator_values("二つ", **zoned | two | {"figure": "report:visits"}),
    )
    assert wrong(refused) == ["b_label"]
    pair = indicator(keeper, place.measure, "避難の計画", **zoned, **two)
    indicator(keeper, place.measure, "避難の計画（合計）", **zoned)
    done(valued(keeper, pair, target="10", target_b="4"))
    assert line_of(keeper, place)["避難の計画"]["actual"] == "a) 区域内 －／b) 区域外 －"
    announce(keeper)
    for days, numbers in ((2, (1, 1, 1)), (1, (5, 4, 2)), (800, (9, 9, 9))):
        ZoneCount.objects.create(
            agency_id=keeper.agency_id, staff_id=keeper.staff_id, hazard="FLOOD", counted_on=TODAY - timedelta(days=days),
            **dict(zip(("inside", "outside", "unknown"), numbers, strict=True)),
        )  # fmt: skip
    lines = line_of(keeper, place)
    told = lines["避難の計画"]
    kept_on = calendar.wareki(TODAY - timedelta(days=1))
    assert (told["actual"], told["achieved"], told["notes"]) == (
        "a) 区域内 5人／b) 区域外 4人", "a) 区域内 50％／b) 区域外 100％",
        f"{kept_on}に残した数（区域の分からない人 2人は入れていない）",
    )  # fmt: skip
    assert told["meaning"] == figures.meaning("evacuation:FLOOD")
    assert lines["避難の計画（合計）"]["actual"] == "11人"


def test_a_fixed_year_stays_as_it_was_and_what_is_put_right_later_is_shown_as_a_difference(keeper):
    plan = opened(keeper, "地域福祉計画")
    planted(keeper, plan)
    place = standing(plan, "見守り")
    found = indicator(keeper, place.measure)
    done(valued(keeper, found, target="100", **known("90")))
    assert post(keeper, "fix_review", place.id, year=YEAR).status_code == 403
    done(post(keeper, "write_review", place.id, year=YEAR, version="0", words="よく届いた。"))
    done(post(keeper, "write_review", place.id, year=YEAR, version="1", words="よく届いた。来年は夕方も。"))
    assert post(keeper, "write_review", place.id, year=YEAR, version="1", words="ぶつかる").status_code == 409
    done(post(keeper, "fix_review", place.id, year=YEAR))
    done(valued(keeper, found, target="100", **known("85")))
    page = get(keeper, "evaluation", place.id, year=YEAR)
    assert (page.context["told"]["lines"][0]["actual"], page.context["told"]["words"]) == (
        "90件",
        "よく届いた。来年は夕方も。",
    )
    assert [(one.column, one.fixed, one.now) for one in page.context["form"].differences] == [
        ("実績", "90件", "85件"), ("達成率", "90％", "85％"), ("評価", "B", "C"),
    ]  # fmt: skip
    assert wrong(post(keeper, "write_review", place.id, year=YEAR, version="3", words="もう一度")) == [
        "words"
    ]
    book = load_workbook(BytesIO(post(keeper, "take_review", place.id, year=YEAR, form="xlsx").content))
    assert [[cell.value for cell in row][2:] for row in book["確定したあとの直し"].iter_rows(min_row=3)] == [
        ["90件", "85件"], ["90％", "85％"], ["B", "C"],
    ]  # fmt: skip
    overview = get(keeper, "evaluations", plan.id, year=YEAR).context["lines"]
    assert [(node.name, review.state) for node, review, _href in overview] == [("見守り", "FIXED")]
    assert Review.objects.get().fixed_on == TODAY


# --- what residents were asked ------------------------------------------------------------------------------


def test_a_poll_keeps_question_day_share_and_pending_and_the_form_waits_for_it(keeper):
    plan = opened(keeper, "地域福祉計画")
    planted(keeper, plan)
    place = standing(plan, "声かけ")
    day = calendar.wareki(TODAY)
    assert wrong(
        post(
            keeper,
            "add_poll",
            name="意識調査",
            held_on=calendar.wareki(TODAY + timedelta(days=2)),
            source="集計表",
        )
    ) == ["held_on"]
    done(post(keeper, "add_poll", name="意識調査", held_on=day, source="集計表"))
    poll = get(keeper, "polls").context["polls"][0]
    asked = {"question": "", "text": "声をかけたいか", "answer": "そう思う", "area": "", "people": ""}
    done(post(keeper, "write_share", poll.id, **asked, percent=""))
    share = Share.objects.get()
    question = str(share.question_id)
    assert (share.percent, share.told) == (None, "集計中")
    indicator(keeper, place.measure, "声をかけたい人", unit="％", question=question, definition="")
    done(valued(keeper, Indicator.objects.get(), target="50"))
    line = line_of(keeper, place)["声をかけたい人"]
    assert (line["actual"], line["mark"], line["achieved"]) == ("集計中", "集計中", "－")
    again = {"question": question, "text": "", "answer": "", "area": "", "people": "1200"}
    assert wrong(post(keeper, "write_share", poll.id, **again, percent="101")) == ["percent"]
    done(post(keeper, "write_share", poll.id, **again, percent="48.5"))
    line = line_of(keeper, place)["声をかけたい人"]
    assert (line["actual"], line["mark"], line["achieved"]) == ("48.5％", "B", "97％")
    assert (
        line["meaning"]
        == f"設問「声をかけたいか」に「そう思う」と答えた人の割合　意識調査（{day}）　出典：集計表"
    )
    assert line_of(keeper, place, year=YEAR - 1)["声をかけたい人"]["actual"] == "－"


def test_shares_by_question_and_area_stand_with_the_measure_they_justified(keeper):
    plan = opened(keeper, "地域福祉計画")
    planted(keeper, plan)
    measure = standing(plan, "見守り").measure
    done(post(keeper, "add_poll", name="孤立の調査", held_on=calendar.wareki(TODAY), source="報告書"))
    poll = get(keeper, "polls").context["polls"][0]
    area = agencies.area("架空の地区")
    asked = {"question": "", "text": "話す相手がいない日があるか", "answer": "ある", "people": "300"}
    done(post(keeper, "write_share", poll.id, **asked, area="", percent="12"))
    question = str(Share.objects.get().question_id)
    by_area = {"question": question, "text": "", "answer": "", "people": "40", "percent": "31.5"}
    done(post(keeper, "write_share", poll.id, **by_area, area=str(area.id)))
    done(
        post(keeper, "ground_measure", measure.id, question=question, words="ひとりの人が多い地区から始める")
    )
    assert wrong(post(keeper, "ground_measure", measure.id, question=question, words="もう一度")) == [
        "question"
    ]
    grounds = get(keeper, "measure", measure.id).context["told"].grounds
    assert [(one.ground.words, [(share.area.name if share.area else "", share.percent) for share in one.shares]) for one in grounds] == [
        ("ひとりの人が多い地区から始める", [("架空の地区", D("31.50")), ("", D("12.00"))])
    ]  # fmt: skip
    page = get(keeper, "poll", poll.id)
    assert [
        [ground.measure.name for ground in one.question.grounds.all()] for one in page.context["shares"]
    ] == [["見守り"], ["見守り"]]


def test_each_goal_lists_its_actions_and_linked_sittings_and_records_move_its_progress(keeper):
    plan = opened(keeper, "ひきこもり支援の基本方針", levels="目標、取組の柱", kind="POLICY", grades="")
    planted(keeper, plan, "1 窓口をはっきりさせる\t1-1 つながり\n2 本人と家族を支える\n3 分かる人をふやす")
    goal, below = standing(plan, "窓口をはっきりさせる"), standing(plan, "つながり")
    for place, number in ((goal, "①"), (goal, "②"), (below, "①")):
        done(post(keeper, "add_effort", place.measure_id, number=number, name=f"取組み{number}", content=""))
    announce(keeper)
    sitting = Sitting.objects.create(
        body=Body.objects.order_by("code")[0],
        held_on=TODAY,
        convener_id=keeper.agency_id,
        called_by_id=keeper.staff_id,
    )
    effort = goal.measure.efforts.get(number="①")
    values = {"done_on": calendar.wareki(TODAY), "words": "窓口の一覧を作った", "activity": ""}
    assert wrong(
        post(
            keeper,
            "add_deed",
            effort.id,
            **values | {"done_on": calendar.wareki(TODAY + timedelta(days=2))},
            sitting="",
        )
    ) == ["done_on"]
    done(post(keeper, "add_deed", effort.id, **values, sitting=str(sitting.id)))
    held = Activity.objects.create(
        gathering=reported.gathering(keeper, agencies.area("架空の地区"), on=TODAY), kind="TALK"
    )
    done(
        post(
            keeper,
            "add_deed",
            below.measure.efforts.get().id,
            **values | {"activity": str(held.id)},
            sitting="",
        )
    )

    told = {node.name: node.done for node in get(keeper, "policy", plan.id).context["nodes"]}
    assert {name: (one.efforts, one.begun, one.times, one.last_on) for name, one in told.items()} == {
        "窓口をはっきりさせる": (3, 2, 2, TODAY), "つながり": (1, 1, 1, TODAY), "本人と家族を支える": (0, 0, 0, None),
        "分かる人をふやす": (0, 0, 0, None),
    }  # fmt: skip
    page = get(keeper, "measure", goal.measure_id)
    assert [(line.effort.number, [one.sitting_id for one in line.deeds]) for line in page.context["told"].efforts] == [
        ("①", [sitting.id]), ("②", []),
    ]  # fmt: skip
    assert page.context["told"].open_sittings == frozenset({sitting.id})
    assert page.content.decode().count(reverse("meetings:sitting", args=[sitting.id])) == 1
    page = get(keeper, "measure", below.measure_id)
    assert page.content.decode().count(reverse("community:activity", args=[held.gathering_id])) == 1


def test_what_residents_said_shows_whether_and_where_it_was_reflected(keeper):
    plan = opened(keeper, "地域福祉計画")
    planted(keeper, plan)
    measure = standing(plan, "身近な居場所").measure
    day = calendar.wareki(TODAY)
    for words, kind in (("夕方に集まりたい", "TALK"), ("手伝いたい", "POLL")):
        links = {"poll": "", "activity": "", "proposal": ""}
        done(
            post(keeper, "add_voice", kind=kind, heard_on=day, words=words, source="北地区の懇談会", **links)
        )
    evening = next(one for one in get(keeper, "voices").context["voices"] if one.words == "夕方に集まりたい")
    said = {"where": "第3章 1-2-1", "decided_on": day}
    assert wrong(post(keeper, "reflect_voice", evening.id, outcome="TAKEN", measure="", **said)) == [
        "measure"
    ]
    done(post(keeper, "reflect_voice", evening.id, outcome="TAKEN", measure=str(measure.id), **said))
    listed = {
        one.words: [
            (told.get_outcome_display(), told.measure.name, told.where) for told in one.reflections.all()
        ]
        for one in get(keeper, "voices").context["voices"]
    }
    assert listed == {"夕方に集まりたい": [("反映した", "身近な居場所", "第3章 1-2-1")], "手伝いたい": []}
    assert [one.words for one in get(keeper, "voices", open="1").context["voices"]] == ["手伝いたい"]
    page = get(keeper, "measure", measure.id)
    assert [(one.voice.words, one.where) for one in page.context["voices"]] == [
        ("夕方に集まりたい", "第3章 1-2-1")
    ]


# --- doors and questions ------------------------------------------------------------------------------------


def test_who_sees_how_things_are_set_up_reads_who_counts_sees_the_form_and_a_known_name_stops_the_words(
    keeper,
):
    plan = opened(keeper, "地域福祉計画")
    planted(keeper, plan)
    place = standing(plan, "見守り")
    indicator(keeper, place.measure)
    open_screens = (
        ("policies", ()),
        ("policy", (plan.id,)),
        ("measure", (place.measure_id,)),
        ("compare", ()),
        ("polls", ()),
    )
    counted = (("evaluation", (place.id,)), ("evaluations", (plan.id,)))
    reader = agencies.actor("架空 窓口の人", kinds=(RoleKind.WINDOW,))
    decider = agencies.actor("架空 決める人", kinds=(RoleKind.DECIDER,))
    outside = agencies.actor("架空 助言", kinds=(RoleKind.ADVISER,))
    assert {get(reader, name, *args).status_code for name, args in open_screens} == {200}
    assert {get(reader, name, *args).status_code for name, args in counted} == {403}
    assert {get(decider, name, *args).status_code for name, args in (*open_screens, *counted)} == {200}
    assert {get(outside, name, *args).status_code for name, args in (*open_screens, *counted)} == {403}
    assert get(decider, "open_policy").status_code == 403
    assert not get(decider, "evaluation", place.id).context["may_fix"].allowed
    assert {
        get(keeper, name, keeper.staff_id).status_code
        for name in ("policy", "measure", "evaluation", "poll", "change_indicator")
    } == {404}
    announce(keeper)
    people.person(keeper, "架空　花江", kana="かくう はなえ")
    assert wrong(
        post(keeper, "add_effort", place.measure_id, number="②", name="架空さんの家", content="")
    ) == ["content"]


def test_the_questions_asked_do_not_grow_with_what_is_there(keeper):
    def asked(name: str, *args: Any) -> int:
        client = client_of(keeper)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse(f"policies:{name}", args=args)).status_code == 200
        return len(counted)

    plan = opened(keeper, "地域福祉計画")
    opened(keeper, "活動計画", side="COUNCIL")
    planted(keeper, plan, "つながる\t気づく\t見守り")
    place = standing(plan, "見守り")
    indicator(keeper, place.measure, "訪問", figure="report:visits", definition="")
    done(post(keeper, "add_effort", place.measure_id, number="①", name="訪ねる", content=""))
    screens = (
        ("policies", ()), ("policy", (plan.id,)), ("measure", (place.measure_id,)), ("evaluations", (plan.id,)),
        ("evaluation", (place.id,)), ("compare", ()), ("polls", ()), ("voices", ()),
    )  # fmt: skip
    first = {name: asked(name, *args) for name, args in screens}
    planted(keeper, plan)
    for number in range(2):
        opened(keeper, f"もう一つ{number}", side="COUNCIL")
        indicator(keeper, place.measure, f"電話{number}", figure="report:phones", definition="")
        done(post(keeper, "add_effort", place.measure_id, number=f"{number}", name="声かけ", content=""))
    assert {name: asked(name, *args) for name, args in screens} == first
    assert first == {
        "policies": 21, "policy": 29, "measure": 28, "evaluations": 29, "evaluation": 27, "compare": 29, "polls": 20, "voices": 20,
    }  # fmt: skip
