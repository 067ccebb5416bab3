"""後方支援: asking another agency for advice without handing the case over."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases import access, events, rules
from norishiro.cases.choices import HelpStatus
from norishiro.cases.models import Case, HelpRequest
from norishiro.cases.operations.cases import moved
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.sharing.choices import Category, Depth, Ground, SourceKind
from norishiro.sharing.operations import agency, grant
from norishiro.sharing.operations import case as case_subject


@operation
def ask_help(
    actor: Actor, /, *, case: Case, helper_agency_id: UUID, question: str, today: date
) -> HelpRequest:
    """Ask another agency how to go on. The question is a subject of its own, written without names: asking opens
    nothing of the case. The helper sees the case only if some other ground already opens it. One's own agency can be
    asked where somebody there backs the workers of the case's area.

    Changes: one request, open to both agencies (P69-0). Records ``help.asked``; refused by ``may_ask_help``.
    """
    rules.may_ask_help(
        status=case.status,
        own=helper_agency_id in actor.agency_ids
        and not access.backs_from_within(actor, case=case, agency_id=helper_agency_id, on=today),
        helper_live=access.is_live(agency_id=helper_agency_id, on=today), question=question,
    ).or_refuse()  # fmt: skip
    request_id = uuid.uuid4()
    grant(
        actor, subjects=[case_subject(request_id)], recipients=[agency(actor.agency_id), agency(helper_agency_id)],
        ground=Ground.PURPOSE, depth=Depth.PROGRESS, source=SourceKind.REFERRAL, source_id=request_id,
    )  # fmt: skip
    request = HelpRequest.objects.create(
        id=request_id, case=case, subject_id=request_id, basis=Ground.PURPOSE, agency_id=actor.agency_id,
        categories=int(Category.LIFE_HISTORY), asked_on=today, asker_id=actor.staff_id,
        helper_agency_id=helper_agency_id, question=question,
    )  # fmt: skip
    moved(case, today=today)
    sign(
        actor,
        events.HELP_ASKED,
        subjects=[case.id, request_id],
        ground=Ground.PURPOSE,
        changed_text=["question"],
    )
    return request


@operation
def answer_help(actor: Actor, /, *, request: HelpRequest, reply: str, today: date) -> HelpRequest:
    """The agency that was asked advises. Records ``help.answered``; refused by ``may_answer_help``."""
    locked = HelpRequest.objects.select_for_update().get(pk=request.pk)
    rules.may_answer_help(
        status=locked.status, reply=reply,
        mine=locked.helper_agency_id in actor.agency_ids and locked.asker_id != actor.staff_id,
    ).or_refuse()  # fmt: skip
    locked.reply, locked.replied_on, locked.replier_id, locked.status = (
        reply,
        today,
        actor.staff_id,
        HelpStatus.ANSWERED,
    )
    locked.save(update_fields=["reply", "replied_on", "replier", "status"])
    sign(actor, events.HELP_ANSWERED, subjects=[locked.subject_id], changed_text=["reply"])
    return locked


@operation
def follow_up_help(actor: Actor, /, *, request: HelpRequest, words: str, today: date) -> HelpRequest:
    """Say what came of the advice. Records ``help.followed_up``; refused by ``may_follow_up_help``."""
    locked = HelpRequest.objects.select_for_update().get(pk=request.pk)
    rules.may_follow_up_help(
        status=locked.status, mine=locked.agency_id in actor.agency_ids, words=words
    ).or_refuse()
    locked.follow_up, locked.followed_on, locked.status = words, today, HelpStatus.FOLLOWED_UP
    locked.save(update_fields=["follow_up", "followed_on", "status"])
    sign(actor, events.HELP_FOLLOWED, subjects=[locked.subject_id], changed_text=["follow_up"])
    return locked
