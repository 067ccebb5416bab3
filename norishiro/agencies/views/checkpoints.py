"""台帳の控え: how old the newest one is, and each as a sheet of paper. Reads files only, never the ledger."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import qrcode
from django.http import HttpResponse
from django.utils import timezone
from qrcode.constants import ERROR_CORRECT_M

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.records import Unseen
from norishiro.ledger import checkpoints
from norishiro.ledger.verify_offline import Checkpoint, qr_words

SHOWN = 50
GROUP = 8


@page(needs=Permission.SEE_CHECKPOINTS)
def list_checkpoints(request: Any) -> HttpResponse:
    """台帳の控えの一覧."""
    context = {
        "tabs": parts.tabs("agencies:checkpoints"),
        "watch": checkpoints.watch(now=timezone.now()),
        "lines": [_line(one) for one in checkpoints.kept(limit=SHOWN)],
        "folders": len(checkpoints.folders()),
    }
    return answer(request, "agencies/checkpoints.html", context, shown=[])


@page(needs=Permission.SEE_CHECKPOINTS)
def show_checkpoint(request: Any, checkpoint_id: UUID) -> HttpResponse:
    """One checkpoint as a sheet to print and put away."""
    found = next((one for one in checkpoints.kept() if checkpoints.id_of(one) == checkpoint_id), None)
    if found is None:
        raise Unseen(checkpoint_id)
    path, size = _squares(qr_words(found))
    context = {
        "line": _line(found),
        "groups": [found.hash[at : at + GROUP] for at in range(0, len(found.hash), GROUP)],
        "path": path,
        "size": size,
        "now": timezone.localtime(),
    }
    return answer(request, "agencies/checkpoint.html", context, shown=[])


def _line(one: Checkpoint) -> dict[str, Any]:
    return {
        "id": checkpoints.id_of(one),
        "at": timezone.localtime(checkpoints.made_at(one)),
        "seq": one.seq,
        "hash": one.hash,
        "database": one.database,
    }


def _squares(words: str) -> tuple[str, int]:
    """The code as one SVG path, so that no style stands in the page, and how many squares wide it is."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(words)
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return "".join(dark), len(rows)
