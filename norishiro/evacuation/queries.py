"""Reads of this room. The wall shows each office its own; the queries say so too."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, Model, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Replace
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.core import ground, maps
from norishiro.core.records import Unseen
from norishiro.core.tables import PAGE_SIZE, Page, Place, Way, cut_page
from norishiro.core.withheld import COVER, covered
from norishiro.evacuation import lookups, routes
from norishiro.evacuation.choices import (
    ChangeKind,
    Differs,
    Due,
    LeftOut,
    LetterState,
    ListState,
    Matter,
    Reason,
    Receiver,
    SupportState,
    VisitResult,
    Zone,
)
from norishiro.evacuation.models import (
    Change,
    Difference,
    Drill,
    DrillPart,
    Entry,
    EvacuationPlan,
    GivenPerson,
    Giving,
    GivingConsent,
    HazardMap,
    HazardPatch,
    HeldRow,
    Letter,
    Listing,
    Mailing,
    Need,
    Pack,
    PackPhrase,
    PackTaking,
    PlanForm,
    Refuge,
    SourceFile,
    Support,
    Supporter,
    Target,
    Visit,
    ZoneCount,
    ZoneList,
)
from norishiro.evacuation.rules import (
    ConsentNow,
    Ordinance,
    Since,
    Turnover,
    consent_now,
    is_due,
    state_after_visit,
)
from norishiro.evacuation.zoning import is_inside, town_key
from norishiro.opendata import queries as opendata
from norishiro.opendata.datasets import datasets
from norishiro.opendata.models import IntakeRow

M = TypeVar("M", bound=Model)
WIDE = "\u3000"
SHOWN = 60
PART = 100
MOST_SHOWN = 100
MOST_LISTED = 300
# About two kilometres, in degrees: more than a map of a way shows around it. Nobody tells more patches apart in one.
AROUND = 0.02
MOST_PATCHES = 2000


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
            | Q(address__contains=word) & ~Q(target__person__in=lookups.homes_withheld())
            | Q(target__number=word)
        )
    return _told(_page(rows, ("kana", "name"), place=place))


def _told(found: Page[Entry]) -> Page[Entry]:
    return replace(found, rows=tuple(lookups.as_told(found.rows)))


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
    found = _page(rows, (), place=place)
    hidden = lookups.homes_withheld() if found.rows else frozenset()
    covers = iter(covered([text for one in found.rows for text in (one.first, one.second)]))
    for one in found.rows:
        first, second = next(covers), next(covers)
        if one.field == Differs.ADDRESS and one.entry.target.person_id in hidden:
            first = second = COVER
        one.first, one.second = first or one.first, second or one.second
    return found


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
    entries = (
        Entry.objects.filter(target=target).select_related("listing", "target").prefetch_related("needs")
    )
    letters = Letter.objects.filter(entry__target=target).select_related("mailing")
    return History(
        lookups.as_told(entries.order_by("-listing__base_on")[:SHOWN]),
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
    lookups.as_told([one.entry for one in cut])
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
    going = Visit.objects.filter(letter=OuterRef("pk")).exclude(result=VisitResult.UNREACHED)
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


def home_of(actor: Actor, *, target: Target) -> Entry | None:
    """The newest line of somebody. Of an address that is withheld meanwhile, neither it nor where it lies."""
    rows = Entry.objects.filter(target=target).select_related("target").order_by("-listing__base_on")
    return next(iter(lookups.as_told(rows[:1])), None)


def refuges(actor: Actor, *, plan: EvacuationPlan) -> tuple[list[Refuge], list[Refuge]]:
    """Of each kind of disaster what was chosen last, and what had been chosen before; two questions."""
    rows = Refuge.objects.filter(plan=plan).select_related("row__intake", "staff").prefetch_related("steps")
    found = list(rows.order_by("hazard", "-number"))
    last = {one.hazard: one for one in reversed(found)}
    return list(last.values()), [one for one in found if last[one.hazard].id != one.id]


@dataclass(frozen=True)
class Candidate:
    """A place of the newest lists, and how far it is from somebody's home, where both are known."""

    row: IntakeRow
    metres: float | None
    way: str
    same_town: bool
    hazards: tuple[str, ...]
    depth: str | None = None

    @property
    def far(self) -> str:
        return maps.far(self.metres) if self.metres is not None else ""


