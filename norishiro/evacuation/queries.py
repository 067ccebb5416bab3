"""Reads of this room. The wall shows each office its own; the queries say so too."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, Model, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Replace

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.core.tables import PAGE_SIZE, Page, Place, Way, cut_page
from norishiro.evacuation.choices import ChangeKind, LetterState, ListState, VisitResult, Zone
from norishiro.evacuation.models import (
    Change,
    Difference,
    Entry,
    EvacuationPlan,
    HeldRow,
    Letter,
    Listing,
    Mailing,
    Need,
    Pack,
    PackPhrase,
    PackTaking,
    PlanForm,
    SourceFile,
    Target,
    Visit,
    ZoneList,
)
from norishiro.evacuation.rules import Turnover
from norishiro.evacuation.zoning import is_inside

M = TypeVar("M", bound=Model)
WIDE = "\u3000"
SHOWN = 60
PART = 100
MOST_SHOWN = 100


def _page(rows: QuerySet[M], keys: tuple[str, ...], *, place: Place, size: int = PAGE_SIZE) -> Page[M]:
    """One page by keyset over ``keys`` and the id; one question for the row one stands at, one for the rows."""
    order = (*keys, "id")
    anchor = rows.filter(pk=place.row).values_list(*order).first() if place.row else None
    back = place.way is Way.BEFORE and anchor is not None
    if anchor is not None:
        step, beyond = "lt" if back else "gt", Q()
        equal: dict[str, Any] = {}
        for name, value in zip(order, anchor, strict=True):
            beyond |= Q(**equal, **{f"{name}__{step}": value})
            equal[name] = value
        rows = rows.filter(beyond)
    fetched = list(rows.order_by(*(f"-{one}" if back else one for one in order))[: size + 1])
    return cut_page(
        fetched, place=place if anchor is not None else Place(), id_of=lambda one: one.pk, size=size
    )


# --- lists -----------------------------------------------------------------------------------------


def _listings(actor: Actor) -> QuerySet[Listing]:
    return Listing.objects.filter(agency_id__in=actor.agency_ids)


@dataclass(frozen=True)
class ListLine:
    """A list, and how it differs from the one before."""

    listing: Listing
    turnover: Turnover


def list_lines(actor: Actor) -> list[ListLine]:
    """The newest first, each with its turnover. Three questions, however many lists."""
    rows = list(_listings(actor).select_related("agency", "before")[:SHOWN])
    ids = [one.id for one in rows] + [one.before_id for one in rows if one.before_id]
    people = dict(
        Entry.objects.filter(listing__in=ids).order_by().values_list("listing").annotate(Count("id"))
    )
    counted = Change.objects.filter(listing__in=ids).order_by().values_list("listing", "kind")
    changes = {(one, kind): number for one, kind, number in counted.annotate(Count("id"))}
    return [ListLine(one, _turnover(one, people, changes)) for one in rows]


def _turnover(listing: Listing, people: dict[UUID, int], changes: dict[tuple[UUID, str], int]) -> Turnover:
    return Turnover(
        people.get(listing.before_id, 0) if listing.before_id else 0, people.get(listing.id, 0),
        *(changes.get((listing.id, kind), 0) for kind in (ChangeKind.ADDED, ChangeKind.LEFT, ChangeKind.CHANGED)),
    )  # fmt: skip


def turnover_of(actor: Actor, *, listing: Listing) -> Turnover:
    people = Entry.objects.filter(listing__in=[listing.id, listing.before_id or listing.id]).order_by()
    changes = Change.objects.filter(listing=listing).order_by().values_list("listing", "kind")
    return _turnover(
        listing, dict(people.values_list("listing").annotate(Count("id"))),
        {(one, kind): number for one, kind, number in changes.annotate(Count("id"))},
    )  # fmt: skip


def get_listing(actor: Actor, *, listing_id: UUID) -> Listing:
    found = _listings(actor).select_related("agency", "before", "staff").filter(id=listing_id).first()
    if found is None:
        raise Unseen(listing_id)
    return found


def fixed_listings(actor: Actor) -> list[Listing]:
    """From which notices may be prepared, under the hat that is worn."""
    rows = _listings(actor).filter(agency_id=actor.agency_id, state=ListState.FIXED)
    return list(rows[:SHOWN])


def files_of(actor: Actor, *, listing: Listing) -> list[SourceFile]:
    return list(listing.files.select_related("staff"))


def get_file(actor: Actor, *, source_file_id: UUID) -> SourceFile:
    rows = SourceFile.objects.select_related("listing", "staff").filter(
        listing__agency_id__in=actor.agency_ids
    )
    found = rows.filter(id=source_file_id).first()
    if found is None:
        raise Unseen(source_file_id)
    return found


def held_rows(actor: Actor, *, file: SourceFile, place: Place) -> Page[HeldRow]:
    return _page(file.held_rows.all(), ("line_no",), place=place)


@dataclass(frozen=True)
class Asked:
    """What of a list is looked for."""

    words: str = ""
    kind: str = ""


def entries(actor: Actor, *, listing: Listing, asked: Asked, place: Place) -> Page[Entry]:
    """One page of a list in the order of the readings, with why each is on it."""
    rows = listing.entries.select_related("target").prefetch_related("needs")
    if asked.kind:
        rows = rows.filter(Exists(Need.objects.filter(entry=OuterRef("pk"), kind=asked.kind)))
    for word in asked.words.split():
        rows = rows.alias(
            whole=Replace("name", Value(WIDE), Value("")), read=Replace("kana", Value(" "), Value(""))
        )
        rows = rows.filter(
            Q(whole__contains=word)
            | Q(read__contains=word)
            | Q(address__contains=word)
            | Q(target__number=word)
        )
    return _page(rows, ("kana", "name"), place=place)


def need_counts(actor: Actor, *, listing: Listing) -> dict[str, int]:
    """How many people stand on the list by each kind of file; one person may stand by several."""
    rows = Need.objects.filter(entry__listing=listing).order_by().values_list("kind")
    return dict(rows.annotate(Count("entry", distinct=True)))


def number_listed(actor: Actor, *, listing: Listing) -> int:
    return listing.entries.count()


def open_differences(actor: Actor, *, listing: Listing) -> int:
    return Difference.objects.filter(entry__listing=listing, picked="").count()


def differences(actor: Actor, *, listing: Listing, place: Place) -> Page[Difference]:
    """What two files say differently and nobody has decided yet."""
    rows = Difference.objects.filter(entry__listing=listing, picked="").select_related(
        "entry__target", "file"
    )
    return _page(rows, (), place=place)


# --- changes ---------------------------------------------------------------------------------------


def change_counts(actor: Actor, *, listing: Listing) -> dict[str, dict[str, int]]:
    """Of each kind of change, how many for each reason; an empty reason is one nobody has said yet."""
    rows = (
        Change.objects.filter(listing=listing).order_by().values_list("kind", "reason").annotate(Count("id"))
    )
    counts: dict[str, dict[str, int]] = {kind: {} for kind in ChangeKind.values}
    for kind, reason, number in rows:
        counts[kind][reason] = number
    return counts


def changes(actor: Actor, *, listing: Listing, kind: str, reason: str | None, place: Place) -> Page[Change]:
    rows = Change.objects.filter(listing=listing, kind=kind).select_related("entry__target")
    if reason is not None:
        rows = rows.filter(reason=reason)
    return _page(rows, ("entry__kana",), place=place)


# --- one person ------------------------------------------------------------------------------------


def get_target(actor: Actor, *, target_id: UUID) -> Target:
    rows = Target.objects.select_related("person", "agency").filter(agency_id__in=actor.agency_ids)
    found = rows.filter(id=target_id).first()
    if found is None:
        raise Unseen(target_id)
    return found


@dataclass(frozen=True)
class History:
    """What there is of one person in this room, the newest first."""

    entries: list[Entry]
    changes: list[Change]
    letters: list[Letter]
    visits: list[Visit]


def history_of(actor: Actor, *, target: Target) -> History:
    entries = Entry.objects.filter(target=target).select_related("listing").prefetch_related("needs")
    letters = Letter.objects.filter(entry__target=target).select_related("mailing")
    return History(
        list(entries.order_by("-listing__base_on")[:SHOWN]),
        list(
            Change.objects.filter(entry__target=target)
            .select_related("listing")
            .order_by("-listing__base_on")[:SHOWN]
        ),
        list(letters.order_by("-mailing__made_at")[:SHOWN]),
        list(Visit.objects.filter(letter__entry__target=target).select_related("contractor")[:SHOWN]),
    )


# --- notices ---------------------------------------------------------------------------------------


def _mailings(actor: Actor) -> QuerySet[Mailing]:
    return Mailing.objects.filter(agency_id__in=actor.agency_ids)


@dataclass(frozen=True)
class Standings:
    """How many notices of a round stand where; together they are all."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def sent(self) -> int:
        return sum(self.counts.get(one, 0) for one in LetterState.values if one not in ("READY", "HELD"))

    @property
    def rows(self) -> list[tuple[str, str, int]]:
        return [(one.value, str(one.label), self.counts.get(one.value, 0)) for one in LetterState]


