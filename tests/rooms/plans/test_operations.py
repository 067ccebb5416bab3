"""A plan from draft to decision and on, as the database keeps it."""

from __future__ import annotations

from datetime import date

import pytest

from norishiro.cases.choices import CaseStatus, RoleStatus
from norishiro.cases.models import Case, Role
from norishiro.core.operation import announce
from norishiro.core.records import StaleVersion, Unseen
from norishiro.core.verdict import Refused
from norishiro.meetings.choices import ItemKind, ItemStatus
from norishiro.plans import operations
from norishiro.plans.choices import (
    Achievement,
    Change,
    EvaluationResult,
    MonitoringResult,
    PlanKind,
    PlanStatus,
)
from norishiro.plans.models import Monitoring, Plan
from norishiro.plans.operations.monitoring import schedule_for_everybody
from norishiro.sharing.choices import Ground
from tests.factories import people
from tests.rooms.plans import town as towns
from tests.rooms.plans.town import TODAY, UNTIL

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return towns.town()


def codes(refused) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def seen(actor) -> list[str]:
    announce(actor)
    return [plan.goal for plan in Plan.objects.all()]


def test_without_consent_only_an_outreach_plan_can_be_begun(town):
    with pytest.raises(Refused) as refused:
        towns.draft(town)
    assert codes(refused) == ["consent", "no_consent"]
    plan = towns.draft(town, towns.row(town.drafter), kind=PlanKind.OUTREACH, basis=Ground.OWN)
    assert (plan.status, plan.basis, plan.number) == ("DRAFT", "OWN", 1)


def test_an_agencys_own_outreach_plan_gives_work_to_itself_alone(town):
    with pytest.raises(Refused) as refused:
        towns.draft(town, towns.row(town.provider), kind=PlanKind.OUTREACH, basis=Ground.OWN)
    assert codes(refused) == ["own_only"]


def test_an_own_outreach_plan_begins_without_meeting_and_without_consent(town):
    plan = towns.draft(town, towns.row(town.drafter), kind=PlanKind.OUTREACH, basis=Ground.OWN, wishes="")
    begun = operations.decide_plan(
        town.drafter, plan=plan, decided_on=TODAY, agreed_on=None, comment="", today=TODAY
    )
    announce(town.drafter)
    assert begun.status == PlanStatus.DECIDED
    assert [(role.what, role.programme) for role in Role.objects.all()] == [
        ("職場を一緒に見学する", "OUTREACH")
    ]
    assert Case.objects.get(id=town.case.id).status == CaseStatus.COORDINATING


def test_who_is_not_named_by_the_town_does_not_draft(town):
    towns.consent(town, town.provider)
    with pytest.raises(Refused) as refused:
        towns.draft(town, by=town.provider)
    assert codes(refused) == ["drafter"]


def test_a_second_plan_of_the_kind_is_a_revision_of_the_first(town):
    towns.consent(town, town.provider)
    towns.draft(town)
    with pytest.raises(Refused) as refused:
        towns.draft(town)
    assert codes(refused) == ["has_open"]


def test_a_reversed_period_and_a_due_date_outside_are_refused(town):
    towns.consent(town, town.provider)
    with pytest.raises(Refused) as reversed_period:
        towns.draft(town, until_on=TODAY)
    assert codes(reversed_period) == ["period"]
    with pytest.raises(Refused) as outside:
        towns.draft(town, towns.row(town.provider, due_on=date(2028, 1, 1)))
    assert codes(outside) == ["due_outside"]


def test_a_stranger_cannot_be_put_into_the_plan(town):
    towns.consent(town, town.provider)
    other = people.person(town.stranger, "よその 人")
    with pytest.raises(Unseen):
        towns.draft(town, people=(other.id,))


def test_the_plan_is_seen_by_those_the_consent_names(town):
    towns.consent(town, town.decider)
    towns.draft(town, towns.row(town.drafter))
    assert seen(town.decider) == ["母の介護と仕事を両立する"]
    assert seen(town.provider) == []


def test_a_draft_is_handed_over_only_when_everybody_who_must_can_see_it(town):
    towns.consent(town)
    plan = towns.draft(town, towns.row(town.provider))
    with pytest.raises(Refused) as refused:
        operations.submit_plan(town.drafter, plan=plan, comment="", today=TODAY)
    assert codes(refused) == ["decider_blind", "bearer_consent"]


