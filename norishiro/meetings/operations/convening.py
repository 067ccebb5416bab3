"""開催の要請: who may not convene asks who may, with reason and proposed members; both see how it goes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, time
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.meetings import events, lookups, rules
from norishiro.meetings.access import body_fact, convene_verdict, people_of
from norishiro.meetings.choices import ConveneStatus, ItemKind, ItemPurpose, Mode
from norishiro.meetings.models import Body, ConveneRequest, ProposedMember
from norishiro.meetings.operations.agenda import list_item
from norishiro.meetings.operations.sittings import call_sitting
from norishiro.sharing.choices import Depth, Ground, SourceKind
from norishiro.sharing.operations import agency, end_grants, grant
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import person as person_subject


@operation
def request_convening(
    actor: Actor, /, *, case: Case, body: Body, reason: str, proposed: Iterable[tuple[UUID, str]], today: date
) -> ConveneRequest:
    """Ask the agency that convenes the body to hold a 支援会議 on this case.

    Changes: the request, the proposed members, and a J6 grant in outline for the convening agencies, so that they can
    see what they are asked about. Records ``convening.asked``. Refused by ``may_ask_to_convene``.
    """
    conveners = lookups.conveners_of(body)
    requesters = lookups.requesters_of(body)
    wanted = dict(proposed)
    rules.may_ask_to_convene(
        body=body_fact(body, on=today, conveners=conveners),
        own_body=bool(conveners & actor.agency_ids),
        requesters=list(requesters.values()),
        requester=not actor.agency_ids.isdisjoint(requesters),
        reason=reason,
        proposed=len(wanted),
        open_already=ConveneRequest.objects.filter(case=case, body=body, status=ConveneStatus.ASKED).exists(),
    ).or_refuse()
    request_id = uuid.uuid4()
    grant(
        actor,
        subjects=[
            case_subject(case.id),
            *(person_subject(person.id) for person in people_of(actor, case, today=today).members),
        ],
        recipients=[agency(one) for one in sorted(conveners)],
        ground=Ground.CONFERENCE,
        depth=Depth.OUTLINE,
        source=SourceKind.REFERRAL,
        source_id=request_id,
    )
    asked = ConveneRequest.objects.create(
        id=request_id, body=body, case=case, asked_on=today, asker_id=actor.staff_id,
        asker_agency_id=actor.agency_id, reason=reason,
    )  # fmt: skip
    ProposedMember.objects.bulk_create(
        ProposedMember(request=asked, agency_id=one, why=why[:120]) for one, why in wanted.items()
    )
    sign(actor, events.CONVENING_ASKED, subjects=[case.id], ground=Ground.CONFERENCE, changed_text=["reason"])
    return asked


@operation
def answer_convening(
    actor: Actor,
    /,
    *,
    request: ConveneRequest,
    agree: bool,
    answer: str = "",
    held_on: date | None = None,
    starts_at: time | None = None,
    place: str = "",
    mode: str = Mode.ROOM,
    agency_ids: Iterable[UUID] = (),
    staff_by_agency: Mapping[UUID, UUID] | None = None,
    today: date,
) -> ConveneRequest:
    """Agree (the case is listed and a sitting called, with the members as edited) or decline with the reason.

    Declining ends what the convening agency saw. Records ``convening.answered`` and what follows from it. Refused to
    agencies that do not convene the body, and by ``may_answer_convening``.
    """
    locked = ConveneRequest.objects.select_for_update().select_related("body", "case").get(pk=request.pk)
    (
        convene_verdict(actor, locked.body)
        & rules.may_answer_convening(status=locked.status, agree=agree, answer=answer, held_on=held_on)
    ).or_refuse()
    if agree and held_on is not None:
        item = list_item(
            actor, case=locked.case, body=locked.body, kind=ItemKind.SUPPORT, purpose=ItemPurpose.SHARE,
            values={"reason": locked.reason}, today=today,
        )  # fmt: skip
        locked.sitting = call_sitting(
            actor, body=locked.body, held_on=held_on, starts_at=starts_at, ends_at=None, place=place, mode=mode,
            topics="", items=[item], agency_ids=[*agency_ids, locked.asker_agency_id],
            staff_by_agency={locked.asker_agency_id: locked.asker_id, **(staff_by_agency or {})}, today=today,
        )  # fmt: skip
    locked.status = ConveneStatus.AGREED if agree else ConveneStatus.DECLINED
    locked.answer, locked.answered_on, locked.answered_by_id = answer, today, actor.staff_id
    locked.save(update_fields=["sitting", "status", "answer", "answered_on", "answered_by"])
    sign(
        actor, events.CONVENING_ANSWERED, subjects=[locked.case_id], ground=Ground.CONFERENCE,
        changes={"status": (ConveneStatus.ASKED, locked.status)}, changed_text=["answer"],
    )  # fmt: skip
    if not agree:
        end_grants(actor, source_ids=[locked.id], reason="開催しないと回答した")
    return locked
