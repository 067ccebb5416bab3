"""The verbs of this room: look at a file, say how it is read, settle rows, take them."""

from norishiro.exchange.operations.offices import Entered, take_offices
from norishiro.exchange.operations.reading import drop_bringing, lay_out, read_file, settle_rows
from norishiro.exchange.operations.taking import forget_old_cells, take_rows, take_verdict

__all__ = [
    "Entered",
    "drop_bringing",
    "forget_old_cells",
    "lay_out",
    "read_file",
    "settle_rows",
    "take_offices",
    "take_rows",
    "take_verdict",
]
