"""A household of a mother and her daughter of sixteen, a carers' window, and somebody of another agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.carers import operations
from norishiro.carers.models import Caring
from norishiro.carers.operations import Reach, Told
from norishiro.cases.models import Case
from norishiro.core.calendar import parse_date
from norishiro.core.operation import announce
from norishiro.people.models import Household, Person
from norishiro.people.operations.people import birth_columns
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import ALL_CATEGORIES, Depth, Ground, SourceKind
from tests.factories import agencies, cases, people

TODAY = date(2026, 11, 20)


@dataclass
class Town:
    mine: Actor
    other: Actor
    case: Case
    home: Household
    mother: Person
    daughter: Person

    def write(
        self, *, by: Actor | None = None, carer: Person | None = None, basis: str = Ground.OWN, **said: Any
    ) -> Caring:
        given = {
            "cared_for": [self.mother.id], "tasks": ["HOUSEWORK", "MEDICINE"], "effects": ["SCHOOL_LATE"],
            "often": "DAILY", "listener": "SCHOOL", "source": "本人", "wishes": "「母を責めないでほしい」",
        }  # fmt: skip
        return operations.write_caring(
            by or self.mine,
            carer=carer or self.daughter,
            told=Told(**{**given, **said}),
            basis=basis,
            today=TODAY,
        )

    def change(self, before: Caring, *, by: Actor | None = None, **said: Any) -> Caring:
        given = {
            "cared_for": [self.mother.id], "tasks": ["HOUSEWORK", "MEDICINE"], "effects": ["SCHOOL_LATE"],
            "often": "DAILY", "listener": "SCHOOL", "source": "本人", "wishes": "「母を責めないでほしい」",
        }  # fmt: skip
        return operations.change_caring(
            by or self.mine, before=before, told=Told(**{**given, **said}), today=TODAY
        )

    def keep(self, person: Person, **values: Any) -> None:
        announce(self.mine)
        Person.objects.filter(id=person.id).update(**values)

    def share(
        self, *subjects: Any, ground: str = Ground.CONFERENCE, categories: int = ALL_CATEGORIES
    ) -> None:
        """Let the other agency see these subjects, and the own one under the same ground."""
        for recipient in (self.mine, self.other):
            announce(self.mine)
            sharing.grant(
                self.mine, subjects=subjects, recipients=[sharing.agency(recipient.agency_id)], ground=ground,
                depth=Depth.PROGRESS, source=SourceKind.TEAM, source_id=self.case.id, categories=categories,
            )  # fmt: skip


def reach(wish: str = "", *, quiet: bool = False) -> Reach:
    return Reach(contact_wish=wish, keep_from_family=quiet)


def lay() -> Town:
    adopt_profile(
        (PRESETS / "tachikawa.toml").read_text(encoding="utf-8"), name="tachikawa", valid_from=agencies.EPOCH
    )
    mine, other = agencies.actor("架空 窓口"), agencies.actor("架空 学校")
    mother = people.person(mine, "架空 母子", kana="かくうははこ")
    daughter = people.person(mine, "架空 むすめ", kana="かくうむすめ")
    home = people.household(mine, mother, daughter)
    town = Town(mine, other, cases.case(mine, mother, daughter, household=home), home, mother, daughter)
    said = parse_date("平成22年5月5日", today=TODAY, must_be_past=True)
    town.keep(daughter, **birth_columns(said))
    return town
