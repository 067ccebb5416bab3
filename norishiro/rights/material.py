"""From rows to a package: what was found about one person, piece by piece, each with what is proposed to be withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from norishiro.agencies.models import Agency, Area
from norishiro.core.calendar import wareki
from norishiro.core.withheld import COVER, covered, fold
from norishiro.outreach.choices import SegmentKind
from norishiro.outreach.segments import taken_apart
from norishiro.people.choices import ProtectionState, WithheldField
from norishiro.people.models import Person
from norishiro.people.withholding import words_of
from norishiro.rights import rules
from norishiro.rights.choices import Found, PartKind
from norishiro.rights.kinds import BY_LINE, OTHER_TITLE, PLACES, SILENT, TITLES, kind_of

LINKS = ("subject_id", "person_id", "case_id", "household_id", "other_id")
SHORTEST_WORD = 2
SPEAKER = "話した人・機関"
NOT_ITS_DAY = frozenset({"birth_earliest", "birth_latest", "next_on", "until_on"})


@dataclass(frozen=True)
class Row:
    """One row as the database keeps it, and how it was found."""

    source: str
    found: str
    kept: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, str]:
        return self.source, str(self.kept["id"])


# What the house keeps about its own staff's looking: in the package, and never named on paper.
INTERNAL = ("watching_",)
LOOKS = "watching_look"
# That something is withheld, and by which office, is told to nobody but the person it is withheld for.
SHIELDS = ("people_protection", "people_withheld", "people_lifting", "people_suppression")
PLAIN = "people_protection"
# An agency that was asked: that it answered is as much its own as what it answered.
ASKED_OF = frozenset({"asked_agency", "source_agency"})
DISCLOSED = ("SHOWN", "TOLD")


@dataclass(frozen=True)
class Asked:
    """Who is asked about, by whom."""

    person_id: UUID
    asker: str
    danger: bool
    # Whether the person's own address is withheld (支援措置).
    shielded: bool = False


@dataclass
class Piece:
    """One part before it is kept."""

    row_id: str
    label: str
    kind: str
    text: str
    proposal: rules.Proposal = rules.OPEN


@dataclass
class Record:
    """One item before it is kept."""

    source: str
    row_id: str
    found: str
    title: str
    on: date | None
    writer_id: str | None
    subject_id: str | None
    basis: str
    categories: int
    unnamed: bool = False
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Around:
    """Names and places by which other people are recognised in a text, and places that must not be said. Places are folded:
    they are written in many ways."""

    words: frozenset[str]
    places: frozenset[str]
    protected: frozenset[str]
    names: Mapping[str, str]
    own_words: frozenset[str]
    offices: Mapping[str, str]


def brought_together(rows: Iterable[Row], *, asked: Asked) -> list[Record]:
    """The records in the order of their days, every piece of text in them with a proposal; nothing found is left out."""
    everything = list(rows)
    asked = _with_protections(everything, asked)
    looks = [row for row in everything if row.source == LOOKS and row.found == Found.OWN]
    found = [row for row in everything if row.source != LOOKS]
    around = _around(found, asked)
    kept = {row.key: row for row in found if row.found != "NAMES" and row.found == Found.OWN}
    mentions = {row.key: row for row in found if row.found == Found.MENTION and row.key not in kept}
    records: dict[tuple[str, str], Record] = {}
    rest = [*kept.values(), *mentions.values()]
    for row in rest:
        if _parent(row, {**kept, **mentions}) is None:
            records[row.key] = _record(row, asked)
    pending = [row for row in rest if row.key not in records]
    while pending:
        left = []
        for row in pending:
            parent = _parent(row, {**kept, **mentions})
            if parent in records:
                records[row.key] = records[parent]
            else:
                left.append(row)
        if len(left) == len(pending):
            for row in left:
                records[row.key] = _record(row, asked)
            left = []
        pending = left
    in_lines = {str(row.kept["contact_id"]) for row in rest if row.source == "outreach_segment"}
    for row in sorted(rest, key=lambda one: (one.source, str(one.kept.get("order", "")).zfill(6))):
        record = records[row.key]
        record.pieces += _pieces(row, record, asked, around, in_lines=in_lines)
    whole = list({id(one): one for one in records.values()}.values())
    for record in whole:
        record.unnamed = rules.hides_existence(
            found=record.found, basis=record.basis, asker=asked.asker, danger=asked.danger
        ) or record.source.startswith(INTERNAL) or _is_shield(record, asked)  # fmt: skip
    _lock_withheld(whole, asked)
    holds = [row.kept for row in found if row.source == "watching_hold" and not row.kept.get("released_at")]
    whole = [*whole, *_looks(looks, holds, asked)]
    return sorted(whole, key=lambda one: (one.found != Found.OWN, one.on or date.min, one.source, one.row_id))


def _with_protections(rows: list[Row], asked: Asked) -> Asked:
    """Where a 支援措置 stands, whoever asks in the person's place may be the one it is kept from."""
    stands = any(
        row.source == PLAIN
        and row.kept.get("person_id") == str(asked.person_id)
        and row.kept.get("state") != ProtectionState.ENDED
        for row in rows
    )
    return replace(asked, danger=asked.danger or stands, shielded=stands)


