"""From a consultation to the case it became, and back: only where the reader may see the other end."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.models import Agency
from norishiro.cases import queries as case_queries
from norishiro.casework.operations.accept import accept_request
from norishiro.core.operation import announce
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import ALL_CATEGORIES, Depth, Ground, SourceKind
from tests.factories import agencies
from tests.rooms.agencies.conftest import browser_of
from tests.rooms.consultations import town as towns

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def test_the_consultation_leads_to_its_case_and_back_as_far_as_each_reader_may_see() -> None:
    town = towns.town()
    operator = town.operator
    found = towns.received(
        town.window,
        newcomer={"alias": "部屋から出ない息子さん"},
        visitor="FAMILY",
        summary="母から。本人にはまだ会えていない",
    )
    request = towns.applied(town, someone=found.person, consultation=found)
    consultation = reverse("consultations:show", args=[found.id])
    before = browser_of(town.window).get(consultation)
    assert (before.context["cases"], before.content.decode().count("そのあと")) == ([], 0)
    case = accept_request(
        operator, request=request, title="架空家", household_label="架空家", lead_agency_id=operator.agency_id,
        lead_staff_id=operator.staff_id, lead_side="COUNCIL", lead_side_reason="時間をかける", reason="世帯の課題", today=TODAY,
    )  # fmt: skip
    home = reverse("cases:show", args=[case.id])
    hidden = browser_of(town.window).get(consultation)
    assert (hidden.context["cases"], hidden.content.decode().count(str(case.id))) == ([], 0)
    back = browser_of(operator).get(home)
    assert (back.context["came_from"], back.content.decode().count(str(found.id))) == (None, 0)
    announce(operator)
    sharing.grant(
        operator, subjects=[sharing.case(case.id)], recipients=[sharing.agency(town.window.agency_id)],
        ground=Ground.OWN, depth=Depth.OUTLINE, source=SourceKind.TEAM, source_id=case.id, categories=ALL_CATEGORIES,
    )  # fmt: skip
    linked = browser_of(town.window).get(consultation)
    assert ([one.id for one in linked.context["cases"]], linked.content.decode().count(f'"{home}"')) == (
        [case.id],
        1,
    )
    returned = browser_of(town.window).get(home)
    assert returned.content.decode().count(consultation) == 1
    colleague = agencies.actor(
        "架空 会議だけ",
        agency=Agency.objects.get(id=town.window.agency_id),
        kinds=(agencies.RoleKind.MEMBER,),
    )
    closed = browser_of(colleague).get(home)
    assert (closed.status_code, closed.content.decode().count(consultation)) == (200, 0)
    announce(town.stranger)
    assert case_queries.cases_of_consultation(town.stranger, consultation_id=found.id) == []
