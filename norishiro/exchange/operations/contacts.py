"""Records of support: whose each is, and their way into the records by the verb of that room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.calendar import PartialDate
from norishiro.core.names import name_key
from norishiro.core.sheets import Line
from norishiro.core.withheld import covered
from norishiro.exchange import lookups, rules
from norishiro.exchange.choices import Destination, What
from norishiro.exchange.layouts import Layout
from norishiro.exchange.models import Bringing, Brought, BroughtRow
from norishiro.exchange.reading import ReadContact, contact_key, read_contact
from norishiro.outreach import operations as outreach
from norishiro.outreach.operations import Brief, Told
from norishiro.people.models import Person

TEXTS = ("body", "impression", "with_whom", "place")
# The column in which kintone marks the first line of each record.
START = "レコードの開始行"
NOT_HERE = "この人は、まだ登録がありません。先に「人と世帯の名簿」を取り込んでから、このファイルをもう一度読んでください。"
CHANGED = "同じ番号の記録が、前に取り込んだときと違います。記録の直しは、その記録の頁でしてください。"


def rows_of_contacts(
    actor: Actor, bringing: Bringing, lines: Sequence[Line], layout: Layout, *, today: date
) -> list[BroughtRow]:
    """Every row with its one destination. Whose a record is, is said by a number that came before, or by a name and a day
    of birth that fit one person alone; else somebody decides."""
    read = [read_contact(line.number, line.cells, layout, today=today) for line in lines]
    _number_tables(lines, read)
    whose = _Whose(actor, read)
    found = [whose.of(one) for one in read]
    keys = [
        contact_key(one.values, person=str(who.person_id or name_key(one.values["name"])))
        for one, who in zip(read, found, strict=True)
    ]
    known = lookups.numbers_known(actor.agency_id, what=What.CONTACT, numbers=keys)
    first: dict[str, tuple[int, str]] = {}
    rows = [
        _row(bringing, line, one, who, key, known.get(key), first)
        for line, one, who, key in zip(lines, read, found, keys, strict=True)
    ]
    return _covered(rows)


def _number_tables(lines: Sequence[Line], read: Sequence[ReadContact]) -> None:
    """A record of kintone with a table in it takes several lines, all under its number: each line of the table is one more."""
    if not any(START in line.cells for line in lines):
        return
    at = 0
    for line, one in zip(lines, read, strict=True):
        at = 1 if START in line.cells else at + 1
        if at > 1 and one.values["record"]:
            one.values["record"] += f"-{at}"


@dataclass(frozen=True)
class _Who:
    person_id: UUID | None
    alike: tuple[Person, ...] = ()


class _Whose:
    """Who is meant by the rows of a file, as far as the actor sees them."""

    def __init__(self, actor: Actor, read: Sequence[ReadContact]) -> None:
        numbers = {one.values["number"] for one in read} - {""}
        self.numbers = lookups.numbers_known(actor.agency_id, what=What.PERSON, numbers=numbers)
        self.named = lookups.people_named({name_key(one.values["name"]) for one in read} - {""}, set())

    def of(self, one: ReadContact) -> _Who:
        known = self.numbers.get(one.values["number"])
        if known is not None:
            return _Who(known.target_id)
        people = list(self.named.get(f"name_key:{name_key(one.values['name'])}", {}).values())
        sure = [each for each in people if _born_on(each, one.values["birth"])]
        if (
            len(sure) == 1
            and len([each for each in people if not _born_otherwise(each, one.values["birth"])]) == 1
        ):
            return _Who(sure[0].merged_into_id or sure[0].id)
        return _Who(None, tuple(each for each in people if not _born_otherwise(each, one.values["birth"])))


def _born_on(person: Person, birth: str) -> bool:
    """Both know the whole day, and it is the same."""
    said = PartialDate.from_code(birth) if birth else None
    return bool(said and said.earliest() == said.latest() == person.birth_earliest == person.birth_latest)


def _born_otherwise(person: Person, birth: str) -> bool:
    said = PartialDate.from_code(birth) if birth else None
    if said is None or person.birth_earliest is None or person.birth_latest is None:
        return False
    first, last = said.earliest(), said.latest()
    return bool(first and last and (first > person.birth_latest or last < person.birth_earliest))


def _row(
    bringing: Bringing, line: Line, one: ReadContact, who: _Who, key: str, before: Brought | None, first: dict[str, tuple[int, str]]
) -> BroughtRow:  # fmt: skip
    mark = contact_key(one.values | {"record": ""}, person=str(who.person_id or ""))
    if not one.is_stopped and who.person_id is None and not who.alike:
        one.say("name", NOT_HERE, stops=True)
    changed = before is not None and before.fingerprint != mark and not one.is_stopped
    if changed:
        one.say("行", CHANGED, stops=True)
    earlier = None if one.is_stopped else first.setdefault(key, (one.line_no, mark))
    doubled = earlier is not None and earlier[0] != one.line_no
    if doubled and earlier and earlier[1] != mark:
        one.say(
            "record",
            f"{earlier[0]}行目と同じ番号で、書いてあることが違います。番号を直してください。",
            stops=True,
        )
    elif doubled and earlier:
        one.say("行", f"{earlier[0]}行目と同じ記録です。")
    destination = rules.destination_of(
        stopped=one.is_stopped, unchanged=doubled or (before is not None and not changed), known=False, sure=False,
        alike=who.person_id is None,
    )  # fmt: skip
    return BroughtRow(
        bringing=bringing, line_no=line.number, order=line.number, destination=destination, number=key, fingerprint=mark,
        name=one.values["name"], values=one.values, cells=line.cells,
        notes=[[note.about, note.words, note.stops] for note in one.notes],
        alike=[{"id": str(each.merged_into_id or each.id)} for each in who.alike[:10]] if destination == Destination.DECIDE else [],
        person_id=who.person_id, done=destination == Destination.SAME,
    )  # fmt: skip


def _covered(rows: list[BroughtRow]) -> list[BroughtRow]:
    cover_rows(rows)
    return rows


def cover_rows(rows: Sequence[BroughtRow]) -> list[BroughtRow]:
    """What is withheld anywhere in town does not stand in what is kept of a file either; answers the rows in which it did."""
    covers = iter(covered([text for row in rows for text in (*row.values.values(), *row.cells.values())]))
    changed: dict[UUID, BroughtRow] = {}
    for row in rows:
        for holder in (row.values, row.cells):
            for name in holder:
                cover = next(covers)
                if cover is not None:
                    holder[name] = cover
                    changed[row.pk] = row
    return list(changed.values())


def enter_contacts(actor: Actor, bringing: Bringing, rows: Sequence[BroughtRow], *, today: date) -> None:
    """Write these records down as what they are: the actor's agency's own, by whoever wrote them then where that is known.

    The verb of that room records and refuses; a row whose person cannot be seen any more stays undone, with its reason.
    """
    already = lookups.numbers_known(actor.agency_id, what=What.CONTACT, numbers=[row.number for row in rows])
    people = lookups.people_by_id([row.person_id for row in rows if row.person_id])
    writers = lookups.staff_named(actor.agency_id, {row.values["writer"] for row in rows})
    taken = []
    for row in rows:
        row.done = True
        if row.number not in already and row.person_id in people:
            taken.append(row)
        elif row.number not in already:
            row.notes.append(["氏名", "この人は、もう見られないので、入れませんでした。", True])
    _cover_again(taken)
    made = outreach.add_contacts(
        actor, briefs=[_brief(row, people, writers) for row in taken], source_id=bringing.id, today=today
    ) if taken else []  # fmt: skip
    Brought.objects.bulk_create(
        Brought(
            agency_id=actor.agency_id, what=What.CONTACT, number=row.number, target_id=contact.id,
            fingerprint=row.fingerprint, bringing=bringing,
        )
        for row, contact in zip(taken, made, strict=True)
    )  # fmt: skip


def _cover_again(rows: Iterable[BroughtRow]) -> None:
    """What came to be withheld after the file was read is covered as well."""
    listed = [(row, name) for row in rows for name in TEXTS if row.values[name]]
    for (row, name), cover in zip(listed, covered([row.values[name] for row, name in listed]), strict=True):
        if cover is not None:
            row.values[name] = cover
            row.notes.append(
                ["内容", "この中に、町で伏せている所があるので、そこを伏せて入れました。", False]
            )


def _brief(row: BroughtRow, people: Mapping[UUID, Person], writers: Mapping[str, UUID]) -> Brief:
    assert row.person_id
    said = row.values
    writer = writers.get(said["writer"])
    unknown = f"\n事実：もとの記録者 {said['writer']}" if said["writer"] and writer is None else ""
    told = Told(
        happened_on=date.fromisoformat(said["happened_on"]), method=said["method"], met=said["met"],
        happened_at=time.fromisoformat(said["happened_at"]) if said["happened_at"] else None,
        minutes=int(said["minutes"]) if said["minutes"] else None, place=said["place"], with_whom=said["with_whom"],
        body=said["body"] + unknown, impression=said["impression"],
    )  # fmt: skip
    return Brief(person=people[row.person_id], told=told, staff_id=writer)
