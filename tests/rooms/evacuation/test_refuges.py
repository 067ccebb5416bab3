"""避難する所と道: chosen from the open lists, in the browser's words."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.core.text import InputProblem
from norishiro.evacuation import lookups
from norishiro.evacuation.models import Entry, EvacuationPlan, Refuge, RefugeStep, SourceFile, Target
from norishiro.evacuation.routes import Step, draw_route, read_steps, written
from norishiro.opendata import operations as opendata
from norishiro.opendata.models import IntakeRow
from norishiro.people.choices import WithheldField
from norishiro.people.withholding import note_words, words_of
from norishiro.resources.points import read_point
from tests.factories import agencies
from tests.rooms.consultations.town import client_of
from tests.rooms.evacuation.test_evacuation import (
    DAY,
    TODAY,
    csv,
    errors,
    get,
    person,
    post,
    started,
    text_of,
    upload,
)
from tests.rooms.evacuation.test_plans import LAST_YEAR, LAW, form, plan

pytestmark = pytest.mark.django_db

HEAD = "宛名番号,氏名,フリガナ,生年月日,郵便番号,住所,要介護度,緯度,経度"
LIST = "NO,名称,名称_カナ,住所,緯度,経度,災害種別_洪水,災害種別_地震"
SCHOOL = "1,みほん小学校,ミホンショウガッコウ,みなと町3-1,35.002000,135.002000,○,"
PARK = "2,みほん公園,ミホンコウエン,みなと町9-1,35.001000,135.000000,,○"
HALL = "3,みほん会館,ミホンカイカン,となり町1-1,,,○,○"


def shelters(keeper: Actor, *lines: str, source: str = "みほん市", on: Any = TODAY) -> None:
    content = "\r\n".join([LIST, *lines]).encode()
    intake = opendata.read_file(
        keeper, content=content, file_name="避難場所.csv", dataset="", source=source, licence="OWN", as_of=on,
        mark_public=False, today=TODAY,
    )  # fmt: skip
    opendata.take_intake(keeper, intake=intake, now=timezone.now())


def names(page: Any) -> list[tuple[str, str]]:
    return [(one.row.name, one.far and f"{one.way} {one.far}") for one in page.context["rows"]]


@pytest.fixture
def planned(desk: Actor) -> EvacuationPlan:
    """One with coordinates, one without; both with a plan that says the way in its words."""
    listing = started(desk, TODAY - 30 * DAY)
    lines = [
        f"{person(1)},35.000000,135.000000",
        f"{person(2)},,",
        f"{person(3)},0,135.0",
        f"{person(4)},135.1,35.1",
    ]
    assert upload(desk, "read_source", listing, csv(*lines, head=HEAD), kind="CARE").status_code == 302
    announce(desk)
    assert post(desk, "fix_listing", listing.id).status_code == 302
    announce(desk)
    form(desk, LAST_YEAR, LAW)
    for number in ("1", "2"):
        assert plan(desk, Target.objects.get(number=number), ROUTE="表通りを歩く").status_code == 302
    return EvacuationPlan.objects.get(target__number="1")


def test_a_place_is_chosen_by_disaster_and_distance_and_the_way_is_drawn_printed_and_carried_on(
    desk: Actor, planned: EvacuationPlan
) -> None:
    file = SourceFile.objects.get()
    assert (file.held, [one.split("目")[0] for one in file.unplaced.split("／")]) == (0, ["4行", "5行"])
    assert Entry.objects.filter(latitude=None).count() == 3
    assert "緯度・経度を採らなかった行" in text_of(get(desk, "source_file", file.id))
    empty = get(desk, "refuges", planned.id)
    assert (names(empty), "避難場所一覧が、まだ取り込まれていません" in text_of(empty)) == ([], True)
    shelters(desk, SCHOOL, PARK, HALL)
    assert names(get(desk, "refuges", planned.id)) == [
        ("みほん公園", "北 約110m"), ("みほん小学校", "北東 約290m"), ("みほん会館", ""),
    ]  # fmt: skip
    assert names(get(desk, "refuges", planned.id, hazard="FLOOD", q="ミホン みなと")) == [
        ("みほん小学校", "北東 約290m")
    ]
    assert names(get(desk, "refuges", planned.id, q="なにか")) == []
    other = EvacuationPlan.objects.get(target__number="2")
    # Of whom no coordinates are known: the same town first.
    assert [(one.row.name, one.same_town) for one in get(desk, "refuges", other.id).context["rows"]] == [
        ("みほん公園", True), ("みほん小学校", True), ("みほん会館", False),
    ]  # fmt: skip

    school, park = IntakeRow.objects.get(name="みほん小学校"), IntakeRow.objects.get(name="みほん公園")
    opened = get(desk, "choose_refuge", planned.id, school.id).context["form"]
    assert (opened["hazard"].value(), opened["steps"].value()) == ("FLOOD", "表通りを歩く")
    wrong = post(
        desk, "choose_refuge", planned.id, school.id, hazard="FLOOD", steps="角まで（35.0, 200.001）"
    )
    assert [one[:4] for one in errors(wrong)["steps"]] == ["1行目："]
    assert list(errors(post(desk, "choose_refuge", planned.id, park.id, hazard="FLOOD"))) == ["hazard"]
    way = "門を出て右へ（35.001000, 135.000000）\r\n\r\n橋をわたらない"
    sent = post(desk, "choose_refuge", planned.id, school.id, hazard="FLOOD", steps=way)
    assert sent.status_code == 302, text_of(sent)
    announce(desk)
    page = get(desk, "plan", planned.id)
    line = page.context["refuges"][0]
    assert (line.hazard, [one.words for one in line.steps], line.now) == (
        "洪水", ["門を出て右へ", "橋をわたらない"], "",
    )  # fmt: skip
    assert [(one.label, one.kind) for one in line.drawn.map.marks] == [
        ("自宅", "home"), ("1", "step"), ("みほん小学校", "place"),
    ]  # fmt: skip
    assert line.drawn.words == (
        "みほん小学校は、自宅から北東へ、まっすぐ測って約290mです。",
        "図の順：自宅から北へ約110mで道すじ1、道すじ1から北東へ約210mでみほん小学校。",
        "破線は、場所の分かる点をまっすぐ結んだもので、道のりではありません。上が北です。",
    )
    assert (text_of(page).count("<polyline"), page.wsgi_request.shown) == (1, [planned.target_id])
    paper = b"".join(client_of(desk).get(f"/evacuation/plans/{planned.id}/paper/"))
    words = "".join(one.extract_text() for one in PdfReader(BytesIO(paper)).pages)
    assert [one in words for one in ("避難する所（洪水）", "橋をわたらない", "100m", "約290m")] == [True] * 4

    # Chosen anew: the earlier stays as a record; a next version of the plan brings the newest along.
    assert get(desk, "choose_refuge", planned.id, school.id).context["form"]["steps"].value() == (
        "門を出て右へ（35.001, 135）\n橋をわたらない"
    )
    hall = IntakeRow.objects.get(name="みほん会館")
    assert post(desk, "choose_refuge", planned.id, hall.id, hazard="FLOOD", steps="").status_code == 302
    assert (
        post(desk, "choose_refuge", planned.id, park.id, hazard="QUAKE", steps="公園まで").status_code == 302
    )
    announce(desk)
    assert plan(desk, planned.target, ROUTE="表通りを歩く").status_code == 302
    second = EvacuationPlan.objects.get(target=planned.target, number=2)
    assert [(one.row.name, one.hazard, one.number) for one in lookups.refuges_of(second)] == [
        ("みほん会館", "FLOOD", 1), ("みほん公園", "QUAKE", 1),
    ]  # fmt: skip
    assert RefugeStep.objects.filter(refuge__plan=second).count() == 1
    before = get(desk, "plan", planned.id)
    assert [(one.row.name, hazard) for one, hazard in before.context["earlier"]] == [("みほん小学校", "洪水")]
    assert [one.code for one in before.context["may_choose"].reasons] == [""]
    assert post(desk, "choose_refuge", planned.id, hall.id, hazard="FLOOD", steps="").status_code == 422
    announce(desk)
    packed = lookups.pack_areas(planned.target.entries.get().listing, ask="課", on=TODAY)
    lines = [one.lines for area in packed.areas for one in area.people if one.name.endswith("二1")][0]
    assert list(lines)[1:] == [
        ("避難する所（洪水）", "みほん会館（となり町1-1）"),
        ("避難する所（地震）", "みほん公園（みなと町9-1）　公園まで"),
    ]

    neighbour = agencies.actor(
        "架空 隣人", agency=agencies.agency("となりの課"), kinds=(RoleKind.COORDINATOR,)
    )
    assert get(neighbour, "refuges", planned.id).status_code == 404
    assert get(neighbour, "choose_refuge", planned.id, hall.id).status_code == 404
    announce(neighbour)
    assert (Refuge.objects.count(), RefugeStep.objects.count()) == (0, 0)
    announce(desk)


def test_what_the_newest_list_no_longer_says_is_told_on_the_plans_that_name_it(
    desk: Actor, planned: EvacuationPlan
) -> None:
    shelters(desk, SCHOOL, PARK, HALL, on=TODAY - 5 * DAY)
    shelters(desk, SCHOOL.replace("みほん", "よその"), source="よその市")
    rows = {one.name: one for one in IntakeRow.objects.filter(intake__source="みほん市")}
    for name, hazard in (("みほん小学校", "FLOOD"), ("みほん公園", "QUAKE")):
        sent = post(desk, "choose_refuge", planned.id, rows[name].id, hazard=hazard, steps="")
        assert sent.status_code == 302
    announce(desk)
    assert [one.now for one in get(desk, "plan", planned.id).context["refuges"]] == ["", ""]
    # The school is gone, the rest is as before: the list may be taken all the same.
    shelters(desk, PARK, HALL)
    told = {one.hazard: one.now for one in get(desk, "plan", planned.id).context["refuges"]}
    assert told == {
        "洪水": "この所は、いまの避難場所一覧にありません。次の計画で選び直してください。",
        "地震": "",
    }
    assert [name for name, _far in names(get(desk, "refuges", planned.id))] == [
        "みほん公園", "よその小学校", "みほん会館",
    ]  # fmt: skip
    assert get(desk, "choose_refuge", planned.id, rows["みほん小学校"].id).status_code == 404
    shelters(desk, PARK.replace("公園", "広場"), HALL)
    told = {one.hazard: one.now for one in get(desk, "plan", planned.id).context["refuges"]}
    assert told["地震"] == "いまの一覧では「みほん広場（みなと町9-1）」です。同じ所かを確かめてください。"
    shelters(desk, PARK.replace(",,○", ",○,"), HALL)
    told = {one.hazard: one.now for one in get(desk, "plan", planned.id).context["refuges"]}
    assert told["地震"] == "いまの一覧では、この災害のときの避難場所ではありません。選び直してください。"


def test_a_home_withheld_since_is_neither_measured_from_nor_drawn(
    desk: Actor, planned: EvacuationPlan
) -> None:
    shelters(desk, SCHOOL)
    assert names(get(desk, "refuges", planned.id)) == [("みほん小学校", "北東 約290m")]
    note_words(uuid4(), words_of(WithheldField.ADDRESS, "みなと町1-2"))
    page = get(desk, "refuges", planned.id)
    assert names(page) == [("みほん小学校", "")]


def test_a_page_asks_as_often_for_one_place_as_for_three(desk: Actor, planned: EvacuationPlan) -> None:
    counted = []
    for lines in ((SCHOOL,), (SCHOOL, PARK, HALL)):
        shelters(desk, *lines)
        for row in IntakeRow.objects.filter(intake__as_of=TODAY).order_by("-intake__made_at")[: len(lines)]:
            hazard = row.hazards.split(",")[0]
            assert (
                post(desk, "choose_refuge", planned.id, row.id, hazard=hazard, steps="角まで").status_code
                == 302
            )
            announce(desk)
        for screen in ("refuges", "plan"):
            client = client_of(desk)
            with CaptureQueriesContext(connection) as caught:
                assert (
                    client.get(
                        f"/evacuation/plans/{planned.id}/{'places/' if screen == 'refuges' else ''}"
                    ).status_code
                    == 200
                )
            counted.append(len(caught))
    assert counted[:2] == counted[2:]


def test_the_way_is_read_line_by_line_and_nothing_typed_is_lost() -> None:
    steps = read_steps("門を出る（35.681236、139.767125）\n ２つ目の角 35.68, 139.767125 \n駅の前")
    assert steps == [
        Step("門を出る", read_point("35.681236,139.767125")), Step("２つ目の角", read_point("35.680,139.767125")),
        Step("駅の前"),
    ]  # fmt: skip
    assert read_steps(written(steps)) == steps
    for text, said in (
        ("（35.681236, 139.767125）", "1行目に、場所だけ"), ("あ" * 121, "1行目が長すぎます"),
        ("\n".join("あ" * 21), "道すじは20行まで"), ("あ（35.681236, 239.767125）", "1行目：日本の外"),
    ):  # fmt: skip
        with pytest.raises(InputProblem) as problem:
            read_steps(text)
        assert problem.value.message[: len(said)] == said
    nowhere = draw_route(home=None, steps=steps[2:], place=None, name="会館")
    assert (nowhere.map, len(nowhere.words), nowhere.words[0].endswith("図は描いていません。")) == (
        None,
        1,
        True,
    )
