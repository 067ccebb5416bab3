"""The verbs of this room: taking a report away, and closing a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.reports import definitions, events, lookups, papers
from norishiro.reports.access import close_verdict
from norishiro.reports.models import ClosedMonth
from norishiro.reports.periods import Period
from norishiro.reports.queries import Activity, Report, standing
from norishiro.reports.scopes import Scope

PDF, XLSX = "pdf", "xlsx"
ACTIVITY = "ACTIVITY"


@dataclass(frozen=True)
class Taken:
    """The file as it is handed over."""

    content: bytes
    name: str


@operation
def take_report(actor: Actor, /, *, report: Report, form: str, today: date) -> Taken:
    """Make the report as Excel or PDF in the office's layout: figures and what they mean; nobody's name but the workers'.

    Records ``report.taken`` with whose work and which time. Nothing refuses it: the figures are the same as on the page.
    """
    sign(
        actor, events.REPORT_TAKEN,
        changes={
            "scope": (None, report.scope.code), "first": (None, report.period.first), "span": (None, report.period.span),
            "layout": (None, report.layout.code), "form": (None, form),
        },
    )  # fmt: skip
    name = papers.file_name(report)
    how = standing(actor, scope=report.scope, period=report.period)
    if form == PDF:
        return Taken(papers.sheet(report, how, actor=actor, today=today), f"{name}.pdf")
    return Taken(papers.book(report, how, actor=actor, today=today), f"{name}.xlsx")


@operation
def take_activity(actor: Actor, /, *, activity: Activity, today: date) -> Taken:
    """Make the 活動報告 as PDF: figures and charts, nobody's name. Records ``report.taken``; nothing refuses it."""
    sign(
        actor, events.REPORT_TAKEN,
        changes={
            "scope": (None, activity.scope.code), "first": (None, activity.period.first),
            "span": (None, activity.period.span), "layout": (None, ACTIVITY), "form": (None, PDF),
        },
    )  # fmt: skip
    return Taken(papers.activity_sheet(activity, actor=actor, today=today), "活動報告.pdf")


@operation
def close_month(actor: Actor, /, *, scope: Scope, period: Period, today: date) -> ClosedMonth:
    """Keep every figure of a month as it stands, with the version of its definitions and the records it was counted from.

    A month closed before is closed anew beside the older closing. Records ``month.closed``; refused by ``may_close_month``.
    """
    before = standing(actor, scope=scope, period=period)
    close_verdict(actor, scope=scope, period=period, standing=before, today=today).or_refuse()
    kept = ClosedMonth.objects.create(
        scope=scope.kind, scope_key=scope.key, scope_label=scope.title, month=period.first,
        number=before.closed.number + 1 if before else 1, definition=definitions.VERSION,
        figures=lookups.figures_now(scope, period), entries=lookups.stamps(scope, period), staff_id=actor.staff_id,
        agency_id=actor.agency_id,
    )  # fmt: skip
    sign(
        actor, events.MONTH_CLOSED,
        changes={"scope": (None, scope.code), "month": (None, period.first), "number": (None, kept.number)},
    )  # fmt: skip
    return kept
