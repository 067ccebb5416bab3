"""Telling the person who looked, and deciding what cannot be told."""

from __future__ import annotations

from datetime import date, datetime

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.watching import access, events, queries
from norishiro.watching.models import Hold, LookReport
from norishiro.watching.rules import telling as rules


@operation
def give_report(
    actor: Actor, /, *, person: Person, from_on: date, receiver: str, checked_how: str, today: date, now: datetime
) -> LookReport:  # fmt: skip
    """「だれが見たか」 is handed to the person, up to this moment; the paper can be made again, always the same.

    Records ``look_report.given``; refused by ``may_give_report``.
    """
    found = queries.split_of(actor, person_id=person.id, from_on=from_on, as_of=now)
    holds = queries.holds_on(actor, person_id=person.id)
    rules.may_give_report(
        city_office=access.city_office(actor), undecided=len(access.undecided(found.held, holds)),
        overdue=len(access.overdue(holds, today=today)), from_on=from_on, today=today, checked_how=checked_how,
    ).or_refuse()  # fmt: skip
    report = LookReport.objects.create(
        person_id=person.id, from_on=from_on, as_of=now, given_by_id=actor.staff_id, agency_id=actor.agency_id,
        receiver=receiver, checked_how=checked_how, entries=len(found.told),
    )  # fmt: skip
    sign(
        actor, events.REPORT_GIVEN, subjects=[person.id],
        changes={"receiver": (None, receiver), "entries": (None, len(found.told))},
    )  # fmt: skip
    return report


@operation
def propose_hold(
    actor: Actor, /, *, person: Person, agency: Agency, code: str, legal: str, words: str, now: datetime
) -> Hold:
    """What this agency saw (on this ground; ``""``: all of it) is kept from the person, at once; another must approve.

    Records ``look_hold.proposed``; refused by ``may_propose_hold``.
    """
    holds = queries.holds_on(actor, person_id=person.id)
    rules.may_propose_hold(
        words=words, already=access.in_force(holds, agency_id=agency.id, code=code),
        city_office=access.city_office(actor),
    ).or_refuse()  # fmt: skip
    hold = Hold.objects.create(
        person_id=person.id, agency=agency, code=code, legal=legal, words=words, proposed_at=now,
        proposed_by_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.HOLD_PROPOSED, subjects=[person.id], changed_text=["words"],
        changes={"agency": (None, str(agency.id)), "code": (None, code), "legal": (None, legal)},
    )  # fmt: skip
    return hold


@operation
def approve_hold(actor: Actor, /, *, hold: Hold, recheck_on: date | None, today: date, now: datetime) -> Hold:
    """A second person agrees, and sets the day to look again. Records ``look_hold.approved``; refused by
    ``may_approve_hold``."""
    locked = Hold.objects.select_for_update().get(pk=hold.pk)
    rules.may_approve_hold(
        approved=locked.approved_at is not None, released=locked.released_at is not None,
        by_proposer=locked.proposed_by_id == actor.staff_id, recheck_on=recheck_on, today=today,
    ).or_refuse()  # fmt: skip
    locked.approved_at, locked.approved_by_id, locked.recheck_on = now, actor.staff_id, recheck_on
    locked.save(update_fields=["approved_at", "approved_by", "recheck_on"])
    sign(actor, events.HOLD_APPROVED, subjects=[locked.person_id], changes={"recheck_on": (None, recheck_on)})
    return locked


@operation
def recheck_hold(
    actor: Actor, /, *, hold: Hold, ends: bool, words: str, recheck_on: date | None, today: date, now: datetime
) -> Hold:  # fmt: skip
    """Looked at again: it ends, and what was seen until now is told from now on; or it goes on until a new day.

    Records ``look_hold.rechecked``; refused by ``may_recheck_hold``.
    """
    locked = Hold.objects.select_for_update().get(pk=hold.pk)
    rules.may_recheck_hold(
        approved=locked.approved_at is not None, released=locked.released_at is not None, ends=ends, words=words,
        by_proposer=locked.proposed_by_id == actor.staff_id, recheck_on=recheck_on, today=today,
    ).or_refuse()  # fmt: skip
    before = locked.recheck_on
    locked.recheck_words = words
    if ends:
        locked.released_at, locked.released_by_id = now, actor.staff_id
    else:
        locked.recheck_on = recheck_on
    locked.save()
    sign(
        actor, events.HOLD_RECHECKED, subjects=[locked.person_id], changed_text=["recheck_words"],
        changes={"ends": (False, ends), "recheck_on": (before, locked.recheck_on)},
    )  # fmt: skip
    return locked
