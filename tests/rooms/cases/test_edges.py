"""Where a team could stumble: an agency with a role writes for itself, somebody comes back, things end twice."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from norishiro.agencies.actor import Actor
from norishiro.cases import operations, queries
from norishiro.cases.models import Case, Role
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.people.models import Person
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Depth, Ground, SourceKind
from tests.factories import agencies, people

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


def opened(actor: Actor, *persons: Person, lead: Actor | None = None) -> Case:
    return operations.open_case(
        actor, title="架空家", household=None, people=persons, operator_id=actor.agency_id,
        lead_agency_id=(lead or actor).agency_id, lead_side="COUNCIL", reason="関係づくり", today=TODAY,
    )  # fmt: skip


def conference_on(actor: Actor, case: Case, person: Person, *seated: Actor) -> None:
    announce(actor)
    sharing.grant(
        actor, subjects=[sharing.case(case.id), sharing.person(person.id)],
        recipients=[sharing.agency(one.agency_id) for one in seated], ground=Ground.CONFERENCE,
        depth=Depth.PROGRESS, source=SourceKind.SEAT, source_id=uuid.uuid4(),
    )  # fmt: skip


def team() -> tuple[Actor, Actor, Person, Case, Role]:
    mine, bearer = agencies.actor("架空 一"), agencies.actor("架空 二")
    person = people.person(mine)
    case = opened(mine, person)
    conference_on(mine, case, person, mine)
    role = operations.assign_role(
        mine, case=case, bearer_id=bearer.agency_id, what="見守り", basis=Ground.CONFERENCE, from_on=TODAY,
        next_on=TODAY,
    )  # fmt: skip
    return mine, bearer, person, case, role


@pytest.mark.parametrize("basis", [Ground.OWN, Ground.CONFERENCE])
def test_an_agency_with_a_role_may_write_what_it_finds(basis):
    _mine, bearer, person, case, _role = team()
    given: dict[str, Any] = {"case": case, "basis": basis, "today": TODAY}
    operations.add_issue(bearer, scope="HOUSEHOLD", title="家計", source="母", found_on=TODAY, **given)
    operations.add_unknown(bearer, question="収入", finder_agency_id=bearer.agency_id, due_on=TODAY, **given)
    operations.note_wish(bearer, person=person, words="家にいたい", said_on=TODAY, **given)
    announce(bearer)
    assert [one.words for one in queries.wishes(bearer, case=case)] == ["家にいたい"]


def test_an_agency_with_a_role_may_plan_its_own_work_for_a_member():
    _mine, bearer, person, case, _role = team()
    role = operations.assign_role(
        bearer, case=case, person=person, bearer_id=bearer.agency_id, what="家計の相談", basis=Ground.OWN,
        from_on=TODAY,
    )  # fmt: skip
    announce(bearer)
    assert queries.get_role(bearer, role_id=role.id) == role


def test_assigning_under_the_conference_leaves_no_sight_behind():
    mine, bearer, _person, case, role = team()
    second = operations.assign_role(
        bearer, case=case, bearer_id=bearer.agency_id, what="訪問", basis=Ground.CONFERENCE, from_on=TODAY
    )
    operations.finish_role(bearer, role=second, today=TODAY)
    operations.finish_role(mine, role=role, today=TODAY)
    announce(bearer)
    assert not queries.visible_to(bearer).filter(id=case.id).exists()


def test_the_operator_may_finish_a_role_that_the_lead_assigned():
    operator, lead, bearer = (agencies.actor(name) for name in ("架空 一", "架空 二", "架空 三"))
    person = people.person(operator)
    case = opened(operator, person, lead=lead)
    conference_on(operator, case, person, operator, lead)
    role = operations.assign_role(
        lead, case=case, bearer_id=bearer.agency_id, what="見守り", basis=Ground.CONFERENCE, from_on=TODAY
    )
    announce(operator)
    assert operations.finish_role(operator, role=role, today=TODAY).status == "DONE"


def test_a_programme_ends_once():
    mine = agencies.actor()
    case = opened(mine, people.person(mine))
    engagement = case.engagements.get()
    operations.end_engagement(mine, engagement=engagement, reason="整理がついた", today=TODAY)
    with pytest.raises(Refused) as refused:
        operations.end_engagement(
            mine, engagement=engagement, reason="もう一度", today=TODAY + timedelta(days=9)
        )
    assert [reason.code for reason in refused.value.verdict.reasons] == ["engagement"]


def test_the_agencies_own_difficulty_never_stands_with_a_person():
    mine = agencies.actor()
    person = people.person(mine)
    case = opened(mine, person)
    with pytest.raises(Refused) as refused:
        operations.add_issue(
            mine, case=case, scope="AGENCY", person=person, title="連絡がとれない", source="会議", found_on=TODAY,
            today=TODAY,
        )  # fmt: skip
    assert [reason.code for reason in refused.value.verdict.reasons] == ["person"]


def test_somebody_who_left_the_case_comes_back():
    mine = agencies.actor()
    person = people.person(mine)
    case = opened(mine, person)
    case.members.update(until_on=TODAY + timedelta(days=1))
    operations.add_member(mine, case=case, person=person, today=TODAY)
    announce(mine)
    assert case.members.get().until_on is None
