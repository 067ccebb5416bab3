"""The demo town's oldest records: consultations of long ago. One is disposed of, one was looked at by one person, one is held back."""

from __future__ import annotations

from datetime import date, datetime

from norishiro.agencies.actor import Actor, actor_for, hats_of
from norishiro.agencies.models import Staff
from norishiro.agencies.permissions import Permission
from norishiro.consultations import operations as consultations
from norishiro.core.operation import announce
from norishiro.disposal import operations
from norishiro.disposal.choices import BundleState, HoldKind
from norishiro.disposal.models import Bundle

KEEPER, SECOND, DESK = "bunsho", "joho", "csw"
YEARS_AGO = 8
PEOPLE = (
    ("若月　わこ", "わかつき わこ", "子どもの預け先をたずねられた。"),
    ("若月　わかな", "わかつき わかな", "暮らしの費用のことを聞かれた。係を伝えた。"),
    ("若月　わたる", "わかつき わたる", "介護保険の窓口をたずねられた。"),
)


def tell(*, today: date, now: datetime) -> None:
    """Nothing where the town has no such desk or keeper, or has candidates already."""
    desk, keeper = _actor(DESK, Permission.RECEIVE, today), _actor(KEEPER, Permission.DISPOSE, today)
    second = _actor(SECOND, Permission.DISPOSE, today)
    if desk is None or keeper is None or second is None or Bundle.objects.exists():
        return
    for nth, (name, kana, summary) in enumerate(PEOPLE):
        on = date(today.year - YEARS_AGO, 6, 10 + nth)
        announce(desk)
        consultations.receive_consultation(
            desk, newcomer={"name": name, "kana": kana}, received_on=on, channel="PHONE", visitor="SELF", summary=summary,
            today=today,
        )  # fmt: skip
    operations.list_due(keeper, today=today, now=now)
    _disposed(keeper, second, today=today, now=now)
    held = Bundle.objects.filter(state=BundleState.LISTED).order_by("-number").first()
    if held is not None:
        operations.hold_back(
            keeper, kind=HoldKind.AUDIT, document="監査 令和8年度第2号（見本）", until_on=None, bundle=held, today=today
        )  # fmt: skip
    operations.review_batch(keeper, batch=operations.make_batch(keeper, today=today))


def _disposed(keeper: Actor, second: Actor, *, today: date, now: datetime) -> None:
    done = operations.make_batch(keeper, today=today, most=1)
    for actor in (keeper, second):
        operations.review_batch(actor, batch=done)
    done.refresh_from_db()
    operations.dispose(keeper, batch=done, today=today, now=now)


def _actor(login: str, permission: Permission, today: date) -> Actor | None:
    staff = Staff.objects.filter(login_id=login).first()
    for hat in hats_of(staff=staff, today=today) if staff else []:
        actor = actor_for(staff_id=staff.id, agency_id=hat.agency_id, today=today) if staff else None
        if actor is not None and actor.may(permission):
            return actor
    return None
