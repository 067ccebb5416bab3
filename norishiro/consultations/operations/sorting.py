"""振り分け: what the meeting decides about one line of its list."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.consultations import access, events, rules
from norishiro.consultations.choices import RequestStatus, Sorting
from norishiro.consultations.models import SupportRequest
from norishiro.consultations.operations.requests import lock, save
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.sharing.choices import Ground
from norishiro.sharing.operations import end_grants, own_work
from norishiro.sharing.operations import person as person_subject

BECOMES = {
    Sorting.TAKE: RequestStatus.APPLIED,
    Sorting.RETURN: RequestStatus.NOT_NEEDED,
    Sorting.OTHER_ROUTE: RequestStatus.OTHER_ROUTE,
}


@operation
def sort_request(
    actor: Actor,
    /,
    *,
    request: SupportRequest,
    decision: Sorting | str,
    reason: str,
    proposal: str = "",
    today: date,
) -> SupportRequest:
    """Decide one line of the sorting list: take it on, give it back, or show another way.

    What is taken enters the queue once, keeps where it came from, and its answer is due from now on. What is not is
    answered at once, with the proposal; what was opened without consent closes. Records ``request.sorted``; refused by
    ``may_sort``.
    """
    locked = lock(request)
    rules.may_sort(
        mine=locked.operator_id in actor.agency_ids, listed=locked.status == RequestStatus.SORTING,
        decided=decision in Sorting.values, reason=reason,
        sends_back=decision in (Sorting.RETURN, Sorting.OTHER_ROUTE), proposal=proposal,
    ).or_refuse()  # fmt: skip
    chosen = Sorting(decision)
    locked.sorting, locked.sorting_reason = chosen, reason
    locked.sorted_on, locked.sorted_by_id = today, actor.staff_id
    locked.proposal, locked.status = proposal, BECOMES[chosen]
    if chosen == Sorting.TAKE:
        locked.due_on = rules.due_after(sent_on=today, answer_days=access.answer_days(today))
    else:
        locked.answer_reason, locked.answered_on, locked.answered_by_id = reason, today, actor.staff_id
    save(
        locked, "sorting", "sorting_reason", "sorted_on", "sorted_by", "proposal", "status", "due_on",
        "answer_reason", "answered_on", "answered_by",
    )  # fmt: skip
    sign(
        actor, events.REQUEST_SORTED, subjects=[locked.person_id], ground=locked.basis,
        changes={"status": (RequestStatus.SORTING, locked.status)}, changed_text=["sorting_reason", "proposal"],
    )  # fmt: skip
    if chosen != Sorting.TAKE and locked.basis == Ground.CONFERENCE:
        own_work(actor, subjects=[person_subject(locked.person_id)], source_id=locked.id)
        end_grants(actor, source_ids=[locked.id], reason="振り分けの決定")
    request.refresh_from_db()
    return locked
