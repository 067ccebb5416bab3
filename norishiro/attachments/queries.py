"""Reading scans. A list never loads what is sealed; one file is opened when somebody asks for that one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from norishiro.attachments.models import Scan
from norishiro.core.files import MEDIA_TYPES
from norishiro.core.records import Unseen
from norishiro.core.sealing import keepers
from norishiro.core.withheld import covered
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor

SEALED = ("name", "content")


@dataclass(frozen=True, kw_only=True)
class OpenFile:
    """One file, opened for somebody who may see it."""

    name: str
    media_type: str
    content: bytes


def visible_to(actor: Actor) -> QuerySet[Scan]:
    return through_gate(Scan.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


def scans_of(actor: Actor, *, about_id: UUID, limit: int = 20) -> list[Scan]:
    """The scans kept with one record, oldest first, without what is sealed."""
    found = visible_to(actor).filter(about_id=about_id).select_related("kept_by", "agency")
    return list(found.defer(*SEALED)[:limit])


def scans_of_each(actor: Actor, *, about_ids: Collection[UUID]) -> list[Scan]:
    """The scans kept with any of these records, oldest first, without what is sealed."""
    return list(visible_to(actor).filter(about_id__in=list(about_ids)).defer(*SEALED))


def get_scan(actor: Actor, *, scan_id: UUID) -> Scan:
    scan = visible_to(actor).select_related("kept_by", "agency").defer(*SEALED).filter(id=scan_id).first()
    if scan is None:
        raise Unseen(scan_id)
    return scan


def open_scan(actor: Actor, *, scan_id: UUID) -> OpenFile:
    """Open one file. Raises ``Unseen`` as any record, ``Unopened`` where the seal does not hold.

    A name that holds a withheld address is covered as it is read: sealed, it could not be covered when that was set."""
    scan = visible_to(actor).filter(id=scan_id).first()
    if scan is None:
        raise Unseen(scan_id)
    name, content = keepers.unseal_all([(getattr(scan, one), keepers.place(scan, one)) for one in SEALED])
    called = name.decode()
    return OpenFile(name=covered([called])[0] or called, media_type=MEDIA_TYPES[scan.kind], content=content)
