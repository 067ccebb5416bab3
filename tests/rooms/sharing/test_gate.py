"""The gate at work in the database, as the application role: grants open, their ends close, nobody helps themselves."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.people.models import Household, Person
from norishiro.sharing import operations
from norishiro.sharing.choices import (
    ALL_CATEGORIES,
    Category,
    ConsentGiver,
    ConsentMethod,
    ConsentState,
    Depth,
    Ground,
    SourceKind,
)
from norishiro.sharing.models import Grant
from norishiro.sharing.queries import bases_open_to
from tests.factories import agencies, people

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


def consent(actor, person, *, to, case_id=None, until_on=None, categories=ALL_CATEGORIES, **more):
    return operations.take_consent(
        actor, person=person, case_id=case_id, recipient_ids=to, categories=categories, asked_on=TODAY,
        until_on=until_on, method=ConsentMethod.WRITTEN, witness="", giver=ConsentGiver.SELF, giver_name="",
        wording_version="1", purpose="支援の調整", today=TODAY, **more,
    )  # fmt: skip


def names_seen_by(actor) -> list[str]:
    announce(actor)
    return [person.name for person in Person.objects.all()]


def test_without_an_actor_the_database_shows_nobody():
    people.person(agencies.actor())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('norishiro.staff', '', true), set_config('norishiro.agencies', '', true),"
            " set_config('norishiro.recipients', '', true)"
        )
    assert list(Person.objects.all()) == []


def test_an_agency_sees_its_own_person_and_another_does_not():
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    people.person(mine, "架空 太郎")
    assert names_seen_by(mine) == ["架空 太郎"]
    assert names_seen_by(other) == []


def test_consent_opens_the_person_to_the_named_agency_alone():
    mine, named, unnamed = agencies.actor("架空 一"), agencies.actor("架空 二"), agencies.actor("架空 三")
    someone = people.person(mine)
    consent(mine, someone, to=[named.agency_id])
    assert names_seen_by(named) == ["架空 太郎"]
    assert names_seen_by(unnamed) == []


def test_withdrawal_closes_at_once_for_everybody_but_the_own_work():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    given = consent(mine, people.person(mine), to=[named.agency_id])
    after = operations.withdraw_consent(mine, consent=given, words="もう知らせないでほしい")
    assert after.state == ConsentState.WITHDRAWN
    assert names_seen_by(named) == []
    assert names_seen_by(mine) == ["架空 太郎"]


def test_consent_without_the_category_of_attributes_does_not_open_the_name():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    consent(mine, people.person(mine), to=[named.agency_id], categories=int(Category.HEALTH))
    assert names_seen_by(named) == []


def test_a_consent_past_its_end_opens_nothing():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    with pytest.raises(Refused) as refused:
        consent(mine, someone, to=[named.agency_id], until_on=TODAY)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["until_on"]
    assert names_seen_by(named) == []


def test_nobody_can_give_themselves_a_person_they_do_not_hold():
    mine, thief = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    announce(thief)
    with pytest.raises(DatabaseError), transaction.atomic():
        operations.grant(
            thief, subjects=[operations.person(someone.id)], recipients=[operations.agency(thief.agency_id)],
            ground=Ground.OWN, depth=Depth.PROGRESS, source=SourceKind.OWN_WORK, source_id=uuid.uuid4(),
        )  # fmt: skip
    assert names_seen_by(thief) == []


def test_a_grant_row_cannot_be_changed_or_removed_by_the_application():
    people.person(agencies.actor())
    for statement in ("UPDATE sharing_grant SET until_at = NULL", "DELETE FROM sharing_grant"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_nobody_writes_a_person_they_may_not_see():
    stranger = agencies.actor()
    announce(stranger)
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.create(name="架空 次郎", first_known_by_id=stranger.agency_id)


def test_a_sealed_grant_opens_nothing():
    mine, member = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    operations.grant(
        mine, subjects=[operations.person(someone.id)], recipients=[operations.staff(member.staff_id)],
        ground=Ground.CONFERENCE, depth=Depth.PROGRESS, source=SourceKind.SEAT, source_id=uuid.uuid4(), sealed=True,
    )  # fmt: skip
    assert names_seen_by(member) == []


def test_an_excluded_relative_is_shut_out_although_the_agency_is_not():
    place = agencies.agency()
    mine, relative = agencies.actor("架空 一", agency=place), agencies.actor("架空 二", agency=place)
    someone = people.person(mine)
    assert names_seen_by(relative) == ["架空 太郎"]
    shut_out = agencies.Staff.objects.get(id=relative.staff_id)
    operations.exclude_staff(
        mine, subjects=[operations.person(someone.id)], shut_out=shut_out, reason="いとこ"
    )
    assert names_seen_by(relative) == []
    assert names_seen_by(mine) == ["架空 太郎"]


def test_a_household_shows_only_the_members_one_may_see():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 子")
    home = people.household(mine, mother, son)
    consent(mine, mother, to=[named.agency_id])
    announce(named)
    seen = Household.objects.get(id=home.id)
    assert [membership.person.name for membership in seen.memberships.select_related("person")] == ["架空 母"]


def test_a_grant_of_the_future_or_the_past_opens_nothing(owner_connection):
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    operations.grant(
        mine, subjects=[operations.person(someone.id)], recipients=[operations.agency(named.agency_id)],
        ground=Ground.CONSENT, depth=Depth.PROGRESS, source=SourceKind.CONSENT, source_id=uuid.uuid4(),
        until=TODAY + timedelta(days=365 * 50),
    )  # fmt: skip
    assert names_seen_by(named) == ["架空 太郎"]
    assert Grant.objects.filter(recipient_id=named.agency_id).count() == 1


def test_what_is_written_beside_a_meeting_is_proposed_as_own_work_until_the_agency_carries_the_case():
    mine, member = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    shared = {
        "subjects": [operations.person(someone.id)], "ground": Ground.CONFERENCE, "depth": Depth.PROGRESS,
        "source_id": uuid.uuid4(),
    }  # fmt: skip
    operations.grant(mine, recipients=[operations.staff(member.staff_id)], source=SourceKind.SEAT, **shared)
    announce(member)
    assert bases_open_to(member, subject_id=someone.id) == [Ground.OWN, Ground.CONFERENCE]
    operations.grant(mine, recipients=[operations.agency(member.agency_id)], source=SourceKind.TEAM, **shared)
    announce(member)
    assert bases_open_to(member, subject_id=someone.id) == [Ground.CONFERENCE, Ground.OWN]
