"""つながりの歩み: how people moved along the stages in a year, also where no problem was solved. What one sees, no more."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import Count

from norishiro.agencies.actor import Actor
from norishiro.cases.choices import IssueStatus
from norishiro.cases.models import Issue
from norishiro.core.calendar import fiscal_year_span
from norishiro.outreach import queries as outreach_queries
from norishiro.outreach import stages
from norishiro.outreach.models import ContactStage
from norishiro.people.models import Person
from norishiro.plans.choices import Change
from norishiro.plans.models import Evaluation, SeenChange
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

MOST_NOTES = 500


@dataclass(frozen=True)
class Connection:
    """One person's year: from which stage to which, what changed, and how many problems are solved."""

    person: Person
    notes: tuple[ContactStage, ...]
    movement: stages.Movement
    changes: tuple[str, ...]
    solved: int

    @property
    def way(self) -> str:
        return f"{stages.label_of(self.movement.first)} → {stages.label_of(self.movement.last)}"


@dataclass(frozen=True)
class Connections:
    """Everybody's year, how many moved how, and for how many no problem is solved."""

    people: list[Connection]
    counted: list[tuple[str, int]]
    unsolved: int


def connections(actor: Actor, *, year: int) -> Connections:
    """Whoever has a note in the fiscal year; it begins from the last note before it, where there is one."""
    first, after = fiscal_year_span(year)
    seen = outreach_queries.stages_visible_to(actor)
    notes = list(
        seen.filter(noted_on__gte=first, noted_on__lt=after)
        .select_related("person")
        .order_by("person_id", "noted_on", "made_at")[:MOST_NOTES]
    )
    ids = {one.person_id for one in notes}
    before = {
        one.person_id: one
        for one in seen.filter(noted_on__lt=first, person_id__in=ids)
        .order_by("person_id", "-noted_on", "-made_at")
        .distinct("person_id")
    }
    solved, changes = _solved(actor, ids), _changes(actor, ids, year=year)
    people = []
    for person_id, group in groupby(notes, key=lambda one: one.person_id):
        own = tuple(group)
        way = [*([before[person_id]] if person_id in before else []), *own]
        people.append(
            Connection(
                person=own[0].person, notes=own, movement=stages.movement([one.stage for one in way]),
                changes=tuple(changes[person_id]), solved=solved.get(person_id, 0),
            )
        )  # fmt: skip
    people.sort(key=lambda one: (one.person.kana_key, one.person.id))
    words = Counter(one.movement.words for one in people)
    return Connections(people, words.most_common(), sum(not one.solved for one in people))


def _solved(actor: Actor, people: Iterable[UUID]) -> dict[UUID, int]:
    issues = through_gate(Issue.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    rows = issues.filter(person_id__in=people, status=IssueStatus.SOLVED).order_by().values_list("person_id")
    return {person_id: count for person_id, count in rows.annotate(Count("id")) if person_id}


def _changes(actor: Actor, people: Iterable[UUID], *, year: int) -> dict[UUID, list[str]]:
    """見られた変化 of the year's evaluations, of the cases each is a member of."""
    first, after = fiscal_year_span(year)
    evaluations = through_gate(
        Evaluation.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    rows = SeenChange.objects.filter(
        evaluation__in=evaluations.filter(evaluated_on__gte=first, evaluated_on__lt=after),
        evaluation__case__members__person_id__in=list(people),
    ).exclude(change=Change.NONE)
    found: dict[UUID, list[str]] = defaultdict(list)
    pairs = rows.order_by("change").values_list("evaluation__case__members__person_id", "change").distinct()
    for person_id, change in pairs:
        found[person_id].append(Change(change).label)
    return found
