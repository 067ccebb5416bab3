"""Reading a file of open data: the table in it, and each row with what was repaired and what was not taken. Pure."""

from norishiro.opendata.reading.rows import Note, ReadRow, read_rows
from norishiro.opendata.reading.services import is_services, read_services
from norishiro.opendata.reading.tables import LARGEST, MOST_ROWS, Table, read_table

__all__ = [
    "LARGEST",
    "MOST_ROWS",
    "Note",
    "ReadRow",
    "Table",
    "is_services",
    "read_rows",
    "read_services",
    "read_table",
]
