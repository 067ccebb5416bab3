"""報告の控え on paper: the nine items in their order, the clocks, the numbers. Nobody's name but of those who wrote it."""

from __future__ import annotations

from typing import Any

from norishiro.core import documents


def sheet(context: dict[str, Any]) -> bytes:
    """The items of one incident as PDF."""
    return documents.pdf("incidents/report_paper.html", context)
