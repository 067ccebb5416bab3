"""A file is read and looked at row by row; then taken with one press, or dropped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.addresses import address_key
from norishiro.core.names import name_key
from norishiro.core.operation import operation
from norishiro.core.text import InputProblem
from norishiro.core.verdict import Refused
from norishiro.ledger.operations import sign
from norishiro.opendata import events, lookups, rules
from norishiro.opendata.choices import Choice, IntakeState, NoteKind, Outcome
from norishiro.opendata.datasets import Dataset, dataset_of, datasets
from norishiro.opendata.lookups import Known
from norishiro.opendata.models import Intake, IntakeRow, Listed, RowNote
from norishiro.opendata.reading import Note, ReadRow, Table, is_services, read_rows, read_services, read_table
from norishiro.resources import operations as resources
from norishiro.resources.choices import OrganisationKind
from norishiro.resources.models import Place
from norishiro.resources.opening import read_opening, words_of
from norishiro.resources.operations.places import Offer, Where, Whose

NO_BODY = "団体名の記載なし（オープンデータ）"
# Of an offer, what is no field of a place.
BESIDE = ("traits", "organisation_kind")
WRITES = (Outcome.AS_IS, Outcome.REPAIRED, Outcome.SAME, Outcome.DIFFERS)


@operation
def read_file(
    actor: Actor, /, *, content: bytes, file_name: str, dataset: str, source: str, licence: str, as_of: date,
    mark_public: bool, today: date,
) -> Intake:  # fmt: skip
    """Look at a file: every row with what would become of it. Nothing enters the registry.

    Records ``opendata.read``; refused by ``may_read_file``; a file that cannot be read is an ``InputProblem``.
    """
    found, shape, rows = _read(content, dataset, today)
    waiting = Intake.objects.filter(state=IntakeState.READ, staff_id=actor.staff_id).count()
    rules.may_read_file(as_of=as_of, today=today, rows=len(rows), waiting=waiting).or_refuse()
    intake = Intake.objects.create(
        dataset=found.code, file_name=file_name[:120], fingerprint=sha256(content).hexdigest(), source=source,
        licence=licence, as_of=as_of, mark_public=mark_public, staff_id=actor.staff_id, **shape,
    )  # fmt: skip
    _keep_rows(intake, found, rows)
    sign(
        actor, events.FILE_READ,
        changes={"intake": (None, intake.id), "dataset": (None, found.code), "rows": (None, len(rows))},
    )  # fmt: skip
    return intake


def _read(content: bytes, dataset: str, today: date) -> tuple[Dataset, dict[str, Any], list[ReadRow]]:
    """Which dataset it is, what the file looks like, and its rows."""
    if is_services(content):
        return datasets().named("HSDS"), {"coding": "JSON", "heading_lines": 0}, read_services(content)
    table = read_table(content)
    found = datasets().named(dataset) if dataset else dataset_of(table.headings)
    if found is None:
        raise InputProblem(
            "見出しから、どのデータセットか分かりません。「種類」を選んで、もう一度読んでください。"
        )
    return found, _shape(table), read_rows(table, found, today=today)


def _shape(table: Table) -> dict[str, Any]:
    return {
        "coding": table.coding, "sheet": table.sheet[:40], "above": table.above, "heading_lines": table.heading_lines,
        "blank": table.blank, "merged": table.merged, "unknown": "、".join(table.unknown)[:2000],
        "other_sheets": "、".join(table.other_sheets)[:500],
    }  # fmt: skip


def _keep_rows(intake: Intake, dataset: Dataset, read: list[ReadRow]) -> None:
    known = lookups.known_for(dataset.code, source=intake.source)
    rows, notes = [], []
    for one in read:
        row, said = _settled(intake, dataset, one, known)
        rows.append(row)
        notes += [
            RowNote(
                row=row, order=at, kind=note.kind.value, about=note.about[:120], words=note.words[:400],
                before=note.before, after=note.after,
            )
            for at, note in enumerate(said)
        ]  # fmt: skip
    IntakeRow.objects.bulk_create(rows)
    RowNote.objects.bulk_create(notes)


def _settled(intake: Intake, dataset: Dataset, one: ReadRow, known: Known) -> tuple[IntakeRow, list[Note]]:
    """The row with what becomes of it, and its notes with the differences."""
    key = one.external_id or f"~{name_key(one.name)}|{address_key(one.address)}"
    mark = sha256(json.dumps(one.raw, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    before = known.listed.get(key)
    place = _place_of(dataset, one, before, known)
    differences = _differences(one, place) if place else []
    outcome = rules.outcome_of(
        held=one.is_held, repaired=one.is_repaired, known=before is not None,
        unchanged=before is not None and before.fingerprint == mark, has_place=place is not None,
        differs=bool(differences),
    )  # fmt: skip
    point = one.spot.point
    row = IntakeRow(
        intake=intake, line_no=one.line_no, outcome=outcome, external_id=key, fingerprint=mark, name=one.name[:300],
        kana=one.kana[:300], address=one.address[:1000], organisation=one.organisation, venue=one.venue,
        directions=one.directions, opening_words=one.opening_words, opening_lines="\n".join(words_of(one.opening)),
        latitude=point.latitude if point else None, longitude=point.longitude if point else None,
        swapped=one.spot.swapped,
        hazards=",".join(one.hazards), starts_on=one.starts_on, ends_on=one.ends_on, offer=one.offer, raw=one.raw,
        place=place,
    )  # fmt: skip
    return row, [*one.notes, *(differences if outcome == Outcome.DIFFERS else [])]


def _place_of(dataset: Dataset, one: ReadRow, before: Listed | None, known: Known) -> Place | None:
    """The place this row speaks of: by its number, then by name and address, then by the name alone where it is the only one."""
    if not dataset.place_kind or one.is_held:
        return None
    if before is not None and before.place is not None:
        return before.place
    if one.external_id in known.by_id:
        return known.by_id[one.external_id]
    named = known.places.get(name_key(one.name), [])
    same = [place for place in named if address_key(place.location.address) == address_key(one.address)]
    return next(iter(same or named), None)


def _differences(one: ReadRow, place: Place) -> list[Note]:
    """What the file says otherwise than the registry; what the file leaves empty is no difference."""
    pairs = [
        ("名称", place.name, one.name),
        ("所在地", place.location.address, one.address),
        ("団体", place.organisation.name, one.organisation),
    ]
    for name, value in one.offer.items():
        if name not in BESIDE:
            field: Any = Place._meta.get_field(name)
            pairs.append((str(field.verbose_name), _said(field, getattr(place, name)), _said(field, value)))
    ours = sorted(f"{trait.kind}:{trait.code}" for trait in place.traits.all())
    theirs = sorted(f"{kind}:{code}" for kind, codes in one.offer.get("traits", {}).items() for code in codes)
    pairs += [("特色", "、".join(ours), "、".join(theirs))] if "traits" in one.offer else []
    return [
        Note(NoteKind.DIFFERS, label, "登録とファイルで違います", before[:300], after[:300])
        for label, before, after in pairs
        if after and after != before
    ]


def _said(field: Any, value: Any) -> str:
    """A value in the words of the page; nothing where nobody wrote it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return str(dict(field.flatchoices).get(value, value))


