"""Who told us, kept apart from what was told: sealed beside the withheld addresses, never in the consultation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from norishiro.consultations.choices import Visitor
from norishiro.core.withheld import fold
from norishiro.people.withholding import Lock, keep, opened_for, read

PLACE = "consultations_consultation.reporter"
FIELDS = {
    "visitor": "だれ",
    "visitor_name": "名前",
    "visitor_phone": "電話",
    "visitor_relation": "本人との関係",
}
TEXTS = ("summary", "wishes", "already_consulted", "since_when", "urgency_reason")
# A shorter name stands in too many words.
SHORTEST = 3


def is_named_in(texts: Iterable[str], given: dict[str, Any]) -> bool:
    """Whether the words of the consultation name who told us, or give the telephone."""
    secret = [fold(str(given.get(name, ""))) for name in ("visitor_name", "visitor_phone")]
    told = [fold(text) for text in texts]
    return any(word in text for word in secret if len(word) >= SHORTEST for text in told)


def set_apart(
    given: dict[str, Any], *, consultation_id: UUID, person_id: UUID, agency_id: UUID
) -> dict[str, Any]:
    """Seal who told us; answer the values without them."""
    lock = Lock(consultation_id, person_id, agency_id)
    for name, label in FIELDS.items():
        text = str(given.get(name) or "")
        if text and text != Visitor.WITHHELD:
            shown = Visitor(text).label if name == "visitor" else text
            keep(lock, place=PLACE, record_id=str(consultation_id), text=f"{label}\t{shown}")
    emptied: dict[str, Any] = dict.fromkeys(list(FIELDS)[1:], "")
    return given | emptied | {"visitor": Visitor.WITHHELD.value, "visitor_hidden": True}


def reporter_of(consultation_id: UUID) -> list[tuple[str, str]]:
    """What was set apart, for one look: the newest of each; the wall asks again whose desk this is."""
    with opened_for([consultation_id]):
        pairs = [text.partition("\t")[::2] for _row, text in read([consultation_id])]
    return list(dict(pairs).items())
