"""The demo town's yearly meeting about its results: no case, the table laid before it, and what was said."""

from __future__ import annotations

from datetime import date, time, timedelta

from norishiro.agencies.actor import Actor, actor_for, hats_of
from norishiro.agencies.models import Staff
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import announce
from norishiro.indicators import operations, queries
from norishiro.indicators.models import TabledResults
from norishiro.meetings import operations as meetings
from norishiro.meetings.models import Body

TELLER, COUNTED, SITTING = "suishin", "SECTION", "COUNCIL"
SAID = (
    "実績の表を見て話した。\n・会えるまでに時間のかかる世帯が増えている。数が少ないことを、動いていないことと読まない。\n"
    "・次の年度は、夕方に話を聞ける日を部会ごとに1日つくる。"
)


def tell(*, today: date) -> TabledResults | None:
    """Nothing where the town has no such people or bodies, or has tabled results already."""
    staff = Staff.objects.filter(login_id=TELLER).first()
    bodies = {one.code: one for one in Body.objects.filter(code__in=(COUNTED, SITTING))}
    if staff is None or len(bodies) < 2 or TabledResults.objects.exists():
        return None
    held_on = today - timedelta(days=9)
    actor = _officer(staff, on=held_on)
    announce(actor)
    sitting = meetings.call_meeting(
        actor, body=bodies[SITTING], held_on=held_on, starts_at=time(10), ends_at=time(11, 30), place="第1会議室",
        topics="今年度の実績と評価", agency_ids=[actor.agency_id], today=today - timedelta(days=30),
    )  # fmt: skip
    sitting = meetings.open_sitting(actor, sitting=sitting, today=held_on)
    announce(actor)
    table = queries.cohort_table(
        actor, body=bodies[COUNTED], last_year=fiscal_year(held_on), years=queries.USUAL_YEARS,
        today=held_on,
    )  # fmt: skip
    kept = operations.table_results(actor, sitting=sitting, table=table)
    sitting.refresh_from_db()
    meetings.write_topics(actor, sitting=sitting, version=sitting.version, topics=SAID)
    sitting.refresh_from_db()
    meetings.close_sitting(actor, sitting=sitting)
    meetings.confirm_minutes(actor, sitting=sitting, today=today - timedelta(days=2))
    return kept


def _officer(staff: Staff, *, on: date) -> Actor:
    found = actor_for(staff_id=staff.id, agency_id=hats_of(staff=staff, today=on)[0].agency_id, today=on)
    if found is None:
        raise LookupError(f"{staff.login_id} acts for nobody on {on}")
    return found