@operation
def choose_rows(
    actor: Actor, /, *, intake: Intake, choices: Mapping[UUID, str], swaps: Mapping[UUID, bool]
) -> int:
    """Keep what was chosen for rows that differ, and for coordinates in each other's column. Records ``opendata.chosen``;
    refused by ``may_settle``."""
    locked = _locked(intake)
    rules.may_settle(open_still=locked.state == IntakeState.READ).or_refuse()
    rows = list(locked.rows.filter(id__in={*choices, *swaps}))
    for row in rows:
        if row.outcome == Outcome.DIFFERS:
            row.choice = Choice(choices.get(row.id, row.choice))
        if row.swapped:
            row.swap_agreed = swaps.get(row.id, row.swap_agreed)
    IntakeRow.objects.bulk_update(rows, ["choice", "swap_agreed"])
    sign(actor, events.ROWS_CHOSEN, changes={"intake": (None, locked.id), "rows": (None, len(rows))})
    return len(rows)


@operation
def drop_intake(actor: Actor, /, *, intake: Intake) -> None:
    """Think better of it; the reading stays as a record. Records ``opendata.dropped``; refused by ``may_settle``."""
    locked = _locked(intake)
    rules.may_settle(open_still=locked.state == IntakeState.READ).or_refuse()
    locked.state = IntakeState.DROPPED
    locked.save(update_fields=["state"])
    sign(actor, events.INTAKE_DROPPED, changes={"intake": (None, locked.id)})


