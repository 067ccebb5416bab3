"""困窮の事業 of a person: the lines that are shown, each with its detail where that is open too."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies.actor import Actor
from norishiro.consultations.models import PovertyService, PovertyServiceDetail
from norishiro.core.records import Unseen
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

LONGEST = 50


def services_visible_to(actor: Actor) -> QuerySet[PovertyService]:
    return through_gate(
        PovertyService.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )


def services_of(actor: Actor, *, person_id: UUID) -> list[tuple[PovertyService, str]]:
    """Kind and state of each service, and its detail, empty where that is not open to the actor."""
    rows = list(
        services_visible_to(actor).filter(person_id=person_id).select_related("agency", "staff")[:LONGEST]
    )
    details = _details(actor, rows)
    return [(one, details.get(one.id, "")) for one in rows]


def _details(actor: Actor, rows: list[PovertyService]) -> dict[UUID, str]:
    open_ones = through_gate(
        PovertyServiceDetail.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True
    ).filter(agency_id__in=actor.agency_ids)
    return dict(open_ones.filter(service__in=[one.id for one in rows]).values_list("service_id", "text"))


def get_service(actor: Actor, *, service_id: UUID) -> tuple[PovertyService, str]:
    row = services_visible_to(actor).filter(id=service_id).select_related("person", "agency").first()
    if row is None:
        raise Unseen(service_id)
    return row, _details(actor, [row]).get(row.id, "")
