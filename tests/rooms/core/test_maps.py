"""The drawn map: distances and directions against known ones, and everything in sight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norishiro.core import maps

HERE = (35.0, 135.0)


def test_distances_and_directions_are_those_of_the_ground() -> None:
    # One degree of a great circle is 111.195 km; of a parallel at 60° half of that.
    assert [round(maps.metres(*two)) for two in (((0, 0), (1, 0)), ((0, 0), (0, 1)), ((60, 0), (60, 1)))] == [
        111195, 111195, 55597,
    ]  # fmt: skip
    around = [(0.01, 0), (0.01, 0.0122), (0, 0.01), (-0.01, 0.0122), (-0.01, 0), (-0.01, -0.0122), (0, -0.01), (0.01, -0.0122)]  # fmt: skip
    assert [maps.way(HERE, (HERE[0] + north, HERE[1] + east)) for north, east in around] == list(maps.WAYS)
    assert [maps.far(one) for one in (3, 14, 446, 994, 996, 12_345)] == [
        "約10m", "約10m", "約450m", "約990m", "約1.0km", "約12.3km",
    ]  # fmt: skip


def test_the_scale_is_as_long_as_it_says() -> None:
    home, place = maps.Spot(HERE, "自宅", "home"), maps.Spot((35.0, 135.01), "学校", "place")
    drawn = maps.draw("道", [home, place])
    assert drawn is not None
    apart = drawn.marks[1].x - drawn.marks[0].x
    assert (drawn.scale_words, drawn.marks[0].y, drawn.marks[1].y) == ("200m", 160, 160)
    assert abs(drawn.scale / apart - 200 / maps.metres(home.at, place.at)) < 0.01
    assert maps.draw("道", [home]) is None
    inside = maps.Outline("川", [[(34.999, 135.002), (34.999, 135.004), (35.001, 135.004)]])
    away = maps.Outline("海", [[(36.0, 136.0), (36.0, 136.1), (36.1, 136.1)]])
    drawn = maps.draw("道", [home, place], [inside, away])
    assert drawn is not None
    assert ([one.label for one in drawn.patches], drawn.legend) == (["川"], ("川",))


@given(
    st.lists(
        st.tuples(st.floats(20, 45.9), st.floats(123, 153.9), st.floats(-0.05, 0.05), st.floats(-0.05, 0.05)),
        min_size=2, max_size=8,
    )
)  # fmt: skip
def test_every_point_is_in_sight(points: list[tuple[float, float, float, float]]) -> None:
    first = points[0]
    spots = [maps.Spot((first[0] + north, first[1] + east), "") for _a, _b, north, east in points]
    drawn = maps.draw("道", spots)
    assert drawn is not None
    edge = maps.EDGE - 1
    assert all(
        edge <= one.x <= maps.WIDTH - edge and edge <= one.y <= maps.HEIGHT - edge for one in drawn.marks
    )
    assert drawn.scale <= maps.WIDTH / 3 + 1


@pytest.mark.parametrize("metres", [0.4, 60, 10_000])
def test_near_and_far_are_drawn(metres: float) -> None:
    drawn = maps.draw("道", [maps.Spot(HERE, "a"), maps.Spot((35.0 + metres / 111_195, 135.0), "b")])
    assert drawn is not None
    assert drawn.scale > 10
