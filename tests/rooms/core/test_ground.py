"""Outlines from a GeoJSON: what is read, and what is refused with which words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norishiro.core import ground
from norishiro.core.text import InputProblem

SQUARE = [[139.0, 35.0], [139.01, 35.0], [139.01, 35.01], [139.0, 35.01], [139.0, 35.0]]
HOLE = [[139.004, 35.004], [139.004, 35.006], [139.006, 35.006], [139.006, 35.004], [139.004, 35.004]]


def file(*rings: Any, **more: Any) -> bytes:
    drawn = [
        {
            "type": "Feature",
            "properties": {"名": f"面{nth}", "色": None},
            "geometry": {"type": "Polygon", "coordinates": one},
        }
        for nth, one in enumerate(rings, start=1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": drawn, **more}).encode()


def crs(name: str) -> dict[str, Any]:
    return {"crs": {"type": "name", "properties": {"name": name}}}


def said(content: bytes) -> str:
    with pytest.raises(InputProblem) as problem:
        ground.read_ground(content)
    return problem.value.message


def test_a_point_is_in_a_shape_on_its_edge_and_not_in_its_hole() -> None:
    for name in ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:6668"):
        read = ground.read_ground(file([SQUARE, HOLE], **crs(name)))
    assert ([dict(one.told) for one in read.outlines], read.columns, read.touching) == (
        [{"名": "面1"}],
        ["名"],
        0,
    )
    kept = ground.of_bytes(ground.as_bytes(read.outlines[0].shape))
    places = ground.Places([kept])
    points = [(35.001, 139.001), (35.0, 139.005), (35.005, 139.005), (35.02, 139.005), (35.004, 139.005)]
    assert places.holding(points) == [[0], [0], [], [], [0]]
    assert (ground.Places([]).holding(points[:1]), places.holding([])) == ([[]], [])
    assert [len(one) for one in ground.rings_of(kept)] == [5, 5]
    assert next(ground.rings_of(kept))[0][0] in (35.0, 35.01)


def test_a_ring_that_only_touches_itself_is_parted_and_one_that_crosses_itself_is_refused() -> None:
    # Two squares joined in one point, drawn in one stroke.
    touching = [[139.0, 35.0], [139.01, 35.0], [139.01, 35.01], [139.02, 35.01], [139.02, 35.02], [139.01, 35.02], [139.01, 35.01], [139.0, 35.01], [139.0, 35.0]]  # fmt: skip
    read = ground.read_ground(file([touching]))
    assert (read.touching, len(read.outlines[0].parts)) == (1, 2)
    assert abs(sum(one.area for one in read.outlines[0].parts) - 0.0002) < 1e-12
    bow = [[139.0, 35.0], [139.01, 35.01], [139.01, 35.0], [139.0, 35.01], [139.0, 35.0]]
    lame = [[139.0, 35.0], [139.01, 35.01], [139.01, 35.0], [139.0, 35.02], [139.0, 35.0]]
    message = said(file([SQUARE], [bow], [lame], [SQUARE[:-1]], [SQUARE[:3]]))
    assert [one in message for one in (
        "2番目の図形（面2）：輪が自分と交わっています（35.00500, 139.00500のあたり）", "3番目の図形（面3）：輪が自分と",
        "4番目の図形（面4）：輪が閉じていません", "5番目の図形（面5）：輪の点が足りません", "「ジオメトリを修復」",
    )] == [True] * 5  # fmt: skip
    assert "1番目" not in message


@pytest.mark.parametrize(
    ("content", "begins", "what_to_do"),
    [
        (file([SQUARE], **crs("urn:ogc:def:crs:EPSG::6677")), "このファイルの座標系は「urn:ogc:def:crs:EPSG::6677」で", "EPSG:4326"),
        (file([SQUARE], crs={"type": "link"}), "このファイルの座標系は「", "EPSG:4326"),
        (file([[[y, x] for x, y in SQUARE]]), "緯度と経度の順が逆です", "EPSG:4326"),
        (file([[[x * 1000, y * 1000] for x, y in SQUARE]]), "座標がメートルのようです", "EPSG:4326"),
        (file([[[x - 130, y] for x, y in SQUARE]]), "日本の外の場所", "EPSG:4326"),
        (b"PK\x03\x04", "ZIP や Excel", "GeoJSON"), (b"a,b", "GeoJSON として読み取れません", "QGIS"), (b"[1]", "GeoJSON として", "QGIS"),
        (b'{"type": "Feature"}', "GeoJSON の「FeatureCollection」", "書き出し直して"), (file(), "図形が一つもありません", "確かめて"),
        (json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [139, 35]}}]}).encode(),
         "正しく読めない図形があるので、読みませんでした。1番目の図形：面（ポリゴン）ではありません", "もう一度読んで"),
        (file([[["a", 1], [1, 2], [2, 3], ["a", 1]]]), "正しく読めない図形", "もう一度読んで"),
        (file(None), "正しく読めない図形", "もう一度読んで"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_what_to_do(content: bytes, begins: str, what_to_do: str) -> None:
    message = said(content)
    assert (message[: len(begins)], what_to_do in message) == (begins, True)


@given(st.floats(34.99, 35.02), st.floats(138.99, 139.02))
def test_inside_and_outside_are_as_for_the_square_itself(north: float, east: float) -> None:
    read = ground.read_ground(file([SQUARE]))
    found = ground.Places([read.outlines[0].shape]).holding([(north, east)])
    assert found == [[0] if 35.0 <= north <= 35.01 and 139.0 <= east <= 139.01 else []]
