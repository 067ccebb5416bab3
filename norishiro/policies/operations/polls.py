"""What residents were asked, and which measure that justified."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.policies import events, rules
from norishiro.policies.models import Ground, Measure, Poll, Question, Share


@operation
def add_poll(actor: Actor, /, *, name: str, held_on: date, source: str, today: date) -> Poll:
    """Enter a poll of residents. Records ``poll.added``; refused by ``may_add_poll`` and a name that is known."""
    taken = Poll.objects.filter(name=name, held_on=held_on).exists()
    verdict = rules.may_add_poll(taken=taken, held_on=held_on, today=today, source=source)
    (verdict & nobody_named(actor, name, source, field="name")).or_refuse()
    poll = Poll.objects.create(name=name, held_on=held_on, source=source, agency_id=actor.agency_id)
    sign(actor, events.POLL_ADDED, changes={"poll": (None, poll.id), "held_on": (None, held_on)})
    return poll


@operation
def write_share(
    actor: Actor, /, *, poll: Poll, question: Question | None, text: str, answer: str, area_id: UUID | None,
    percent: Decimal | None, people: int | None,
) -> Share:  # fmt: skip
    """Write how many of a hundred gave an answer, in the town or an area; empty while it is being counted. What was written
    before for the same is put right. Records ``share.written``; refused by ``may_write_share`` and a name that is known."""
    verdict = rules.may_write_share(percent=percent) & nobody_named(actor, text, answer, field="text")
    verdict.or_refuse()
    asked = question or Question.objects.get_or_create(text=text, defaults={"answer": answer})[0]
    Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    place = Q(area_id=area_id) if area_id else Q(area__isnull=True)
    share = Share.objects.filter(place, poll=poll, question=asked).first()
    if share is None:
        share = Share.objects.create(
            poll=poll, question=asked, area_id=area_id, percent=percent, people=people
        )
        changes = {"percent": (None, percent)}
    else:
        changes = change_fields(share, version=share.version, values={"percent": percent, "people": people})
    sign(actor, events.SHARE_WRITTEN, changes={"share": (None, share.id), **changes})
    return share


@operation
def ground_measure(actor: Actor, /, *, measure: Measure, question: Question, words: str) -> Ground:
    """Say which answers of residents are why a measure is there. Records ``measure.grounded``; refused by
    ``may_ground_measure`` and a name that is known."""
    taken = Ground.objects.filter(measure=measure, question=question).exists()
    (rules.may_ground_measure(taken=taken) & nobody_named(actor, words, field="words")).or_refuse()
    ground = Ground.objects.create(measure=measure, question=question, words=words)
    sign(
        actor, events.MEASURE_GROUNDED, changes={"measure": (None, measure.id), "question": (None, question.id)},
        changed_text=["words"],
    )  # fmt: skip
    return ground
