"""The twin test: over generated towns, the three voices of the gate say the same, row by row.

``decide`` (pure), ``through_gate`` (what lists use) and the wall in the database are compared for every person,
case, contact and issue of a small town with random grants; an independent oracle, written from the consents, seats
and roles that made the grants, is compared as well.
"""

from __future__ import annotations

import random
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case, Issue
from norishiro.core.operation import announce
from norishiro.outreach.models import Contact
from norishiro.people.models import Person
from norishiro.sharing import operations, rules
from norishiro.sharing.choices import ALL_CATEGORIES, Category, Depth, Ground, SourceKind
from norishiro.sharing.models import Exclusion, Grant
from norishiro.sharing.queries import through_gate
from tests.factories import agencies, people

WORLDS = 12
MASKS = [
    ALL_CATEGORIES,
    int(Category.ATTRIBUTES),
    int(Category.ATTRIBUTES | Category.LIFE_HISTORY),
    int(Category.HEALTH),
]


class Town:
    """Four agencies with two actors each, three persons, two cases, records of every basis, random grants."""

    def __init__(self, seed: int, keeper: Actor) -> None:
        self.dice = random.Random(seed)
        self.keeper = keeper
        places = [agencies.agency(f"機関{n}") for n in range(4)]
        self.actors = [agencies.actor(f"職員{n}", agency=place) for place in places for n in range(2)]
        self.people = [people.person(keeper, f"住民{n}") for n in range(3)]
        self.cases = [self._case() for _ in range(2)]
        self._let_keeper_write_on_every_ground()
        self.records = [self._contact(person) for person in self.people for _ in range(3)]
        self.issues = [self._issue(case) for case in self.cases for _ in range(3)]
        self.grants = [self._grant() for _ in range(14)]
        self._exclusions()

    def _case(self) -> Case:
        new_id = uuid.uuid4()
        operations.own_work(self.keeper, subjects=[operations.case(new_id)], source_id=new_id)
        return Case.objects.create(
            id=new_id, number=str(new_id)[:12], title="ある世帯", operator_id=self.keeper.agency_id,
            lead_agency_id=self.keeper.agency_id, lead_side="COUNCIL", opened_on=date(2026, 4, 1),
            last_moved_on=date(2026, 4, 1),
        )  # fmt: skip

    def _let_keeper_write_on_every_ground(self) -> None:
        for ground in (Ground.CONSENT, Ground.CONFERENCE, Ground.PURPOSE):
            operations.grant(
                self.keeper, subjects=[*(operations.person(one.id) for one in self.people), *(operations.case(one.id) for one in self.cases)],
                recipients=[operations.staff(self.keeper.staff_id)], ground=ground, depth=Depth.PROGRESS,
                source=SourceKind.CONSENT, source_id=uuid.uuid4(),
            )  # fmt: skip

    def _gated(self) -> dict:
        return {
            "basis": (basis := self.dice.choice(list(Ground))),
            "agency_id": self.keeper.agency_id
            if basis == Ground.OWN
            else self.dice.choice([self.keeper.agency_id, *(one.agency_id for one in self.actors)]),
            "categories": self.dice.choice(MASKS),
        }

    def _contact(self, person: Person) -> Contact:
        return Contact.objects.create(
            person=person, subject_id=person.id, happened_on=date(2026, 5, 1), method="VISIT", met="ABSENT",
            body="留守", programme="OUTREACH", staff_id=self.keeper.staff_id, **self._gated(),
        )  # fmt: skip

    def _issue(self, case: Case) -> Issue:
        return Issue.objects.create(
            case=case, subject_id=case.id, scope="HOUSEHOLD", title="住まい", source="本人", found_on=date(2026, 5, 1),
            staff_id=self.keeper.staff_id, **self._gated(),
        )  # fmt: skip

    def _grant(self) -> Grant:
        actor = self.dice.choice(self.actors)
        recipient = self.dice.choice([operations.agency(actor.agency_id), operations.staff(actor.staff_id)])
        subject = self.dice.choice(
            [operations.person(one.id) for one in self.people]
            + [operations.case(one.id) for one in self.cases]
        )
        source = uuid.uuid4()
        operations.grant(
            self.keeper, subjects=[subject], recipients=[recipient], ground=self.dice.choice(list(Ground)),
            depth=self.dice.choice(list(Depth)), source=SourceKind.CONSENT, source_id=source,
            categories=self.dice.choice(MASKS), until=self._until(), sealed=self.dice.random() < 0.15,
        )  # fmt: skip
        ended = self.dice.random() < 0.25
        if ended:
            operations.end_grants(self.keeper, source_ids=[source], reason="試し")
        made = Grant(
            subject_id=subject.id, recipient_id=recipient.id, recipient_kind=recipient.kind, subject_kind=subject.kind,
        )  # fmt: skip
        made.source_id = source
        return made

    def _until(self) -> datetime | None:
        return self.dice.choice(
            [None, None, datetime.now(tz=UTC) + timedelta(days=self.dice.randint(1, 400))]
        )

    def _exclusions(self) -> None:
        shut_out = self.dice.choice(self.actors)
        operations.exclude_staff(
            self.keeper, subjects=[operations.person(self.people[0].id)], reason="隣人",
            shut_out=agencies.Staff.objects.get(id=shut_out.staff_id),
        )  # fmt: skip


