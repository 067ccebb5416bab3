"""No place fits: kept without a name, counted, brought to a meeting, made by three parts, opened, and proposed again."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from norishiro.agencies.models import Area
from norishiro.community import operations as community
from norishiro.community.models import Group, GroupPart
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.matching import operations, queries
from norishiro.matching.models import Shortage, ShortageFor
from norishiro.matching.operations import Lacking
from norishiro.meetings.choices import TopicKind
from norishiro.meetings.models import Body, Topic
from norishiro.meetings.operations import adopt_bodies
from norishiro.people.models import Person
from norishiro.profiles.current import current_profile
from norishiro.resources.models import Place, Trait
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Ground
from tests.factories import agencies
from tests.rooms.matching.test_hopes import keep
from tests.rooms.matching.test_participations import refused
from tests.rooms.matching.town import TODAY, Town
from tests.rooms.surroundings.town import posted, signed_in


def area_of(town: Town) -> Area:
    announce(town.mine)
    found, _made = Area.objects.get_or_create(
        code="T1", defaults={"name": "架空地区", "layer": "地区", "from_on": agencies.EPOCH, "order": 1}
    )
    return found


def lack(
    town: Town, *, person: Person | None = None, basis: str = Ground.OWN, words: str = "夕方に手を動かせる場", **told: Any
) -> Shortage:  # fmt: skip
    return operations.note_shortage(
        town.mine, case=town.case, person=person or town.son, basis=basis, today=TODAY,
        lacking=Lacking(**{"kind": "SALON", "band": "EVENING", "words": words, **told}),
    )  # fmt: skip


def test_the_same_need_counts_one_more_and_nobody_stands_in_it(town: Town) -> None:
    first = lack(town)
    again = lack(town, person=town.mother, words="母も")
    other = lack(town, band="DAY")
    assert (again.id, again.people, again.words, other.id == first.id) == (
        first.id,
        2,
        "夕方に手を動かせる場",
        False,
    )
    assert refused(lack, town) == ["words"]
    assert refused(lack, town, band="MORNING", words="架空さんの場") == ["words"]
    assert refused(lack, town, band="MORNING", basis=Ground.CONSENT) == ["basis"]
    announce(town.other)
    assert ([one.people for one in queries.shortages(town.other)], ShortageFor.objects.count()) == ([2, 1], 0)
    assert queries.sums(town.other) == [("SALON", "", 3)]
    page = signed_in(town.other).get(reverse("matching:shortage", args=[first.id]))
    assert (page.status_code, page.context["waiting"], page.content.decode().count("むすこ")) == (200, [], 0)
    town.share(sharing.case(town.case.id), sharing.person(town.son.id))
    shared = lack(town, band="MORNING", basis=Ground.CONFERENCE)
    page = signed_in(town.other).get(reverse("matching:shortage", args=[shared.id]))
    assert [one.person_id for one in page.context["waiting"]] == [town.son.id]
    assert [one.code for one in page.context["may_close"].reasons] == ["mine"]


def test_the_register_lists_by_kind_of_resource_and_who_could_bring_it(town: Town) -> None:
    """SUM-29: shortages list by kind; a platform that brings it stands beside."""
    hall = town.place("みんなの会議")
    announce(town.mine)
    Trait.objects.create(place=hall, kind="BRINGS", code="THINGS")
    client = signed_in(town.mine)
    address = reverse("matching:note_shortage", args=[town.case.id, town.son.id])
    assert posted(client, address, words="貸してもらえる机", lack="THINGS", band="DAY").status_code == 302
    lack(town, person=town.mother, words="夕方の送り迎え", lack="PEOPLE")
    lack(town, words="まだ分からない")
    page = client.get(reverse("matching:shortages"))
    counted = {code: (needs, people) for code, _name, needs, people in page.context["lacks"]}
    assert ({code: pair for code, pair in counted.items() if pair != (0, 0)}, page.context["untold"]) == (
        {"PEOPLE": (1, 1), "THINGS": (1, 1)}, 1,
    )  # fmt: skip
    rows = client.get(reverse("matching:shortages"), {"lack": "THINGS"}).context["rows"]
    assert [(str(one), told) for one, told, _state in rows] == [
        ("貸してもらえる机", "昼・午後・足りないもの：モノ")
    ]
    one = rows[0][0]
    assert client.get(reverse("matching:shortage", args=[one.id])).context["bringing"] == [hall]


def test_from_no_place_to_a_place_of_ones_own(town: Town) -> None:
    """COM-16, NAK-16, SET-03, TOS-16, KOM-19: a wish no place fits, a meeting, three parts, partners, an opened place."""
    client, area = signed_in(town.mine), area_of(town)
    adopt_bodies(profile=current_profile(TODAY), agencies_by_code={}, from_on=date(2022, 4, 1))
    keep(town, interests=("MAKING",))
    before = client.get(reverse("matching:candidates", args=[town.case.id, town.son.id]))
    assert before.context["rows"] == []
    noted = posted(
        client, reverse("matching:note_shortage", args=[town.case.id, town.son.id]), words="夕方に手を動かせる場",
        kind="SALON", area=str(area.id),
    )  # fmt: skip
    announce(town.mine)
    need = Shortage.objects.get()
    home = reverse("matching:shortage", args=[need.id])
    assert (noted["Location"], need.role, need.band, need.people) == (home, "HELPER", "EVENING", 1)
    body = Body.objects.order_by("code").first()
    assert body is not None
    brought = posted(client, reverse("matching:bring_shortage", args=[need.id]), body=str(body.id))
    announce(town.mine)
    topic = Topic.objects.get()
    assert (brought.status_code, topic.kind, topic.shortage, topic.title, topic.cases_behind) == (
        302, TopicKind.SHORTAGE, "PLACE", "夕方に手を動かせる場", 1,
    )  # fmt: skip
    posted(
        client, reverse("matching:make_place_for", args=[need.id]), name="手仕事の場（仮）", kind="SALON",
        partners="町会、空き家の持ち主",
    )  # fmt: skip
    announce(town.mine)
    group = Group.objects.get()
    assert (group.stage, group.partners, group.needs, group.area_id) == (
        "IDEA", "町会、空き家の持ち主", "夕方に手を動かせる場", area.id,
    )  # fmt: skip
    for part, body_name in (("PLACE", "町会"), ("CALL", "民生児童委員"), ("PLAN", "手芸の会")):
        done = posted(
            client,
            reverse("community:share_part", args=[group.id]),
            part=part,
            body=body_name,
            due_on="令和9年3月1日",
        )
        assert done.status_code == 302
    late = posted(client, reverse("community:share_part", args=[group.id]), part="PLAN", body="町会", due_on="令和2年1月1日")  # fmt: skip
    assert (late.status_code, set(late.context["form"].errors)) == (422, {"due_on"})
    announce(town.mine)
    client.post(reverse("community:finish_part", args=[GroupPart.objects.get(part="PLACE").id]))
    page = client.get(reverse("community:group", args=[group.id]))
    told = [(one.part, one.body, one.done_on is not None) for one in page.context["group"].parts.all()]
    assert sorted(told) == [
        ("CALL", "民生児童委員", False),
        ("PLACE", "町会", True),
        ("PLAN", "手芸の会", False),
    ]
    opened = posted(client, reverse("community:open_place", args=[group.id]), location="集会所")
    announce(town.mine)
    place = Place.objects.get()
    group.refresh_from_db()
    assert (opened["Location"], group.opened_id, group.stage, place.organisation.name) == (
        reverse("resources:place", args=[place.id]), place.id, "TRIAL", "手仕事の場（仮）",
    )  # fmt: skip
    community.note_support(
        town.mine, group=group, happened_on=date.today(), kind="HANDED", note="町会の人たちに引き継いだ", stage="INDEPENDENT",
        today=date.today(),
    )  # fmt: skip
    way = client.get(reverse("community:group", args=[group.id])).context["supports"]
    assert [(one.kind, one.stage) for one in way] == [("HANDED", "INDEPENDENT"), ("OPENED", "TRIAL")]
    waiting = client.get(home)
    assert (waiting.context["state"], [one.person_id for one in waiting.context["waiting"]]) == (
        "場ができた", [town.son.id],
    )  # fmt: skip
    after = client.get(reverse("matching:candidates", args=[town.case.id, town.son.id]))
    assert [told.judged.place.id for told, _kind in after.context["rows"]] == [place.id]
    posted(client, reverse("matching:close_shortage", args=[need.id]), outcome="場ができ、一人が通いはじめた")
    ended = client.get(reverse("matching:shortages"), {"ended": "1"})
    assert [(one.id, state) for one, _told, state in ended.context["rows"]] == [(need.id, "区切りがついた")]


def test_what_refuses_the_way_of_a_need(town: Town) -> None:
    need, area = lack(town), area_of(town)
    group = operations.make_place_for(
        town.mine, shortage=need, name="手仕事の場", kind="SALON", area_id=area.id, today=TODAY
    )
    assert refused(
        operations.make_place_for, town.mine, shortage=need, name="もう一つ", kind="SALON", area_id=area.id, today=TODAY
    ) == ["making"]  # fmt: skip
    assert refused(operations.close_shortage, town.other, shortage=need, outcome="済み", today=TODAY) == [
        "mine"
    ]
    assert refused(community.share_part, town.mine, group=group, part="CALL", due_on=TODAY, today=TODAY) == ["agency"]  # fmt: skip
    assert refused(
        community.share_part, town.other, group=group, part="CALL", body="町会", due_on=TODAY, today=TODAY
    ) == ["part"]
    part = community.share_part(
        town.mine, group=group, part="CALL", agency_id=town.other.agency_id, due_on=TODAY, today=TODAY
    )
    assert refused(community.finish_part, agencies.actor("架空 別"), part=part, today=TODAY) == ["part"]
    assert community.finish_part(town.other, part=part, today=TODAY).done_on == TODAY
    assert refused(community.finish_part, town.mine, part=part, today=TODAY) == ["part"]
    assert refused(
        community.share_part, town.mine, group=group, part="CALL", body="町会", due_on=TODAY, today=TODAY
    ) == ["part"]
    offer: dict[str, Any] = {
        "name": "場",
        "kind": "SALON",
        "location": "会場",
        "opened_on": TODAY,
        "today": TODAY,
    }
    assert refused(community.open_place, town.other, group=group, **offer) == ["name"]
    community.open_place(town.mine, group=group, **offer)
    assert refused(community.open_place, town.mine, group=group, **offer) == ["name"]
    operations.close_shortage(town.mine, shortage=need, outcome="済み", today=TODAY)
    with pytest.raises(Refused):
        operations.close_shortage(town.mine, shortage=need, outcome="また", today=TODAY)


def test_unseen_and_the_number_of_questions(town: Town) -> None:
    client = signed_in(town.mine)
    for name in ("shortage", "bring_shortage", "make_place_for", "close_shortage"):
        assert client.get(reverse(f"matching:{name}", args=[UUID(int=9)])).status_code == 404, name
    other = signed_in(town.other)
    assert other.get(reverse("matching:note_shortage", args=[town.case.id, town.son.id])).status_code == 404
    counted = []
    for band in ("", "DAY", "EVENING"):
        need = lack(town, band=band)
        found = []
        for address in (reverse("matching:shortages"), reverse("matching:shortage", args=[need.id])):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            found.append(len(asked))
        counted.append(found)
    assert counted == [[13, 13], [13, 13], [13, 13]]
