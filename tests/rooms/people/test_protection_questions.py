"""The protections' screens ask the database the same number of questions for one row as for three."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Staff
from norishiro.core.operation import announce
from norishiro.people import operations
from norishiro.people.models import Lifting, Person, Protection, SuppressionList, SuppressionRow
from norishiro.people.suppressions import ListedPerson
from tests.factories import agencies

pytestmark = pytest.mark.django_db

ADDRESS = "東京都豊島区かなりや町9-87-6{}"


@dataclass
class Desk:
    """An office that keeps this many protections of everything: kinds, liftings, doubts, lists."""

    rows: int
    today: date = field(default_factory=timezone.localdate)
    worker: Actor = field(init=False)
    people: list[Person] = field(init=False)
    protection: Protection = field(init=False)
    lifting: Lifting = field(init=False)

    def __post_init__(self) -> None:
        office = agencies.agency("女性相談の窓口")
        self.worker = agencies.actor("窓口 一郎", agency=office)
        colleague = agencies.actor("窓口 二郎", agency=office)
        self.people = [self.person(number) for number in range(self.rows)]
        for one in self.people:
            kept = [self.protect(one, kind, office) for kind in ("DV", "STALKING", "CHILD")[: self.rows]]
            self.protection = kept[0]
            self.lifting = operations.ask_lifting(
                colleague,
                protection=kept[0],
                version=kept[0].version,
                reason="申出があった",
                today=self.today,
            )
        self.like()

    def person(self, number: int) -> Person:
        return operations.add_person(
            self.worker, name=f"架空 はる{number}", kana=f"かくうはる{number}", address=ADDRESS.format(number),
            phone=f"03-9876-540{number}", today=self.today,
        )  # fmt: skip

    def protect(self, person: Person, kind: str, office: Agency) -> Protection:
        return operations.protect(
            self.worker, person=Person.objects.get(id=person.id), kind=kind, basis="本人の申出", office=office,
            fields={"ADDRESS", "PHONE"}, told={"NOTE": "書きとめ"}, from_on=self.today, today=self.today,
        )  # fmt: skip

    def like(self) -> None:
        """Lists in which somebody is only like somebody known."""
        for number in range(self.rows):
            operations.add_person(
                self.worker, name=f"似田 みか{number}", kana=f"にたみか{number}", today=self.today
            )
        lines = [
            ListedPerson(line_no=2 + number, name=f"似田 みか{number}", kana=f"にたみか{number}", kind="DV")
            for number in range(self.rows)
        ]
        for ago in range(self.rows):
            operations.take_suppressions(
                self.worker, lines=lines, content=b"", issued_on=self.today - timedelta(days=self.rows - ago),
                today=self.today,
            )  # fmt: skip

    def one(self, model: Any, **wanted: Any) -> UUID:
        announce(self.worker)
        key: UUID = model.objects.filter(**wanted).first().id
        return key


PAGES: dict[str, tuple[int, Callable[[Desk], UUID | None]]] = {
    "show_protection": (14, lambda desk: desk.people[0].id),
    "protect": (15, lambda desk: desk.people[0].id),
    "add_protected": (13, lambda desk: desk.protection.id),
    "look_at": (12, lambda desk: desk.people[0].id),
    "renew_protection": (13, lambda desk: desk.protection.id),
    "ask_lifting": (13, lambda desk: desk.protection.id),
    "lift_protection": (13, lambda desk: desk.lifting.id),
    "protections": (17, lambda desk: None),
    "take_suppressions": (10, lambda desk: None),
    "suppression_list": (13, lambda desk: desk.one(SuppressionList)),
    "settle_doubt": (13, lambda desk: desk.one(SuppressionRow, state="DOUBT")),
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_a_fixed_number_of_questions(
    name: str, rows: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    desk = Desk(rows)
    questions, target = PAGES[name]
    key = target(desk)
    client = Client()
    client.force_login(Staff.objects.get(id=desk.worker.staff_id))
    path = reverse(f"people:{name}", args=[key] if key else [])
    assert client.get(path).status_code == 200
    with django_assert_num_queries(questions):
        client.get(path)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_look_itself_asks_a_fixed_number_of_questions(
    rows: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    desk = Desk(rows)
    client = Client()
    client.force_login(Staff.objects.get(id=desk.worker.staff_id))
    path = reverse("people:look_at", args=[desk.people[0].id])
    with django_assert_num_queries(30):
        page = client.post(path, {"purpose": "裁判所への答え"})
    assert ADDRESS.format(0) in page.content.decode()
