"""The demo town's request for everything: asked for, and waiting for its second person."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor, actor_for, hats_of
from norishiro.agencies.models import Staff
from norishiro.agencies.permissions import Permission
from norishiro.moving import access, operations
from norishiro.moving.models import Departure

KEEPER = "bunsho"
REASON = "次のシステムへ移る練習のため、情報政策の担当に渡す（見本。決裁 令和8年度第45号）。"


def tell(*, today: date) -> None:
    """Nothing where the town has nobody to ask or to agree, or somebody asked already."""
    keeper = _keeper(today)
    if keeper is not None and not Departure.objects.exists():
        verdict = access.asking(keeper, reason=REASON, today=today)
        if verdict.allowed:
            operations.ask_departure(keeper, reason=REASON, today=today)


def _keeper(today: date) -> Actor | None:
    staff = Staff.objects.filter(login_id=KEEPER).first()
    for hat in hats_of(staff=staff, today=today) if staff else []:
        actor = actor_for(staff_id=staff.id, agency_id=hat.agency_id, today=today) if staff else None
        if actor is not None and actor.may(Permission.EXPORT_ALL):
            return actor
    return None
