"""根拠の変更: what was said in a 支援会議 stays there, unless somebody decides otherwise and it is written down."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.meetings import events, rules
from norishiro.meetings.access import People, case_behind, is_hidden, people_of, run_verdict
from norishiro.meetings.models import BasisChange, MinuteLine
from norishiro.sharing.choices import Depth, Ground
from norishiro.sharing.queries import live_grants
from norishiro.sharing.register import ground_on


@operation
def change_basis(
    actor: Actor, /, *, line: MinuteLine, reason: str, decided_by: str, decided_on: date, today: date
) -> BasisChange:
    """Let one line of a 支援会議 go on under the person's consent: from now on consent opens it, and its withdrawal closes
    it. Whoever saw it only through the meeting sees it no more.

    Changes: basis and subject of the line, one row that says who decided it, when and why. Records
    ``minutes.basis_changed`` with both grounds. Refused by ``may_change_basis``.
    """
    locked = (
        MinuteLine.objects.select_for_update(of=("self",))
        .select_related("item__sitting__body")
        .get(pk=line.pk)
    )
    item, to = locked.item, Ground.CONSENT
    case = case_behind(actor, item)
    people = people_of(actor, case, today=today) if case else None
    rules.may_change_basis(
        basis=locked.basis, to=to, hidden=is_hidden(item), item_status=item.status, reason=reason,
        keeps_minutes=item.sitting is not None and run_verdict(actor, item.sitting).allowed,
        consented=people is not None and _consent_carries(actor, people, line=locked),
        decided_by=decided_by, decided_on=decided_on, today=today,
    ).or_refuse()  # fmt: skip
    entry = ground_on(to, on=today)
    before = locked.basis, locked.subject_id
    locked.basis, locked.subject_id = to, item.case_id
    locked.save(update_fields=["basis", "subject_id"])
    change = BasisChange.objects.create(
        line=locked, from_basis=before[0], to_basis=to, article=entry.article if entry else "", reason=reason,
        decided_by=decided_by, decided_on=decided_on, staff_id=actor.staff_id, agency_id=actor.agency_id,
    )  # fmt: skip
    sign(
        actor, events.BASIS_CHANGED, subjects=[before[1], item.case_id], ground=to, reason=reason,
        changes={"basis": (before[0], to), "decided_on": (None, decided_on)},
    )  # fmt: skip
    return change


def _consent_carries(actor: Actor, people: People, *, line: MinuteLine) -> bool:
    """Everybody of the case whom the actor knows consents to the actor's agency, and so far as this line reaches."""
    held = live_grants(actor).filter(
        subject_id=line.item.case_id, ground=Ground.CONSENT, depth__gte=Depth.PROGRESS
    )
    covers = any(
        one & line.categories == line.categories for one in held.values_list("categories", flat=True)
    )
    return (
        covers
        and bool(people.members)
        and all(actor.agency_ids & people.consents[one.id] for one in people.members)
    )
