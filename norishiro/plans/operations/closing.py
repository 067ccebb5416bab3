"""The record of an ending. Called by casework, which asks its rule first and moves the case itself."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.plans import events
from norishiro.plans.choices import ClosureKind
from norishiro.plans.models import Closure, Monitoring, WatchCheck
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import own_words
from norishiro.sharing.queries import bases_open_to


@operation
def write_closure(
    actor: Actor,
    /,
    *,
    case: Case,
    kind: ClosureKind,
    reason: str,
    comment: str,
    follow_up_agency_id: UUID,
    watches: bool,
    watcher: str,
    check_on: date | None,
    reopen_when: str,
    today: date,
) -> Closure:
    """Keep why and how the case ended, who stays with the family, and when somebody looks again.

    Stands on consent where there is one, else on the agency's own work: conference material ends with the
    conference. Takes away monitoring days nobody has come to. Records ``closure.written``; refuses nothing itself.
    """
    own_words(actor, subjects=[case_subject(case.id)], source_id=case.id)
    consented = Ground.CONSENT in bases_open_to(actor, subject_id=case.id)
    closure = Closure.objects.create(
        case=case, subject_id=case.id, basis=Ground.CONSENT if consented else Ground.OWN, agency_id=actor.agency_id,
        categories=int(Category.ATTRIBUTES), kind=kind, period_no=case.period_no, closed_on=today, reason=reason,
        comment=comment, follow_up_agency_id=follow_up_agency_id, watches=watches, watcher=watcher,
        check_on=check_on, reopen_when=reopen_when, staff_id=actor.staff_id,
    )  # fmt: skip
    if kind != ClosureKind.INTERRUPTED:
        Monitoring.objects.filter(case=case, done_on__isnull=True).delete()
    sign(
        actor, events.CLOSURE_WRITTEN, subjects=[case.id], ground=closure.basis,
        changes={"reason": (None, reason), "follow_up_agency": (None, follow_up_agency_id), "check_on": (None, check_on)},
        changed_text=["comment"],
    )  # fmt: skip
    return closure


@operation
def watch_closure(
    actor: Actor, /, *, closure: Closure, checked_on: date, finding: str, next_on: date | None
) -> WatchCheck:
    """Keep one look after the ending and when the next one is; without a next one the watching is over.

    Records ``watch.recorded``. casework asks the rule and moves the case.
    """
    locked = Closure.objects.select_for_update().get(pk=closure.pk)
    check = WatchCheck.objects.create(
        closure=locked, subject_id=locked.subject_id, basis=locked.basis, agency_id=actor.agency_id,
        categories=locked.categories, checked_on=checked_on, finding=finding, next_on=next_on, staff_id=actor.staff_id,
    )  # fmt: skip
    locked.watches = next_on is not None
    locked.check_on = next_on
    locked.save(update_fields=["watches", "check_on"])
    sign(
        actor, events.WATCH_RECORDED, subjects=[locked.case_id], ground=locked.basis,
        changes={"next_on": (None, next_on)}, changed_text=["finding"],
    )  # fmt: skip
    return check
