"""The demo town's last month: closed, and then the count of a gathering put right, so that the report shows a difference."""

from __future__ import annotations

from datetime import date, timedelta

from norishiro.agencies.actor import Actor, actor_for, hats_of
from norishiro.agencies.models import Area, Staff
from norishiro.core.operation import announce
from norishiro.outreach import operations as outreach
from norishiro.outreach.choices import GatheringKind
from norishiro.reports import operations
from norishiro.reports.choices import ScopeKind, Span
from norishiro.reports.models import ClosedMonth
from norishiro.reports.periods import period_of
from norishiro.reports.scopes import Scope

CLOSER, WRITER, AREA = "suishin", "csw", "ELD01"
TOWN = Scope(ScopeKind.TOWN, "", "全体")
CAME, CAME_INDEED = 11, 13


def tell(*, today: date) -> ClosedMonth | None:
    """Nothing where the town has no such people or area, or has closed a month already."""
    staff = {one.login_id: one for one in Staff.objects.filter(login_id__in=(CLOSER, WRITER))}
    area = Area.objects.filter(code=AREA, until_on=None).first()
    if len(staff) < 2 or area is None or ClosedMonth.objects.exists():
        return None
    month = period_of(today, span=Span.MONTH).before
    held_on = month.last - timedelta(days=10)
    writer = _worn(staff[WRITER], on=today)
    announce(writer)
    held = outreach.record_gathering(
        writer, area=area, kind=GatheringKind.EXCHANGE, name="みんなのお茶の間（先月）", held_on=held_on, people=CAME,
        consulted=1, today=held_on,
    )  # fmt: skip
    closer = _worn(staff[CLOSER], on=today)
    announce(closer)
    closed = operations.close_month(closer, scope=TOWN, period=month, today=today)
    announce(writer)
    outreach.change_gathering(
        writer,
        gathering=held,
        version=held.version,
        values={"held_on": held_on, "people": CAME_INDEED},
        today=today,
    )
    return closed


def _worn(staff: Staff, *, on: date) -> Actor:
    found = actor_for(staff_id=staff.id, agency_id=hats_of(staff=staff, today=on)[0].agency_id, today=on)
    if found is None:
        raise LookupError(f"{staff.login_id} acts for nobody on {on}")
    return found
