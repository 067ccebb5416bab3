"""What the rules about closing a month and releasing a year ask, gathered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import fiscal_year_span
from norishiro.core.verdict import Verdict
from norishiro.reports import drafting, lookups, queries, rules
from norishiro.reports.choices import SummaryState
from norishiro.reports.earlier import Content
from norishiro.reports.models import Summary
from norishiro.reports.periods import Period
from norishiro.reports.queries import Standing
from norishiro.reports.scopes import Scope


def close_verdict(
    actor: Actor, *, scope: Scope, period: Period, standing: Standing | None, today: date
) -> Verdict:
    """The rule about closing, with what it asks gathered."""
    return rules.may_close_month(
        entitled=actor.may(Permission.CLOSE_REPORTS), whole=scope.is_whole, after=period.after, today=today,
        closed=standing is not None, differs=standing is not None and standing.differs,
    )  # fmt: skip


def decide_counted_verdict(actor: Actor, *, reason: str) -> Verdict:
    """The rule about two records of one visit, with what it asks gathered."""
    return rules.may_decide_counted(entitled=actor.may(Permission.CLOSE_REPORTS), reason=reason)


# --- the yearly summary ----------------------------------------------------------------------------------------


def begin_verdict(actor: Actor, *, scopes: Sequence[Scope]) -> Verdict:
    """Shown at the button that begins one, before anything is chosen."""
    return rules.may_open_summary(
        entitled=actor.may(Permission.PUBLISH), whole=bool(scopes), begun=True, open_already=False
    )


def open_summary_verdict(actor: Actor, *, scope: Scope | None, year: int, today: date) -> Verdict:
    """The rule about beginning a summary, with what it asks gathered."""
    open_already = scope is not None and lookups.open_summary(scope, year=year) is not None
    return rules.may_open_summary(
        entitled=actor.may(Permission.PUBLISH), whole=scope is not None and queries.counts_whole(actor, scope),
        begun=fiscal_year_span(year)[0] <= today, open_already=open_already,
    )  # fmt: skip


def write_summary_verdict(actor: Actor, *, summary: Summary) -> Verdict:
    return rules.may_write_summary(
        entitled=actor.may(Permission.PUBLISH), mine=summary.agency_id in actor.agency_ids,
        draft=summary.state == SummaryState.DRAFT,
    )  # fmt: skip


def ask_review_verdict(
    actor: Actor, *, summary: Summary, content: Content, stories: int, today: date
) -> Verdict:
    says = any(one["number"] != 0 for one in content["told"]) or any(
        (summary.work, summary.voices, summary.ahead)
    )
    return rules.may_ask_review(
        may_write=write_summary_verdict(actor, summary=summary), empty=not says and not stories,
        reviewers=len(queries.reviewers(actor, summary=summary, today=today)),
    )  # fmt: skip


def take_back_verdict(actor: Actor, *, summary: Summary) -> Verdict:
    return rules.may_take_back(
        mine=summary.agency_id in actor.agency_ids, asked=summary.state == SummaryState.ASKED
    )


def review_verdict(actor: Actor, *, summary: Summary) -> Verdict:
    """The rule about approving: neither who wrote it last nor who asked."""
    return rules.may_review(
        entitled=actor.may(Permission.CLOSE_REPORTS), whole=queries.counts_whole(actor, drafting.scope_of(summary)),
        own=actor.staff_id in {summary.staff_id, lookups.asked_by(summary)}, asked=summary.state == SummaryState.ASKED,
    )  # fmt: skip


def offer_verdict(actor: Actor, *, summary: Summary) -> Verdict:
    return rules.may_offer_summary(
        entitled=actor.may(Permission.PUBLISH), released=summary.state == SummaryState.RELEASED,
        offered=summary.public_page_id is not None,
    )  # fmt: skip
