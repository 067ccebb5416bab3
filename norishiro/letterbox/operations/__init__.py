"""The verbs of this room, one file per noun. What can be done from outside stands in ``slot``."""

from norishiro.letterbox.operations.entrances import appoint, change_examples, end_entrance, thank_holder
from norishiro.letterbox.operations.imports import import_letters
from norishiro.letterbox.operations.letters import (
    answer_letter,
    decline_letter,
    mark_received,
    pass_on_letter,
    take_letter,
)

__all__ = [
    "answer_letter",
    "appoint",
    "change_examples",
    "decline_letter",
    "end_entrance",
    "import_letters",
    "mark_received",
    "pass_on_letter",
    "take_letter",
    "thank_holder",
]
