"""日の回り: the visits of a day with all one needs at the door, in a number of questions that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Subquery

from norishiro.agencies.actor import Actor
from norishiro.cases.models import CaseMember
from norishiro.people import queries as people_queries
from norishiro.people.models import Person
from norishiro.visits import queries
from norishiro.visits.models import Goer, SafetyNote, Visit, WayIn

MOST = 200
Row = TypeVar("Row", SafetyNote, WayIn)


@dataclass(frozen=True)
class Stop:
    """One stop of a round. ``hidden_by``: the office to ask where the address is withheld; ``people``: who lives behind the
    door and is named on the page."""

    visit: Visit
    address: str
    hidden_by: str
    people: tuple[Person, ...]
    safety: tuple[SafetyNote, ...]
    ways: tuple[WayIn, ...]

    @property
    def named_ids(self) -> list[UUID]:
        """Everybody whom this stop tells something of."""
        told = [one.subject_id for one in (*self.safety, *self.ways)]
        return [self.visit.subject_id, *(one.id for one in self.people), *told]


def round_of(actor: Actor, *, day: date, whole_office: bool = False) -> list[Stop]:
    """The actor's own round in its order, or every visit of the office by the clock; what is called off is left out."""
    rows = queries.visible_to(actor).filter(
        day=day, cancelled_on__isnull=True, agency_id__in=actor.agency_ids
    )
    mine = Goer.objects.filter(visit=OuterRef("pk"), staff_id=actor.staff_id)
    if whole_office:
        rows = rows.order_by("from_at", "made_at", "id")
    else:
        rows = rows.filter(Exists(mine)).order_by(Subquery(mine.values("order")[:1]), "made_at", "id")
    goers = Goer.objects.select_related("staff")
    named = rows.select_related("case__household", "person").prefetch_related(Prefetch("goers", goers))
    return stops(actor, visits=list(named[:MOST]))


def stops(actor: Actor, *, visits: Collection[Visit]) -> list[Stop]:
    """The same visits with address, wishes, ways in and what to mind."""
    people = _people(actor, visits)
    ids = {one.subject_id for one in visits} | {one.id for group in people.values() for one in group}
    safety = _by_subject(queries.safety_of(actor, subject_ids=ids))
    ways = _by_subject(queries.ways_in(actor, subject_ids=ids))
    hidden = people_queries.withheld_addresses(
        actor,
        person_ids={one.id for group in people.values() for one in group},
        household_ids={one.case.household_id for one in visits if one.case and one.case.household_id},
    )
    return [_stop(one, people[one.id], safety, ways, hidden) for one in visits]


def _people(actor: Actor, visits: Collection[Visit]) -> dict[UUID, list[Person]]:
    """Whom the actor may see behind each door."""
    cases = {one.case_id for one in visits if one.case_id}
    of_case: dict[UUID, list[UUID]] = defaultdict(list)
    members = CaseMember.objects.filter(case_id__in=cases, until_on__isnull=True).order_by(
        "from_on", "made_at"
    )
    for case_id, person_id in members.values_list("case_id", "person_id"):
        of_case[case_id].append(person_id)
    wanted = {one for group in of_case.values() for one in group} | {
        one.person_id for one in visits if one.person_id
    }
    seen = {one.id: one for one in people_queries.people_named(actor, person_ids=wanted, limit=MOST * 10)}
    each: dict[UUID, list[Person]] = {}
    for one in visits:
        ids = of_case[one.case_id] if one.case_id else [one.person_id] if one.person_id else []
        each[one.id] = [seen[key] for key in ids if key in seen]
    return each


def _by_subject(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for one in rows:
        found[one.subject_id].append(one)
    return found


def _stop(
    visit: Visit, people: list[Person], safety: dict[UUID, list[SafetyNote]], ways: dict[UUID, list[WayIn]],
    hidden: dict[UUID, str],
) -> Stop:  # fmt: skip
    home = visit.case.household if visit.case else None
    asked = ([home.id] if home else []) + [one.id for one in people]
    hidden_by = next((hidden[key] for key in asked if key in hidden), "")
    written = [home.address if home else "", *(one.address for one in people)]
    keys = dict.fromkeys([visit.subject_id, *(one.id for one in people)])
    return Stop(
        visit=visit,
        address="" if hidden_by else next((one for one in written if one), ""),
        hidden_by=hidden_by,
        people=tuple(people),
        safety=tuple(queries.together(note for key in keys for note in safety.get(key, ()))),
        ways=tuple(way for key in keys for way in ways.get(key, ())),
    )
