"""Outlines on the ground: a GeoJSON file read or refused in words, and which outline holds a point. Pure.

Inside the house a point is (latitude, longitude) and a file says (longitude, latitude); the turn is made here and nowhere else.
Shapes are kept as WKB. What has only one answer is read, and said; what has two is refused (ADR 0079).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from norishiro.core.text import InputProblem

LARGEST = 40_000_000
MOST_SHAPES = 60_000
MOST_NAMED = 8
# WGS 84 and the Japanese geodetic data of 2011 lie within a metre of each other; the axes of a GeoJSON are always 経度, 緯度.
LIKE_OURS = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::6668", "EPSG:6668")
# From 沖ノ鳥島 to 択捉島, from 与那国島 to 南鳥島, and a little more.
WEST, SOUTH, EAST, NORTH = 122.0, 20.0, 154.0, 46.0
AS_4326 = "QGIS で開き、「地物の保存」で形式を GeoJSON、座標参照系を「EPSG:4326 - WGS 84」にして書き出し直してください。"
# As much as rounding in a file can change an area.
SAME_AREA = 1e-6
# In degrees; two metres. Drawing needs no more, and a town's edge has tens of thousands of points.
DRAWN = 0.00002

At = tuple[float, float]


@dataclass(frozen=True)
class Outline:
    """One shape of a file: its number there, what is written of it, and the shape."""

    number: int
    told: Mapping[str, str]
    shape: BaseGeometry

    @property
    def parts(self) -> list[Polygon]:
        return parts_of(self.shape)


@dataclass(frozen=True)
class Ground:
    """A whole file. ``touching``: rings that touch themselves in a point, which were parted there without any change of area."""

    outlines: tuple[Outline, ...]
    touching: int
    name: str

    @property
    def columns(self) -> list[str]:
        return list(dict.fromkeys(key for one in self.outlines for key in one.told))


def read_ground(content: bytes) -> Ground:
    """Every outline of a GeoJSON file. Raises InputProblem saying what is wrong with it, where, and what to do."""
    read = _json(content)
    _refuse_other_ground(read)
    features = read.get("features")
    if read.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise InputProblem(
            "GeoJSON の「FeatureCollection」（図形の集まり）ではありません。QGIS で GeoJSON に書き出し直してください。"
        )
    if not features:
        raise InputProblem(
            "図形が一つもありません。書き出すときに、選んだ図形だけになっていないか確かめてください。"
        )
    if len(features) > MOST_SHAPES:
        raise InputProblem(f"図形が多すぎます（{MOST_SHAPES}まで）。川や地区ごとに分けてください。")
    outlines, broken, touching = [], [], 0
    for number, feature in enumerate(features, start=1):
        told = _told(feature)
        whole, parted, problem = _shape(feature)
        if whole is None:
            broken.append(f"{number}番目の図形{_called(told)}：{problem}")
            continue
        touching += parted
        outlines.append(Outline(number, told, whole))
    if broken:
        more = f"ほか{len(broken) - MOST_NAMED}個。" if len(broken) > MOST_NAMED else ""
        raise InputProblem(
            f"正しく読めない図形があるので、読みませんでした。{'。'.join(broken[:MOST_NAMED])}。{more}"
            "QGIS の「ジオメトリを修復」で直して書き出し、もう一度読んでください。"
        )
    return Ground(tuple(outlines), touching, str(read.get("name", ""))[:120])


def _json(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise InputProblem(
            f"ファイルが大きすぎます（{LARGEST // 1_000_000}MBまで）。川や地区ごとに分けるか、QGIS の「簡素化」をかけてください。"
        )
    if content[:2] == b"PK":
        raise InputProblem(
            "ZIP や Excel のファイルです。中の GeoJSON（.geojson）を取り出して選んでください。シェープファイルは、QGIS で GeoJSON に書き出してください。"
        )
    try:
        read = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise InputProblem(
            "GeoJSON として読み取れません。シェープファイルなどは、QGIS で開いて、GeoJSON（文字コードは UTF-8）に書き出してください。"
        ) from None
    if not isinstance(read, dict):
        raise InputProblem("GeoJSON として読み取れません。QGIS で GeoJSON に書き出し直してください。")
    return read


def _refuse_other_ground(read: Mapping[str, Any]) -> None:
    crs = read.get("crs")
    if crs is None:
        return
    name = (
        str(crs.get("properties", {}).get("name", ""))
        if isinstance(crs, dict) and isinstance(crs.get("properties"), dict)
        else str(crs)
    )
    if not name.endswith(LIKE_OURS):
        raise InputProblem(
            f"このファイルの座標系は「{name[:60]}」で、緯度・経度（WGS 84・JGD2011）ではありません。{AS_4326}"
        )


def _told(feature: Any) -> dict[str, str]:
    said = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(said, dict):
        return {}
    return {
        str(key)[:60]: str(value)[:120]
        for key, value in said.items()
        if isinstance(value, str | int | float) and str(value).strip()
    }


def _called(told: Mapping[str, str]) -> str:
    first = next(iter(told.values()), "")
    return f"（{first[:30]}）" if first else ""


def _shape(feature: Any) -> tuple[BaseGeometry | None, int, str]:
    """The shape, how many rings were parted where they touch themselves, or what is wrong with it."""
    drawn = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(drawn, dict) or drawn.get("type") not in ("Polygon", "MultiPolygon"):
        return None, 0, "面（ポリゴン）ではありません"
    rings = [drawn.get("coordinates")] if drawn["type"] == "Polygon" else drawn.get("coordinates")
    if not isinstance(rings, list) or not rings:
        return None, 0, "座標がありません"
    problem = next(
        (found for polygon in rings for ring in _rings(polygon) if (found := _wrong_ring(ring))), ""
    )
    if problem:
        return None, 0, problem
    read = shapely.force_2d(shape(drawn))
    _refuse_far_away(read)
    return _whole(read)


def _rings(polygon: Any) -> list[Any]:
    return polygon if isinstance(polygon, list) and polygon else [None]


def _wrong_ring(ring: Any) -> str:
    if not isinstance(ring, list) or not all(
        isinstance(at, list)
        and len(at) >= 2
        and all(isinstance(one, int | float) and not isinstance(one, bool) for one in at[:2])
        for at in ring
    ):
        return "座標が数字の組になっていません"
    if len(ring) < 4:
        return "輪の点が足りません（4つ以上）"
    return "" if ring[0][:2] == ring[-1][:2] else "輪が閉じていません（初めと終わりの点が違います）"


def _refuse_far_away(read: BaseGeometry) -> None:
    west, south, east, north = read.bounds
    if west >= WEST and east <= EAST and south >= SOUTH and north <= NORTH:
        return
    if west >= SOUTH and east <= NORTH and south >= WEST and north <= EAST:
        raise InputProblem(f"緯度と経度の順が逆です（GeoJSON は、経度、緯度の順です）。{AS_4326}")
    if max(map(abs, read.bounds)) > 360:
        raise InputProblem(
            f"座標がメートルのようです（{west:.0f}, {south:.0f} など）。緯度・経度ではありません。{AS_4326}"
        )
    raise InputProblem(f"日本の外の場所になっています（{south:.3f}, {west:.3f} など）。{AS_4326}")


def _whole(read: BaseGeometry) -> tuple[BaseGeometry | None, int, str]:
    """Each polygon by itself: whole, or parted where its ring touches itself if that leaves the area as it was."""
    found, parted = [], 0
    for one in parts_of(read):
        if one.is_valid:
            found.append(one)
            continue
        if one.convex_hull.area == 0:  # a line there and back: no ground lies in it
            continue
        mended = shapely.make_valid(one, method="structure")
        kept = parts_of(mended)
        if not kept or abs(sum(part.area for part in kept) - one.area) > SAME_AREA * one.area:
            return None, 0, f"輪が自分と交わっています（{_where(one)}のあたり）"
        found += kept
        parted += 1
    return (MultiPolygon(found), parted, "") if found else (None, 0, "広さがありません")


def _where(one: Polygon) -> str:
    words = shapely.is_valid_reason(one).partition("[")[2].rstrip("]").split()
    return f"{float(words[1]):.5f}, {float(words[0]):.5f}" if len(words) >= 2 else "どこか"


def parts_of(read: BaseGeometry) -> list[Polygon]:
    if isinstance(read, Polygon):
        return [read]
    return [one for part in getattr(read, "geoms", ()) for one in parts_of(part)]


# --- kept, asked, drawn ----------------------------------------------------------------------------


def as_bytes(read: BaseGeometry) -> bytes:
    return bytes(shapely.to_wkb(read))


def of_bytes(kept: bytes | memoryview) -> BaseGeometry:
    return shapely.from_wkb(bytes(kept))


def together(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """One shape of several."""
    return shapely.union_all(list(shapes))


def middle_of(read: BaseGeometry) -> At:
    """A point that surely lies in the largest part: where a word may stand."""
    at = max(parts_of(read), key=lambda one: one.area).representative_point()
    return at.y, at.x


class Places:
    """Many outlines in one tree, asked for many points. A point on the edge is inside."""

    def __init__(self, shapes: Sequence[BaseGeometry]) -> None:
        self._tree = shapely.STRtree(list(shapes)) if shapes else None

    def holding(self, points: Sequence[At]) -> list[list[int]]:
        """For each point (latitude, longitude) the numbers of the outlines that hold it."""
        found: list[list[int]] = [[] for _point in points]
        if self._tree is None or not points:
            return found
        asked = shapely.points([[at[1], at[0]] for at in points])
        for at, which in zip(*self._tree.query(asked, predicate="intersects").tolist(), strict=True):
            found[at].append(which)
        return [sorted(one) for one in found]


def rings_of(read: BaseGeometry, *, simply: float = DRAWN) -> Iterator[list[At]]:
    """The rings to draw, as (latitude, longitude), without points nobody would see."""
    drawn = read.simplify(simply, preserve_topology=True) if simply else read
    for one in parts_of(drawn):
        for ring in (one.exterior, *one.interiors):
            yield [(y, x) for x, y in ring.coords]
