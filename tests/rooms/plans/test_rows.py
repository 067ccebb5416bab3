"""What the municipalities ask of plans, row by row, on the screens (docs/rows.csv)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from norishiro.cases.operations import add_member
from norishiro.core.operation import announce
from norishiro.meetings.choices import ItemKind, ItemPurpose
from norishiro.outreach.operations import Told, record_contact
from norishiro.plans.choices import PlanKind
from norishiro.plans.models import AgencyPlan, Plan
from norishiro.sharing.choices import Ground
from norishiro.sharing.operations import note_refusal
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


# --- HAC-11 ------------------------------------------------------------------------------------------


def test_meetings_visits_and_askings_repeat_by_round_on_one_plan_until_consent_leads_onward():
    town = towns.town("hachioji")
    towns.conference(town, town.drafter)
    plan = towns.draft(
        town, towns.row(town.drafter), kind=PlanKind.OUTREACH, basis=Ground.OWN, from_on=date(2026, 9, 1)
    )
    towns.item(
        town,
        kind=ItemKind.SUPPORT,
        purpose=ItemPurpose.SHARE,
        basis=Ground.CONFERENCE,
        put_on=date(2026, 9, 5),
    )
    for day in (date(2026, 9, 20), date(2026, 11, 1)):
        told = Told(happened_on=day, method="VISIT", met="ABSENT", body="留守だった", programme="OUTREACH")
        record_contact(town.drafter, person=town.son, case_id=town.case.id, told=told, today=TODAY)
    note_refusal(
        town.drafter, person=town.son, case_id=town.case.id, asked_on=date(2026, 10, 1), reason="今は考えられない",
        ask_again_on=date(2026, 11, 1), today=TODAY,
    )  # fmt: skip
    client = browser_of(town.drafter)
    address = reverse("plans:show_plan", args=[plan.id])
    rounds = client.get(address).context["rounds"]
    assert [(one.number, one.on, one.kind) for one in rounds] == [
        (2, date(2026, 11, 1), "訪問"), (1, date(2026, 10, 1), "同意を尋ねた"), (1, date(2026, 9, 20), "訪問"),
        (1, date(2026, 9, 5), "会議"),
    ]  # fmt: skip
    onward = reverse("plans:draft_plan", args=[town.case.id, "multi_agency"])
    assert onward not in client.get(address).content.decode()
    assert client.get(onward).status_code == 403
    towns.consent(town, town.decider)
    page = client.get(address)
    assert [(one.number, one.consented) for one in page.context["rounds"]][:2] == [(2, True), (2, True)]
    assert onward in page.content.decode()
    assert client.get(onward).context["outreach"].id == plan.id