def candidates(actor: Actor, *, home: Entry | None, hazard: str, words: str, here: str) -> list[Candidate]:
    """The nearest first; without coordinates those of the same town first. With the
    kind of disaster, also whether the place itself lies in its zone. Four questions at most, however many places."""
    rows = opendata.shelters(actor, hazard=hazard, words=words)
    placed = {row.id: routes.at(row.point) for row in rows if row.point}
    deep = (
        dict(zip(placed, depth_at(actor, hazard=hazard, points=list(placed.values())), strict=True))
        if hazard
        else {}
    )
    found = [replace(_candidate(row, home, here), depth=deep.get(row.id)) for row in rows]
    return sorted(
        found,
        key=lambda one: (one.metres is None, one.metres or 0, not one.same_town, one.row.name, one.row.id),
    )


def _candidate(row: IntakeRow, home: Entry | None, here: str) -> Candidate:
    at, to = home.point if home else None, row.point
    names = datasets().hazard_names
    hazards = tuple(names[one] for one in row.hazard_codes)
    town = town_key(home.address, home=here) if home else ""
    same = bool(town) and town == town_key(row.address, home=here)
    if at is None or to is None:
        return Candidate(row, None, "", same, hazards)
    first, second = routes.at(at), routes.at(to)
    return Candidate(row, maps.metres(first, second), maps.way(first, second), same, hazards)


def name_of(actor: Actor, *, target: Target) -> str:
    """As the newest list calls them."""
    rows = Entry.objects.filter(target=target).order_by("-listing__base_on")
    return rows.values_list("name", flat=True).first() or "対象者"


# --- zones -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """What tells inside from outside for one kind of hazard: the newest outlines, the newest table of towns, or both."""

    hazard: str
    map: HazardMap | None
    towns: ZoneList | None

    @property
    def label(self) -> str:
        return datasets().hazard_names.get(self.hazard, "種類の記入なし")


def known_zones(actor: Actor) -> list[Known]:
    """By kind of hazard, whatever was read last first; two questions."""
    maps_read = {
        one.hazard: one for one in _oldest_first(HazardMap.objects.filter(agency_id=actor.agency_id))
    }
    tables = {one.hazard: one for one in _oldest_first(ZoneList.objects.filter(agency_id=actor.agency_id))}
    found = [Known(one, maps_read.get(one), tables.get(one)) for one in {**maps_read, **tables}]
    return sorted(found, key=lambda one: max(x.made_at for x in (one.map, one.towns) if x), reverse=True)


def _oldest_first(rows: QuerySet[M]) -> QuerySet[M]:
    return rows.order_by("made_at")


def kept_zone_counts(
    actor: Actor,
    *,
    first: date | None = None,
    after: date | None = None,
    agency_ids: Collection[UUID] | None = None,
) -> dict[str, ZoneCount]:
    """By kind of hazard the numbers that were kept last, of these days and agencies. Numbers only: whoever judges plans may see them."""
    rows = ZoneCount.objects.select_related("staff").order_by("counted_on", "made_at")
    if first is not None:
        rows = rows.filter(counted_on__gte=first)
    if after is not None:
        rows = rows.filter(counted_on__lt=after)
    if agency_ids is not None:
        rows = rows.filter(agency_id__in=agency_ids)
    return {one.hazard: one for one in rows}


def plan_number(actor: Actor) -> int:
    """How many people have a plan."""
    rows = EvacuationPlan.objects.filter(target__agency_id=actor.agency_id)
    return rows.order_by().values("target").distinct().count()


@dataclass(frozen=True)
class Zoned:
    """Whose plans lie inside, outside, and where nobody can say; by what that is known, and how deep it is inside."""

    sides: dict[str, list[UUID]]
    by_map: int = 0
    by_towns: int = 0
    depths: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        return sum(map(len, self.sides.values()))


def plans_by_zone(actor: Actor, *, known: Known, home: str) -> Zoned:
    """Everybody with a plan stands in exactly one. By where the newest list says the home lies, else by its address; seven
    questions at most, however many plans. Of a withheld address nothing is known."""
    planned = EvacuationPlan.objects.filter(target__agency_id=actor.agency_id).order_by()
    rows = Entry.objects.filter(target__in=planned.values("target")).order_by("listing__base_on")
    homes = _open_homes(rows)
    everybody = list(planned.values_list("target", flat=True).distinct())
    deep = _depths_at(known.map, homes) if known.map else {}
    towns = dict(known.towns.towns.values_list("key", "inside")) if known.towns else {}
    side = {True: Zone.INSIDE, False: Zone.OUTSIDE, None: Zone.UNKNOWN}
    found: dict[str, list[UUID]] = {one: [] for one in Zone.values}
    by_towns = 0
    for target_id in everybody:
        if target_id in deep:
            inside: bool | None = deep[target_id] is not None
        else:
            inside = is_inside(homes[target_id][0] if target_id in homes else "", towns, home=home)
            by_towns += inside is not None
        found[side[inside]].append(target_id)
    counted = Counter(one for who, one in deep.items() if one is not None)
    depths = [(words or "深さの記入なし", number) for (_rank, words), number in sorted(counted.items())]
    return Zoned(found, len(deep), by_towns, tuple(depths))


