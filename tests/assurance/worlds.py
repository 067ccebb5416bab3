"""Small towns by the thousand, laid straight into the tables: random grants, prohibitions, stops, and records of every ground.

They are made without the verbs, so that also such grants appear as no verb would give, and so that there can be many.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.utils import timezone
from psycopg import sql

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body
from norishiro.cases.models import Case, Issue
from norishiro.outreach.models import Contact
from norishiro.people.models import Person
from norishiro.sharing import rules
from norishiro.sharing.choices import ALL_CATEGORIES, Category, Depth, Ground
from norishiro.sharing.models import Consent, Exclusion, Grant, StopPass, UseStop

TABLES: dict[str, Any] = {"person": Person, "case": Case, "contact": Contact, "issue": Issue}
MASKS = (
    ALL_CATEGORIES, int(Category.ATTRIBUTES), int(Category.ATTRIBUTES | Category.LIFE_HISTORY), int(Category.HEALTH),
)  # fmt: skip
# Days before and after now at which a grant begins, and a grant or a prohibition ends.
BEGINS = (-400, -30, -1, -1, -1, 1)
ENDS = (None, None, None, -20, -1, 1, 60, 400)
# Of so many worlds one has a use stopped, or a stop that was lifted or only begins tomorrow.
STOPS = 0.25


@dataclass(frozen=True)
class Asked:
    """One row of a world as ``decide`` is asked about it."""

    table: str
    id: UUID
    subject_id: UUID
    fact: rules.RecordFact


@dataclass(frozen=True)
class Pool:
    """The agencies and staff of all worlds; each world draws its own few, who wear other hats elsewhere."""

    agencies: list[UUID]
    staff: list[UUID]


@dataclass(frozen=True)
class Said:
    """One answer of a person about sharing."""

    id: UUID
    person_id: UUID
    taken_by: UUID
    stands: bool


@dataclass
class World:
    """Eight members of staff of four agencies; three persons and two cases with their records."""

    seed: int
    now: datetime
    pool: Pool
    actors: list[Actor] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    grants: dict[UUID, list[rules.GrantFact]] = field(default_factory=dict)
    shut_out: set[tuple[UUID, UUID]] = field(default_factory=set)
    stopped: dict[UUID, set[UUID]] = field(default_factory=dict)
    offices: dict[UUID, UUID] = field(default_factory=dict)
    consents: list[Said] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        places, staff = self.dice.sample(self.pool.agencies, 4), self.dice.sample(self.pool.staff, 8)
        self.actors = [self._actor(places, n, one) for n, one in enumerate(staff)]
        self.subjects = [("PERSON", self._subject("person")) for _ in range(3)]
        self.subjects += [("CASE", self._subject("case")) for _ in range(2)]
        for kind, subject in self.subjects:
            for _ in range(5 if kind == "PERSON" else 3):
                self._record("contact" if kind == "PERSON" else "issue", subject)
        for _ in range(28):
            self._grant()
        pairs = [(subject, actor) for subject in self.subjects for actor in self.actors]
        for (kind, subject), actor in self.dice.sample(pairs, 3):
            self._prohibition(kind, subject, actor)
        for _ in range(4):
            self._window()
        if self.dice.random() < STOPS:
            self._stop(self.dice.choice(self.subjects)[1])
        for _ in range(4):
            self._consent()

    def _id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)

    def _actor(self, places: list[UUID], number: int, staff_id: UUID) -> Actor:
        """The last one supports the first agency as well (統括)."""
        mine = places[number % 4]
        also = {places[0]} if number == 7 else set()
        return Actor(
            staff_id=staff_id, agency_id=mine, name=f"職員{number}", agency_name="機関", agency_code="X",
            agency_body=Body.ADMINISTRATION, agency_ids=frozenset({mine} | also),
        )  # fmt: skip

    def _subject(self, table: str) -> UUID:
        new = self._id()
        depth, kinds = {
            "person": (Depth.OUTLINE, int(Category.ATTRIBUTES)), "case": (Depth.EXISTENCE, 0),
        }[table]  # fmt: skip
        self.asked.append(Asked(table, new, new, rules.RecordFact(depth=depth, categories=kinds)))
        self._row(table, {"id": new} | ({"number": new.hex[:12]} if table == "case" else {}))
        return new

    def _record(self, table: str, subject: UUID) -> None:
        new, writer = self._id(), self.dice.choice(self.actors).agency_id
        basis, kinds = self.dice.choice(list(Ground)).value, self.dice.choice(MASKS)
        depth = Depth.PROGRESS if table == "contact" else Depth.OUTLINE
        fact = rules.RecordFact(depth=depth, categories=kinds, basis=basis, written_by=frozenset({writer}))
        self.asked.append(Asked(table, new, subject, fact))
        owner = {"person_id": subject} if table == "contact" else {"case_id": subject}
        values = {"id": new, "subject_id": subject, "basis": basis, "categories": kinds, "agency_id": writer}
        self._row(table, values | owner)

    def _grant(self) -> None:
        kind, subject = self.dice.choice(self.subjects)
        actor = self.dice.choice(self.actors)
        to_staff = self.dice.random() < 0.4
        fact = rules.GrantFact(
            recipient_id=actor.staff_id if to_staff else actor.agency_id, depth=int(self.dice.choice(list(Depth))),
            categories=self.dice.choice(MASKS), ground=self.dice.choice(list(Ground)).value,
            from_at=self.now + timedelta(days=self.dice.choice(BEGINS)),
            until_at=self._end(), sealed=self.dice.random() < 0.15,
        )  # fmt: skip
        if fact.until_at is not None and fact.until_at < fact.from_at:
            return
        self._keep(kind, subject, fact, to_staff=to_staff, source="OWN_WORK")

    def _window(self) -> None:
        """緊急閲覧: a grant of sixty minutes to one member of staff, that is running or over."""
        kind, subject = self.dice.choice(self.subjects[:3])
        begun = self.now - timedelta(minutes=self.dice.choice((1, 59, 61, 5_000)))
        fact = rules.GrantFact(
            recipient_id=self.dice.choice(self.actors).staff_id, depth=int(Depth.EXISTENCE), ground="Z",
            categories=self.dice.choice(MASKS), from_at=begun, until_at=begun + timedelta(minutes=60),
        )  # fmt: skip
        self._keep(kind, subject, fact, to_staff=True, source="EMERGENCY")

    def _keep(self, kind: str, subject: UUID, fact: rules.GrantFact, *, to_staff: bool, source: str) -> None:
        self.grants.setdefault(subject, []).append(fact)
        self._row("grant", {
            "id": self._id(), "subject_id": subject, "subject_kind": kind, "recipient_id": fact.recipient_id,
            "recipient_kind": "STAFF" if to_staff else "AGENCY", "depth": fact.depth, "categories": fact.categories,
            "ground": fact.ground, "from_at": fact.from_at, "until_at": fact.until_at, "sealed": fact.sealed,
            "source_kind": source, "source_id": self._id(),
        })  # fmt: skip

    def _stop(self, subject: UUID) -> None:
        """利用停止: in force, lifted, or from tomorrow; and whom a law lets in, now, before or later."""
        stop, begins = self._id(), self.dice.choice((-30, -1, -1, 1))
        office = self.dice.choice([*self.pool.agencies, *(one.agency_id for one in self.actors)])
        lifted = self.dice.random() < 0.2
        self._row("usestop", {
            "id": stop, "subject_id": subject, "office_id": office, "law": "第100条",
            "ordered_by_id": self.dice.choice(self.pool.staff), "from_at": self.now + timedelta(days=begins),
            "lifted_at": self.now - timedelta(hours=1) if lifted else None,
        })  # fmt: skip
        let_in = set()
        for actor in self.dice.sample(self.actors, 3):
            begun = self.now + timedelta(hours=self.dice.choice((-50, -1, 1)))
            ends = begun + timedelta(hours=self.dice.choice((2, 72)))
            self._row("stoppass", {
                "id": self._id(), "stop_id": stop, "staff_id": actor.staff_id, "from_at": begun, "until_at": ends,
                "law": "行政不服審査法第9条", "reason": "審理", "given_by_id": self.dice.choice(self.pool.staff),
            })  # fmt: skip
            if begun <= self.now < ends:
                let_in.add(actor.staff_id)
        if begins < 0 and not lifted:
            self.stopped[subject] = let_in
            self.offices[subject] = office

    def _consent(self) -> None:
        """Given, refused or taken back; for good, for some days yet, or run out (the day itself no longer counts)."""
        person, asker = self.dice.choice(self.subjects[:3])[1], self.dice.choice(self.actors)
        state, days = self.dice.choice(("GIVEN", "GIVEN", "REFUSED", "WITHDRAWN")), self.dice.choice(ENDS)
        today = timezone.localdate(self.now)
        until = None if days is None else today + timedelta(days=days)
        stands = state == "GIVEN" and (until is None or until > today)
        self.consents.append(Said(new := self._id(), person, asker.agency_id, stands))
        self._row("consent", {
            "id": new, "person_id": person, "case_id": None, "state": state, "agency_id": asker.agency_id,
            "asked_by_id": asker.staff_id, "until_on": until, "categories": self.dice.choice(MASKS),
        })  # fmt: skip

    def _end(self) -> datetime | None:
        days = self.dice.choice(ENDS)
        return None if days is None else self.now + timedelta(days=days)

    def _prohibition(self, kind: str, subject: UUID, actor: Actor) -> None:
        until = self._end()
        if until is None or until > self.now:
            self.shut_out.add((actor.staff_id, subject))
        begun = self.now - timedelta(days=500)
        self._row("exclusion", {
            "id": self._id(), "subject_id": subject, "subject_kind": kind, "staff_id": actor.staff_id,
            "from_at": begun, "until_at": until,
        })  # fmt: skip

    def _row(self, table: str, values: dict[str, Any]) -> None:
        self.rows.setdefault(table, []).append(values)

    def decided(self, actor: Actor) -> set[UUID]:
        """What the pure rule opens to this actor."""
        return {one.id for one in self.asked if self._opens(actor, one)}

    def withdrawable(self, actor: Actor) -> set[UUID]:
        """The consents whose withdrawal the pure rule lets this actor take while their person's use is stopped."""
        return {
            one.id for one in self.consents
            if one.person_id in self.stopped and actor.staff_id not in self.stopped[one.person_id]
            and rules.may_see_to_withdraw(self._to_withdraw(actor, one)).allowed
        }  # fmt: skip

    def _to_withdraw(self, actor: Actor, one: Said) -> rules.StoppedConsentFact:
        mine = [fact for fact in self.grants.get(one.person_id, []) if fact.ground == Ground.OWN.value]
        looking = rules.Looking(staff_id=actor.staff_id, agency_ids=actor.agency_ids, now=self.now)
        known = rules.RecordFact(depth=Depth.OUTLINE, categories=0)
        return rules.StoppedConsentFact(
            stands=one.stands, excluded=(actor.staff_id, one.person_id) in self.shut_out,
            took_it=one.taken_by in actor.agency_ids, stopped_it=self.offices[one.person_id] in actor.agency_ids,
            works_with=rules.decide(looking, known, mine).verdict.allowed,
        )  # fmt: skip

    def _opens(self, actor: Actor, one: Asked) -> bool:
        looking = rules.Looking(
            staff_id=actor.staff_id, agency_ids=actor.agency_ids, now=self.now,
            excluded=(actor.staff_id, one.subject_id) in self.shut_out,
            stopped=actor.staff_id not in self.stopped.get(one.subject_id, {actor.staff_id}),
        )  # fmt: skip
        return rules.decide(looking, one.fact, self.grants.get(one.subject_id, [])).verdict.allowed


