"""付議: what the actor holds a grant on, with seats and minutes. The actor comes first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case, CaseMember, Role, Wish
from norishiro.cases.timeline import LENGTH, Event
from norishiro.core.records import Unseen
from norishiro.meetings import rules
from norishiro.meetings.access import names_of, people_of
from norishiro.meetings.choices import ItemStatus, LineKind
from norishiro.meetings.models import (
    Body,
    Item,
    MinuteLine,
    Passage,
    Seat,
    Sitting,
)
from norishiro.meetings.queries.sittings import LIST_LENGTH, MOST
from norishiro.people.models import Person
from norishiro.sharing.choices import Depth, Ground
from norishiro.sharing.queries import through_gate


@dataclass(frozen=True)
class ItemRow:
    """One line of an agenda, with what the actor may know of whose it is."""

    item: Item
    title: str
    my_seat: Seat | None = None

    @property
    def hidden(self) -> bool:
        return bool(self.item.anonymous_label)

    @property
    def readers(self) -> list[Seat]:
        """Whose seat still opens the papers, or will after the oath."""
        return [one for one in self.item.seats.all() if one.ended_at is None]

    @property
    def sealed(self) -> bool:
        """The actor's seat waits for the oath: nothing of the case is told before."""
        return self.my_seat is not None and self.my_seat.ended_at is None and self.my_seat.opened_at is None


