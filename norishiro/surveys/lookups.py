"""Reads without an actor, for the verbs of this room and for the sheet that is opened by its address."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from norishiro.resources.lookups import stopped_on
from norishiro.resources.models import Place, Stop
from norishiro.surveys.models import Invitation


def places_to_ask(
    *, on: date, kind: str = "", area_ids: frozenset[UUID] | None = None, only_stale: bool = False
) -> QuerySet[Place]:
    """Places that are not stopped on the day and fit."""
    rows = Place.objects.filter(~Exists(Stop.objects.filter(stopped_on(on), place=OuterRef("pk"))))
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(location__area_id__in=area_ids) if area_ids is not None else rows
    stale = Q(valid_until__isnull=True) | Q(valid_until__lte=on)
    return rows.filter(stale) if only_stale else rows


def invitation_with(key: UUID) -> Invitation | None:
    """The sheet this key opens, with its place and its answer."""
    rows = Invitation.objects.filter(key=key).select_related(
        "round__agency", "place__location", "place__organisation", "answer"
    )
    return rows.prefetch_related("place__opening", "place__traits").first()
