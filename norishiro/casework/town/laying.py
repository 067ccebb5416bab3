"""Laying a town, all or nothing: one transaction, and before it a word in the database that says what is being done."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from norishiro.casework.events import TOWN_LAID
from norishiro.casework.operations.adopt import adopt
from norishiro.casework.town import ground as grounds
from norishiro.casework.town.bulk import open_for_copying
from norishiro.casework.town.days import Days
from norishiro.casework.town.sizes import SIZES, Size
from norishiro.ledger import laid as ledger
from norishiro.ledger.operations import sign_system

# The word stands where every later look finds it: as the comment of the table of staff.
MARK_ON = "agencies_staff"
SILENT = (("outreach_contact", "finding_note"), ledger.LINKING)
WORDS_OF_CONTACTS = "finding_note_outreach_contact"
MANY = ("outreach_contact", "outreach_segment", "sharing_grant", ledger.LINKING[0])
OTHERS = ("finding_passage", "people_findable")


@dataclass(frozen=True)
class Laid:
    """What was laid: rows by table, and how long each part took."""

    rows: dict[str, int]
    seconds: dict[str, float]
    accounts: tuple[str, ...]


def lay(
    size: Size,
    *,
    name: str,
    seed: int,
    today: date,
    progress: Callable[[str, int], None] = lambda part, rows: None,
) -> Laid:
    """Fill a database in which nobody is yet. The owner of the tables calls it; it opens one transaction and either all of it
    stands afterwards or none.

    Records one line of the program beside the lines of ten years. ``progress`` is told the part and how many more rows.
    """
    clock = _Clock()
    dice = random.Random(f"{name} {seed}")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL norishiro.maintenance = 'on'")
        adopt(grounds.profile_text(size, today=today), name=f"machi-{name}", today=today)
        ground = grounds.people_it(size, dice, today=today)
        clock.rest("土台")
        chain = ledger.Chain()
        days = Days(
            size, ground, dice, today=today, chain=chain, progress=lambda rows: progress("記録", rows)
        )
        names = [*(one.name for one in days.load.tables), *OTHERS]
        with open_for_copying(names, many=MANY, silent=SILENT, step=lambda table: progress("索引と壁", 0)):
            days.lay()
            clock.rest("記録")
            _keep_words()
            clock.rest("さがす言葉")
        clock.rest("索引と壁")
        _carry_on(days)
        rows = days.load.counts
        sign_system(
            TOWN_LAID,
            changes={"cases": (0, size.cases), "contacts": (0, size.contacts)},
            reason=f"{name} {seed}",
        )
        unmark()
    return Laid(rows=rows, seconds=clock.seconds, accounts=ground.accounts)


class _Clock:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.monotonic()

    def rest(self, part: str) -> None:
        now = time.monotonic()
        self.seconds[part] = now - self._since
        self._since = now


def _keep_words() -> None:
    """What the resting trigger would have written, in its own words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [WORDS_OF_CONTACTS])
        said = re.search(r"\(([^()]*)\)\s*VALUES \((.*)\)\s*ON CONFLICT", cursor.fetchone()[0], re.DOTALL)
        assert said is not None
        columns, values = said[1], said[2].replace("NEW.", "t.")
        cursor.execute(f"INSERT INTO finding_passage ({columns}) SELECT {values} FROM outreach_contact t")


def _carry_on(days: Days) -> None:
    """The next line of the ledger and the next case follow on what was laid."""
    days.chain.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('cases_number', %s)", [days.numbered])


# --- the word in the database ----------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """That a town is being laid, or was when the power went."""

    name: str
    seed: int


def mark(name: str, *, seed: int) -> None:
    word = json.dumps({"town": name, "seed": seed})
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE {MARK_ON} IS '{word}'")


def unmark() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE {MARK_ON} IS NULL")


def marked() -> Mark | None:
    """What the database says of itself; nothing where no town is half laid."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT obj_description('{MARK_ON}'::regclass, 'pg_class')")
        word = cursor.fetchone()[0]
    if not word:
        return None
    said = json.loads(word)
    return Mark(said["town"], said["seed"]) if said["town"] in SIZES else None


def is_empty() -> bool:
    """Nobody works here and nobody is known: nothing would be lost."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL norishiro.maintenance = 'on'")
        cursor.execute(
            "SELECT EXISTS (SELECT FROM agencies_staff) OR EXISTS (SELECT FROM people_person)"
            " OR EXISTS (SELECT FROM cases_case)"
        )
        (used,) = cursor.fetchone()
    return not used
