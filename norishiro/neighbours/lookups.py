"""Unscoped: what the clock sweeps away as the owner of the tables."""

from __future__ import annotations

from datetime import datetime

from norishiro.neighbours.models import Asking


def forget_unconfirmed(*, now: datetime) -> int:
    """Requests whose link no longer serves; the address goes with them."""
    return Asking.objects.filter(expires_at__lte=now).delete()[0]
