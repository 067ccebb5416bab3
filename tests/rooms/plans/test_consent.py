"""A plan on consent names only who consents: on the form, in the operation, and after somebody takes it back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from norishiro.cases.models import Role
from norishiro.cases.operations import add_issue
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.plans import access, operations, rules
from norishiro.plans.choices import PlanKind
from norishiro.plans.models import Plan, PlanPerson, PlanRow
from norishiro.sharing.choices import Ground
from norishiro.sharing.models import Consent
from norishiro.sharing.operations import withdraw_consent
from tests.rooms.plans import town as towns
from tests.rooms.plans.test_screens import draft_url, plan_data, plan_url, text
from tests.rooms.plans.town import TODAY, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return towns.town()


def codes(refused) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def only_the_mother_consents(town, *actors, **values) -> None:
    towns.consent(replace(town, son=town.mother), *actors, **values)


def the_son_withdraws(town) -> None:
    announce(town.drafter)
    for consent in Consent.objects.filter(person_id=town.son.id):
        withdraw_consent(town.drafter, consent=consent, words="やめたい")


def both_have_a_row(town):
    return (
        towns.row(town.provider, person_id=town.son.id),
        towns.row(town.provider, person_id=town.mother.id, issue="通院", action="通院に付き添う"),
    )


@pytest.mark.parametrize(
    ("basis", "without", "allowed"), [("C0", 1, False), ("C0", 0, True), ("J6", 2, True), ("OWN", 2, True)]
)
def test_the_rule(basis, without, allowed):
    assert rules.may_name(basis=basis, without_consent=without).allowed is allowed


def test_who_has_not_consented_is_shown_with_the_way_to_consent_and_cannot_be_chosen(town):
    only_the_mother_consents(town, town.provider)
    page = browser_of(town.drafter).get(draft_url(town))
    form = page.context["form"]
    assert form.fields["people"].choices == [(str(town.mother.id), "架空 花江")]
    assert form.fields["row_1_person"].choices == [("", "世帯全体"), (str(town.mother.id), "架空 花江")]
    assert [one["name"] for one in page.context["missing"]] == ["架空 一郎"]
    assert page.context["missing"][0]["url"].startswith(reverse("sharing:consents", args=[town.son.id]) + "?")
    assert "架空 一郎さん：同意がまだないか、撤回・期限切れです。" in text(page)


@pytest.mark.parametrize("field", ["people", "row_1_person"])
def test_a_forged_form_writes_nothing(town, field):
    only_the_mother_consents(town, town.provider)
    honest = {"people": [str(town.mother.id)], "row_1_person": str(town.mother.id)}
    forged = {**honest, field: [str(town.son.id)]}
    client = browser_of(town.drafter)
    response = client.post(draft_url(town), plan_data(town, **forged))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    announce(town.drafter)
    assert Plan.objects.count() == 0
    assert client.post(draft_url(town), plan_data(town, **honest)).status_code == 302


@pytest.mark.parametrize("where", ["people", "row"])
def test_the_operation_refuses_whom_no_consent_covers(town, where):
    only_the_mother_consents(town, town.provider)
    row = towns.row(town.provider, person_id=town.son.id if where == "row" else None)
    people = (town.mother.id, town.son.id) if where == "people" else (town.mother.id,)
    with pytest.raises(Refused) as refused:
        towns.draft(town, row, people=people)
    assert codes(refused) == ["no_consent"]


def test_a_draft_cannot_be_changed_to_name_them(town):
    only_the_mother_consents(town, town.provider)
    plan = towns.draft(town, towns.row(town.provider), people=(town.mother.id,))
    with pytest.raises(Refused) as refused:
        operations.change_plan(town.drafter, plan=plan, version=1, content=towns.content(town), today=TODAY)
    assert codes(refused) == ["no_consent"]
    url = plan_url("change_plan", plan)
    forged = plan_data(town, version="1", row_1_person="")
    response = browser_of(town.drafter).post(url, forged)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["people"])


def test_nothing_of_somebody_without_consent_is_filled_in(town):
    for person, title in ((town.son, "仕事が続かない"), (town.mother, "物忘れ")):
        add_issue(
            town.drafter, case=town.case, scope="PERSON", person=person, title=title, detail="", strength="",
            source="本人", certainty="HEARD", found_on=TODAY, today=TODAY,
        )  # fmt: skip
    only_the_mother_consents(town, town.provider)
    form = browser_of(town.drafter).get(draft_url(town)).context["form"]
    assert form["problems"].value() == "・架空 花江：物忘れ"
    assert [row["issue"].value() for row in form.drawn_rows] == ["物忘れ", None, None]


def test_before_consent_the_outreach_plan_may_name_everybody(town):
    towns.conference(town, town.drafter)
    form = browser_of(town.drafter).get(draft_url(town, "outreach")).context["form"]
    assert len(form.fields["people"].choices) == 2
    plan = towns.draft(town, towns.row(town.drafter), kind=PlanKind.OUTREACH, basis=Ground.OWN)
    assert plan.people.count() == 2
    with pytest.raises(Refused) as refused:
        towns.draft(town, towns.row(town.drafter), kind=PlanKind.OUTREACH, basis=Ground.CONSENT)
    assert "no_consent" in codes(refused)


def test_what_a_plan_says_of_who_withdraws_is_gone_for_those_who_had_it_by_consent(town):
    plan = towns.decided(town, *both_have_a_row(town))
    provider = browser_of(town.provider)
    before = text(provider.get(plan_url("show_plan", plan)))
    words = (
        "職場を一緒に見学する",
        "仕事が続かない",
        "架空 一郎",
        "仕事と介護が重なっている",
        "母の介護と仕事を両立する",
    )
    assert [one for one in words if one not in before] == []
    the_son_withdraws(town)
    page = provider.get(plan_url("show_plan", plan))
    assert [one for one in words if one in text(page)] == []
    assert "通院に付き添う" in text(page)
    assert "同意のない方が、このプランに入っています" in text(page)
    lists = text(provider.get(reverse("plans:case_plans", args=[town.case.id])))
    assert "母の介護と仕事を両立する" not in lists
    assert provider.get(reverse("plans:person_copy", args=[plan.id, town.son.id])).status_code == 404
    announce(town.provider)
    assert [row.action for row in PlanRow.objects.all()] == ["通院に付き添う"]
    assert [one.person_id for one in PlanPerson.objects.all()] == [town.mother.id]
    assert [role.what for role in Role.objects.all()] == ["通院に付き添う"]


def test_the_owner_is_told_to_revise_and_the_next_version_is_without_them(town):
    plan = towns.decided(town, *both_have_a_row(town))
    the_son_withdraws(town)
    page = text(browser_of(town.drafter).get(plan_url("show_plan", plan)))
    assert "「見直す（次の版を作る）」で、その方のことを書かない版にしてください" in page
    assert "母の介護と仕事を両立する" in page
    revised = operations.revise_plan(town.drafter, plan=plan, today=TODAY)
    announce(town.drafter)
    assert [one.person_id for one in revised.people.all()] == [town.mother.id]
    assert [row.action for row in revised.rows.all()] == ["通院に付き添う"]
    assert (revised.problems, revised.goal, revised.wishes) == ("", "", "")
    with pytest.raises(Refused) as refused:
        operations.submit_plan(town.drafter, plan=revised, comment="", today=TODAY)
    assert codes(refused) == ["words", "wishes"]


def test_a_draft_whose_person_withdraws_is_not_handed_over_and_not_decided(town):
    towns.consent(town, town.decider, town.provider)
    plan = towns.draft(town, *both_have_a_row(town))
    waiting = towns.draft(town, *both_have_a_row(town), kind=PlanKind.PARTICIPATION)
    waiting = operations.submit_plan(town.drafter, plan=waiting, comment="", today=TODAY)
    operations.mark_appropriate(town.drafter, plan=waiting, item=towns.item(town), comment="", today=TODAY)
    the_son_withdraws(town)
    with pytest.raises(Refused) as handing:
        operations.submit_plan(town.drafter, plan=plan, comment="", today=TODAY)
    assert "no_consent" in codes(handing)
    announce(town.decider)
    with pytest.raises(Refused) as deciding:
        operations.decide_plan(
            town.decider, plan=waiting, decided_on=TODAY, agreed_on=None, comment="", today=TODAY
        )
    assert "no_consent" in codes(deciding)


def test_a_consent_that_ran_out_or_leaves_the_kind_out_is_none(town):
    towns.consent(town, town.provider)
    both = {town.mother.id, town.son.id}
    announce(town.drafter)
    assert access.people_without_consent(town.drafter, people=both, categories=1) == set()
    assert access.people_without_consent(town.stranger, people=both, categories=1) == both


def test_all_have_acknowledged_only_when_those_one_cannot_see_have_too(town):
    """The provider is consented by the mother alone: the row about the son is the drafter's, and unseen."""
    only_the_mother_consents(town, town.decider, town.provider)
    towns.consent(replace(town, mother=town.son), town.decider)
    rows = (
        towns.row(town.provider, person_id=town.mother.id),
        towns.row(town.drafter, person_id=town.son.id, action="訪問する"),
    )
    plan = operations.submit_plan(town.drafter, plan=towns.draft(town, *rows), comment="", today=TODAY)
    operations.mark_appropriate(town.drafter, plan=plan, item=towns.item(town), comment="", today=TODAY)
    operations.decide_plan(town.decider, plan=plan, decided_on=TODAY, agreed_on=None, comment="", today=TODAY)
    said = operations.acknowledge_plan(town.provider, plan=plan, today=TODAY)
    assert said.status == "DECIDED"
    assert operations.acknowledge_plan(town.drafter, plan=plan, today=TODAY).status == "SHARED"