def _open_homes(rows: QuerySet[Entry]) -> dict[UUID, tuple[str, Decimal | None, Decimal | None]]:
    """Of each target the newest of these lines, oldest first, without whoever's home is withheld today."""
    said = rows.values_list("target", "address", "latitude", "longitude", "target__person")
    newest = {one[0]: one[1:] for one in said}
    hidden = lookups.homes_withheld() if newest else frozenset()
    covers = covered([one[0] for one in newest.values()])
    return {
        who: (address, latitude, longitude)
        for (who, (address, latitude, longitude, person_id)), cover in zip(
            newest.items(), covers, strict=True
        )
        if cover is None and COVER not in address and person_id not in hidden
    }


def _depths_at(
    map_read: HazardMap, homes: Mapping[UUID, tuple[str, Decimal | None, Decimal | None]]
) -> dict[UUID, tuple[int, str] | None]:
    """Of everybody whose home lies somewhere we know, how deep it is there at the deepest; None outside."""
    placed = [(who, at) for who, at in homes.items() if at[1] is not None and at[2] is not None]
    patches = list(map_read.patches.values_list("rank", "depth", "shape"))
    places = ground.Places([ground.of_bytes(shape) for _rank, _depth, shape in patches])
    points = [(float(at[1] or 0), float(at[2] or 0)) for _who, at in placed]
    return {
        who: max((patches[one][:2] for one in holding), default=None)
        for (who, _at), holding in zip(placed, places.holding(points), strict=True)
    }


def outlines_near(actor: Actor, *, ways: Mapping[str, Sequence[maps.At]]) -> dict[str, list[maps.Outline]]:
    """Of each kind of hazard the newest outlines around these points, to be drawn under a way; two questions."""
    points = [at for many in ways.values() for at in many]
    if not points:
        return {}
    rows = HazardMap.objects.filter(agency_id=actor.agency_id, hazard__in=list(ways)).order_by("made_at")
    newest = {one.hazard: one for one in rows}
    south, north = min(one[0] for one in points) - AROUND, max(one[0] for one in points) + AROUND
    west, east = min(one[1] for one in points) - AROUND, max(one[1] for one in points) + AROUND
    patches = HazardPatch.objects.filter(
        map__in=newest.values(), west__lte=east, east__gte=west, south__lte=north, north__gte=south
    )
    labels = {one.id: (one.hazard, f"{one.name}（{one.as_of:%Y年%-m月}時点）") for one in newest.values()}
    found: dict[str, list[maps.Outline]] = defaultdict(list)
    for map_id, shape in patches.order_by("order").values_list("map", "shape")[:MOST_PATCHES]:
        hazard, label = labels[map_id]
        found[hazard].append(maps.Outline(label, list(ground.rings_of(ground.of_bytes(shape)))))
    return found


def depth_at(actor: Actor, *, hazard: str, points: Sequence[maps.At]) -> list[str | None]:
    """How deep it is at each point in the newest outlines of this hazard; None outside, or where there are none."""
    newest = HazardMap.objects.filter(agency_id=actor.agency_id, hazard=hazard).order_by("-made_at").first()
    if newest is None or not points:
        return [None for _one in points]
    patches = list(newest.patches.values_list("rank", "depth", "shape"))
    places = ground.Places([ground.of_bytes(shape) for _rank, _depth, shape in patches])
    return [
        max(patches[one][:2] for one in holding)[1] or "深さの記入なし" if holding else None
        for holding in places.holding(points)
    ]


def entries_of(actor: Actor, *, target_ids: Collection[UUID]) -> list[Entry]:
    """Of each of these people the newest line."""
    later = Entry.objects.filter(target=OuterRef("target"), listing__base_on__gt=OuterRef("listing__base_on"))
    rows = Entry.objects.filter(~Exists(later), target__in=list(target_ids)).select_related("target")
    return lookups.as_told(rows.order_by("kana", "id"))


