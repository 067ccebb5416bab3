"""A generated town that lives through a story, and the notebook somebody kept beside it.

The story is told with the verbs of the house. The notebook holds what happened in plain words (who consented to what,
who sits where, who took which role) and nothing of the gate; the oracle reads it and never asks the database.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Staff
from norishiro.cases import operations as cases
from norishiro.cases.models import Case
from norishiro.consultations import operations as consultations
from norishiro.core.calendar import PartialDate
from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused
from norishiro.emergency import operations as emergency
from norishiro.emergency.choices import Trigger
from norishiro.emergency.models import Opening
from norishiro.meetings import operations as meetings
from norishiro.meetings.models import Body, Item, MinuteLine, Seat, Sitting
from norishiro.outreach import operations as outreach
from norishiro.people import operations as people
from norishiro.people.models import Person
from norishiro.rights import operations as rights
from norishiro.rights.models import StopOrder
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import ALL_CATEGORIES, Category, ConsentGiver, ConsentMethod, Ground
from norishiro.sharing.models import Consent
from tests.factories import agencies
from tests.rooms.meetings import town as meeting_town

T = TypeVar("T")

NAMES = int(Category.ATTRIBUTES)
MASKS = (ALL_CATEGORIES, NAMES, NAMES | int(Category.LIFE_HISTORY), int(Category.HEALTH))
BORN = date(1950, 4, 1)
IN_A_HURRY = "救急隊から、道で倒れた人の家族にいますぐ連絡したいと電話があった。"


@dataclass
class Said:
    """A person agreed what each of these agencies may know, and until when, unless taken back."""

    consent: Consent
    person: UUID
    about: set[UUID]
    lets: dict[UUID, tuple[int, date | None]]
    taken_back: bool = False

    def stands(self, day: date, agency: UUID) -> bool:
        """Whether it still says something of this agency on that day."""
        _kinds, until = self.lets[agency]
        return not self.taken_back and (until is None or day < until)

    def cut_to(self, agency: UUID, kinds: int, until: date | None) -> None:
        """The person said something narrower of this agency: of both answers only what both allow is left."""
        had, ends = self.lets[agency]
        days = [one for one in (ends, until) if one]
        self.lets[agency] = (had & kinds, min(days) if days else None)


@dataclass
class Post:
    """An agency carries a role that a 支援会議 gave it, for a case and the members known then."""

    role: Any
    bearer: UUID
    about: set[UUID]
    over: bool = False


@dataclass
class Talk:
    """A case on a 支援会議's list: those who organise see it wait; whose it is, unless names are hidden."""

    item_id: UUID
    organisers: set[UUID]
    concerned: set[UUID]
    about: set[UUID]
    off_the_list: bool = False
    kept_by: set[UUID] = field(default_factory=set)


@dataclass
class Chair:
    """A seat of one member of staff at one talk: nothing before the oath, nothing after the talk."""

    staff_id: UUID
    about: set[UUID]
    until: date | None
    adviser: bool = False
    sworn: bool = False
    over: bool = False


@dataclass
class Offer:
    """A person's outline shown to one agency without consent: an application or a handover, until it is turned down."""

    record: Any
    to: UUID
    about: set[UUID]
    over: bool = False


@dataclass
class Halt:
    """A person's data may not be used any more, until somebody lifts it; by whom a law lets it be seen today."""

    order: StopOrder
    person: UUID
    let_in: set[UUID] = field(default_factory=set)
    lifted: bool = False


@dataclass
class Window:
    """Somebody looked in a hurry: sixty minutes, this person, this member of staff; over at once when use is stopped."""

    opening: Opening
    staff_id: UUID
    person: UUID
    over: bool = False


@dataclass(frozen=True)
class Row:
    """One row of the town, as the notebook remembers it. ``writers`` empty: the subject itself, not a record."""

    table: str
    id: UUID
    about: tuple[UUID, ...]
    depth: int
    kinds: int
    basis: str = ""
    writers: frozenset[UUID] = frozenset()


