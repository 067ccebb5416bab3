"""What somebody who leaves still holds, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count

from norishiro.agencies.actor import Actor
from norishiro.cases import queries as case_queries
from norishiro.cases.choices import OPEN_STATUSES


def cases_led(actor: Actor, *, staff_ids: Collection[UUID]) -> dict[UUID, int]:
    """Open cases each of them leads."""
    rows = (
        case_queries.visible_to(actor).filter(status__in=OPEN_STATUSES, lead_staff_id__in=list(staff_ids))
        .order_by().values("lead_staff_id").annotate(led=Count("id"))
    )  # fmt: skip
    return {row["lead_staff_id"]: row["led"] for row in rows}
