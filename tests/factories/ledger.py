"""Checkpoints of the ledger, as the clock would have left them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from norishiro.ledger import checkpoints
from norishiro.ledger.chain import Standing
from norishiro.ledger.verify_offline import Head

DATABASE = "3b7b9b0e-5a44-4a65-9f0f-6f6f2f0a4b11"


def checkpoint(*, at: datetime, seq: int = 1203) -> UUID:
    """One kept in the folder of the settings; answers its id."""
    taken = checkpoints.signed(Standing(DATABASE, Head(seq, f"{seq:064x}")), at=at)
    checkpoints.keep(taken)
    return checkpoints.id_of(taken)
