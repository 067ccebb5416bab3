"""What is handed from a form to a verb: who is meant, what is told of them, and how it came to be known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.core.calendar import PartialDate
from norishiro.family.choices import KinKind, Manner, Sureness
from norishiro.family.models import Kin
from norishiro.people.choices import Sex
from norishiro.people.models import Person
from norishiro.sharing.choices import Ground


@dataclass(frozen=True)
class End:
    """One end of a tie: somebody registered or somebody told of. ``key`` names it on the drawing."""

    person: Person | None = None
    kin: Kin | None = None

    @property
    def key(self) -> str:
        return f"p-{self.person.id}" if self.person else f"k-{self.kin.id}" if self.kin else ""

    @property
    def label(self) -> str:
        return self.person.label if self.person else self.kin.label if self.kin else ""

    @property
    def called(self) -> str:
        return self.person.called if self.person else self.label

    @property
    def birth(self) -> str:
        return self.person.birth if self.person else self.kin.birth if self.kin else ""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Who said it, when, how sure it is, and who may read it."""

    source: str
    told_on: date
    sureness: str = Sureness.SURE
    basis: str = Ground.OWN


@dataclass(frozen=True, kw_only=True)
class KinFacts:
    """What is known of somebody from telling."""

    label: str
    kind: str = KinKind.PERSON
    sex: str = Sex.UNKNOWN
    birth: PartialDate | None = None
    is_dead: bool = False
    died_on: PartialDate | None = None
    lives_together: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TieFacts:
    """How two stand to each other. ``hide``: what exactly is kept from the drawing, and from other agencies."""

    manner: str = Manner.UNSAID
    custody: str = ""
    place: int | None = None
    since: PartialDate | None = None
    apart: bool = False
    apart_since: PartialDate | None = None
    ended: str = ""
    ended_on: PartialDate | None = None
    note: str = ""
    hide: bool = False