def mailing_lines(actor: Actor) -> list[tuple[Mailing, Standings]]:
    rows = list(_mailings(actor).select_related("listing")[:SHOWN])
    counted = (
        Letter.objects.filter(mailing__in=rows)
        .order_by()
        .values_list("mailing", "state")
        .annotate(Count("id"))
    )
    counts: dict[UUID, dict[str, int]] = {one.id: {} for one in rows}
    for mailing_id, state, number in counted:
        counts[mailing_id][state] = number
    return [(one, Standings(counts[one.id])) for one in rows]


def get_mailing(actor: Actor, *, mailing_id: UUID) -> Mailing:
    rows = _mailings(actor).select_related("listing", "staff", "approved_by", "agency").filter(id=mailing_id)
    found = rows.first()
    if found is None:
        raise Unseen(mailing_id)
    return found


def standings_of(actor: Actor, *, mailing: Mailing) -> Standings:
    rows = mailing.letters.order_by().values_list("state").annotate(Count("id"))
    return Standings(dict(rows))


def why_counts(actor: Actor, *, mailing: Mailing) -> dict[str, int]:
    return dict(mailing.letters.order_by().values_list("why").annotate(Count("id")))


def _newest_visit() -> Prefetch[str, QuerySet[Visit], str]:
    return Prefetch("visits", Visit.objects.select_related("contractor").order_by("-asked_on", "-made_at"))


