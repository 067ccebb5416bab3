"""An oracle that knows nothing of the gate: who may see what, told from what happened to the people of a town.

It reads the notebook of a generated story (consents given, taken back, run out; seats, oaths, ends; roles; offers; whose
client somebody is; uses stopped; looks in a hurry) and is compared, row by row, with all three voices: the list query,
the wall, and ``decide``. The window of emergency is compared with its one answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case, CaseMember, Handover, HelpRequest, Issue, Role, StatusChange
from norishiro.consultations.models import SupportRequest
from norishiro.core.operation import announce
from norishiro.emergency import queries as emergency
from norishiro.meetings.models import Item, MinuteLine
from norishiro.outreach.models import Contact
from norishiro.people.models import Person
from norishiro.sharing import queries as sharing
from norishiro.sharing import rules
from norishiro.sharing.choices import ALL_CATEGORIES, Category, Depth
from norishiro.sharing.queries import through_gate
from tests.rooms.consultations import town as consultation_town
from tests.rooms.sharing.story import A_TALK, MOVES, Notebook, Row, Story, Window

WORLDS = 10
WEEKS_LATER = 10

GATED: dict[str, tuple[Any, Depth]] = {
    "contact": (Contact, Depth.PROGRESS), "issue": (Issue, Depth.OUTLINE), "role": (Role, Depth.OUTLINE),
    "item": (Item, Depth.OUTLINE), "minuteline": (MinuteLine, Depth.PROGRESS), "handover": (Handover, Depth.OUTLINE),
    "helprequest": (HelpRequest, Depth.OUTLINE),
}  # fmt: skip


class Way(NamedTuple):
    """Something that happened lets this actor look: on which ground, how deep, at which kinds of things."""

    ground: str
    depth: int
    kinds: int


def ways(book: Notebook, actor: Actor, subject: UUID, *, day: Any) -> Iterator[Way]:
    """Everything that ever let this actor look at the subject and still holds."""
    mine = actor.agency_ids
    if mine & book.works.get(subject, set()):
        yield Way("OWN", 3, ALL_CATEGORIES)
    if mine & book.words.get(subject, set()):
        yield Way("OWN", 1, ALL_CATEGORIES)
    for said in book.consents:
        for agency in mine & set(said.lets):
            if subject in said.about and said.stands(day, agency) and said.lets[agency][0]:
                yield Way("C0", 3, said.lets[agency][0])
    for post in book.posts:
        if not post.over and subject in post.about and post.bearer in mine:
            yield Way("J6", 2, ALL_CATEGORIES)
    for offer in book.offers:
        if not offer.over and subject in offer.about and offer.to in mine:
            yield Way("J6", 2, ALL_CATEGORIES)
    for talk in book.talks:
        if not talk.off_the_list:
            if mine & talk.organisers and subject in talk.about | {talk.item_id}:
                yield Way("J6", 2, ALL_CATEGORIES)
            if mine & talk.concerned and subject == talk.item_id:
                yield Way("J6", 2, ALL_CATEGORIES)
            if mine & talk.kept_by and subject == talk.item_id:
                yield Way("J6", 3, ALL_CATEGORIES)
    for chair in book.chairs:
        sits = chair.sworn and not chair.over and (chair.until is None or day < chair.until)
        if sits and chair.staff_id == actor.staff_id and subject in chair.about:
            yield Way("J6", 3, ALL_CATEGORIES)
    if mine & book.questions.get(subject, set()):
        yield Way("P69-0", 3, ALL_CATEGORIES)


def is_stopped(book: Notebook, actor: Actor, subject: UUID, *, day: Any, today: Any) -> bool:
    """個情法第100条: what is stopped is used by nobody, on whatever ground; but whom another law lets in, for that day."""
    return any(
        halt.person == subject and not halt.lifted and not (day == today and actor.staff_id in halt.let_in)
        for halt in book.halts
    )


def may_see(story: Story, actor: Actor, row: Row, *, day: Any) -> bool:
    """A relative sees nothing, and nobody sees what is stopped. A person or case opens as deep as somebody was let in. A
    record opens to those who came on the ground it was born on, and to whoever wrote it. A look in a hurry opens none."""
    book = story.book
    for subject in row.about:
        if (actor.staff_id, subject) in book.shut_out:
            return False
        if is_stopped(book, actor, subject, day=day, today=story.today):
            return False
        if not any(_lets_see(way, actor, row) for way in ways(book, actor, subject, day=day)):
            return False
    return True


def _lets_see(way: Way, actor: Actor, row: Row) -> bool:
    if row.kinds & ~way.kinds:
        return False
    if row.basis and way.ground == "OWN":
        return bool(row.writers & actor.agency_ids)
    return way.depth >= row.depth and row.basis in ("", way.ground)


def in_the_window(story: Story, actor: Actor, window: Window, *, day: Any) -> set[UUID]:
    """Whom this window shows: for the hour, to whoever opened it, the one person; no relative, nothing that is stopped."""
    running = day == story.today and not window.over and actor.staff_id == window.staff_id
    hidden = (actor.staff_id, window.person) in story.book.shut_out
    hidden = hidden or is_stopped(story.book, actor, window.person, day=day, today=story.today)
    return {window.person} if running and not hidden else set()


def to_take_back(story: Story, actor: Actor, *, day: Any) -> set[UUID]:
    """Which consents of people nobody may use now this actor may hear withdrawn: theirs who took it, who know the person
    by their own work, and of the office that stopped it. No relative, and not whom a law lets in (the usual page serves)."""
    book = story.book
    return {
        said.consent.id
        for said in book.consents
        if not said.taken_back
        and (said.consent.until_on is None or day < said.consent.until_on)
        and is_stopped(book, actor, said.person, day=day, today=story.today)
        and (actor.staff_id, said.person) not in book.shut_out
        and (
            said.consent.agency_id in actor.agency_ids
            or actor.agency_ids & book.works.get(said.person, set())
            or story.clerk.agency_id in actor.agency_ids
        )
    }


def walls() -> dict[str, Any]:
    """Each table as it stands, behind its wall alone."""
    models = {name: model for name, (model, _depth) in GATED.items()}
    models |= {"person": Person, "case": Case, "casemember": CaseMember, "statuschange": StatusChange}
    return {
        name: model.objects.all() for name, model in (models | {"supportrequest": SupportRequest}).items()
    }


def lists(actor: Actor) -> dict[str, Any]:
    """Each table as the pages ask it."""
    rows = {
        name: through_gate(model.objects.all(), actor, subject="subject_id", depth=depth, gated=True)
        for name, (model, depth) in GATED.items()
    }
    members = through_gate(CaseMember.objects.all(), actor, subject="person_id", depth=Depth.OUTLINE)
    return rows | {
        "person": through_gate(
            Person.objects.all(), actor, subject="id", depth=Depth.OUTLINE, category=Category.ATTRIBUTES
        ),
        "case": through_gate(Case.objects.all(), actor, subject="id", depth=Depth.EXISTENCE),
        "casemember": through_gate(members, actor, subject="case_id", depth=Depth.OUTLINE),
        "statuschange": through_gate(
            StatusChange.objects.all(), actor, subject="case_id", depth=Depth.OUTLINE
        ),
        "supportrequest": through_gate(
            SupportRequest.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True,
            writers=("agency_id", "operator_id"),
        ),
    }  # fmt: skip


class ConsentRow(NamedTuple):
    """One consent as it stands in the table."""

    id: UUID
    person_id: UUID
    taken_by: UUID
    state: str
    until_on: Any


@dataclass
class Facts:
    """Every grant, prohibition and stop there is, as the owner of the tables reads them: no wall has chosen before."""

    grants: dict[UUID, list[rules.GrantFact]]
    shut_out: set[tuple[UUID, UUID]]
    stopped: dict[UUID, set[UUID]]
    offices: dict[UUID, set[UUID]]
    consents: list[ConsentRow]


def facts_of(owner: psycopg.Connection[Any]) -> Facts:
    owner.execute("SET norishiro.maintenance = 'on'")
    grants: dict[UUID, list[rules.GrantFact]] = {}
    for subject, *values in owner.execute(
        "SELECT subject_id, recipient_id, depth, categories, ground, from_at, until_at, sealed FROM sharing_grant"
    ):
        grants.setdefault(subject, []).append(rules.GrantFact(*values))
    shut_out = set(owner.execute("SELECT staff_id, subject_id FROM sharing_exclusion WHERE until_at IS NULL"))
    stops = owner.execute(
        "SELECT s.subject_id, array_remove(array_agg(p.staff_id), NULL) FROM sharing_usestop s"
        " LEFT JOIN sharing_stoppass p ON p.stop_id = s.id AND p.from_at <= now() AND p.until_at > now()"
        " WHERE s.lifted_at IS NULL AND s.from_at <= now() GROUP BY s.subject_id"
    )
    stopped = {subject: set(let_in) for subject, let_in in stops}
    offices: dict[UUID, set[UUID]] = {}
    for subject, office in owner.execute(
        "SELECT subject_id, office_id FROM sharing_usestop WHERE lifted_at IS NULL AND from_at <= now()"
    ):
        offices.setdefault(subject, set()).add(office)
    consents = [
        ConsentRow(*values)
        for values in owner.execute("SELECT id, person_id, agency_id, state, until_on FROM sharing_consent")
    ]
    owner.commit()
    return Facts(grants, shut_out, stopped, offices, consents)


def decided(actor: Actor, rows: list[Row], facts: Facts) -> set[UUID]:
    """What the pure rule says, given everything there is."""
    now = timezone.now()

    def opens(row: Row, subject: UUID) -> bool:
        let_in = facts.stopped.get(subject, {actor.staff_id})
        looking = rules.Looking(
            staff_id=actor.staff_id, agency_ids=actor.agency_ids, now=now,
            excluded=(actor.staff_id, subject) in facts.shut_out, stopped=actor.staff_id not in let_in,
        )  # fmt: skip
        asked = rules.RecordFact(
            depth=row.depth, categories=row.kinds, basis=row.basis or None, written_by=row.writers
        )
        return rules.decide(looking, asked, facts.grants.get(subject, [])).verdict.allowed

    return {row.id for row in rows if all(opens(row, subject) for subject in row.about)}


def compare(stories: list[Story], *, day: Any, owner: psycopg.Connection[Any]) -> Counter[str]:
    """Every row of every story, for everybody, four times over; and every window, for everybody of its town."""
    counted: Counter[str] = Counter()
    facts = facts_of(owner)
    tables: dict[str, list[Row]] = {}
    for story in stories:
        for row in story.book.rows:
            tables.setdefault(row.table, []).append(row)
    everybody = {actor.staff_id: actor for story in stories for actor in story.everybody}
    for actor in everybody.values():
        with transaction.atomic():
            announce(actor, reading=True)
            behind, asked = walls(), lists(actor)
            for table, rows in tables.items():
                expected = {
                    row.id for story in stories for row in story.book.rows
                    if row.table == table and may_see(story, actor, row, day=day)
                }  # fmt: skip
                for voice, found in (
                    ("wall", set(behind[table].values_list("id", flat=True))),
                    ("list", set(asked[table].values_list("id", flat=True))),
                    ("decide", decided(actor, rows, facts)),
                ):
                    assert found == expected, (voice, table, actor.name, actor.agency_name, found ^ expected)
                counted["rows"] += len(rows)
                counted["seen"] += len(expected)
            back = set().union(*(to_take_back(story, actor, day=day) for story in stories))
            answered = {one.id for one in sharing.stopped_consents(actor, limit=10_000)}
            ruled = withdrawable(actor, facts)
            assert answered == back == ruled, (
                "withdrawal",
                actor.name,
                actor.agency_name,
                answered ^ back,
                ruled ^ back,
            )
            counted["withdrawals"] += sum(len(story.book.consents) for story in stories)
            counted["to_take_back"] += len(back)
            for story in stories:
                if actor in story.everybody:
                    counted += looks(story, actor, day=day)
    return counted


def withdrawable(actor: Actor, facts: Facts) -> set[UUID]:
    """What the pure rule says of the withdrawals, given every consent, grant, prohibition and stop there is."""
    now = timezone.now()

    def sees(told: ConsentRow) -> bool:
        let_in = facts.stopped.get(told.person_id, {actor.staff_id})
        own = (
            rules.RecordFact(depth=int(Depth.OUTLINE), categories=0),
            [one for one in facts.grants.get(told.person_id, []) if one.ground == "OWN"],
        )
        looking = rules.Looking(staff_id=actor.staff_id, agency_ids=actor.agency_ids, now=now)
        asked = rules.StoppedConsentFact(
            stands=told.state == "GIVEN" and (told.until_on is None or told.until_on > today),
            excluded=(actor.staff_id, told.person_id) in facts.shut_out, took_it=told.taken_by in actor.agency_ids,
            works_with=rules.decide(looking, *own).verdict.allowed,
            stopped_it=bool(facts.offices.get(told.person_id, set()) & actor.agency_ids),
        )  # fmt: skip
        return actor.staff_id not in let_in and rules.may_see_to_withdraw(asked).allowed

    today = timezone.localdate()
    return {told.id for told in facts.consents if sees(told)}


def looks(story: Story, actor: Actor, *, day: Any) -> Counter[str]:
    """Every window of the story, asked by this actor; who is not meant may not even find it."""
    counted: Counter[str] = Counter()
    for window in story.book.windows:
        expected = in_the_window(story, actor, window, day=day)
        found = {one.id for one in emergency.look(actor, opening=window.opening)}
        assert found == expected, ("window", actor.name, actor.agency_name, window.person)
        counted["windows"] += 1
        counted["looked"] += len(expected)
    return counted


def time_goes_by(owner: psycopg.Connection[Any], *, days: int) -> None:
    """Move everything that has a time back instead of the clock forward: for comparing times it is the same."""
    for table in ("sharing_grant", "sharing_stoppass"):
        owner.execute(
            f"UPDATE {table} SET from_at = from_at - %(gone)s, until_at = until_at - %(gone)s",
            {"gone": timedelta(days=days)},
        )
    owner.execute("UPDATE sharing_usestop SET from_at = from_at - %s", [timedelta(days=days)])
    owner.execute("UPDATE sharing_consent SET until_on = until_on - %s", [days])
    owner.commit()


@pytest.mark.django_db(transaction=True)
def test_the_gate_says_what_the_story_says(owner_connection: psycopg.Connection[Any]) -> None:
    """Today, and some weeks later, when consents and seats have run out by themselves."""
    today = timezone.localdate()
    with transaction.atomic():
        operator = consultation_town.town().operator
        stories = [Story(seed, operator=operator, today=today) for seed in range(WORLDS)]
    now = compare(stories, day=today, owner=owner_connection)
    time_goes_by(owner_connection, days=7 * WEEKS_LATER)
    later = compare(stories, day=today + timedelta(weeks=WEEKS_LATER), owner=owner_connection)

    done = sum((story.done for story in stories), Counter())
    told = f"{WORLDS} worlds, {now['rows']} rows × persons, each asked of four voices, {now['seen']} seen"
    told += f", {now['windows']} windows × persons, {now['looked']} seen"
    told += f", {now['withdrawals']} consents × persons of the stopped, {now['to_take_back']} to take back"
    print(f"\n{told}; {WEEKS_LATER} weeks later {later['seen']}; {dict(done)}")  # noqa: T201  # how much was compared, for whoever reads the run
    assert min(done[move.__name__] for move in {*MOVES, *A_TALK}) > 0
    assert now["seen"] > later["seen"] > 0
    assert now["to_take_back"] >= later["to_take_back"] > 0
    assert now["looked"] > later["looked"] == 0
