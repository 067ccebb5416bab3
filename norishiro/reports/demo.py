"""The demo town's last month: closed, and then the count of a gathering put right, so that the report shows a difference;
and its year so far, told to everybody."""

from __future__ import annotations

from datetime import date, timedelta

from norishiro.agencies.actor import Actor, actor_for, hats_of
from norishiro.agencies.choices import Programme
from norishiro.agencies.models import Area, Staff
from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.core.operation import announce
from norishiro.outreach import operations as outreach
from norishiro.outreach import queries as outreach_queries
from norishiro.outreach.choices import GatheringKind
from norishiro.outreach.models import Contact
from norishiro.outreach.operations import Told
from norishiro.reports import operations, queries
from norishiro.reports.access import ask_review_verdict
from norishiro.reports.choices import CountedAs, ScopeKind, Span
from norishiro.reports.models import ClosedMonth, Counted, Summary
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


def visit_together(*, today: date) -> None:
    """Two workers at one door, twice, each with their own 事業: once it is decided that both count, once it is open. Nothing where
    there is no visit that both may see."""
    staff = Staff.objects.filter(login_id=CLOSER).first()
    if staff is None or Counted.objects.exists():
        return
    closer = _worn(staff, on=today)
    announce(closer)
    visits = outreach_queries.visible_to(closer).filter(person__isnull=False, happened_on__lte=today)
    others = visits.exclude(staff=staff).exclude(programme__in=("", Programme.MULTI_AGENCY))
    for nth, visit in enumerate(others.order_by("-happened_on", "-made_at")[:2]):
        announce(closer)
        twin = outreach.record_contact(
            closer, person=visit.person, case_id=visit.case_id, present=(), told=_beside(visit), today=today
        )
        one, other = sorted((visit.id, twin.id))
        if nth:
            announce(closer)
            pair = queries.pair_of(closer, one_id=one, other_id=other)
            reason = "二人で会い、それぞれの役目の話をした（見本）。"
            operations.decide_counted(closer, pair=pair, counts=CountedAs.BOTH, reason=reason, today=today)


def _beside(visit: Contact) -> Told:
    return Told(
        happened_on=visit.happened_on, method=visit.method, met=visit.met, kind=visit.kind, programme=Programme.MULTI_AGENCY,
        body="ほかの機関の人といっしょに会った（見本）。", with_whom=visit.with_whom,
    )  # fmt: skip


WORK = """地域のみなさんと、集まれる日を少しずつふやしました。
坂の上の買い物のことを話しあい、週に一度の移動販売に向けて動きはじめました。"""
VOICES = "「歩いて行けるところに、話せる人がいるのがいい」（お茶の間に来た人）"
AHEAD = "男性が来やすい集まりを、二か所で試します。"


def sum_up(*, today: date) -> None:
    """A year told by the coordinators, approved, and begun anew; the town's year waits for somebody else's eyes."""
    staff = {one.login_id: one for one in Staff.objects.filter(login_id__in=(CLOSER, WRITER))}
    if len(staff) < 2 or Summary.objects.exists():
        return
    writer, closer = _worn(staff[WRITER], on=today), _worn(staff[CLOSER], on=today)
    year = fiscal_year(today)
    announce(writer)
    own = next(one for one in queries.summary_scopes(writer) if one.code == f"AGENCY:{writer.agency_id}")
    title = f"{fiscal_year_label(year)} 地域福祉コーディネーター活動報告（見本）"
    told = operations.open_summary(writer, scope=own, year=year, title=title, today=today)
    operations.write_summary(
        writer, summary=told, version=told.version, title=title, work=WORK, voices=VOICES, ahead=AHEAD
    )
    keys = [one.key for one in queries.stories_on_offer(writer, summary=told)]
    operations.choose_stories(writer, summary=told, version=told.version, keys=keys[-4:])
    if _asked(writer, told, today=today):
        announce(closer)
        operations.release_summary(closer, summary=told, today=today)
        announce(writer)
        operations.open_summary(writer, scope=own, year=year, title=f"{title}の出しなおし", today=today)
    announce(closer)
    whole = operations.open_summary(
        closer, scope=TOWN, year=year, title=f"{fiscal_year_label(year)} 取組の見える化（見本）", today=today
    )
    _asked(closer, whole, today=today)


def _asked(actor: Actor, summary: Summary, *, today: date) -> bool:
    """Where there is something to approve, and somebody who may."""
    content = queries.content_of(actor, summary=summary, today=today)
    stories = len(queries.stories_of(actor, summary=summary))
    may = ask_review_verdict(actor, summary=summary, content=content, stories=stories, today=today).allowed
    if may:
        operations.ask_review(actor, summary=summary, today=today)
    return may


def _worn(staff: Staff, *, on: date) -> Actor:
    found = actor_for(staff_id=staff.id, agency_id=hats_of(staff=staff, today=on)[0].agency_id, today=on)
    if found is None:
        raise LookupError(f"{staff.login_id} acts for nobody on {on}")
    return found
