"""圏域の図: outlines read by the names of areas, and the counts drawn on them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Area, AreaMap, AreaOutline
from norishiro.core import ground
from norishiro.core.operation import announce
from norishiro.questions.ground import HATCHED, AreaChart, area_chart
from tests.factories import agencies
from tests.rooms.consultations.town import token
from tests.rooms.reports import town
from tests.rooms.reports.town import DAY, client_of

pytestmark = pytest.mark.django_db
AREAS, READ, ASK = (reverse(name) for name in ("agencies:areas", "agencies:read_area_map", "questions:ask"))


def square(x: float, **told: str) -> dict[str, Any]:
    east = round(x + 0.01, 6)
    ring = [[x, 35.7], [east, 35.7], [east, 35.71], [x, 35.71], [x, 35.7]]
    return {"type": "Feature", "properties": told, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def drawn(*squares: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(squares), **more}).encode()


@pytest.fixture
def found() -> town.Office:
    office = town.office()
    Area.objects.create(code="A2", name="第２圏域", layer="圏域", from_on=date(2020, 4, 1))
    return office


def keeper(found: town.Office) -> Any:
    return client_of(agencies.actor("架空 係", agency=found.agency, kinds=(RoleKind.SYSTEM,)))


def read(client: Any, content: bytes, **more: str) -> Any:
    told = {"source": "架空市都市計画課", "as_of": f"{DAY:%Y-%m-%d}", "column": "", **more}
    return client.post(READ, {**token(), **told, "file": SimpleUploadedFile("kuiki.geojson", content)})


def why(sent: Any) -> dict[str, list[str]]:
    assert sent.status_code in (403, 422)
    return {name: list(words) for name, words in sent.context["form"].errors.items()}


def test_outlines_find_their_areas_by_name_and_several_of_one_area_are_one(found: town.Office) -> None:
    client = keeper(found)
    assert client.get(AREAS).context["map"] is None
    content = drawn(
        square(139.60, 番号="1", 名前=found.area.name), square(139.61, 番号="2", 名前=found.area.name),
        square(139.62, 番号="3", 名前="第2圏域"), square(139.63, 番号="4", 名前="よその町"),
    )  # fmt: skip
    assert read(client, content).status_code == 302
    [made] = AreaMap.objects.all()
    assert (made.column, made.left_out) == ("名前", "よその町")
    announce(found.lead)
    shapes = queries.area_outlines(found.lead)
    assert sorted(shapes) == sorted([found.area.code, "A2"])
    assert [len(ground.parts_of(shapes[code])) for code in (found.area.code, "A2")] == [1, 1]
    assert round(shapes[found.area.code].area / shapes["A2"].area, 3) == 2.0
    page = client.get(AREAS)
    assert (page.context["map"], page.status_code) == (made, 200)
    assert why(read(client, content)) == {
        "file": ["同じ中身のファイルを、いまの図として、もう読んでいます。"]
    }
    assert read(client, drawn(square(139.7, name="A2"))).status_code == 302
    assert sorted(queries.area_outlines(found.lead)) == ["A2"]


def test_a_file_that_does_not_fit_is_refused_and_says_what_to_do(found: town.Office) -> None:
    client = keeper(found)
    good = square(139.6, 名前=found.area.name)
    metres = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::6677"}}}
    [words] = why(read(client, drawn(good, **metres)))["file"]
    assert "EPSG:4326" in words
    [words] = why(read(client, drawn(square(139.6, 名前="よその町"))))["file"]
    assert words.startswith("どの面も、登録した圏域の名前やコードと合いません。") and found.area.name in words
    assert why(read(client, drawn(good), column="圏域名")) == {
        "column": ["「圏域名」という列は、このファイルにありません。ある列：名前。"]
    }
    later = timezone.localdate() + timedelta(days=9)
    assert "as_of" in why(read(client, drawn(good), as_of=f"{later:%Y-%m-%d}"))
    assert "file" in why(client.post(READ, {**token(), "source": "架空市", "as_of": f"{DAY:%Y-%m-%d}"}))
    assert (AreaMap.objects.count(), AreaOutline.objects.count()) == (0, 0)
    assert client_of(found.csw).get(READ).status_code == 403


def test_counts_by_area_are_drawn_on_the_ground_with_their_numbers(found: town.Office) -> None:
    town.gathering(found.csw, found.area, came=14)
    asked = {"f": "gatherings", "rows": "areas", "span": "YEAR", "on": DAY.isoformat(), "scope": "TOWN"}
    lead = client_of(found.lead)
    before = lead.get(ASK, asked).context
    assert (before["found"].is_unmapped, [type(one).__name__ for one in charts(before)]) == (True, ["Chart"])
    read(keeper(found), drawn(square(139.60, n=found.area.code), square(139.62, n="A2")))
    page = lead.get(ASK, asked)
    [chart] = charts(page.context)
    assert isinstance(chart, AreaChart) and not page.context["found"].is_unmapped
    [[cells]] = [
        [row["cells"] for row in one["rows"] if row["label"] == found.area.name]
        for one in page.context["tables"]
    ]
    told = {one.label: (one.told, one.shade) for one in chart.patches}
    assert told == {found.area.name: (cells[0]["cell"].words, "4"), "第２圏域": ("0", "0")}
    assert f'id="hatch-{chart.key}"' in page.content.decode()


def charts(context: Any) -> list[Any]:
    return [chart for one in context["tables"] for chart, _drawing in one["charts"]]


def test_what_is_not_told_is_hatched_and_what_has_no_outline_is_named() -> None:
    shapes = {
        code: ground.read_ground(drawn(square(139.6 + 0.02 * nth, n=code))).outlines[0].shape
        for nth, code in enumerate(("A", "B", "C"))
    }
    rows = [("A", "東", 8), ("B", "西", None), ("D", "北", 3), ("E", "南", 0)]
    chart = area_chart("訪問", key="visits-0", unit="回", rows=rows, shapes=shapes, untold="5未満")
    assert [(one.label, one.told, one.shade) for one in chart.patches] == [
        ("東", "8", "4"), ("西", "5未満", HATCHED), ("", "", "0"),
    ]  # fmt: skip
    assert (chart.undrawn, chart.most, chart.hides, chart.is_empty) == (("北",), 8, True, False)
    assert [0 < one.x < chart.width and 0 < one.y < chart.height for one in chart.patches] == [True] * 3
    empty = area_chart("訪問", key="k", unit="回", rows=[("A", "東", 0)], shapes=shapes, untold="5未満")
    assert (empty.is_empty, empty.hides) == (True, False)