def items_visible_to(actor: Actor) -> QuerySet[Item]:
    return through_gate(Item.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


def lines_visible_to(actor: Actor) -> QuerySet[MinuteLine]:
    return through_gate(
        MinuteLine.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True
    )


def titled(actor: Actor, items: Sequence[Item]) -> list[ItemRow]:
    """Titles from the cases the actor sees; a hidden item shows only how it is called."""
    named = [item.case_id for item in items if not item.anonymous_label]
    seen = through_gate(Case.objects.all(), actor, subject="id", depth=Depth.EXISTENCE)
    cases = {case.id: case for case in seen.filter(id__in=named)} if named else {}
    return [
        ItemRow(
            item,
            item.anonymous_label
            or (cases[item.case_id].title if item.case_id in cases else "（名前は伏せています）"),
        )
        for item in items
    ]


def waiting(actor: Actor, *, body: Body) -> list[ItemRow]:
    """付議待ち of a body, oldest first."""
    rows = (
        items_visible_to(actor)
        .filter(body=body, status__in=(ItemStatus.WAITING, ItemStatus.CARRIED))
        .select_related("agency")
        .order_by("put_on", "made_at")[:LIST_LENGTH]
    )
    return titled(actor, list(rows))


def waiting_items(actor: Actor, *, body: Body, ids: Iterable[str]) -> list[Item]:
    """The chosen waiting items in the order of the list; ids of others are simply not there."""
    wanted = set(ids)
    return [row.item for row in waiting(actor, body=body) if str(row.item.id) in wanted]


def agenda(actor: Actor, *, sitting: Sitting) -> list[ItemRow]:
    """The items of a sitting the actor may see, with seats; before the oath a member sees none."""
    rows = (
        items_visible_to(actor)
        .filter(sitting=sitting)
        .select_related("agency")
        .prefetch_related(
            Prefetch("seats", Seat.objects.select_related("staff", "agency")),
            Prefetch("passages", Passage.objects.select_related("body")),
        )
        .order_by("order", "made_at")[:LIST_LENGTH]
    )
    return [_seated(actor, row) for row in titled(actor, list(rows))]


def _seated(actor: Actor, row: ItemRow) -> ItemRow:
    mine = next((one for one in row.item.seats.all() if one.staff_id == actor.staff_id), None)
    seated = ItemRow(row.item, row.title, mine)
    if seated.sealed and row.item.agency_id not in actor.agency_ids:
        return ItemRow(row.item, "（守秘を確かめると見えます）", mine)
    return seated


def get_item(actor: Actor, *, item_id: UUID) -> Item:
    item = (
        items_visible_to(actor)
        .select_related("body__preparer", "sitting__body", "sitting__convener", "agency", "put_by")
        .filter(id=item_id)
        .first()
    )
    if item is None:
        raise Unseen(item_id)
    return item


def case_of_item(actor: Actor, *, item: Item) -> Case | None:
    """The case behind an item, where names are shown and the actor sees it."""
    if item.anonymous_label:
        return None
    return (
        through_gate(
            Case.objects.select_related("household", "lead_agency"),
            actor,
            subject="id",
            depth=Depth.EXISTENCE,
        )
        .filter(id=item.case_id)
        .first()
    )


def members_shown(actor: Actor, *, item: Item, case: Case | None, today: date) -> list[Person]:
    """Who stands on the paper: nobody where names are hidden; under C0 only those who consented."""
    if case is None:
        return []
    people = people_of(actor, case, today=today)
    return people.consented if item.basis == Ground.CONSENT else list(people.members)


@dataclass(frozen=True)
class Minutes:
    """The lines of an item by kind, in the order they were written."""

    facts: list[MinuteLine] = field(default_factory=list)
    views: list[MinuteLine] = field(default_factory=list)
    opinions: list[MinuteLine] = field(default_factory=list)
    policies: list[MinuteLine] = field(default_factory=list)
    decisions: list[MinuteLine] = field(default_factory=list)


def minutes_of(actor: Actor, *, item: Item) -> Minutes:
    lines = (
        lines_visible_to(actor)
        .filter(item=item)
        .select_related("speaker_agency", "bearer", "staff")
        .order_by("made_at")[:MOST]
    )
    found = Minutes()
    shelf = {
        LineKind.FACT: found.facts,
        LineKind.VIEW: found.views,
        LineKind.OPINION: found.opinions,
        LineKind.POLICY: found.policies,
        LineKind.DECISION: found.decisions,
    }
    for line in lines:
        shelf[LineKind(line.kind)].append(line)
    return found


def seats_of(actor: Actor, *, item: Item) -> list[Seat]:
    return list(
        item.seats.select_related("staff", "agency").order_by("agency__code", "staff__login_id")[:MOST]
    )


def get_seat(actor: Actor, *, seat_id: UUID) -> Seat:
    seat = (
        Seat.objects.select_related("item__sitting__body", "item__body", "staff")
        .filter(id=seat_id, item__in=items_visible_to(actor))
        .first()
    )
    if seat is None:
        raise Unseen(seat_id)
    return seat


def people_seated(actor: Actor, *, item: Item) -> list[Person]:
    """本人の出席."""
    return [seat.person for seat in item.person_seats.select_related("person")[:LIST_LENGTH]]


@dataclass(frozen=True)
class PersonPaper:
    """What the person gets at the table: decisions and their own words; nobody else's affairs, no staff notes."""

    person: Person
    decisions: list[MinuteLine]
    left_out: int
    wishes: list[Wish]


def person_paper(actor: Actor, *, item: Item, person_id: UUID, today: date) -> PersonPaper:
    case = case_of_item(actor, item=item)
    shown = members_shown(actor, item=item, case=case, today=today)
    person = next((one for one in shown if one.id == person_id), None)
    if case is None or person is None:
        raise Unseen(person_id)
    others = {
        name
        for row in CaseMember.objects.filter(case=case).exclude(person_id=person_id).select_related("person")
        for name in (row.person.name, row.person.alias, row.person.kana)
        if name
    }
    decisions = minutes_of(actor, item=item).decisions
    of_others = set(
        Role.objects.filter(decided_at=item.id, person_id__isnull=False)
        .exclude(person_id=person_id)
        .values_list("id", flat=True)
    )
    kept = [
        line for line in decisions if line.role_id not in of_others and not rules.names_in(line.text, others)
    ]
    wishes = through_gate(Wish.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    return PersonPaper(
        person=person,
        decisions=kept,
        left_out=len(decisions) - len(kept),
        wishes=list(wishes.filter(case=case, person_id=person_id)[:10]),
    )


def case_items(actor: Actor, *, case_id: UUID) -> list[Item]:
    """The items of one case the actor may see, newest first, for the household page."""
    return list(
        items_visible_to(actor)
        .filter(case_id=case_id, anonymous_label="")
        .select_related("body", "sitting")
        .order_by("-put_on", "-made_at")[:LIST_LENGTH]
    )


def events_of(actor: Actor, *, case_id: UUID, limit: int = LENGTH) -> Iterator[Event]:
    """For これまでのこと: when the case was put on the list of a body, when it was talked over, what was decided."""
    rows = items_visible_to(actor).filter(case_id=case_id, anonymous_label="")
    items = list(
        rows.exclude(status=ItemStatus.WITHDRAWN)
        .select_related("body", "sitting", "agency", "put_by")
        .only(
            *(
                "put_on",
                "made_at",
                "changed_at",
                "status",
                "reason",
                "body__name",
                "agency__name",
                "put_by__name",
            ),
            *("sitting__held_on", "sitting__starts_at"),
        )
        .order_by("-put_on", "-made_at")[:limit]
    )
    decisions = _decisions(actor, [one for one in items if one.status == ItemStatus.DONE])
    for one in items:
        yield Event(
            on=one.put_on, written_at=one.made_at, title=f"{one.body.name}に付議した",
            who=f"{one.agency.name} {one.put_by.name}", text=one.reason, kind="quiet", leads_to="item", target=one.id,
        )  # fmt: skip
        if one.status == ItemStatus.DONE and one.sitting:
            yield Event(
                on=one.sitting.held_on, at=one.sitting.starts_at, written_at=one.changed_at,
                title=f"{one.body.name}で話し合った", who="", text="\n".join(decisions.get(one.id, ())), kind="meet",
                leads_to="item", target=one.id,
            )  # fmt: skip


def _decisions(actor: Actor, items: Sequence[Item]) -> dict[UUID, list[str]]:
    """What was decided about each item, where the actor may read its minutes."""
    if not items:
        return {}
    lines = through_gate(
        MinuteLine.objects.filter(item__in=items, kind=LineKind.DECISION),
        actor, subject="subject_id", depth=Depth.PROGRESS, gated=True,
    )  # fmt: skip
    told: dict[UUID, list[str]] = {}
    for line in lines.select_related("bearer").order_by("made_at")[:LIST_LENGTH]:
        told.setdefault(line.item_id, []).append(f"決定：{line.text}（{line.bearer}）")
    return told


def words_to_check(actor: Actor, *, case: Case | None, texts: Sequence[str], today: date) -> list[str]:
    """Words that may be a name of the household or part of another word, where names are to be hidden."""
    if case is None:
        return []
    names = names_of(actor, case, people_of(actor, case, today=today))
    return sorted(rules.names_to_check(" ".join(texts), names))


def has_consent(actor: Actor, *, case: Case, today: date) -> bool:
    """Does anybody of the case consent today? Chooses which kind of item is proposed."""
    return bool(people_of(actor, case, today=today).consented)


def get_case(actor: Actor, *, case_id: UUID) -> Case:
    """The case an agenda entry is made for: what the actor sees of it at least in outline."""
    case = (
        through_gate(
            Case.objects.select_related("household", "lead_agency", "origin"),
            actor,
            subject="id",
            depth=Depth.OUTLINE,
        )
        .filter(id=case_id)
        .first()
    )
    if case is None:
        raise Unseen(case_id)
    return case