def letters(actor: Actor, *, mailing: Mailing, state: str, words: str, place: Place) -> Page[Letter]:
    """One page of a round by number, each with its visits."""
    rows = mailing.letters.select_related("entry__target").prefetch_related(_newest_visit())
    if state:
        rows = rows.filter(state=state)
    for word in words.split():
        rows = rows.alias(whole=Replace("entry__name", Value(WIDE), Value("")))
        rows = rows.filter(
            Q(whole__contains=word)
            | Q(entry__kana__contains=word)
            | Q(number=int(word) if word.isdecimal() and len(word) < 7 else 0)
        )
    return _page(rows, ("number",), place=place)


def get_letter(actor: Actor, *, letter_id: UUID) -> Letter:
    rows = Letter.objects.select_related("mailing", "entry__target").filter(
        mailing__agency_id__in=actor.agency_ids
    )
    found = rows.filter(id=letter_id).first()
    if found is None:
        raise Unseen(letter_id)
    return found


def printable(actor: Actor, *, mailing: Mailing, part: int | None = None) -> list[Letter]:
    """What may be printed, by number: one part of a hundred, or all. What was withheld since is left out."""
    rows = mailing.letters.exclude(state=LetterState.HELD).select_related("entry__target")
    cut = list(rows) if part is None else list(rows[(part - 1) * PART : part * PART])
    return [one for one in cut if one.entry.can_be_written_to]


