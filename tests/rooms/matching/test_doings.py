"""ちょっとできること: entered at a place, found by hour, load, interest and area, proposed to a wish, and counted when taken part in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from norishiro.core.operation import announce
from norishiro.matching import operations, queries
from norishiro.matching.models import Doing, Participation
from norishiro.matching.operations import Small
from norishiro.resources.models import Place
from tests.rooms.matching.test_hopes import asked_lately, keep
from tests.rooms.matching.test_hopes import url as of_person
from tests.rooms.matching.test_participations import refused, stop, url
from tests.rooms.matching.test_shortages import area_of
from tests.rooms.matching.town import TODAY, Town
from tests.rooms.surroundings.town import posted, signed_in


def small(town: Town, place: Place, what: str = "切手の整理", **told: Any) -> Doing:
    given = {"what": what, "load": "LIGHT", "from_on": date(2026, 4, 1), **told}
    return operations.add_doing(town.mine, place=place, small=Small(**given), today=TODAY)


def found(town: Town, **asked: str) -> list[str]:
    page = signed_in(town.other).get(reverse("matching:menu"), asked)
    return [one.what for one, _words in page.context["rows"]]


def test_what_refuses_a_small_thing_and_what_is_kept(town: Town) -> None:
    hall = town.place("ひろば")
    one = small(town, hall, bands=["EVENING"], interests=["MAKING"], minutes=30)
    assert [(mark.kind, mark.code) for mark in one.marks.all()] == [
        ("BAND", "EVENING"),
        ("INTEREST", "MAKING"),
    ]
    assert refused(small, town, hall) == ["what"]
    assert refused(small, town, hall, "架空さんの手伝い") == ["what"]
    assert refused(small, town, hall, "水やり", from_on=date(2026, 11, 21)) == ["from_on"]
    assert refused(small, town, hall, "水やり", until_on=date(2026, 3, 31)) == ["until_on"]
    closed = town.place("閉じた場")
    stop(town, closed)
    assert refused(small, town, closed) == ["what"]
    gone = Small(what="切手の整理", load="LIGHT", from_on=date(2026, 4, 1), until_on=date(2026, 5, 1))
    operations.change_doing(town.mine, doing=one, version=one.version, small=gone, today=TODAY)
    assert (one.marks.count(), queries.doings_of(town.mine, place_id=hall.id, today=TODAY)) == (0, [])
    assert small(town, hall).id != one.id


def test_the_menu_is_narrowed_by_evening_load_interest_and_area(town: Town) -> None:
    """SET-17: activities have place, time band and load; evening-only or an interest returns what fits."""
    client = signed_in(town.mine)
    hall, garden = town.place("ひろば"), town.place("朝の畑")
    area = area_of(town)
    garden.location.area = area
    garden.location.save()
    add = reverse("matching:add_doing", args=[hall.id])
    done = posted(
        client,
        add,
        what="切手の整理",
        load="LIGHT",
        bands=["EVENING"],
        interests=["MAKING"],
        home="YES",
        from_on="令和8年4月1日",
        minutes="30",
    )
    assert (done.status_code, done["Location"]) == (302, reverse("resources:place", args=[hall.id]))
    small(town, hall, "皿あらいと料理の手伝い", load="USUAL", bands=["DAY", "EVENING"])
    small(town, garden, "水やり", load="FULL", bands=["MORNING"], alone=True, interests=["NATURE"])
    small(town, garden, "時間を聞いていないこと")
    assert found(town) == ["切手の整理", "時間を聞いていないこと", "水やり", "皿あらいと料理の手伝い"]
    assert [
        found(town, band="EVENING"), found(town, load="LIGHT"), found(town, interest="MAKING"), found(town, interest="COOKING"),
        found(town, area=str(area.id)), found(town, home="1"), found(town, alone="1"),
        found(town, band="EVENING", load="USUAL"), found(town, band="EVENING", interest="NATURE"),
    ] == [
        ["切手の整理", "皿あらいと料理の手伝い"], ["切手の整理", "時間を聞いていないこと"], ["切手の整理"], ["皿あらいと料理の手伝い"],
        ["時間を聞いていないこと", "水やり"], ["切手の整理"], ["水やり"], ["皿あらいと料理の手伝い"], [],
    ]  # fmt: skip
    shown = client.get(reverse("resources:place", args=[hall.id])).context["doings"]
    assert [(one.what, words) for one, words in shown] == [
        ("切手の整理", "軽い、30分くらい、家でもできる、夕方・夜"), ("皿あらいと料理の手伝い", "ふつう、昼・午後・夕方・夜"),
    ]  # fmt: skip
    change = reverse("matching:change_doing", args=[Doing.objects.get(what="切手の整理").id])
    assert posted(client, change, until_on="令和8年11月20日").status_code == 302
    stop(town, garden)
    assert found(town) == ["皿あらいと料理の手伝い"]


def test_bad_input_stays_and_who_keeps_no_places_adds_none(town: Town) -> None:
    client, hall = signed_in(town.mine), town.place("ひろば")
    add = reverse("matching:add_doing", args=[hall.id])
    sent = posted(client, add, what="架空さんの手伝い", load="LIGHT")
    assert (sent.status_code, sent.context["form"]["what"].value(), Doing.objects.count()) == (
        422, "架空さんの手伝い", 0,
    )  # fmt: skip
    wrong = posted(client, add, what="水やり", load="LIGHT", minutes="1000")
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["minutes"])
    assert client.get(reverse("matching:add_doing", args=[town.case.id])).status_code == 404
    assert client.get(reverse("matching:change_doing", args=[town.case.id])).status_code == 404


def test_a_wish_is_led_to_a_small_thing_and_taking_part_in_it_counts(town: Town) -> None:
    """SET-17, NAK-17: the candidate names the thing and why; it is begun from there, attended, and counted as 参加支援."""
    client = signed_in(town.mine)
    hall = asked_lately(town, town.place("昼のひろば", opening="毎週月曜 9時～12時", roles=("PARTICIPANT",)))
    stamps = small(town, hall, bands=["EVENING"], interests=["MAKING"], minutes=30, home=True)
    keep(town, interests=["MAKING"])
    page = client.get(of_person(town, "candidates"))
    told = [(one.judged.place.name, one.why[:3]) for one, _kind in page.context["rows"]]
    assert told == [
        (
            "昼のひろば",
            (
                "関心に近い：手仕事・ものづくり（ちょっとできること「切手の整理」）",
                "ちょっとできることがある：切手の整理（軽い、30分くらい、家でもできる、夕方・夜）",
                "行ける時間に開いている：ちょっとできること「切手の整理」",
            ),
        )
    ]
    begin = reverse("matching:begin_participation", args=[town.case.id, hall.id])
    link = f"{begin}?person={town.son.id}&amp;doing={stamps.id}"
    assert page.content.decode().count(link) == 1
    started = posted(client, link.replace("&amp;", "&"), on="令和8年11月20日")
    announce(town.mine)
    one = Participation.objects.get()
    assert (started.status_code, one.doing_id, one.role) == (302, stamps.id, "HELPER")
    operations.note_attendance(town.mine, participation=one, on=TODAY, times=3, today=TODAY)
    plain = town.begin(town.place(), person=town.mother)
    operations.note_attendance(town.mine, participation=plain, on=TODAY, today=TODAY)
    counted = queries.support_in(town.mine, year=2026)
    assert (counted.people, counted.participations, counted.times) == (2, 2, 4)
    assert (counted.doing_people, counted.doing_participations, counted.doing_times) == (1, 1, 3)
    assert [queries.support_in(town.mine, year=2025), queries.support_in(town.other, year=2026)] == [
        queries.Support(0, 0, 0, 0, 0, 0)
    ] * 2
    listed = client.get(reverse("matching:list_participations")).context
    assert listed["support"] == counted
    shown = client.get(url("participation", one)).content.decode()
    assert shown.count("切手の整理・準備・片付けなどの手伝い") == 1
    assert refused(town.begin, town.place("ほかの場"), doing=stamps) == ["doing"]


def test_the_menu_asks_as_often_for_three_as_for_one(town: Town) -> None:
    hall, client, counted = town.place("ひろば"), signed_in(town.mine), []
    client.get(reverse("matching:menu"))
    for what in ("一", "二", "三"):
        small(town, hall, what, bands=["DAY"])
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("matching:menu"))
        counted.append(len(asked))
    assert counted == [13, 13, 13]
