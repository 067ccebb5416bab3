"""The verbs of this room: everything leaves by the word of two people, and neither can open it alone."""

from __future__ import annotations

import getpass
from datetime import date, datetime
from pathlib import Path
from time import monotonic

from django.db import connection, transaction

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.sealing import keepers
from norishiro.evacuation.packing import draw_phrase, halves
from norishiro.ledger.operations import sign, sign_system
from norishiro.moving import access, events, locking, making, queries, rules
from norishiro.moving.choices import DepartureState
from norishiro.moving.models import Departure
from norishiro.profiles.current import NoProfileError, current_profile


@operation
def ask_departure(actor: Actor, /, *, reason: str, today: date) -> Departure:
    """Say why everything shall leave and to whom. Nothing leaves yet. Records ``moving.asked``; refused by ``may_ask``."""
    access.asking(actor, reason=reason, today=today).or_refuse()
    made = Departure.objects.create(
        number=access.next_number(),
        reason=reason.strip(),
        agency_id=actor.agency_id,
        staff_id=actor.staff_id,
    )
    sign(actor, events.ASKED, reason=made.reason, changes={"number": (None, made.number)})
    return made


@operation
def decide_departure(
    actor: Actor, /, *, departure: Departure, agree: bool, words: str, now: datetime
) -> Departure:
    """The second person says yes or no. With a yes it may be made within days, once both halves of the phrase were drawn.
    Records ``moving.agreed`` or ``moving.refused``; refused by ``may_decide``."""
    locked = _locked(departure)
    access.deciding(actor, departure=locked, agree=agree, words=words).or_refuse()
    locked.state = DepartureState.AGREED if agree else DepartureState.REFUSED
    locked.decided_by_id, locked.decided_at, locked.decision_words = actor.staff_id, now, words.strip()
    locked.until_at = now + rules.LIVES if agree else None
    locked.save(update_fields=["state", "decided_by", "decided_at", "decision_words", "until_at"])
    event = events.AGREED if agree else events.REFUSED
    sign(actor, event, reason=locked.decision_words, changes={"number": (None, locked.number)})
    return locked


@operation
def withdraw_departure(actor: Actor, /, *, departure: Departure) -> Departure:
    """Either of the two stops it. Keys and halves go. Records ``moving.withdrawn``; refused by ``may_withdraw``."""
    locked = _locked(departure)
    access.withdrawing(actor, departure=locked).or_refuse()
    locked.state = DepartureState.WITHDRAWN
    locked.first_half = locked.locked_key = locked.locked_key_sealed = None
    locked.public_key = locked.public_key_sealed = ""
    locked.save(
        update_fields=[
            "state", "first_half", "locked_key", "locked_key_sealed", "public_key", "public_key_sealed",
        ]
    )  # fmt: skip
    sign(actor, events.WITHDRAWN, changes={"number": (None, locked.number)})
    return locked


@operation
def draw_first(actor: Actor, /, *, departure: Departure, now: datetime) -> tuple[Departure, str]:
    """Answer the first half of the phrase, once, to whoever asked; it waits under seal for the other. Records
    ``moving.first_drawn``; refused by ``may_draw_first``."""
    locked = _locked(departure)
    queries.first_half_verdict(actor, departure=locked).or_refuse()
    half, _other = halves(draw_phrase())
    locked.first_half = keepers.seal_text(half, subject=locked.id, at=keepers.place(locked, "first_half"))
    locked.first_drawn_at = now
    locked.save(update_fields=["first_half", "first_drawn_at"])
    sign(actor, events.FIRST_DRAWN, changes={"number": (None, locked.number)})
    return locked, half


@operation
def draw_second(actor: Actor, /, *, departure: Departure, now: datetime) -> tuple[Departure, str, str]:
    """Answer the second half, and the whole phrase of what is withheld, once, to whoever agreed. From here on nobody has the whole
    phrase, the machine neither. Records ``moving.second_drawn``; refused by ``may_draw_second``."""
    locked = _locked(departure)
    queries.second_half_verdict(actor, departure=locked, now=now).or_refuse()
    first = keepers.unseal_text(locked.first_half or b"", at=keepers.place(locked, "first_half"))
    _other, half = halves(draw_phrase())
    withheld = draw_phrase()
    lock, lock_sealed = locking.new_lock(f"{first}-{half}"), locking.new_lock(withheld)
    locked.public_key, locked.locked_key = lock.public, lock.locked_key
    locked.public_key_sealed, locked.locked_key_sealed = lock_sealed.public, lock_sealed.locked_key
    locked.first_half, locked.second_drawn_at, locked.state = None, now, DepartureState.READY
    locked.save(
        update_fields=[
            "public_key", "locked_key", "public_key_sealed", "locked_key_sealed", "first_half", "second_drawn_at", "state",
        ]
    )  # fmt: skip
    sign(actor, events.SECOND_DRAWN, changes={"number": (None, locked.number)})
    return locked, half, withheld


def _locked(departure: Departure) -> Departure:
    return Departure.objects.select_for_update(of=("self",)).get(pk=departure.pk)


# --- at the machine ------------------------------------------------------------------------------------


def make_departure(*, now: datetime, into: Path) -> Departure:
    """At the machine, as the owner of the tables: write everything the open request asks for. First the line that the walls are
    passed, then the reading, then the line with what went and its sum. Records ``moving.opened`` and ``moving.made``; refused by
    ``may_make``."""
    began = monotonic()
    departure = _begun(now)
    made = making.make(
        making.Order(
            request=departure.id, number=departure.number, town=_town(now), made_at=now, public=departure.public_key,
            locked_key=bytes(departure.locked_key or b""), public_sealed=departure.public_key_sealed,
            locked_key_sealed=bytes(departure.locked_key_sealed or b""),
        ),
        folder=into / f"norishiro-all-{departure.number}",
    )  # fmt: skip
    return _ended(departure, made, now=now, seconds=round(monotonic() - began))


@transaction.atomic
def _begun(now: datetime) -> Departure:
    found = Departure.objects.select_for_update(of=("self",)).filter(state=DepartureState.READY).first()
    waiting = found or Departure.objects.first()
    rules.may_make(
        found=waiting is not None, ready=found is not None, over=found is not None and found.is_over(now)
    ).or_refuse()
    assert found is not None
    with connection.cursor() as cursor:
        # The door compares with the clock of the database.
        cursor.execute(
            "UPDATE moving_departure SET opened_at = statement_timestamp() WHERE id = %s", [found.id]
        )
    sign_system(
        events.OPENED, reason=found.reason,
        changes={"departure": (None, found.id), "number": (None, found.number), "user": (None, getpass.getuser())},
    )  # fmt: skip
    return found


@transaction.atomic
def _ended(departure: Departure, made: making.Made, *, now: datetime, seconds: int) -> Departure:
    locked = _locked(departure)
    locked.state, locked.ended_at, locked.seconds = DepartureState.MADE, now, seconds
    locked.tables, locked.rows, locked.files, locked.unopened = (
        made.tables,
        made.rows,
        made.files,
        made.unopened,
    )
    locked.size, locked.fingerprint = made.size, made.fingerprint
    locked.save()
    sign_system(
        events.MADE,
        changes={
            "departure": (None, locked.id), "number": (None, locked.number), "tables": (None, made.tables),
            "rows": (None, made.rows), "papers": (None, made.files), "mark": (None, made.fingerprint),
        },
    )  # fmt: skip
    return locked


def _town(now: datetime) -> str:
    try:
        return current_profile(now.date()).municipality.name
    except NoProfileError:
        return ""
