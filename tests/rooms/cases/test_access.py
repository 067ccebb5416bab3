"""The facts for the rules of cases: where each holds, and just beside it where it does not."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Appointment, Staff
from norishiro.cases import access
from norishiro.cases.models import Case, CaseMember
from norishiro.core.operation import announce
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Depth, Ground, SourceKind
from tests.factories import agencies, cases, people
from tests.rooms.sharing.test_gate import consent

pytestmark = pytest.mark.django_db

TODAY = cases.TODAY
DAY = timedelta(days=1)


@pytest.mark.parametrize(("until_on", "live"), [(None, True), (TODAY + DAY, True), (TODAY, False)])
def test_an_agency_lives_until_its_last_day(until_on: date | None, live: bool):
    place = agencies.agency()
    agencies.agency("つづく所")
    Agency.objects.filter(id=place.id).update(until_on=until_on)

    assert access.is_live(agency_id=place.id, on=TODAY) is live


@pytest.mark.parametrize(("until_on", "holds"), [(None, True), (TODAY + DAY, True), (TODAY, False)])
def test_somebody_works_there_while_the_appointment_lasts(until_on: date | None, holds: bool):
    worker, other = agencies.actor(), agencies.actor("架空 他人")
    Appointment.objects.filter(staff_id=worker.staff_id).update(until_on=until_on)

    def asked(question, *, staff_id, agency_id):
        return question(staff_id=staff_id, agency_id=agency_id, on=TODAY)

    for question in (access.works_at, access.may_own):
        assert asked(question, staff_id=worker.staff_id, agency_id=worker.agency_id) is holds
        assert asked(question, staff_id=worker.staff_id, agency_id=other.agency_id) is False
        assert asked(question, staff_id=other.staff_id, agency_id=worker.agency_id) is False
        assert asked(question, staff_id=None, agency_id=worker.agency_id) is True


def test_to_lead_the_role_must_allow_it():
    place, worker = agencies.agency(), agencies.staff()
    agencies.appoint(worker, agency=place, may_own_case=False)

    assert access.works_at(staff_id=worker.id, agency_id=place.id, on=TODAY)
    assert not access.may_own(staff_id=worker.id, agency_id=place.id, on=TODAY)


def test_members_are_the_present_ones_of_this_case_whom_the_actor_knows():
    mine, other = agencies.actor(), agencies.actor("架空 他人")
    mother, left, elsewhere = (people.person(mine, name) for name in ("架空 花江", "架空 次郎", "架空 三郎"))
    case = cases.case(mine, mother, left)
    cases.case(mine, elsewhere)
    sharing.grant(
        mine, subjects=[sharing.case(case.id)], recipients=[sharing.agency(other.agency_id)],
        ground=Ground.CONFERENCE, depth=Depth.PROGRESS, source=SourceKind.TEAM, source_id=uuid4(),
    )  # fmt: skip
    hidden = people.person(other, "知らない人")
    CaseMember.objects.create(case=case, person=hidden, from_on=TODAY)
    announce(mine)
    CaseMember.objects.filter(case=case, person=left).update(until_on=TODAY)
    announce(mine)

    assert access.member_ids(case) == [mother.id]


def test_the_consent_of_the_person_or_of_any_member_of_the_household():
    mine, named, stranger = agencies.actor(), agencies.actor("架空 受手"), agencies.actor("架空 他人")
    mother, son = people.person(mine, "架空 花江"), people.person(mine, "架空 一郎")
    case = cases.case(mine, mother, son)
    consent(mine, son, to=[named.agency_id])
    announce(mine)

    def consented(person_id, to=named):
        return access.has_consent(mine, case=case, person_id=person_id, agency_id=to.agency_id)

    assert [consented(son.id), consented(mother.id), consented(None)] == [True, False, True]
    assert [consented(one, stranger) for one in (son.id, None)] == [False, False]


def test_one_writes_under_the_grounds_one_holds_on_this_subject():
    mine, invited = agencies.actor(), agencies.actor("架空 受手")
    mother, other = people.person(mine), people.person(mine, "架空 他家")
    sharing.grant(
        mine, subjects=[sharing.person(mother.id)], recipients=[sharing.agency(invited.agency_id)],
        ground=Ground.CONFERENCE, depth=Depth.PROGRESS, source=SourceKind.TEAM, source_id=uuid4(),
    )  # fmt: skip
    announce(invited)

    assert access.writes_under(invited, subject_id=mother.id, basis=Ground.CONFERENCE)
    assert not access.writes_under(invited, subject_id=mother.id, basis=Ground.CONSENT)
    assert not access.writes_under(invited, subject_id=other.id, basis=Ground.CONFERENCE)


def test_who_backs_the_area_from_within_is_another_of_that_agency():
    first, second = agencies.area("第1圏域"), agencies.area("第2圏域")
    mine, helper = agencies.actor(), agencies.agency("後方支援の所")
    case = cases.case(mine, people.person(mine))
    Case.objects.filter(id=case.id).update(area=first)
    case.refresh_from_db()
    backer = agencies.actor("架空 統括", agency=helper, kinds=(RoleKind.WINDOW,))
    agencies.appoint(
        Staff.objects.get(id=backer.staff_id), agency=helper, kind=RoleKind.SUPERVISOR, area=first, until_on=TODAY + DAY
    )  # fmt: skip
    far = agencies.actor("架空 遠方", kinds=(RoleKind.WINDOW,))
    agencies.appoint(
        Staff.objects.get(id=far.staff_id),
        agency=Agency.objects.get(id=far.agency_id),
        kind=RoleKind.SUPERVISOR,
        area=second,
    )

    def backs(actor: Actor, agency_id: UUID, *, on: date = TODAY) -> bool:
        return access.backs_from_within(actor, case=case, agency_id=agency_id, on=on)

    assert backs(mine, helper.id)
    assert not backs(mine, mine.agency_id)
    assert not backs(mine, far.agency_id)
    assert not backs(backer, helper.id)
    assert not backs(mine, helper.id, on=TODAY + DAY)
