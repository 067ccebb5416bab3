"""関係の歩み: steps, contacts, meetings and answers on one line of years, each only for who may know it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from norishiro.assessment import operations as assessment
from norishiro.outreach import operations as outreach
from norishiro.outreach.operations import Told
from norishiro.people.models import Person
from norishiro.sharing.choices import Ground
from norishiro.surroundings.choices import Strength
from norishiro.surroundings.drawing import relation as drawing
from tests.rooms.surroundings.town import TODAY, Town, signed_in

QUESTIONS = 28
SVG = "{http://www.w3.org/2000/svg}"


def stood(town: Town, person: Person, stage: int | None, on: date, *, basis: str = Ground.OWN) -> None:
    watcher = "" if stage is not None else "民生委員"
    outreach.note_stage(
        town.mine, person=person, stage=stage, noted_on=on, seen="玄関先で", watcher=watcher, basis=basis, today=TODAY
    )  # fmt: skip


def wrote(town: Town, on: date, *, basis: str = Ground.OWN) -> None:
    outreach.record_contact(
        town.mine, person=town.son, case_id=town.case.id, told=Told(happened_on=on, method="VISIT", body="話せた"),
        basis=basis, today=TODAY,
    )  # fmt: skip


def takes(town: Town, step: str, on: date) -> None:
    assessment.note_acceptance(
        town.mine, case=town.case, person=town.son, step=step, seen="受けとった", seen_on=on, today=TODAY
    )


def shown(town: Town, actor: Any = None, **asked: str) -> Any:
    return signed_in(actor or town.mine).get(reverse("surroundings:relation", args=[town.case.id]), asked)


def lines(page: Any) -> list[tuple[str, int, list[str]]]:
    return [
        (one.label, one.count, [f"{told.kind} {told.words}" for told in one.told])
        for one in page.context["months"]
        if one.on < date(2026, 11, 1)
    ]


def test_each_month_tells_its_contacts_its_steps_and_leads_to_what_happened(town: Town) -> None:
    for day in (date(2025, 6, 3), date(2025, 6, 20), date(2026, 2, 1)):
        wrote(town, day)
    stood(town, town.son, 1, date(2025, 6, 3))
    stood(town, town.son, 3, date(2026, 2, 1))
    stood(town, town.son, 2, date(2026, 5, 1))
    takes(town, "U2", date(2026, 2, 1))
    page = shown(town)
    assert lines(page) == [
        ("令和8年5月", 0, ["つながりの段階 架空 学：2 顔が見える・短い応答（玄関先で）"]),
        (
            "令和8年2月", 1,
            [
                "つながりの段階 架空 学：3 定期的に会える（玄関先で）",
                "受援力 架空 学：差し出されたものは受けとる（受けとった）",
            ],
        ),
        ("令和7年6月", 2, ["つながりの段階 架空 学：1 間接の接点（玄関先で）"]),
    ]  # fmt: skip
    assert page.context["movements"] == [("架空 学", "1段すすんだ")]
    first = page.context["months"][-1].href
    assert first == reverse("cases:history", args=[town.case.id]) + "?year=2025&month=6"
    history = signed_in(town.mine).get(first)
    assert [one.title for one in history.context["events"]] == ["訪問・会えた・話せた"] * 2


def test_the_span_narrows_and_the_line_begins_where_it_stood(town: Town) -> None:
    stood(town, town.son, 4, date(2015, 4, 1))
    wrote(town, date(2026, 10, 1))
    page = shown(town, years="1")
    assert [told.kind for one in page.context["months"] for told in one.told] == ["主担当"]
    assert page.context["movements"] == [("架空 学", "つながりが続いている")]
    root = ElementTree.fromstring(str(page.context["drawing"]))
    assert len(root.findall(f"{SVG}polyline")) == 1
    assert [shown(town, years=odd).context["span"] for odd in ("3", "x", "")] == [None, None, None]


def test_the_change_of_the_surroundings_is_told_between_the_two_ends(town: Town) -> None:
    tie = town.tie("将棋の友人", person=town.father, on=date(2026, 1, 10), strength=Strength.WEAK)
    stood(town, town.father, 3, date(2025, 12, 1))
    told = [(one.says, one.between) for one in shown(town).context["differences"]]
    assert told == [("新しくつながった（うすい）", f"架空 正さん と {tie.around}")]


def test_what_the_viewer_may_not_know_is_neither_drawn_nor_counted(town: Town) -> None:
    town.share(town.other, town.of_case, town.of(town.son))
    stood(town, town.father, 5, date(2026, 3, 1))
    stood(town, town.son, 2, date(2026, 4, 1))
    stood(town, town.son, 3, date(2026, 5, 1), basis=Ground.CONFERENCE)
    wrote(town, date(2026, 4, 1))
    wrote(town, date(2026, 5, 1), basis=Ground.CONFERENCE)
    page = shown(town, town.other)
    assert lines(page) == [("令和8年5月", 1, ["つながりの段階 架空 学：3 定期的に会える（玄関先で）"])]
    assert page.content.decode().count("架空 正") == 0
    assert len(lines(shown(town))) == 3


def test_nothing_of_it_is_there_for_another_agency(town: Town) -> None:
    assert shown(town, town.other).status_code == 404


def test_an_empty_way_says_what_to_do(town: Town) -> None:
    page = shown(town)
    assert (page.status_code, page.context["has_ties"], page.context["differences"]) == (200, False, [])


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_asks_a_bounded_number_of_questions(
    town: Town, django_assert_num_queries: Any, size: int
) -> None:
    for number in range(size):
        wrote(town, date(2026, 1 + number, 1))
        stood(town, town.son, number, date(2026, 1 + number, 1))
        takes(town, "U2", date(2026, 1 + number, 1))
    client, url = signed_in(town.mine), reverse("surroundings:relation", args=[town.case.id])
    client.get(url)
    with django_assert_num_queries(QUESTIONS):
        client.get(url)


# --- the drawing -----------------------------------------------------------------------------------------


def picture() -> drawing.Picture:
    notes = [
        drawing.Note(date(2024, 4, 1), 1, "一"),
        drawing.Note(date(2025, 4, 1), None, "休み"),
        drawing.Note(date(2026, 4, 1), 7, "<&>"),
    ]
    return drawing.Picture(
        key="k", title="歩み", words="図", top=7, lines=[drawing.Line("架空 学", notes)],
        bars=[drawing.Bar(date(2024, 4, 1), 2, "2件", "/a"), drawing.Bar(date(2026, 11, 1), 8, "8件")],
        rows=[drawing.Row("会議", "square", [drawing.Mark(date(2025, 1, 1), "会った")])],
        first=date(2024, 4, 1), last=date(2026, 11, 20),
    )  # fmt: skip


def test_a_pause_breaks_the_line_and_it_goes_on_after_it() -> None:
    root = ElementTree.fromstring(drawing.draw(picture()))
    runs = [one.attrib["points"] for one in root.findall(f"{SVG}polyline")]
    assert len(runs) == 2
    one = picture()
    low, high = (drawing.height_of(one, stage, top=drawing.HEAD) for stage in (1, 7))
    assert {point.split(",")[1] for point in runs[0].split()} == {f"{low:.1f}".removesuffix(".0")}
    assert {point.split(",")[1] for point in runs[1].split()} == {f"{high:.1f}".removesuffix(".0")}


def test_nothing_stands_outside_the_paper_and_the_same_is_drawn_alike() -> None:
    one = picture()
    assert drawing.draw(one) == drawing.draw(picture())
    for day in (date(1990, 1, 1), one.first, one.last, date(2090, 1, 1)):
        assert drawing.LEFT <= drawing.across(one, day) <= drawing.WIDTH - drawing.RIGHT
    same_day = replace(one, first=one.last)
    assert drawing.across(same_day, one.last) == drawing.LEFT


def test_the_tallest_month_reaches_the_top_and_words_are_escaped() -> None:
    text = drawing.draw(picture())
    root = ElementTree.fromstring(text)
    tall = [float(one.attrib["height"]) for one in root.iter(f"{SVG}rect") if one.get("fill") == drawing.BARS]
    assert tall == [(drawing.BAND - 24) * 2 / 8, drawing.BAND - 24]
    assert "&lt;&amp;&gt;" in text


def test_a_short_history_is_measured_in_months():
    short = replace(picture(), first=date(2026, 7, 13), last=date(2027, 2, 1), lines=[], bars=[], rows=[])
    root = ElementTree.fromstring(drawing.draw(short))
    heads = [one.text for one in root.iter(f"{SVG}text") if one.get("y") in ("18", "36")]
    assert heads == ["8月", "令和8年", "9月", "10月", "11月", "12月", "1月", "令和9年"]