class Notebook:
    """What happened, for the oracle."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.works: dict[UUID, set[UUID]] = {}
        self.words: dict[UUID, set[UUID]] = {}
        self.consents: list[Said] = []
        self.posts: list[Post] = []
        self.talks: list[Talk] = []
        self.chairs: list[Chair] = []
        self.offers: list[Offer] = []
        self.questions: dict[UUID, set[UUID]] = {}
        self.halts: list[Halt] = []
        self.windows: list[Window] = []
        self.shut_out: set[tuple[UUID, UUID]] = set()
        self.members: dict[UUID, set[UUID]] = {}

    def works_with(self, agency_id: UUID, *subjects: UUID) -> None:
        for one in subjects:
            self.works.setdefault(one, set()).add(agency_id)

    def wrote_in(self, agency_id: UUID, subject: UUID) -> None:
        self.words.setdefault(subject, set()).add(agency_id)

    def record(self, table: str, row: Any, *, depth: int, writers: set[UUID] | None = None) -> None:
        self.rows.append(
            Row(table, row.id, (row.subject_id,), depth, row.categories, row.basis, frozenset(writers or {row.agency_id}))
        )  # fmt: skip


class Nothing(Exception):
    """There is nothing yet to which this could happen."""


class Story:
    """Six agencies, one case to begin with, and a hundred and fifty things that happen in no particular order."""

    def __init__(self, seed: int, *, operator: Actor, today: date, moves: int = 150) -> None:
        self.operator = operator
        self.dice, self.today, self.book = random.Random(seed), today, Notebook()
        self.done: Counter[str] = Counter()
        head = agencies.agency(f"本部{seed}")
        places = [agencies.agency(f"機関{seed}の{n}", parent=head if n == 4 else None) for n in range(6)]
        self.actors = [
            agencies.actor(f"職員{n}", agency=place) for n, place in enumerate([*places, *places[:4]])
        ]
        self.council, self.city = self.actors[0], self.actors[1]
        office = agencies.agency(f"文書課{seed}")
        self.clerk, self.second = (
            agencies.actor(name, agency=office, kinds=(RoleKind.RECORDS,)) for name in ("文書", "文書の長")
        )
        self.everybody = [
            *self.actors, agencies.actor("統括", agency=head, kinds=(RoleKind.SUPERVISOR,)), agencies.actor("無関係"), operator,
            self.clerk, self.second,
        ]  # fmt: skip
        self.seed = seed
        self.body = self._body()
        self.people: list[Person] = []
        self.requests: list[Offer] = []
        self.handovers: list[Offer] = []
        self.as_lead: list[Offer] = []
        self.items: list[tuple[Item, Talk]] = []
        self.talked_over: list[tuple[Item, Talk]] = []
        self.sittings: list[tuple[Sitting, list[tuple[Item, Talk, list[tuple[Seat, Chair]]]]]] = []
        for _ in range(3):
            self._new_person(self.council)
        self.case = self._open_case(self.people[:2])
        for _ in range(moves):
            self._move(self.dice.choice(MOVES))
        for move in A_TALK:
            self._move(move)

    # --- how the story goes on ---------------------------------------------------------------------

    def _move(self, move: Callable[[Story], None]) -> None:
        """One thing happens, or is refused, and then nothing is written down."""
        rows, known = len(self.book.rows), len(self.people)
        try:
            with transaction.atomic():
                move(self)
        except (Nothing, Refused, Unseen, ObjectDoesNotExist, DatabaseError):
            del self.book.rows[rows:], self.people[known:]
            self.done["refused"] += 1
        else:
            self.done[move.__name__] += 1

    def _pick(self, things: list[T]) -> T:
        if not things:
            raise Nothing
        return self.dice.choice(things)

    def _seated(self) -> Actor:
        """Somebody who may speak on the ground of a 支援会議: sworn and still seated, or in the team."""
        seats = {chair.staff_id for chair in self.book.chairs if chair.sworn and not chair.over}
        posts = {post.bearer for post in self.book.posts if not post.over}
        actor = self._pick([one for one in self.actors if one.staff_id in seats or one.agency_id in posts])
        announce(actor)
        return actor

    def _somebody(self) -> Actor:
        actor = self.dice.choice([self.council, self.council, self.city, *self.actors])
        announce(actor)
        return actor

    def _body(self) -> Body:
        body = meeting_town.body(self.city.agency_id, kind="BOTH")
        meeting_town.roster(body, *self.actors[:6])
        return body

    def _new_person(self, actor: Actor) -> Person:
        made = people.add_person(
            actor, name=f"住民{self.seed}の{len(self.people)}", birth=PartialDate.from_code(BORN.isoformat()),
            today=self.today,
        )  # fmt: skip
        self.people.append(made)
        self.book.rows.append(Row("person", made.id, (made.id,), 2, NAMES))
        self.book.works_with(actor.agency_id, made.id)
        return made

    def _open_case(self, members: list[Person]) -> Case:
        actor = self.council
        lead = self.actors[2]
        case = cases.open_case(
            actor, title="ある世帯", household=None, people=members, operator_id=actor.agency_id,
            lead_agency_id=lead.agency_id, lead_side="COUNCIL", reason="長く関わる", today=self.today,
        )  # fmt: skip
        self.book.rows.append(Row("case", case.id, (case.id,), 1, 0))
        self.book.rows.append(Row("statuschange", case.status_changes.get().id, (case.id,), 2, 0))
        for one in (actor.agency_id, lead.agency_id):
            self.book.works_with(one, case.id, *(person.id for person in members))
        self.book.members[case.id] = set()
        for row in case.members.all():
            self._member(row)
        return case

    def _member(self, row: Any) -> None:
        self.book.members[row.case_id].add(row.person_id)
        self.book.rows.append(Row("casemember", row.id, (row.case_id, row.person_id), 2, 0))

    def _members_seen(self) -> set[UUID]:
        """The members the actor just announced knows by name, told by the very page it looks at."""
        return {one.person_id for one in self.case.members.select_related("person")}

    # --- what may happen ---------------------------------------------------------------------------

    def consent_taken(self) -> None:
        actor, person = self._somebody(), self.dice.choice(self.people)
        to = self.dice.sample([one.agency_id for one in self.actors[:6]], 2)
        case = self.case if self.dice.random() < 0.6 else None
        kinds = self.dice.choice(MASKS)
        until = self.dice.choice([None, self.today + timedelta(days=5), self.today + timedelta(days=200)])
        fewer = self.dice.random() < 0.3 and {to[1]: NAMES & kinds or kinds}
        given = sharing.take_consent(
            actor, person=person, case_id=case.id if case else None, recipient_ids=to, categories=kinds, asked_on=self.today,
            until_on=until, method=ConsentMethod.WRITTEN, witness="", giver=ConsentGiver.SELF, giver_name="",
            wording_version="1", purpose="支援の調整", today=self.today, limited=fewer or None,
        )  # fmt: skip
        about = {person.id} | ({case.id} if case else set())
        lets = dict.fromkeys([*to, actor.agency_id], (kinds, until))
        lets |= {one: (only, until) for one, only in (fewer or {}).items()}
        said = Said(given, person.id, about, lets)
        self._narrower_wins(said, taken_by=actor.agency_id)
        self.book.consents.append(said)

    def _narrower_wins(self, said: Said, *, taken_by: UUID) -> None:
        """Who asked is no third party: what was said to them before is not cut by what they are told now."""
        for agency, (kinds, until) in dict(said.lets).items():
            for other in self.book.consents:
                if other.person == said.person and agency in other.lets and other.stands(self.today, agency):
                    said.cut_to(agency, *other.lets[agency])
                    if agency != taken_by:
                        other.cut_to(agency, kinds, until)

    def consent_renewed(self) -> None:
        """Everything anew, in place of what was said before; the cases it had reached stay."""
        former, actor = (
            self._pick([one for one in self.book.consents if not one.taken_back]),
            self._somebody(),
        )
        person = next(one for one in self.people if one.id == former.person)
        rest = [one for one in self.book.consents if one.person == person.id and not one.taken_back]
        to = self.dice.choice(self.actors[:6]).agency_id
        given = sharing.take_consent(
            actor, person=person, case_id=None, recipient_ids=[to], categories=ALL_CATEGORIES, asked_on=self.today,
            until_on=None, method=ConsentMethod.WRITTEN, witness="", giver=ConsentGiver.SELF, giver_name="",
            wording_version="1", purpose="支援の調整", today=self.today, replaces=[one.consent.id for one in rest],
        )  # fmt: skip
        mine = [one for one in rest if actor.agency_id in one.lets and one.lets[actor.agency_id][0]]
        about = {person.id}.union(*(one.about for one in mine))
        for one in rest:
            one.taken_back = True
        lets: dict[UUID, tuple[int, date | None]] = {
            to: (ALL_CATEGORIES, None),
            actor.agency_id: (ALL_CATEGORIES, None),
        }
        self.book.consents.append(Said(given, person.id, about, lets))

    def consent_partly_refused(self) -> None:
        """Of one agency, or of one kind of thing, the person has thought again."""
        said = self._pick([one for one in self.book.consents if not one.taken_back])
        person = next(one for one in self.people if one.id == said.person)
        agency = self.dice.choice([None, *said.lets])
        kinds = 0 if agency and self.dice.random() < 0.5 else int(Category.HEALTH)
        sharing.note_refusal(
            self._somebody(), person=person, case_id=None, asked_on=self.today, reason="病気のことはいや",
            ask_again_on=None, today=self.today, refused_recipients=[agency] if agency else [],
            refused_categories=kinds,
        )  # fmt: skip
        for other in self.book.consents:
            if other.person == person.id:
                for one in [agency] if agency else list(other.lets):
                    if one in other.lets and other.stands(self.today, one):
                        other.cut_to(one, ALL_CATEGORIES & ~kinds if kinds else 0, None)

    def consent_refused(self) -> None:
        sharing.note_refusal(
            self._somebody(), person=self.dice.choice(self.people), case_id=None, asked_on=self.today, reason="考えたい",
            ask_again_on=None, today=self.today,
        )  # fmt: skip

    def consent_taken_back(self) -> None:
        said = self._pick(self.book.consents)
        sharing.withdraw_consent(self._somebody(), consent=said.consent, words="")
        said.taken_back = True

    def taken_back_while_stopped(self) -> None:
        """Whoever asked, or knows the person, hears it although nobody may look; so does the office that stopped it."""
        stopped = {halt.person for halt in self.book.halts if not halt.lifted}
        said = self._pick([one for one in self.book.consents if one.person in stopped and not one.taken_back])
        actor = self.dice.choice([*self.actors, self.clerk])
        announce(actor)
        sharing.withdraw_stopped_consent(actor, consent_id=said.consent.id, right_name=True, words="")
        said.taken_back = True

    def contact_written(self) -> None:
        actor = self._somebody() if self.dice.random() < 0.6 else self._seated()
        person = self.dice.choice([*self.people, None])
        told = outreach.Told(happened_on=self.today, method="VISIT", body="留守だった")
        written = outreach.record_contact(
            actor, person=person, case_id=None if person else self.case.id, told=told, today=self.today,
            basis=self.dice.choice([Ground.OWN, Ground.CONSENT, Ground.CONFERENCE]), categories=self.dice.choice(MASKS),
        )  # fmt: skip
        self.book.record("contact", written, depth=3)
        self._wrote(actor, written.subject_id)

    def issue_written(self) -> None:
        actor = self._somebody() if self.dice.random() < 0.6 else self._seated()
        basis = self.dice.choice([Ground.OWN, Ground.CONSENT, Ground.CONFERENCE])
        written = cases.add_issue(
            actor, case=self.case, scope="HOUSEHOLD", title="家賃", source="本人", found_on=self.today, basis=basis,
            categories=self.dice.choice(MASKS), today=self.today,
        )  # fmt: skip
        self.book.record("issue", written, depth=2)
        if basis == Ground.OWN:
            self._wrote(actor, self.case.id)

    def _wrote(self, actor: Actor, subject: UUID) -> None:
        """Who writes about a person works with that person; who writes in a case keeps the words."""
        if subject == self.case.id:
            self.book.wrote_in(actor.agency_id, subject)
        else:
            self.book.works_with(actor.agency_id, subject)

    def role_given(self) -> None:
        actor, bearer = self._seated(), self.dice.choice(self.actors)
        seen = self._members_seen()
        role = cases.assign_role(
            actor, case=self.case, bearer_id=bearer.agency_id, what="見守り", next_on=self.today, from_on=self.today, today=self.today,
            basis=Ground.CONFERENCE, categories=self.dice.choice(MASKS),
        )  # fmt: skip
        self.book.record("role", role, depth=2)
        post = Post(role, bearer.agency_id, {self.case.id} | seen)
        self.book.posts.append(post)

    def role_ended(self) -> None:
        post = self._pick([one for one in self.book.posts if not one.over])
        cases.finish_role(self._somebody(), role=post.role, today=self.today)
        post.over = True

    def member_added(self) -> None:
        actor = self._somebody()
        person = self._new_person(actor) if self.dice.random() < 0.5 else self.dice.choice(self.people)
        known = person.id in self.book.members[self.case.id]
        row = cases.add_member(actor, case=self.case, person=person, today=self.today)
        self.book.works_with(actor.agency_id, person.id)
        for one in (self.case.operator_id, self.case.lead_agency_id):
            self.book.works_with(one, person.id)
        if not known:
            self._member(row)

    def case_listed(self) -> None:
        actor, hidden = self._somebody(), self.dice.random() < 0.3
        seen = self._members_seen()
        item = meetings.put_on_list(
            actor, case=self.case, body=self.body, kind="SUPPORT", reason="会えない", today=self.today,
            anonymous_label="事例A" if hidden else "", categories=self.dice.choice(MASKS),
        )  # fmt: skip
        self.book.record("item", item, depth=2)
        self.book.wrote_in(actor.agency_id, item.id)
        organisers = {self.city.agency_id} - {actor.agency_id}
        concerned = set() if hidden else {self.case.operator_id, self.case.lead_agency_id} - {actor.agency_id}
        talk = Talk(item.id, organisers, concerned, set() if hidden else {self.case.id} | seen)
        self.book.talks.append(talk)
        self.items.append((item, talk))

    def case_taken_off(self) -> None:
        item, talk = self._pick(self.items)
        meetings.withdraw_item(self._somebody(), item=item, reason="解決した", today=self.today)
        talk.off_the_list = True
        self.items.remove((item, talk))

    def meeting_called(self) -> None:
        item, talk = self._pick(self.items)
        announce(self.city)
        invited = self.dice.sample([one.agency_id for one in self.actors[:6]], 3)
        sitting = meetings.call_meeting(
            self.city, body=self.body, held_on=self.today, items=[Item.objects.get(id=item.id)], agency_ids=invited,
            staff_by_agency={one.agency_id: one.staff_id for one in self.actors[:6] if one.agency_id in invited},
            today=self.today,
        )  # fmt: skip
        about = {talk.item_id} | ((talk.about and {self.case.id} | self._members_seen()) or set())
        chairs = [(seat, Chair(seat.staff_id, about, None)) for seat in Seat.objects.filter(item_id=item.id)]
        self.book.chairs += [chair for _seat, chair in chairs]
        self.sittings.append((sitting, [(item, talk, chairs)]))
        self.items.remove((item, talk))

    def adviser_called(self) -> None:
        sitting, ((item, talk, chairs),) = self._pick(self.sittings)
        announce(self.city)
        adviser, until = self.dice.choice(self.actors), self.today + timedelta(days=5)
        seat = meetings.designate(
            self.city, item=Item.objects.select_related("sitting__body", "body").get(id=item.id), adviser=True,
            staff_id=adviser.staff_id, agency_id=adviser.agency_id, until_on=until, today=self.today,
        )  # fmt: skip
        chair = Chair(adviser.staff_id, {talk.item_id}, until, adviser=True)
        self.book.chairs.append(chair)
        chairs.append((seat, chair))

    def oath_given(self) -> None:
        sitting, ((_item, _talk, chairs),) = self._pick(self.sittings)
        staff_id = self._pick([chair.staff_id for _seat, chair in chairs])
        member = next(one for one in self.actors if one.staff_id == staff_id)
        announce(member)
        meetings.swear(member, sitting=sitting, wording="w", agreed=True)
        for _seat, chair in chairs:
            chair.sworn = chair.sworn or (chair.staff_id == member.staff_id and not chair.over)

    def meeting_opened(self) -> None:
        sitting, _talks = self._pick(self.sittings)
        announce(self.city)
        meetings.open_sitting(self.city, sitting=sitting, today=self.today)

    def line_written(self) -> None:
        _sitting, ((item, _talk, _chairs),) = self._pick(self.sittings)
        actor = self._somebody()
        found = Item.objects.select_related("sitting", "body").get(id=item.id)
        line = meetings.write_line(
            actor,
            item=found,
            kind="FACT",
            text="昼は寝ている",
            categories=self.dice.choice(MASKS),
            today=self.today,
        )
        self.book.record("minuteline", line, depth=3)

    def member_unseated(self) -> None:
        _sitting, ((_item, _talk, chairs),) = self._pick(self.sittings)
        announce(self.city)
        seat, _chair = self.dice.choice(chairs)
        meetings.unseat(self.city, seat=Seat.objects.select_related("item__sitting__body").get(id=seat.id))
        for same, former in chairs:
            former.over = former.over or same.id == seat.id

    def talk_ended(self) -> None:
        told = self._pick(self.sittings)
        _sitting, ((item, talk, chairs),) = told
        announce(self.city)
        found = Item.objects.select_related("sitting__body", "body").get(id=item.id)
        sees_case = Case.objects.filter(id=self.case.id).exists()
        about = {self.case.id} | self._members_seen()
        sworn = {
            chair.staff_id for _s, chair in chairs if chair.sworn and not chair.over and not chair.adviser
        }
        sat = {actor.agency_id for actor in self.actors if actor.staff_id in sworn}
        meetings.end_item(self.city, item=found, today=self.today)
        for _seat, chair in chairs:
            chair.over = True
        if sees_case:
            keepers = {self.city.agency_id, self.case.lead_agency_id, self.case.operator_id}
            talk.kept_by = (keepers & sat) | {self.city.agency_id}
            if talk.about:
                self._carried_on(about, sat)
            self.talked_over.append((item, talk))
        self.sittings.remove(told)

    def ground_changed(self) -> None:
        """Everybody agrees that the convener may know, and what was said in the 支援会議 goes on under that consent."""
        item, talk = self._pick([one for one in self.talked_over if one[1].about])
        row = self._pick(
            [one for one in self.book.rows if one.table == "minuteline" and one.about == (item.id,)]
        )
        announce(self.city)
        agreed = []
        for person_id in self._members_seen():
            given = sharing.take_consent(
                self.city, person=Person.objects.get(id=person_id), case_id=self.case.id, recipient_ids=[], today=self.today,
                categories=ALL_CATEGORIES, asked_on=self.today, until_on=None, method=ConsentMethod.WRITTEN, witness="",
                giver=ConsentGiver.SELF, giver_name="", wording_version="1", purpose="支援の調整",
            )  # fmt: skip
            lets = {self.city.agency_id: (ALL_CATEGORIES, None)}
            agreed.append(Said(given, person_id, {person_id, self.case.id}, lets))
            self._narrower_wins(agreed[-1], taken_by=self.city.agency_id)
        meetings.change_basis(
            self.city, line=MinuteLine.objects.get(id=row.id), reason="本人が望んだ", decided_by="座長",
            decided_on=self.today, today=self.today,
        )  # fmt: skip
        self.book.consents += agreed
        self.book.rows[self.book.rows.index(row)] = replace(
            row, about=(self.case.id,), basis=Ground.CONSENT.value
        )

    def _carried_on(self, about: set[UUID], sat: set[UUID]) -> None:
        """Lead and operator who sat there carry on what was decided; the lead as long as it leads."""
        for agency_id in {self.case.lead_agency_id, self.case.operator_id} & sat:
            sight = Offer(None, agency_id, about)
            self.book.offers.append(sight)
            if agency_id != self.case.operator_id:
                self.as_lead.append(sight)

    def support_applied(self) -> None:
        actor, person = self._somebody(), self.dice.choice(self.people)
        request = consultations.apply_for_support(
            actor, person=person, operator_id=self.operator.agency_id, situation="母と子", tried="訪問", stuck="会えない",
            no_consent_reason="1", today=self.today,
        )  # fmt: skip
        self.book.record("supportrequest", request, depth=2, writers={request.agency_id, request.operator_id})
        self.book.works_with(actor.agency_id, person.id)
        offer = Offer(request, self.operator.agency_id, {person.id}, over=request.basis == Ground.CONSENT)
        self.book.offers.append(offer)
        self.requests.append(offer)

    def support_answered(self) -> None:
        offer = self._pick(self.requests)
        announce(self.operator)
        consultations.answer_request(
            self.operator, request=offer.record, answer=self.dice.choice(["NOT_NEEDED", "COORDINATED"]),
            reason="足りている", proposal="家計の相談へ", today=self.today,
        )  # fmt: skip
        if not offer.over:
            self.book.works_with(self.operator.agency_id, *offer.about)
        offer.over = True
        self.requests.remove(offer)

    def support_taken_back(self) -> None:
        offer = self._pick(self.requests)
        consultations.withdraw_request(self._somebody(), request=offer.record, today=self.today)
        offer.over = True
        self.requests.remove(offer)

    def handover_offered(self) -> None:
        actor, to = self._seated(), self.dice.choice(self.actors)
        seen = self._members_seen()
        offered = cases.offer_handover(
            actor, case=self.case, kind="SERVICE", to_agency_id=to.agency_id, what="家計", note="月末", today=self.today,
            basis=Ground.CONFERENCE,
        )  # fmt: skip
        self.book.record("handover", offered, depth=2)
        offer = Offer(offered, to.agency_id, {self.case.id} | seen)
        self.book.offers.append(offer)
        self.handovers.append(offer)

    def handover_answered(self) -> None:
        offer, accept = self._pick(self.handovers), self.dice.random() < 0.5
        actor = self.dice.choice([one for one in self.actors if one.agency_id == offer.to])
        announce(actor)
        seen = self._members_seen()
        cases.answer_handover(actor, handover=offer.record, accept=accept, answer="はい", today=self.today)
        offer.over = not accept
        if accept:
            self.book.works_with(actor.agency_id, self.case.id, *seen)
        self.handovers.remove(offer)

    def help_asked(self) -> None:
        actor, helper = self._somebody(), self.dice.choice(self.actors)
        asked = cases.ask_help(
            actor, case=self.case, helper_agency_id=helper.agency_id, question="声のかけ方", today=self.today
        )
        self.book.record("helprequest", asked, depth=2)
        self.book.questions[asked.id] = {actor.agency_id, helper.agency_id}

    def lead_changed(self) -> None:
        actor, to = self._somebody(), self.dice.choice(self.actors[:6])
        seen = self._members_seen()
        before = self.case.lead_agency_id
        cases.change_lead(
            actor,
            case=self.case,
            agency_id=to.agency_id,
            staff_id=None,
            side="COUNCIL",
            reason="近い",
            today=self.today,
        )
        self.case.lead_agency_id = to.agency_id
        if to.agency_id != before:
            for sight in self.as_lead:
                sight.over = True
        if to.agency_id not in (before, actor.agency_id):
            self.book.works_with(to.agency_id, self.case.id, *seen)

    def staff_excluded(self) -> None:
        actor, relative = self._somebody(), self.dice.choice(self.actors[3:])
        subject = self.dice.choice(
            [sharing.case(self.case.id), *(sharing.person(one.id) for one in self.people)]
        )
        sharing.exclude_staff(
            actor,
            subjects=[subject],
            shut_out=agencies.Staff.objects.get(id=relative.staff_id),
            reason="隣人",
        )
        self.book.shut_out.add((relative.staff_id, subject.id))

    def use_stopped(self) -> None:
        """The person asks the city to stop using what it keeps, and two of the office agree."""
        if any(not one.lifted for one in self.book.halts) or len(self.book.halts) > 2:
            raise Nothing
        person = self.dice.choice(self.people)
        asked = rights.receive_request(
            self.clerk, kind="STOP", asker="SELF", asker_name=person.name, asker_address="みなと町1-2-3",
            subject_name=person.name, subject_kana="", subject_birth=None, wanted="わたしのことを使わないで", danger=False,
            received_on=self.today, days=30, fee=None, today=self.today,
        )  # fmt: skip
        rights.identify_requester(
            self.clerk,
            request=asked,
            how="マイナンバーカード",
            on=self.today,
            mending_days=0,
            today=self.today,
        )
        rights.link_person(self.clerk, request=asked, person_id=person.id)
        rights.propose_decision(self.clerk, request=asked, outcome="STOP", reason="求めのとおり")
        rights.decide_request(self.second, request=asked, now=timezone.now(), today=self.today)
        announce(self.clerk)
        self.book.halts.append(Halt(StopOrder.objects.select_related("stop").get(request=asked), person.id))
        for window in self.book.windows:
            window.over = window.over or window.person == person.id

    def stop_lifted(self) -> None:
        halt = self._pick([one for one in self.book.halts if not one.lifted])
        rights.lift_stop(self.clerk, order=halt.order, reason="求めを取り下げた", now=timezone.now())
        halt.lifted = True

    def law_let_in(self) -> None:
        """A law demands that one of them sees it all the same, today."""
        halt, seer = (
            self._pick([one for one in self.book.halts if not one.lifted]),
            self.dice.choice(self.actors),
        )
        rights.let_see(
            self.second, order=halt.order, staff=Staff.objects.get(id=seer.staff_id), law="行政不服審査法第9条",
            reason="審理のため", hours=2, now=timezone.now(),
        )  # fmt: skip
        halt.let_in.add(seer.staff_id)

    def looked_in_a_hurry(self) -> None:
        actor, person = self.dice.choice(self.actors), self.dice.choice(self.people)
        searched = emergency.search_household(
            actor, trigger=Trigger.LIFE, reason=IN_A_HURRY, name=person.name, born_on=BORN, address="", proved_lately=True,
            now=timezone.now(), today=self.today,
        )  # fmt: skip
        announce(actor)
        found = self._pick(list(searched.candidates.select_related("search")))
        opened = emergency.open_household(
            actor, candidate=found, proved_lately=True, now=timezone.now(), today=self.today
        )
        self.book.windows.append(Window(opened, actor.staff_id, person.id))

    def window_closed(self) -> None:
        window = self._pick([one for one in self.book.windows if not one.over])
        opener = next(one for one in self.actors if one.staff_id == window.staff_id)
        emergency.close_opening(opener, opening=window.opening, now=timezone.now())
        window.over = True


MOVES: tuple[Callable[[Story], None], ...] = (
    Story.consent_taken, Story.consent_taken, Story.consent_renewed, Story.consent_partly_refused, Story.consent_refused, Story.consent_taken_back, Story.contact_written,
    Story.contact_written, Story.contact_written, Story.issue_written, Story.issue_written, Story.role_given,
    Story.role_given, Story.role_ended, Story.member_added, Story.case_listed, Story.case_listed, Story.case_taken_off,
    Story.meeting_called, Story.meeting_called, Story.adviser_called, Story.oath_given, Story.oath_given, Story.oath_given,
    Story.meeting_opened, Story.line_written, Story.line_written, Story.member_unseated, Story.talk_ended,
    Story.support_applied, Story.support_answered, Story.support_taken_back, Story.handover_offered, Story.handover_answered, Story.help_asked,
    Story.lead_changed, Story.staff_excluded, Story.use_stopped, *[Story.stop_lifted] * 4, Story.law_let_in, *[Story.taken_back_while_stopped] * 2,
    Story.looked_in_a_hurry, Story.looked_in_a_hurry, Story.window_closed,
)  # fmt: skip

# Every story ends with talks that are held to their end, as chance alone seldom lets them, and with somebody's use stopped.
A_TALK = (
    Story.stop_lifted, Story.case_listed, Story.case_listed, Story.meeting_called, Story.meeting_called, *[Story.oath_given] * 8,
    *[Story.meeting_opened] * 4, *[Story.line_written] * 6, *[Story.talk_ended] * 2, *[Story.ground_changed] * 4,
    *[Story.looked_in_a_hurry] * 3, Story.use_stopped, Story.law_let_in, *[Story.looked_in_a_hurry] * 3,
    Story.taken_back_while_stopped,
)  # fmt: skip
