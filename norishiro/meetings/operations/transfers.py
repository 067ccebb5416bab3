"""話題の受け渡し: handed up, sideways or to an agency; taken up there; answered, and the answer comes down."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.meetings import events, lookups
from norishiro.meetings.access import topic_hand, topic_is_theirs
from norishiro.meetings.choices import TopicOrigin, TopicStatus, TransferStatus
from norishiro.meetings.models import Body, Topic, TopicTransfer
from norishiro.meetings.operations.topics import close_transfer, new_topic
from norishiro.meetings.rules import topics as rules


@operation
def send_topic(
    actor: Actor, /, *, topic: Topic, way: str, to_body: Body | None = None, to_agency_id: UUID | None = None, words: str,
    today: date,
) -> TopicTransfer:  # fmt: skip
    """Hand a topic up, sideways, or to an agency as a proposal. It stays with its body and waits there for the answer.

    Records ``topic.sent``. Refused by ``may_send`` with all reasons.
    """
    locked = Topic.objects.select_for_update(of=("self",)).select_related("body").get(pk=topic.pk)
    open_now = locked.transfers.filter(status__in=TransferStatus.open_states())
    rules.may_send(
        theirs=topic_is_theirs(actor, locked, today=today), status=locked.status, way=way, to_body=to_body is not None,
        to_agency=to_agency_id is not None, same_body=to_body is not None and to_body.id == locked.body_id,
        in_circle=to_body is not None and to_body.id in lookups.bodies_before(locked),
        is_parent=to_body is not None and to_body.id == locked.body.parent_id, words=words,
        open_already=open_now.filter(to_body=to_body, to_agency_id=to_agency_id).exists(),
    ).or_refuse()  # fmt: skip
    made = TopicTransfer.objects.create(
        topic=locked, way=way, to_body=to_body, to_agency_id=to_agency_id, words=words, sent_on=today,
        sent_by_id=actor.staff_id, sent_agency_id=actor.agency_id,
    )  # fmt: skip
    _set_status(locked, TopicStatus.SENT)
    sign(
        actor, events.TOPIC_SENT, reason=locked.number, changed_text=["words"],
        changes={"to_body": (None, to_body.id if to_body else None), "to_agency": (None, to_agency_id)},
    )  # fmt: skip
    return made


@operation
def take_topic(
    actor: Actor, /, *, transfer: TopicTransfer, title: str = "", joins: Topic | None = None, theme_id: UUID | None = None,
    today: date,
) -> Topic:  # fmt: skip
    """Take up what was handed to a body: as a topic of its own, or laid to one that is there. Where it came from stays.

    Changes: a new topic (its area is the sender's), or the households behind are added to the one it joins. Records
    ``topic.taken``. Refused by ``may_take``.
    """
    locked = (
        TopicTransfer.objects.select_for_update(of=("self",))
        .select_related("topic", "to_body")
        .get(pk=transfer.pk)
    )
    body = locked.to_body
    rules.may_take(
        theirs=body is not None and topic_hand(actor, body, on=today).allowed, status=locked.status, title=title,
        joins=joins is not None,
    ).or_refuse()  # fmt: skip
    assert body is not None  # may_take has refused
    above = joins or _as_its_own(actor, locked, body=body, title=title, theme_id=theme_id, today=today)
    if joins is not None:
        joins.cases_behind = (joins.cases_behind or 0) + (locked.topic.cases_behind or 0) or None
        joins.theme_id = theme_id or joins.theme_id
        joins.version += 1
        joins.save(update_fields=["cases_behind", "theme", "version", "changed_at"])
    locked.status, locked.taken_as, locked.taken_on = TransferStatus.TAKEN, above, today
    locked.version += 1
    locked.save(update_fields=["status", "taken_as", "taken_on", "version", "changed_at"])
    sign(
        actor, events.TOPIC_TAKEN, reason=above.number, changes={"topic": (locked.topic_id, above.id)},
    )  # fmt: skip
    return above


def _as_its_own(
    actor: Actor, transfer: TopicTransfer, *, body: Body, title: str, theme_id: UUID | None, today: date
) -> Topic:
    below = transfer.topic
    return new_topic(
        actor, body=body, origin=TopicOrigin.BODY, today=today,
        values={
            "kind": below.kind, "shortage": below.shortage, "title": title.strip(), "text": transfer.words,
            "area_id": below.area_id, "cases_behind": below.cases_behind, "theme_id": theme_id,
        },
    )  # fmt: skip


@operation
def answer_topic(
    actor: Actor, /, *, transfer: TopicTransfer, reply: str, replier: str, owner_id: UUID | None = None,
    due_on: date | None = None, today: date,
) -> TopicTransfer:  # fmt: skip
    """Send the answer down: what was decided, who does it, by when. The topic below has come back, with its new owner.

    Records ``topic.answered``. Refused by ``may_answer``.
    """
    locked = (
        TopicTransfer.objects.select_for_update(of=("self",))
        .select_related("topic__body", "to_body")
        .get(pk=transfer.pk)
    )
    theirs = (
        topic_hand(actor, locked.to_body, on=today).allowed
        if locked.to_body is not None
        else locked.to_agency_id in actor.agency_ids
    )
    rules.may_answer(
        theirs=theirs, noted_for_them=topic_is_theirs(actor, locked.topic, today=today), status=locked.status,
        reply=reply, replier=replier, owner=owner_id is not None, due=due_on is not None,
    ).or_refuse()  # fmt: skip
    close_transfer(
        actor, transfer=locked, reply=reply, replier=replier, owner_id=owner_id, due_on=due_on, today=today
    )
    return locked


@operation
def call_back_topic(actor: Actor, /, *, transfer: TopicTransfer, today: date) -> TopicTransfer:
    """Take back what nobody has taken up yet. Records ``topic.called_back``; refused by ``may_withdraw_transfer``."""
    locked = (
        TopicTransfer.objects.select_for_update(of=("self",))
        .select_related("topic__body")
        .get(pk=transfer.pk)
    )
    rules.may_withdraw_transfer(
        theirs=topic_is_theirs(actor, locked.topic, today=today), status=locked.status
    ).or_refuse()
    locked.status = TransferStatus.WITHDRAWN
    locked.version += 1
    locked.save(update_fields=["status", "version", "changed_at"])
    topic = locked.topic
    still = topic.transfers.filter(status__in=TransferStatus.open_states()).exists()
    if topic.status == TopicStatus.SENT and not still:
        _set_status(topic, TopicStatus.OPEN)
    sign(actor, events.TOPIC_CALLED_BACK, reason=topic.number, changes={"transfer": (locked.id, None)})
    return locked


def _set_status(topic: Topic, status: str) -> None:
    topic.status = status
    topic.version += 1
    topic.save(update_fields=["status", "version", "changed_at"])
