"""紙の誓約書の控え: read by whoever runs the sitting, and by the agency of whoever swore. The actor comes first."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.core.records import Unseen
from norishiro.core.sealing import keepers
from norishiro.meetings.models import Oath, OathScan, Sitting
from norishiro.meetings.queries.sittings import visible_to
from norishiro.meetings.rules import MOST_SCANS

SEALED = "content"


def paper_oaths_open_to(actor: Actor) -> QuerySet[Oath]:
    """Oaths on paper whose scans the actor may read: as secretariat of the sitting, or as the agency of whoever swore.
    The other members see that somebody has sworn, and never the signature."""
    mine = Q(agency_id__in=actor.agency_ids)
    if actor.may(Permission.WRITE_MINUTES):
        mine |= Q(sitting__convener_id__in=actor.agency_ids)
        mine |= Q(sitting__body__preparer_id__in=actor.agency_ids)
    return Oath.objects.filter(mine, on_paper=True, sitting__in=visible_to(actor))


def scans_kept(actor: Actor, *, sitting: Sitting) -> dict[UUID, int]:
    """Paper oath → how many scans stand with it, for the oaths whose scans the actor may read."""
    found = paper_oaths_open_to(actor).filter(sitting=sitting).annotate(kept=Count("scans"))
    return dict(found.values_list("id", "kept"))


def get_paper_oath(actor: Actor, *, oath_id: UUID) -> Oath:
    oath = (
        paper_oaths_open_to(actor)
        .select_related("sitting__body__preparer", "sitting__convener", "staff", "agency", "recorded_by")
        .filter(id=oath_id)
        .first()
    )
    if oath is None:
        raise Unseen(oath_id)
    return oath


def oath_scans(actor: Actor, *, oath: Oath) -> list[OathScan]:
    """The scans of one oath, oldest first, without what is sealed."""
    found = OathScan.objects.filter(oath__in=paper_oaths_open_to(actor), oath=oath)
    return list(found.select_related("kept_by").defer(SEALED)[:MOST_SCANS])


def get_oath_scan(actor: Actor, *, scan_id: UUID) -> OathScan:
    scan = (
        OathScan.objects.filter(oath__in=paper_oaths_open_to(actor), id=scan_id)
        .select_related("oath__sitting__body", "oath__staff", "oath__agency", "kept_by")
        .defer(SEALED)
        .first()
    )
    if scan is None:
        raise Unseen(scan_id)
    return scan


def open_oath_scan(actor: Actor, *, scan: OathScan) -> bytes:
    """One paper, opened. Raises ``Unseen`` as any record, ``Unopened`` where the seal does not hold."""
    sealed = OathScan.objects.filter(oath__in=paper_oaths_open_to(actor), id=scan.id).first()
    if sealed is None:
        raise Unseen(scan.id)
    return keepers.unseal(sealed.content, at=keepers.place(sealed, SEALED))
