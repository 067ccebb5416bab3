"""The drawings: as they were looked at, without overlaps, and escaped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from time import perf_counter
from xml.etree import ElementTree

import pytest

from norishiro.surroundings.drawing import chronology, ecomap, life_map
from norishiro.surroundings.drawing.svg import ems, fitted, folded
from tests.rooms.surroundings.shapes import GOLDEN, SHAPES, picture

COUNTS = range(31)


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_drawn_as_it_was_looked_at(name: str) -> None:
    assert ecomap.draw(SHAPES[name]) + "\n" == (GOLDEN / f"{name}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("members", [0, 1, 3, 8, 14])
@pytest.mark.parametrize("count", COUNTS)
def test_no_two_boxes_touch_and_none_stands_in_the_household(count: int, members: int) -> None:
    boxes, height = ecomap.frame(count, inside=members)
    across, down = ecomap.circle(members)
    assert len(boxes) == count
    rooms = [
        life_map.Taken(one.left, one.top, one.left + ecomap.BOX_WIDTH, one.top + ecomap.BOX_HEIGHT)
        for one in boxes
    ]
    circle = life_map.Taken(
        ecomap.CENTRE - across, height / 2 - down, ecomap.CENTRE + across, height / 2 + down
    )
    paper = life_map.Taken(0, 0, ecomap.WIDTH, height)
    for at, room in enumerate(rooms):
        assert not room.touches(circle)
        assert not any(room.touches(other) for other in rooms[at + 1 :])
        assert room.left >= paper.left and room.right <= paper.right
        assert room.top >= paper.top and room.bottom <= paper.bottom


@pytest.mark.parametrize("count", COUNTS)
def test_no_line_runs_through_a_box_it_does_not_lead_to(count: int) -> None:
    boxes, height = ecomap.frame(count, inside=4)
    starts = [(float(ecomap.CENTRE), height / 2), *ecomap.seats(4, height / 2)]
    for box in boxes:
        for start in starts:
            steps = [
                (
                    start[0] + (box.anchor[0] - start[0]) * part / 60,
                    start[1] + (box.anchor[1] - start[1]) * part / 60,
                )
                for part in range(61)
            ]
            hit = [
                other
                for other in boxes
                if other != box
                and any(
                    other.left < x < other.left + ecomap.BOX_WIDTH
                    and other.top < y < other.top + ecomap.BOX_HEIGHT
                    for x, y in steps
                )
            ]
            assert hit == []


@pytest.mark.parametrize("members", range(15))
def test_members_stand_side_by_side(members: int) -> None:
    seats = ecomap.seats(members, 300)
    rooms = [
        life_map.Taken(
            x - ecomap.NODE_WIDTH / 2,
            y - ecomap.NODE_HEIGHT / 2,
            x + ecomap.NODE_WIDTH / 2,
            y + ecomap.NODE_HEIGHT / 2,
        )
        for x, y in seats
    ]
    assert len(seats) == members
    assert not any(one.touches(other) for at, one in enumerate(rooms) for other in rooms[at + 1 :])


def test_thirty_ties_are_drawn_in_no_time() -> None:
    began = perf_counter()
    ecomap.draw(picture(14, 30))
    assert perf_counter() - began < 0.2


def test_every_line_can_be_reached_and_says_what_it_is() -> None:
    root = ElementTree.fromstring(ecomap.draw(SHAPES["couple-with-nine"]))
    links = [one for one in root.iter() if one.tag.endswith("}a")]
    lines = [one.get("aria-label") for one in links if str(one.get("href")).startswith("/ties/")]
    assert lines == [f"つながり{at}" for at in range(9)]
    assert [one.get("href") for one in links if str(one.get("href")).startswith("/people/")] == [
        "/people/0/",
        "/people/1/",
    ]


def test_what_was_typed_is_never_taken_for_drawing() -> None:
    evil = '<script>alert("x")</script>&'
    shape = ecomap.Picture(
        "k", evil, evil, evil, [ecomap.Inside("m", evil)], [ecomap.Outside("o", "PERSON", evil)],
        [ecomap.Line("m", "o", "STRONG", False, "NONE", evil)],
    )  # fmt: skip
    root = ElementTree.fromstring(ecomap.draw(shape))
    assert {one.tag.rpartition("}")[2] for one in root.iter()} == {
        "svg", "title", "desc", "rect", "ellipse", "text", "g", "polyline",
    }  # fmt: skip


def test_two_days_beside_each_other_keep_everybody_in_place() -> None:
    whole = picture(3, 12)
    first = replace(whole, lines=whole.lines[:5], elsewhere=whole.lines[5:])
    last = replace(whole, lines=whole.lines[5:], elsewhere=whole.lines[:5])
    boxes = {
        name: set(_boxes(ecomap.draw(shape)))
        for name, shape in (("whole", whole), ("first", first), ("last", last))
    }
    assert (len(boxes["first"]), len(boxes["last"])) == (5, 7)
    assert boxes["first"] | boxes["last"] == boxes["whole"]


def _boxes(drawn: str) -> list[tuple[str, ...]]:
    """Where each box stands, and what its title says."""
    groups = [
        one for one in ElementTree.fromstring(drawn) if one.tag.endswith("}g") and one.get("role") is None
    ]
    return [(str(one[0].text), str(one[1].get("x")), str(one[1].get("y"))) for one in groups]


def test_nothing_inside_moves_or_dresses_the_page() -> None:
    for shape in SHAPES.values():
        root = ElementTree.fromstring(ecomap.draw(shape))
        assert [
            one for one in root.iter() if "style" in one.attrib or one.tag.endswith(("}style", "}script"))
        ] == []
        assert [name for one in root.iter() for name in one.attrib if name.startswith("on")] == []


# --- 生活圏 ----------------------------------------------------------------------------------------


def spots(count: int) -> list[life_map.Spot]:
    kinds, rings, sides = list(life_map.LETTERS), list(life_map.RINGS), (*life_map.SIDES, "")
    return [
        life_map.Spot(kinds[at % 7], f"木曜サロン{at}", rings[at * 3 % 5], sides[at * 2 % 9], f"場{at}")
        for at in range(count)
    ]


@pytest.mark.parametrize("count", [1, 7, 15, 24])
def test_marks_and_their_names_keep_apart(count: int) -> None:
    drawn = spots(count)
    rooms = [life_map._room(one, at) for one, at in zip(drawn, life_map.placed(drawn), strict=True)]
    assert not any(one.touches(other) for at, one in enumerate(rooms) for other in rooms[at + 1 :])
    assert not any(one.touches(life_map.HOME) for one in rooms)


def test_a_place_stands_where_it_is_said_to_be() -> None:
    near, far = life_map.placed(
        [
            life_map.Spot("SHOP", "角の店", "NEAR", "S", "近く"),
            life_map.Spot("MEDICAL", "外来", "RIDE", "E", "遠く"),
        ]
    )
    assert near == pytest.approx((500, 510))
    assert far == pytest.approx((895, 410))


def test_the_home_is_known_by_its_area_alone() -> None:
    drawn = life_map.draw(life_map.Map("map", "生活圏の図", "家と場", "北部圏域", []))
    words = [
        "".join(one.itertext()) for one in ElementTree.fromstring(drawn).iter() if one.tag.endswith("}text")
    ]
    assert words[-2:] == ["家", "北部圏域"]


# --- 年表 ------------------------------------------------------------------------------------------


def years(*marks: chronology.Mark) -> chronology.Table:
    rows = [chronology.Row("household", "世帯"), chronology.Row("a", "架空 正")]
    return chronology.Table("years", "家族年表", "できごと", rows, marks, 2001, 2020)


def mark(number: int, day: date, *, until: date | None = None, name: str = "転居") -> chronology.Mark:
    return chronology.Mark("a", number, day, until or day, name, f"{number} {name}")


def test_a_day_stands_at_its_part_of_the_years() -> None:
    table = years()
    assert chronology.across(table, date(2001, 1, 1)) == chronology.LEFT
    assert chronology.across(table, date(2011, 1, 1)) == pytest.approx(765, abs=1)
    assert chronology.across(table, date(1990, 1, 1)) == chronology.LEFT


def test_names_that_would_run_into_each_other_stand_below_each_other() -> None:
    day = date(2010, 4, 1)
    close = years(*(mark(number, day, name="長く勤めた会社をやめた") for number in range(1, 8)))
    lanes = [one.lane for one in chronology._lay(close, close.rows[1])]
    assert lanes == [0, 1, 2, 3, 4, chronology.LANES, chronology.LANES]
    assert chronology.draw(close).count("長く勤めた会社をやめた") == 2 * 5 + 2 * 7


def test_a_time_known_roughly_is_a_band() -> None:
    band = chronology.draw(years(mark(1, date(2005, 1, 1), until=date(2006, 12, 31))))
    point = chronology.draw(years(mark(1, date(2005, 1, 1))))
    assert band.count('stroke-opacity="0.4"') == 1
    assert point.count("stroke-opacity") == 0


# --- letters ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "fits"),
    [("木曜サロン", "木曜サロン"), ("くらし相談センター", "くらし相…"), ("abcdefgh", "abcdefgh")],
)
def test_a_text_is_cut_where_it_no_longer_fits(words: str, fits: str) -> None:
    assert fitted(words, width=5) == fits
    assert ems(fitted(words, width=5)) <= 5


def test_a_long_name_is_folded_once_and_then_cut() -> None:
    assert folded("くらし・しごと相談支援センター", width=8, lines=2) == [
        "くらし・しごと相",
        "談支援センター",
    ]
    assert folded("あ" * 30, width=8, lines=2) == ["あ" * 8, "あ" * 7 + "…"]
    assert folded("", width=8, lines=2) == []