def _is_shield(record: Record, asked: Asked) -> bool:
    return record.source.startswith(SHIELDS) and not (asked.asker == "SELF" and asked.shielded)


def _lock_withheld(records: list[Record], asked: Asked) -> None:
    """What is withheld of anybody is opened by no request: the words themselves, that they are withheld, and the place where
    a text was covered. Only whoever it is withheld for may be shown that it is."""
    pieces = [(record, piece) for record in records for piece in record.pieces]
    covers = covered([piece.text for _record, piece in pieces])
    own = asked.asker == "SELF" and asked.shielded
    for (record, piece), cover in zip(pieces, covers, strict=True):
        if cover is not None or _is_shield(record, asked) or (COVER in piece.text and not own):
            piece.kind, piece.proposal = PartKind.PROTECTED, rules.BY_KIND["PROTECTED"]


def _looks(rows: list[Row], holds: list[Mapping[str, Any]], asked: Asked) -> list[Record]:
    """だれが見たか, one line per day and agency, as the person is told of it; what is held back, or was seen as 支援会議, is
    a record of its own that is not named."""
    told: dict[bool, dict[tuple[str, str], Row]] = {True: {}, False: {}}
    for row in rows:
        kept = row.kept
        if kept["outcome"] not in DISCLOSED or kept.get("subject_id") != str(asked.person_id):
            continue
        grounds = {*(kept.get("grounds") or ()), kept.get("came_by") or ""}
        held = rules.CONFERENCE in grounds or any(
            hold["agency_id"] == kept.get("agency_id") and hold["code"] in ("", *grounds) for hold in holds
        )
        told[held].setdefault((kept["at"][:10], kept["agency_label"]), row)
    return [_look_record(days, held, asked) for held, days in told.items() if days]


def _look_record(days: Mapping[tuple[str, str], Row], held: bool, asked: Asked) -> Record:
    record = Record(
        source=LOOKS, row_id=str(asked.person_id), found=Found.OWN, title="だれが見たか", on=None, writer_id=None,
        subject_id=str(asked.person_id), basis="", categories=0, unnamed=held,
    )  # fmt: skip
    for (day, agency), row in sorted(days.items()):
        record.pieces.append(
            Piece(
                row.kept["line"], wareki(date.fromisoformat(day)), PartKind.REPORTER if held else PartKind.DONE, agency,
                rules.BY_KIND["REPORTER"] if held else rules.OPEN,
            )
        )  # fmt: skip
    return record


def _model(source: str) -> type[models.Model] | None:
    return next((one for one in apps.get_models() if one._meta.db_table == source), None)


