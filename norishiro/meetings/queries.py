"""What may be read of this room: sittings one is called to, items one holds a grant on. The actor comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body as AgencyBody
from norishiro.agencies.choices import Field
from norishiro.agencies.models import Agency, Appointment, Staff, live_on
from norishiro.agencies.permissions import PERMISSIONS, Permission
from norishiro.cases.models import Case, CaseMember, Role, Wish
from norishiro.cases.timeline import LENGTH, Event
from norishiro.consultations.models import Concern, Consultation, SupportRequest, TsunaguSheet
from norishiro.core import calendar
from norishiro.core.records import Unseen
from norishiro.meetings import lookups, rules
from norishiro.meetings.access import body_fact, people_of
from norishiro.meetings.choices import ItemStatus, LineKind, SittingStatus
from norishiro.meetings.models import (
    Body,
    ConveneRequest,
    Invitation,
    Item,
    MinuteLine,
    Oath,
    Passage,
    RosterSeat,
    Seat,
    Sitting,
    StatedSize,
)
from norishiro.outreach.models import Contact
from norishiro.people.models import Person
from norishiro.sharing.choices import Depth, Ground
from norishiro.sharing.queries import through_gate

LIST_LENGTH = 50
HELD = (SittingStatus.OPEN, SittingStatus.CLOSED, SittingStatus.CONFIRMED)


# --- sittings ----------------------------------------------------------------------------------------


def visible_to(actor: Actor) -> QuerySet[Sitting]:
    """Sittings the actor calls, prepares, or is called to. A sitting itself knows no person."""
    called = Invitation.objects.filter(Q(agency_id__in=actor.agency_ids) | Q(staff_id=actor.staff_id)).values(
        "sitting_id"
    )
    return Sitting.objects.filter(
        Q(convener_id__in=actor.agency_ids) | Q(body__preparer_id__in=actor.agency_ids) | Q(id__in=called)
    )


def get_sitting(actor: Actor, *, sitting_id: UUID) -> Sitting:
    sitting = (
        visible_to(actor)
        .select_related("body__preparer", "body__convener", "convener", "called_by", "confirmed_by")
        .filter(id=sitting_id)
        .first()
    )
    if sitting is None:
        raise Unseen(sitting_id)
    return sitting


@dataclass(frozen=True)
class SittingLists:
    """The list screen: this week, later, and what was."""

    this_week: list[Sitting]
    coming: list[Sitting]
    past: list[Sitting]


def sitting_lists(actor: Actor, *, today: date, mine: bool = False) -> SittingLists:
    """At most fifty of each. ``mine``: only those to which the actor personally is called."""
    rows = visible_to(actor).select_related("body", "convener")
    if mine:
        rows = rows.filter(id__in=Invitation.objects.filter(staff_id=actor.staff_id).values("sitting_id"))
    monday = today - timedelta(days=today.weekday())
    next_monday = monday + timedelta(days=7)
    return SittingLists(
        this_week=list(
            rows.filter(held_on__gte=monday, held_on__lt=next_monday).order_by("held_on", "starts_at")[
                :LIST_LENGTH
            ]
        ),
        coming=list(rows.filter(held_on__gte=next_monday).order_by("held_on", "starts_at")[:LIST_LENGTH]),
        past=list(rows.filter(held_on__lt=monday).order_by("-held_on", "-made_at")[:LIST_LENGTH]),
    )


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
    def sealed(self) -> bool:
        """The actor's seat waits for the oath: nothing of the case is told before."""
        return self.my_seat is not None and self.my_seat.ended_at is None and self.my_seat.opened_at is None