# --- visits ----------------------------------------------------------------------------------------


def visits(
    actor: Actor, *, mailing: Mailing, result: str | None, contractor_id: UUID | None, place: Place
) -> Page[Visit]:
    """One page of the visits of a round, by number of the notice."""
    rows = Visit.objects.filter(letter__mailing=mailing).select_related("letter__entry__target", "contractor")
    if result is not None:
        rows = rows.filter(result=result)
    if contractor_id is not None:
        rows = rows.filter(contractor_id=contractor_id)
    return _page(rows, ("letter__number", "asked_on"), place=place)


@dataclass(frozen=True)
class VisitCounts:
    """Of one contractor, how many visits came to what; together they are all that were asked for."""

    contractor_id: UUID
    name: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def numbers(self) -> list[tuple[str, int]]:
        return [(str(one.label), self.counts.get(one.value, 0)) for one in VisitResult]


def visit_counts(actor: Actor, *, mailing: Mailing) -> list[VisitCounts]:
    rows = Visit.objects.filter(letter__mailing=mailing).order_by("contractor__name")
    found: dict[UUID, VisitCounts] = {}
    for contractor_id, name, result, number in rows.values_list(
        "contractor_id", "contractor__name", "result"
    ).annotate(Count("id")):
        found.setdefault(contractor_id, VisitCounts(contractor_id, name, {})).counts[result] = number
    return list(found.values())


def get_visit(actor: Actor, *, task_id: UUID) -> Visit:
    rows = Visit.objects.select_related("letter__mailing", "letter__entry__target", "contractor")
    found = rows.filter(letter__mailing__agency_id__in=actor.agency_ids, id=task_id).first()
    if found is None:
        raise Unseen(task_id)
    return found


def waiting_letters(actor: Actor, *, mailing: Mailing, area: str, limit: int) -> list[Letter]:
    """To whom somebody may be sent: written to, no answer, nobody going. By address, an address to begin with."""
    going = Visit.objects.filter(letter=OuterRef("pk"), result=VisitResult.WAITING)
    rows = mailing.letters.filter(~Exists(going), state=LetterState.SENT).select_related("entry__target")
    if area:
        rows = rows.filter(entry__address__contains=area)
    return list(rows.order_by("entry__address", "number")[:limit])


# --- plans -----------------------------------------------------------------------------------------


def plan_forms(actor: Actor) -> list[PlanForm]:
    """The forms of the own office, the newest first, with their fields."""
    rows = (
        PlanForm.objects.filter(agency_id=actor.agency_id).select_related("staff").prefetch_related("items")
    )
    return list(rows[:SHOWN])


def form_for(actor: Actor, *, on: date) -> PlanForm | None:
    """The form a plan of this day is written in."""
    return next((one for one in plan_forms(actor) if one.from_on <= on), None)


def plans_in_forms(actor: Actor) -> dict[UUID, int]:
    """How many people's newest plan stands in which form."""
    later = EvacuationPlan.objects.filter(target=OuterRef("target"), number__gt=OuterRef("number"))
    rows = EvacuationPlan.objects.filter(~Exists(later), target__agency_id=actor.agency_id).order_by()
    return dict(rows.values_list("form").annotate(Count("id")))


def plans_of(actor: Actor, *, target: Target) -> list[EvacuationPlan]:
    """Every version, the newest first, each with its own form and lines."""
    rows = EvacuationPlan.objects.filter(target=target).select_related("form", "staff")
    return list(rows.prefetch_related("lines__item", "form__items")[:SHOWN])


def get_plan(actor: Actor, *, evacuation_plan_id: UUID) -> EvacuationPlan:
    rows = EvacuationPlan.objects.select_related("target__person", "form", "staff").prefetch_related(
        "lines__item", "form__items"
    )
    found = rows.filter(target__agency_id__in=actor.agency_ids, id=evacuation_plan_id).first()
    if found is None:
        raise Unseen(evacuation_plan_id)
    return found


