"""地図の場所: what people paste is read, what cannot be is sent back with what to do."""

from decimal import Decimal

import pytest

from norishiro.core.text import InputProblem
from norishiro.resources.points import HOW, Point, point_of, read_point

HERE = Point(Decimal("35.681236"), Decimal("139.767125"))


@pytest.mark.parametrize(
    "written",
    [
        "35.681236, 139.767125",
        "35.681236 139.767125",
        "３５．６８１２３６、１３９．７６７１２５",
        "(35.681236,139.767125)",
        "北緯35.681236度 東経139.767125度",
        "35.6812363, 139.7671248",
    ],
)
def test_a_line_copied_from_a_map_is_read(written):
    assert read_point(written) == HERE


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("駅の前", f"地図の場所を読み取れません。{HOW}"),
        ("35.681236", f"地図の場所を読み取れません。{HOW}"),
        ("35度40分52秒 139度46分1秒", f"地図の場所を読み取れません。{HOW}"),
        ("139.767125, 35.681236", "緯度と経度が逆のようです。「35.681236, 139.767125」の順に書きなおしてください。"),
        ("0.0, 0.0", "緯度か経度が 0 です。場所が取れていないので、地図で会場を選びなおして、書きうつしてください。"),
        ("35.681236, 0", "緯度か経度が 0 です。場所が取れていないので、地図で会場を選びなおして、書きうつしてください。"),
        ("48.858370, 2.294481", "日本の外の場所になっています（緯度は20〜46、経度は122〜154の間です）。数字を確かめてください。"),
        ("-35.681236, 139.767125", "日本の外の場所になっています（緯度は20〜46、経度は122〜154の間です）。数字を確かめてください。"),
        ("35.6, 139.7", "小数点の下のけたが足りないので、1キロ以上ずれるかもしれません。小数点の下を、3けた以上書いてください。"),
    ],
)  # fmt: skip
def test_what_is_not_a_place_is_told_with_what_to_do(written, answer):
    with pytest.raises(InputProblem) as refused:
        read_point(written)
    assert refused.value.message == answer


@pytest.mark.parametrize(
    ("latitude", "longitude", "answer"),
    [
        ("35.681236", " ", f"緯度と経度の、片方だけが書いてあります。{HOW}"),
        ("きた", "139.767125", f"緯度か経度が、数字ではありません。{HOW}"),
        (
            "NaN",
            "139.767125",
            "緯度か経度が 0 です。場所が取れていないので、地図で会場を選びなおして、書きうつしてください。",
        ),
    ],
)
def test_two_columns_of_a_table_are_read_by_the_same_eyes(latitude, longitude, answer):
    assert point_of("35.681236", "139.767125") == HERE
    assert (point_of("", ""), read_point("")) == (None, None)
    with pytest.raises(InputProblem) as refused:
        point_of(latitude, longitude)
    assert refused.value.message == answer


def test_a_point_is_written_as_it_is_pasted():
    assert str(read_point("35.6810, 139.7000000")) == "35.681, 139.7"