BATCH = 5_000
# A stop closes the windows it finds: it is laid before the grants.
LAID: dict[str, Any] = {
    **TABLES, "consent": Consent, "usestop": UseStop, "stoppass": StopPass, "grant": Grant, "exclusion": Exclusion,
}  # fmt: skip


def lay(
    worlds: Iterable[World], connection: psycopg.Connection[Any], *, patterns: dict[str, dict[str, Any]]
) -> None:
    """Write the worlds' rows as the owner; what a world does not say is taken from one real row of each table."""
    connection.execute("SET norishiro.maintenance = 'on'")
    worlds = list(worlds)
    for name, model in LAID.items():
        rows = [patterns[name] | values for world in worlds for values in world.rows.get(name, [])]
        for start in range(0, len(rows), BATCH):
            insert_rows(connection, model._meta.db_table, rows[start : start + BATCH])
    connection.commit()
    connection.execute("ANALYZE")
    connection.commit()


def insert_rows(connection: psycopg.Connection[Any], table: str, rows: list[dict[str, Any]]) -> None:
    """Many rows in one statement; COPY would refuse a table behind a wall."""
    statement = sql.SQL("INSERT INTO {0} SELECT * FROM json_populate_recordset(NULL::{0}, %s::json)")
    connection.execute(statement.format(sql.Identifier(table)), [json.dumps(rows, default=str)])


def pattern_of(connection: psycopg.Connection[Any], model: Any) -> dict[str, Any]:
    """Any row of the table, column by column."""
    connection.execute("SET norishiro.maintenance = 'on'")
    cursor = connection.execute(
        sql.SQL("SELECT * FROM {} LIMIT 1").format(sql.Identifier(model._meta.db_table))
    )
    row = cursor.fetchone()
    assert row is not None and cursor.description is not None, model
    return dict(zip([one.name for one in cursor.description], row, strict=True))
