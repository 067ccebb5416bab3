"""狛江 CSW: visits in the three living areas, begun without plan or consent, counted by area in cases and contacts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.models import Agency, Appointment, Area, Base, Role
from norishiro.casework.operations.adopt import adopt
from norishiro.people.models import Person
from norishiro.plans.models import Plan
from norishiro.profiles.loader import PRESETS
from norishiro.sharing.models import Consent
from tests.factories import agencies, people
from tests.rooms.reports.town import client_of, contact, office

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


def test_individual_and_community_support_are_counted_in_cases_and_contacts_by_area_and_open_their_records():
    found = office()
    north, south = agencies.area("北の圏域"), agencies.area("南の圏域")
    near, far = found.person, people.person(found.csw, "架空 二郎")
    Person.objects.filter(id=near.id).update(area=north)
    Person.objects.filter(id=far.id).update(area=south)
    for person, kind, times in (
        (near, "INDIVIDUAL", 3), (near, "COMMUNITY", 1), (far, "INDIVIDUAL", 1), (far, "COMMUNITY", 2),
    ):  # fmt: skip
        person.refresh_from_db()
        for _nth in range(times):
            contact(found.csw, person, kind=kind)
    client = client_of(found.lead)
    asked = {"span": "YEAR", "layout": "YEAR_KINDS", "scope": "TOWN", "on": "2026-10-10"}
    page = client.get(reverse("reports:report"), asked)
    assert [one.key for one in page.context["report"].figures] == [
        "contacts", "individual_units", "individual", "community_units", "community",
    ]  # fmt: skip
    assert {line.label: line.cells for line in page.context["report"].lines} == {
        "北の圏域": (4, 1, 3, 1, 1), "南の圏域": (3, 1, 1, 1, 2),
    }  # fmt: skip
    assert page.context["report"].whole == (7, 2, 4, 2, 3)
    opened = {
        line["label"]: [client.get(cell["href"]).context["behind"].total for cell in line["cells"]]
        for line in page.context["lines"]
    }
    assert opened == {"北の圏域": [4, 3, 3, 1, 1], "南の圏域": [3, 1, 1, 2, 2]}


def test_the_balance_of_individual_and_community_support_shows_over_the_months_of_a_base():
    found = office()
    base, other = (
        Base.objects.create(code=name, name=name, from_on=agencies.EPOCH) for name in ("北の拠点", "南の拠点")
    )
    Appointment.objects.filter(staff_id=found.csw.staff_id).update(base=base)
    for kind, on in (
        ("INDIVIDUAL", date(2026, 5, 11)), ("COMMUNITY", date(2026, 5, 12)), ("COMMUNITY", date(2026, 5, 13)),
        ("INDIVIDUAL", date(2026, 9, 1)), ("INDIVIDUAL", date(2026, 9, 2)), ("COMMUNITY", date(2026, 9, 3)),
    ):  # fmt: skip
        contact(found.csw, found.person, kind=kind, on=on)
    client = client_of(found.lead)
    asked = {"span": "YEAR", "layout": "YEAR_BALANCE", "on": "2026-10-10"}
    of_base = client.get(reverse("reports:report"), asked | {"scope": f"BASE:{base.id}"}).context["report"]
    assert {line.label: line.cells for line in of_base.lines if line.cells[0]} == {
        "5月": (3, 1, 2, 33), "9月": (3, 2, 1, 67),
    }  # fmt: skip
    assert of_base.whole == (6, 3, 3, 50)
    nothing = client.get(reverse("reports:report"), asked | {"scope": f"BASE:{other.id}"})
    assert nothing.context["report"].whole == (0, 0, 0, 0)
