"""区域の図: inside, outside and undetermined by outlines, by towns, or not at all, in the browser's words."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.evacuation import queries
from norishiro.evacuation.depths import depth_column, depth_of, rank_of
from norishiro.evacuation.models import Entry, EvacuationPlan, HazardMap, HazardPatch, Target, ZoneCount
from norishiro.opendata.models import IntakeRow
from tests.factories import agencies
from tests.rooms.consultations.town import client_of, token
from tests.rooms.evacuation.test_evacuation import (
    DAY,
    TODAY,
    csv,
    day,
    errors,
    fixed,
    get,
    person,
    post,
    text_of,
    url,
)
from tests.rooms.evacuation.test_plans import LAST_YEAR, LAW, form, plan, upload_zones
from tests.rooms.evacuation.test_refuges import HALL, PARK, SCHOOL, shelters

pytestmark = pytest.mark.django_db


def box(south: float, west: float, north: float, east: float) -> list[list[list[float]]]:
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def outlines(*given: tuple[str, list[list[list[float]]]], column: str = "浸水深", **more: Any) -> bytes:
    drawn = [
        {
            "type": "Feature",
            "properties": {column: depth},
            "geometry": {"type": "Polygon", "coordinates": rings},
        }
        for depth, rings in given
    ]
    return json.dumps({"type": "FeatureCollection", "features": drawn, **more}).encode()


SHALLOW = ("0.5m未満", box(34.999, 134.999, 35.001, 135.001))
DEEP = ("3.0m以上5.0m未満", box(35.0005, 134.999, 35.003, 135.003))


def read(actor: Actor, content: bytes, **more: str) -> Any:
    given = {
        "file": SimpleUploadedFile("区域.geojson", content), "name": "架空川", "hazard": "FLOOD", "source": "架空県",
        "as_of": day(TODAY), "column": "", **token(),
    }  # fmt: skip
    sent = client_of(actor).post(url("read_map"), given | more)
    announce(actor)
    return sent


def at(number: int, place: tuple[str, str] | None) -> None:
    Entry.objects.filter(target__number=str(number)).update(
        latitude=Decimal(place[0]) if place else None, longitude=Decimal(place[1]) if place else None
    )


def counts(actor: Actor, **query: str) -> dict[str, int]:
    return {code: number for code, _label, number in get(actor, "zones", **query).context["counts"]}


@pytest.fixture
def planned(desk: Actor) -> list[EvacuationPlan]:
    """Five with a plan: in the shallow, in both, outside, and two of whom only the address is known."""
    homes = {4: "みなと町1-2", 5: "となり町3"}
    fixed(
        desk, TODAY - 30 * DAY, *(person(one, address=homes.get(one, "みなと町1-2")) for one in range(1, 6))
    )
    form(desk, LAST_YEAR, LAW)
    for one, place in ((1, ("34.9995", "135.0")), (2, ("35.0008", "135.0")), (3, ("35.1", "135.1"))):
        at(one, place)
    for one in range(1, 6):
        assert plan(desk, Target.objects.get(number=str(one))).status_code == 302
    return list(EvacuationPlan.objects.order_by("target__number"))


def test_outlines_count_for_whom_a_point_is_known_and_towns_for_the_others(
    desk: Actor, planned: list[Any]
) -> None:
    for content, more, field, words in (
        (outlines(SHALLOW, crs={"properties": {"name": "EPSG:6677"}}), {}, "file", "EPSG:4326"), (b"x", {}, "file", "GeoJSON"),
        (outlines(SHALLOW), {"hazard": "X"}, "hazard", ""), (outlines(SHALLOW), {"column": "深浅"}, "column", "ある列：浸水深"),
        (outlines(SHALLOW), {"as_of": day(TODAY + DAY)}, "as_of", ""), (outlines(SHALLOW), {"source": ""}, "source", ""),
    ):  # fmt: skip
        sent = read(desk, content, **more)
        assert (sent.status_code, list(errors(sent)), words in errors(sent)[field][0]) == (422, [field], True)
    assert (HazardMap.objects.count(), get(desk, "zones").context["used"]) == (0, None)
    assert read(desk, outlines(SHALLOW, DEEP)).status_code == 302
    assert errors(read(desk, outlines(SHALLOW, DEEP))) == {
        "file": ["同じ中身のファイルを、いまの図として、もう読んでいます。"]
    }
    page = get(desk, "zones")
    zoned = page.context["zoned"]
    assert (counts(desk), zoned.depths, zoned.by_map, zoned.by_towns) == (
        {"INSIDE": 2, "OUTSIDE": 1, "UNKNOWN": 2}, (("0.5m未満", 1), ("3.0m以上5.0m未満", 1)), 3, 0,
    )  # fmt: skip
    # The table says outside of all of them; for whom a point is known, the outlines count.
    assert upload_zones(desk, csv("みなと町,外", head="町名,区域")).status_code == 302
    announce(desk)
    assert counts(desk) == {"INSIDE": 2, "OUTSIDE": 2, "UNKNOWN": 1}
    inside = get(desk, "zones", zone="INSIDE", hazard="FLOOD")
    assert sorted(one.target.number for one in inside.context["rows"]) == ["1", "2"]
    # Outlines of another hazard say nothing of this one.
    assert (
        read(
            desk, outlines(("急傾斜", box(34.9, 134.9, 35.2, 135.2)), column="種"), hazard="LANDSLIDE"
        ).status_code
        == 302
    )
    assert (counts(desk, hazard="LANDSLIDE"), counts(desk, hazard="FLOOD")) == (
        {"INSIDE": 3, "OUTSIDE": 0, "UNKNOWN": 2}, {"INSIDE": 2, "OUTSIDE": 2, "UNKNOWN": 1},
    )  # fmt: skip
    assert [(code, current) for code, _label, current in get(desk, "zones", hazard="FLOOD").context["kinds"]] == [
        ("LANDSLIDE", False), ("FLOOD", True),
    ]  # fmt: skip

    # The way to a place is drawn over the outlines, and a place inside is told so.
    shelters(desk, SCHOOL, PARK, HALL)
    found = get(desk, "refuges", planned[0].id, hazard="FLOOD").context["rows"]
    assert [(one.row.name, one.depth) for one in found] == [
        ("みほん小学校", "3.0m以上5.0m未満"),
        ("みほん会館", None),
    ]
    school = IntakeRow.objects.get(name="みほん小学校")
    assert post(desk, "choose_refuge", planned[0].id, school.id, hazard="FLOOD", steps="").status_code == 302
    announce(desk)
    drawn = get(desk, "plan", planned[0].id).context["refuges"][0].drawn
    assert (len(drawn.map.patches), drawn.words[-1][:7]) == (2, "斜線は、架空川")

    neighbour = agencies.actor(
        "架空 隣人", agency=agencies.agency("となりの課"), kinds=(RoleKind.COORDINATOR,)
    )
    announce(neighbour)
    assert (HazardMap.objects.count(), HazardPatch.objects.count()) == (0, 0)
    announce(desk)


def test_the_numbers_of_a_day_are_kept_for_the_plans_they_are_judged_by(
    desk: Actor, planned: list[Any]
) -> None:
    assert post(desk, "keep_zone_count", hazard="FLOOD").status_code == 404
    announce(desk)
    read(desk, outlines(SHALLOW, DEEP))
    announce(desk)
    now = counts(desk)
    assert "まだ残していません" in text_of(get(desk, "zones"))

    assert post(desk, "keep_zone_count", hazard="FLOOD").status_code == 302
    announce(desk)
    kept = ZoneCount.objects.get()
    told = (kept.inside, kept.outside, kept.unknown)
    assert (told, kept.total, kept.hazard) == (tuple(now.values()), sum(now.values()), "FLOOD")
    page = get(desk, "zones")
    assert [one.code for one in page.context["may_keep"].reasons] == ["same"]
    again = post(desk, "keep_zone_count", hazard="FLOOD")
    assert (again.status_code, ZoneCount.objects.count()) == (403, 1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.one_of(st.none(), st.tuples(st.sampled_from(["34.9995", "35.0008", "35.001", "35.5"]), st.sampled_from(["135.0", "134.999", "135.9"]))), min_size=5, max_size=5),
    st.lists(st.sampled_from(["みなと町1-2", "となり町3", ""]), min_size=5, max_size=5), st.booleans(), st.booleans(),
)  # fmt: skip
def test_inside_outside_and_undetermined_are_always_everybody(
    desk: Actor, planned: list[Any], places: list[Any], homes: list[str], with_map: bool, with_towns: bool
) -> None:
    announce(desk)
    if not HazardMap.objects.exists():
        read(desk, outlines(SHALLOW, DEEP))
        upload_zones(desk, csv("みなと町,外", "となり町,内", head="町名,区域"))
        announce(desk)
    for one, (place, home) in enumerate(zip(places, homes, strict=True), start=1):
        at(one, place)
        Entry.objects.filter(target__number=str(one)).update(address=home)
    known = queries.known_zones(desk)[0]
    asked = queries.Known("FLOOD", known.map if with_map else None, known.towns if with_towns else None)
    zoned = queries.plans_by_zone(desk, known=asked, home="架空市")
    everybody = [one for many in zoned.sides.values() for one in many]
    assert sorted(everybody) == sorted(one.target_id for one in planned)
    undetermined = sum(
        not (place and with_map) and not (home and with_towns)
        for place, home in zip(places, homes, strict=True)
    )
    assert (zoned.total, len(zoned.sides["UNKNOWN"])) == (5, undetermined)
    assert zoned.by_map + zoned.by_towns + undetermined == 5
    assert sum(number for _depth, number in zoned.depths) <= len(zoned.sides["INSIDE"])


def test_depths_are_read_in_words_and_ordered() -> None:
    assert [depth_column(one) for one in (["色", "浸水深", "最大浸水深"], ["A31a_205"], ["x"])] == [
        "最大浸水深",
        "A31a_205",
        "",
    ]
    assert [depth_of({"A31a_205": one}, "A31a_205") for one in ("1", "3.0", "9")] == [
        "0.5m未満",
        "3.0m以上5.0m未満",
        "9",
    ]
    assert depth_of({"浸水深": "3"}, "浸水深") == "3"
    words = ["", "0.3m未満の区域", "0.3~0.5m未満の区域", "0.5m以上3.0m未満", "１０．０m以上"]
    assert sorted(words, key=rank_of, reverse=True) == words[::-1]
