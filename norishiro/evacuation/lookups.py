"""Reads without an actor, for the verbs of this room; the wall narrows them to one office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from uuid import UUID

from norishiro.core.addresses import address_key
from norishiro.core.names import name_key
from norishiro.core.withheld import COVER, covered
from norishiro.evacuation.models import (
    Change,
    Entry,
    EvacuationPlan,
    Letter,
    Listing,
    Need,
    PlanForm,
    PlanLine,
    Target,
)
from norishiro.evacuation.papers import PackArea, PackPerson
from norishiro.evacuation.rules import Standing
from norishiro.people.lookups import areas_of_addresses

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


# --- the pack for a disaster -----------------------------------------------------------------------

NO_AREA, HIDDEN_AREA = "地区の分からない人", "住所を伏せている人"


@dataclass(frozen=True)
class Gathered:
    """Everybody of a pack by area, and how many they are."""

    areas: list[PackArea]
    people: int
    planned: int
    withheld: int


def pack_areas(listing: Listing, *, ask: str, on: date) -> Gathered:
    """Everybody on a list by area and reading, with what their newest plan says. Of whoever's address is withheld there is
    neither address nor telephone nor plan nor area: where the evacuation place lies would tell. Whom to ask stands there."""
    entries = list(Entry.objects.filter(listing=listing).order_by("kana", "name", "id"))
    homes = [
        one or two.address for one, two in zip(covered([it.address for it in entries]), entries, strict=True)
    ]
    phones = [
        one or two.phone for one, two in zip(covered([it.phone for it in entries]), entries, strict=True)
    ]
    areas = areas_of_addresses(homes, on=on)
    needs = needs_in(listing)
    plans, lines = _newest_plans(listing)
    grouped: dict[str, list[PackPerson]] = defaultdict(list)
    order: dict[str, tuple[int, str]] = {HIDDEN_AREA: (2, ""), NO_AREA: (1, "")}
    for entry, home, phone, area in zip(entries, homes, phones, areas, strict=True):
        hidden = COVER in home
        name = HIDDEN_AREA if hidden else area.name if area else NO_AREA
        if area and not hidden:
            order[name] = (0, area.code)
        plan = plans.get(entry.target_id)
        grouped[name].append(
            PackPerson(
                0, entry.name, entry.kana, entry.birth, entry.sex, f"{COVER}（{ask}に聞いてください）" if hidden else home,
                "" if hidden else phone, "・".join(sorted({words for _kind, words in needs.get(entry.id, ()) if words})),
                plan.made_on if plan else None, () if hidden or plan is None else lines.get(plan.id, ()),
            )
        )  # fmt: skip
    numbers = count(1)
    found = [
        PackArea(name, [replace(one, number=next(numbers)) for one in grouped[name]])
        for name in sorted(grouped, key=lambda one: (order[one], one))
    ]
    return Gathered(found, len(entries), len(plans), len(grouped.get(HIDDEN_AREA, ())))


def _newest_plans(
    listing: Listing,
) -> tuple[dict[UUID, EvacuationPlan], dict[UUID, list[tuple[str, str]]]]:
    """Of each person on the list the newest plan, and its lines; what is withheld of anybody stands in none of them."""
    rows = EvacuationPlan.objects.filter(target__entries__listing=listing).order_by("number")
    plans = {one.target_id: one for one in rows}
    said = PlanLine.objects.filter(plan__in=[one.id for one in plans.values()]).order_by("item__order")
    rows_said = list(said.values_list("plan_id", "item__label", "text"))
    covers = covered([text for _plan, _label, text in rows_said])
    lines: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for (plan_id, label, text), cover in zip(rows_said, covers, strict=True):
        lines[plan_id].append((label, cover or text))
    return plans, lines
