"""One case whose family is drawn: a mother and a son who live together, and who else is told of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.cases.models import Case
from norishiro.core.calendar import parse_date
from norishiro.core.operation import announce
from norishiro.family import operations, queries
from norishiro.family.choices import Manner, Standing
from norishiro.family.drawing.graph import Family
from norishiro.family.models import Tie
from norishiro.family.told import End, KinFacts, Telling, TieFacts
from norishiro.people.models import Household, Person
from tests.factories import agencies, cases, people

TODAY = date(2026, 11, 20)
TELLING = Telling(source="長女", told_on=TODAY)


@dataclass
class Town:
    actor: Actor
    case: Case
    home: Household
    mother: Person
    son: Person

    def relative(
        self, beside: Person | End | None, standing: Standing, label: str, *, today: date = TODAY,
        with_parent: End | None = None, telling: Telling = TELLING, tie: TieFacts | None = None, **facts: Any,
    ) -> End:  # fmt: skip
        """Somebody told of, beside somebody on the drawing."""
        end = End(person=beside) if isinstance(beside, Person) else beside
        return operations.add_relative(
            self.actor, case=self.case, beside=end, standing=standing, who=KinFacts(label=label, **facts),
            tie=tie or TieFacts(manner=MANNER[standing]), telling=telling, with_parent=with_parent, today=today,
        )  # fmt: skip

    def relate(self, kind: str, one: Person | End, other: Person | End, **facts: Any) -> Tie:
        ends = [End(person=each) if isinstance(each, Person) else each for each in (one, other)]
        return operations.relate(
            self.actor, case=self.case, kind=kind, one=ends[0], other=ends[1], facts=TieFacts(**facts),
            telling=TELLING, today=TODAY,
        )  # fmt: skip

    def family(self, *, on: date = TODAY, actor: Actor | None = None) -> Family:
        looking = actor or self.actor
        announce(looking)
        return queries.family_on(looking, case=self.case, on=on).family


MANNER = {
    Standing.SPOUSE: Manner.MARRIED,
    Standing.CHILD: Manner.BIRTH,
    Standing.PARENT: Manner.BIRTH,
    Standing.SIBLING: Manner.SIBLING,
}


def partly(text: str) -> Any:
    return parse_date(text, today=TODAY)


def town(*, today: date = TODAY) -> Town:
    actor = agencies.actor()
    mother, son = people.person(actor, "架空 ヨシ"), people.person(actor, "架空 次郎")
    home = people.household(actor, mother, son)
    return Town(actor, cases.case(actor, mother, son, household=home, today=today), home, mother, son)


def now_town() -> Town:
    """The same, opened today: pages look at the day it is."""
    return town(today=timezone.localdate())


def labels(family: Family) -> list[str]:
    return sorted(one.label for one in family.figures)


def signed_in(client: Client, actor: Actor) -> Client:
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client
