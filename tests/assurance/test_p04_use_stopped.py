"""P4: what is stopped is read by nobody, from the next statement on, whatever they hold."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused
from norishiro.outreach import queries as contacts
from norishiro.people import queries as people
from norishiro.people.models import Person
from norishiro.rights import operations, queries
from norishiro.rights.models import StopOrder
from norishiro.sharing.models import Grant
from norishiro.sharing.queries import viewers_of
from tests.assurance.evidence import Evidence
from tests.rooms.rights.town import TODAY, RightsTown

pytestmark = pytest.mark.django_db

LINKS = ("subject_id", "person_id", "other_id")


def rows_about(actor, person_id) -> int:
    """Every row of every table that names the person, as this actor reads it."""
    announce(actor)
    seen = 0
    for model in apps.get_models():
        if not model.__module__.startswith("norishiro.") or model._meta.app_label in (
            "rights",
            "ledger",
            "finding",
        ):
            continue
        columns = {field.column for field in model._meta.concrete_fields}
        for link in LINKS:
            if link in columns and model._meta.db_table not in ("sharing_usestop",):
                with connection.cursor() as cursor:
                    cursor.execute(
                        f"SELECT count(*) FROM {model._meta.db_table} WHERE {link} = %s", [person_id]
                    )
                    seen += cursor.fetchone()[0]
    return seen + Person.objects.filter(id=person_id).count()


def stopped(town: RightsTown) -> StopOrder:
    request = town.decided(town.linked("STOP"), "STOP")
    announce(town.clerk)
    return StopOrder.objects.select_related("stop").get(request=request)


def test_a_stop_shuts_every_table_for_every_agency_at_once(evidence: Evidence):
    town = RightsTown()
    for number in range(evidence.at_scale(small=5, ci=100, nightly=500)):
        town.contact(f"記録{number}")
    before = rows_about(town.council, town.person.id)
    request = town.linked("STOP")
    operations.propose_decision(town.clerk, request=request, outcome="STOP", reason="求めのとおり")
    started = time.monotonic()
    operations.decide_request(town.second, request=request, now=timezone.now(), today=TODAY)
    after = [
        rows_about(one, town.person.id) for one in (town.council, town.hospital, town.clerk, town.second)
    ]
    seconds = time.monotonic() - started
    evidence.shows(
        row="P4", figure=f"停止の前 {before}行、後 {sum(after)}行、{seconds:.2f}秒", target="後 0行、1秒以内",
        holds=before > 5 and sum(after) == 0 and seconds <= 1,
    )  # fmt: skip


def test_search_lists_and_viewers_forget_the_person():
    town = RightsTown()
    town.contact("見られなくなる記録")
    announce(town.council)
    assert [
        one.id for one in people.search_people(town.council, text="かくうたろう", today=TODAY, limit=5)
    ] == [town.person.id]
    stopped(town)
    announce(town.council)
    assert list(people.search_people(town.council, text="かくうたろう", today=TODAY, limit=5)) == []
    assert contacts.contacts_of(town.council, subject_ids=[town.person.id]) == []
    assert contacts.written_by(town.council) == []
    assert viewers_of(town.council, subject_id=town.person.id) == []
    with pytest.raises(Unseen):
        people.get_person(town.council, person_id=town.person.id)


def test_others_of_the_household_stay_in_sight():
    town = RightsTown()
    stopped(town)
    announce(town.council)
    assert people.get_person(town.council, person_id=town.mother.id).id == town.mother.id


def test_nobody_writes_or_gives_on_what_is_stopped():
    town = RightsTown()
    stopped(town)
    with pytest.raises(Exception, match="row-level security"):
        town.contact("あとから書く")


def test_the_law_lets_one_person_in_for_a_time_and_no_other():
    town = RightsTown()
    order = stopped(town)
    now = timezone.now()
    seer = Staff.objects.get(id=town.council.staff_id)
    operations.let_see(
        town.second, order=order, staff=seer, law="行政不服審査法第9条", reason="審理のため", hours=1, now=now
    )
    assert rows_about(town.council, town.person.id) > 0
    assert rows_about(town.hospital, town.person.id) == 0
    with connection.cursor() as cursor:
        announce(town.second)
        cursor.execute(
            "UPDATE sharing_stoppass SET from_at = %s, until_at = %s",
            [now - timedelta(hours=2), now - timedelta(hours=1)],
        )
    assert rows_about(town.council, town.person.id) == 0


def test_lifting_is_another_persons_decision_and_opens_what_was_open():
    town = RightsTown()
    before = rows_about(town.council, town.person.id)
    order = stopped(town)
    with pytest.raises(Refused) as refused:
        operations.lift_stop(town.second, order=order, reason="誤り", now=timezone.now())
    assert [one.code for one in refused.value.verdict.reasons] == ["lifted_by"]
    operations.lift_stop(town.clerk, order=order, reason="求めが取り下げられた", now=timezone.now())
    assert rows_about(town.council, town.person.id) == before
    announce(town.clerk)
    assert queries.get_stop(town.clerk, order_id=order.id).stop.lifted_at is not None


def test_the_grants_themselves_are_kept():
    town = RightsTown()
    announce(town.council)
    before = Grant.objects.filter(subject_id=town.person.id).count()
    order = stopped(town)
    announce(town.council)
    assert Grant.objects.filter(subject_id=town.person.id).count() == 0
    operations.lift_stop(town.clerk, order=order, reason="解く", now=timezone.now())
    announce(town.council)
    assert Grant.objects.filter(subject_id=town.person.id).count() == before
