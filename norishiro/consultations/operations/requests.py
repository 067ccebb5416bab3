"""多機関協働の利用申込: applied for, taken in hand, answered, withdrawn. 要 is answered by ``casework.accept_request``."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.consultations import access, events, rules
from norishiro.consultations.choices import NoConsentReason, RequestStatus, SortingOrigin
from norishiro.consultations.models import Consultation, SupportRequest
from norishiro.consultations.operations.consultations import handed_on
from norishiro.consultations.operations.focus import entry_focus
from norishiro.core.numbering import next_number
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.profiles.current import current_profile
from norishiro.sharing.choices import ALL_CATEGORIES, Depth, Ground, SourceKind
from norishiro.sharing.operations import agency, end_grants, grant, own_work
from norishiro.sharing.operations import person as person_subject

REFUSED = (RequestStatus.NOT_NEEDED, RequestStatus.COORDINATED, RequestStatus.OTHER_ROUTE)
OPEN = (RequestStatus.SORTING, RequestStatus.APPLIED)


@operation
def apply_for_support(
    actor: Actor, /, *, person: Person, operator_id: UUID, situation: str, tried: str, stuck: str,
    keep_secret: str = "", guide_type: str = "", no_consent_reason: NoConsentReason | str = "",
    consultation: Consultation | None = None, previous: SupportRequest | None = None,
    sorting_origin: SortingOrigin | str = "", today: date,
) -> SupportRequest:  # fmt: skip
    """Ask the operator of 多機関協働 for help. The agency applies, not the person.

    With the person's consent that names the operator the request rests on it (C0). Otherwise the reason is kept and the
    person is opened to the operator in outline as long as the request runs (J6). With ``sorting_origin`` it goes on the
    list of the sorting meeting first, and into the queue when it is taken there. Records ``request.applied`` or
    ``request.listed``; refused by ``may_apply`` and, with ``previous``, by ``may_reapply``.
    """
    consent = access.consent_for(actor, person_id=person.id, agency_id=operator_id, today=today)
    verdict = rules.may_apply(
        operator_known=operator_id in {one.id for one in access.operators_on(today)}, consented=consent is not None,
        shows_name=access.shows_name(consent), no_consent_reason=no_consent_reason, situation=situation, tried=tried,
        stuck=stuck,
        open_already=SupportRequest.objects.filter(
            person=person, agency_id=actor.agency_id, status__in=OPEN
        ).exists(),
    )  # fmt: skip
    if previous is not None:
        verdict &= rules.may_reapply(
            mine=previous.agency_id in actor.agency_ids, refused=previous.status in REFUSED,
            allowed=current_profile(today).flow.request.reapply_allowed,
        )  # fmt: skip
    verdict.or_refuse()
    rests_on = consent if access.shows_name(consent) else None
    request = SupportRequest(
        id=uuid.uuid4(), subject_id=person.id, basis=Ground.CONSENT if rests_on else Ground.CONFERENCE,
        agency_id=actor.agency_id, categories=rests_on.categories if rests_on else ALL_CATEGORIES,
        number=next_number("申", "consultations_request_number", today=today), person=person,
        consultation=consultation, previous=previous, applicant_id=actor.staff_id, operator_id=operator_id,
        applied_on=today, due_on=rules.due_after(sent_on=today, answer_days=access.answer_days(today)),
        consent=rests_on, no_consent_reason="" if rests_on else no_consent_reason, guide_type=guide_type,
        entry_focus=entry_focus(consultation) or (previous.entry_focus if previous else None),
        situation=situation, tried=tried, stuck=stuck, keep_secret=keep_secret, sorting_origin=sorting_origin,
        status=RequestStatus.SORTING if sorting_origin else RequestStatus.APPLIED,
    )  # fmt: skip
    own_work(actor, subjects=[person_subject(person.id)], source_id=request.id)
    if rests_on is None:
        _refer(actor, request=request)
    request.save(force_insert=True)
    handed_on(consultation)
    sign(
        actor, events.REQUEST_LISTED if sorting_origin else events.REQUEST_APPLIED, subjects=[person.id],
        ground=request.basis,
        changes={"operator": (None, operator_id), "due_on": (None, request.due_on)},
    )  # fmt: skip
    return request


def _refer(actor: Actor, *, request: SupportRequest) -> None:
    """Without consent: the outline of the person to the operator, on the ground of 支援会議."""
    grant(
        actor, subjects=[person_subject(request.person_id)], recipients=[agency(request.operator_id)],
        ground=Ground.CONFERENCE, depth=Depth.OUTLINE, source=SourceKind.REFERRAL, source_id=request.id,
    )  # fmt: skip


@operation
def take_request(actor: Actor, /, *, request: SupportRequest, today: date) -> SupportRequest:
    """Become the one who sees to the request. Records ``request.taken``; refused by ``may_take_request``."""
    locked = lock(request)
    rules.may_take_request(
        mine=locked.operator_id in actor.agency_ids, waiting=locked.status == RequestStatus.APPLIED
    ).or_refuse()
    before, locked.owner_id = locked.owner_id, actor.staff_id
    save(locked, "owner")
    sign(
        actor, events.REQUEST_TAKEN, subjects=[locked.person_id], ground=locked.basis,
        changes={"owner": (before, actor.staff_id)},
    )  # fmt: skip
    request.refresh_from_db()
    return locked


@operation
def answer_request(
    actor: Actor,
    /,
    *,
    request: SupportRequest,
    answer: RequestStatus,
    reason: str,
    proposal: str = "",
    who_does_what: str = "",
    today: date,
) -> SupportRequest:
    """Answer 調整のみ with who does what, or 不要 with a proposal. The operator keeps the request with its own answer; what
    was opened to it without consent closes.

    Records ``request.answered``; refused by ``may_answer_request``.
    """
    locked = _answer(
        actor, request=request, answer=RequestStatus(answer), reason=reason, proposal=proposal,
        who_does_what=who_does_what, today=today,
    )  # fmt: skip
    if locked.basis == Ground.CONFERENCE:
        own_work(actor, subjects=[person_subject(locked.person_id)], source_id=locked.id)
        end_grants(actor, source_ids=[locked.id], reason="申込への回答")
    request.refresh_from_db()
    return locked


@operation
def mark_needed(
    actor: Actor,
    /,
    *,
    request: SupportRequest,
    reason: str,
    lead_side: str,
    lead_side_reason: str,
    today: date,
) -> SupportRequest:
    """Answer 要, with the side that leads. Called where the case is opened, in the same transaction.

    Records ``request.answered``; refused by ``may_answer_request``.
    """
    locked = _answer(
        actor, request=request, answer=RequestStatus.NEEDED, reason=reason, proposal="", today=today
    )
    locked.lead_side, locked.lead_side_reason = lead_side, lead_side_reason
    save(locked, "lead_side", "lead_side_reason")
    request.refresh_from_db()
    return locked


def _answer(
    actor: Actor, *, request: SupportRequest, answer: RequestStatus, reason: str, proposal: str,
    who_does_what: str = "", today: date,
) -> SupportRequest:  # fmt: skip
    locked = lock(request)
    rules.may_answer_request(
        mine=locked.operator_id in actor.agency_ids, waiting=locked.status == RequestStatus.APPLIED,
        refuses=answer == RequestStatus.NOT_NEEDED, reason=reason, proposal=proposal,
        coordinates=answer == RequestStatus.COORDINATED, who_does_what=who_does_what,
    ).or_refuse()  # fmt: skip
    before = locked.status
    locked.status, locked.answer_reason, locked.proposal = answer, reason, proposal
    locked.who_does_what = who_does_what
    locked.answered_on, locked.answered_by_id = today, actor.staff_id
    locked.owner_id = locked.owner_id or actor.staff_id
    save(
        locked, "status", "answer_reason", "proposal", "who_does_what", "answered_on", "answered_by", "owner"
    )
    sign(
        actor, events.REQUEST_ANSWERED, subjects=[locked.person_id], ground=locked.basis,
        changes={"status": (before, answer)}, changed_text=["answer_reason", "proposal", "who_does_what"],
    )  # fmt: skip
    return locked


@operation
def withdraw_request(
    actor: Actor, /, *, request: SupportRequest, reason: str = "", today: date
) -> SupportRequest:
    """Take an unanswered request back; what it opened without consent closes now.

    Records ``request.withdrawn``; refused by ``may_withdraw``.
    """
    locked = lock(request)
    rules.may_withdraw(mine=locked.agency_id in actor.agency_ids, waiting=locked.status in OPEN).or_refuse()
    locked.status, locked.withdrawn_reason = RequestStatus.WITHDRAWN, reason
    save(locked, "status", "withdrawn_reason")
    sign(actor, events.REQUEST_WITHDRAWN, subjects=[locked.person_id], ground=locked.basis, reason=reason)
    if locked.basis == Ground.CONFERENCE:
        end_grants(actor, source_ids=[locked.id], reason="申込の取り下げ")
    request.refresh_from_db()
    return locked


def lock(request: SupportRequest) -> SupportRequest:
    """The row for this transaction alone."""
    return SupportRequest.objects.select_for_update().get(pk=request.pk)


def save(request: SupportRequest, *fields: str) -> None:
    """The named fields, and one version more."""
    request.version += 1
    request.save(update_fields=[*fields, "version", "changed_at"])