@operation
def take_intake(actor: Actor, /, *, intake: Intake, now: datetime) -> Intake:
    """Enter the rows as they were shown: new places, what was chosen for others. Not confirmed: nobody has asked there.

    A row that a rule of the registry stops is held back with its reasons, and the others go on. Records
    ``opendata.taken``; refused by ``may_take_intake``.
    """
    locked = _locked(intake)
    rows = list(locked.rows.filter(outcome__in=WRITES).select_related("place"))
    kind = datasets().named(locked.dataset).place_kind
    rules.may_take_intake(
        open_still=locked.state == IntakeState.READ, writes=len(rows), gone=0 if kind else len(lookups.gone_since(locked))
    ).or_refuse()  # fmt: skip
    before = Listed.objects.filter(dataset=locked.dataset, source=locked.source)
    listed = {one.external_id: one for one in before}
    for row in rows:
        try:
            place = _entered(actor, locked, row, kind) if kind else None
        except Refused as refusal:
            _hold(row, "／".join(one.message for one in refusal.verdict.reasons))
            continue
        _keep_listed(locked, row, place, listed.get(row.external_id))
    locked.state, locked.taken_at = IntakeState.TAKEN, now
    locked.save(update_fields=["state", "taken_at"])
    sign(
        actor, events.INTAKE_TAKEN,
        changes={"intake": (None, locked.id), "dataset": (None, locked.dataset), "rows": (None, len(rows))},
    )  # fmt: skip
    return locked


def _locked(intake: Intake) -> Intake:
    return Intake.objects.select_for_update(of=("self",)).get(pk=intake.pk)


def _hold(row: IntakeRow, words: str) -> None:
    row.outcome = Outcome.HELD
    row.save(update_fields=["outcome"])
    RowNote.objects.create(row=row, order=99, kind=NoteKind.HELD, about="行", words=words[:400])


def _keep_listed(intake: Intake, row: IntakeRow, place: Place | None, before: Listed | None) -> None:
    IntakeRow.objects.filter(pk=row.pk).update(place=place)
    if before is None:
        Listed.objects.create(
            dataset=intake.dataset,
            source=intake.source,
            external_id=row.external_id,
            fingerprint=row.fingerprint,
            row=row,
            place=place,
        )
        return
    before.fingerprint, before.row, before.place = row.fingerprint, row, place
    before.save(update_fields=["fingerprint", "row", "place"])


def _entered(actor: Actor, intake: Intake, row: IntakeRow, kind: str) -> Place:
    if row.outcome == Outcome.SAME and row.place:
        return row.place
    if row.outcome == Outcome.DIFFERS and row.place and row.choice != Choice.NEW:
        return row.place if row.choice == Choice.KEEP else _changed(actor, row, row.place)
    values, traits = _offered(row)
    public = {"is_public": True, "contact_public": True} if intake.mark_public else {}
    place = resources.add_place(
        actor, whose=_whose(row.organisation or NO_BODY, row.offer.get("organisation_kind", "")),
        where=_where(row),
        offer=Offer({"name": row.name, "kind": kind, **values, **public}, traits),
    )  # fmt: skip
    if row.opening_lines:
        resources.set_opening(
            actor, place=place, version=place.version, lines=read_opening(row.opening_lines).rules
        )
    return place


def _changed(actor: Actor, row: IntakeRow, place: Place) -> Place:
    """What the file says, over what stood there; what it leaves empty stays."""
    values, traits = _offered(row)
    at = place.location
    where = Where(
        at.name, row.address or at.address, at.area_id, row.directions or at.directions, at.private_home,
        None if at.private_home else row.point or at.point,
    )  # fmt: skip
    kept = {
        "kind": place.kind,
        "is_public": place.is_public,
        "contact_public": place.contact_public,
        "anybody": place.anybody,
    }
    body = _whose(row.organisation) if row.organisation else Whose(
        place.organisation.name, place.organisation.kind, place.organisation.agency_id
    )  # fmt: skip
    return resources.change_place(
        actor, place=place, version=place.version, whose=body, where=where,
        offer=Offer({"name": row.name, **kept, **values}, traits),
    )  # fmt: skip


def _where(row: IntakeRow) -> Where:
    """A location already registered stays what it is; the file only adds where it lies."""
    name = row.venue or row.name
    at = lookups.location_at(name, row.address)
    if at is None:
        return Where(name, row.address, None, row.directions, point=row.point)
    point = None if at.private_home else at.point or row.point
    return Where(name, row.address, at.area_id, at.directions or row.directions, at.private_home, point)


def _offered(row: IntakeRow) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Fields of a place, without what the file leaves empty; and its traits."""
    values = {
        name: value for name, value in row.offer.items() if name not in BESIDE and value not in (None, "")
    }
    return values, row.offer.get("traits", {})


def _whose(name: str, kind: str = "") -> Whose:
    """A body already registered stays what it is."""
    found = lookups.body_named(name)
    return Whose(
        name, found.kind if found else kind or OrganisationKind.OTHER, found.agency_id if found else None
    )
