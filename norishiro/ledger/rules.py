"""When a checkpoint is missed."""

from __future__ import annotations

from datetime import datetime, timedelta

EVERY = timedelta(hours=1)

# A run that starts late or takes its minutes is no fault yet.
GRACE = timedelta(minutes=30)


def is_late(since: datetime | None, *, now: datetime) -> bool:
    """Whether what stands in the ledger since then has waited too long for a checkpoint (None: nothing waits). A time to
    come is no better: a clock is wrong, and how long it has been is not known.

    根拠: 個人情報の保護に関する法律第66条（安全管理措置）"""
    return since is not None and (now - since > EVERY + GRACE or since - now > GRACE)
