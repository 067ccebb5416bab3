"""The verbs of this room: look at a file, say how it is read, settle rows, take them, and take them back by two people."""

from norishiro.exchange.operations.offices import Entered, take_offices
from norishiro.exchange.operations.reading import drop_bringing, lay_out, read_file, settle_rows
from norishiro.exchange.operations.taking import forget_old_cells, take_rows, take_verdict
from norishiro.exchange.operations.undoing import (
    Undone,
    agree_undo,
    agree_verdict,
    ask_undo,
    ask_verdict,
    refuse_undo,
    undo_rows,
    what_of,
)

__all__ = [
    "Entered",
    "Undone",
    "agree_undo",
    "agree_verdict",
    "ask_undo",
    "ask_verdict",
    "drop_bringing",
    "forget_old_cells",
    "lay_out",
    "read_file",
    "refuse_undo",
    "settle_rows",
    "take_offices",
    "take_rows",
    "take_verdict",
    "undo_rows",
    "what_of",
]
