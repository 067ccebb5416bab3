"""Cases by the thousand that are worked on at once in a 支援会議 and under consent, laid straight into the tables.

Every text of a case says under which ground it was born, and nothing else, so that it can be swapped.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case, CaseMember, Issue, Role, Wish
from norishiro.meetings.models import BasisChange, Item, MinuteLine, PaperSet, Passage, Seat
from norishiro.outreach.models import Contact
from norishiro.people.models import Person
from norishiro.sharing.choices import ALL_CATEGORIES, Category, Ground
from norishiro.sharing.models import Grant
from tests.assurance.worlds import BATCH, insert_rows, pattern_of

CONSENT, CONFERENCE = Ground.CONSENT.value, Ground.CONFERENCE.value
NAMES = int(Category.ATTRIBUTES)
MASKS = (ALL_CATEGORIES, NAMES, NAMES | int(Category.LIFE_HISTORY), NAMES | int(Category.HEALTH))

# Where words stand, by table: these are swapped.
WORDS: dict[str, tuple[str, ...]] = {
    "contact": ("body", "impression", "next_what"),
    "issue": ("title", "detail", "source"),
    "role": ("what", "progress"),
    "wish": ("words",),
    "item": ("reason", "approach", "how_to_tell", "do_not_contact"),
    "minuteline": ("text",),
    "paperset": ("note",),
    "passage": ("reason", "body_name"),
    "basischange": ("reason", "decided_by"),
}
MODELS: dict[str, Any] = {
    "person": Person, "case": Case, "casemember": CaseMember, "grant": Grant, "contact": Contact, "issue": Issue,
    "role": Role, "wish": Wish, "item": Item, "minuteline": MinuteLine, "passage": Passage, "paperset": PaperSet,
    "seat": Seat, "basischange": BasisChange,
}  # fmt: skip


@dataclass
class Room:
    """One case: some people, talked over in a 支援会議 and, apart from it, under consent."""

    seed: int
    now: datetime
    writer: Actor
    by_consent: Actor
    seated: Actor
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    born: dict[str, dict[str, list[UUID]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.case_id = self._row("case", number=f"C5-{self.seed}", title=f"世帯{self.seed}")
        self.people = [self._person(n) for n in range(self.dice.randint(1, 4))]
        self.conference_item = self._item(CONFERENCE)
        self.consent_item = self._item(CONSENT)
        for basis, item in ((CONFERENCE, self.conference_item), (CONSENT, self.consent_item)):
            self._words(basis, item)
        self._let_see()
        if self.dice.random() < 0.4:
            self._moved()

    def _id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)

    def _row(self, table: str, **values: Any) -> UUID:
        new: UUID = values.pop("id", None) or self._id()
        self.rows.setdefault(table, []).append({"id": new, **values})
        return new

    def _person(self, number: int) -> UUID:
        name = f"住民 {self.seed}の{number}"
        person = self._row("person", name=name, name_key=name.replace(" ", ""))
        self._row("casemember", case_id=self.case_id, person_id=person)
        return person

    def _gated(self, table: str, basis: str, subject: UUID, **values: Any) -> UUID:
        new = self._id()
        texts = dict.fromkeys(WORDS[table], f"{basis}の{table}{self.seed}")
        self.born.setdefault(basis, {}).setdefault(table, []).append(new)
        self._row(
            table, id=new, subject_id=subject, basis=basis, agency_id=self.writer.agency_id,
            categories=self.dice.choice(MASKS), **{**texts, **values},
        )  # fmt: skip
        return new

    def _item(self, basis: str) -> UUID:
        new = self._id()
        subject = new if basis == CONFERENCE else self.case_id
        texts = dict.fromkeys(WORDS["item"], f"{basis}の議題{self.seed}")
        self.born.setdefault(basis, {}).setdefault("item", []).append(new)
        self._row(
            "item", id=new, subject_id=subject, basis=basis, case_id=self.case_id, agency_id=self.writer.agency_id,
            categories=self.dice.choice(MASKS), kind="SUPPORT" if basis == CONFERENCE else "LAYERED", **texts,
        )  # fmt: skip
        return new

    def _words(self, basis: str, item: UUID) -> None:
        subject = item if basis == CONFERENCE else self.case_id
        for _ in range(self.dice.randint(1, 3)):
            self._gated("minuteline", basis, subject, item_id=item)
        self._gated("paperset", basis, subject, item_id=item)
        passage = self._row(
            "passage", item_id=item, **dict.fromkeys(WORDS["passage"], f"{basis}の出入り{self.seed}")
        )
        self.born[basis].setdefault("passage", []).append(passage)
        about = self.dice.choice([None, *self.people])
        self._gated("contact", basis, about or self.case_id, person_id=about, case_id=self.case_id)
        self._gated("issue", basis, self.case_id, case_id=self.case_id)
        self._gated("role", basis, self.case_id, case_id=self.case_id, bearer_id=self.writer.agency_id)
        if self.dice.random() < 0.5:
            self._gated("wish", basis, self.case_id, case_id=self.case_id, person_id=self.people[0])

    def _let_see(self) -> None:
        """The writer by its own work, one agency by consent, one person by a seat; some run out, some wait for the oath."""
        own = [self.case_id, self.conference_item, *self.people]
        for subject in own:
            self._grant(subject, self.writer.agency_id, "AGENCY", Ground.OWN.value, 3, ALL_CATEGORIES)
        kinds, depth = self.dice.choice(MASKS), self.dice.choice((2, 3, 3))
        for subject in (self.case_id, *self.dice.sample(self.people, self.dice.randint(1, len(self.people)))):
            self._grant(subject, self.by_consent.agency_id, "AGENCY", CONSENT, depth, kinds)
        over = self.now - timedelta(days=1) if self.dice.random() < 0.1 else None
        self.seat_is_over = over is not None
        sealed = self.dice.random() < 0.1
        for subject in own:
            self._grant(
                subject,
                self.seated.staff_id,
                "STAFF",
                CONFERENCE,
                3,
                ALL_CATEGORIES,
                until_at=over,
                sealed=sealed,
            )
        self._row(
            "seat", item_id=self.conference_item, staff_id=self.seated.staff_id, agency_id=self.seated.agency_id,
            opened_at=None if sealed else self.now, ended_at=over,
        )  # fmt: skip

    def _grant(
        self, subject: UUID, to: UUID, kind: str, ground: str, depth: int, categories: int, *,
        until_at: datetime | None = None, sealed: bool = False,
    ) -> None:  # fmt: skip
        self._row(
            "grant", subject_id=subject, subject_kind="PERSON" if subject in self.people else "CASE", recipient_id=to,
            recipient_kind=kind, depth=depth, categories=categories, ground=ground, until_at=until_at, sealed=sealed,
            from_at=self.now - timedelta(days=30),
        )  # fmt: skip

    def _moved(self) -> None:
        """A line of the 支援会議 that a decision moved to the ground of consent: from then on it is consent's."""
        line = self._gated("minuteline", CONSENT, self.case_id, item_id=self.conference_item)
        change = self._row(
            "basischange", line_id=line, from_basis=CONFERENCE, to_basis=CONSENT,
            **dict.fromkeys(WORDS["basischange"], f"{CONSENT}の変更{self.seed}"),
        )  # fmt: skip
        self.born[CONSENT].setdefault("basischange", []).append(change)