def facts_of(actor: Actor, *, subject_id: uuid.UUID) -> list[rules.GrantFact]:
    announce(actor)
    return [
        rules.GrantFact(
            recipient_id=grant.recipient_id, depth=grant.depth, categories=grant.categories, ground=grant.ground,
            from_at=grant.from_at, until_at=grant.until_at, sealed=grant.sealed,
        )
        for grant in Grant.objects.filter(subject_id=subject_id)
    ]  # fmt: skip


def decided(actor: Actor, *, subject_id: uuid.UUID, record: rules.RecordFact) -> bool:
    grants = facts_of(actor, subject_id=subject_id)
    excluded = Exclusion.objects.filter(subject_id=subject_id, staff_id=actor.staff_id).exists()
    looking = rules.Looking(
        staff_id=actor.staff_id, agency_ids=actor.agency_ids, now=timezone.now(), excluded=excluded
    )
    return rules.decide(looking, record, grants).verdict.allowed


def gated_fact(row, depth: Depth) -> rules.RecordFact:
    return rules.RecordFact(
        depth=depth, categories=row.categories, basis=row.basis, written_by=frozenset({row.agency_id})
    )


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(WORLDS))
def test_list_wall_and_decision_agree_row_by_row(seed):
    town = Town(seed, agencies.actor("基準 職員"))
    attributes = rules.RecordFact(depth=Depth.OUTLINE, categories=int(Category.ATTRIBUTES))
    existence = rules.RecordFact(depth=Depth.EXISTENCE, categories=0)
    for actor in [town.keeper, *town.actors]:
        announce(actor)
        walls = {
            model: set(model.objects.values_list("id", flat=True)) for model in (Person, Case, Contact, Issue)
        }
        lists = {
            Person: through_gate(
                Person.objects.all(), actor, subject="id", depth=Depth.OUTLINE, category=Category.ATTRIBUTES
            ),
            Case: through_gate(Case.objects.all(), actor, subject="id", depth=Depth.EXISTENCE),
            Contact: through_gate(
                Contact.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True
            ),
            Issue: through_gate(
                Issue.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
            ),
        }
        decisions = {
            Person: {one.id for one in town.people if decided(actor, subject_id=one.id, record=attributes)},
            Case: {one.id for one in town.cases if decided(actor, subject_id=one.id, record=existence)},
            Contact: {
                one.id for one in town.records
                if decided(actor, subject_id=one.subject_id, record=gated_fact(one, Depth.PROGRESS))
            },
            Issue: {
                one.id for one in town.issues
                if decided(actor, subject_id=one.subject_id, record=gated_fact(one, Depth.OUTLINE))
            },
        }  # fmt: skip
        for model, rows in lists.items():
            assert walls[model] == decisions[model], (seed, actor.name, model.__name__)
            assert set(rows.values_list("id", flat=True)) == decisions[model], (
                seed,
                actor.name,
                model.__name__,
            )


@pytest.mark.django_db
def test_the_town_has_both_seen_and_unseen_rows():
    """Guards the test above: a town in which nobody sees anything would agree too."""
    seen = hidden = 0
    for seed in range(WORLDS):
        town = Town(seed, agencies.actor("基準 職員"))
        for actor in town.actors:
            announce(actor)
            count = Contact.objects.count()
            seen += count
            hidden += len(town.records) - count
    assert seen > 20
    assert hidden > 20
