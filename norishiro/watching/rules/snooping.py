"""What looks like curiosity: looks at people with whom nothing in the work connects the one who looks. Pure.

A relation in the records clears a look before it comes here: a case led, a role, a contact written in the same days, a
consultation or sheet received, a seat, standing in for a colleague, something just referred to the agency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

ONE_BY_ONE = ("surname", "block", "colleague", "closed", "off_hours")


@dataclass(frozen=True)
class Odd:
    """Somebody looked at somebody on a day, and nothing in the work connects the two."""

    staff_id: UUID
    agency_id: UUID
    day: date
    subject_id: UUID
    looks: int
    first_at: datetime
    last_at: datetime
    off_hours: bool = False
    surname: bool = False
    block: bool = False
    colleague: bool = False
    closed: bool = False


@dataclass(frozen=True)
class Tally:
    """What somebody did on a day that needs no relation to be counted: 空振り・断り・伏せた言葉・上限・緊急."""

    staff_id: UUID
    agency_id: UUID
    day: date
    kind: str
    subject_id: UUID | None
    looks: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Limits:
    """From how many on something is odd."""

    bulk_people: int
    no_role_people: int
    no_role_days: int
    crowd_staff: int
    vain_searches: int
    refusals: int
    guesses: int


@dataclass(frozen=True)
class Suspicion:
    """One line of a flag."""

    staff_id: UUID
    agency_id: UUID
    day: date
    sign: str
    subject_id: UUID | None
    count: int
    first_at: datetime
    last_at: datetime


def suspicions(odd: Sequence[Odd], tallies: Iterable[Tally], *, limits: Limits) -> list[Suspicion]:
    """Every reason to ask, each once for a member of staff, a day and (where it is about one) a person.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）
    """
    return [
        *_one_by_one(odd),
        *_many_in_a_day(odd, limits),
        *_again_and_again(odd, limits),
        *_crowds(odd, limits),
        *_tallied(tallies, limits),
    ]


def _one_by_one(odd: Iterable[Odd]) -> Iterator[Suspicion]:
    for one in odd:
        for sign in ONE_BY_ONE:
            if getattr(one, sign):
                yield _about(one, sign.upper())


def _many_in_a_day(odd: Iterable[Odd], limits: Limits) -> Iterator[Suspicion]:
    for found in _by(odd, lambda one: (one.staff_id, one.day)):
        if len(found) >= limits.bulk_people:
            yield _of_day(found, "BULK")
        elif len(found) >= limits.no_role_people:
            yield _of_day(found, "NO_ROLE")


def _again_and_again(odd: Iterable[Odd], limits: Limits) -> Iterator[Suspicion]:
    for found in _by(odd, lambda one: (one.staff_id, one.subject_id)):
        if len({one.day for one in found}) >= limits.no_role_days:
            yield from (_about(one, "NO_ROLE") for one in found)


def _crowds(odd: Iterable[Odd], limits: Limits) -> Iterator[Suspicion]:
    for found in _by(odd, lambda one: one.subject_id):
        if len({one.staff_id for one in found}) >= limits.crowd_staff:
            yield from (_about(one, "CROWD") for one in found)


def _tallied(tallies: Iterable[Tally], limits: Limits) -> Iterator[Suspicion]:
    enough = {
        "VAIN": limits.vain_searches, "REFUSED": limits.refusals, "GUESSED": limits.guesses, "THROTTLED": 1,
        "EMERGENCY": 1,
    }  # fmt: skip
    for one in tallies:
        if one.looks >= enough[one.kind]:
            yield Suspicion(
                one.staff_id, one.agency_id, one.day, one.kind, one.subject_id, one.looks, one.first_at, one.last_at
            )  # fmt: skip


def _about(one: Odd, sign: str) -> Suspicion:
    return Suspicion(
        one.staff_id, one.agency_id, one.day, sign, one.subject_id, one.looks, one.first_at, one.last_at
    )


def _of_day(found: Sequence[Odd], sign: str) -> Suspicion:
    first, last = min(one.first_at for one in found), max(one.last_at for one in found)
    return Suspicion(found[0].staff_id, found[0].agency_id, found[0].day, sign, None, len(found), first, last)


def _by(odd: Iterable[Odd], key: Callable[[Odd], object]) -> Iterable[list[Odd]]:
    groups: dict[object, list[Odd]] = defaultdict(list)
    for one in odd:
        groups[key(one)].append(one)
    return groups.values()
