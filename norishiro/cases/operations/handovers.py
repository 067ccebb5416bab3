"""引継ぎ: one agency ends its service when another has accepted. The case itself stays open."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases import access, events, rules
from norishiro.cases.choices import HandoverStatus
from norishiro.cases.models import Case, Handover
from norishiro.cases.operations.cases import moved
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.sharing.choices import Category, Depth, Ground, SourceKind
from norishiro.sharing.operations import agency, end_grants, grant, own_work
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import person as person_subject


@operation
def offer_handover(
    actor: Actor, /, *, case: Case, person: Person | None = None, kind: str, to_agency_id: UUID, what: str, note: str,
    due_on: date | None = None, check_on: date | None = None, basis: str, today: date,
) -> Handover:  # fmt: skip
    """Offer another agency to go on with what this one does; nothing ends before it accepts.

    Under 支援会議 (J6) the offer opens the case to the receiver in outline until it answers; under consent the receiver
    must be named in it. Records ``handover.offered``; refused by ``may_offer_handover``.
    """
    rules.may_offer_handover(
        status=case.status, own=to_agency_id in actor.agency_ids,
        receiver_live=access.is_live(agency_id=to_agency_id, on=today), kind=kind, due_on=due_on, check_on=check_on,
        today=today, basis=basis,
        receiver_consented=access.has_consent(
            actor, case=case, person_id=person.id if person else None, agency_id=to_agency_id
        ),
    ).or_refuse()  # fmt: skip
    rules.may_write_under(basis_open=access.writes_under(actor, subject_id=case.id, basis=basis)).or_refuse()
    handover_id = uuid.uuid4()
    if basis == Ground.CONFERENCE:
        subjects = [case_subject(case.id), *(person_subject(one) for one in access.member_ids(case))]
        grant(
            actor, subjects=subjects, recipients=[agency(to_agency_id)], ground=Ground.CONFERENCE,
            depth=Depth.OUTLINE, source=SourceKind.REFERRAL, source_id=handover_id,
        )  # fmt: skip
    handover = Handover.objects.create(
        id=handover_id, case=case, subject_id=case.id, basis=basis, agency_id=actor.agency_id,
        categories=int(Category.ATTRIBUTES), person=person, kind=kind, to_agency_id=to_agency_id, what=what, note=note,
        offered_on=today, due_on=due_on, offered_by_id=actor.staff_id, check_on=check_on,
    )  # fmt: skip
    moved(case, today=today)
    sign(
        actor, events.HANDOVER_OFFERED, subjects=[case.id], ground=basis,
        changes={"to_agency": (None, to_agency_id)}, changed_text=["what", "note"],
    )  # fmt: skip
    return handover


@operation
def answer_handover(
    actor: Actor, /, *, handover: Handover, accept: bool, answer: str, today: date
) -> Handover:
    """Accept what is offered (and have own business with the case from now on), or say why not.

    Records ``handover.answered``; refused by ``may_answer_handover``. Declined: what the offer opened, closes.
    """
    locked = Handover.objects.select_for_update().get(pk=handover.pk)
    rules.may_answer_handover(
        status=locked.status, mine=locked.to_agency_id in actor.agency_ids, accept=accept, answer=answer
    ).or_refuse()
    locked.status = HandoverStatus.ACCEPTED if accept else HandoverStatus.DECLINED
    locked.answered_on, locked.answered_by_id, locked.answer = today, actor.staff_id, answer
    locked.save(update_fields=["status", "answered_on", "answered_by", "answer"])
    sign(actor, events.HANDOVER_ANSWERED, subjects=[locked.case_id], changes={"accept": (None, accept)})
    if accept:
        subjects = [
            case_subject(locked.case_id),
            *(person_subject(one) for one in access.member_ids(locked.case)),
        ]
        own_work(actor, subjects=subjects, source_id=locked.id)
        moved(locked.case, today=today)
    else:
        end_grants(actor, source_ids=[locked.id], reason="引継ぎを受けられない")
    return locked


@operation
def check_handover(actor: Actor, /, *, handover: Handover, today: date) -> Handover:
    """Somebody looked how it went after the handover. Records ``handover.checked``; refused by ``may_check_handover``."""
    locked = Handover.objects.select_for_update(of=("self",)).select_related("case").get(pk=handover.pk)
    case = locked.case
    rules.may_check_handover(
        status=locked.status, checked=locked.checked_on is not None,
        mine=bool(actor.agency_ids & {locked.agency_id, case.lead_agency_id, case.operator_id}),
    ).or_refuse()  # fmt: skip
    locked.checked_on = today
    locked.save(update_fields=["checked_on"])
    sign(actor, events.HANDOVER_CHECKED, subjects=[locked.case_id])
    return locked