def test_a_draft_without_rows_wishes_and_people_is_not_handed_over(town):
    towns.consent(town, town.decider, town.provider)
    plan = operations.draft_plan(
        town.drafter, case=town.case, kind=PlanKind.MULTI_AGENCY, basis=Ground.CONSENT, today=TODAY,
        content=operations.PlanContent(problems="未整理", goal="考え中", from_on=TODAY, until_on=UNTIL),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        operations.submit_plan(town.drafter, plan=plan, comment="", today=TODAY)
    assert codes(refused) == ["people", "wishes", "rows"]


def test_a_handed_over_draft_is_not_changed_but_returned_with_words(town):
    plan = towns.submitted(town)
    with pytest.raises(Refused) as changed:
        operations.change_plan(
            town.drafter, plan=plan, version=plan.version, content=towns.content(town), today=TODAY
        )
    assert codes(changed) == ["status"]
    with pytest.raises(Refused) as silent:
        operations.return_plan(town.decider, plan=plan, comment=" ", today=TODAY)
    assert codes(silent) == ["comment"]
    returned = operations.return_plan(town.decider, plan=plan, comment="期限を早めてください", today=TODAY)
    assert (returned.status, returned.comment) == ("RETURNED", "期限を早めてください")
    assert [step.status for step in returned.steps.all()] == ["DRAFT", "SUBMITTED", "RETURNED"]


def test_a_stale_version_is_refused_and_nothing_is_written(town):
    towns.consent(town, town.provider)
    plan = towns.draft(town)
    operations.change_plan(
        town.drafter, plan=plan, version=1, content=towns.content(town, goal="先の人"), today=TODAY
    )
    with pytest.raises(StaleVersion):
        operations.change_plan(
            town.drafter, plan=plan, version=1, content=towns.content(town, goal="後の人"), today=TODAY
        )
    announce(town.drafter)
    assert Plan.objects.get(id=plan.id).goal == "先の人"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"kind": ItemKind.SUPPORT, "basis": Ground.OWN}, ["item_basis"]),
        ({"status": ItemStatus.WAITING}, ["item_status"]),
    ],
)
def test_only_a_consented_item_on_a_table_proves_that_a_plan_was_looked_at(town, values, expected):
    plan = towns.submitted(town)
    with pytest.raises(Refused) as refused:
        operations.mark_appropriate(
            town.drafter, plan=plan, item=towns.item(town, **values), comment="", today=TODAY
        )
    assert codes(refused) == expected


def test_a_plan_is_decided_by_the_side_the_town_names_and_by_nobody_else(town):
    plan = towns.appropriate(town)
    with pytest.raises(Refused) as refused:
        operations.decide_plan(
            town.drafter, plan=plan, decided_on=TODAY, agreed_on=None, comment="", today=TODAY
        )
    assert codes(refused) == ["permitted", "decider"]
    done = operations.decide_plan(
        town.decider, plan=plan, decided_on=TODAY, agreed_on=TODAY, comment="", today=TODAY
    )
    assert (done.status, done.decided_by_id, done.decided_agency_id) == (
        "DECIDED", town.decider.staff_id, town.decider.agency_id,
    )  # fmt: skip


def test_a_plan_nobody_has_looked_at_is_not_decided(town):
    plan = towns.submitted(town)
    with pytest.raises(Refused) as refused:
        operations.decide_plan(
            town.decider, plan=plan, decided_on=TODAY, agreed_on=None, comment="", today=TODAY
        )
    assert codes(refused) == ["status"]


def test_each_row_of_a_decided_plan_becomes_a_role_and_the_case_is_supported(town):
    plan = towns.decided(
        town, towns.row(town.provider, person_id=town.son.id), towns.row(town.drafter, action="訪問する")
    )
    announce(town.provider)
    assert sorted((role.what, role.next_on) for role in Role.objects.all()) == [
        ("職場を一緒に見学する", date(2027, 2, 1)), ("訪問する", date(2027, 2, 1)),
    ]  # fmt: skip
    assert {row.role_id for row in plan.rows.all()} == set(Role.objects.values_list("id", flat=True))
    assert Case.objects.get(id=town.case.id).status == CaseStatus.SUPPORTED
    assert Monitoring.objects.filter(done_on=None).count() == 1


def test_the_agencies_acknowledge_and_then_the_plan_is_shared(town):
    plan = towns.decided(town, towns.row(town.provider), towns.row(town.drafter, action="訪問する"))
    with pytest.raises(Refused) as refused:
        operations.acknowledge_plan(town.decider, plan=plan, today=TODAY)
    assert codes(refused) == ["bears"]
    assert operations.acknowledge_plan(town.provider, plan=plan, today=TODAY).status == "DECIDED"
    with pytest.raises(Refused) as twice:
        operations.acknowledge_plan(town.provider, plan=plan, today=TODAY)
    assert codes(twice) == ["already"]
    assert operations.acknowledge_plan(town.drafter, plan=plan, today=TODAY).status == "SHARED"


