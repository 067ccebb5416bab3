"""その後の確認: a household put on the list, what was found, the end of asking."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.consultations import events, rules
from norishiro.consultations.choices import FollowUpGround, FollowUpState
from norishiro.consultations.models import FollowUp
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.people.operations import add_person
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import own_work
from norishiro.sharing.operations import person as person_subject


@operation
def list_follow_up(
    actor: Actor, /, *, person: Person | None = None, newcomer: Mapping[str, Any] | None = None, source: str,
    ground: str, ground_on: date | None = None, ground_words: str = "", next_on: date | None = None, today: date,
) -> FollowUp:  # fmt: skip
    """Put a household on the list of those asked how they are, with the ground on which the desk knows of it.

    Opens the person to the own agency for its own work; what is written stays there. Records ``follow_up.listed``;
    refused by ``may_list_follow_up``.
    """
    held = FollowUp.objects.filter(
        person=person, agency_id=actor.agency_id, source=source, state=FollowUpState.OPEN
    )
    rules.may_list_follow_up(
        owns=ground == FollowUpGround.OWN, ground_on=ground_on, ground_words=ground_words,
        already=person is not None and held.exists(), next_on=next_on, today=today,
    ).or_refuse()  # fmt: skip
    about = person or add_person(actor, **dict(newcomer or {}), today=today)
    new_id = uuid.uuid4()
    own_work(actor, subjects=[person_subject(about.id)], source_id=new_id)
    row = FollowUp.objects.create(
        id=new_id, subject_id=about.id, basis=Ground.OWN, agency_id=actor.agency_id,
        categories=int(Category.ECONOMY), person=about, source=source, ground=ground, ground_on=ground_on,
        ground_words=ground_words, listed_on=today, next_on=next_on, staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.FOLLOW_UP_LISTED, subjects=[about.id],
        changes={"source": (None, source), "ground": (None, ground)},
    )  # fmt: skip
    return row


@operation
def note_follow_up(
    actor: Actor, /, *, follow_up: FollowUp, version: int, needs: str, next_on: date | None, today: date
) -> FollowUp:
    """Write what was found, and when to ask again. Records ``follow_up.noted``; refused by ``may_note_follow_up``;
    raises StaleVersion when somebody was faster."""
    rules.may_note_follow_up(
        mine=follow_up.agency_id in actor.agency_ids, open_now=follow_up.state == FollowUpState.OPEN,
        next_on=next_on, today=today,
    ).or_refuse()  # fmt: skip
    changes = change_fields(follow_up, version=version, values={"needs": needs, "next_on": next_on})
    written = ["needs"] if changes.pop("needs", None) else []
    sign(actor, events.FOLLOW_UP_NOTED, subjects=[follow_up.person_id], changes=changes, changed_text=written)
    return follow_up


@operation
def end_follow_up(actor: Actor, /, *, follow_up: FollowUp, reason: str, today: date) -> FollowUp:
    """Ask no more, with the reason. Records ``follow_up.ended``; refused by ``may_end_follow_up``."""
    locked = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    rules.may_end_follow_up(
        mine=locked.agency_id in actor.agency_ids, open_now=locked.state == FollowUpState.OPEN, reason=reason
    ).or_refuse()
    locked.state, locked.ended_on, locked.ended_reason = FollowUpState.ENDED, today, reason
    locked.version += 1
    locked.save(update_fields=["state", "ended_on", "ended_reason", "version", "changed_at"])
    sign(actor, events.FOLLOW_UP_ENDED, subjects=[locked.person_id], changed_text=["ended_reason"])
    return locked
