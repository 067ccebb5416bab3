"""Who drafts and who decides in each town, as its profile says, down to a decided plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from norishiro.agencies.actor import actor_for
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Appointment, Role
from norishiro.casework.operations.adopt import adopt
from norishiro.core.verdict import Refused
from norishiro.meetings.models import Body, RosterSeat
from norishiro.plans import access, operations
from norishiro.profiles.loader import PRESETS
from tests.factories import agencies
from tests.rooms.plans import town as towns
from tests.rooms.plans.town import TODAY

pytestmark = pytest.mark.django_db


def in_force(name: str) -> None:
    adopt((PRESETS / f"{name}.toml").read_text(encoding="utf-8"), name=name, today=TODAY)


def appointed(role: str, agency: Agency):
    person = agencies.staff()
    Appointment.objects.create(
        staff=person, agency=agency, role=Role.objects.get(code=role), kind="ORDER", from_on=agencies.EPOCH
    )
    return actor_for(staff_id=person.id, agency_id=agency.id, today=TODAY)


EVERYWHERE = ("sumida", "toshima", "setagaya", "hachioji", "tachikawa", "nakano", "nishitokyo", "komae")


@pytest.mark.parametrize("name", EVERYWHERE)
def test_one_side_drafts_and_the_other_decides_as_the_profile_of_each_town_says(name):
    town = towns.town(name)
    plan = towns.appropriate(town)
    elsewhere = agencies.actor("架空 よその課長", kinds=(RoleKind.DECIDER,))
    deciders = access.sides(elsewhere, today=TODAY).deciders
    towns.consent(town, elsewhere)
    with pytest.raises(Refused) as refused:
        operations.decide_plan(
            elsewhere, plan=plan, decided_on=TODAY, agreed_on=None, comment="", today=TODAY
        )
    told = {reason.code: reason.message for reason in refused.value.verdict.reasons}
    assert told == {"decider": f"このまちでプランを決定するのは「{deciders}」です。"}
    plan = operations.decide_plan(
        town.decider, plan=plan, decided_on=TODAY, agreed_on=TODAY, comment="", today=TODAY
    )
    assert (plan.status, plan.agency_id, plan.decided_agency_id, plan.agreed_on) == (
        "DECIDED", town.drafter.agency_id, town.decider.agency_id, TODAY,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["nishitokyo", "sumida", "hachioji"])
def test_the_agency_named_decides_what_the_agency_named_has_drafted(name):
    town = towns.town(name)
    plan = towns.decided(town)
    assert (plan.status, plan.decided_agency_id, plan.agency_id) == (
        "DECIDED", town.decider.agency_id, town.drafter.agency_id,
    )  # fmt: skip


def test_in_sumida_the_council_cannot_adopt_its_own_draft():
    town = towns.town("sumida")
    council = agencies.actor(
        "架空 社協", agency=Agency.objects.get(code="SHAKYO"), kinds=(RoleKind.DECIDER, RoleKind.COORDINATOR)
    )
    plan = towns.appropriate(town)
    with pytest.raises(Refused) as refused:
        operations.decide_plan(council, plan=plan, decided_on=TODAY, agreed_on=None, comment="", today=TODAY)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["decider"]


@pytest.mark.parametrize(("name", "body"), [("toshima", "SECTION"), ("tachikawa", "LAYERED")])
def test_where_a_body_decides_its_members_do_and_nobody_else(name, body):
    in_force(name)
    seat = RosterSeat.objects.filter(body=Body.objects.get(code=body)).select_related("agency").first()
    assert seat is not None
    member = agencies.actor("架空 課長", agency=seat.agency, kinds=(RoleKind.DECIDER,))
    stranger = agencies.actor("架空 他人", kinds=(RoleKind.DECIDER,))
    answers = [access.sides(actor, today=TODAY) for actor in (member, stranger)]
    assert [(one.is_decider, one.deciding_body) for one in answers] == [(True, body), (False, body)]


def test_in_tachikawa_a_plan_is_decided_only_at_the_directors_meeting():
    town = towns.town("nishitokyo")
    in_force_rule = access.sides(town.decider, today=TODAY)
    plan = towns.submitted(town)
    plan.status = "APPROPRIATE"
    verdict = access.may_decide(
        town.decider, plan=plan, decided_on=TODAY, today=TODAY,
        sides=replace(in_force_rule, deciding_body="LAYERED"),
    )  # fmt: skip
    assert [reason.code for reason in verdict.reasons] == ["body"]


def test_in_toshima_the_officer_drafts():
    in_force("toshima")
    officer = appointed("COORDINATOR", Agency.objects.first())
    other = agencies.actor("架空 窓口", agency=agencies.agency("どこか"), kinds=(RoleKind.WINDOW,))
    assert [access.sides(actor, today=TODAY).is_drafter for actor in (officer, other)] == [True, False]
