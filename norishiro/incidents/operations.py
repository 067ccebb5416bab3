"""The verbs of this room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.incidents import access, events, queries, rules
from norishiro.incidents.choices import State
from norishiro.incidents.models import Affected, Incident, Span
from norishiro.ledger.operations import sign


@operation
def tell_incident(
    actor: Actor, /, *, name: str, kind: str, known_on: date | None, outline: str, today: date, now: datetime
) -> Incident:
    """Somebody noticed that records may have got out. Those who review looks find it on their 今日.

    Records ``incident.told``; refused by ``may_tell``.
    """
    rules.may_tell(name=name, words=outline, known_on=known_on, today=today).or_refuse()
    assert known_on is not None
    made = Incident.objects.create(
        name=name, kind=kind, known_on=known_on, outline=outline, told_at=now, told_by_id=actor.staff_id,
        agency_id=actor.agency_id,
    )  # fmt: skip
    sign(
        actor, events.TOLD, changed_text=["outline"],
        changes={"incident": (None, str(made.id)), "kind": (None, kind), "known_on": (None, known_on)},
    )  # fmt: skip
    return made


@operation
def write_items(actor: Actor, /, *, incident: Incident, version: int, values: dict[str, Any]) -> Incident:
    """The weighing and the items of the report. Records ``incident.written`` with the names of the items; refused by
    ``may_go_on``; StaleVersion."""
    rules.may_go_on(closed=access.is_closed(incident)).or_refuse()
    changes = change_fields(incident, version=version, values=values)
    sign(
        actor, events.WRITTEN, changed_text=sorted(changes),
        changes={"incident": (None, str(incident.id))},
    )  # fmt: skip
    return incident


@operation
def add_span(
    actor: Actor, /, *, incident: Incident, staff: Staff | None, from_at: datetime, until_at: datetime
) -> Span:
    """Count whom a member of staff saw between two moments, and put them among those to be told.

    Who stands there already keeps what was written about them. Records ``incident.span_added`` with everybody it names;
    refused by ``may_add_span``.
    """
    locked = Incident.objects.select_for_update().get(pk=incident.pk)
    hours = (until_at - from_at).total_seconds() / 3600
    rules.may_add_span(closed=access.is_closed(locked), staff=staff is not None, hours=hours).or_refuse()
    assert staff is not None
    seen = access.extent(staff_id=staff.id, from_at=from_at, until_at=until_at)
    Affected.objects.bulk_create(
        [
            Affected(
                incident=locked, person_id=one.person_id, looks=one.looks, first_at=one.first_at, last_at=one.last_at
            )
            for one in seen
        ],
        ignore_conflicts=True, batch_size=1000,
    )  # fmt: skip
    made = Span.objects.create(
        incident=locked, staff=staff, from_at=from_at, until_at=until_at, people=len(seen),
        looks=sum(one.looks for one in seen), counted_by_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.SPAN_ADDED, subjects=[one.person_id for one in seen],
        changes={"incident": (None, str(locked.id)), "staff": (None, str(staff.id)), "people": (None, len(seen))},
    )  # fmt: skip
    return made


@operation
def tell_affected(
    actor: Actor,
    /,
    *,
    incident: Incident,
    people: Sequence[Affected],
    how: str,
    told_on: date | None,
    today: date,
) -> int:
    """These people were told, or something was done instead. Records ``incident.affected_told``; refused by
    ``may_tell_affected``."""
    rules.may_tell_affected(
        closed=access.is_closed(incident), people=len(people), how=how, told_on=told_on, today=today
    ).or_refuse()
    changed = Affected.objects.filter(incident=incident, id__in=[one.id for one in people]).update(
        how=how, told_on=told_on, told_by_id=actor.staff_id
    )
    sign(
        actor, events.AFFECTED_TOLD, subjects=[one.person_id for one in people],
        changes={"incident": (None, str(incident.id)), "how": (None, how), "told_on": (None, told_on)},
    )  # fmt: skip
    return changed


@operation
def report_first(actor: Actor, /, *, incident: Incident, on: date | None, today: date) -> Incident:
    """The first report went to the commission that day. Records ``incident.reported_first``; refused by ``may_report_first``."""
    locked = Incident.objects.select_for_update().get(pk=incident.pk)
    rules.may_report_first(
        closed=access.is_closed(locked), already=locked.first_on is not None, on=on, known_on=locked.known_on, today=today
    ).or_refuse()  # fmt: skip
    change_fields(locked, version=locked.version, values={"state": State.FIRST, "first_on": on})
    sign(actor, events.REPORTED_FIRST, changes={"incident": (None, str(locked.id)), "on": (None, on)})
    return locked


@operation
def report_final(actor: Actor, /, *, incident: Incident, on: date | None, today: date) -> Incident:
    """The final report went to the commission; it is over. Records ``incident.reported_final``; refused by ``may_report_final``."""
    locked = Incident.objects.select_for_update().get(pk=incident.pk)
    rules.may_report_final(
        closed=access.is_closed(locked), missing=access.missing(locked),
        untold=queries.counted(actor, incident=locked).untold, on=on, known_on=locked.known_on, today=today,
    ).or_refuse()  # fmt: skip
    values = {"state": State.FINAL, "final_on": on, "settled_by_id": actor.staff_id}
    change_fields(locked, version=locked.version, values=values)
    sign(actor, events.REPORTED_FINAL, changes={"incident": (None, str(locked.id)), "on": (None, on)})
    return locked


@operation
def settle_without(actor: Actor, /, *, incident: Incident, words: str) -> Incident:
    """It ends without a report, with its reason. Records ``incident.settled_without``; refused by ``may_settle_without``."""
    locked = Incident.objects.select_for_update().get(pk=incident.pk)
    people = queries.counted(actor, incident=locked).people
    rules.may_settle_without(
        closed=access.is_closed(locked), reported=locked.first_on is not None,
        reasons=access.reasons(locked, people=people), words=words,
    ).or_refuse()  # fmt: skip
    values = {"state": State.WITHOUT, "settled_words": words, "settled_by_id": actor.staff_id}
    change_fields(locked, version=locked.version, values=values)
    sign(actor, events.SETTLED_WITHOUT, reason=words, changes={"incident": (None, str(locked.id))})
    return locked