def items_visible_to(actor: Actor) -> QuerySet[Item]:
    return through_gate(Item.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


def _titled(actor: Actor, items: Sequence[Item]) -> list[ItemRow]:
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
    return _titled(actor, list(rows))


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
    return [_seated(actor, row) for row in _titled(actor, list(rows))]


def _seated(actor: Actor, row: ItemRow) -> ItemRow:
    mine = next((one for one in row.item.seats.all() if one.staff_id == actor.staff_id), None)
    seated = ItemRow(row.item, row.title, mine)
    if seated.sealed and row.item.agency_id not in actor.agency_ids:
        return ItemRow(row.item, "（守秘を確かめると見えます）", mine)
    return seated


def invitations(actor: Actor, *, sitting: Sitting) -> list[Invitation]:
    return list(sitting.invitations.select_related("agency", "staff").order_by("agency__code", "made_at"))


def get_invitation(actor: Actor, *, invitation_id: UUID) -> Invitation:
    found = (
        Invitation.objects.filter(Q(agency_id__in=actor.agency_ids) | Q(staff_id=actor.staff_id))
        .select_related("sitting__body", "agency", "staff")
        .filter(id=invitation_id)
        .first()
    )
    if found is None:
        raise Unseen(invitation_id)
    return found


@dataclass(frozen=True)
class Door:
    """How the actor stands at the door of a sitting."""

    invited: bool
    rule: str
    oath: Oath | None
    this_year: Oath | None
    sealed_seats: int


def at_the_door(actor: Actor, *, sitting: Sitting) -> Door:
    """Own oath for this sitting, one given for the body this fiscal year, and how many own seats wait for it."""
    oaths = list(
        Oath.objects.filter(
            staff_id=actor.staff_id,
            sitting__body_id=sitting.body_id,
            fiscal_year=calendar.fiscal_year(sitting.held_on),
        ).order_by("-sworn_at")
    )
    basis = (
        Ground.CONFERENCE
        if rules.serves_as_support(body_fact(sitting.body, on=sitting.held_on, conveners=set()))
        else ""
    )
    return Door(
        invited=Invitation.objects.filter(sitting=sitting, staff_id=actor.staff_id).exists(),
        rule=rules.oath_needed(oath_rule=sitting.body.oath_rule, basis=basis),
        oath=next((one for one in oaths if one.sitting_id == sitting.id), None),
        this_year=oaths[0] if oaths else None,
        sealed_seats=Seat.objects.filter(
            staff_id=actor.staff_id, ended_at__isnull=True, opened_at__isnull=True
        ).count(),
    )


def sworn_staff(actor: Actor, *, sitting: Sitting) -> set[UUID]:
    """Who has given the oath for this sitting."""
    return set(Oath.objects.filter(sitting=sitting).values_list("staff_id", flat=True))


# --- bodies ------------------------------------------------------------------------------------------


def bodies(actor: Actor, *, on: date) -> list[Body]:
    return list(
        Body.objects.filter(live_on(on))
        .select_related("convener", "preparer", "parent")
        .prefetch_related("conveners")
    )


def get_body(actor: Actor, *, body_id: UUID) -> Body:
    body = Body.objects.select_related("convener", "preparer", "parent").filter(id=body_id).first()
    if body is None:
        raise Unseen(body_id)
    return body


@dataclass(frozen=True)
class RosterRow:
    """One line of the roster as it is published, with the agencies behind it."""

    label: str
    department: str
    level: str
    agencies: tuple[Agency, ...]

    @property
    def council(self) -> bool:
        return any(one.body == AgencyBody.COUNCIL for one in self.agencies)


@dataclass(frozen=True)
class Roster:
    """The roster in force on a day, and its size in the words people use (6部16課＋社協)."""

    rows: tuple[RosterRow, ...] = ()
    stated: StatedSize | None = None

    @property
    def size(self) -> str:
        counted = [row for row in self.rows if row.department]
        if not counted:
            if self.stated is not None:
                return f"{self.stated.departments}部{self.stated.sections}課（名簿は登録されていません）"
            return f"{len(self.rows)}構成員" if self.rows else "名簿は登録されていません"
        others = list(
            dict.fromkeys("社協" if row.council else row.label for row in self.rows if not row.department)
        )
        departments = len({row.department for row in counted})
        return "＋".join([f"{departments}部{len(counted)}課", *others])


def rosters(actor: Actor, *, bodies: Sequence[Body], on: date) -> dict[UUID, Roster]:
    """The rosters of several bodies on a day: two queries, however many bodies."""
    rows: dict[UUID, dict[str, list[RosterSeat]]] = {body.id: {} for body in bodies}
    seats = RosterSeat.objects.filter(live_on(on), body__in=bodies).select_related("agency")
    for seat in seats.order_by("order", "agency__code"):
        rows[seat.body_id].setdefault(seat.label or str(seat.agency), []).append(seat)
    stated = {size.body_id: size for size in StatedSize.objects.filter(live_on(on), body__in=bodies)}
    return {
        body_id: Roster(
            rows=tuple(_roster_row(label, found) for label, found in labelled.items()),
            stated=stated.get(body_id),
        )
        for body_id, labelled in rows.items()
    }


def _roster_row(label: str, seats: Sequence[RosterSeat]) -> RosterRow:
    first, _space, rest = label.partition(" ")
    department = seats[0].department or (first if rest and first.endswith(("部", "部局")) else "")
    return RosterRow(
        label=label,
        department=department,
        level=seats[0].level,
        agencies=tuple(seat.agency for seat in seats if seat.agency is not None),
    )


@dataclass(frozen=True)
class Matrix:
    """構成員の○表: rows are members as published, columns are bodies."""

    bodies: tuple[Body, ...]
    rows: tuple[tuple[str, tuple[bool, ...]], ...]
    totals: tuple[int, ...]


def member_matrix(actor: Actor, *, on: date) -> Matrix:
    """Who belongs to which body on a day; bodies without a roster are left out."""
    present = bodies(actor, on=on)
    found = rosters(actor, bodies=present, on=on)
    shown = tuple(body for body in present if found[body.id].rows)
    labels = list(dict.fromkeys(row.label for body in shown for row in found[body.id].rows))
    sets = [{row.label for row in found[body.id].rows} for body in shown]
    return Matrix(
        bodies=shown,
        rows=tuple((label, tuple(label in members for members in sets)) for label in labels),
        totals=tuple(len(members) for members in sets),
    )


@dataclass(frozen=True)
class YearCount:
    """How often a body sat in the year, its tagged parts counted inside."""

    body: Body
    times: int
    parts: tuple[tuple[str, int], ...] = ()
    without_cases: int = 0

    @property
    def text(self) -> str:
        """7回（うちひきこもり対策部会 2回、事例なし 1回）"""
        inner = [f"{name} {times}回" for name, times in self.parts]
        inner += [f"事例なし {self.without_cases}回"] if self.without_cases else []
        return f"{self.times}回" + (f"（うち{'、'.join(inner)}）" if inner else "")


def counts_of_year(actor: Actor, *, bodies: Sequence[Body], on: date) -> dict[UUID, YearCount]:
    """Sittings held in the fiscal year, per body; a part counted in its parent is an inner count of it."""
    first, until = calendar.fiscal_year_span(calendar.fiscal_year(on))
    rows = Sitting.objects.filter(held_on__gte=first, held_on__lt=until, status__in=HELD)
    sat = list(rows.values_list("body_id", "cases_tabled"))
    held = Counter(body_id for body_id, _cases in sat)
    empty = Counter(body_id for body_id, cases in sat if not cases)
    parts: dict[UUID, list[Body]] = {}
    for body in bodies:
        if body.counted_in_parent and body.parent_id:
            parts.setdefault(body.parent_id, []).append(body)
    return {
        body.id: YearCount(
            body=body,
            times=held[body.id] + sum(held[part.id] for part in parts.get(body.id, [])),
            parts=tuple((part.name, held[part.id]) for part in parts.get(body.id, []) if held[part.id]),
            without_cases=empty[body.id],
        )
        for body in bodies
    }


def sittings_of(actor: Actor, *, body: Body) -> list[Sitting]:
    return list(
        visible_to(actor)
        .filter(body=body)
        .select_related("convener")
        .order_by("-held_on", "-made_at")[:LIST_LENGTH]
    )


# --- items -------------------------------------------------------------------------------------------


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
    people = people_of(case, today=today)
    return people.consented if item.basis == Ground.CONSENT else list(people.members)


@dataclass(frozen=True)
class Minutes:
    """The lines of an item by kind, in the order they were written."""

    facts: list[MinuteLine] = field(default_factory=list)
    views: list[MinuteLine] = field(default_factory=list)
    opinions: list[MinuteLine] = field(default_factory=list)
    decisions: list[MinuteLine] = field(default_factory=list)


def minutes_of(actor: Actor, *, item: Item) -> Minutes:
    lines = (
        through_gate(MinuteLine.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True)
        .filter(item=item)
        .select_related("speaker_agency", "bearer", "staff")
        .order_by("made_at")
    )
    found = Minutes()
    shelf = {
        LineKind.FACT: found.facts,
        LineKind.VIEW: found.views,
        LineKind.OPINION: found.opinions,
        LineKind.DECISION: found.decisions,
    }
    for line in lines:
        shelf[LineKind(line.kind)].append(line)
    return found


def seats_of(actor: Actor, *, item: Item) -> list[Seat]:
    return list(item.seats.select_related("staff", "agency").order_by("agency__code", "staff__login_id"))


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
    return [seat.person for seat in item.person_seats.select_related("person")]


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


def has_consent(actor: Actor, *, case: Case, today: date) -> bool:
    """Does anybody of the case consent today? Chooses which kind of item is proposed."""
    return bool(people_of(case, today=today).consented)


# --- between this body and others -------------------------------------------------------------------


@dataclass(frozen=True)
class PassageRow:
    """One coming or going of an item, with what the actor may know of whose it is."""

    passage: Passage
    title: str


def passages(
    actor: Actor, *, body: Body | None = None, item: Item | None = None, mine: bool = False
) -> list[PassageRow]:
    """出入り of items the actor sees, newest first, at most fifty: of a body (at either end), of an item, one's own."""
    waits = Seat.objects.filter(staff_id=actor.staff_id, ended_at__isnull=True, opened_at__isnull=True)
    rows = Passage.objects.filter(item__in=items_visible_to(actor)).exclude(
        ~Q(item__agency_id__in=actor.agency_ids), item__in=waits.values("item_id")
    )
    if body is not None:
        rows = rows.filter(Q(body=body) | Q(item__body=body))
    if item is not None:
        rows = rows.filter(item=item)
    if mine:
        rows = rows.filter(staff_id=actor.staff_id)
    found = list(
        rows.select_related("item__body", "body", "agency", "staff").order_by("-passed_on", "-made_at")[
            :LIST_LENGTH
        ]
    )
    titles = _titled(actor, [row.item for row in found])
    return [PassageRow(row, titled.title) for row, titled in zip(found, titles, strict=True)]


# --- whom to invite ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proposal:
    """An agency that might be called, and why."""

    agency: Agency
    why: str


def proposed_agencies(actor: Actor, *, case: Case, today: date) -> list[Proposal]:
    """Past agencies out of what the actor may see of the household, then fields its concerns call for. Staff decide."""
    person_ids = [person.id for person in people_of(case, today=today).members]
    subjects = [case.id, *person_ids]
    why: dict[UUID, str] = {}
    _note(why, [case.lead_agency_id], "主担当")
    _note(why, [case.operator_id], "多機関協働事業者")
    _note(
        why,
        SupportRequest.objects.filter(cases=case).values_list("agency_id", flat=True),
        "申込をした機関（最初の窓口）",
    )
    consultations = Consultation.objects.filter(person_id__in=person_ids).order_by("received_on")
    _note(why, consultations.values_list("agency_id", flat=True), "最初に相談を受けた窓口")
    _note(
        why,
        TsunaguSheet.objects.filter(person_id__in=person_ids).values_list("receiver_agency_id", flat=True),
        "つなぐシートを受けた",
    )
    _note(why, Role.objects.filter(case=case).values_list("bearer_id", flat=True), "役割を担った")
    _note(
        why,
        Contact.objects.filter(subject_id__in=subjects).values_list("agency_id", flat=True).distinct(),
        "関わりの記録がある",
    )
    past = Agency.objects.filter(live_on(today), id__in=why).order_by("code")
    concerns = Concern.objects.filter(consultation__in=consultations).values_list("national_code", flat=True)
    fields = rules.fields_for(dict.fromkeys(concerns))
    later = Agency.objects.filter(live_on(today), field__in=fields).exclude(id__in=why).order_by("code")[:12]
    return [Proposal(one, why[one.id]) for one in past] + [
        Proposal(one, f"課題に合う分野（{Field(one.field).label}）") for one in later
    ]


def _note(why: dict[UUID, str], agency_ids: Iterable[UUID], reason: str) -> None:
    for agency_id in agency_ids:
        why.setdefault(agency_id, reason)


def invitable(actor: Actor, *, body: Body, items: Sequence[Item], today: date) -> list[Proposal]:
    """For the call: the roster of the body, and the agency each waiting item came from."""
    why: dict[UUID, str] = {}
    _note(why, lookups.roster_agencies(body, on=today), "名簿")
    _note(why, (item.agency_id for item in items), "付議した機関")
    origins = Case.objects.filter(id__in=[item.case_id for item in items if not item.anonymous_label])
    _note(
        why,
        origins.filter(origin__isnull=False).values_list("origin__agency_id", flat=True),
        "申込をした機関（最初の窓口）",
    )
    _note(why, origins.values_list("lead_agency_id", flat=True), "主担当")
    found = Agency.objects.filter(live_on(today)).in_bulk(why)
    return [Proposal(found[agency_id], reason) for agency_id, reason in why.items() if agency_id in found]


def contact_names(actor: Actor, *, agency_ids: Iterable[UUID], today: date) -> dict[UUID, str]:
    """The one contact person per agency, by name."""
    return {key: one.name for key, one in lookups.contacts_of(list(agency_ids), on=today).items()}


def attending_staff(actor: Actor, *, on: date) -> list[tuple[Agency, list[Staff]]]:
    """Everybody in post who may attend meetings, by agency: for adding a member."""
    kinds = [kind for kind, opened in PERMISSIONS.items() if Permission.ATTEND_MEETING in opened]
    rows = (
        Appointment.objects.filter(
            live_on(on), live_on(on, "agency__"), role__kind__in=kinds, staff__is_active=True
        )
        .select_related("agency", "staff")
        .order_by("agency__code", "staff__login_id")
    )
    found: dict[Agency, list[Staff]] = {}
    for row in rows:
        staff = found.setdefault(row.agency, [])
        if row.staff not in staff:
            staff.append(row.staff)
    return list(found.items())


# --- requests to convene -----------------------------------------------------------------------------


def requests_visible_to(actor: Actor) -> QuerySet[ConveneRequest]:
    return through_gate(ConveneRequest.objects.all(), actor, subject="case_id", depth=Depth.EXISTENCE)


def open_requests(actor: Actor) -> list[ConveneRequest]:
    """Requests the actor asked or must answer, newest first."""
    return list(
        requests_visible_to(actor).select_related("body", "asker_agency", "case", "sitting")[:LIST_LENGTH]
    )


def get_request(actor: Actor, *, request_id: UUID) -> ConveneRequest:
    found = (
        requests_visible_to(actor)
        .select_related("body__convener", "asker", "asker_agency", "case", "answered_by", "sitting")
        .prefetch_related("proposed__agency")
        .filter(id=request_id)
        .first()
    )
    if found is None:
        raise Unseen(request_id)
    return found


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


def facts_of_bodies(actor: Actor, *, on: date) -> list[tuple[Body, rules.BodyFact]]:
    """Bodies with the facts the rules ask for; conveners are prefetched."""
    found = []
    for body in bodies(actor, on=on):
        conveners = {one.id for one in body.conveners.all()}
        if body.convener_id is not None:
            conveners.add(body.convener_id)
        found.append((body, body_fact(body, on=on, conveners=conveners)))
    return found
