"""What was written without network and could not become a record by itself: kept for its writer, never thrown away unread."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from norishiro.agencies.actor import Actor
from norishiro.casework import events
from norishiro.casework.arrivals import FORM_KEY, typed_alone
from norishiro.casework.rules.offline import may_take_up
from norishiro.core import drafts
from norishiro.core.models import Draft
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign


@operation
def keep_offline(actor: Actor, /, *, token: UUID, kept: QueryDict, now: datetime) -> Draft:
    """Keep what arrived for its writer, with the reasons why it did not go in.

    Changes: one half-written form only the writer sees. Records ``offline.kept``; refuses nothing but what no form can be
    (``DraftRefused``).
    """
    draft = drafts.keep(
        staff_id=actor.staff_id, form_key=FORM_KEY, subject_key=str(token), posted=kept, now=now
    )
    sign(actor, events.OFFLINE_KEPT, changes={"token": (None, token)})
    return draft


@operation
def take_up_offline(
    actor: Actor, /, *, draft: Draft, kept: QueryDict, form_key: str, subject: UUID, now: datetime
) -> None:
    """Move it into the ordinary form of somebody, to be put right and sent there.

    Changes: it is a half-written form of that person or case from now on. Records ``offline.taken_up``; refused by
    ``may_take_up`` where something else is half-written there.
    """
    key = str(subject)
    begun = drafts.find(staff_id=actor.staff_id, form_key=form_key, subject_key=key)
    may_take_up(begun=begun is not None).or_refuse()
    drafts.keep(
        staff_id=actor.staff_id, form_key=form_key, subject_key=key, posted=typed_alone(kept), now=now
    )
    drafts.discard(staff_id=actor.staff_id, form_key=FORM_KEY, subject_key=draft.subject_key)
    sign(actor, events.OFFLINE_TAKEN_UP, subjects=[subject], changes={"token": (draft.subject_key, None)})


@operation
def discard_offline(actor: Actor, /, *, draft: Draft) -> None:
    """Throw away what nobody needs as a record. Records ``offline.discarded``; refuses nothing."""
    drafts.discard(staff_id=actor.staff_id, form_key=FORM_KEY, subject_key=draft.subject_key)
    sign(actor, events.OFFLINE_DISCARDED, changes={"token": (draft.subject_key, None)})


@operation
def note_unreadable(actor: Actor, /, *, parcel_id: UUID) -> None:
    """Something came that opens with no key although it was closed for one of this person's: changed on its way or on the
    device. Changes nothing. Records ``offline.unreadable``."""
    sign(actor, events.OFFLINE_UNREADABLE, changes={"parcel": (parcel_id, None)})
