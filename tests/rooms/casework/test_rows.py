"""What the municipalities ask of areas, workloads and programmes, row by row, on the screens (docs/rows.csv)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Programme, RoleKind
from norishiro.consultations.choices import Channel, Visitor
from norishiro.consultations.models import Consultation
from norishiro.core.operation import announce
from norishiro.outreach.choices import Met, Method
from norishiro.outreach.models import Contact
from norishiro.sharing.choices import Ground
from tests.factories import agencies, people
from tests.rooms.agencies.conftest import Town, browser_of
from tests.rooms.casework.test_workload import case_of, worker

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def somebody_in(actor: Actor, area: Any) -> Any:
    person = people.person(actor)
    person.area = area
    person.save()
    return person


def consulted(actor: Actor, area: Any, number: str) -> None:
    person = somebody_in(actor, area)
    Consultation.objects.create(
        subject_id=person.id, person=person, basis=Ground.OWN, agency_id=actor.agency_id, staff_id=actor.staff_id,
        number=number, received_on=TODAY, channel=Channel.values[0], visitor=Visitor.values[0], summary="相談",
        form_code="NATIONAL", form_version="1",
    )  # fmt: skip


def visited(actor: Actor, area: Any) -> None:
    person = somebody_in(actor, area)
    Contact.objects.create(
        subject_id=person.id, person=person, basis=Ground.OWN, agency_id=actor.agency_id, body="訪問した",
        happened_on=TODAY, method=Method.VISIT, met=Met.MET, programme=Programme.OUTREACH, staff_id=actor.staff_id,
        area=area,
    )  # fmt: skip


# --- SET-01 ------------------------------------------------------------------------------------------


def test_people_cases_consultations_and_contacts_roll_up_from_district_to_ward(db):
    town = Town("setagaya")
    one = worker(town, "架空 一", "DISTRICT_WORKER", "SHAKYO_OFFICE", area="DIS01")
    announce(one)
    for number, code in enumerate(("DIS01", "DIS02", "DIS07")):
        area = town.area(code)
        case_of(one, area=area)
        consulted(one, area, f"S-{number}")
        visited(one, area)
    areas = browser_of(one).get(reverse("casework:workload")).context["areas"]
    found = {
        load.node.area.code: (load.people, load.cases, load.consultations, load.contacts) for load in areas
    }
    assert [found[code] for code in ("DIS01", "DIS02", "REG01", "REG02", "WARD")] == [
        (2, 1, 1, 1), (2, 1, 1, 1), (4, 2, 2, 2), (2, 1, 1, 1), (6, 3, 3, 3),
    ]  # fmt: skip
    last_year = browser_of(one).get(reverse("casework:workload"), {"year": TODAY.year - 3}).context["areas"]
    assert [(load.consultations, load.contacts) for load in last_year if load.node.area.code == "WARD"] == [
        (0, 0)
    ]


# --- COM-01 ------------------------------------------------------------------------------------------


def test_each_programme_shows_its_operators_and_the_form_of_contract_of_the_year(db):
    sumida = Town("sumida")
    client = browser_of(sumida.keeper("SHAKYO"))
    page = client.get(reverse("agencies:programmes"), {"year": 2023})
    rows = {
        group["label"]: [(row.agency.name, row.get_contract_form_display()) for row in group["rows"]]
        for group in page.context["groups"]
    }
    assert {label: [form for _name, form in found] for label, found in rows.items()} == {
        "包括的相談支援事業": ["委託"], "参加支援事業": ["委託"], "地域づくり事業": ["委託"],
        "アウトリーチ等を通じた継続的支援事業": ["委託"], "多機関協働事業": ["直営"],
    }  # fmt: skip
    assert [name for name, _form in rows["多機関協働事業"]] == [sumida.agency("KOSEI").name]
    shown = page.content.decode()
    assert all(form in shown and name in shown for found in rows.values() for name, form in found)


# --- SET-06 ------------------------------------------------------------------------------------------


def test_the_ward_above_the_operators_sees_the_cases_of_all_and_a_region_its_own(db):
    town = Town("setagaya")
    ward = town.agency("SHAKYO").__class__.objects.create(
        code="hand-ward", name="区の統括", body="ADMINISTRATION", field="OFFICE", from_on=agencies.EPOCH
    )
    for code in ("B1_SEIKATSU", "B2_HOKEN", "PLATHOME"):
        operator = town.agency(code)
        operator.parent = ward
        operator.save()
        actor = worker(town, f"架空 {code}", "OPERATOR_R6", code)
        announce(actor)
        case_of(actor)
    above = agencies.actor("架空 統括", agency=ward, kinds=(RoleKind.SUPERVISOR,))
    region = worker(town, "架空 一", "OPERATOR_R6", "B1_SEIKATSU")

    def counted(actor: Actor) -> tuple[list[tuple[str, int]], int]:
        operators = browser_of(actor).get(reverse("casework:workload")).context["operators"]
        return operators.by_body, operators.total

    assert counted(above) == ([("行政", 2), ("社会福祉協議会", 1)], 3)
    assert counted(region) == ([("行政", 1), ("社会福祉協議会", 0)], 1)