def test_a_plan_on_consent_beside_an_outreach_plan_says_to_end_that_one(town):
    outreach = towns.draft(town, towns.row(town.drafter), kind=PlanKind.OUTREACH, basis=Ground.OWN)
    case_page = reverse("plans:case_plans", args=[town.case.id])
    client = browser_of(town.drafter)
    assert client.get(case_page).context["to_end"] is None
    towns.consent(town, town.provider)
    form = client.get(draft_url(town))
    assert form.context["outreach"].id == outreach.id
    assert "アウトリーチ等プランが続いています" in text(form)
    towns.draft(town)
    page = client.get(case_page)
    assert page.context["to_end"].id == outreach.id
    assert "次にすること：アウトリーチ等プランを評価して終える" in text(page)
    household = client.get(reverse("cases:show", args=[town.case.id]))
    assert "アウトリーチ等プラン 第1回を評価して終える" in text(household)
    operations.decide_plan(
        town.drafter, plan=outreach, decided_on=TODAY, agreed_on=None, comment="", today=TODAY
    )
    operations.evaluate(
        town.drafter, case=town.case, plan=outreach, evaluated_on=TODAY, achievement="DONE", comment="会えた",
        remaining="", voice="", result="RENEW", changes=["ISOLATION"], basis=Ground.OWN, today=TODAY,
    )  # fmt: skip
    operations.end_plan(town.drafter, plan=outreach, today=TODAY)
    assert client.get(case_page).context["to_end"] is None
