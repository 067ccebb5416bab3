"""要: the request is accepted, the household is known, and the case begins — all at once or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.cases.operations import assign_role, open_case
from norishiro.consultations.models import SupportRequest
from norishiro.consultations.operations import mark_needed
from norishiro.core.operation import operation
from norishiro.people.choices import RelationToHead
from norishiro.people.models import Household, Person
from norishiro.people.operations import add_person, join_household, make_household
from norishiro.plans.operations import ensure_monitoring
from norishiro.sharing.choices import Ground
from norishiro.sharing.operations import case, let_consent_reach, own_work
from norishiro.sharing.operations import person as person_subject


@dataclass(frozen=True)
class Newcomer:
    """Somebody of the household nobody has registered yet; the name may be unknown."""

    name: str = ""
    alias: str = ""
    relation: str = RelationToHead.UNKNOWN


@operation
def accept_request(
    actor: Actor, /, *, request: SupportRequest, title: str, household: Household | None = None,
    household_label: str = "", people: Iterable[Person] = (), newcomers: Iterable[Newcomer] = (),
    lead_agency_id: UUID, lead_staff_id: UUID | None = None, lead_side: str, lead_side_reason: str, reason: str,
    flow_step: str = "", applicant_task: str = "", today: date,
) -> Case:  # fmt: skip
    """Answer 要 and begin the case of the household, new or known, with the person asked about always in it.

    Registers newcomers, opens case and people to operator and lead (OWN), and with ``applicant_task`` keeps the applicant
    in the team on the ground of the request. Records what its parts record, ``request.answered`` and ``case.opened``
    among them; refused by ``may_answer_request``, ``may_open_case`` and ``may_assign_role``.
    """
    mark_needed(
        actor,
        request=request,
        reason=reason,
        lead_side=lead_side,
        lead_side_reason=lead_side_reason,
        today=today,
    )
    own_work(actor, subjects=[person_subject(request.person_id)], source_id=request.id)
    home = household
    if home is None and household_label.strip():
        home = make_household(actor, label=household_label, today=today)
        join_household(
            actor,
            household=home,
            person=request.person,
            relation=RelationToHead.UNKNOWN,
            from_on=today,
            today=today,
        )
    members = {request.person_id: request.person} | {one.id: one for one in people}
    for newcomer in newcomers:
        person = add_person(actor, name=newcomer.name, alias=newcomer.alias, today=today)
        members[person.id] = person
        if home is not None:
            join_household(
                actor, household=home, person=person, relation=newcomer.relation, from_on=today, today=today
            )
    opened = open_case(
        actor, title=title, household=home, people=members.values(), origin=request, operator_id=request.operator_id,
        lead_agency_id=lead_agency_id, lead_staff_id=lead_staff_id, lead_side=lead_side, reason=lead_side_reason,
        flow_step=flow_step, today=today,
    )  # fmt: skip
    _let_consent_reach(actor, request=request, opened=opened)
    if applicant_task.strip():
        assign_role(
            actor, case=opened, person=request.person, bearer_id=request.agency_id,
            bearer_staff_id=request.applicant_id, what=applicant_task,
            basis=Ground.OWN if request.agency_id in actor.agency_ids else request.basis, from_on=today,
        )  # fmt: skip
    ensure_monitoring(actor, case=opened, today=today)
    return opened


def _let_consent_reach(actor: Actor, *, request: SupportRequest, opened: Case) -> None:
    """What the person consented to reaches the case it led to; it ends with the consent."""
    if request.basis != Ground.CONSENT or request.consent is None:
        return
    let_consent_reach(
        actor, consent=request.consent, subject=case(opened.id), categories=request.categories,
        recipient_ids=(request.operator_id, request.agency_id),
    )  # fmt: skip
