"""Closed lists of this room."""

from __future__ import annotations

from django.db.models import TextChoices


class DepartureState(TextChoices):
    """How far one request for everything is."""

    ASKED = "ASKED", "もう一人の答えを待っています"
    AGREED = "AGREED", "合言葉を待っています"
    READY = "READY", "書き出せます"
    MADE = "MADE", "書き出しました"
    REFUSED = "REFUSED", "承認されませんでした"
    WITHDRAWN = "WITHDRAWN", "やめました"


OPEN = (DepartureState.ASKED, DepartureState.AGREED, DepartureState.READY)
