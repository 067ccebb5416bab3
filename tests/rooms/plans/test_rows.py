"""What the municipalities ask of plans, row by row, on the screens (docs/rows.csv)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from norishiro.cases.operations import add_member
from norishiro.core.operation import announce
from norishiro.plans.models import AgencyPlan, Plan
from tests.factories import people
from tests.rooms.plans import town as towns
from tests.rooms.plans.town import TODAY, browser_of

pytestmark = pytest.mark.django_db

# --- SUM-18 ------------------------------------------------------------------------------------------


def test_the_plans_of_grandfather_mother_and_child_become_one_and_stay_linked():
    town = towns.town()
    grandfather = people.person(town.drafter, "架空 祖父")
    add_member(town.drafter, case=town.case, person=grandfather, today=TODAY)
    members = (grandfather, town.mother, town.son)
    for person in members:
        towns.consent(replace(town, mother=person), town.provider)
    client = browser_of(town.drafter)
    own = {"goal": "暮らす", "from_on": "R8.11.20", "basis": "C0", "progress": ""}
    for person, name, percent in zip(
        members, ("ケアプラン", "自立支援計画", "就労計画"), ("80", "40", "20"), strict=True
    ):
        sent = {**own, "person": str(person.id), "name": name, "percent": percent}
        url = reverse("plans:record_agency_plan", args=[town.case.id])
        assert client.post(url, sent).status_code == 302
    draft = reverse("plans:draft_plan", args=[town.case.id, "multi_agency"])
    form = client.get(draft).context["form"]
    composed = {
        row["action"].value(): (row["agency_plan"].value(), row["person"].value())
        for row in form.drawn_rows if row["action"].value()
    }  # fmt: skip
    announce(town.drafter)
    plans = {one.name: (str(one.id), str(one.person_id)) for one in AgencyPlan.objects.all()}
    assert composed == plans
    values = {
        "people": [str(one.id) for one in members], "problems": "三人が支え合えない", "goal": "三人で暮らす", "wishes": "家にいたい",
        "from_on": "令和8年11月20日", "until_on": "令和9年11月20日", "rows": "3",
    }  # fmt: skip
    for number, (name, (plan_id, person_id)) in enumerate(plans.items(), start=1):
        values |= {
            f"row_{number}_person": person_id, f"row_{number}_issue": "困りごと", f"row_{number}_goal": "続ける",
            f"row_{number}_action": name, f"row_{number}_bearer": str(town.provider.agency_id),
            f"row_{number}_due_on": "R9.2.1", f"row_{number}_agency_plan": plan_id,
        }  # fmt: skip
    assert client.post(draft, values).status_code == 302
    announce(town.drafter)
    rows = Plan.objects.get().rows.all()
    assert {row.action: (str(row.agency_plan_id), str(row.person_id)) for row in rows} == plans
    grid = client.get(reverse("plans:agency_plans", args=[town.case.id])).context["grid"]
    assert grid.uneven is True
