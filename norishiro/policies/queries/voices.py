"""What residents said, and what became of it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.policies.models import Measure, Reflection, Standing, Voice

MOST = 500


def _voices() -> QuerySet[Voice]:
    told = Reflection.objects.select_related("measure").order_by("-decided_on", "-made_at")
    return Voice.objects.select_related("poll", "activity__gathering", "proposal").prefetch_related(
        Prefetch("reflections", queryset=told)
    )


def voices(actor: Actor, *, open_only: bool = False) -> list[Voice]:
    """The voices, the latest first, each with what became of it (``reflections``); ``open_only``: of which nothing is said."""
    rows = _voices()
    return list((rows.filter(reflections__isnull=True) if open_only else rows)[:MOST])


def get_voice(actor: Actor, *, voice_id: UUID) -> Voice:
    found = _voices().filter(id=voice_id).first()
    if found is None:
        raise Unseen(voice_id)
    return found


def reflections_in(actor: Actor, *, measure: Measure) -> list[Reflection]:
    """The voices that went into a measure."""
    return list(measure.reflections.select_related("voice")[:MOST])


def measures_named(actor: Actor) -> list[Standing]:
    """Every item of every plan, each once, with a plan it stands in."""
    rows = Standing.objects.select_related("measure", "policy").order_by("policy__name", "order")[:MOST]
    return list({one.measure_id: one for one in rows}.values())
