"""Reads of this room, for eyes: one carer's versions, a household's carers, the carers of one's own agency."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.carers import asking
from norishiro.carers.changes import Change, changes
from norishiro.carers.choices import State
from norishiro.carers.models import CaredFor, Caring
from norishiro.carers.telling import facts
from norishiro.core.records import Unseen
from norishiro.people.models import Person
from norishiro.people.queries import visible_to as people_visible_to
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

LONGEST = 200
MOST_VERSIONS = 60
WHICH = {"all": "すべて", "minor": "18歳未満", "adult": "18歳以上", "unknown": "年齢が分からない"}


def visible_to(actor: Actor) -> QuerySet[Caring]:
    """Versions open to the actor, of carers still known by name."""
    rows = through_gate(Caring.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True)
    return rows.filter(carer__in=people_visible_to(actor))


def _whole(actor: Actor, rows: QuerySet[Caring]) -> QuerySet[Caring]:
    """With whoever is cared for, as far as the actor knows them, and what was ticked."""
    known = CaredFor.objects.filter(Q(whom__isnull=True) | Q(whom__in=people_visible_to(actor)))
    return rows.select_related("carer", "agency", "staff", "home").prefetch_related(
        Prefetch("cared_for", queryset=known.select_related("whom")), "items"
    )


def get_caring(actor: Actor, *, caring_id: UUID) -> Caring:
    found = _whole(actor, visible_to(actor)).filter(id=caring_id).first()
    if found is None:
        raise Unseen(caring_id)
    return found


def newer_than(actor: Actor, *, caring: Caring) -> Caring | None:
    """The newest version of the same thread, where this one is not it."""
    rows = visible_to(actor).filter(
        carer_id=caring.carer_id, agency_id=caring.agency_id, basis=caring.basis, number__gt=caring.number
    )
    return rows.order_by("-number").first()


@dataclass(frozen=True)
class Version:
    """One version in words, and what is different from the one before it."""

    caring: Caring
    facts: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]
    is_first: bool


@dataclass(frozen=True)
class Thread:
    """What one agency wrote on one ground, the newest version first."""

    newest: Version
    earlier: tuple[Version, ...]


def threads_of(actor: Actor, *, carer: Person) -> list[Thread]:
    """Everything the actor may read of this carer, under whichever of their records; the latest written thread first."""
    rows = _whole(actor, visible_to(actor)).filter(carer_id__in=carer.all_ids)
    threads: dict[tuple[UUID, UUID, str], list[Caring]] = {}
    for one in rows.order_by("-written_on", "-number", "id")[:MOST_VERSIONS]:
        threads.setdefault((one.carer_id, one.agency_id, one.basis), []).append(one)
    return [_thread(each) for each in threads.values()]


def _thread(each: list[Caring]) -> Thread:
    told = [facts(one) for one in each]
    versions = [
        Version(
            one, told[place], changes(before=told[place + 1], after=told[place]) if place + 1 < len(each) else (),
            is_first=place + 1 == len(each),
        )
        for place, one in enumerate(each)
    ]  # fmt: skip
    return Thread(versions[0], tuple(versions[1:]))


def carers_around(actor: Actor, *, person_ids: Collection[UUID]) -> list[Caring]:
    """The newest of each carer among these people, or who cares for one of them; the latest written first."""
    cares = CaredFor.objects.filter(caring=OuterRef("id"), whom_id__in=list(person_ids))
    rows = visible_to(actor).filter(Q(carer_id__in=list(person_ids)) | Exists(cares))
    return _newest_each(actor, rows)


def carers(actor: Actor, *, which: str, today: date) -> list[Caring]:
    """The carers the own agency wrote about, by age as far as it is known; whoever goes on caring first."""
    rows = _newest_each(actor, visible_to(actor).filter(agency_id__in=actor.agency_ids))
    wanted = {"minor": True, "adult": False, "unknown": None}
    found = [one for one in rows if which not in wanted or _minor(one.carer, today) is wanted[which]]
    return sorted(found, key=lambda one: one.state != State.ONGOING)


def _minor(carer: Person, today: date) -> bool | None:
    span = asking.age_span(earliest=carer.birth_earliest, latest=carer.birth_latest, today=today)
    return asking.is_minor(span=span)


def _newest_each(actor: Actor, rows: QuerySet[Caring]) -> list[Caring]:
    newest = rows.order_by("carer_id", "-written_on", "-made_at").distinct("carer_id").values("id")
    whole = _whole(actor, Caring.objects.filter(id__in=newest))
    return list(whole.order_by("-written_on", "-made_at", "id")[:LONGEST])
