"""Heavy counting is read from the second database machine, where there is one (ADR 0091).

For the length of one look the default connection *is* the one to the standby: nothing a page asks can reach the machine that
writes by another way, and the standby itself refuses to write. It is read only where it has everything the writing machine had
at that moment, so a right withdrawn a second ago is withdrawn there as well; else the page is read where it always was. The
line of who looked is written on the machine that writes, afterwards and as ever.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from django.db import DEFAULT_DB_ALIAS, Error, connections

ALIAS = "standby"
PATIENCE = 0.5  # seconds; following closely takes some hundredths
PAUSE = 0.02
REST = 30.0  # a standby that did not answer is left alone for so long

AS_FAR = "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn"

log = logging.getLogger(__name__)


class _Rest:
    """Until when this process does not ask again."""

    until = 0.0


def is_level(*, now: float | None = None) -> bool:
    """Whether there is a standby, and it has all that the writing machine has at this moment."""
    if ALIAS not in connections.settings or (now or monotonic()) < _Rest.until:
        return False
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        (reached,) = cursor.fetchone()
    try:
        return _has(reached)
    except Error:
        leave_alone()
        return False


def _has(reached: str) -> bool:
    give_up = monotonic() + PATIENCE
    with connections[ALIAS].cursor() as cursor:
        while True:
            cursor.execute(AS_FAR, [reached])
            if cursor.fetchone() == (True,):
                return True
            if monotonic() > give_up:
                return False
            sleep(PAUSE)


def leave_alone() -> None:
    """It did not answer as it should: for a while everything is read from the machine that writes."""
    _Rest.until = monotonic() + REST
    connections[ALIAS].close()
    log.warning("the standby does not answer; counting is read from the machine that writes for a while")


@contextmanager
def instead() -> Iterator[None]:
    """Within, the default connection of this thread is the one to the standby."""
    writing = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[ALIAS]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = writing
