"""A household of a father and his son, and whoever looks at what is drawn around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Staff
from norishiro.cases.models import Case
from norishiro.core.operation import announce
from norishiro.people.models import Household, Person
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import ALL_CATEGORIES, Depth, Ground, SourceKind
from norishiro.surroundings import operations
from norishiro.surroundings.choices import AroundKind, Strength
from norishiro.surroundings.models import Tie
from norishiro.surroundings.operations import Around, State
from tests.factories import agencies, cases, people

TODAY = date(2026, 11, 20)


@dataclass
class Town:
    """``mine`` leads the case; ``other`` belongs to another agency and holds nothing at first."""

    mine: Actor
    other: Actor
    case: Case
    home: Household
    father: Person
    son: Person

    def share(
        self, to: Actor, *subjects: Any, ground: str = Ground.CONFERENCE, categories: int = ALL_CATEGORIES
    ) -> None:
        """Let somebody else see these subjects on a ground the case is carried under."""
        for recipient in (self.mine, to):
            with transaction.atomic():
                announce(self.mine)
                sharing.grant(
                    self.mine, subjects=subjects, recipients=[sharing.agency(recipient.agency_id)], ground=ground,
                    depth=Depth.PROGRESS, source=SourceKind.TEAM, source_id=self.case.id, categories=categories,
                )  # fmt: skip

    @property
    def of_case(self) -> Any:
        return sharing.case(self.case.id)

    def of(self, person: Person) -> Any:
        return sharing.person(person.id)

    def tie(
        self, name: str = "となりの人", *, person: Person | None = None, strength: str = Strength.NORMAL,
        on: date = TODAY, basis: str = Ground.OWN, around: Around | None = None, **state: Any,
    ) -> Tie:  # fmt: skip
        return operations.add_tie(
            self.mine, case=self.case, person=person, around=around or Around(AroundKind.PERSON, name=name),
            state=State(**{"strength": strength, "source": "本人", **state}), from_on=on, basis=basis, today=TODAY,
        )  # fmt: skip

    def agency_around(self, agency: Agency) -> Around:
        return Around(AroundKind.AGENCY, agency_id=agency.id)


def lay() -> Town:
    adopt_profile(
        (PRESETS / "nishitokyo.toml").read_text(encoding="utf-8"),
        name="nishitokyo",
        valid_from=agencies.EPOCH,
    )
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    father = people.person(mine, "架空 正", kana="かくうただし")
    son = people.person(mine, "架空 学", kana="かくうまなぶ")
    home = people.household(mine, father, son)
    return Town(mine, other, cases.case(mine, father, son, household=home), home, father, son)


@pytest.fixture
def town(db: None) -> Town:
    return lay()


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def posted(client: Client, url: str, **given: Any) -> Any:
    """Fill the form as the page hands it out, with what is typed on top, and send it."""
    form = client.get(url).context["form"]
    sent = {"form_token": str(form.token)}
    if form.version is not None:
        sent |= {"version": str(form.shown_version), "seen": form.fingerprints}
    for bound in form:
        value = bound.value()
        if value not in (None, False):
            sent[bound.html_name] = value
    return client.post(url, sent | given)
