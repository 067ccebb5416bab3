"""The verbs of a case, against the real gate."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from norishiro.agencies.choices import RoleKind
from norishiro.cases import operations, queries
from norishiro.cases.choices import HandoverStatus, HelpStatus, RoleStatus
from norishiro.cases.models import Case, Role
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.people.models import Person
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import ALL_CATEGORIES, Depth, Ground, SourceKind
from tests.factories import agencies, cases, people

pytestmark = pytest.mark.django_db

TODAY = cases.TODAY


def reasons(refused) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def under_conference(actor, case, *persons):
    """As if the actor sat in a 支援会議 on the case."""
    announce(actor)
    sharing.grant(
        actor, subjects=[sharing.case(case.id), *(sharing.person(one.id) for one in persons)],
        recipients=[sharing.agency(actor.agency_id)], ground=Ground.CONFERENCE, depth=Depth.PROGRESS,
        source=SourceKind.SEAT, source_id=case.id,
    )  # fmt: skip


def seen_cases(actor) -> int:
    announce(actor)
    return Case.objects.count()


def test_a_case_opens_to_operator_and_lead_and_nobody_else():
    mine, lead, other = agencies.actor("架空 一"), agencies.actor("架空 二"), agencies.actor("架空 三")
    someone = people.person(mine)
    case = operations.open_case(
        mine, title="架空家", household=None, people=[someone], operator_id=mine.agency_id,
        lead_agency_id=lead.agency_id, lead_staff_id=lead.staff_id, lead_side="COUNCIL", reason="関わりが長い", today=TODAY,
    )  # fmt: skip
    assert case.number.startswith("R8-")
    assert [seen_cases(one) for one in (mine, lead, other)] == [1, 1, 0]
    announce(lead)
    assert [person.name for person in Person.objects.all()] == ["架空 太郎"]


def test_a_case_needs_somebody_and_a_reason():
    mine = agencies.actor()
    with pytest.raises(Refused) as refused:
        operations.open_case(
            mine, title="架空家", household=None, people=[], operator_id=mine.agency_id, lead_agency_id=mine.agency_id,
            lead_side="COUNCIL", reason=" ", today=TODAY,
        )  # fmt: skip
    assert reasons(refused) == ["people", "lead_side_reason"]


def test_a_supervisor_supports_but_does_not_lead():
    mine = agencies.actor("架空 一")
    chief = agencies.staff("架空 統括")
    agencies.appoint(
        chief,
        agency=agencies.Agency.objects.get(id=mine.agency_id),
        kind=RoleKind.SUPERVISOR,
        may_own_case=False,
    )
    case = cases.case(mine, people.person(mine))
    with pytest.raises(Refused) as refused:
        operations.change_lead(
            mine,
            case=case,
            agency_id=mine.agency_id,
            staff_id=chief.id,
            side="COUNCIL",
            reason="引継ぎ",
            today=TODAY,
        )
    assert reasons(refused) == ["lead_staff", "reason"]


def test_the_lead_changes_with_its_history_and_the_next_lead_sees_the_case():
    mine, following = agencies.actor("架空 一"), agencies.actor("架空 二")
    case = cases.case(mine, people.person(mine))
    operations.assign_role(
        mine, case=case, bearer_id=mine.agency_id, what="訪問", from_on=TODAY, next_on=TODAY
    )
    operations.change_lead(
        mine, case=case, agency_id=following.agency_id, staff_id=following.staff_id, side="ADMINISTRATION",
        reason="緊急の介入が要る", today=TODAY,
    )  # fmt: skip
    assert seen_cases(following) == 1
    assert [change.reason for change in queries.lead_changes(following, case=case)] == [
        "緊急の介入が要る",
        "時間をかけて関わる",
    ]


def test_a_role_under_conference_opens_the_case_to_its_bearer_until_it_ends():
    mine, bearer = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    case = cases.case(mine, someone)
    under_conference(mine, case, someone)
    role = operations.assign_role(
        mine, case=case, bearer_id=bearer.agency_id, what="介護の相談", basis=Ground.CONFERENCE, from_on=TODAY
    )
    assert seen_cases(bearer) == 1
    announce(bearer)
    assert [one.what for one in Role.objects.all()] == ["介護の相談"]
    operations.finish_role(mine, role=role, today=TODAY, words="つながった")
    assert seen_cases(bearer) == 0


def test_a_role_under_consent_needs_the_bearer_among_the_recipients():
    mine, named, unnamed = agencies.actor("架空 一"), agencies.actor("架空 二"), agencies.actor("架空 三")
    someone = people.person(mine)
    case = cases.case(mine, someone)
    sharing.take_consent(
        mine, person=someone, case_id=case.id, recipient_ids=[named.agency_id], categories=ALL_CATEGORIES, asked_on=TODAY,
        until_on=None, method="WRITTEN", witness="", giver="SELF", giver_name="", wording_version="1", purpose="調整", today=TODAY,
    )  # fmt: skip
    operations.assign_role(
        mine, case=case, bearer_id=named.agency_id, what="仕事の相談", basis=Ground.CONSENT, from_on=TODAY
    )
    with pytest.raises(Refused) as refused:
        operations.assign_role(
            mine, case=case, bearer_id=unnamed.agency_id, what="同行", basis=Ground.CONSENT, from_on=TODAY
        )
    assert reasons(refused) == ["bearer"]


def test_on_own_work_only_the_own_agency_bears_a_role():
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    case = cases.case(mine, people.person(mine))
    with pytest.raises(Refused) as refused:
        operations.assign_role(mine, case=case, bearer_id=other.agency_id, what="同行", from_on=TODAY)
    assert reasons(refused) == ["bearer"]


def test_issues_of_members_gather_under_one_of_the_household():
    mine = agencies.actor()
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 子")
    case = cases.case(mine, mother, son)
    parts = [
        operations.add_issue(mine, case=case, scope="PERSON", person=who, title=title, source="民生委員", found_on=TODAY, today=TODAY)
        for who, title in ((mother, "介護を拒む"), (son, "外に出られない"))
    ]  # fmt: skip
    household = operations.gather_issues(
        mine, case=case, issues=parts, title="家族だけで抱えている", today=TODAY
    )
    found = {issue.title: issue.under_id for issue in queries.issues(mine, case=case)}
    assert found == {"介護を拒む": household.id, "外に出られない": household.id, "家族だけで抱えている": None}


def test_asking_for_help_opens_nothing_of_the_case():
    mine, helper = agencies.actor("架空 一"), agencies.actor("架空 二")
    case = cases.case(mine, people.person(mine))
    request = operations.ask_help(
        mine,
        case=case,
        helper_agency_id=helper.agency_id,
        question="訪問を拒まれたとき、どう近づくか",
        today=TODAY,
    )
    assert seen_cases(helper) == 0
    waiting = queries.help_waiting_for(helper)
    assert [one.question for one in waiting] == ["訪問を拒まれたとき、どう近づくか"]
    operations.answer_help(helper, request=waiting[0], reply="手紙から", today=TODAY)
    announce(mine)
    answered = queries.help_requests(mine, case=case)
    assert [(one.id, one.status, one.reply) for one in answered] == [
        (request.id, HelpStatus.ANSWERED, "手紙から")
    ]


def test_what_came_of_the_advice_is_written_once_and_by_who_asked():
    mine, helper = agencies.actor("架空 一"), agencies.actor("架空 二")
    case = cases.case(mine, people.person(mine))
    request = operations.ask_help(
        mine, case=case, helper_agency_id=helper.agency_id, question="近づき方", today=TODAY
    )
    answered = operations.answer_help(helper, request=request, reply="手紙から", today=TODAY)
    with pytest.raises(Refused) as refused:
        operations.follow_up_help(helper, request=answered, words="会えた", today=TODAY)
    assert reasons(refused) == ["status"]
    followed = operations.follow_up_help(mine, request=answered, words="会えた", today=TODAY)
    assert (followed.status, followed.follow_up) == (HelpStatus.FOLLOWED_UP, "会えた")
    with pytest.raises(Refused):
        operations.follow_up_help(mine, request=answered, words="もう一度", today=TODAY)


def test_an_issue_of_an_ended_case_stays_as_it_is():
    mine = agencies.actor()
    case = cases.case(mine, people.person(mine))
    issue = operations.add_issue(
        mine, case=case, scope="HOUSEHOLD", title="家計", source="母", found_on=TODAY, today=TODAY
    )
    operations.change_issue(mine, issue=issue, status="EASED", today=TODAY)
    operations.change_status(mine, case=case, status="COORDINATED", today=TODAY)
    with pytest.raises(Refused) as refused:
        operations.change_issue(mine, issue=issue, status="SOLVED", today=TODAY)
    assert reasons(refused) == ["status"]
    announce(mine)
    assert queries.get_issue(mine, issue_id=issue.id).status == "EASED"


def test_a_handover_needs_a_lawful_ground_and_the_receivers_yes():
    mine, receiver = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    case = cases.case(mine, someone)
    with pytest.raises(Refused) as refused:
        operations.offer_handover(
            mine,
            case=case,
            kind="SERVICE",
            to_agency_id=receiver.agency_id,
            what="見守り",
            note="",
            basis=Ground.OWN,
            today=TODAY,
        )
    assert reasons(refused) == ["basis"]
    under_conference(mine, case, someone)
    operations.offer_handover(
        mine, case=case, kind="ORDINARY", to_agency_id=receiver.agency_id, what="見守り", note="月に一度",
        check_on=TODAY + timedelta(days=90), basis=Ground.CONFERENCE, today=TODAY,
    )  # fmt: skip
    announce(receiver)
    offered = queries.handovers_waiting_for(receiver)[0]
    operations.answer_handover(receiver, handover=offered, accept=True, answer="", today=TODAY)
    announce(mine)
    assert queries.handovers(mine, case=case)[0].status == HandoverStatus.ACCEPTED
    with pytest.raises(Refused) as refused:
        operations.check_handover(receiver, handover=offered, today=TODAY)
    assert reasons(refused) == ["status"]
    operations.check_handover(mine, handover=offered, today=TODAY)
    announce(mine)
    assert queries.get_handover(mine, handover_id=offered.id).checked_on == TODAY
    assert Case.objects.get(id=case.id).closed_on is None


def test_a_programme_ends_and_the_case_stays_open():
    mine = agencies.actor()
    case = cases.case(mine, people.person(mine))
    engagement = queries.engagements(mine, case=case)[0]
    operations.end_engagement(mine, engagement=engagement, reason="役割分担ができた", today=TODAY)
    announce(mine)
    assert Case.objects.get(id=case.id).status == "COORDINATING"


def test_the_list_is_mine_and_moves_by_movement():
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    first = cases.case(mine, people.person(mine), title="一", today=date(2026, 9, 1))
    second = cases.case(mine, people.person(mine), title="二", today=date(2026, 10, 1))
    cases.case(other, people.person(other), title="三")
    announce(mine)
    assert [row.id for row in queries.page_rows(mine)] == [second.id, first.id]
    assert [row.id for row in queries.page_rows(mine, after=second.id)] == [first.id]
    assert queries.roles_due(mine, until=TODAY) == []


def test_a_dropped_role_says_why():
    mine = agencies.actor()
    case = cases.case(mine, people.person(mine))
    role = operations.assign_role(mine, case=case, bearer_id=mine.agency_id, what="訪問", from_on=TODAY)
    operations.drop_role(mine, role=role, words="本人の希望", today=TODAY)
    assert (role.status, role.progress) == (RoleStatus.DROPPED, "本人の希望")
