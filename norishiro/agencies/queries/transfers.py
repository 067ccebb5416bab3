"""異動のファイル and their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import TransferKind
from norishiro.agencies.models import TransferFile, TransferRow
from norishiro.core.records import Unseen

MOST = 50


def transfer_files(actor: Actor) -> QuerySet[TransferFile]:
    """The last files, newest first, with how many rows go where."""
    counts = {f"n_{kind.lower()}": Count("rows", filter=Q(rows__kind=kind)) for kind in TransferKind.values}
    return TransferFile.objects.select_related("staff").annotate(**counts)[:MOST]


def get_transfer_file(actor: Actor, *, file_id: UUID) -> TransferFile:
    found = TransferFile.objects.select_related("staff", "decided_by").filter(id=file_id).first()
    if found is None:
        raise Unseen(file_id)
    return found


def transfer_rows(actor: Actor, *, file: TransferFile) -> list[TransferRow]:
    """All rows of a file, with what they name."""
    return list(
        file.rows.select_related("agency", "role", "staff", "appointment__agency", "appointment__role")
    )
