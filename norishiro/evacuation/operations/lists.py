"""Lists: put together from files, fixed, compared with the one before, and the changes explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.addresses import address_key
from norishiro.core.names import name_key
from norishiro.core.operation import operation
from norishiro.core.withheld import covered
from norishiro.evacuation import events, lookups, rules
from norishiro.evacuation.choices import ChangeKind, Differs, ListState, Picked
from norishiro.evacuation.models import (
    Change,
    Difference,
    Entry,
    HeldRow,
    Listing,
    Need,
    SourceFile,
    Target,
)
from norishiro.evacuation.reading import ListedPerson, ReadFile, read_moves, read_people
from norishiro.evacuation.sources import sources
from norishiro.ledger.operations import sign
from norishiro.people.models import Person

MOVES = "MOVES"
BATCH = 2000
TWO_OF_THEM = "同じ氏名・生年月日の人が2人以上います。宛名番号の列を入れて、読み直してください。"
FILLED = ("kana", "sex", "postal_code", "address", "phone")
AT = ("latitude", "longitude")


def _locked(listing: Listing) -> Listing:
    """Whoever changes a list waits here."""
    return Listing.objects.select_for_update(of=("self",)).get(pk=listing.pk)


@operation
def start_listing(actor: Actor, /, *, base_on: date, today: date) -> Listing:
    """Begin a list for one day. Records ``evacuation.listed``; refused by ``may_start_listing``."""
    mine = Listing.objects.filter(agency_id=actor.agency_id)
    rules.may_start_listing(
        base_on=base_on, today=today, taken=mine.filter(base_on=base_on).exists(),
        draft_open=mine.filter(state=ListState.DRAFT).exists(),
        newest=mine.filter(state=ListState.FIXED).values_list("base_on", flat=True).first(),
    ).or_refuse()  # fmt: skip
    listing = Listing.objects.create(agency_id=actor.agency_id, base_on=base_on, staff_id=actor.staff_id)
    sign(actor, events.LISTING_STARTED, changes={"listing": (None, listing.id), "base_on": (None, base_on)})
    return listing


@operation
def read_source(
    actor: Actor, /, *, listing: Listing, kind: str, content: bytes, file_name: str, today: date
) -> SourceFile:
    """Read a file into a draft: people are found again by number, else by name and day of birth. What cannot be read is held
    back with its reason; what contradicts an earlier file waits for somebody. What is withheld is covered.

    Records ``evacuation.source_read`` (counts, no names); refused by ``may_read_source``; InputProblem for an unreadable file.
    """
    locked = _locked(listing)
    read = read_people(content, today=today)
    mark = sha256(content).hexdigest()
    rules.may_read_source(
        is_draft=locked.is_draft, known_kind=kind in {one.code for one in sources().kinds},
        read_before=locked.files.filter(fingerprint=mark).exists(), people=len(read.people),
    ).or_refuse()  # fmt: skip
    file = _file_of(actor, locked, kind=kind, file_name=file_name, mark=mark, read=read)
    taking = _Taking(locked, file)
    for one in _covered(read.people):
        taking.take(one)
    file.held = len(taking.held)
    file.save(force_insert=True)
    taking.write()
    sign(
        actor, events.SOURCE_READ,
        changes={"listing": (None, locked.id), "kind": (None, kind), "rows": (None, file.rows), "held": (None, file.held)},
    )  # fmt: skip
    return file


def _file_of(
    actor: Actor, listing: Listing, *, kind: str, file_name: str, mark: str, read: ReadFile[ListedPerson]
) -> SourceFile:
    return SourceFile(
        listing=listing, kind=kind, file_name=file_name[:120], fingerprint=mark, coding=read.coding, sheet=read.sheet[:40],
        above=read.above, blank=read.blank, rows=len(read.people), unknown="、".join(read.unknown)[:1000],
        unplaced="／".join(f"{one.line_no}行目 {one.unplaced}" for one in read.people if one.unplaced)[:1000],
        staff_id=actor.staff_id,
    )  # fmt: skip


def _covered(people: list[ListedPerson]) -> list[ListedPerson]:
    """What is withheld of anybody does not stand here either, nor where it lies. One question for the whole file."""
    covers = iter(covered([text for one in people for text in (one.name, one.kana, one.address, one.phone)]))
    return [_without(one, next(covers), next(covers), next(covers), next(covers)) for one in people]


def _without(
    one: ListedPerson, name: str | None, kana: str | None, address: str | None, phone: str | None
) -> ListedPerson:
    if name is kana is address is phone is None:
        return one
    return replace(
        one, name=name or one.name, kana=kana or one.kana, address=address or one.address, phone=phone or one.phone,
        latitude=None if address else one.latitude, longitude=None if address else one.longitude,
    )  # fmt: skip


@dataclass
class _Taking:
    """A file on its way into a list. Everything known is read at once, everything new written at once."""

    listing: Listing
    file: SourceFile
    held: list[HeldRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.known = lookups.known_to(self.listing.agency_id)
        self.entries = lookups.entries_by_target(self.listing)
        self.needs = lookups.needs_in(self.listing)
        rows = Difference.objects.filter(entry__listing=self.listing)
        self.told = set(rows.values_list("entry_id", "field", "second"))
        self.new_targets: list[Target] = []
        self.numbered: list[Target] = []
        self.new_entries: list[Entry] = []
        self.filled: dict[UUID, Entry] = {}
        self.new_needs: list[Need] = []
        self.differences: list[Difference] = []

    def take(self, one: ListedPerson) -> None:
        birth = one.birth
        if one.problem or birth is None:
            self._hold(one, one.problem)
            return
        key = name_key(one.name)[:120]
        found = self.known.find(number=one.number, key=key, birth=birth)
        if len(found) > 1:
            self._hold(one, TWO_OF_THEM)
            return
        target = found[0] if found else self._new_target(one, key, birth)
        if one.number and not target.number:
            target.number = one.number
            self.known.by_number[one.number] = target
            self.numbered.append(target)
        entry = self.entries.get(target.id)
        if entry is None:
            entry = self._new_entry(target, one, birth)
        else:
            self._compare(entry, one, birth)
        self._need(entry, one.words)

    def _hold(self, one: ListedPerson, problem: str) -> None:
        self.held.append(HeldRow(file=self.file, line_no=one.line_no, name=one.name, problem=problem))

    def _new_target(self, one: ListedPerson, key: str, birth: date) -> Target:
        target = Target(agency_id=self.listing.agency_id, number=one.number, name_key=key, birth=birth)
        self.new_targets.append(target)
        self.known.add(target)
        return target

    def _new_entry(self, target: Target, one: ListedPerson, birth: date) -> Entry:
        entry = Entry(
            listing=self.listing, target=target, name=one.name, birth=birth,
            **{name: getattr(one, name) for name in (*FILLED, *AT)},
        )  # fmt: skip
        self.entries[target.id] = entry
        self.new_entries.append(entry)
        return entry

    def _compare(self, entry: Entry, one: ListedPerson, birth: date) -> None:
        """What an earlier file left empty is filled; what it said otherwise is put before somebody."""
        pairs = (
            (Differs.NAME, entry.name, one.name, name_key(entry.name) != name_key(one.name)),
            (Differs.BIRTH, entry.birth.isoformat(), birth.isoformat(), entry.birth != birth),
            (Differs.ADDRESS, entry.address, one.address, address_key(entry.address) != address_key(one.address)),
        )  # fmt: skip
        for which, first, second, differs in pairs:
            if first and second and differs and (entry.id, which.value, second) not in self.told:
                self.told.add((entry.id, which.value, second))
                self.differences.append(
                    Difference(entry=entry, file=self.file, field=which, first=first, second=second)
                )
        same_home = address_key(entry.address) == address_key(one.address)
        for name in (*FILLED, *(AT if same_home else ())):
            if not getattr(entry, name) and getattr(one, name):
                setattr(entry, name, getattr(one, name))
                self.filled[entry.id] = entry

    def _need(self, entry: Entry, words: str) -> None:
        known = self.needs.setdefault(entry.id, set())
        if (self.file.kind, words) not in known:
            known.add((self.file.kind, words))
            self.new_needs.append(Need(entry=entry, file=self.file, kind=self.file.kind, words=words))

    def write(self) -> None:
        new = {one.id for one in self.new_targets}
        fresh = {one.id for one in self.new_entries}
        Target.objects.bulk_create(self.new_targets, batch_size=BATCH)
        Target.objects.bulk_update(
            [one for one in self.numbered if one.id not in new], ["number"], batch_size=BATCH
        )
        Entry.objects.bulk_create(self.new_entries, batch_size=BATCH)
        kept = [one for one in self.filled.values() if one.id not in fresh]
        Entry.objects.bulk_update(kept, [*FILLED, *AT], batch_size=BATCH)
        Need.objects.bulk_create(self.new_needs, batch_size=BATCH)
        Difference.objects.bulk_create(self.differences, batch_size=BATCH)
        HeldRow.objects.bulk_create(self.held, batch_size=BATCH)


@operation
def decide_differences(actor: Actor, /, *, listing: Listing, picks: Mapping[UUID, str]) -> int:
    """Say which of two files is right, for each person. Records ``evacuation.differences_decided`` with whose; refused by
    ``may_decide_differences``."""
    locked = _locked(listing)
    rows = list(
        Difference.objects.filter(entry__listing=locked, id__in=list(picks), picked="").select_related(
            "entry__target"
        )
    )
    rows = [one for one in rows if picks[one.id] in Picked.values]
    rules.may_decide_differences(is_draft=locked.is_draft, number=len(rows)).or_refuse()
    for one in rows:
        one.picked, one.staff_id = picks[one.id], actor.staff_id
        if one.picked == Picked.SECOND:
            _take_second(one)
    Difference.objects.bulk_update(rows, ["picked", "staff"])
    sign(
        actor, events.DIFFERENCES_DECIDED, subjects=[one.entry.target.seen_as for one in rows],
        changes={"listing": (None, locked.id), "decided": (None, len(rows))},
    )  # fmt: skip
    return len(rows)


def _take_second(one: Difference) -> None:
    """The person stands on the list as the later file says; they are found by it from now on. Where the first address lay
    says nothing of the second."""
    entry, target = one.entry, one.entry.target
    if one.field == Differs.NAME:
        entry.name, target.name_key = one.second, name_key(one.second)[:120]
    elif one.field == Differs.BIRTH:
        entry.birth = target.birth = date.fromisoformat(one.second)
    else:
        entry.address, entry.latitude, entry.longitude = one.second, None, None
    entry.save(update_fields=["name", "birth", "address", *AT])
    target.save(update_fields=["name_key", "birth"])


@operation
def fix_listing(actor: Actor, /, *, listing: Listing, today: date) -> Listing:
    """Fix a list, and write down who is new, has left or changed since the one before. Records ``evacuation.list_fixed``
    (counts); refused by ``may_fix_listing``."""
    locked = _locked(listing)
    after, entries = lookups.standings_in(locked)
    still = Difference.objects.filter(entry__listing=locked, picked="").count()
    rules.may_fix_listing(is_draft=locked.is_draft, entries=len(after), open_differences=still).or_refuse()
    before = lookups.listing_before(locked)
    number = _compare_with(before, locked, after, entries) if before else 0
    locked.state, locked.fixed_on, locked.before = ListState.FIXED, today, before
    locked.save(update_fields=["state", "fixed_on", "before"])
    sign(
        actor, events.LISTING_FIXED,
        changes={"listing": (None, locked.id), "people": (None, len(after)), "changes": (None, number)},
    )  # fmt: skip
    return locked


def _compare_with(
    before: Listing, listing: Listing, after: dict[UUID, rules.Standing], entries: dict[UUID, UUID]
) -> int:
    stood, old = lookups.standings_in(before)
    found = rules.changes_between(
        stood, after, certified=sources().certified, name_of={one.code: one.name for one in sources().kinds}
    )
    Change.objects.bulk_create(
        [
            Change(
                listing=listing, entry_id=old[one.who] if one.kind == ChangeKind.LEFT else entries[one.who],
                kind=one.kind, what=one.what, reason=one.reason,
            )
            for one in found
        ],
        batch_size=BATCH,
    )  # fmt: skip
    return len(found)


@operation
def drop_listing(actor: Actor, /, *, listing: Listing) -> None:
    """Throw a draft away, with whoever stood on no other list. Records ``evacuation.list_dropped``; refused by
    ``may_drop_listing``."""
    locked = _locked(listing)
    rules.may_drop_listing(is_draft=locked.is_draft).or_refuse()
    listing_id = locked.id
    locked.delete()
    Target.objects.filter(agency_id=actor.agency_id, entries__isnull=True).delete()
    sign(actor, events.LISTING_DROPPED, changes={"listing": (listing_id, None)})


@operation
def explain_changes(actor: Actor, /, *, listing: Listing, reasons: Mapping[UUID, str]) -> int:
    """Say why people are new, have left or changed. Records ``evacuation.changes_explained`` with whose; refused by
    ``may_explain``."""
    rows = [
        one for one in Change.objects.filter(listing=listing, id__in=list(reasons)).select_related("entry__target")
        if one.reason != reasons[one.id]
    ]  # fmt: skip
    for one in rows:
        rules.may_explain(kind=one.kind, reason=reasons[one.id]).or_refuse()
        one.reason = reasons[one.id]
    Change.objects.bulk_update(rows, ["reason"])
    sign(
        actor, events.CHANGES_EXPLAINED, subjects=[one.entry.target.seen_as for one in rows],
        changes={"listing": (None, listing.id), "explained": (None, len(rows))},
    )  # fmt: skip
    return len(rows)


@operation
def explain_by_file(
    actor: Actor, /, *, listing: Listing, content: bytes, file_name: str, today: date
) -> SourceFile:
    """Lay a file of movements beside the changes: whoever is new or has left gets the reason and day that stand in it.

    What stands in the file and not among the changes is reported line by line. Records ``evacuation.changes_explained``
    (counts); refused by ``may_explain_by_file``; InputProblem for an unreadable file.
    """
    locked = _locked(listing)
    read = read_moves(content, today=today)
    rules.may_explain_by_file(
        is_draft=locked.is_draft, compared=locked.before_id is not None, people=len(read.people)
    ).or_refuse()
    SourceFile.objects.filter(listing=locked, fingerprint=(mark := sha256(content).hexdigest())).delete()
    file = _file_of(actor, locked, kind=MOVES, file_name=file_name, mark=mark, read=read)
    explained, held = _explained(locked, file, read.people)
    file.held = len(held)
    file.save(force_insert=True)
    HeldRow.objects.bulk_create(held, batch_size=BATCH)
    Change.objects.bulk_update(explained, ["reason", "on"], batch_size=BATCH)
    sign(
        actor, events.CHANGES_EXPLAINED,
        changes={"listing": (None, locked.id), "rows": (None, file.rows), "explained": (None, len(explained))},
    )  # fmt: skip
    return file


def _explained(
    listing: Listing, file: SourceFile, people: list[ListedPerson]
) -> tuple[list[Change], list[HeldRow]]:
    known = lookups.known_to(listing.agency_id)
    changes = {one.entry.target_id: one for one in lookups.changes_of(listing)}
    explained: dict[UUID, Change] = {}
    held: list[HeldRow] = []
    for one in people:
        change, problem = _change_of(one, known, changes)
        if change is None:
            held.append(HeldRow(file=file, line_no=one.line_no, name=one.name, problem=problem))
            continue
        change.reason, change.on = one.reason, one.on
        explained[change.id] = change
    return list(explained.values()), held


def _change_of(
    one: ListedPerson, known: lookups.Known, changes: Mapping[UUID, Change]
) -> tuple[Change | None, str]:
    """The change a movement explains, or why it explains none."""
    if one.problem or one.birth is None:
        return None, one.problem
    found = known.find(number=one.number, key=name_key(one.name)[:120], birth=one.birth)
    if len(found) > 1:
        return None, TWO_OF_THEM
    change = changes.get(found[0].id) if found else None
    if change is None:
        return (
            None,
            "この一覧の入替えにない人です（対象者でなかったか、いまも載っています）。することはありません。",
        )
    verdict = rules.may_explain(kind=change.kind, reason=one.reason)
    return (change, "") if verdict.allowed else (None, verdict.reasons[0].message)


@operation
def link_target(actor: Actor, /, *, target: Target, person: Person | None) -> Target:
    """Join a target to the record of the same person, or part them again. Records ``evacuation.target_linked``; refused by
    ``may_link``."""
    locked = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    if person is not None:
        born = person.birth_earliest if person.birth_earliest == person.birth_latest else None
        rules.may_link(
            same_birth=born == locked.birth, same_name=person.name_key == locked.name_key
        ).or_refuse()
    before, locked.person = locked.person_id, person
    locked.save(update_fields=["person"])
    sign(
        actor, events.TARGET_LINKED, subjects=[one for one in (locked.id, locked.person_id, before) if one],
        changes={"person": (before, locked.person_id)},
    )  # fmt: skip
    return locked
