"""支援者・訓練・見直しの日, and the visits a contractor's own staff see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.evacuation import lookups
from norishiro.evacuation.choices import Due
from norishiro.evacuation.models import (
    Drill,
    DrillPart,
    Entry,
    EvacuationPlan,
    GivingConsent,
    Letter,
    Listing,
    Support,
    Supporter,
    Target,
    Visit,
)
from norishiro.evacuation.rules import Since, is_due
from tests.factories import agencies
from tests.rooms.consultations.town import client_of
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
    prepared,
    sent_out,
    text_of,
    url,
)
from tests.rooms.evacuation.test_plans import LAST_YEAR, LAW, form, plan, upload_zones
from tests.rooms.rights.town import RightsTown


def target(number: int) -> Target:
    return Target.objects.get(number=str(number))


def planned(actor: Actor, *numbers: int) -> None:
    form(actor, LAST_YEAR, LAW)
    for number in numbers:
        on = {"made_on": day(TODAY - 20 * DAY), "agreed_on": day(TODAY - 20 * DAY)}
        sent = plan(actor, target(number), PLACE="みなと小学校", SUPPORTER="紙に書いた人", **on)
        assert sent.status_code == 302, text_of(sent)


def asked(actor: Actor, number: int, **more: Any):
    given = {
        "supporter": "", "kind": "PERSON", "name": "架空 隣子", "kana": "", "address": "", "phone": "03-0000-0001", "what": "声かけ",
        "asked_on": day(TODAY - 5 * DAY),
    }  # fmt: skip
    done = post(actor, "ask_support", target(number).id, **(given | more))
    announce(actor)
    return done


def answered(actor: Actor, support: Support, state: str, on: date):
    done = post(
        actor, "answer_support", support.id, state=state, on=day(on), note="", version=str(support.version)
    )
    announce(actor)
    support.refresh_from_db()
    return done


def why(actor: Actor) -> dict[str, list[str]]:
    rows = get(actor, "reviews").context["rows"]
    announce(actor)
    return {entry.target.number: [str(one) for one in line.why] for line, entry, _labels in rows}


# --- the rule alone --------------------------------------------------------------------------------


def test_a_plan_is_due_by_its_day_a_drill_s_day_or_what_happened_after_it_was_made() -> None:
    made = TODAY - 30 * DAY

    def due(**since: Any) -> list[Due]:
        return is_due(Since(made, **({"review_on": TODAY + DAY} | since)), today=TODAY)

    assert [
        due(), due(review_on=TODAY), due(drill_review_on=TODAY), due(moved_on=made), due(moved_on=made + DAY), due(supporter_on=TODAY),
        due(zones_on=TODAY, drill_change_on=TODAY),
    ] == [[], [Due.DAY], [Due.DAY], [], [Due.ADDRESS], [Due.SUPPORTER], [Due.DRILL, Due.ZONES]]  # fmt: skip


# --- in the browser --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_several_supporters_each_say_for_themselves_and_only_who_agreed_is_on_paper(desk: Actor) -> None:
    listing = fixed(desk, TODAY - 30 * DAY, *(person(n) for n in range(1, 6)))
    planned(desk, 1, 2)
    for wrong, field in (
        ({"name": ""}, "name"),
        ({"what": ""}, "what"),
        ({"asked_on": day(TODAY + DAY)}, "asked_on"),
    ):
        assert (list(errors(asked(desk, 1, **wrong))), Support.objects.count()) == ([field], 0)
    assert asked(desk, 1).status_code == 302
    first = Support.objects.get()
    both = asked(desk, 1, supporter=str(first.supporter_id))
    assert list(errors(both)) == ["name", "supporter"]
    assert asked(desk, 1, name="架空町会 防災部", kind="GROUP", phone="").status_code == 302
    page = get(desk, "supporters").context
    assert (page["number"], sorted(one.target.number for one in page["alone"])) == (2, ["1", "2"])
    announce(desk)
    assert (lookups.helpers_told(listing), answered(desk, first, "LEFT", TODAY).status_code) == ({}, 422)
    assert answered(desk, first, "AGREED", TODAY - 6 * DAY).status_code == 422
    assert answered(desk, first, "AGREED", TODAY - 4 * DAY).status_code == 302
    group = Support.objects.get(supporter__kind="GROUP")
    assert answered(desk, group, "DECLINED", TODAY).status_code == 302
    assert lookups.helpers_told(listing) == {
        target(1).id: [(lookups.HELPERS, "架空 隣子　（声かけ）　03-0000-0001")]
    }
    areas = lookups.pack_areas(listing, ask="課", on=TODAY).areas
    told = {one.name: dict(one.lines).get(lookups.HELPERS) for area in areas for one in area.people}
    assert [one for one in told.values() if one] == ["架空 隣子　（声かけ）　03-0000-0001"]
    paper = get(desk, "plan_paper", EvacuationPlan.objects.get(target=target(1)).id)
    assert paper["Content-Type"] == "application/pdf"
    assert (
        get(desk, "write_plan", target(1).id).context["form"]["SUPPORTER"].value()
        == "架空 隣子　（声かけ）　03-0000-0001"
    )
    announce(desk)

    # One who helps four is shown with how many; whoever has nobody is listed until somebody agrees.
    for number in (2, 3, 4):
        assert asked(desk, number, supporter=str(first.supporter_id), name="").status_code == 302
        assert answered(desk, Support.objects.latest("made_at"), "AGREED", TODAY).status_code == 302
    page = get(desk, "supporters")
    assert [(one.name, agreed, still) for one, agreed, still in page.context["rows"]] == [
        ("架空 隣子", 4, 0), ("架空町会 防災部", 0, 0),
    ]  # fmt: skip
    assert (page.context["number"], get(desk, "supporter", first.supporter_id).context["agreed"]) == (0, 4)
    shown = get(desk, "supporter", first.supporter_id).wsgi_request.shown
    assert sorted(shown) == sorted(target(n).id for n in (1, 2, 3, 4))
    announce(desk)
    assert why(desk) == {}
    assert answered(desk, first, "LEFT", TODAY).status_code == 302
    assert (why(desk), [one.target.number for one in get(desk, "supporters").context["alone"]]) == (
        {"1": ["SUPPORTER"]},
        ["1"],
    )

    neighbour = agencies.actor(
        "架空 隣人", agency=agencies.agency("となりの課"), kinds=(RoleKind.COORDINATOR,)
    )
    assert [
        get(neighbour, *one).status_code
        for one in (("supporter", first.supporter_id), ("answer_support", group.id))
    ] == [404, 404]
    announce(neighbour)
    assert [model.objects.count() for model in (Supporter, Support)] == [0, 0]
    announce(desk)


@pytest.mark.django_db
def test_a_drill_is_written_once_and_plans_fall_due_with_the_reason(desk: Actor) -> None:
    fixed(desk, TODAY - 30 * DAY, *(person(n) for n in range(1, 5)))
    given = {
        "drill": "", "on": day(TODAY - DAY), "place": "みなと小学校", "others": "町会", "worked": "声かけが早かった", "change": "",
        "review_on": day(TODAY + 300 * DAY),
    }  # fmt: skip
    early = post(desk, "note_drill", target(1).id, **given)
    assert early.status_code == 422
    planned(desk, 1, 2, 3, 4)
    for wrong, field in (
        ({"place": ""}, "place"),
        ({"worked": ""}, "worked"),
        ({"review_on": day(TODAY - DAY)}, "review_on"),
    ):
        assert list(errors(post(desk, "note_drill", target(1).id, **given | wrong))) == [field]
    announce(desk)
    assert why(desk) == {}
    assert post(desk, "note_drill", target(1).id, **given).status_code == 302
    announce(desk)
    drill = Drill.objects.get()
    again = given | {"drill": str(drill.id), "place": "", "worked": "", "change": "車いすを玄関に置く"}
    assert post(desk, "note_drill", target(2).id, **again).status_code == 302
    assert list(errors(post(desk, "note_drill", target(2).id, **again))) == ["drill"]
    announce(desk)
    assert (Drill.objects.count(), DrillPart.objects.count()) == (1, 2)
    page = get(desk, "reviews")
    assert ([one.number for one in page.context["drills"]], page.wsgi_request.shown) == ([2], [target(2).id])
    announce(desk)

    # A new list with another address, a table of zones that says otherwise, and days that come.
    for lines in (("みなと町,外",), ("みなと町,外", "みなと町1丁目2番,内")):
        assert upload_zones(desk, csv(*lines, head="町名,区域")).status_code == 302
    announce(desk)
    fixed(desk, TODAY, person(1, address="きた町9"), *(person(n) for n in (2, 3, 4)))
    assert why(desk) == {"1": ["ADDRESS"], "2": ["DRILL", "ZONES"], "3": ["ZONES"], "4": ["ZONES"]}
    DrillPart.objects.filter(target=target(1)).update(review_on=TODAY)
    assert why(desk)["1"] == ["DAY", "ADDRESS"]
    chosen = get(desk, "reviews", why="ADDRESS").context
    assert (
        [entry.target.number for _one, entry, _why in chosen["rows"]],
        chosen["number"],
        chosen["plans"],
    ) == (["1"], 4, 4)
    announce(desk)
    told = get(desk, "reviews").context["ratios"]
    assert [(one.number, one.of, one.percent) for one in told] == [
        (4, 4, "100.0%"),
        (0, 4, "0.0%"),
        (0, 4, "0.0%"),
    ]
    announce(desk)
    assert plan(desk, target(1), PLACE="きた小学校").status_code == 302
    assert sorted(why(desk)) == ["2", "3", "4"]

    def questions() -> int:
        client = client_of(desk)
        client.get(url("reviews"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url("reviews")).status_code == 200
        announce(desk)
        return len(asked)

    three = questions()
    for number in (2, 3):
        assert plan(desk, target(number), PLACE="みなと小学校").status_code == 302
    assert (sorted(why(desk)), three, questions()) == (["4"], three, three)


@pytest.mark.django_db
def test_a_contractor_sees_and_writes_only_the_visits_asked_of_it(desk: Actor, chief: Actor) -> None:
    listing = fixed(desk, TODAY - 30 * DAY, *(person(n) for n in range(1, 5)))
    mailing = prepared(desk, listing)
    sent_out(desk, chief, mailing)
    care, other = agencies.agency("架空のケアプラン"), agencies.agency("となりの事業所")
    letters = {one.entry.target.number: one for one in Letter.objects.select_related("entry__target")}
    for agency, wanted in ((care, ("1", "2")), (other, ("3",))):
        done = post(
            desk, "assign_visits", mailing.id, contractor=str(agency.id), asked_on=day(TODAY), due_on=day(TODAY + DAY), area="",
            numbers="、".join(str(letters[one].number) for one in wanted),
        )  # fmt: skip
        assert done.status_code == 302, text_of(done)
    announce(desk)
    visits = {
        one.letter.entry.target.number: one for one in Visit.objects.select_related("letter__entry__target")
    }
    manager = agencies.actor("架空 介護", agency=care, kinds=(RoleKind.AGENCY_LIAISON,))
    stranger = agencies.actor("架空 隣人", agency=other, kinds=(RoleKind.AGENCY_LIAISON,))

    page = get(manager, "asked_visits")
    assert [(one.name, one.address) for one in page.context["page"].rows] == [
        ("架空　二1", "みなと町1-2"),
        ("架空　三2", "みなと町1-2"),
    ]
    assert sorted(page.wsgi_request.shown) == sorted(visits[one].subject_id for one in ("1", "2"))
    assert [get(manager, "write_result", visits[one].id).status_code for one in ("1", "3")] == [200, 404]
    assert [get(manager, screen).status_code for screen in ("listings", "supporters", "givings")] == [403] * 3
    given = {
        "result": "MADE",
        "result_on": day(TODAY),
        "visitor": "ケアマネジャー",
        "note": "",
        "version": "1",
    }
    assert list(errors(post(manager, "write_result", visits["1"].id, **given | {"result": "MOVED"}))) == [
        "note"
    ]
    assert post(stranger, "write_result", visits["1"].id, **given).status_code == 404
    assert post(manager, "write_result", visits["1"].id, **given).status_code == 302
    assert post(manager, "write_result", visits["1"].id, **given | {"version": "2"}).status_code == 422

    # The same said by the database, without the query: the rows asked of them, and nothing else of the list.
    announce(manager)
    assert sorted(Visit.objects.values_list("number", flat=True)) == sorted(
        letters[one].number for one in ("1", "2")
    )
    assert [model.objects.count() for model in (Target, Entry, Letter, Listing)] == [0, 0, 0, 0]
    with pytest.raises(ProgrammingError), transaction.atomic():
        Visit.objects.create(
            letter_id=letters["4"].id,
            contractor_id=care.id,
            asked_on=TODAY,
            due_on=TODAY,
            staff_id=manager.staff_id,
        )
    assert Visit.objects.filter(id=visits["2"].id).delete()[0] == 0
    announce(stranger)
    assert list(Visit.objects.values_list("number", flat=True)) == [letters["3"].number]
    assert Visit.objects.filter(id=visits["2"].id).update(result="MADE", result_on=TODAY) == 0

    # The notice waits until the office takes the result over.
    announce(desk)
    assert Letter.objects.get(id=letters["1"].id).state == "SENT"
    assert [get(desk, "visits", mailing.id).context[one] for one in ("untaken", "waiting")] == [1, 1]
    assert post(desk, "take_results", mailing.id).status_code == 302
    announce(desk)
    one = Letter.objects.get(id=letters["1"].id)
    assert (one.state, one.answered_on, one.way, get(desk, "visits", mailing.id).context["untaken"]) == (
        "ANSWERED",
        TODAY,
        "VISIT",
        0,
    )
    assert post(desk, "take_results", mailing.id).status_code == 403
    announce(desk)


@pytest.mark.django_db
def test_what_was_said_asked_and_tried_comes_into_the_disclosure_of_this_person_alone() -> None:
    town = RightsTown()
    office, by = town.council.agency_id, town.council.staff_id
    announce(town.council)
    drill = Drill.objects.create(agency_id=office, on=TODAY, place="みなと小", worked="声かけ", staff_id=by)
    for who, words in ((town.person, "わたしの"), (None, "ほかの人の")):
        one = Target.objects.create(agency_id=office, name_key="カ", birth=TODAY, person=who)
        GivingConsent.objects.create(
            target=one,
            matter="LIST",
            said="REFUSED",
            on=TODAY,
            heard="PHONE",
            signed="SPOKEN",
            note=f"{words}返事",
            staff_id=by,
        )
        known = Supporter.objects.create(agency_id=office, kind="PERSON", name="架空 隣子")
        Support.objects.create(
            target=one, supporter=known, what=f"{words}声かけ", asked_on=TODAY, staff_id=by
        )
        DrillPart.objects.create(drill=drill, target=one, change=f"{words}玄関", review_on=TODAY, staff_id=by)
    found = {part.text for part in town.parts(town.gathered())}
    ours, others = (
        {f"{who}{what}" for what in ("返事", "声かけ", "玄関")} for who in ("わたしの", "ほかの人の")
    )
    assert (found & ours, found & others) == (ours, set())