# --- handing out in ordinary times -----------------------------------------------------------------


def giving_consents(actor: Actor, *, target: Target) -> list[GivingConsent]:
    """Everything that was said, the newest first."""
    return list(GivingConsent.objects.filter(target=target).select_related("staff")[:SHOWN])


@dataclass(frozen=True)
class Standpoint:
    """What holds now about one matter of one person, and in which answers it was heard."""

    matter: str
    label: str
    now: ConsentNow
    on_paper: date | None

    @property
    def receivers(self) -> str:
        return "、".join(str(one.label) for one in Receiver if one in self.now.receivers)


def standpoints(actor: Actor, *, target: Target) -> list[Standpoint]:
    """Of the list and of the plan, to whom it may be handed today."""
    found = []
    for one in Matter:
        now = lookups.consents_now(target.agency_id, matter=one, target=target).get(
            target.id, consent_now([])
        )
        paper = lookups.refusals_on_paper(target.agency_id, target=target) if one == Matter.PLAN else {}
        found.append(Standpoint(one.value, str(one.label), now, paper.get(target.id)))
    return found


def _givings(actor: Actor) -> QuerySet[Giving]:
    return Giving.objects.filter(agency_id__in=actor.agency_ids)


def giving_lines(actor: Actor) -> list[Giving]:
    """The newest first, each with how many stand on it."""
    rows = _givings(actor).select_related("listing").annotate(number=Count("people"))
    return list(rows.order_by("-made_at")[:SHOWN])


def get_giving(actor: Actor, *, giving_id: UUID) -> Giving:
    rows = _givings(actor).select_related("listing", "staff", "approved_by", "agency").filter(id=giving_id)
    found = rows.first()
    if found is None:
        raise Unseen(giving_id)
    return found


@dataclass(frozen=True)
class Given:
    """Who is handed over: whoever was chosen and may still be; and why the others of the list are not."""

    entries: list[Entry]
    left_out: list[tuple[str, int]]

    @property
    def total(self) -> int:
        return len(self.entries) + sum(number for _label, number in self.left_out)


def given(actor: Actor, *, giving: Giving) -> Given:
    """As it stands now while it is not handed over; afterwards who was."""
    rows = (
        GivenPerson.objects.filter(giving=giving)
        .select_related("entry__target")
        .order_by("entry__kana", "id")
    )
    if giving.given_on:
        return Given(lookups.as_told([one.entry for one in rows]), [])
    found = lookups.divided(
        giving.listing, matter=giving.matter, receiver=giving.receiver, area=giving.area,
        ordinance=Ordinance(giving.ordinance) if giving.ordinance else None,
    )  # fmt: skip
    chosen = {one.entry_id for one in rows}
    kept = [one for one in found.entries if one.id in chosen]
    later = len(found.entries) - len(kept)
    return Given(kept, [*found.rows, *([(str(LeftOut.LATER.label), later)] if later else [])])


def needs_of(actor: Actor, *, listing: Listing) -> dict[UUID, set[tuple[str, str]]]:
    return lookups.needs_in(listing)


def plans_said(actor: Actor, *, listing: Listing) -> dict[UUID, list[tuple[str, str]]]:
    """Of everybody on a list what their newest plan says, and who agreed to help; covered where it must be."""
    plans, lines = lookups.plans_said(listing)
    helpers = lookups.helpers_told(listing)
    return {who: [*lines.get(one.id, ()), *helpers.get(who, ())] for who, one in plans.items()}


def handed_to(actor: Actor, *, target: Target) -> list[Giving]:
    """What was handed over with this person on it: from whom to ask it back after a withdrawal."""
    rows = _givings(actor).filter(people__entry__target=target, given_on__isnull=False)
    return list(rows.order_by("-given_on")[:SHOWN])


# --- supporters ------------------------------------------------------------------------------------


def supporters(actor: Actor, *, words: str = "") -> list[tuple[Supporter, int, int]]:
    """Everybody who was ever asked, with for how many they agreed and are asked. Those of many first."""
    agreed = Count("supports", filter=Q(supports__state=SupportState.AGREED))
    asked = Count("supports", filter=Q(supports__state=SupportState.ASKED))
    rows = Supporter.objects.filter(agency_id__in=actor.agency_ids).annotate(agreed=agreed, asked=asked)
    for word in words.split():
        rows = rows.filter(Q(name__contains=word) | Q(kana__contains=word))
    return [(one, one.agreed, one.asked) for one in rows.order_by("-agreed", "kana", "name")[:MOST_LISTED]]


