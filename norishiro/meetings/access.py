"""What the rules must know about this room's records before they are asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import live_on
from norishiro.agencies.permissions import Permission
from norishiro.cases.models import Case, CaseMember
from norishiro.core.verdict import Verdict
from norishiro.meetings import lookups, rules
from norishiro.meetings.choices import ConsentRule
from norishiro.meetings.models import Body, Item, RosterSeat, Sitting, Topic
from norishiro.meetings.rules import topics as rules_of_topics
from norishiro.people.models import Person
from norishiro.people.queries import households_visible_to
from norishiro.sharing.choices import Category, Depth, Ground
from norishiro.sharing.queries import through_gate

# More than any household has; a bound, not a rule.
MOST_MEMBERS = 60


def body_fact(body: Body, *, on: date, conveners: set[UUID] | None = None) -> rules.BodyFact:
    named = lookups.conveners_of(body) if conveners is None else conveners
    return rules.BodyFact(
        kind=body.kind,
        ground=body.ground,
        anonymous=body.anonymous,
        in_force=body.from_on <= on and (body.until_on is None or body.until_on > on),
        procedure_on=body.procedure_on,
        has_convener=bool(named),
        only_unconsented=body.only_unconsented,
        asks_consent=body.consent_rule == ConsentRule.REQUIRED,
    )


def convene_verdict(actor: Actor, body: Body) -> Verdict:
    """May this actor call, open and end sittings of the body?"""
    return rules.may_convene(
        conveners=lookups.conveners_of(body),
        agencies=actor.agency_ids,
        has_role=actor.may(Permission.CALL_MEETING),
    )


def run_verdict(actor: Actor, sitting: Sitting) -> Verdict:
    """May this actor run the sitting: the agency that called it, or the one that prepares its papers?"""
    agencies = {sitting.convener_id} | ({sitting.body.preparer_id} - {None})
    return rules.may_convene(
        conveners=agencies, agencies=actor.agency_ids, has_role=actor.may(Permission.WRITE_MINUTES)
    )


@dataclass(frozen=True)
class People:
    """The live members of a case whom the actor sees, and which agencies each consents to."""

    members: tuple[Person, ...]
    consents: dict[UUID, set[UUID]]

    @property
    def consented(self) -> list[Person]:
        return [person for person in self.members if self.consents[person.id]]

    def open_to(self, agency_id: UUID) -> list[Person]:
        """Members whose consent names this agency."""
        return [person for person in self.members if agency_id in self.consents[person.id]]

    def open_to_any(self, agency_ids: set[UUID]) -> bool:
        return any(agency_ids & self.consents[person.id] for person in self.members)

    @property
    def names(self) -> set[str]:
        """Everything in these rows that would tell who is meant."""
        found: set[str] = set()
        for person in self.members:
            found |= {
                person.name,
                person.alias,
                person.kana,
                person.address,
                person.phone,
            }
        return {name for name in found if len(name) >= 2}


NOBODY = People((), {})


def people_of(actor: Actor, case: Case, *, today: date) -> People:
    """Only members the actor may see."""
    rows = CaseMember.objects.filter(live_on(today), case_id=case.id)
    rows = through_gate(rows, actor, subject="case_id", depth=Depth.OUTLINE)
    rows = through_gate(rows, actor, subject="person_id", depth=Depth.OUTLINE, category=Category.ATTRIBUTES)
    members = tuple(row.person for row in rows.select_related("person")[:MOST_MEMBERS])
    return People(members=members, consents=lookups.consents_of(person.id for person in members))


def case_behind(actor: Actor, item: Item) -> Case | None:
    """The case an item is about, where the actor knows it."""
    known = through_gate(Case.objects.all(), actor, subject="id", depth=Depth.EXISTENCE)
    return known.filter(id=item.case_id).first()


def names_of(actor: Actor, case: Case, people: People) -> set[str]:
    """The names that may not stand in a text that hides them, the household's label and address included."""
    household = households_visible_to(actor).filter(Q(id=case.household_id)).first()
    labels = {household.label, household.address} if household else set()
    return people.names | {label for label in labels if len(label) >= 2}


def is_hidden(item: Item) -> bool:
    """Names are hidden on this item."""
    return bool(item.anonymous_label)


def is_conference(item: Item) -> bool:
    return item.basis == Ground.CONFERENCE


def papers_verdict(actor: Actor, item: Item, *, today: date) -> Verdict:
    """Are the papers of this item open to this actor? Under C0 the consent opens the rows; the oath is asked here."""
    mine = item.seats.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=today), staff_id=actor.staff_id, ended_at__isnull=True
    )
    seats = list(mine.values_list("opened_at", flat=True))
    needed = rules.oath_needed(oath_rule=item.body.oath_rule, basis=item.basis) != "NONE"
    return rules.may_read_papers(
        seated=bool(seats), opened=any(seats), own=item.agency_id in actor.agency_ids, oath_needed=needed
    )


def involved(actor: Actor, item: Item) -> bool:
    """Does the actor have to do with the item: its agency put it, the actor sits at it sworn, or runs its sitting?"""
    return (
        item.agency_id in actor.agency_ids
        or (run_verdict(actor, item.sitting) if item.sitting else convene_verdict(actor, item.body)).allowed
        or item.seats.filter(staff_id=actor.staff_id, opened_at__isnull=False, ended_at__isnull=True).exists()
    )


def topic_hand(actor: Actor, body: Body, *, on: date) -> Verdict:
    """Does the actor look after the topics of the body?"""
    return rules_of_topics.in_hand(
        conveners=lookups.conveners_of(body),
        members={*lookups.roster_agencies(body, on=on), body.preparer_id},
        agencies=actor.agency_ids,
        calls_meetings=actor.may(Permission.CALL_MEETING),
    )


def topic_is_theirs(actor: Actor, topic: Topic, *, today: date) -> bool:
    """Does the actor look after the topic: the body's agencies, and the one that owns it?"""
    return topic.owner_agency_id in actor.agency_ids or topic_hand(actor, topic.body, on=today).allowed


def bodies_in_hand(actor: Actor, *, on: date) -> QuerySet[Body]:
    """The bodies whose topics the actor looks after: the same as ``topic_hand``, for many at once."""
    live = Body.objects.filter(live_on(on))
    seats = RosterSeat.objects.filter(live_on(on), body=OuterRef("id"), agency__isnull=False)
    named = Body.conveners.through.objects.filter(body_id=OuterRef("id"))
    mine = (
        Q(convener_id__in=actor.agency_ids)
        | Q(preparer_id__in=actor.agency_ids)
        | Exists(seats.filter(agency_id__in=actor.agency_ids))
        | Exists(named.filter(agency_id__in=actor.agency_ids))
    )
    if actor.may(Permission.CALL_MEETING):
        mine |= Q(~Exists(named), convener__isnull=True)
    return live.filter(mine)
