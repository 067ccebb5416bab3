"""お試しと参加 at places of a corporation: people for those who may see them, numbers for everybody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.corporations import rules
from norishiro.corporations.views.common import PEOPLE
from norishiro.matching import queries as matching

if TYPE_CHECKING:
    from norishiro.matching.models import Participation


@dataclass(frozen=True)
class Told:
    """One person at one place, with what the host and the person said last."""

    one: Participation
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Trials:
    """Those the actor may see, and the numbers of all: ``begun`` and ``live`` in words, ``by_place`` as well."""

    seen: tuple[Told, ...]
    begun: str
    live: str
    by_place: dict[UUID, tuple[str, str]]

    @property
    def shown(self) -> list[UUID]:
        return list(
            dict.fromkeys(key for told in self.seen for key in (told.one.case_id, told.one.person_id))
        )


def trials_at(actor: Actor, place_ids: Collection[UUID]) -> Trials:
    seen = matching.at_places(actor, place_ids=place_ids) if place_ids and actor.may(PEOPLE) else []
    numbers = matching.numbers_at(actor, place_ids=place_ids) if place_ids else {}
    return Trials(
        tuple(Told(one, _said(one)) for one in seen),
        rules.told_number(sum(begun for begun, _live in numbers.values())),
        rules.told_number(sum(live for _begun, live in numbers.values())),
        {key: (rules.told_number(begun), rules.told_number(live)) for key, (begun, live) in numbers.items()},
    )


def _said(one: Participation) -> tuple[tuple[str, str], ...]:
    """The last words of each: what was told when it was asked how it goes, else of the last visit to the host."""
    checks, visits = list(one.checks.all()), list(one.host_contacts.all())
    host = next((each.host_words for each in reversed(checks) if each.host_words), "")
    person = next((each.person_words for each in reversed(checks) if each.person_words), "")
    said = (
        ("受け入れ先", host or (visits[-1].words if visits else "")), ("本人", person), ("終わるとき", one.end_words),
    )  # fmt: skip
    return tuple((who, words) for who, words in said if words)
