"""A table as it stood at a moment, put together from what was kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from norishiro.former.models import Former

Columns = dict[str, Any]
# Kept of a row that was taken out, to know whether it stood there already.
MADE = "made_at"


def as_it_was(*, now: Mapping[UUID, Columns], formers: Iterable[Former], at: datetime) -> dict[UUID, Columns]:
    """The rows of a table as they stood at a moment, from the rows there are ``now`` and every former content of the table.

    Rows made later are not among them (``made_at``), rows taken away since are. A row's fields that no former content names
    have not changed.
    """
    found = {key: dict(row) for key, row in now.items()}
    later = [one for one in formers if one.at > at]
    came_and_went = {one.of_row for one in later if one.gone and _made(one) > at}
    for one in sorted(later, key=lambda one: one.at, reverse=True):
        if one.of_row not in came_and_went:
            told = {name: value for name, value in one.was.items() if name != MADE}
            found[one.of_row] = found.get(one.of_row, {}) | told
    return found


def _made(gone: Former) -> datetime:
    return datetime.fromisoformat(gone.was[MADE])
