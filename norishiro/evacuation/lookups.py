"""Reads without an actor, for the verbs of this room; the wall narrows them to one office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from norishiro.core.addresses import address_key
from norishiro.core.names import name_key
from norishiro.evacuation.models import Change, Entry, EvacuationPlan, Letter, Listing, Need, PlanForm, Target
from norishiro.evacuation.rules import Standing

Named = tuple[str, date]


@dataclass
class Known:
    """Everybody this office has ever listed: by number, and by name and day of birth."""

    by_number: dict[str, Target] = field(default_factory=dict)
    by_name: dict[Named, list[Target]] = field(default_factory=lambda: defaultdict(list))

    def add(self, target: Target) -> None:
        if target.number:
            self.by_number[target.number] = target
        self.by_name[target.name_key, target.birth].append(target)

    def find(self, *, number: str, key: str, birth: date) -> list[Target]:
        """By number; without one, or where the number is new, by name and day of birth (never somebody with another number)."""
        if number and number in self.by_number:
            return [self.by_number[number]]
        same = self.by_name.get((key, birth), [])
        return [one for one in same if not (number and one.number)]


def known_to(agency_id: UUID) -> Known:
    known = Known()
    for one in Target.objects.filter(agency_id=agency_id).order_by("made_at"):
        known.add(one)
    return known


def entries_by_target(listing: Listing) -> dict[UUID, Entry]:
    return {one.target_id: one for one in Entry.objects.filter(listing=listing)}


def needs_in(listing: Listing) -> dict[UUID, set[tuple[str, str]]]:
    """Of each entry, the kinds of file and their words."""
    found: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    for entry_id, kind, words in Need.objects.filter(entry__listing=listing).values_list(
        "entry_id", "kind", "words"
    ):
        found[entry_id].add((kind, words))
    return found


def standings_in(listing: Listing) -> tuple[dict[UUID, Standing], dict[UUID, UUID]]:
    """Everybody on a list as two lists are compared, and each one's entry."""
    needs = needs_in(listing)
    rows = Entry.objects.filter(listing=listing).values_list("target_id", "id", "name", "address")
    standings, entries = {}, {}
    for target_id, entry_id, name, address in rows:
        standings[target_id] = Standing(
            name_key(name), address_key(address), frozenset(needs.get(entry_id, ()))
        )
        entries[target_id] = entry_id
    return standings, entries


def listing_before(listing: Listing) -> Listing | None:
    return (
        Listing.objects.filter(agency_id=listing.agency_id, state="FIXED", base_on__lt=listing.base_on)
        .order_by("-base_on")
        .first()
    )


def last_letters(agency_id: UUID) -> dict[UUID, str]:
    """Of each target ever written to, where the newest notice stands."""
    rows = Letter.objects.filter(mailing__agency_id=agency_id).order_by("mailing__made_at")
    return dict(rows.values_list("entry__target_id", "state"))


def changes_of(listing: Listing) -> Iterable[Change]:
    return Change.objects.filter(listing=listing).select_related("entry__target")


def form_on(agency_id: UUID, day: date) -> PlanForm | None:
    """The form in which a plan of this day is written."""
    return PlanForm.objects.filter(agency_id=agency_id, from_on__lte=day).order_by("-from_on").first()


def newest_plan(target: Target) -> EvacuationPlan | None:
    return EvacuationPlan.objects.filter(target=target).order_by("-number").first()