def _parent(row: Row, kept: Mapping[tuple[str, str], Row]) -> tuple[str, str] | None:
    """A detail stands with the record it belongs to; a row that names its own subject stands for itself, and so does what
    is withheld."""
    model = _model(row.source)
    if (
        model is None
        or row.source.startswith(SHIELDS)
        or any(name in row.kept for name in LINKS if name != "person_id")
    ):
        return None
    for each in model._meta.concrete_fields:
        value = row.kept.get(str(each.column))
        if each.is_relation and value and each.related_model is not model:
            key = (each.related_model._meta.db_table, str(value))  # type: ignore[union-attr]
            if key in kept:
                return key
    return None


def _record(row: Row, asked: Asked) -> Record:
    who, kept = str(asked.person_id), row.kept
    named = kept.get("person_id")
    foreign = named is not None and who not in (named, kept.get("subject_id"), kept.get("other_id"))
    found = Found.OTHER if row.found == Found.OWN and foreign else Found(row.found)
    return Record(
        source=row.source, row_id=str(kept["id"]), found=found, title=TITLES.get(row.source, OTHER_TITLE), on=_day(row),
        writer_id=kept.get("agency_id"), subject_id=kept.get("subject_id"), basis=kept.get("basis", ""),
        categories=kept.get("categories", 0) or 0,
    )  # fmt: skip


def _day(row: Row) -> date | None:
    model = _model(row.source)
    for each in model._meta.concrete_fields if model else ():
        value = row.kept.get(str(each.column))
        is_day = isinstance(each, models.DateField) and not isinstance(each, models.DateTimeField)
        if is_day and value and each.name not in NOT_ITS_DAY:
            return date.fromisoformat(value)
    made = row.kept.get("made_at")
    return datetime.fromisoformat(made).date() if made else None


def _around(rows: list[Row], asked: Asked) -> Around:
    people = [row.kept for row in rows if row.source == "people_person" and row.found == "NAMES"]
    self_ = [
        row.kept
        for row in rows
        if row.source == "people_person" and str(row.kept["id"]) == str(asked.person_id)
    ]
    words = {word for one in people for word in _words_of(one)}
    places = {place for one in people for place in _places_of(one)}
    own_places = {place for one in self_ for place in _places_of(one)}
    at_risk = asked.danger and asked.asker != "SELF"
    protected = (places - own_places if asked.danger else set()) | (own_places if at_risk else set())
    return Around(
        words=frozenset(words) - {word for one in self_ for word in _words_of(one)},
        places=frozenset(places - own_places),
        protected=frozenset(protected),
        names={str(one["id"]): one.get("name") or one.get("alias") or "" for one in people},
        own_words=frozenset(word for one in self_ for word in _words_of(one)),
        offices={
            str(key): name
            for model in (Agency, Area)
            for key, name in model._default_manager.values_list("id", "name")
        },
    )


def _places_of(person: Mapping[str, Any]) -> list[str]:
    """Where somebody lives and how to reach them, in every way it is written."""
    found = []
    for field_name, kind in (("address", WithheldField.ADDRESS), ("phone", WithheldField.PHONE)):
        text = person.get(field_name) or ""
        found += [*words_of(kind, text), fold(text)] if fold(text) else []
    return found


def _words_of(person: Mapping[str, Any]) -> list[str]:
    name = (person.get("name") or "").replace("　", " ")
    given = name.split(" ")[1:]
    words = [person.get("name") or "", name, name.replace(" ", ""), person.get("alias") or "", *given]
    return [word for word in words if len(word) >= SHORTEST_WORD]


def _pieces(row: Row, record: Record, asked: Asked, around: Around, *, in_lines: set[str]) -> Iterable[Piece]:
    if record.found == Found.OTHER and not any(
        word in str(value) for word in around.own_words for value in row.kept.values()
    ):
        return []
    found = [
        piece
        for piece in _texts(row, asked, around, in_lines=in_lines)
        if record.found == Found.OWN or any(word in piece.text for word in around.own_words)
    ]
    for piece in found:
        if record.found != Found.OWN and piece.kind not in (PartKind.REPORTER, PartKind.PROTECTED):
            piece.kind = PartKind.THIRD
        read = fold(piece.text)
        place = row.source == "people_person" and piece.kind == PartKind.PROTECTED
        piece.proposal = rules.proposal(
            kind=piece.kind, basis=record.basis, asker=asked.asker, danger=asked.danger,
            names_other=any(word in piece.text for word in around.words) or any(word in read for word in around.places),
            names_protected=place or any(word in read for word in around.protected),
        )  # fmt: skip
    return found


