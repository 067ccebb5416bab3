"""C2: the pure rule, the lists and the wall open the same rows, in thousands of small towns.

The wall is asked by itself, with no condition of ours: that is the system with its Python checks removed.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.cases import operations as case_operations
from norishiro.core.operation import announce
from norishiro.outreach import operations as outreach
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Category, Depth, Ground
from norishiro.sharing.models import StopPass, UseStop
from norishiro.sharing.queries import stopped_consents, through_gate
from tests.assurance.evidence import Evidence
from tests.assurance.worlds import LAID, TABLES, Pool, World, lay, pattern_of
from tests.factories import agencies, cases, people

TODAY = date(2026, 11, 2)
ALONE = " UNION ALL ".join(
    f"SELECT id FROM {model._meta.db_table} WHERE id = ANY(%(ids)s)" for model in TABLES.values()
)
EVERYTHING = " UNION ALL ".join(f"SELECT id FROM {model._meta.db_table}" for model in TABLES.values())
# One person in so many is also asked for everything there is, not only for the rows of the own town.
WHOLE_TOWN_FOR = 1_000


def behind_the_wall(statement: str, ids: list[UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": ids})
        return {row[0] for row in cursor.fetchall()}


def listed(actor: Actor, ids: list[UUID]) -> set[UUID]:
    """What the lists of the pages answer."""
    ways: dict[str, dict[str, Any]] = {
        "person": {"subject": "id", "depth": Depth.OUTLINE, "category": Category.ATTRIBUTES},
        "case": {"subject": "id", "depth": Depth.EXISTENCE},
        "contact": {"subject": "subject_id", "depth": Depth.PROGRESS, "gated": True},
        "issue": {"subject": "subject_id", "depth": Depth.OUTLINE, "gated": True},
    }
    return {
        found
        for name, way in ways.items()
        for found in through_gate(TABLES[name].objects.filter(id__in=ids), actor, **way).values_list(
            "id", flat=True
        )
    }


def pool() -> Pool:
    """Twenty agencies and forty members of staff."""
    with transaction.atomic():
        places = [agencies.agency(f"機関{n}").id for n in range(20)]
        return Pool(places, [agencies.staff(f"職員{n}").id for n in range(40)])


def patterns(owner: psycopg.Connection[Any]) -> dict[str, dict[str, Any]]:
    with transaction.atomic():
        keeper = agencies.actor("型紙 作")
        person = people.person(keeper)
        case = cases.case(keeper, person)
        case_operations.add_issue(
            keeper,
            case=case,
            scope="HOUSEHOLD",
            title="家賃",
            source="本人",
            found_on=TODAY,
            basis=Ground.OWN,
            today=TODAY,
        )
        told = outreach.Told(happened_on=TODAY, method="VISIT", body="留守だった")
        outreach.record_contact(keeper, person=person, case_id=None, told=told, basis=Ground.OWN, today=TODAY)
        sharing.exclude_staff(
            keeper, subjects=[sharing.person(person.id)], reason="隣人",
            shut_out=agencies.Staff.objects.get(id=agencies.actor("隣 人").staff_id),
        )  # fmt: skip
        a_stop(keeper)
        sharing.note_refusal(
            keeper, person=person, case_id=None, asked_on=TODAY, reason="型紙", ask_again_on=None, today=TODAY
        )
    return {name: pattern_of(owner, model) for name, model in LAID.items()}


def a_stop(keeper: Actor) -> None:
    """One use that was stopped and lifted again, with one look that a law allowed."""
    announce(keeper)
    now = timezone.now()
    stop = UseStop.objects.create(
        subject_id=keeper.staff_id, office_id=keeper.agency_id, law="第100条", ordered_by_id=keeper.staff_id, from_at=now,
        lifted_at=now, lifted_by_id=keeper.staff_id, lift_reason="型紙",
    )  # fmt: skip
    StopPass.objects.create(
        stop=stop, staff_id=keeper.staff_id, law="第9条", reason="型紙", from_at=now, until_at=now, given_by_id=keeper.staff_id
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_rule_lists_and_wall_open_the_same_rows(
    evidence: Evidence, owner_connection: psycopg.Connection[Any]
) -> None:
    count = evidence.at_scale(small=40, ci=5_000, nightly=50_000)
    everybody, now = pool(), timezone.now()
    worlds = [World(seed, now, everybody) for seed in range(count)]
    lay(worlds, owner_connection, patterns=patterns(owner_connection))
    decisions = seen = whole = differing = withdrawals = 0

    for world in worlds:
        ids = [one.id for one in world.asked]
        for actor in world.actors:
            with transaction.atomic():
                announce(actor, reading=True)
                expected = world.decided(actor)
                wall, lists = behind_the_wall(ALONE, ids), listed(actor, ids)
                differing += len(wall ^ expected) + len(lists ^ expected)
                if decisions % (WHOLE_TOWN_FOR * len(ids)) == 0:
                    anywhere = set().union(*(one.decided(actor) for one in worlds))
                    differing += len(behind_the_wall(EVERYTHING, []) ^ anywhere)
                    whole += 1
                ruled = world.withdrawable(actor)
                answered = {one.id for one in stopped_consents(actor, limit=100_000)}
                differing += len((answered & {one.id for one in world.consents}) ^ ruled)
                withdrawals += len(ruled)
            decisions += len(ids)
            seen += len(expected)

    stops = sum(len(world.stopped) for world in worlds)
    windows = sum(fact.ground == "Z" for world in worlds for held in world.grants.values() for fact in held)
    assert min(stops, windows, withdrawals) > 0
    assert 0.02 < seen / decisions < 0.6, "a world in which nobody, or everybody, sees would agree too"
    evidence.shows(
        row="C2",
        figure=f"{count:,} つの町（利用停止 {stops:,}、緊急閲覧 {windows:,}、停止中に撤回を受けられる同意 × 人 {withdrawals:,}）、判断 {decisions:,}（見える {seen:,}）、"
        f"{whole:,} 人は町の外の全行も。食い違い {differing}",
        target="食い違い 0（5,000 の町以上）",
        holds=differing == 0,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_without_an_actor_the_wall_opens_nothing(
    evidence: Evidence, owner_connection: psycopg.Connection[Any], app_connection: psycopg.Connection[Any]
) -> None:
    everybody, now = pool(), timezone.now()
    worlds = [World(seed, now, everybody) for seed in range(40)]
    lay(worlds, owner_connection, patterns=patterns(owner_connection))
    walled = [row[0] for row in owner_connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relnamespace = 'public'::regnamespace"
    )]  # fmt: skip
    there = sum(_count(owner_connection, table) for table in walled)
    found = sum(_count(app_connection, table) for table in walled)

    assert there > 1_000
    evidence.shows(
        row="C2",
        figure=f"だれとも名乗らないアプリの接続: 壁のある {len(walled)} 表、{there:,} 行のうち {found} 行",
        target="0 行",
        holds=found == 0,
    )


def _count(connection: psycopg.Connection[Any], table: str) -> int:
    """Rows this connection reads; a table it may not read at all counts none."""
    try:
        with connection.transaction():
            row = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
    except psycopg.errors.InsufficientPrivilege:
        return 0
    assert row is not None
    return int(row[0])
