"""A mother who came first, a son who goes out in the evening, an evening kitchen, and somebody of another agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.operation import announce
from norishiro.matching import operations
from norishiro.matching.models import Participation
from norishiro.matching.operations import Begun
from norishiro.people.models import Household, Person
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.resources import operations as resources
from norishiro.resources.models import Place
from norishiro.resources.opening import read_opening
from norishiro.resources.operations.places import Offer, Where, Whose
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import ALL_CATEGORIES, Depth, Ground, SourceKind
from tests.factories import agencies, cases, people

TODAY = date(2026, 11, 20)


@dataclass
class Town:
    """``mine`` leads the case; ``other`` belongs to another agency and holds nothing at first."""

    mine: Actor
    other: Actor
    case: Case
    home: Household
    mother: Person
    son: Person

    def place(
        self,
        name: str = "架空食堂",
        *,
        opening: str = "毎週水曜 17時～20時",
        roles: Any = ("HELPER",),
        **values: Any,
    ) -> Place:
        announce(self.mine)
        given = {"kind": "KITCHEN", "welcome": "YES", **values}
        made = resources.add_place(
            self.mine, whose=Whose(f"{name}の会", "VOLUNTEERS"), where=Where(f"{name}の会場"),
            offer=Offer({"name": name, **given}, {"ROLE": list(roles)}),
        )  # fmt: skip
        if opening:
            resources.set_opening(self.mine, place=made, version=1, lines=read_opening(opening).rules)
        return made

    def begin(
        self, place: Place, *, by: Actor | None = None, person: Person | None = None, on: date = TODAY,
        basis: str = Ground.OWN, **begun: Any,
    ) -> Participation:  # fmt: skip
        told = Begun(**{"role": "HELPER", "words": "「夕方からなら」", "on": on, **begun})
        return operations.begin_participation(
            by or self.mine, case=self.case, person=person or self.son, place=place, begun=told, basis=basis, today=on
        )  # fmt: skip

    def move(self, one: Participation, stage: str, *, on: date = TODAY, by: Actor | None = None) -> None:
        operations.move_stage(
            by or self.mine, participation=one, version=one.version, stage=stage, on=on, today=on
        )

    def share(self, *subjects: Any, ground: str = Ground.CONFERENCE) -> None:
        """Let the other agency see these subjects, and the own one under the same ground."""
        for recipient in (self.mine, self.other):
            announce(self.mine)
            sharing.grant(
                self.mine, subjects=subjects, recipients=[sharing.agency(recipient.agency_id)], ground=ground,
                depth=Depth.PROGRESS, source=SourceKind.TEAM, source_id=self.case.id, categories=ALL_CATEGORIES,
            )  # fmt: skip


def lay() -> Town:
    adopt_profile(
        (PRESETS / "nakano.toml").read_text(encoding="utf-8"), name="nakano", valid_from=agencies.EPOCH
    )
    mine, other = agencies.actor("架空 窓口"), agencies.actor("架空 ほか")
    mother = people.person(mine, "架空 母子", kana="かくうははこ")
    son = people.person(mine, "架空 むすこ", kana="かくうむすこ")
    home = people.household(mine, mother, son)
    return Town(
        mine,
        other,
        cases.case(mine, mother, son, household=home, today=date(2026, 1, 5)),
        home,
        mother,
        son,
    )