def test_a_next_version_keeps_the_same_roles_and_drops_the_others(town):
    stays, goes = towns.row(town.provider), towns.row(town.drafter, action="やめる仕事")
    plan = towns.decided(town, stays, goes)
    revised = operations.revise_plan(town.drafter, plan=plan, today=TODAY)
    assert (revised.version_no, revised.previous_id, revised.status) == (2, plan.id, "DRAFT")
    with pytest.raises(Refused) as again:
        operations.revise_plan(town.drafter, plan=plan, today=TODAY)
    assert codes(again) == ["has_next"]
    changed = operations.change_plan(
        town.drafter, plan=revised, version=revised.version, today=TODAY,
        content=towns.content(town, stays, towns.row(town.provider, action="新しい仕事")),
    )  # fmt: skip
    operations.submit_plan(town.drafter, plan=changed, comment="", today=TODAY)
    operations.mark_appropriate(town.drafter, plan=changed, item=towns.item(town), comment="", today=TODAY)
    operations.decide_plan(
        town.decider, plan=changed, decided_on=TODAY, agreed_on=None, comment="", today=TODAY
    )
    announce(town.drafter)
    assert Plan.objects.get(id=plan.id).status == PlanStatus.REPLACED
    assert sorted(Role.objects.values_list("what", "status")) == [
        ("やめる仕事", RoleStatus.DROPPED), ("新しい仕事", RoleStatus.PROMISED), ("職場を一緒に見学する", RoleStatus.PROMISED),
    ]  # fmt: skip


def evaluate(town, plan, **values):
    defaults = {
        "evaluated_on": TODAY, "achievement": Achievement.PART, "comment": "働き始めた", "remaining": "", "voice": "うれしい",
        "result": EvaluationResult.RENEW, "changes": [Change.WORK, Change.INCOME], "basis": Ground.OWN,
    }  # fmt: skip
    return operations.evaluate(town.drafter, case=town.case, plan=plan, today=TODAY, **{**defaults, **values})


def test_a_plan_ends_only_after_its_evaluation(town):
    plan = towns.decided(town)
    with pytest.raises(Refused) as refused:
        operations.end_plan(town.drafter, plan=plan, today=TODAY)
    assert codes(refused) == ["evaluation"]
    kept = evaluate(town, plan)
    assert sorted(change.change for change in kept.changes.all()) == ["INCOME", "WORK"]
    ended = operations.end_plan(town.drafter, plan=plan, today=TODAY)
    assert (ended.status, ended.ended_on) == ("ENDED", TODAY)


def test_nothing_changed_is_an_answer_that_excludes_the_others(town):
    with pytest.raises(Refused) as refused:
        evaluate(town, None, changes=[Change.NONE, Change.WORK])
    assert codes(refused) == ["none_and_more"]
    assert [one.change for one in evaluate(town, None, changes=[Change.NONE]).changes.all()] == ["NONE"]


def test_monitoring_works_without_plan_and_consent_and_sets_the_next_day(town):
    due = operations.schedule_monitoring(town.drafter, case=town.case, today=TODAY)
    assert (due.due_on, due.staff_id, due.basis) == (date(2027, 3, 20), town.drafter.staff_id, "OWN")
    with pytest.raises(Refused) as twice:
        operations.schedule_monitoring(town.drafter, case=town.case, today=TODAY)
    assert codes(twice) == ["scheduled"]
    operations.record_monitoring(
        town.drafter,
        monitoring=due,
        progress="変わりなし",
        result=MonitoringResult.CONTINUE,
        done_on=TODAY,
        today=TODAY,
    )
    announce(town.drafter)
    assert list(Monitoring.objects.filter(done_on=None).values_list("due_on", flat=True)) == [
        date(2027, 7, 20)
    ]
    with pytest.raises(Refused) as done:
        operations.record_monitoring(
            town.drafter,
            monitoring=due,
            progress="もう一度",
            result=MonitoringResult.END,
            done_on=TODAY,
            today=TODAY,
        )
    assert codes(done) == ["done"]


def test_in_sumida_the_months_are_fixed():
    town = towns.town("sumida")
    due = operations.schedule_monitoring(town.drafter, case=town.case, today=TODAY)
    assert due.due_on == date(2026, 11, 30)


def test_the_household_plan_keeps_the_link_to_the_agencys_own_plan(town):
    towns.consent(town, town.provider)
    own = operations.record_agency_plan(
        town.drafter, case=town.case, person=town.son, name="就労支援計画", goal="週2日働く", progress="", percent=20,
        from_on=TODAY, until_on=None, basis=Ground.CONSENT, today=TODAY,
    )  # fmt: skip
    plan = towns.draft(town, towns.row(town.provider, agency_plan_id=own.id))
    assert [row.agency_plan_id for row in plan.rows.all()] == [own.id]
    with pytest.raises(Refused) as refused:
        operations.check_agency_plan(
            town.provider, agency_plan=own, progress="x", percent=50, checked_on=TODAY, today=TODAY
        )
    assert codes(refused) == ["own"]


def test_the_clock_gives_every_led_case_without_a_day_its_day_once(town):
    assert schedule_for_everybody(today=TODAY) == 1
    assert schedule_for_everybody(today=TODAY) == 0
    announce(town.drafter)
    assert list(Monitoring.objects.values_list("due_on", "staff_id")) == [
        (date(2027, 3, 20), town.drafter.staff_id)
    ]
