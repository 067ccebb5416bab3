"""The family of a case as one viewer may see it on a day: from the register, from what was told, through the gate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import live_on
from norishiro.cases import queries as cases
from norishiro.cases.models import Case
from norishiro.family.choices import KinKind, MarkKind, TieKind
from norishiro.family.drawing.graph import Descent, Family, Figure, Pair, Sibling, among
from norishiro.family.drawing.scene import Style
from norishiro.family.facts import Life, first_day, is_by, life_of, year_words
from norishiro.family.models import Kin, Mark, Tie
from norishiro.family.queries.records import kin_of, marks_of, ties_of
from norishiro.people import queries as people
from norishiro.people.choices import RelationKind
from norishiro.people.models import Membership, Person, Relation
from norishiro.profiles.current import NoProfileError, current_profile

FAMILY_KINDS = (
    RelationKind.PARENT, RelationKind.SPOUSE, RelationKind.PARTNER, RelationKind.FORMER_SPOUSE, RelationKind.SIBLING,
    RelationKind.KEY_PERSON,
)  # fmt: skip
COUPLES = {
    RelationKind.SPOUSE: ("MARRIED", ""),
    RelationKind.PARTNER: ("PARTNER", ""),
    RelationKind.FORMER_SPOUSE: ("MARRIED", "DIVORCED"),
}
MOST = 200


@dataclass
class Drawn:
    """A family ready to be drawn, and the registered people on it."""

    family: Family
    people: dict[str, Person] = field(default_factory=dict)
    kin: dict[str, Kin] = field(default_factory=dict)
    homes: dict[str, list[UUID]] = field(default_factory=dict)

    @property
    def person_ids(self) -> list[UUID]:
        return [one.id for one in self.people.values()]


@dataclass
class _Sources:
    """Everything that was read, before it is put together."""

    on: date
    members: dict[UUID, Person]
    memberships: list[Membership]
    relations: list[Relation]
    kin: list[Kin]
    ties: list[Tie]
    marks: list[Mark]

    def person_key(self, person: Person) -> str:
        """A record that was merged stands for the one it was merged into, where that is seen too."""
        kept = person.merged_into_id
        return f"p-{kept if kept in self.members else person.id}"

    def kin_key(self, kin: Kin) -> str:
        """Somebody told of who is known by now is drawn as the registered person, where the viewer sees that one."""
        person = self.members.get(kin.person_id) if kin.person_id else None
        return self.person_key(person) if person else f"k-{kin.id}"

    def end_key(self, person: Person | None, kin: Kin | None) -> str:
        return self.person_key(person) if person else self.kin_key(kin) if kin else ""


def style_on(actor: Actor, *, on: date) -> Style:
    """The symbols of this municipality; the usual ones where no settings hold yet."""
    try:
        drawings = current_profile(on).drawings
    except NoProfileError:
        return Style()
    return Style(dead=drawings.dead, unknown=drawings.unknown_sex, marriage=drawings.marriage)


def figures_on(actor: Actor, *, case: Case, on: date) -> list[tuple[str, str]]:
    """Keys and names of everybody on the drawing."""
    return [(one.key, one.label) for one in family_on(actor, case=case, on=on).family.figures]


def family_on(actor: Actor, *, case: Case, on: date) -> Drawn:
    """The family as it was on that day, as far as it is known now. Who is not seen is nobody: no symbol, no line."""
    read = _read(actor, case=case, on=on)
    drawn = _figures(read, case=case)
    told = _ties(read)
    registered = _relations(read, told)
    whole = Family(
        figures=drawn.family.figures,
        pairs=(*told.pairs, *registered.pairs),
        descents=(*told.descents, *registered.descents),
        siblings=(*told.siblings, *registered.siblings),
    )
    drawn.family = among(whole, drawn.family.by_key)
    return drawn


def _read(actor: Actor, *, case: Case, on: date) -> _Sources:
    ties = ties_of(actor, case=case)
    kin = kin_of(actor, case=case)
    marks = marks_of(actor, case=case, on=on)
    found = {one.person_id: one.person for one in cases.members(actor, case=case)}
    if case.household:
        found |= {
            one.person_id: one.person for one in people.members_of(actor, household=case.household, on=on)
        }
    for tie in ties:
        found |= {one.id: one for one in (tie.one_person, tie.other_person) if one}
    named = {one.person_id for one in kin} | {one.person_id for one in marks}
    found |= {one.id: one for one in people.visible_to(actor).filter(id__in=[one for one in named if one])}
    relations: dict[UUID, Relation] = {}
    for _step in range(2):
        rows = people.relations_visible_to(actor).filter(
            Q(person_id__in=list(found)) | Q(other_id__in=list(found)), kind__in=FAMILY_KINDS
        )
        relations |= {
            one.id: one for one in rows.select_related("person", "other").order_by("made_at", "id")[:MOST]
        }
        found |= {one.id: one for each in relations.values() for one in (each.person, each.other)}
    kept = {one.merged_into_id for one in found.values() if one.merged_into_id}
    found |= {one.id: one for one in people.visible_to(actor).filter(id__in=kept)}
    memberships = people.memberships_visible_to(actor).filter(
        live_on(on), person_id__in=list(found), living_together=True
    )
    homes = memberships.select_related("household").order_by("household__made_at", "from_on", "id")[:MOST]
    return _Sources(on, found, list(homes), list(relations.values()), kin, ties, marks)


def _figures(read: _Sources, *, case: Case) -> Drawn:
    homes: dict[str, dict[UUID, str]] = {}
    for member in read.memberships:
        key = read.person_key(read.members[member.person_id])
        homes.setdefault(key, {})[member.household_id] = member.household.label
    for one in read.kin:
        if one.lives_together and case.household:
            homes.setdefault(read.kin_key(one), {})[case.household.id] = case.household.label
    marked = _marked(read)
    drawn = Drawn(Family())
    figures: dict[str, Figure] = {}
    for person in sorted(read.members.values(), key=lambda one: (one.made_at, one.id)):
        key = read.person_key(person)
        if key == f"p-{person.id}" and (life := life_of(person.birth, person.died_on, on=read.on)):
            figures[key] = _of_person(person, key, life, marked, homes)
            drawn.people[key] = person
    for one in read.kin:
        key = read.kin_key(one)
        if key in figures or key in drawn.people:
            continue
        if life := life_of(one.birth, one.died_on, on=read.on, dead=one.is_dead):
            figures[key] = _of_kin(one, key, life, marked, homes)
            drawn.kin[key] = one
    drawn.family = Family(figures=tuple(figures.values()))
    drawn.homes = {key: list(found) for key, found in homes.items() if key in figures}
    return drawn


def _of_person(
    person: Person, key: str, life: Life, marked: dict[str, set[str]], homes: dict[str, dict[UUID, str]]
) -> Figure:
    return Figure(
        key=key, label=person.label, called=person.called, sex=person.sex, born=life.born, age=life.age,
        about=life.about, dead=life.dead, died=life.died, ip=key in marked[MarkKind.IP],
        key_person=key in marked[MarkKind.KEY_PERSON], homes=tuple(homes.get(key, {}).values()),
    )  # fmt: skip


def _of_kin(
    kin: Kin, key: str, life: Life, marked: dict[str, set[str]], homes: dict[str, dict[UUID, str]]
) -> Figure:
    return Figure(
        key=key, label=kin.label, sex=kin.sex, born=life.born, age=life.age, about=life.about, dead=life.dead,
        died=life.died, loss=kin.kind == KinKind.LOSS, ip=key in marked[MarkKind.IP],
        key_person=key in marked[MarkKind.KEY_PERSON], homes=tuple(homes.get(key, {}).values()),
        sureness=kin.sureness,
    )  # fmt: skip


def _marked(read: _Sources) -> dict[str, set[str]]:
    """Who carries which mark; キーパーソン also where the register of people says so."""
    kin = {one.id: one for one in read.kin}
    marked: dict[str, set[str]] = {MarkKind.IP: set(), MarkKind.KEY_PERSON: set()}
    for mark in read.marks:
        person = read.members.get(mark.person_id) if mark.person_id else None
        key = read.end_key(person, kin.get(mark.kin_id) if mark.kin_id else None)
        marked[mark.kind].add(key)
    for one in read.relations:
        if one.kind == RelationKind.KEY_PERSON and _holds(one, read.on):
            marked[MarkKind.KEY_PERSON].add(read.person_key(one.person))
    return marked


# --- ties ---------------------------------------------------------------------------------------------


def _ties(read: _Sources) -> Family:
    """The exact ties as they were on the day."""
    pairs, descents, siblings = [], [], []
    for tie in read.ties:
        one, other = read.end_key(tie.one_person, tie.one_kin), read.end_key(tie.other_person, tie.other_kin)
        if one == other or not is_by(tie.since, on=read.on):
            continue
        if tie.kind == TieKind.COUPLE:
            pairs.append(_pair(tie, one, other, on=read.on))
        elif tie.kind == TieKind.PARENT:
            descents.append(
                Descent(
                    parent=one, child=other, manner=tie.manner, custody=tie.custody, place=tie.place or 0,
                    sureness=tie.sureness,
                )
            )  # fmt: skip
        else:
            siblings.append(Sibling(one=one, other=other, manner=tie.manner, sureness=tie.sureness))
    return Family(pairs=tuple(pairs), descents=tuple(descents), siblings=tuple(siblings))


def _pair(tie: Tie, one: str, other: str, *, on: date) -> Pair:
    ended = tie.ended if tie.ended and is_by(tie.ended_on, on=on) else ""
    apart = tie.apart and not ended and is_by(tie.apart_since, on=on)
    return Pair(
        one=one, other=other, manner=tie.manner, apart=apart, ended=ended, place=tie.place or 0,
        since=first_day(tie.since),
        years=year_words(tie.since, tie.ended_on if ended else ""), sureness=tie.sureness,
    )  # fmt: skip


def _holds(one: Relation, on: date) -> bool:
    return (one.from_on is None or one.from_on <= on) and (one.until_on is None or one.until_on > on)


def _relations(read: _Sources, told: Family) -> Family:
    """The plain ties of the register, where no exact one speaks of the same two."""
    couples = {frozenset(one.keys) for one in told.pairs}
    parents = {(one.parent, one.child) for one in told.descents}
    siblings = {frozenset((one.one, one.other)) for one in told.siblings}
    found: list[Pair] = []
    descents: list[Descent] = []
    brothers: list[Sibling] = []
    for one in read.relations:
        a, b = read.person_key(one.person), read.person_key(one.other)
        if a == b or (one.from_on and one.from_on > read.on):
            continue
        if one.kind in COUPLES and frozenset((a, b)) not in couples:
            manner, ended = COUPLES[RelationKind(one.kind)]
            over = ended or ("PARTED" if not _holds(one, read.on) else "")
            found.append(Pair(one=a, other=b, manner=manner, ended=over, since=one.from_on))
        elif one.kind == RelationKind.PARENT and _holds(one, read.on) and (a, b) not in parents:
            parents.add((a, b))
            descents.append(Descent(parent=a, child=b))
        elif one.kind == RelationKind.SIBLING and _holds(one, read.on) and frozenset((a, b)) not in siblings:
            siblings.add(frozenset((a, b)))
            brothers.append(Sibling(one=a, other=b))
    return Family(pairs=_each_once(found), descents=tuple(descents), siblings=tuple(brothers))


def _each_once(pairs: list[Pair]) -> tuple[Pair, ...]:
    """A couple that is written from both sides, or once as married and once as divorced, is one: the last word holds."""
    last: dict[frozenset[str], Pair] = {}
    for pair in pairs:
        before = last.get(frozenset(pair.keys))
        if before is None or (pair.ended and not before.ended):
            last[frozenset(pair.keys)] = pair
    return tuple(last.values())
