"""What every dated row has in common."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q


def ends_after_start(name: str, message: str) -> models.CheckConstraint:
    """The constraint every dated row has: an end, if there is one, lies after the start."""
    return models.CheckConstraint(
        condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
        name=name,
        violation_error_message=message,
    )


def live_on(day: date, prefix: str = "") -> Q:
    """Rows in force on ``day``: from that day on, and before the (exclusive) end."""
    start: dict[str, Any] = {f"{prefix}from_on__lte": day}
    return Q(**start) & (Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gt": day}))
