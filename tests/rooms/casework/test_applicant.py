"""NIS-07: the agency that applied is named, invited, and missed where it holds no role."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.cases import operations as cases
from norishiro.casework.operations.accept import accept_request
from norishiro.core.operation import announce
from norishiro.meetings.queries.proposals import proposed_agencies
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing.choices import Ground
from tests.factories import agencies
from tests.rooms.agencies.conftest import browser_of
from tests.rooms.cases.test_rows import under_conference
from tests.rooms.consultations import town as towns

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def test_the_agency_that_applied_is_invited_and_missed_while_it_holds_no_role() -> None:
    text = (PRESETS / "nishitokyo.toml").read_text(encoding="utf-8")
    adopt_profile(text, name="nishitokyo", valid_from=agencies.EPOCH)
    town = towns.town()
    operator = town.operator
    found = towns.received(town.window)
    request = towns.applied(town, someone=found.person, consultation=found)
    case = accept_request(
        operator, request=request, title="架空家", household_label="架空家", lead_agency_id=operator.agency_id,
        lead_staff_id=operator.staff_id, lead_side="COUNCIL", lead_side_reason="時間をかける", reason="世帯の課題", today=TODAY,
    )  # fmt: skip

    def missed() -> str | None:
        page = browser_of(operator).get(reverse("cases:show", args=[case.id]))
        idle = page.context["idle_applicant"]
        assert (f"申込をした<b>{idle.name}</b>の役割が" in page.content.decode()) if idle else True
        return idle.name if idle else None

    announce(operator)
    invited = {one.agency.id: one.why for one in proposed_agencies(operator, case=case, today=TODAY)}
    assert "申込をした機関" in invited[town.window.agency_id]
    assert missed() == town.window.agency_name

    under_conference(operator, case, found.person)
    role = cases.assign_role(
        operator, case=case, bearer_id=town.window.agency_id, what="見守り", next_on=TODAY, from_on=TODAY,
        basis=Ground.CONFERENCE, today=TODAY,
    )  # fmt: skip
    assert missed() is None

    cases.finish_role(operator, role=role, today=TODAY)
    assert missed() == town.window.agency_name
