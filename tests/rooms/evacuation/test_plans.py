"""計画の様式・版と、区域ごとの数, in the browser's words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.evacuation.models import (
    Entry,
    EvacuationPlan,
    Listing,
    PlanForm,
    PlanLine,
    Target,
    ZoneList,
    ZoneTown,
)
from norishiro.evacuation.zoning import is_inside, zone_key
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
from tests.rooms.rights.town import RightsTown

pytestmark = pytest.mark.django_db

LAST_YEAR = (TODAY - timedelta(days=400)).replace(day=1)
THIS_MONTH = TODAY.replace(day=1)
LAW = ["SUPPORTER", "PLACE", "ROUTE"]


def form(actor: Actor, from_on: date, codes: list[str], name: str = "様式"):
    sent = post(actor, "start_form", name=name, from_on=day(from_on), codes=codes)
    announce(actor)
    return sent


def plan(actor: Actor, target: Target, **more: Any):
    given = {
        "made_on": day(TODAY), "maker": "本人", "agreed_on": day(TODAY), "share": "UNASKED", "share_with": "",
        "review_on": day(TODAY + 365 * DAY),
    }  # fmt: skip
    sent = post(actor, "write_plan", target.id, **(given | more))
    announce(actor)
    return sent


# --- SET-32 ----------------------------------------------------------------------------------------


def test_forms_start_by_month_older_plans_stay_in_theirs_and_are_brought_over_on_renewal(desk: Actor) -> None:
    fixed(desk, TODAY - 30 * DAY, person(1), person(2))
    one, two = Target.objects.get(number="1"), Target.objects.get(number="2")
    assert [reason.code for reason in get(desk, "target", one.id).context["may_plan"].reasons] == ["form"]
    assert get(desk, "write_plan", one.id).status_code == 403
    assert list(errors(form(desk, LAST_YEAR, ["PLACE"]))) == ["codes"]
    assert list(errors(form(desk, LAST_YEAR + DAY, LAW))) == ["from_on"]
    assert form(desk, LAST_YEAR, [*LAW, "FAMILY"], "前の様式").status_code == 302
    for wrong, field in (
        ({"agreed_on": day(TODAY), "made_on": day(TODAY - DAY)}, "agreed_on"), ({"review_on": day(TODAY)}, "review_on"),
        ({"share": "AGREED"}, "share_with"), ({"share": "REFUSED", "share_with": "町会"}, "share_with"),
        ({"made_on": day(LAST_YEAR - DAY), "agreed_on": day(LAST_YEAR - DAY)}, "made_on"),
    ):  # fmt: skip
        assert (list(errors(plan(desk, one, **wrong))), EvacuationPlan.objects.count()) == ([field], 0)
    sent = plan(
        desk, one, PLACE="みなと小学校", FAMILY="ひとり暮らし", share="AGREED", share_with="町会の防災部"
    )
    assert sent.status_code == 302, text_of(sent)
    first = EvacuationPlan.objects.get()

    # From this month on, staying at home stands in the form, and who lives together no longer.
    assert form(desk, LAST_YEAR, LAW).status_code == 422
    assert form(desk, THIS_MONTH, [*LAW, "STAY"], "在宅避難をふまえた様式").status_code == 302
    page = get(desk, "plan", first.id)
    assert page.context["rows"] == [
        ("同居している人・日中の在否", "ひとり暮らし"), ("手伝う人・団体（名前・住所・電話）", ""), ("避難する所", "みなと小学校"),
        ("避難する道・手段・かかる時間", ""),
    ]  # fmt: skip
    assert (page.context["form"].name, page.context["plan"].form.name) == (
        "在宅避難をふまえた様式",
        "前の様式",
    )
    drawn = get(desk, "write_plan", one.id).context
    assert {name: drawn["form"][name].value() for name in ("PLACE", "STAY", "share_with")} == {
        "PLACE": "みなと小学校", "STAY": None, "share_with": "町会の防災部",
    }  # fmt: skip
    assert drawn["form"]["STAY"].label.endswith("（新しい欄）")
    assert drawn["lines"][2] == "この様式にない欄は、前の版で読めます：同居している人・日中の在否"
    assert plan(desk, one, PLACE="みなと小学校", STAY="水と電池を三日分").status_code == 302
    assert plan(desk, two, PLACE="").status_code == 302
    paper = {"made_on": day(THIS_MONTH - DAY), "agreed_on": day(THIS_MONTH - DAY)}
    fixed(desk, TODAY - DAY, person(3))
    three = Target.objects.get(number="3")
    assert list(errors(plan(desk, three, **paper))) == ["made_on"]
    older = get(desk, "target", three.id).context["older_forms"]
    assert [one.name for one in older] == ["前の様式"]
    typed = {
        **token(),
        **paper,
        "maker": "本人",
        "share": "UNASKED",
        "share_with": "",
        "review_on": day(TODAY + DAY),
    }
    assert client_of(desk).post(f"{url('write_plan', three.id)}?form={older[0].id}", typed).status_code == 302
    announce(desk)
    rows = EvacuationPlan.objects.order_by("target__number", "number").values_list(
        "target__number", "number", "form__name"
    )
    assert list(rows) == [
        ("1", 1, "前の様式"),
        ("1", 2, "在宅避難をふまえた様式"),
        ("2", 1, "在宅避難をふまえた様式"),
        ("3", 1, "前の様式"),
    ]
    assert sorted(PlanLine.objects.filter(plan=first).values_list("text", flat=True)) == [
        "ひとり暮らし",
        "みなと小学校",
    ]
    assert [number for _one, number in get(desk, "plan_forms").context["forms"]] == [2, 1]
    assert get(desk, "plan_paper", first.id)["Content-Type"] == "application/pdf"
    assert get(desk, "plan", first.id).wsgi_request.shown == [one.id]

    neighbour = agencies.actor(
        "架空 隣人", agency=agencies.agency("となりの課"), kinds=(RoleKind.COORDINATOR,)
    )
    assert [get(neighbour, screen, first.id).status_code for screen in ("plan", "plan_paper")] == [404, 404]
    announce(neighbour)
    assert [model.objects.count() for model in (EvacuationPlan, PlanLine, PlanForm)] == [0, 0, 0]
    announce(desk)


# --- SET-30 ----------------------------------------------------------------------------------------


def test_the_address_sets_the_zone_and_inside_outside_and_unknown_add_up_to_all_plans(desk: Actor) -> None:
    homes = {
        1: "みなと町1-2",
        2: "みなと町10-2",
        3: "八王子市みなと町一丁目５番１号",
        4: "となり町3",
        5: "",
        6: "みなと町2",
    }
    fixed(desk, TODAY - 30 * DAY, *(person(number, address=home) for number, home in homes.items()))
    form(desk, LAST_YEAR, LAW)
    for number in (1, 2, 3, 4, 5):
        assert plan(desk, Target.objects.get(number=str(number))).status_code == 302
    assert (get(desk, "zones").context["zones"], get(desk, "zones").context["plans"]) == (None, 5)
    table = csv(
        "みなと町,外",
        "みなと町1丁目,内",
        "みなと町1丁目5番,外",
        "となり町,たぶん",
        "みなと町1丁目,外",
        head="町名,区域",
    )
    assert upload_zones(desk, b"a,b\r\n1,2").status_code == 422
    assert upload_zones(desk, table).status_code == 302
    announce(desk)
    read = ZoneList.objects.get()
    assert (read.held, read.problems, ZoneTown.objects.count()) == (
        2, "5行目「となり町」は、内か外かを読み取れません。6行目「みなと町1丁目」は、前の行と内外が違います", 3,
    )  # fmt: skip
    context = get(desk, "zones").context
    assert context["counts"] == [
        ("INSIDE", "a) 区域の内", 1),
        ("OUTSIDE", "b) 区域の外", 2),
        ("UNKNOWN", "分からない", 2),
    ]
    assert context["total"] == context["plans"] == 5
    listed = {
        zone: sorted(one.target.number for one in get(desk, "zones", zone=zone).context["rows"])
        for zone in ("INSIDE", "OUTSIDE", "UNKNOWN")
    }
    assert listed == {"INSIDE": ["1"], "OUTSIDE": ["2", "3"], "UNKNOWN": ["4", "5"]}
    assert get(desk, "zones", zone="INSIDE").wsgi_request.shown == [Target.objects.get(number="1").id]

    # One more line, and the last unknown address that has words is known; a person who moves is counted where they live now.
    assert (
        upload_zones(
            desk, csv("みなと町,外", "みなと町1丁目,内", "となり町,内", head="町名,区域")
        ).status_code
        == 302
    )
    announce(desk)
    fixed(desk, TODAY, person(1, address="となり町9"), person(2, address="みなと町1-9"))
    counts = {code: number for code, _label, number in get(desk, "zones").context["counts"]}
    assert counts == {"INSIDE": 4, "OUTSIDE": 0, "UNKNOWN": 1}


def upload_zones(actor: Actor, content: bytes):
    given = {
        **token(),
        "file": SimpleUploadedFile("区域.csv", content),
        "name": "架空川",
        "hazard": "FLOOD",
        "as_of": day(TODAY),
    }
    return client_of(actor).post(url("read_zones"), given)


def test_what_is_joined_to_a_person_comes_into_their_disclosure_and_nothing_of_others() -> None:
    town = RightsTown()
    announce(town.council)
    listing = Listing.objects.create(
        agency_id=town.council.agency_id, base_on=TODAY, staff_id=town.council.staff_id
    )
    for who, words in ((town.person, "みなと町7"), (None, "となり町8")):
        target = Target.objects.create(
            agency_id=town.council.agency_id, name_key="カ", birth=TODAY, person=who
        )
        Entry.objects.create(listing=listing, target=target, name="架空　花", birth=TODAY, address=words)
    found = {part.text for part in town.parts(town.gathered())}
    assert {"みなと町7", "となり町8"} & found == {"みなと町7"}


def test_a_town_holds_its_blocks_and_no_other_number() -> None:
    towns = {zone_key(one, home="架空市"): True for one in ("みなと町1丁目", "架空市きた")}
    addresses = ["みなと町1-2", "架空市みなと町1丁目", "みなと町12", "みなと町", "きた3", "きたの3", ""]
    assert [is_inside(one, towns, home="架空市") for one in addresses] == [
        True,
        True,
        None,
        None,
        True,
        None,
        None,
    ]
