"""How a case ends, pauses, is watched and begins again, with and without plan and consent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from norishiro.agencies.choices import RoleKind
from norishiro.cases.choices import CaseStatus, HandoverKind, HandoverStatus, RoleStatus
from norishiro.cases.models import Case, Engagement, Handover, Role
from norishiro.cases.operations import assign_role
from norishiro.casework.operations import closing as operations
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.meetings import operations as meetings
from norishiro.meetings.models import Item
from norishiro.plans import operations as plans
from norishiro.plans.choices import Achievement, Change, CloseReason, EvaluationResult, InterruptReason
from norishiro.plans.models import Closure, Monitoring, Plan
from norishiro.sharing.choices import Ground
from tests.factories import agencies
from tests.rooms.meetings import town as meeting_town
from tests.rooms.plans import town as towns
from tests.rooms.plans.town import TODAY

pytestmark = pytest.mark.django_db

LATER = TODAY + timedelta(days=90)


@pytest.fixture
def town():
    return towns.town()


def codes(refused) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def close(town, **values):
    defaults = {
        "reason": CloseReason.ROLES_SET, "comment": "見通しがついた", "follow_up_agency_id": town.provider.agency_id,
        "watches": False, "watcher": "", "check_on": None,
    }  # fmt: skip
    by = values.pop("by", town.drafter)
    return operations.close_case(by, case=town.case, today=TODAY, **{**defaults, **values})


def interrupt(town, **values):
    defaults = {
        "reason": InterruptReason.LOST, "comment": "連絡がつかない", "follow_up_agency_id": town.provider.agency_id,
        "watcher": "民生委員", "check_on": LATER, "reopen_when": "本人から連絡があったとき",
    }  # fmt: skip
    return operations.interrupt_case(town.drafter, case=town.case, today=TODAY, **{**defaults, **values})


def case_now(town) -> Case:
    announce(town.drafter)
    return Case.objects.get(id=town.case.id)


def may_see(town, actor) -> bool:
    announce(actor)
    return Case.objects.filter(id=town.case.id).exists()


def test_a_case_closes_without_plan_and_without_consent(town):
    plans.schedule_monitoring(town.drafter, case=town.case, today=TODAY)
    closure = close(town)
    case = case_now(town)
    assert (case.status, case.closed_on, closure.follow_up_agency_id) == (
        CaseStatus.CLOSED, TODAY, town.provider.agency_id,
    )  # fmt: skip
    assert Monitoring.objects.filter(case=case).count() == 0
    assert Engagement.objects.filter(case=case, ended_on=None).count() == 0


def test_nobody_closes_a_case_into_nothing(town):
    with pytest.raises(Refused) as refused:
        close(town, comment=" ", follow_up_agency_id=None)
    assert codes(refused) == ["comment", "follow_up"]
    assert case_now(town).status == CaseStatus.COORDINATING


def test_watching_needs_a_watcher_and_a_day_to_come(town):
    with pytest.raises(Refused) as nobody:
        close(town, watches=True)
    assert codes(nobody) == ["watcher", "check_on"]
    with pytest.raises(Refused) as past:
        close(town, watches=True, watcher="民生委員", check_on=TODAY)
    assert codes(past) == ["check_past"]


def test_who_has_not_the_role_does_not_close(town):
    worker = agencies.actor("架空 訪問", agency=_agency(town), kinds=(RoleKind.CSW,))
    with pytest.raises(Refused) as refused:
        close(town, by=worker)
    assert codes(refused) == ["permitted"]


def _agency(town):
    return agencies.Agency.objects.get(id=town.drafter.agency_id)


def test_a_plan_in_force_is_evaluated_before_and_ends_with_the_case(town):
    plan = towns.decided(town)
    with pytest.raises(Refused) as refused:
        close(town)
    assert codes(refused) == ["evaluation"]
    plans.evaluate(
        town.drafter, case=town.case, plan=plan, evaluated_on=TODAY, achievement=Achievement.DONE, comment="できた",
        remaining="", voice="", result=EvaluationResult.CLOSE, changes=[Change.WORK], basis=Ground.CONSENT, today=TODAY,
    )  # fmt: skip
    close(town)
    announce(town.drafter)
    assert Plan.objects.get(id=plan.id).status == "ENDED"
    assert [role.status for role in Role.objects.all()] == [RoleStatus.DROPPED]
    assert may_see(town, town.provider) is True


def test_a_plan_that_waits_for_decision_holds_the_case_open(town):
    towns.submitted(town)
    with pytest.raises(Refused) as refused:
        close(town)
    assert codes(refused) == ["plans_waiting"]


def test_closing_shuts_the_team_out_and_keeps_the_own_work(town):
    towns.conference(town, town.drafter)
    assign_role(
        town.drafter, case=town.case, bearer_id=town.provider.agency_id, what="見守る", basis=Ground.CONFERENCE,
        from_on=TODAY, today=TODAY,
    )  # fmt: skip
    assert may_see(town, town.provider) is True
    close(town)
    assert may_see(town, town.provider) is False
    assert may_see(town, town.drafter) is True


def test_closing_ends_what_the_organisers_of_a_conference_saw(town):
    """Who keeps the minutes keeps the item; the household is no longer theirs to look at."""
    city = agencies.actor("招集 係", agency=agencies.agency("招集する課"))
    body = meeting_town.body(city.agency_id, kind="SUPPORT")
    announce(town.drafter)
    item = meetings.put_on_list(
        town.drafter, case=town.case, body=body, kind="SUPPORT", reason="会えない", today=TODAY
    )
    assert may_see(town, city) is True
    announce(city)
    sitting = meetings.call_meeting(
        city, body=body, held_on=TODAY, items=[item], agency_ids=[town.drafter.agency_id], today=TODAY
    )
    meetings.swear(city, sitting=sitting, wording="w", agreed=True)
    meetings.open_sitting(city, sitting=sitting, today=TODAY)
    announce(city)
    meetings.end_item(city, item=Item.objects.select_related("sitting__body", "body").get(), today=TODAY)
    assert may_see(town, city) is True
    close(town)
    assert may_see(town, city) is False
    announce(city)
    assert list(Item.objects.values_list("id", flat=True)) == [item.id]


def handover(town, status: HandoverStatus) -> Handover:
    announce(town.drafter)
    return Handover.objects.create(
        case=town.case, subject_id=town.case.id, agency_id=town.drafter.agency_id, kind=HandoverKind.ORDINARY,
        to_agency_id=town.provider.agency_id, what="見守り", note="申し送り", offered_on=TODAY,
        offered_by_id=town.drafter.staff_id, status=status, categories=1,
    )  # fmt: skip


def test_returning_to_ordinary_support_needs_the_other_sides_acceptance(town):
    with pytest.raises(Refused) as alone:
        close(town, reason=CloseReason.HANDED_OVER)
    assert codes(alone) == ["not_accepted"]
    offered = handover(town, HandoverStatus.OFFERED)
    with pytest.raises(Refused) as unanswered:
        close(town, reason=CloseReason.HANDED_OVER)
    assert codes(unanswered) == ["handovers_waiting", "not_accepted"]
    Handover.objects.filter(id=offered.id).update(status=HandoverStatus.ACCEPTED)
    assert close(town, reason=CloseReason.HANDED_OVER).reason == "HANDED_OVER"


def test_a_watched_case_is_looked_at_until_the_watching_ends(town):
    closure = close(town, watches=True, watcher="民生委員", check_on=LATER)
    assert case_now(town).status == CaseStatus.WATCHED
    later = LATER + timedelta(days=30)
    operations.record_watch(
        town.drafter, closure=closure, checked_on=LATER, finding="元気", next_on=later, today=LATER
    )
    announce(town.drafter)
    assert Closure.objects.get(id=closure.id).check_on == later
    operations.record_watch(
        town.drafter, closure=closure, checked_on=later, finding="安定", next_on=None, today=later
    )
    assert case_now(town).status == CaseStatus.CLOSED
    with pytest.raises(Refused) as over:
        operations.record_watch(
            town.drafter, closure=closure, checked_on=later, finding="x", next_on=None, today=later
        )
    assert codes(over) == ["not_watched"]


def test_recurrence_opens_the_next_period_of_the_same_case(town):
    close(town, watches=True, watcher="民生委員", check_on=LATER)
    again = operations.reopen_case(town.drafter, case=town.case, reason="また家賃が払えない", today=LATER)
    assert (again.id, again.number, again.period_no, again.status, again.closed_on) == (
        town.case.id, town.case.number, 2, CaseStatus.COORDINATING, None,
    )  # fmt: skip
    assert list(Closure.objects.values_list("reopened_on", "watches")) == [(LATER, False)]
    assert Monitoring.objects.filter(case=again, done_on=None).count() == 1
    with pytest.raises(Refused) as refused:
        operations.reopen_case(town.drafter, case=town.case, reason="もう一度", today=LATER)
    assert codes(refused) == ["open"]


def test_a_pause_names_who_watches_and_what_would_begin_it_again(town):
    with pytest.raises(Refused) as refused:
        interrupt(town, watcher="", check_on=None, reopen_when="")
    assert codes(refused) == ["watcher", "check_on", "reopen_when"]
    interrupt(town)
    assert case_now(town).status == CaseStatus.INTERRUPTED
    with pytest.raises(Refused) as closing:
        close(town)
    assert codes(closing) == ["not_open"]


def test_in_hachioji_a_case_may_end_as_coordinated_with_its_role_list():
    town = towns.town("hachioji")
    ending = {"comment": "各機関が続ける", "follow_up_agency_id": town.provider.agency_id, "today": TODAY}
    with pytest.raises(Refused) as refused:
        operations.coordinate_case(town.drafter, case=town.case, **ending)
    assert codes(refused) == ["roles"]
    assign_role(
        town.drafter,
        case=town.case,
        bearer_id=town.drafter.agency_id,
        what="見守る",
        from_on=TODAY,
        today=TODAY,
    )
    operations.coordinate_case(town.drafter, case=town.case, **ending)
    assert case_now(town).status == CaseStatus.COORDINATED
    assert list(Role.objects.values_list("what", "status")) == [("見守る", RoleStatus.DONE)]


def test_where_the_town_has_no_such_ending_it_is_refused(town):
    assign_role(
        town.drafter,
        case=town.case,
        bearer_id=town.drafter.agency_id,
        what="見守る",
        from_on=TODAY,
        today=TODAY,
    )
    with pytest.raises(Refused) as refused:
        operations.coordinate_case(
            town.drafter,
            case=town.case,
            comment="続ける",
            follow_up_agency_id=town.provider.agency_id,
            today=TODAY,
        )
    assert codes(refused) == ["offered"]


def test_dates_that_cannot_be_are_refused_when_watching(town):
    closure = close(town, watches=True, watcher="民生委員", check_on=LATER)
    with pytest.raises(Refused) as refused:
        operations.record_watch(
            town.drafter, closure=closure, checked_on=LATER, finding="", next_on=date(2026, 1, 1), today=TODAY
        )
    assert codes(refused) == ["finding", "checked_on", "next_on"]
