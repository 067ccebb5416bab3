"""重点対象 among the consultations: counted by group, the entry door and what was found later apart."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import FocusGroup
from norishiro.consultations.models import Consultation, FocusMark
from norishiro.consultations.queries.consultations import visible_to
from norishiro.core.calendar import fiscal_year_span


def focus_counts(actor: Actor, *, groups: Collection[FocusGroup]) -> dict[tuple[UUID, str], int]:
    """How many consultations of the own agency belong to each group, by when that was known."""
    own = visible_to(actor).filter(agency_id__in=actor.agency_ids).values("id")
    rows = FocusMark.objects.filter(group__in=groups, consultation_id__in=own).order_by()
    return {
        (group, found): count
        for group, found, count in rows.values_list("group_id", "found").annotate(Count("id"))
    }


def window_counts(actor: Actor, *, year: int) -> dict[UUID, int]:
    """How many consultations of the own agency were received at each window in a fiscal year."""
    first, after = fiscal_year_span(year)
    rows = Consultation.objects.filter(
        agency_id__in=actor.agency_ids, window__isnull=False, received_on__gte=first, received_on__lt=after
    )
    return dict(rows.order_by().values_list("window_id").annotate(Count("id")))


def focus_marks(actor: Actor, *, consultation: Consultation) -> list[FocusMark]:
    """The groups of one consultation, what the entry door knew first."""
    return list(consultation.focus_marks.select_related("group", "staff").order_by("found", "found_on"))
