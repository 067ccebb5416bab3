"""The verbs of this room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.core.numbering import next_number
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.people.operations import keys_of
from norishiro.rights import events, lookups, rules
from norishiro.rights.choices import OUTCOMES, NoticeState, Outcome, RequestKind, Status
from norishiro.rights.material import Asked, Record, brought_together
from norishiro.rights.models import Correction, Item, Notice, Opinion, Part, Request, StopOrder
from norishiro.rights.terms import term_of
from norishiro.sharing.models import StopPass, UseStop

CLOSED = (Status.DONE, Status.WITHDRAWN)
LAW_100 = "個人情報の保護に関する法律第100条"


@operation
def receive_request(
    actor: Actor, /, *, kind: str, asker: str, asker_name: str, asker_address: str, subject_name: str, subject_kana: str,
    subject_birth: date | None, wanted: str, danger: bool, received_on: date, days: int, fee: int | None, today: date,
) -> Request:  # fmt: skip
    """Enter a request into the register; the clock runs from the day it came. Records ``rights.received``.

    Refused by ``may_receive``.
    """
    rules.may_receive(
        received_on=received_on, today=today, days=days, longest=term_of(kind).days, asker=asker, kind=kind
    ).or_refuse()
    made = Request.objects.create(
        number=next_number("求", "rights_number", today=today), kind=kind, office_id=actor.agency_id,
        received_on=received_on, received_by_id=actor.staff_id, asker=asker, asker_name=asker_name,
        asker_address=asker_address, subject_name=subject_name, subject_kana=subject_kana, subject_birth=subject_birth,
        wanted=wanted, danger=danger, days=days, fee=fee, **keys_of(name=subject_name, kana=subject_kana),
    )  # fmt: skip
    sign(actor, events.REQUEST_RECEIVED, changes={"kind": (None, kind), "number": (None, made.number)})
    return made


@operation
def identify_requester(
    actor: Actor, /, *, request: Request, how: str, on: date, mending_days: int, today: date
) -> Request:
    """Write down how the requester was identified, and how many days mending the request took.

    Records ``rights.identified``; refused by ``may_identify``.
    """
    locked = _locked(request)
    rules.may_identify(
        closed=locked.status in CLOSED, how=how, on=on, received_on=locked.received_on, today=today, mending=mending_days
    ).or_refuse()  # fmt: skip
    locked.identity_how, locked.identity_on, locked.mending_days = how, on, mending_days
    locked.save()
    sign(actor, events.REQUESTER_IDENTIFIED, changes={"number": (None, locked.number)})
    return locked


@operation
def link_person(actor: Actor, /, *, request: Request, person_id: UUID) -> Request:
    """Say whose records are asked for; only somebody of the name and birthday of the request.

    Records ``rights.linked``; refused by ``may_link``.
    """
    locked = _locked(request)
    fitting = {one.id for one in lookups.candidates(request_id=locked.id)}
    rules.may_link(
        closed=locked.status in CLOSED,
        identified=locked.identity_on is not None,
        candidate=person_id in fitting,
    ).or_refuse()
    locked.person_id, locked.status = person_id, Status.LOOKING
    locked.save()
    sign(actor, events.REQUEST_LINKED, subjects=[person_id], changes={"number": (None, locked.number)})
    return locked


@operation
def extend_term(
    actor: Actor, /, *, request: Request, more: int, reason: str, on: date, today: date
) -> Request:
    """Put the decision off, once, and keep why and when it was told. Records ``rights.extended``; refused by
    ``may_extend``."""
    locked = _locked(request)
    rules.may_extend(
        closed=locked.status in CLOSED, extended=locked.extended_days > 0, more=more, longest=term_of(locked.kind).more,
        reason=reason, on=on,
        due=rules.due_on(
            received_on=locked.received_on, days=locked.days, mending_days=locked.mending_days
        ),
    ).or_refuse()  # fmt: skip
    locked.extended_days, locked.extension_reason, locked.extended_on = more, reason, on
    locked.save()
    sign(actor, events.TERM_EXTENDED, subjects=_about(locked), changes={"days": (0, more)})
    return locked


@operation
def ask_opinion(
    actor: Actor, /, *, request: Request, name: str, about: str, asked_on: date, answer_by: date, today: date
) -> Opinion:
    """Ask somebody whose data stand in the record. Records ``rights.opinion_asked``; refused by ``may_ask_opinion``."""
    rules.may_ask_opinion(
        closed=request.status in CLOSED, asked_on=asked_on, answer_by=answer_by, today=today
    ).or_refuse()
    opinion = Opinion.objects.create(
        request=request, name=name, about=about, asked_on=asked_on, answer_by=answer_by
    )
    sign(actor, events.OPINION_ASKED, subjects=_about(request), changes={"number": (None, request.number)})
    return opinion


@operation
def note_opinion(
    actor: Actor, /, *, opinion: Opinion, answered_on: date, opposes: bool, words: str, today: date
) -> Opinion:
    """Keep what the third party said. Records ``rights.opinion_noted``; refused by ``may_answer_opinion``."""
    locked = Opinion.objects.select_for_update(of=("self",)).select_related("request").get(pk=opinion.pk)
    rules.may_answer_opinion(
        answered=locked.answered_on is not None,
        answered_on=answered_on,
        asked_on=locked.asked_on,
        today=today,
    ).or_refuse()
    locked.answered_on, locked.opposes, locked.words = answered_on, opposes, words
    locked.save()
    sign(actor, events.OPINION_NOTED, subjects=_about(locked.request), changes={"opposes": (None, opposes)})
    return locked


@operation
def gather_records(actor: Actor, /, *, request: Request) -> int:
    """Bring together every record about the person, of all agencies, each piece with a proposal; answers how many.

    What was gathered before is replaced; pieces somebody changed by hand keep what was settled. Records
    ``rights.gathered``; refused by ``may_gather``.
    """
    locked = _locked(request)
    rules.may_gather(
        closed=locked.status in CLOSED, identified=locked.identity_on is not None, linked=locked.person_id is not None,
        decided=bool(locked.outcome), corrections=locked.corrections.count(),
    ).or_refuse()  # fmt: skip
    assert locked.person_id is not None  # may_gather has refused
    settled = {
        (part.row_id, part.label, part.text): part
        for part in Part.objects.filter(item__request=locked).exclude(reason="")
    }
    asked = Asked(locked.person_id, locked.asker, locked.danger)
    records = brought_together(lookups.material(request_id=locked.id), asked=asked)
    locked.items.all().delete()
    _keep(locked, records, settled)
    sign(
        actor, events.RECORDS_GATHERED, subjects=_about(locked),
        changes={"number": (None, locked.number), "records": (None, len(records))},
    )  # fmt: skip
    return len(records)


def _keep(request: Request, records: Iterable[Record], settled: dict[tuple[UUID, str, str], Part]) -> None:
    for order, record in enumerate(records, start=1):
        item = Item.objects.create(
            request=request, order=order, source=record.source, row_id=record.row_id, found=record.found,
            title=record.title, on=record.on, writer_id=record.writer_id, subject_id=record.subject_id,
            basis=record.basis, categories=record.categories, unnamed=record.unnamed,
        )  # fmt: skip
        parts = []
        for place, piece in enumerate(record.pieces, start=1):
            before = settled.get((UUID(piece.row_id), piece.label, piece.text))
            kept = before is not None and not piece.proposal.locked
            parts.append(
                Part(
                    item=item, order=place, row_id=piece.row_id, label=piece.label, kind=piece.kind, text=piece.text,
                    locked=piece.proposal.locked, proposed=piece.proposal.withheld, why=piece.proposal.why,
                    withheld=before.withheld if before and kept else piece.proposal.withheld,
                    reason=before.reason if before and kept else "",
                    changed_by_id=before.changed_by_id if before and kept else None,
                )
            )  # fmt: skip
        Part.objects.bulk_create(parts)


@operation
def change_part(actor: Actor, /, *, part: Part, withheld: str, reason: str) -> Part:
    """Settle by hand what is shown of one piece, and why. Records ``rights.part_changed``; refused by
    ``may_change_part``."""
    locked = Part.objects.select_for_update(of=("self",)).select_related("item__request").get(pk=part.pk)
    request = locked.item.request
    rules.may_change_part(
        closed=request.status in CLOSED, decided=bool(request.outcome), locked=locked.locked, opens=withheld == "",
        reason=reason,
    ).or_refuse()  # fmt: skip
    before, locked.withheld = locked.withheld, withheld
    locked.reason, locked.changed_by_id = reason, actor.staff_id
    locked.save()
    sign(
        actor, events.PART_CHANGED, subjects=_about(request),
        changes={"withheld": (before, withheld)}, changed_text=["reason"],
    )  # fmt: skip
    return locked


@operation
def add_correction(
    actor: Actor, /, *, request: Request, part: Part, after: str, statement: str
) -> Correction:
    """Write down one thing the person asks to be put right. Records ``rights.correction_asked``; refused by
    ``may_add_correction``."""
    rules.may_add_correction(
        closed=request.status in CLOSED, kind=request.kind, decided=bool(request.outcome), statement=statement, after=after
    ).or_refuse()  # fmt: skip
    made = Correction.objects.create(request=request, part=part, after=after, statement=statement)
    sign(actor, events.CORRECTION_ASKED, subjects=_about(request), changed_text=["after", "statement"])
    return made


@operation
def judge_correction(actor: Actor, /, *, correction: Correction, refused: bool, reason: str) -> Correction:
    """Say, after looking into it, whether it will be put right. Records ``rights.correction_judged``; refused by
    ``may_judge_correction``."""
    locked = (
        Correction.objects.select_for_update(of=("self",)).select_related("request").get(pk=correction.pk)
    )
    rules.may_judge_correction(
        closed=locked.request.status in CLOSED, decided=bool(locked.request.outcome), reason=reason
    ).or_refuse()
    locked.refused, locked.reason = refused, reason
    locked.save()
    sign(
        actor, events.CORRECTION_JUDGED, subjects=_about(locked.request), changes={"refused": (None, refused)}
    )
    return locked


@operation
def propose_decision(actor: Actor, /, *, request: Request, outcome: str, reason: str) -> Request:
    """Put a decision before somebody else. Records ``rights.proposed``; refused by ``may_propose``."""
    locked = _locked(request)
    withheld = Part.objects.filter(item__request=locked, item__unnamed=False).exclude(withheld="").count()
    rules.may_propose(
        closed=locked.status in CLOSED, kind=locked.kind, fits=outcome in OUTCOMES[RequestKind(locked.kind)],
        linked=locked.person_id is not None, gathered=locked.items.exists(), corrections=locked.corrections.count(),
        withheld=withheld, outcome=outcome, reason=reason,
    ).or_refuse()  # fmt: skip
    locked.proposed_outcome, locked.proposed_reason = outcome, reason
    locked.proposed_by_id, locked.status = actor.staff_id, Status.PROPOSED
    locked.save()
    sign(actor, events.DECISION_PROPOSED, subjects=_about(locked), changes={"outcome": (None, outcome)})
    return locked


@operation
def return_proposal(actor: Actor, /, *, request: Request, reason: str) -> Request:
    """Give the proposal back to be worked on. Records ``rights.returned``; refused by ``may_decide``."""
    locked = _locked(request)
    rules.may_decide(
        proposed=locked.status == Status.PROPOSED,
        by_proposer=False,
        waiting_opinions=0,
        opposed_recently=False,
    ).or_refuse()
    locked.status = Status.LOOKING if locked.person_id else Status.RECEIVED
    locked.save()
    sign(actor, events.PROPOSAL_RETURNED, subjects=_about(locked), reason=reason)
    return locked


@operation
def decide_request(actor: Actor, /, *, request: Request, now: datetime, today: date) -> Request:
    """Decide as proposed, as the second person. What follows happens in the same moment: a stop shuts at once, a correction
    stands beside its record and every recipient is told.

    Records ``rights.decided`` and what follows; refused by ``may_decide``.
    """
    locked = _locked(request)
    rules.may_decide(
        proposed=locked.status == Status.PROPOSED, by_proposer=locked.proposed_by_id == actor.staff_id,
        waiting_opinions=locked.opinions.filter(answered_on__isnull=True, answer_by__gte=today).count(),
        opposed_recently=False,
    ).or_refuse()  # fmt: skip
    locked.outcome, locked.decided_on, locked.decided_by_id = locked.proposed_outcome, today, actor.staff_id
    locked.status = Status.DECIDED
    locked.save()
    sign(actor, events.REQUEST_DECIDED, subjects=_about(locked), changes={"outcome": (None, locked.outcome)})
    if locked.kind == RequestKind.CORRECT:
        _enter_corrections(actor, locked, today)
    if locked.outcome == Outcome.STOP:
        _stop_use(actor, locked, now)
    return locked


def _enter_corrections(actor: Actor, request: Request, today: date) -> None:
    for correction in request.corrections.select_related("part__item"):
        if request.outcome == Outcome.NOT_CORRECT and not correction.refused:
            correction.refused = True
            correction.save(update_fields=["refused"])
        subject = lookups.enter_note(correction_id=correction.id)
        correction.entered_on = today
        correction.save(update_fields=["entered_on"])
        sign(
            actor, events.RECORD_CORRECTED, subjects=[one for one in (subject, request.person_id) if one],
            changes={"refused": (None, correction.refused)}, changed_text=["after"],
        )  # fmt: skip
        if not correction.refused:
            _tell_recipients(request, correction, today)


def _tell_recipients(request: Request, correction: Correction, today: date) -> None:
    part = correction.part
    Notice.objects.bulk_create(
        Notice(
            correction=correction, office_id=request.office_id, agency_id=one.agency_id, why=one.why,
            number=request.number, who=request.subject_name, what=f"{part.item.title}の「{part.label}」",
            before=part.text, after=correction.after, sent_on=today,
        )
        for one in lookups.recipients(request_id=request.id, item_id=part.item_id)
    )  # fmt: skip


def _stop_use(actor: Actor, request: Request, now: datetime) -> None:
    assert request.person_id is not None  # may_propose has refused
    stopped = UseStop.objects.filter(subject_id=request.person_id, lifted_at__isnull=True).first()
    stop = stopped or UseStop.objects.create(
        subject_id=request.person_id, office_id=request.office_id, law=LAW_100, ordered_by_id=actor.staff_id, from_at=now
    )  # fmt: skip
    StopOrder.objects.get_or_create(stop=stop, defaults={"request": request})
    sign(actor, events.USE_STOPPED, subjects=[request.person_id], changes={"number": (None, request.number)})


@operation
def deliver_decision(actor: Actor, /, *, request: Request, how: str, on: date) -> Request:
    """The requester was told. Records ``rights.delivered``; refused by ``may_deliver``."""
    locked = _locked(request)
    rules.may_deliver(
        decided=bool(locked.outcome), delivered=locked.delivered_on is not None, how=how, on=on,
        decided_on=locked.decided_on, opposed=locked.opinions.filter(opposes=True).exists(),
        discloses=locked.outcome in rules.DISCLOSING,
    ).or_refuse()  # fmt: skip
    locked.delivered_on, locked.delivered_how, locked.status = on, how, Status.DONE
    locked.save()
    sign(actor, events.DECISION_DELIVERED, subjects=_about(locked), changes={"on": (None, on)})
    return locked


@operation
def withdraw_request(actor: Actor, /, *, request: Request, reason: str) -> Request:
    """The requester takes the request back. Records ``rights.withdrawn``; refused by ``may_withdraw``."""
    locked = _locked(request)
    rules.may_withdraw(
        closed=locked.status in CLOSED, decided=bool(locked.outcome), reason=reason
    ).or_refuse()
    locked.closed_reason, locked.status = reason, Status.WITHDRAWN
    locked.save()
    sign(actor, events.REQUEST_WITHDRAWN, subjects=_about(locked), changed_text=["closed_reason"])
    return locked


@operation
def acknowledge_notice(actor: Actor, /, *, notice: Notice, what: str, today: date) -> Notice:
    """The agency that received the datum says what it put right. Records ``rights.notice_acknowledged``; refused by
    ``may_acknowledge_notice``."""
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    rules.may_acknowledge_notice(
        mine=locked.agency_id in actor.agency_ids, done=locked.state != NoticeState.WAITING, what=what
    ).or_refuse()
    locked.state, locked.acknowledged_on = NoticeState.ACKNOWLEDGED, today
    locked.acknowledged_by_id, locked.done_what = actor.staff_id, what
    locked.save()
    sign(actor, events.NOTICE_ACKNOWLEDGED, changes={"number": (None, locked.number)})
    return locked


@operation
def let_see(
    actor: Actor, /, *, order: StopOrder, staff: Staff, law: str, reason: str, hours: int, now: datetime
) -> StopPass:
    """Let one person see what is stopped, for some hours, because a law demands it. Records ``rights.stop_passed`` with
    the law and the reason; refused by ``may_let_see``."""
    rules.may_let_see(
        lifted=order.stop.lifted_at is not None, law=law, reason=reason, hours=hours, oneself=staff.id == actor.staff_id
    ).or_refuse()  # fmt: skip
    made = StopPass.objects.create(
        stop=order.stop, staff=staff, law=law, reason=reason, from_at=now, until_at=now + timedelta(hours=hours),
        given_by_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.STOP_PASSED, subjects=[order.stop.subject_id], reason=f"{law}　{reason}",
        changes={"staff": (None, str(staff.id)), "hours": (None, hours)},
    )  # fmt: skip
    return made


@operation
def lift_stop(actor: Actor, /, *, order: StopOrder, reason: str, now: datetime) -> StopOrder:
    """End a stop: from the next click the grants decide again. Records ``rights.stop_lifted``; refused by ``may_lift``."""
    stop = UseStop.objects.select_for_update().get(pk=order.stop_id)
    rules.may_lift(
        lifted=stop.lifted_at is not None, reason=reason, oneself=stop.ordered_by_id == actor.staff_id
    ).or_refuse()
    stop.lifted_at, stop.lifted_by_id, stop.lift_reason = now, actor.staff_id, reason
    stop.save()
    sign(actor, events.STOP_LIFTED, subjects=[stop.subject_id], reason=reason)
    return order


def _locked(request: Request) -> Request:
    return Request.objects.select_for_update().get(pk=request.pk)


def _about(request: Request) -> list[UUID]:
    return [request.person_id] if request.person_id else []
