"""What hangs on one base (a hall with its CSW): the workers, the places of its area, and the consultations there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Appointment, Base
from norishiro.consultations.models import Consultation
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

LIMIT = 50


@dataclass(frozen=True)
class Hall:
    """A base with its workers, the other places of its area, and the newest consultations the actor may see."""

    base: Base
    workers: list[Appointment]
    places: list[Base]
    consultations: list[Consultation]

    @property
    def people(self) -> list[tuple[UUID, str]]:
        """The people consulted about, each once, in the order of their newest consultation."""
        return list({one.person_id: (one.person_id, one.person.label) for one in self.consultations}.values())


def hall(actor: Actor, *, base_id: UUID, on: date) -> Hall:
    """Workers of the base take consultations there; each counts from the day its worker began at the base."""
    base = agency_queries.get_base(actor, base_id=base_id, on=on)
    workers: list[Appointment] = base.staff_now  # type: ignore[attr-defined]
    near = [one for one in agency_queries.bases(actor, on=on) if base.area_id and one.area_id == base.area_id]
    return Hall(base, workers, near or [base], _consultations(actor, base))


def _consultations(actor: Actor, base: Base) -> list[Consultation]:
    """Those received by somebody who served at the base on the day."""
    served = Q(pk__in=[])
    for staff_id, from_on, until_on in base.appointments.values_list("staff_id", "from_on", "until_on"):
        span = Q(staff_id=staff_id, received_on__gte=from_on)
        served |= span & Q(received_on__lt=until_on) if until_on else span
    rows = through_gate(
        Consultation.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    return list(
        rows.filter(served).select_related("person", "staff").order_by("-received_on", "-made_at")[:LIMIT]
    )
