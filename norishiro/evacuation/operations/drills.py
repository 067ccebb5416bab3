"""Drills: what was tried with somebody's plan, and when it is looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.evacuation import events, lookups, rules
from norishiro.evacuation.models import Drill, DrillPart, Target
from norishiro.ledger.operations import sign


@dataclass(frozen=True)
class NewDrill:
    """A drill that nobody has written down yet."""

    on: date
    place: str
    others: str
    worked: str


@operation
def note_drill(
    actor: Actor, /, *, target: Target, drill: Drill | None, new: NewDrill, change: str, review_on: date, today: date
) -> DrillPart:  # fmt: skip
    """Write that somebody took part in a drill, known or new, what is to change for them, and by when. Records
    ``evacuation.drill_noted``; refused by ``may_note_drill``."""
    locked = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    rules.may_note_drill(
        on=drill.on if drill else new.on, today=today, chosen=drill is not None, place=new.place, worked=new.worked,
        planned=lookups.newest_plan(locked) is not None,
        already=drill is not None and DrillPart.objects.filter(drill=drill, target=locked).exists(), review_on=review_on,
    ).or_refuse()  # fmt: skip
    held = drill or Drill.objects.create(
        agency_id=locked.agency_id,
        on=new.on,
        place=new.place,
        others=new.others,
        worked=new.worked,
        staff_id=actor.staff_id,
    )
    part = DrillPart.objects.create(
        drill=held, target=locked, change=change, review_on=review_on, staff_id=actor.staff_id
    )
    sign(
        actor, events.DRILL_NOTED, subjects=[locked.seen_as],
        changes={"drill": (None, held.id), "review_on": (None, review_on)},
        changed_text=["change"] if change else [],
    )  # fmt: skip
    return part
