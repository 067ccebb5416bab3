"""廃棄の記録 on paper: what series, how many, which numbers, who looked, when. Nobody's name but of those who looked."""

from __future__ import annotations

from norishiro.agencies.actor import Actor
from norishiro.core import documents
from norishiro.disposal.queries import Certificate


def sheet(told: Certificate, *, actor: Actor, town: str) -> bytes:
    """The record of one batch as PDF."""
    context = {
        "told": told,
        "batch": told.batch,
        "town": town,
        "taken_by": f"{actor.agency_name}　{actor.name}",
    }
    return documents.pdf("disposal/certificate_paper.html", context)
