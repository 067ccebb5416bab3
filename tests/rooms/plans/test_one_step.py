"""中野: who drafts and who decides are one team, so the draft comes to the table without being handed over."""

from __future__ import annotations

import pytest
from django.urls import reverse

from norishiro.core.verdict import Refused
from norishiro.plans import operations
from norishiro.plans.models import Plan
from tests.rooms.plans import town as towns
from tests.rooms.plans.town import TODAY, browser_of

pytestmark = pytest.mark.django_db


def begun(name: str) -> tuple[towns.Town, Plan]:
    town = towns.town(name)
    towns.consent(town, town.decider, town.provider)
    return town, towns.draft(town)


def offered(town: towns.Town, plan: Plan) -> list[tuple[str, bool]]:
    shown = browser_of(town.drafter).get(reverse("plans:show_plan", args=[plan.id]))
    return [(act.label, act.may.allowed) for act in shown.context["acts"]]


@pytest.mark.parametrize(
    ("name", "forward"), [("nakano", "会議の確認を記録する"), ("nishitokyo", "案を渡す")]
)
def test_the_plan_offers_the_next_step_of_the_town(name, forward):
    town, plan = begun(name)
    assert offered(town, plan) == [(forward, True), ("案を直す", True)]


def test_the_draft_is_found_appropriate_and_decided_by_the_team():
    town, plan = begun("nakano")
    item = towns.item(town)
    page = reverse("plans:mark_appropriate", args=[plan.id])
    assert "案を渡す段はありません" in browser_of(town.drafter).get(page).content.decode()
    assert browser_of(town.drafter).post(page, {"item": str(item.id)}).status_code == 302
    decided = operations.decide_plan(
        town.decider, plan=plan, decided_on=TODAY, agreed_on=None, comment="", today=TODAY
    )
    assert [step.status for step in decided.steps.order_by("made_at")] == ["DRAFT", "APPROPRIATE", "DECIDED"]


def test_elsewhere_a_draft_that_was_not_handed_over_is_refused():
    town, plan = begun("nishitokyo")
    with pytest.raises(Refused) as refused:
        operations.mark_appropriate(town.drafter, plan=plan, item=towns.item(town), comment="", today=TODAY)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["status"]


def test_an_incomplete_draft_does_not_pass_the_table():
    town, plan = begun("nakano")
    plan.rows.all().delete()
    assert offered(town, plan)[0] == ("会議の確認を記録する", False)
    page = reverse("plans:mark_appropriate", args=[plan.id])
    sent = browser_of(town.drafter).post(page, {"item": str(towns.item(town).id)})
    assert (sent.status_code, list(sent.context["form"].errors)) == (422, ["__all__"])
