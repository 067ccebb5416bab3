"""What the verbs of this room share: texts that name nobody."""

from __future__ import annotations

from norishiro.agencies.actor import Actor
from norishiro.consultations.access import names_known_in
from norishiro.core.verdict import Verdict
from norishiro.corporations import rules


def nobody(actor: Actor, *texts: str, field: str) -> Verdict:
    """Asked of the database only where something was written."""
    told = [one for one in texts if one.strip()]
    return rules.names_nobody(names=names_known_in(actor, texts=told) if told else set(), field=field)