def lay_rooms(
    rooms: Iterable[Room], connection: psycopg.Connection[Any], *, patterns: dict[str, dict[str, Any]]
) -> None:
    """Write the rows as the owner; what a room does not say is taken from one real row of each table."""
    connection.execute("SET norishiro.maintenance = 'on'")
    rooms = list(rooms)
    for name, model in MODELS.items():
        rows = [patterns[name] | values for room in rooms for values in room.rows.get(name, [])]
        for start in range(0, len(rows), BATCH):
            insert_rows(connection, model._meta.db_table, rows[start : start + BATCH])
    connection.commit()
    connection.execute("ANALYZE")
    connection.commit()


def real_rows(connection: psycopg.Connection[Any]) -> dict[str, dict[str, Any]]:
    """One row of each table as the house itself writes it."""
    return {name: pattern_of(connection, model) for name, model in MODELS.items()}


def swap(rooms: Iterable[Room], connection: psycopg.Connection[Any], *, basis: str, mark: str) -> int:
    """Rewrite, as the owner, every word that was born under this ground. Answers how many rows."""
    connection.execute("SET norishiro.maintenance = 'on'")
    changed = 0
    rooms = list(rooms)
    for name, columns in WORDS.items():
        ids = [one for room in rooms for one in room.born.get(basis, {}).get(name, [])]
        values = sql.SQL(", ").join(sql.SQL("{} = {}").format(sql.Identifier(one), mark) for one in columns)
        statement = sql.SQL("UPDATE {} SET {} WHERE id = ANY (%s)").format(
            sql.Identifier(MODELS[name]._meta.db_table), values
        )
        changed += connection.execute(statement, [ids]).rowcount
    connection.commit()
    return changed
