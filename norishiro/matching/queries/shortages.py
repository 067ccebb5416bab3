"""不足 for eyes: the register that names nobody, and behind the wall for whom it is."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.matching.models import Shortage, ShortageFor
from norishiro.people.queries import visible_to as people_visible_to
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

MOST = 300


def shortages(actor: Actor, *, ended: bool = False, lack: str = "") -> list[Shortage]:
    """The register: everybody with a hat reads it, because it names nobody. ``lack``: of one kind of resource alone."""
    rows = Shortage.objects.filter(closed_on__isnull=not ended)
    rows = rows.filter(lack=lack) if lack else rows
    return list(_told(rows).order_by("-people", "raised_on", "id")[:MOST])


def _told(rows: QuerySet[Shortage]) -> QuerySet[Shortage]:
    return rows.select_related("area", "topic__body", "group__opened", "agency")


def get_shortage(actor: Actor, *, shortage_id: UUID) -> Shortage:
    found = _told(Shortage.objects.all()).filter(id=shortage_id).first()
    if found is None:
        raise Unseen(shortage_id)
    return found


def sums(actor: Actor) -> list[tuple[str, str, int]]:
    """People who wait, by kind and area; one question."""
    rows = Shortage.objects.filter(closed_on__isnull=True).order_by()
    counted = rows.values_list("kind", "area__name").annotate(n=Sum("people"))
    return [(kind, area or "", n) for kind, area, n in counted.order_by("kind", "area__name")]


def lacks(actor: Actor) -> dict[str, tuple[int, int]]:
    """Needs and the people who wait, by kind of resource; one question."""
    rows = Shortage.objects.filter(closed_on__isnull=True).order_by()
    counted = rows.values_list("lack").annotate(needs=Count("id"), n=Sum("people"))
    return {lack: (needs, n) for lack, needs, n in counted}


def waiting_for(actor: Actor, *, shortage: Shortage) -> list[ShortageFor]:
    """For whom it is, as far as the actor may see them and their case."""
    rows = ShortageFor.objects.filter(shortage=shortage, person__in=people_visible_to(actor))
    rows = through_gate(rows, actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    known = through_gate(rows, actor, subject="case_id", depth=Depth.OUTLINE)
    return list(known.select_related("person", "case").order_by("made_at"))
