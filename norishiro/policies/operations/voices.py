"""What residents said, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.policies import events, rules
from norishiro.policies.models import Measure, Reflection, Voice


@operation
def add_voice(actor: Actor, /, *, values: dict[str, Any], today: date) -> Voice:
    """Note what residents said. Records ``voice.added``; refused by ``may_add_voice`` and a name that is known."""
    verdict = rules.may_add_voice(heard_on=values["heard_on"], today=today)
    (verdict & nobody_named(actor, values["words"], values["source"], field="words")).or_refuse()
    voice = Voice.objects.create(**values, staff_id=actor.staff_id)
    sign(actor, events.VOICE_ADDED, changes={"voice": (None, voice.id)}, changed_text=["words"])
    return voice


@operation
def reflect_voice(
    actor: Actor, /, *, voice: Voice, measure: Measure | None, outcome: str, where: str, decided_on: date, today: date
) -> Reflection:  # fmt: skip
    """Say into which measure a voice went and where in the plan, or why into none; what was said before stays. Records
    ``voice.reflected``; refused by ``may_reflect_voice`` and a name that is known."""
    verdict = rules.may_reflect_voice(
        outcome=outcome, measure=measure is not None, where=where, decided_on=decided_on, heard_on=voice.heard_on,
        today=today,
    )  # fmt: skip
    (verdict & nobody_named(actor, where, field="where")).or_refuse()
    found = Reflection.objects.create(
        voice=voice,
        measure=measure,
        outcome=outcome,
        where=where,
        decided_on=decided_on,
        staff_id=actor.staff_id,
    )
    sign(
        actor, events.VOICE_REFLECTED,
        changes={
            "voice": (None, voice.id), "measure": (None, measure.id if measure else None), "outcome": (None, outcome),
        },
        changed_text=["where"],
    )  # fmt: skip
    return found
