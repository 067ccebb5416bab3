"""District sheets: no resident stands in them, so the door alone decides who reads."""

from __future__ import annotations

from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.assessment.models import DistrictFinding, DistrictSheet
from norishiro.core.records import Unseen

LIMIT = 50


def district_sheets(actor: Actor, *, area_id: UUID | None = None) -> list[DistrictSheet]:
    """The newest district sheets with what they found, of all districts or of one."""
    rows = DistrictSheet.objects.select_related("area", "agency").prefetch_related("findings")
    if area_id is not None:
        rows = rows.filter(area_id=area_id)
    return list(rows[:LIMIT])


def get_district_sheet(actor: Actor, *, district_sheet_id: UUID) -> DistrictSheet:
    found = (
        DistrictSheet.objects.select_related("area", "agency", "staff")
        .prefetch_related("findings")
        .filter(id=district_sheet_id)
        .first()
    )
    if found is None:
        raise Unseen(district_sheet_id)
    return found


def get_finding(actor: Actor, *, finding_id: UUID) -> DistrictFinding:
    found = DistrictFinding.objects.select_related("sheet__area").filter(id=finding_id).first()
    if found is None:
        raise Unseen(finding_id)
    return found
