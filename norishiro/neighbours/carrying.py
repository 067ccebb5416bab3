"""Sending: letter by letter, each once. What was sent is forgotten with its row, so it does not matter how often this runs."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPRecipientsRefused
from typing import Any
from uuid import UUID

from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from norishiro.core.sealing import keepers
from norishiro.ledger.operations import sign_system
from norishiro.letterbox.receipts import day_of
from norishiro.letterbox.slot import general_entrance
from norishiro.neighbours import events, letters, rules, slot
from norishiro.neighbours.addresses import key_of_reader
from norishiro.neighbours.districts import names_of
from norishiro.neighbours.models import Delivery, Post, Reader
from norishiro.profiles.current import NoProfileError, current_profile

SENT, REFUSED, WAITING = "sent", "refused", "waiting"
# From here on a mail server's answer is for good (RFC 5321, 4.2.1).
FOR_GOOD = 500


@dataclass(frozen=True)
class Carried:
    """What one run did. ``waiting``: tried again at the next run."""

    sent: int = 0
    refused: int = 0
    waiting: int = 0


@dataclass
class _Line:
    """The way to the mail server. When it falls silent, nothing more is tried in this run."""

    backend: Any
    silent: bool = False

    def take(self, letter: EmailMessage) -> str:
        if self.silent:
            return WAITING
        try:
            letter.send()
        except SMTPRecipientsRefused as refusal:
            codes = [code for code, _words in refusal.recipients.values()]
            return REFUSED if codes and min(codes) >= FOR_GOOD else WAITING
        except OSError:
            self.silent = True
            return WAITING
        return SENT


def carry(*, now: datetime, base: str, backend: Any = None) -> Carried:
    """Send what was decided to be sent and has not gone out yet. Records ``post.carried`` with numbers, once for each letter and
    run, and ``reader.forgotten``."""
    today = day_of(now)
    frame = letters.Frame(base, _town(now), general_entrance(on=today) is not None)
    line = _Line(backend or mail.get_connection())
    counted: Counter[str] = Counter()
    with suppress(OSError):
        line.backend.open()
    posts = Post.objects.filter(sent_at__isnull=False, finished_at=None).select_related("page")
    for post in posts.order_by("sent_at", "id"):
        counted += _all_of(post, frame=frame, line=line, now=now)
    with suppress(OSError):
        line.backend.close()
    return Carried(counted[SENT], counted[REFUSED], counted[WAITING])


def _all_of(post: Post, *, frame: letters.Frame, line: _Line, now: datetime) -> Counter[str]:
    counted: Counter[str] = Counter()
    try:
        for delivery_id in _waiting(post):
            counted[_one(post, delivery_id, frame=frame, line=line, now=now)] += 1
    finally:
        _note(post, counted, now=now)
    return counted


def _waiting(post: Post) -> list[UUID]:
    with transaction.atomic():
        slot.shown(post.id)
        rows = Delivery.objects.filter(post=post).order_by("made_at", "id")
        return list(rows.values_list("id", flat=True))


def _one(post: Post, delivery_id: UUID, *, frame: letters.Frame, line: _Line, now: datetime) -> str:
    """One mail in one transaction: its row goes only if the mail went out, or never will."""
    with transaction.atomic():
        slot.shown(post.id)
        found = Delivery.objects.select_for_update(skip_locked=True).filter(id=delivery_id).first()
        if found is None:  # whoever waited for it has left, or another run has it
            return "gone"
        slot.shown(post.id, found.reader_id)
        reader = Reader.objects.select_for_update().get(id=found.reader_id)
        late = post.sent_at is not None and rules.is_too_late(sent_at=post.sent_at, now=now)
        outcome = REFUSED if late else line.take(_letter(post, reader, frame=frame, line=line, now=now))
        if outcome == WAITING:
            return WAITING
        found.delete()
        Post.objects.filter(id=post.id).update(
            delivered=F("delivered") + int(outcome == SENT), refused=F("refused") + int(outcome == REFUSED)
        )
        if not late:
            _remember(reader, refused=outcome == REFUSED, now=now)
        return outcome


def _letter(post: Post, reader: Reader, *, frame: letters.Frame, line: _Line, now: datetime) -> EmailMessage:
    names = names_of(set(post.areas) & set(reader.areas), on=day_of(now))
    return letters.letter(
        post, to=keepers.unseal_text(reader.address, at=keepers.place(reader, "address")), tongue=reader.tongue,
        areas=names, key=key_of_reader(reader.id), frame=frame, connection=line.backend,
    )  # fmt: skip


def _remember(reader: Reader, *, refused: bool, now: datetime) -> None:
    """How often in a row the other server would not take it; past the last time the address is forgotten."""
    times = reader.refused + 1 if refused else 0
    if rules.has_gone_for_good(refused=times):
        slot.forget(reader, on=day_of(now))
        sign_system(events.READER_FORGOTTEN, changes={"areas": (len(reader.areas), None)})
    elif times != reader.refused:
        Reader.objects.filter(id=reader.id).update(refused=times)


def _note(post: Post, counted: Counter[str], *, now: datetime) -> None:
    """The line in the ledger, and that everything is out."""
    left = bool(_waiting(post))
    with transaction.atomic():
        if not left:
            Post.objects.filter(id=post.id).update(finished_at=now)
        if not left or counted[SENT] or counted[REFUSED]:
            changes = {name: (None, counted[name]) for name in (SENT, REFUSED, WAITING)}
            sign_system(events.POST_CARRIED, changes={"post": (post.id, post.id), **changes})


def _town(now: datetime) -> str:
    try:
        return current_profile(day_of(now)).municipality.name
    except NoProfileError:
        return ""