def name_of(actor: Actor, *, target: Target) -> str:
    """As the newest list calls them."""
    rows = Entry.objects.filter(target=target).order_by("-listing__base_on")
    return rows.values_list("name", flat=True).first() or "対象者"


# --- zones -----------------------------------------------------------------------------------------


def newest_zones(actor: Actor) -> ZoneList | None:
    return ZoneList.objects.filter(agency_id=actor.agency_id).first()


def plan_number(actor: Actor) -> int:
    """How many people have a plan."""
    rows = EvacuationPlan.objects.filter(target__agency_id=actor.agency_id)
    return rows.order_by().values("target").distinct().count()


def plans_by_zone(actor: Actor, *, zones: ZoneList, home: str) -> dict[str, list[UUID]]:
    """Whose plans lie inside, outside, and where nobody can say; everybody with a plan stands in exactly one. By the address
    on the newest list; three questions, however many plans."""
    towns = dict(zones.towns.values_list("key", "inside"))
    planned = EvacuationPlan.objects.filter(target__agency_id=actor.agency_id).order_by()
    addresses = dict(
        Entry.objects.filter(target__in=planned.values("target"))
        .order_by("listing__base_on")
        .values_list("target", "address")
    )
    side = {True: Zone.INSIDE, False: Zone.OUTSIDE, None: Zone.UNKNOWN}
    found: dict[str, list[UUID]] = {one: [] for one in Zone.values}
    for target_id in planned.values_list("target", flat=True).distinct():
        found[side[is_inside(addresses.get(target_id, ""), towns, home=home)]].append(target_id)
    return found


def entries_of(actor: Actor, *, target_ids: Collection[UUID]) -> list[Entry]:
    """Of each of these people the newest line."""
    later = Entry.objects.filter(target=OuterRef("target"), listing__base_on__gt=OuterRef("listing__base_on"))
    rows = Entry.objects.filter(~Exists(later), target__in=list(target_ids)).select_related("target")
    return list(rows.order_by("kana", "id"))


# --- the pack for a disaster -----------------------------------------------------------------------


def packs(actor: Actor) -> list[Pack]:
    """What the last nights made, the newest first; without the files themselves. ``kept``: whether it can still be taken."""
    rows = Pack.objects.filter(agency_id=actor.agency_id).select_related("listing", "phrase")
    return list(rows.defer("content").annotate(kept=Q(content__isnull=False))[:SHOWN])


def get_pack(actor: Actor, *, pack_id: UUID) -> Pack:
    rows = Pack.objects.filter(agency_id__in=actor.agency_ids, problem="", content__isnull=False)
    found = rows.select_related("listing", "phrase", "agency").defer("content").filter(id=pack_id).first()
    if found is None:
        raise Unseen(pack_id)
    return found


def in_pack(actor: Actor, *, pack: Pack) -> list[UUID]:
    """Under which ids everybody in it is written down as seen."""
    rows = (
        Target.objects.filter(entries__listing=pack.listing_id).order_by("id").values_list("person_id", "id")
    )
    return [person_id or target_id for person_id, target_id in rows]


def phrases(actor: Actor) -> list[PackPhrase]:
    """The newest two: the one in use, and perhaps one that waits for its second half. Never the words."""
    rows = PackPhrase.objects.filter(agency_id=actor.agency_id).select_related("first_by", "second_by")
    return list(rows.defer("words")[:2])


def takings(actor: Actor) -> list[PackTaking]:
    rows = PackTaking.objects.filter(pack__agency_id=actor.agency_id).select_related("staff", "pack")
    return list(rows.defer("pack__content")[:SHOWN])


def get_taking(actor: Actor, *, taking_id: UUID) -> tuple[PackTaking, bytes]:
    """What I have written down to take, and the file. Nobody fetches what somebody else asked for."""
    rows = PackTaking.objects.filter(pack__agency_id__in=actor.agency_ids, staff_id=actor.staff_id)
    found = rows.select_related("pack").filter(id=taking_id).first()
    if found is None:
        raise Unseen(taking_id)
    return found, bytes(found.pack.content or b"")
