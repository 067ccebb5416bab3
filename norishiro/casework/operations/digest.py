"""今日のお知らせメール: what 今日 would show, as counts, once a day to whoever wants it. Nobody's name leaves the house."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for, hats_of
from norishiro.agencies.models import Digest
from norishiro.casework import events
from norishiro.casework.digest_words import alarm, counted, letter
from norishiro.casework.queries.today import Section, today_of
from norishiro.casework.today_values import MOST_LINES
from norishiro.core.operation import announce
from norishiro.ledger.operations import sign
from norishiro.visits import queries as visit_queries
from norishiro.visits.models import Visit
from norishiro.visits.values import GRACE


@dataclass(frozen=True)
class Sent:
    """What one run of the clock did. ``failed``: tried again at the next run of the same day."""

    sent: int = 0
    nothing: int = 0
    failed: int = 0


def send_due(*, now: datetime) -> Sent:
    """For the clock, as often as it likes: everybody whose hour has come today and who was not told today yet.

    Marks each as done for the day and records ``digest.sent`` in the name of who is told. What was missed while the machine
    stood still is made up for on the same day, never on the next. A mail that cannot be sent leaves its person to be told.
    """
    moment = now.astimezone(timezone.get_current_timezone())
    today = moment.date()
    due = Digest.objects.filter(
        Q(done_on__isnull=True) | Q(done_on__lt=today), confirmed_at__isnull=False, hour__lte=moment.hour,
        staff__is_active=True,
    ).values_list("id", flat=True)  # fmt: skip
    outcomes = Counter(_tell(digest_id, today=today) for digest_id in list(due))
    return Sent(outcomes["sent"], outcomes["nothing"], outcomes["failed"])


def _tell(digest_id: UUID, *, today: date) -> str:
    """One person, in one transaction: the mark of the day holds only if the mail went out."""
    try:
        with transaction.atomic():
            held = Digest.objects.select_for_update(of=("self",)).select_related("staff").get(id=digest_id)
            if held.done_on is not None and held.done_on >= today:
                return "done"
            Digest.objects.filter(id=digest_id).update(done_on=today)
            actors = _hats(held, today=today)
            counts = counted([_sections(one, today=today) for one in actors])
            if not counts.total:
                return "nothing"
            # The mail goes first: a line holds the head of the ledger until the end, and a slow mail server would keep
            # everybody's pages waiting for it.
            letter(counts, today=today, to=held.address).send()
            announce(actors[0])
            sign(
                actors[0], events.DIGEST_SENT, subjects=[held.staff_id], changes={"count": (None, counts.total)}
            )  # fmt: skip
            return "sent"
    except OSError:
        return "failed"


def send_alarms(*, now: datetime) -> Sent:
    """For the clock, as often as it likes: whoever wants to be told at once and has a colleague who has not come out.

    Records ``digest.alarm_sent`` in the name of who is told, once for each visit that has become late since the last mail.
    A mail that cannot be sent is tried again at the next run.
    """
    wanted = Digest.objects.filter(alarm=True, confirmed_at__isnull=False, staff__is_active=True)
    outcomes = Counter(_alarm(one, now=now) for one in list(wanted.values_list("id", flat=True)))
    return Sent(outcomes["sent"], outcomes["nothing"], outcomes["failed"])


def _alarm(digest_id: UUID, *, now: datetime) -> str:
    try:
        with transaction.atomic():
            held = Digest.objects.select_for_update(of=("self",)).select_related("staff").get(id=digest_id)
            actors = _hats(held, today=now.astimezone(timezone.get_current_timezone()).date())
            late = {one.id: one for actor in actors for one in _not_out(actor, now=now)}
            if not any(_late_since(held.alarmed_at, one) for one in late.values()):
                return "nothing"
            Digest.objects.filter(id=digest_id).update(alarmed_at=now)
            alarm(len(late), to=held.address).send()
            announce(actors[0])
            sign(actors[0], events.ALARM_SENT, subjects=[held.staff_id], changes={"count": (None, len(late))})
            return "sent"
    except OSError:
        return "failed"


def _late_since(told: datetime | None, visit: Visit) -> bool:
    return told is None or (visit.expected_at is not None and visit.expected_at + GRACE > told)


def _not_out(actor: Actor, *, now: datetime) -> list[Visit]:
    """Not the actor's own visit: who is kept from pressing is kept from reading."""
    announce(actor)
    found = visit_queries.overdue(actor, now=now, limit=MOST_LINES)
    return [one for one in found if one.entered_by_id != actor.staff_id]


def _hats(held: Digest, *, today: date) -> list[Actor]:
    found = (
        actor_for(staff_id=held.staff_id, agency_id=hat.agency_id, today=today)
        for hat in hats_of(staff=held.staff, today=today)
    )
    return [one for one in found if one is not None]


def _sections(actor: Actor, *, today: date) -> list[Section]:
    announce(actor)
    return today_of(actor, today=today)