def get_supporter(actor: Actor, *, supporter_id: UUID) -> Supporter:
    found = Supporter.objects.filter(agency_id__in=actor.agency_ids, id=supporter_id).first()
    if found is None:
        raise Unseen(supporter_id)
    return found


def get_support(actor: Actor, *, support_id: UUID) -> Support:
    rows = Support.objects.select_related("target__person", "supporter").filter(
        target__agency_id__in=actor.agency_ids
    )
    found = rows.filter(id=support_id).first()
    if found is None:
        raise Unseen(support_id)
    return found


def supports_of(actor: Actor, *, target: Target) -> list[Support]:
    """Who was asked to help, with for how many they agreed altogether."""
    others = Support.objects.filter(supporter=OuterRef("supporter"), state=SupportState.AGREED).order_by()
    number = others.values("supporter").annotate(number=Count("id")).values("number")
    rows = Support.objects.filter(target=target).select_related("supporter").annotate(number=Subquery(number))
    return list(rows[:SHOWN])


def helpers_of(actor: Actor, *, target: Target) -> list[str]:
    """Who agreed to help, as it stands on paper."""
    return [lookups.helpers_in_words([one]) for one in lookups.helpers_of([target.id]).get(target.id, [])]


def supports_by(actor: Actor, *, supporter: Supporter) -> list[tuple[Support, Entry | None]]:
    """Whom somebody helps, or was asked for, as the newest list calls them."""
    rows = list(Support.objects.filter(supporter=supporter).select_related("target")[:MOST_LISTED])
    names = {one.target_id: one for one in entries_of(actor, target_ids=[one.target_id for one in rows])}
    return [(one, names.get(one.target_id)) for one in rows]


def without_supporter(actor: Actor) -> tuple[int, list[Entry]]:
    """Who has a plan, and nobody who agreed to help: how many, and the first of them."""
    helped = Support.objects.filter(target=OuterRef("target"), state=SupportState.AGREED)
    plans = EvacuationPlan.objects.filter(~Exists(helped), target__agency_id=actor.agency_id).order_by()
    ids = list(plans.values_list("target", flat=True).distinct())
    return len(ids), entries_of(actor, target_ids=ids)[:MOST_SHOWN]


# --- drills and reviews ----------------------------------------------------------------------------


def drills(actor: Actor) -> list[Drill]:
    """The newest first, with how many took part."""
    rows = Drill.objects.filter(agency_id=actor.agency_id).select_related("staff")
    return list(rows.annotate(number=Count("parts")).order_by("-on", "-made_at")[:SHOWN])


def get_drill(actor: Actor, *, drill_id: UUID) -> Drill:
    found = Drill.objects.filter(agency_id__in=actor.agency_ids, id=drill_id).first()
    if found is None:
        raise Unseen(drill_id)
    return found


def drill_parts(actor: Actor, *, target: Target) -> list[DrillPart]:
    return list(DrillPart.objects.filter(target=target).select_related("drill", "staff")[:SHOWN])


@dataclass(frozen=True)
class Review:
    """A plan that is to be looked at again, and why; the earliest day that was set."""

    target_id: UUID
    on: date
    why: list[Due]


def _rezoned(actor: Actor, *, home: str) -> dict[UUID, date]:
    """Whose side of the zone the table or the outlines read last say otherwise than what was read before for the same kind of
    hazard, and when they were read."""
    now = next(iter(known_zones(actor)), None)
    if now is None:
        return {}
    read = max((one for one in (now.map, now.towns) if one), key=lambda one: one.made_at)
    mine = {"agency_id": actor.agency_id, "hazard": now.hazard, "made_at__lt": read.made_at}
    before = Known(
        now.hazard,
        HazardMap.objects.filter(**mine).order_by("-made_at").first() if read is now.map else now.map,
        ZoneList.objects.filter(**mine).order_by("-made_at").first() if read is now.towns else now.towns,
    )
    if before.map is None and before.towns is None:
        return {}
    sides, were = (
        {who: side for side, ids in plans_by_zone(actor, known=one, home=home).sides.items() for who in ids}
        for one in (now, before)
    )
    read_on = read.made_at.astimezone(timezone.get_current_timezone()).date()
    return {who: read_on for who, side in sides.items() if side != were.get(who)}


