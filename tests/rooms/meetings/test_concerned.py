"""関係者会議: called for one case with chosen agencies; flagged as 支援会議 or not; its decisions become a plan's draft."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.casework.operations.adopt import adopt
from norishiro.core.operation import announce
from norishiro.meetings.models import Body, Item, Sitting
from norishiro.meetings.operations import adopt_bodies
from norishiro.plans.models import Plan
from norishiro.profiles.current import current_profile
from norishiro.profiles.loader import PRESETS
from tests.factories import agencies, people
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_screens import day, get, post, text_of
from tests.rooms.meetings.town import TODAY, client_of, token

pytestmark = pytest.mark.django_db


def toshima():
    """The officer, and two agencies the officer may choose."""
    adopt((PRESETS / "toshima.toml").read_text(encoding="utf-8"), name="toshima", today=TODAY)
    codes = {agency.code: agency for agency in Agency.objects.all()}
    adopt_bodies(profile=current_profile(TODAY), agencies_by_code=codes, from_on=date(2022, 4, 1))
    officer = agencies.actor("架空 推子", agency=codes["FUKUSHI_SOMU"])
    guests = [
        agencies.actor(f"架空 {code}", agency=codes[code], kinds=(RoleKind.MEMBER,))
        for code in ("JIRITSU", "KOKASEN")
    ]
    case = towns.case(officer, people.person(officer, "架空 花江"), title="架空家")
    return officer, guests, case, Body.objects.get(code="CONCERNED")


@pytest.mark.parametrize(
    ("kind", "named"), [("SUPPORT", "支援会議として"), ("LAYERED", "重層的支援会議として")]
)
def test_built_from_a_case_with_chosen_agencies_it_becomes_the_draft_of_a_plan(kind, named):
    officer, guests, case, body = toshima()
    ids = [officer.agency_id, *(one.agency_id for one in guests)]
    person = case.members.get().person
    if kind == "LAYERED":
        towns.consent(officer, person, to=ids, case=case)
    put = post(
        officer,
        "put_on_list",
        case.id,
        body=str(body.id),
        kind=kind,
        purpose="SHARE",
        reason="方針を決めたい",
        minutes="20",
    )
    assert put.status_code == 302
    announce(officer)
    item = Item.objects.get()
    called = post(
        officer, "call_meeting", body.id, held_on=day(TODAY), starts_at="", ends_at="", place="", mode="ROOM",
        items=[str(item.id)], apart="", agencies=[str(officer.agency_id)],
        more_agencies=[str(one.agency_id) for one in guests], topics="",
    )  # fmt: skip
    assert called.status_code == 302, text_of(called)
    sitting = Sitting.objects.get()
    assert {one.agency_id for one in sitting.invitations.all()} == set(ids)
    client_of(officer).post(reverse("meetings:oath", args=[sitting.id]), {**token(), "agreed": "on"})
    assert post(officer, "open_sitting", sitting.id).status_code == 302
    decided = post(
        officer, "decide", item.id,
        **{
            "decision-text": "家賃の相談にいっしょに行く", "decision-bearer": str(guests[0].agency_id),
            "decision-due_on": day(TODAY + timedelta(days=30)), "decision-staff": "", "decision-person": "",
            "decision-programme": "",
        },
    )  # fmt: skip
    assert decided.status_code == 302, text_of(decided)
    page = text_of(get(officer, "item", item.id))
    assert named in page and "決めた役割からプランの案を作る" in page
    kind_of_plan = "multi_agency" if kind == "LAYERED" else "outreach"
    url = reverse("plans:draft_plan", args=[case.id, kind_of_plan]) + (
        "" if kind == "LAYERED" else "?basis=J6"
    )
    assert url in page
    client = client_of(officer)
    form = client.get(url).context["form"]
    assert [(row["action"].value(), row["bearer"].value()) for row in form.drawn_rows][0] == (
        "家賃の相談にいっしょに行く", str(guests[0].agency_id),
    )  # fmt: skip
    sent = client.post(
        url,
        {
            **token(), "people": [str(person.id)], "problems": "家賃", "goal": "住み続ける", "wishes": "ここにいたい",
            "from_on": day(TODAY), "until_on": day(TODAY + timedelta(days=300)), "basis": "C0" if kind == "LAYERED" else "J6",
            "rows": "1", "row_1_person": str(person.id), "row_1_issue": "家賃の遅れ", "row_1_goal": "分けて払う",
            "row_1_action": "家賃の相談にいっしょに行く", "row_1_bearer": str(guests[0].agency_id),
            "row_1_due_on": day(TODAY + timedelta(days=60)),
        },
    )  # fmt: skip
    assert sent.status_code == 302, text_of(sent)
    announce(officer)
    assert list(Plan.objects.values_list("status", "basis")) == [
        ("DRAFT", "C0" if kind == "LAYERED" else "J6")
    ]
