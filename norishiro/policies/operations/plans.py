"""Plans and their trees."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max

from norishiro.agencies.actor import Actor
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.core.verdict import Verdict
from norishiro.ledger.operations import sign
from norishiro.policies import events, rules
from norishiro.policies.access import remove_verdict
from norishiro.policies.models import Grade, Level, Measure, Policy, Project, Standing
from norishiro.policies.reading import Read


def _verdict(policy_id: UUID | None, *, values: dict[str, Any], levels: Sequence[str]) -> Verdict:
    same = Policy.objects.filter(name=values["name"], from_year=values["from_year"])
    taken = same.exclude(id=policy_id) if policy_id else same
    chosen = values["before_id"]
    before = Policy.objects.filter(id=chosen).first() if chosen and chosen != policy_id else None
    return rules.may_open_policy(
        taken=taken.exists(), first=values["from_year"], last=values["last_year"], levels=len(levels),
        before_first=before.from_year if before else (values["from_year"] if chosen else None),
    )  # fmt: skip


def _write_words(policy: Policy, *, levels: Sequence[str], grades: Sequence[tuple[str, Decimal]]) -> None:
    policy.levels.all().delete()
    policy.grades.all().delete()
    Level.objects.bulk_create(
        Level(policy=policy, depth=depth, name=name) for depth, name in enumerate(levels, start=1)
    )
    Grade.objects.bulk_create(Grade(policy=policy, mark=mark, at_least=rate) for mark, rate in grades)


@operation
def open_policy(
    actor: Actor, /, *, values: dict[str, Any], levels: Sequence[str], grades: Sequence[tuple[str, Decimal]]
) -> Policy:
    """Enter a plan with its own words for its levels and its own marks. Records ``policy.opened``; refused by
    ``may_open_policy`` and a name that is known."""
    verdict = _verdict(None, values=values, levels=levels)
    (verdict & nobody_named(actor, values["name"], values["note"], field="note")).or_refuse()
    policy = Policy.objects.create(**values, staff_id=actor.staff_id)
    _write_words(policy, levels=levels, grades=grades)
    sign(actor, events.POLICY_OPENED, changes={"policy": (None, policy.id), "name": (None, policy.name)})
    return policy


@operation
def change_policy(
    actor: Actor, /, *, policy: Policy, version: int, values: dict[str, Any], levels: Sequence[str],
    grades: Sequence[tuple[str, Decimal]],
) -> Policy:  # fmt: skip
    """Put a plan right. Records ``policy.changed``; refused by ``may_open_policy``, ``may_keep_levels`` and a name that is
    known; StaleVersion."""
    deepest = policy.standings.aggregate(deepest=Max("depth"))["deepest"] or 0
    verdict = _verdict(policy.id, values=values, levels=levels)
    verdict &= rules.may_keep_levels(levels=len(levels), deepest=deepest)
    (verdict & nobody_named(actor, values["name"], values["note"], field="note")).or_refuse()
    changes = change_fields(policy, version=version, values=values)
    _write_words(policy, levels=levels, grades=grades)
    sign(actor, events.POLICY_CHANGED, changes={"policy": (policy.id, policy.id), **changes})
    return policy


def _locked(policy: Policy) -> Policy:
    """Whoever changes the tree waits here, so that nothing is placed twice."""
    return Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)


def _placed(
    policy: Policy, *, measure: Measure, parent: Standing | None, number: str, priority: bool = False
) -> Standing:
    last = policy.standings.aggregate(last=Max("order"))["last"] or 0
    return Standing.objects.create(
        policy=policy, measure=measure, parent=parent, depth=parent.depth + 1 if parent else 1, number=number,
        order=last + 1, priority=priority,
    )  # fmt: skip


@operation
def add_measure(
    actor: Actor, /, *, policy: Policy, parent: Standing | None, known: Measure | None, name: str, aim: str,
    agency_id: UUID | None, number: str, priority: bool,
) -> Standing:  # fmt: skip
    """Put an item into the tree of a plan, a new one or one that stands in another plan too. Records ``measure.added``;
    refused by ``may_add_measure`` and a name that is known."""
    locked = _locked(policy)
    verdict = rules.may_add_measure(
        in_policy=known is not None and locked.standings.filter(measure=known).exists(),
        depth=parent.depth + 1 if parent else 1, levels=locked.levels.count(), named=bool(name), known=known is not None,
    ) & nobody_named(actor, name, aim, field="aim")  # fmt: skip
    verdict.or_refuse()
    measure = known or Measure.objects.create(name=name, aim=aim, agency_id=agency_id)
    standing = _placed(locked, measure=measure, parent=parent, number=number, priority=priority)
    sign(actor, events.MEASURE_ADDED, changes={"policy": (None, policy.id), "measure": (None, measure.id)})
    return standing


@operation
def change_measure(
    actor: Actor, /, *, standing: Standing, version: int, name: str, aim: str, agency_id: UUID | None, number: str,
    priority: bool,
) -> Standing:  # fmt: skip
    """Put an item right: its words in every plan, its number and priority in this one. Records ``measure.changed``; refused
    by a name that is known; StaleVersion."""
    nobody_named(actor, name, aim, field="aim").or_refuse()
    changes = change_fields(
        standing.measure, version=version, values={"name": name, "aim": aim, "agency_id": agency_id}
    )
    standing.number, standing.priority = number, priority
    standing.save(update_fields=["number", "priority"])
    sign(
        actor,
        events.MEASURE_CHANGED,
        changes={"measure": (standing.measure_id, standing.measure_id), **changes},
    )
    return standing


@operation
def remove_measure(actor: Actor, /, *, standing: Standing) -> None:
    """Take an item out of one plan's tree; one that stands in no plan any more goes with what hangs on it. Records
    ``measure.removed``; refused by ``may_remove_measure``."""
    locked = _locked(standing.policy)
    remove_verdict(standing).or_refuse()
    measure = standing.measure
    sign(actor, events.MEASURE_REMOVED, changes={"policy": (locked.id, None), "measure": (measure.id, None)})
    standing.delete()
    if not measure.standings.exists():
        measure.delete()


@operation
def read_tree(actor: Actor, /, *, policy: Policy, found: Read, join: bool) -> int:
    """Take a whole table as the tree of a plan; what stands there already stays. ``join``: an item of the same name in another
    plan is the same item. Answers how many are new. Records ``policy.tree_read``; refused by ``tree_may_be_taken`` and a name
    that is known."""
    locked = _locked(policy)
    words = [text for one in found.branches for text in (one.name, one.aim)]
    verdict = rules.tree_may_be_taken(found.problems)
    (verdict & nobody_named(actor, *words, field="rows")).or_refuse()
    here = {(one.parent_id, one.measure.name): one for one in locked.standings.select_related("measure")}
    taken = {one.measure_id for one in here.values()}
    names = {one.name for one in found.branches}
    elsewhere = (
        {one.name: one for one in Measure.objects.filter(name__in=names, standings__isnull=False)}
        if join
        else {}
    )
    at: dict[tuple[str, ...], Standing] = {}
    new = 0
    for one in found.branches:
        parent = at.get(one.path[:-1])
        standing = here.get((parent.id if parent else None, one.name))
        if standing is None:
            known = elsewhere.get(one.name)
            fits = known is not None and known.id not in taken
            measure = known if known and fits else Measure.objects.create(name=one.name, aim=one.aim)
            taken.add(measure.id)
            standing = _placed(locked, measure=measure, parent=parent, number=one.number)
            new += 1
        at[one.path] = standing
        for side, name in one.projects:
            Project.objects.get_or_create(measure_id=standing.measure_id, side=side, name=name)
    sign(actor, events.TREE_READ, changes={"policy": (None, policy.id), "items": (None, new)})
    return new
