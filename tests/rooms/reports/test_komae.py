"""狛江 CSW: visits in the three living areas, begun without plan or consent, counted by area in cases and contacts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.models import Agency, Appointment, Area, Role
from norishiro.casework.operations.adopt import adopt
from norishiro.people.models import Person
from norishiro.plans.models import Plan
from norishiro.profiles.loader import PRESETS
from norishiro.sharing.models import Consent
from tests.factories import agencies, people
from tests.rooms.reports.town import client_of

pytestmark = pytest.mark.django_db


def csw_of(area: Area) -> Actor:
    today = timezone.localdate()
    held = Appointment.objects.create(
        staff=agencies.staff(f"架空 {area.code}"), role=Role.objects.get(code="CSW"), agency=Agency.objects.get(code="SHAKYO"),
        area=area, kind="ORDER", from_on=today - timedelta(days=60),
    )  # fmt: skip
    found = actor_for(staff_id=held.staff_id, agency_id=held.agency_id, today=today)
    assert found is not None
    return found


def test_komae_csw_visits_are_counted_by_area_in_cases_and_contacts_without_plan_or_consent():
    adopt((PRESETS / "komae.toml").read_text(encoding="utf-8"), name="komae", today=timezone.localdate())
    visits = {"AITOPIA": 2, "KOMAEEN": 1, "SHOKICHI": 1}
    for code, times in visits.items():
        area = Area.objects.get(code=code, until_on=None)
        csw = csw_of(area)
        someone = people.person(csw, f"架空 {code}")
        Person.objects.filter(id=someone.id).update(area=area)
        client = client_of(csw)
        address = reverse("outreach:record_person_contact", args=[someone.id])
        for _nth in range(times):
            form = client.get(address).context["form"]
            values = {one.html_name: one.value() for one in form if one.value() is not None}
            told = {**values, "method": "VISIT", "met": "ABSENT", "body": "留守。手紙を入れた。"}
            assert client.post(address, told).status_code == 302
    assert (Plan.objects.count(), Consent.objects.count()) == (0, 0)
    page = client.get(
        reverse("reports:report"),
        {"span": "MONTH", "layout": "MONTH_AREAS", "scope": f"AGENCY:{csw.agency_id}"},
    )
    keys = [one.key for one in page.context["report"].figures]
    counted = {
        line.bucket: (line.cells[keys.index("visit_units")], line.cells[keys.index("visits")])
        for line in page.context["report"].lines
    }
    assert counted == {"AITOPIA": (1, 2), "KOMAEEN": (1, 1), "SHOKICHI": (1, 1)}
    one = client.get(reverse("reports:report"), {"span": "MONTH", "scope": "AREA:AITOPIA"})
    assert one.context["report"].whole[0] == 2
