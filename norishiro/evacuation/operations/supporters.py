"""Supporters: asked for one person, and what they said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.evacuation import events, rules
from norishiro.evacuation.choices import SupportState
from norishiro.evacuation.models import Support, Supporter, Target
from norishiro.ledger.operations import sign


@dataclass(frozen=True)
class NewSupporter:
    """A supporter who was never asked before."""

    kind: str
    name: str
    kana: str = ""
    address: str = ""
    phone: str = ""


@operation
def ask_support(
    actor: Actor, /, *, target: Target, supporter: Supporter | None, new: NewSupporter, what: str, asked_on: date,
    today: date,
) -> Support:  # fmt: skip
    """Write that somebody, known or new, was asked to help this person. They stand on no plan until they agree. Records
    ``evacuation.support_asked``; refused by ``may_ask_support``."""
    locked = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    asked = Support.objects.filter(
        target=locked, supporter=supporter, state__in=[SupportState.ASKED, SupportState.AGREED]
    )
    rules.may_ask_support(
        chosen=supporter is not None, name=new.name, already=supporter is not None and asked.exists(),
        asked_on=asked_on, today=today,
    ).or_refuse()  # fmt: skip
    known = supporter or Supporter.objects.create(
        agency_id=locked.agency_id,
        kind=new.kind,
        name=new.name,
        kana=new.kana,
        address=new.address,
        phone=new.phone,
    )
    support = Support.objects.create(
        target=locked, supporter=known, what=what, asked_on=asked_on, staff_id=actor.staff_id
    )
    sign(
        actor, events.SUPPORT_ASKED, subjects=[locked.seen_as],
        changes={"support": (None, support.id), "supporter": (None, known.id)},
    )  # fmt: skip
    return support


@operation
def answer_support(
    actor: Actor, /, *, support: Support, version: int, state: str, on: date, note: str, today: date
) -> Support:
    """Write what a supporter said, or that they left. Records ``evacuation.support_answered``; refused by
    ``may_answer_support``; StaleVersion."""
    rules.may_answer_support(
        was=support.state, state=state, on=on, since=support.answered_on or support.asked_on, today=today
    ).or_refuse()
    day = {"left_on": on} if state == SupportState.LEFT else {"answered_on": on}
    change_fields(support, version=version, values={"state": state, "note": note, **day})
    sign(
        actor, events.SUPPORT_ANSWERED, subjects=[support.target.seen_as],
        changes={"support": (support.id, support.id), "state": (None, state)}, changed_text=["note"] if note else [],
    )  # fmt: skip
    return support
