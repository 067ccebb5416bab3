"""When a checkpoint is missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from norishiro.ledger.rules import is_late

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "late"),
    [
        (None, False),
        (NOON - timedelta(minutes=90), False),
        (NOON - timedelta(minutes=91), True),
        (NOON + timedelta(minutes=30), False),
        (NOON + timedelta(minutes=31), True),
        (NOON + timedelta(days=1), True),
    ],
)
def test_an_hour_and_a_grace(since: datetime | None, late: bool) -> None:
    assert is_late(since, now=NOON) is late
