"""What residents were asked, and what they answered."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.policies.models import Poll, Share

MOST = 300


def polls(actor: Actor) -> list[Poll]:
    """The polls with how many shares stand in them (``told``) and how many are still being counted (``pending``)."""
    pending = Count("shares", filter=Q(shares__percent__isnull=True))
    return list(Poll.objects.select_related("agency").annotate(told=Count("shares"), pending=pending)[:MOST])


def get_poll(actor: Actor, *, poll_id: UUID) -> Poll:
    found = Poll.objects.select_related("agency").filter(id=poll_id).first()
    if found is None:
        raise Unseen(poll_id)
    return found


def get_share(actor: Actor, *, share_id: UUID) -> Share:
    found = Share.objects.select_related("poll", "question", "area").filter(id=share_id).first()
    if found is None:
        raise Unseen(share_id)
    return found


def shares_of(actor: Actor, *, poll: Poll) -> list[Share]:
    """By question, the whole town first; each with the measures its question is a reason for."""
    rows = poll.shares.select_related("question", "area").prefetch_related("question__grounds__measure")
    return list(rows[:MOST])
