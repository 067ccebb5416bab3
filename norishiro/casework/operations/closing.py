"""How a case ends, pauses, is watched and begins again. Moves the case and writes the plan room's record of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.cases import operations as cases
from norishiro.cases.choices import CaseStatus, RoleStatus
from norishiro.cases.models import Case, Engagement, Role
from norishiro.casework import access, events
from norishiro.casework.rules import closing as rules
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.meetings.models import Seat
from norishiro.plans import operations as plans
from norishiro.plans.choices import CloseReason, ClosureKind, InterruptReason, PlanStatus
from norishiro.plans.models import Closure, Plan, WatchCheck
from norishiro.profiles.current import current_profile
from norishiro.sharing.choices import Ground, SourceKind
from norishiro.sharing.operations import end_grants


@operation
def close_case(
    actor: Actor,
    /,
    *,
    case: Case,
    reason: CloseReason,
    comment: str,
    follow_up_agency_id: UUID | None,
    watches: bool,
    watcher: str,
    check_on: date | None,
    today: date,
) -> Closure:
    """End the case as 終結, or as 経過観察 with a watcher and a day to look again.

    Plans in force end, promised roles are dropped, running programmes end, and what the team, the seats and the
    organisers of a 支援会議 could see ends now; each agency's own records and the person's consent stay. Records ``case.closed``. Refused by
    ``may_close`` with every reason: not open, no follow-up agency by name, a plan unevaluated or undecided, a
    handover unanswered, watching without watcher.
    """
    locked = _lock(case)
    ending = rules.Ending(
        reason=reason, comment=comment, has_follow_up=follow_up_agency_id is not None, watches=watches,
        watcher=watcher, check_on=check_on,
    )  # fmt: skip
    fact = access.case_fact(actor, case=locked, follow_up_agency_id=follow_up_agency_id)
    rules.may_close(fact, ending, today=today).or_refuse()
    closure = plans.write_closure(
        actor, case=locked, kind=ClosureKind.CLOSED, reason=reason, comment=comment,
        follow_up_agency_id=_present(follow_up_agency_id), watches=watches, watcher=watcher if watches else "",
        check_on=check_on if watches else None, reopen_when="", today=today,
    )  # fmt: skip
    for plan in Plan.objects.filter(case=locked, status__in=PlanStatus.in_force()):
        plans.end_plan(actor, plan=plan, today=today)
    promised = Role.objects.filter(case=locked, status=RoleStatus.PROMISED)
    plans.end_roles(actor, roles=promised, status=RoleStatus.DROPPED, words="ケースの終結", today=today)
    status = CaseStatus.WATCHED if watches else CaseStatus.CLOSED
    _end(actor, case=locked, status=status, reason=CloseReason(reason).label, today=today)
    sign(
        actor, events.CASE_CLOSED, subjects=[locked.id],
        changes={"status": (fact.status, status), "reason": (None, reason)},
    )  # fmt: skip
    return closure


@operation
def coordinate_case(
    actor: Actor, /, *, case: Case, comment: str, follow_up_agency_id: UUID | None, today: date
) -> Closure:
    """End the case as 調整のみで終了: who does what is settled, no plan was needed. The role list stays as kept.

    What the team and the seats could see ends now. Records ``case.coordinated``. Refused by ``may_coordinate``:
    not open, a plan exists, no role yet, no follow-up agency, or the town's flow has no such ending.
    """
    locked = _lock(case)
    ending = rules.Ending(
        reason=CloseReason.ROLES_SET, comment=comment, has_follow_up=follow_up_agency_id is not None
    )
    fact = access.case_fact(actor, case=locked)
    offered = current_profile(today).flow.may_end_coordinated
    rules.may_coordinate(fact, ending, offered=offered).or_refuse()
    closure = plans.write_closure(
        actor, case=locked, kind=ClosureKind.COORDINATED, reason=CloseReason.ROLES_SET, comment=comment,
        follow_up_agency_id=_present(follow_up_agency_id), watches=False, watcher="", check_on=None, reopen_when="",
        today=today,
    )  # fmt: skip
    promised = Role.objects.filter(case=locked, status=RoleStatus.PROMISED)
    plans.end_roles(
        actor,
        roles=promised,
        status=RoleStatus.DONE,
        words="調整を終え、各機関の支援として続ける",
        today=today,
    )
    _end(actor, case=locked, status=CaseStatus.COORDINATED, reason="調整のみで対応", today=today)
    sign(
        actor, events.CASE_COORDINATED, subjects=[locked.id],
        changes={"status": (fact.status, CaseStatus.COORDINATED)},
    )  # fmt: skip
    return closure


@operation
def interrupt_case(
    actor: Actor,
    /,
    *,
    case: Case,
    reason: InterruptReason,
    comment: str,
    follow_up_agency_id: UUID | None,
    watcher: str,
    check_on: date | None,
    reopen_when: str,
    today: date,
) -> Closure:
    """Pause the case: who watches, when to look again, what would begin it again. Roles and sharing stay.

    Records ``case.interrupted``. Refused by ``may_interrupt``: not open, no follow-up agency, nobody watches, no
    day, no sign to begin again.
    """
    locked = _lock(case)
    ending = rules.Ending(
        reason=reason, comment=comment, has_follow_up=follow_up_agency_id is not None, watcher=watcher,
        check_on=check_on, reopen_when=reopen_when,
    )  # fmt: skip
    fact = access.case_fact(actor, case=locked)
    rules.may_interrupt(fact, ending, today=today).or_refuse()
    closure = plans.write_closure(
        actor, case=locked, kind=ClosureKind.INTERRUPTED, reason=reason, comment=comment,
        follow_up_agency_id=_present(follow_up_agency_id), watches=True, watcher=watcher, check_on=check_on,
        reopen_when=reopen_when, today=today,
    )  # fmt: skip
    _move(
        actor, case=locked, status=CaseStatus.INTERRUPTED, reason=InterruptReason(reason).label, today=today
    )
    sign(
        actor, events.CASE_INTERRUPTED, subjects=[locked.id],
        changes={"status": (fact.status, CaseStatus.INTERRUPTED), "reason": (None, reason)},
    )  # fmt: skip
    return closure


@operation
def reopen_case(actor: Actor, /, *, case: Case, reason: str, today: date) -> Case:
    """Begin the next period of the same case, 情報収集・調整中 again, with a day to look at it.

    Who could see it through the team or a seat does not see it again by itself. Records ``case.reopened``. Refused
    by ``may_reopen``: the case is running, no reason.
    """
    locked = _lock(case)
    before = locked.status
    rules.may_reopen(status=before, permitted=actor.may(Permission.WORK_CASE), reason=reason).or_refuse()
    Closure.objects.filter(case=locked, reopened_on__isnull=True).update(reopened_on=today, watches=False)
    _move(actor, case=locked, status=CaseStatus.COORDINATING, reason=reason, today=today)
    locked.period_no += 1
    locked.closed_on = None
    locked.save(update_fields=["period_no", "closed_on"])
    plans.ensure_monitoring(actor, case=locked, today=today)
    sign(
        actor, events.CASE_REOPENED, subjects=[locked.id], reason=reason,
        changes={"status": (before, locked.status), "period_no": (locked.period_no - 1, locked.period_no)},
    )  # fmt: skip
    return locked


@operation
def record_watch(
    actor: Actor, /, *, closure: Closure, checked_on: date, finding: str, next_on: date | None, today: date
) -> WatchCheck:
    """Keep one look at a watched or paused case. Without a next day the watching ends and the case is 終結.

    Records ``case.watched``. Refused by ``may_watch``: nothing is watched, no words, days that cannot be.
    """
    case = _lock(closure.case)
    watches = Closure.objects.filter(pk=closure.pk, watches=True, reopened_on__isnull=True).exists()
    rules.may_watch(
        status=case.status,
        watches=watches,
        finding=finding,
        checked_on=checked_on,
        next_on=next_on,
        today=today,
    ).or_refuse()
    check = plans.watch_closure(
        actor, closure=closure, checked_on=checked_on, finding=finding, next_on=next_on
    )
    if next_on is None:
        _move(actor, case=case, status=CaseStatus.CLOSED, reason="経過観察を終えた", today=today)
    sign(actor, events.CASE_WATCHED, subjects=[case.id], changes={"next_on": (closure.check_on, next_on)})
    return check


def _lock(case: Case) -> Case:
    return Case.objects.select_for_update().get(pk=case.pk)


def _present(agency_id: UUID | None) -> UUID:
    """The rule has asked for it."""
    assert agency_id is not None
    return agency_id


def _move(actor: Actor, *, case: Case, status: CaseStatus, reason: str, today: date) -> None:
    cases.change_status(actor, case=case, status=status, flow_step="", reason=reason, today=today)
    case.refresh_from_db()


def _end(actor: Actor, *, case: Case, status: CaseStatus, reason: str, today: date) -> None:
    """The case ends: programmes, status, and last of all what team and seats could see."""
    for engagement in Engagement.objects.filter(case=case, ended_on__isnull=True):
        cases.end_engagement(actor, engagement=engagement, reason=reason, today=today)
    _move(actor, case=case, status=status, reason=reason, today=today)
    case.closed_on = today
    case.save(update_fields=["closed_on"])
    sources = _shared_through(case)
    if sources:
        end_grants(actor, source_ids=sources, reason="ケースの終わり")


def _shared_through(case: Case) -> list[UUID]:
    """The roles, seats and 支援会議 through which others see the case, and the request it began with; sealed seats are
    found by their items. Whoever keeps the minutes keeps the item; what an agency carries as its own stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source_id FROM gate_grants_on(%s) WHERE source_kind = ANY (%s)"
            " OR (source_kind = %s AND ground = %s AND source_id <> %s)",
            [case.id, [SourceKind.TEAM, SourceKind.SEAT], SourceKind.REFERRAL, Ground.CONFERENCE, case.id],
        )
        found: Iterable[UUID] = [row[0] for row in cursor.fetchall()]
    seats = Seat.objects.filter(item__case=case, ended_at__isnull=True).values_list("id", flat=True)
    origin = [case.origin_id] if case.origin_id else []
    return list(dict.fromkeys([*found, *seats, *origin]))
