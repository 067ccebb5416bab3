"""A town set up from its profile alone: somebody may be appointed to every step, and the municipality decides."""

from __future__ import annotations

import pytest

from norishiro.agencies.actor import actor_for
from norishiro.agencies.choices import Body as Side
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Appointment, Role
from norishiro.agencies.permissions import Permission, permissions_of
from norishiro.casework.operations.adopt import adopt
from norishiro.meetings.operations import adopt_bodies
from norishiro.plans import access
from norishiro.profiles.current import current_profile
from norishiro.profiles.loader import PRESETS, preset_names
from tests.factories import agencies
from tests.rooms.plans.town import TODAY

pytestmark = pytest.mark.django_db

MAIN_LINE = (
    Permission.RECEIVE, Permission.SEND_SHEET, Permission.ANSWER_SHEET, Permission.APPLY, Permission.ANSWER_REQUEST,
    Permission.SEE_PEOPLE, Permission.LEAD_CASE, Permission.RECORD_CONTACT, Permission.TAKE_CONSENT,
    Permission.CALL_MEETING, Permission.ATTEND_MEETING, Permission.WRITE_MINUTES, Permission.DRAFT_PLAN,
    Permission.DECIDE_PLAN, Permission.CLOSE_CASE,
)  # fmt: skip


@pytest.fixture(params=preset_names())
def profile(request):
    adopt((PRESETS / f"{request.param}.toml").read_text(encoding="utf-8"), name=request.param, today=TODAY)
    found = current_profile(TODAY)
    codes = {agency.code: agency for agency in Agency.objects.all()}
    adopt_bodies(profile=found, agencies_by_code=codes, from_on=TODAY)
    return found


def test_every_step_of_the_main_line_can_be_somebodys(profile):
    opened = permissions_of({role.kind for role in Role.objects.all()})
    assert [one.value for one in MAIN_LINE if one not in opened] == []


def test_the_profile_itself_names_who_decides_and_that_is_the_municipality(profile):
    named = [role for role in profile.roles if role.kind == RoleKind.DECIDER]
    assert [role.code for role in named] == ["DECIDER"]
    role = Role.objects.get(code="DECIDER", kind=RoleKind.DECIDER)
    for code in named[0].agencies:
        place = Agency.objects.get(code=code)
        assert place.body == Side.ADMINISTRATION
        person = agencies.staff()
        Appointment.objects.create(
            staff=person, agency=place, role=role, kind="ORDER", from_on=agencies.EPOCH
        )
        actor = actor_for(staff_id=person.id, agency_id=place.id, today=TODAY)
        assert actor.may(Permission.DECIDE_PLAN)
        assert access.sides(actor, today=TODAY).is_decider
