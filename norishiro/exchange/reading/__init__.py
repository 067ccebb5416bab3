"""Reading a file as offices keep it: the table in it, and each row with what was made of it. Pure."""

from norishiro.exchange.reading.contacts import ReadContact, contact_key, read_contact
from norishiro.exchange.reading.persons import Note, ReadPerson, read_person
from norishiro.exchange.reading.tables import LARGEST, MOST_ROWS, Table, read_table

__all__ = [
    "LARGEST",
    "MOST_ROWS",
    "Note",
    "ReadContact",
    "ReadPerson",
    "Table",
    "contact_key",
    "read_contact",
    "read_person",
    "read_table",
]
