"""An office with a worker, a colleague and a leader; a household with an address; a stranger elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import Client

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Staff
from norishiro.cases.models import Case
from norishiro.core.operation import announce
from norishiro.people.models import Household, Person
from norishiro.visits import operations
from norishiro.visits.models import SafetyNote, Visit
from norishiro.visits.operations import Minded, Planned
from tests.factories import agencies, cases, people

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Office:
    worker: Actor
    colleague: Actor
    leader: Actor
    stranger: Actor
    mother: Person
    case: Case
    today: date

    def household(self, title: str = "架空家", *, address: str = "みなと町1-2-3") -> Case:
        """One more household of this office."""
        someone = people.person(self.worker, f"{title} の人")
        home = people.household(self.worker, someone, label=title)
        Household.objects.filter(id=home.id).update(address=address)
        home.refresh_from_db()
        return cases.case(self.worker, someone, household=home, title=title, today=self.today)

    def plan(
        self, by: Actor | None = None, *, case: Case | None = None, goers: tuple[Actor, ...] = (), **said: Any
    ) -> Visit:
        actor = by or self.worker
        planned = Planned(
            **{"day": self.today, "purpose": "様子を見る", **said},
            goer_ids=tuple(one.staff_id for one in goers or (actor,)),
        )
        return operations.plan_visit(actor, case=case or self.case, planned=planned, today=self.today)

    def note(
        self, kind: str = "PAIR", *, by: Actor | None = None, case: Case | None = None, **said: Any
    ) -> SafetyNote:
        minded = Minded(
            **{
                "kinds": (kind,), "words": "息子さんが大声を出すことがある", "teller": "前の担当者", "heard_on": self.today,
                "is_told": False, "told_words": "いま伝えると訪問を断たれるおそれ", "review_on": self.today + 90 * DAY, **said,
            }
        )  # fmt: skip
        (note,) = operations.note_safety(
            by or self.worker, case=case or self.case, minded=minded, today=self.today
        )
        return note


def office(today: date) -> Office:
    place = agencies.agency()
    worker = agencies.actor("架空 花子", agency=place, kinds=(RoleKind.CSW,))
    mother = people.person(worker, "架空 母")
    home = people.household(worker, mother)
    Household.objects.filter(id=home.id).update(address="みなと町9-8-7")
    home.refresh_from_db()
    case = cases.case(worker, mother, household=home, title="架空家", today=today)
    made = Office(
        worker, agencies.actor("架空 同僚", agency=place, kinds=(RoleKind.CSW,)),
        agencies.actor("架空 統括", agency=place, kinds=(RoleKind.SUPERVISOR,)), agencies.actor("架空 よそ"), mother, case, today,
    )  # fmt: skip
    announce(worker)
    return made


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def codes(refused: Any) -> list[str]:
    return [one.code for one in refused.value.verdict.reasons]
