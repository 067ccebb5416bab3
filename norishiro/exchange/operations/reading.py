"""A file is read and looked at row by row; nothing enters the registry."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.calendar import PartialDate
from norishiro.core.names import kana_key, name_key
from norishiro.core.operation import operation
from norishiro.core.sheets import Line
from norishiro.core.text import InputProblem
from norishiro.core.withheld import covered, fold
from norishiro.exchange import events, layouts, lookups, rules
from norishiro.exchange.choices import CLOSED, BringingState, Choice, Destination, Kind, What
from norishiro.exchange.layouts import Layout, word_key
from norishiro.exchange.models import Bringing, Brought, BroughtRow
from norishiro.exchange.operations.contacts import rows_of_contacts
from norishiro.exchange.reading import ReadPerson, read_person, read_table
from norishiro.exchange.reading.persons import LABELS, UNREADABLE, key_of
from norishiro.ledger.operations import sign
from norishiro.people.finding import number_key
from norishiro.people.models import Person

BATCH = 2_000
CONTACT = ("address", "postal_code", "phone")
COMPARED = ("name", "kana", "sex", "birth", *CONTACT)


@operation
def read_file(
    actor: Actor,
    /,
    *,
    kind: str,
    content: bytes,
    file_name: str,
    layout: Layout | None,
    most: int,
    today: date,
) -> Bringing:
    """Look at a file: every row with its one destination. Without a ``layout`` the last one for the same headings serves,
    else it is guessed from the words of the headings.

    Records ``exchange.read``; refused by ``may_read_file``; a file that cannot be read is an ``InputProblem``.
    """
    table = read_table(content, known=layouts.known_headings(kind, layout))
    rules.may_read_file(rows=len(table.lines), most=most, waiting=lookups.waiting(actor.staff_id)).or_refuse()
    if layout is not None and layout.kind != kind:
        raise InputProblem(
            "列の読み方のファイルが、ほかの種類のファイルのものです。同じ種類のものを選んでください。"
        )
    mark = layouts.headings_mark(table.headings)
    layout = (
        layout
        or lookups.layout_before(actor.agency_id, kind=kind, mark=mark)
        or layouts.guess(kind, table.headings)
    )
    bringing = Bringing.objects.create(
        kind=kind, file_name=file_name[:120], fingerprint=sha256(content).hexdigest(), agency_id=actor.agency_id,
        staff_id=actor.staff_id, layout=layout.as_plain(), headings=[one for one in table.headings if one],
        headings_mark=mark, coding=table.coding, sheet=table.sheet[:40],
        other_sheets="、".join(table.other_sheets)[:500], forbidden="、".join(table.forbidden)[:200],
        above=table.above, heading_lines=table.heading_lines, blank=table.blank, merged=table.merged,
    )  # fmt: skip
    _keep(actor, bringing, table.lines, layout, today=today)
    sign(
        actor, events.FILE_READ,
        changes={"bringing": (None, bringing.id), "kind": (None, kind), "rows": (None, len(table.lines))},
    )  # fmt: skip
    return bringing


@operation
def lay_out(actor: Actor, /, *, bringing: Bringing, layout: Layout, today: date) -> Bringing:
    """Say which column is what and which word means what; every row is read anew, and what was settled is open again.

    Records ``exchange.laid_out``; refused by ``may_lay_out``.
    """
    locked = _locked(bringing)
    headings = list(layout.columns.values())
    rules.may_lay_out(
        state=locked.state, doubled=len(headings) != len(set(headings)), missing=layouts.missing(layout)
    ).or_refuse()
    lines = [Line(number, cells) for number, cells in locked.rows.values_list("line_no", "cells")]
    locked.rows.all().delete()
    locked.layout = layout.as_plain()
    locked.save(update_fields=["layout"])
    _keep(actor, locked, lines, layout, today=today)
    sign(actor, events.LAYOUT_SET, changes={"bringing": (None, locked.id), "rows": (None, len(lines))})
    return locked


@operation
def settle_rows(
    actor: Actor, /, *, bringing: Bringing, choices: Mapping[UUID, tuple[str, UUID | None]]
) -> int:
    """Whose rows these are, for rows that a person has to look at: one of those alike, somebody new, or nobody.

    Records ``exchange.settled``; refused by ``may_settle``. Somebody who was not offered for a row is not taken for it;
    nobody new is made of a record.
    """
    locked = _locked(bringing)
    rules.may_settle(open_still=locked.state not in CLOSED).or_refuse()
    rows = list(locked.rows.filter(id__in=choices, destination=Destination.DECIDE, done=False))
    for row in rows:
        choice, person_id = choices[row.id]
        offered = {one["id"] for one in row.alike}
        if choice == Choice.PERSON and str(person_id) not in offered:
            continue
        if choice == Choice.NEW and locked.kind != Kind.PEOPLE:  # a record is of somebody who is here
            continue
        row.choice = choice
        row.person_id = person_id if choice == Choice.PERSON else None
    BroughtRow.objects.bulk_update(rows, ["choice", "person"])
    sign(actor, events.ROWS_SETTLED, changes={"bringing": (None, locked.id), "rows": (None, len(rows))})
    return len(rows)


@operation
def drop_bringing(actor: Actor, /, *, bringing: Bringing) -> None:
    """Think better of it: the rows go, that the file was read stays. Records ``exchange.dropped``; refused by ``may_drop``."""
    locked = _locked(bringing)
    rules.may_drop(state=locked.state).or_refuse()
    locked.rows.all().delete()
    locked.state = BringingState.DROPPED
    locked.save(update_fields=["state"])
    sign(actor, events.BRINGING_DROPPED, changes={"bringing": (None, locked.id)})


def _locked(bringing: Bringing) -> Bringing:
    return Bringing.objects.select_for_update(of=("self",)).get(pk=bringing.pk)


def _keep(actor: Actor, bringing: Bringing, lines: Sequence[Line], layout: Layout, *, today: date) -> None:
    """Read every row, find out what becomes of it, and keep it with its cells."""
    rows_of = rows_of_contacts if bringing.kind == Kind.CONTACTS else _rows_of_people
    rows = rows_of(actor, bringing, lines, layout, today=today)
    for start in range(0, len(rows), BATCH):
        BroughtRow.objects.bulk_create(rows[start : start + BATCH])


def _rows_of_people(
    actor: Actor, bringing: Bringing, lines: Sequence[Line], layout: Layout, *, today: date
) -> list[BroughtRow]:
    read = [read_person(line.number, line.cells, layout, today=today) for line in lines]
    keys = [key_of(one.values) for one in read]
    _spread_flags(read, keys)
    _stop_doubles(read, keys)
    known = lookups.numbers_known(actor.agency_id, what=What.PERSON, numbers=keys)
    alike = _Alike(read)
    rows = [
        _row(bringing, line, one, key, order, known.get(key), alike)
        for line, one, key, order in zip(lines, read, keys, _together(read), strict=True)
    ]
    _say_differences(rows)
    return _without_hidden(rows, layout)


def _together(read: Sequence[ReadPerson]) -> list[int]:
    """For each row the first line of those who are taken with it: its household, and whoever lives where somebody with a
    flag lives, also where no number says that they are one household."""
    homes = [fold(one.values["address"]) for one in read]
    watched = {home for one, home in zip(read, homes, strict=True) if one.flag and home}
    leads: dict[str, str] = {}

    def lead(mark: str) -> str:
        while leads.setdefault(mark, mark) != mark:
            leads[mark] = mark = leads[leads[mark]]
        return mark

    marks = []
    for one, home in zip(read, homes, strict=True):
        number = one.values["household"]
        mark = f"number:{number}" if number else f"line:{one.line_no}"
        marks.append(mark)
        if home in watched:
            leads[lead(mark)] = lead(f"home:{home}")
    first: dict[str, int] = {}
    return [first.setdefault(lead(mark), one.line_no) for one, mark in zip(read, marks, strict=True)]


def _spread_flags(read: Sequence[ReadPerson], keys: Sequence[str]) -> None:
    """A flag on one row of somebody is on all of them. Where it cannot be read, or its row cannot be taken, nobody of
    the household and nobody with the same address is taken: the address of one is the address of the other."""
    flags: dict[str, str] = {}
    for one, key in zip(read, keys, strict=True):
        if one.flag and flags.get(key) != UNREADABLE:
            flags[key] = one.flag
    for one, key in zip(read, keys, strict=True):
        one.flag = flags.get(key, one.flag)
    together = _together(read)
    stopped = {first for one, first in zip(read, together, strict=True) if one.flag and one.is_stopped}
    for one, first in zip(read, together, strict=True):
        if one.flag == UNREADABLE and not one.is_stopped:
            one.say(
                "flag",
                "同じ人の別の行に、読み取れない支援措置の印があります。そちらを先に決めてください。",
                stops=True,
            )
        elif first in stopped and not one.is_stopped:
            one.say(
                "flag",
                "同じ世帯か同じ住所に、支援措置の印があるのに入れられない行があります。住所が表に出ないように、いっしょに待ちます。",
                stops=True,
            )


def _stop_doubles(read: Sequence[ReadPerson], keys: Sequence[str]) -> None:
    """The same person twice in one file: the same words are one; different words stop the later row."""
    first: dict[str, ReadPerson] = {}
    for one, key in zip(read, keys, strict=True):
        if one.is_stopped:
            continue
        before = first.setdefault(key, one)
        if before is not one and _mark(before) != _mark(one):
            one.say(
                "number",
                f"{before.line_no}行目と同じ人のようですが、書いてあることが違います。どちらが正しいか、もとの表で直してください。",
                stops=True,
            )


def _mark(one: ReadPerson) -> str:
    """The same words in whatever width, with whatever blanks."""
    said = {name: word_key(value) for name, value in one.values.items()} | {"~": one.flag}
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class _Alike:
    """Who among the registered may be meant by a row."""

    def __init__(self, read: Sequence[ReadPerson]) -> None:
        good = [one.values for one in read if not one.is_stopped]
        self.found = lookups.people_named(
            {name_key(one["name"]) for one in good}, {kana_key(one["kana"]) for one in good}
        )
        self.lines: dict[str, int] = {}

    def to(self, values: Mapping[str, str]) -> tuple[list[Person], bool]:
        """Those alike, and whether it is surely the one."""
        named = self.found.get(f"name_key:{name_key(values['name'])}", {})
        sounding = self.found.get(f"kana_key:{kana_key(values['kana'])}", {}) if values["kana"] else {}
        people = [one for one in (named | sounding).values() if _may_be_born(one, values["birth"])]
        sure = [
            one
            for one in people
            if one.id in named and values["birth"] and one.birth_earliest and _same_contact(one, values)
            and one.birth_earliest == one.birth_latest
        ]  # fmt: skip
        return people, len(people) == 1 and len(sure) == 1


def _may_be_born(person: Person, birth: str) -> bool:
    """Not where both days are known and differ."""
    if not birth or not person.birth_earliest or not person.birth_latest:
        return True
    said = PartialDate.from_code(birth)
    first, last = said.earliest(), said.latest()
    return first is None or last is None or (first <= person.birth_latest and last >= person.birth_earliest)


def _same_contact(person: Person, values: Mapping[str, str]) -> bool:
    home, phone = fold(person.address), number_key(person.phone)
    return bool(home and home == fold(values["address"])) or bool(
        phone and phone == number_key(values["phone"])
    )


def _row(
    bringing: Bringing,
    line: Line,
    one: ReadPerson,
    key: str,
    order: int,
    before: Brought | None,
    alike: _Alike,
) -> BroughtRow:
    mark = _mark(one)
    earlier = None if one.is_stopped else alike.lines.get(key)
    unchanged = earlier is not None or (before is not None and before.fingerprint == mark)
    people, sure = ([], False) if one.is_stopped or before or earlier else alike.to(one.values)
    destination = rules.destination_of(
        stopped=one.is_stopped, unchanged=unchanged, known=before is not None, sure=sure, alike=bool(people)
    )
    if earlier is not None:
        one.say("行", f"{earlier}行目と同じ人の、同じ内容です。")
    elif not one.is_stopped:
        alike.lines[key] = one.line_no
        if before and not unchanged:
            one.say(
                "行",
                "前に取り込んだときと、内容が違います。いまの登録は書きかえません。",
            )
    person_id = before.target_id if before else people[0].id if sure else None
    return BroughtRow(
        bringing=bringing, line_no=line.number, order=order, destination=destination, number=key, fingerprint=mark,
        name=one.values["name"], flag=one.flag[:12], values=one.values, cells=line.cells,
        notes=[[note.about, note.words, note.stops] for note in one.notes],
        alike=[{"id": str(person.merged_into_id or person.id)} for person in people[:10]] if destination == Destination.DECIDE else [],
        person_id=person_id, done=destination == Destination.SAME,
    )  # fmt: skip


def _say_differences(rows: Sequence[BroughtRow]) -> None:
    """Where somebody registered is written otherwise in the file, say in what; the values stand in neither remark nor
    report. What is withheld of somebody is not compared."""
    merged = [row for row in rows if row.destination == Destination.MERGED and row.person_id]
    ids = [row.person_id for row in merged if row.person_id]
    found, withheld = lookups.people_by_id(ids), lookups.withheld_people(ids)
    for row in merged:
        assert row.person_id
        person = found.get(row.person_id)
        if person is None:
            continue
        compared = [one for one in COMPARED if one not in CONTACT or row.person_id not in withheld]
        differing = [LABELS[one] for one in compared if _differs(one, row.values[one], getattr(person, one))]
        if differing:
            words = f"いまの登録と違うところ：{'、'.join(differing)}。書きかえません。直すところがあれば、人の頁で直してください。"
            row.notes.append(["行", words, False])


def _differs(name: str, said: str, stands: str) -> bool:
    """An empty cell says nothing; neither does a sex that is not known."""
    if not said or said == "UNKNOWN":
        return False
    alike: Callable[[str], str] = {
        "name": name_key,
        "kana": kana_key,
        "address": fold,
        "phone": number_key,
    }.get(name, str)
    return alike(said) != alike(stands)


def _without_hidden(rows: list[BroughtRow], layout: Layout) -> list[BroughtRow]:
    """What is withheld anywhere in town does not stand in what is kept of a file either. What a row with
    a flag says is kept until it is taken: then it is laid behind the protection."""
    withheld = lookups.withheld_people([one.person_id for one in rows if one.person_id])
    texts = [text for row in rows for text in (*row.values.values(), *row.cells.values())]
    covers = covered(texts)
    dropped = {layout.columns[name] for name in (*CONTACT, "building") if name in layout.columns}
    at = 0
    for row in rows:
        for holder in (row.values, row.cells):
            for name in holder:
                if covers[at] is not None:
                    holder[name] = covers[at]
                at += 1
        if row.person_id in withheld and not row.flag:
            row.values |= dict.fromkeys(CONTACT, "")
            row.cells = {name: cell for name, cell in row.cells.items() if name not in dropped}
            row.notes.append(
                ["住所", "この人の住所や電話は伏せています。ファイルのものは残しません。", False]
            )
    return rows
