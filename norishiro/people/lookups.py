"""Unscoped reads for operations: the area an address lies in, what is withheld. Views may not import this."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Area, AreaTown, live_on
from norishiro.core.addresses import normalise_address, town_of
from norishiro.core.names import name_key
from norishiro.people.choices import ProtectionState
from norishiro.people.models import Protection, SuppressionList, Withheld, WithheldWord
from norishiro.sharing.queries import live_grants


def area_of_address(address: str, *, on: date) -> Area | None:
    """The smallest area whose town the address names; None when no town fits. The longest town name wins."""
    return areas_of_addresses([address], on=on)[0]


def areas_of_addresses(addresses: Collection[str], *, on: date) -> list[Area | None]:
    """The same for many addresses, with one question."""
    rows = AreaTown.objects.filter(live_on(on, "area__")).select_related("area")
    towns = [(name_key(town.name), town) for town in rows if town.name]
    return [_smallest(address, towns) for address in addresses]


def _smallest(address: str, towns: list[tuple[str, AreaTown]]) -> Area | None:
    typed = normalise_address(address)
    if not typed:
        return None
    words = tuple(name_key(word) for word in (typed, town_of(typed).town) if word)
    fitting = [town for key, town in towns if any(word.startswith(key) for word in words)]
    if not fitting:
        return None
    longest = max(len(town.name) for town in fitting)
    areas = [town.area for town in fitting if len(town.name) == longest]
    above = {area.parent_id for area in areas}
    return next((area for area in areas if area.id not in above), areas[0])


def protections_of(person_id: UUID) -> QuerySet[Protection]:
    """What stands on a person now, in whatever office, as far as the wall shows it."""
    return (
        Protection.objects.exclude(state=ProtectionState.ENDED)
        .filter(person_id=person_id)
        .select_related("office")
    )


def came_over(merge_id: UUID) -> QuerySet[Protection]:
    """What one merging of two records laid on the other of them, and still withholds."""
    return Protection.objects.filter(came_with_id=merge_id).exclude(state=ProtectionState.ENDED)


def is_protected(person_id: UUID, *, kind: str) -> bool:
    return protections_of(person_id).filter(kind=kind).exists()


def withheld_fields(person_id: UUID) -> set[str]:
    """The kinds of data withheld of this person now."""
    rows = Withheld.objects.filter(person_id=person_id, until_on=None)
    return set(rows.values_list("field", flat=True))


def anybody_withheld(people: Collection[UUID]) -> bool:
    """Whether anything is withheld of any of these people now."""
    return (
        Withheld.objects.filter(person_id__in=people, until_on=None).exists()
        or Protection.objects.exclude(state=ProtectionState.ENDED).filter(person_id__in=people).exists()
    )


def withheld_of_household(household_id: UUID) -> bool:
    return Withheld.objects.filter(household_id=household_id, until_on=None).exists()


def supports(actor: Actor, person_id: UUID | None) -> bool:
    """Whether the actor's agencies, or the actor, have to do with this person."""
    return person_id is not None and live_grants(actor).filter(subject_id=person_id).exists()


def words_behind(lock_id: UUID) -> QuerySet[WithheldWord]:
    return WithheldWord.objects.filter(lock=lock_id)


def newest_list(agency_ids: Collection[UUID]) -> date | None:
    """The day of the newest list these agencies took in."""
    found = SuppressionList.objects.filter(agency_id__in=agency_ids).order_by("-issued_on").first()
    return found.issued_on if found else None
