"""Looking again: the next day is always set, with or without a plan, with or without consent."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.models import Appointment, live_on
from norishiro.cases.choices import OPEN_STATUSES
from norishiro.cases.models import Case
from norishiro.core.operation import announce, operation
from norishiro.core.verdict import Refused, no
from norishiro.ledger.operations import sign
from norishiro.meetings.models import Sitting
from norishiro.plans import access, events, rules
from norishiro.plans.choices import MonitoringResult, PlanStatus
from norishiro.plans.models import Monitoring, Plan
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import own_words
from norishiro.sharing.queries import bases_open_to


@operation
def schedule_monitoring(actor: Actor, /, *, case: Case, today: date) -> Monitoring:
    """Set the next day on which the case is looked at. Refused when one is set already.

    Records ``monitoring.scheduled``.
    """
    if Monitoring.objects.filter(case=case, done_on__isnull=True).exists():
        raise Refused(no("scheduled", "次のモニタリングの予定は、もうあります。"))
    return ensure_monitoring(actor, case=case, today=today)


def ensure_monitoring(actor: Actor, *, case: Case, today: date) -> Monitoring:
    """Inside another verb: the next day that is set, or a new one by the town's rule (``access.monitoring_rule``).

    It falls to the lead (``_whose``). A new day is signed for.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    waiting = Monitoring.objects.filter(case=case, done_on__isnull=True).first()
    if waiting is not None:
        return waiting
    rule = access.monitoring_rule(today=today)
    latest = Monitoring.objects.filter(case=case).order_by("-due_on").first()
    by_month = bool(rule.months) or rule.monthly
    after = max(latest.due_on, today) if latest else today - timedelta(days=1) if by_month else today
    due_on = rules.next_monitoring(
        months=rule.months, monthly=rule.monthly, every_months=rule.every_months, after=after
    )
    return _plan_look(actor, case=case, due_on=due_on)


def _plan_look(actor: Actor, *, case: Case, due_on: date) -> Monitoring:
    own_words(actor, subjects=[case_subject(case.id)], source_id=case.id)
    basis = bases_open_to(actor, subject_id=case.id)[0]
    made = Monitoring.objects.create(
        case=case, subject_id=case.id, basis=basis, agency_id=actor.agency_id, categories=int(Category.ATTRIBUTES),
        plan=_plan_in_force(case, basis=basis), due_on=due_on,
        staff_id=_whose(actor, case=case, basis=basis),
    )  # fmt: skip
    sign(
        actor,
        events.MONITORING_SCHEDULED,
        subjects=[case.id],
        ground=basis,
        changes={"due_on": (None, due_on)},
    )
    return made


@operation
def record_monitoring(
    actor: Actor,
    /,
    *,
    monitoring: Monitoring,
    progress: str,
    result: MonitoringResult,
    done_on: date,
    today: date,
    sitting: Sitting | None = None,
) -> Monitoring:
    """Keep what was seen and what follows (続ける・見直す・終結へ). Unless the end follows, the next day is set.

    Moves the case. Records ``monitoring.recorded``. Refused by ``may_record_monitoring``: done already, no words,
    a day to come, a case that has ended.
    """
    return _record(
        actor,
        monitoring=monitoring,
        progress=progress,
        result=result,
        done_on=done_on,
        today=today,
        sitting=sitting,
    )


def _record(
    actor: Actor, *, monitoring: Monitoring, progress: str, result: MonitoringResult, done_on: date, today: date,
    sitting: Sitting | None,
) -> Monitoring:  # fmt: skip
    """What both ways of keeping a look do, within the one operation that was begun."""
    locked = Monitoring.objects.select_for_update().get(pk=monitoring.pk)
    case = Case.objects.get(pk=locked.case_id)
    rules.may_record_monitoring(
        done=locked.done_on is not None, done_on=done_on, today=today, progress=progress,
        case_open=access.is_open(case),
    ).or_refuse()  # fmt: skip
    locked.progress, locked.result, locked.done_on, locked.staff_id = (
        progress,
        result,
        done_on,
        actor.staff_id,
    )
    locked.sitting = sitting
    locked.save(update_fields=["progress", "result", "done_on", "staff", "sitting"])
    if case.last_moved_on < done_on:
        case.last_moved_on = done_on
        case.save(update_fields=["last_moved_on"])
    sign(
        actor, events.MONITORING_RECORDED, subjects=[case.id], ground=locked.basis,
        changes={"result": (None, result), "done_on": (None, done_on)}, changed_text=["progress"],
    )  # fmt: skip
    if result != MonitoringResult.END:
        ensure_monitoring(actor, case=case, today=today)
    return locked


@operation
def review_progress(
    actor: Actor,
    /,
    *,
    case: Case,
    sitting: Sitting | None,
    progress: str,
    result: MonitoringResult,
    today: date,
) -> Monitoring:
    """Keep one line about a running case while the list is gone through, at a sitting or at one's desk.

    The look due this month (or before) is done with it; one planned for later stays, and this is one more, of today.
    Records what ``record_monitoring`` does; refused by ``may_review_progress`` (a sitting that is not on, a line of today
    already) and by ``may_record_monitoring``.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    looks = Monitoring.objects.filter(case=case)
    rules.may_review_progress(
        sitting_status=sitting.status if sitting else None,
        said_today=looks.filter(agency_id=actor.agency_id, due_on=today, done_on__isnull=False).exists(),
    ).or_refuse()
    end = rules.month_end(today.year, today.month)
    due = looks.filter(done_on__isnull=True, due_on__lte=end).order_by("due_on").first()
    return _record(
        actor, monitoring=due or _plan_look(actor, case=case, due_on=today), progress=progress, result=result,
        done_on=today, today=today, sitting=sitting,
    )  # fmt: skip


def _whose(actor: Actor, *, case: Case, basis: Ground) -> UUID:
    """The lead's, unless nobody is named or the day stands on another agency's own work, which the lead cannot see."""
    unseen = basis == Ground.OWN and case.lead_agency_id != actor.agency_id
    return actor.staff_id if unseen or case.lead_staff_id is None else case.lead_staff_id


def _plan_in_force(case: Case, *, basis: Ground) -> Plan | None:
    return (
        Plan.objects.filter(case=case, basis=basis, status__in=PlanStatus.in_force())
        .order_by("-decided_on")
        .first()
    )


def schedule_for_everybody(*, today: date) -> int:
    """For the clock: each member of staff who may lead gets a day for the running cases they lead that have none.

    Changes and records what ``schedule_monitoring`` does, in the name of the lead, whose day it is. Cases without a
    lead by name are left to the list of cases without a day. Answers how many days were set.
    """
    made = 0
    appointed = Appointment.objects.filter(live_on(today), role__may_own_case=True, staff__is_active=True)
    for staff_id, agency_id in (
        appointed.values_list("staff_id", "agency_id").distinct().order_by("staff_id", "agency_id")
    ):
        actor = actor_for(staff_id=staff_id, agency_id=agency_id, today=today)
        if actor is not None:
            made += _schedule_led(actor, today=today)
    return made


def _schedule_led(actor: Actor, *, today: date) -> int:
    with transaction.atomic():
        announce(actor)
        planned = Monitoring.objects.filter(case=OuterRef("id"), done_on__isnull=True)
        led = list(
            Case.objects.filter(
                ~Exists(planned),
                lead_staff_id=actor.staff_id,
                lead_agency_id=actor.agency_id,
                status__in=OPEN_STATUSES,
            )
        )
        for case in led:
            schedule_monitoring(actor, case=case, today=today)
    return len(led)