def _texts(row: Row, asked: Asked, around: Around, *, in_lines: set[str]) -> Iterable[Piece]:
    model = _model(row.source)
    row_id = str(row.kept["id"])
    if model is None:
        for name, value in row.kept.items():
            if isinstance(value, str) and value and name not in SILENT and not name.endswith("_id"):
                yield Piece(row_id, name, PartKind.UNSORTED, value)
        return
    if row.source == "outreach_segment":
        yield from _line(row)
        return
    for each in model._meta.concrete_fields:
        value = row.kept.get(str(each.column))
        silent = each.column in SILENT or not getattr(each, "editable", True)
        if silent or value in (None, "", [], {}):
            continue
        if row.source == "outreach_contact" and each.name in ("body", "impression") and row_id in in_lines:
            continue
        usual = BY_LINE.get((row.source, each.name))
        if usual is not None:
            yield from _written_lines(row_id, str(each.verbose_name), str(value), usual=usual(row.kept))
            continue
        piece = _piece(row, each, value, asked, around)
        if piece is not None:
            yield piece


def _line(row: Row) -> Iterable[Piece]:
    """One line of a contact: its kind is written down with it."""
    source = row.kept.get("source") or ""
    yield Piece(str(row.kept["id"]), PartKind(row.kept["kind"]).label, row.kept["kind"], row.kept["text"])
    if source:
        yield Piece(str(row.kept["id"]), SPEAKER, row.kept["kind"], source)


def _written_lines(row_id: str, label: str, text: str, *, usual: SegmentKind) -> Iterable[Piece]:
    """A text kept as it was written, line by line."""
    for one in taken_apart(text, usual=usual):
        kind = PartKind(one.kind)
        yield Piece(row_id, label, kind, one.text)
        if one.source:
            yield Piece(row_id, SPEAKER, kind, one.source)


def _piece(row: Row, each: Any, value: Any, asked: Asked, around: Around) -> Piece | None:
    row_id, label = str(row.kept["id"]), str(each.verbose_name)
    if each.is_relation:
        return _pointed_at(row_id, label, each, value, asked, around)
    if isinstance(each, models.UUIDField):
        return None
    if each.choices:
        words = dict(each.flatchoices).get(value, value)
        return Piece(row_id, label, PartKind.DONE, str(words))
    if isinstance(each, models.DateField | models.DateTimeField):
        day = (
            datetime.fromisoformat(value).date()
            if isinstance(each, models.DateTimeField)
            else date.fromisoformat(value)
        )
        return Piece(row_id, label, PartKind.DONE, wareki(day))
    if isinstance(each, models.BooleanField):
        return Piece(row_id, label, PartKind.DONE, "はい") if value else None
    if isinstance(each, models.IntegerField | models.TimeField):
        return Piece(row_id, label, PartKind.DONE, str(value))
    kind = kind_of(row.source, each.name)
    text = str(value)
    if each.name in PLACES and row.source == "people_person" and fold(text) in around.protected:
        kind = PartKind.PROTECTED
    return Piece(row_id, label, kind, text)


def _pointed_at(row_id: str, label: str, each: Any, value: Any, asked: Asked, around: Around) -> Piece | None:
    target = each.related_model
    if target is Person and str(value) != str(asked.person_id):
        return Piece(row_id, label, PartKind.OTHERS, around.names.get(str(value), "ほかの人"))
    if target in (Agency, Area):
        found = around.offices.get(str(value))
        kind = PartKind.AGENCY if each.name in ASKED_OF else PartKind.DONE
        return Piece(row_id, label, kind, found) if found else None
    return None
