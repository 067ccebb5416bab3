"""The smaller verbs of a case: reporting a role, moving an issue, what came of help and of a handover."""

from __future__ import annotations

from datetime import timedelta

import pytest

from norishiro.cases import operations
from norishiro.cases.choices import HandoverStatus, HelpStatus, IssueScope, IssueStatus
from norishiro.cases.models import Handover, HelpRequest, Issue, Role
from norishiro.core.operation import announce
from norishiro.core.records import StaleVersion
from norishiro.core.verdict import Refused
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Depth, Ground, SourceKind
from tests.factories import agencies, cases, people

pytestmark = pytest.mark.django_db

TODAY = cases.TODAY
NEXT = TODAY + timedelta(days=14)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


@pytest.fixture
def mine():
    return agencies.actor("架空 一")


@pytest.fixture
def case(mine):
    return cases.case(mine, people.person(mine))


@pytest.fixture
def role(mine, case) -> Role:
    return operations.assign_role(
        mine,
        case=case,
        bearer_id=mine.agency_id,
        what="週に一度たずねる",
        from_on=TODAY,
        next_on=NEXT,
        today=TODAY,
    )


def test_a_role_is_reported_with_what_comes_next(mine, role):
    operations.report_role(
        mine, role=role, version=1, progress="二度会えた", next_on=NEXT, next_what="手紙を届ける", today=TODAY
    )
    found = Role.objects.get(id=role.id)
    assert (found.progress, found.next_on, found.next_what, found.version) == (
        "二度会えた",
        NEXT,
        "手紙を届ける",
        2,
    )


def test_a_role_reported_by_somebody_else_meanwhile_is_not_overwritten(mine, role):
    operations.report_role(mine, role=role, version=1, progress="先に書いた", next_on=NEXT, today=TODAY)
    with pytest.raises(StaleVersion):
        operations.report_role(mine, role=role, version=1, progress="あとから", next_on=NEXT, today=TODAY)
    assert Role.objects.get(id=role.id).progress == "先に書いた"


def test_a_role_that_ended_is_not_reported(mine, role):
    operations.finish_role(mine, role=role, today=TODAY)
    with pytest.raises(Refused) as refused:
        operations.report_role(mine, role=role, version=2, progress="まだ続く", next_on=NEXT, today=TODAY)
    assert codes(refused) == ["role"]


def test_an_issue_eases_and_may_come_back(mine, case):
    issue = operations.add_issue(
        mine,
        case=case,
        scope=IssueScope.HOUSEHOLD,
        title="夜ねむれない",
        source="本人",
        found_on=TODAY,
        today=TODAY,
    )
    for status in (IssueStatus.EASED, IssueStatus.OPEN):
        operations.change_issue(mine, issue=issue, status=status, today=TODAY)
        assert Issue.objects.get(id=issue.id).status == status


def test_what_came_of_advice_is_said_once_and_only_after_it(mine, case):
    helper = agencies.actor("架空 二")
    announce(mine)
    request = operations.ask_help(
        mine, case=case, helper_agency_id=helper.agency_id, question="会えない人への声のかけ方", today=TODAY
    )
    with pytest.raises(Refused) as early:
        operations.follow_up_help(mine, request=request, words="まだ", today=TODAY)
    assert codes(early) == ["status"]
    operations.answer_help(helper, request=request, reply="手紙から始めてはどうでしょう", today=TODAY)
    announce(mine)
    answered = HelpRequest.objects.get(id=request.id)
    with pytest.raises(Refused) as empty:
        operations.follow_up_help(mine, request=answered, words="　", today=TODAY)
    assert codes(empty) == ["follow_up"]
    operations.follow_up_help(mine, request=answered, words="返事が来た", today=TODAY)
    assert HelpRequest.objects.get(id=request.id).status == HelpStatus.FOLLOWED_UP


def test_a_handover_is_looked_after_once_it_was_accepted(mine, case):
    other = agencies.actor("架空 二")
    announce(mine)
    sharing.grant(
        mine, subjects=[sharing.case(case.id)], recipients=[sharing.agency(mine.agency_id)], ground=Ground.CONFERENCE,
        depth=Depth.PROGRESS, source=SourceKind.SEAT, source_id=case.id,
    )  # fmt: skip
    handover = operations.offer_handover(
        mine, case=case, kind="SERVICE", to_agency_id=other.agency_id, what="見守り", note="火曜の午後に在宅",
        basis=Ground.CONFERENCE, today=TODAY,
    )  # fmt: skip
    with pytest.raises(Refused) as early:
        operations.check_handover(mine, handover=handover, today=TODAY)
    assert codes(early) == ["status"]
    operations.answer_handover(other, handover=handover, accept=True, answer="引き受けます", today=TODAY)
    announce(mine)
    accepted = Handover.objects.get(id=handover.id)
    assert accepted.status == HandoverStatus.ACCEPTED
    operations.check_handover(mine, handover=accepted, today=TODAY)
    assert Handover.objects.get(id=handover.id).checked_on == TODAY