def reviews(actor: Actor, *, home: str, today: date) -> tuple[list[Review], int]:
    """Every plan that is due, the longest waiting first, and how many there are altogether. A few questions, however many."""
    plans = EvacuationPlan.objects.filter(target__agency_id=actor.agency_id).order_by("number")
    newest = {one[0]: one for one in plans.values_list("target", "made_on", "review_on")}
    parts = DrillPart.objects.filter(target__in=newest).order_by("drill__on", "made_at")
    drilled: dict[UUID, tuple[date, date]] = {}
    to_change: dict[UUID, date] = {}
    for who, on, review_on, change in parts.values_list("target", "drill__on", "review_on", "change"):
        drilled[who] = (on, review_on)
        if change:
            to_change[who] = on
    address = Q(reason=Reason.MOVED_WITHIN) | Q(what__regex="(^|、)住所(、氏名)?$")
    moved = dict(
        Change.objects.filter(address, entry__target__in=newest, kind=ChangeKind.CHANGED)
        .order_by("listing__base_on")
        .values_list("entry__target", "listing__base_on")
    )
    left = dict(
        Support.objects.filter(target__in=newest, state=SupportState.LEFT)
        .order_by("left_on")
        .values_list("target", "left_on")
    )
    rezoned = _rezoned(actor, home=home)
    found = []
    for who, made_on, review_on in newest.values():
        drill = drilled.get(who)
        since = Since(
            made_on, review_on, drill_change_on=to_change.get(who), drill_review_on=drill[1] if drill and drill[0] >= made_on else None,
            moved_on=moved.get(who), supporter_on=left.get(who), zones_on=rezoned.get(who),
        )  # fmt: skip
        if why := is_due(since, today=today):
            found.append(Review(who, min(one for one in (review_on, since.drill_review_on) if one), why))
    return sorted(found, key=lambda one: (one.on, one.target_id)), len(newest)


@dataclass(frozen=True)
class Ratio:
    """How many of how many, and what is counted."""

    label: str
    number: int
    of: int
    meaning: str

    @property
    def percent(self) -> str:
        return f"{Decimal(self.number * 100) / self.of:.1f}%" if self.of else "－"


def ratios(actor: Actor) -> list[Ratio]:
    """Of everybody on the newest fixed list: who has a plan, who agreed to be handed out, and of the planned who is helped."""
    newest = Listing.objects.filter(agency_id=actor.agency_id, state=ListState.FIXED).first()
    if newest is None:
        return []
    listed = set(newest.entries.values_list("target", flat=True))
    planned = listed & set(
        EvacuationPlan.objects.filter(target__agency_id=actor.agency_id).values_list("target", flat=True)
    )
    now = lookups.consents_now(newest.agency_id, matter=Matter.LIST)
    agreed = {who for who, one in now.items() if one.receivers} & listed
    helped = planned & set(
        Support.objects.filter(target__agency_id=actor.agency_id, state=SupportState.AGREED).values_list(
            "target", flat=True
        )
    )
    return [
        Ratio("計画のある人", len(planned), len(listed), "いちばん新しい一覧の人のうち"),
        Ratio(
            "ふだんから渡すことに同意した人",
            len(agreed),
            len(listed),
            "いちばん新しい一覧の人のうち。名簿を、どこか一つ以上に",
        ),
        Ratio("引き受けた支援者のいる人", len(helped), len(planned), "計画のある人のうち"),
    ]


# --- a contractor's own visits ---------------------------------------------------------------------


def asked_visits(actor: Actor, *, open_only: bool, place: Place) -> Page[Visit]:
    """What was asked of one's own agency, and nothing else of the list."""
    rows = Visit.objects.filter(contractor_id__in=actor.agency_ids)
    found = _page(
        rows.filter(result=VisitResult.WAITING) if open_only else rows, ("due_on", "number"), place=place
    )
    return replace(found, rows=tuple(lookups.visits_as_told(found.rows)))


def get_asked_visit(actor: Actor, *, asked_visit_id: UUID) -> Visit:
    found = Visit.objects.filter(contractor_id__in=actor.agency_ids, id=asked_visit_id).first()
    if found is None:
        raise Unseen(asked_visit_id)
    return found


def untaken(actor: Actor, *, mailing: Mailing) -> int:
    """How many results of contractors are not yet in the answers."""
    rows = Visit.objects.filter(letter__mailing=mailing, letter__state=LetterState.SENT)
    return rows.filter(result__in=[one for one in VisitResult.values if state_after_visit(one)]).count()


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
