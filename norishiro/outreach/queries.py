"""Reads of this room, for eyes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Area, live_on
from norishiro.core.records import Unseen
from norishiro.outreach.choices import SegmentKind
from norishiro.outreach.models import Bulletin, Contact, Gathering
from norishiro.outreach.segments import Segment, as_written, usual_of
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate


def visible_to(actor: Actor) -> QuerySet[Contact]:
    """Contacts open to the actor, corrected ones left out."""
    rows = Contact.objects.filter(superseded_by__isnull=True)
    return through_gate(rows, actor, subject="subject_id", depth=Depth.PROGRESS, gated=True)


def get_contact(actor: Actor, *, contact_id: UUID) -> Contact:
    rows = visible_to(actor).select_related("person", "staff", "agency", "asked_agency")
    contact = rows.prefetch_related("segments__source_agency").filter(id=contact_id).first()
    if contact is None:
        raise Unseen(contact_id)
    return contact


def contacts_of(
    actor: Actor, *, subject_ids: Iterable[UUID], limit: int = 50, before: date | None = None
) -> list[Contact]:
    """The newest contacts about these persons and cases, newest first."""
    rows = visible_to(actor).filter(subject_id__in=list(subject_ids))
    if before is not None:
        rows = rows.filter(happened_on__lt=before)
    return list(
        rows.select_related("person", "staff", "agency")
        .prefetch_related("companions__agency", "segments")
        .order_by("-happened_on", "-made_at")[:limit]
    )


def written(actor: Actor, *, contact: Contact) -> dict[str, str]:
    """The text of a contact as it would be typed, each line with its mark: where a correction begins."""
    usual, source = usual_of(
        method=contact.method, met=contact.met, with_whom=contact.with_whom,
        asked=contact.asked_agency.name if contact.asked_agency else "",
    )  # fmt: skip
    parts = [Segment(SegmentKind(one.kind), one.text, one.source) for one in contact.segments.all()]
    body, impression = as_written(parts, usual=usual, source=source)
    return {"body": body, "impression": impression}


def written_by(actor: Actor, *, limit: int = 50) -> list[Contact]:
    """The actor's own newest records."""
    return list(
        visible_to(actor)
        .filter(staff_id=actor.staff_id)
        .select_related("person", "agency")
        .prefetch_related("segments")
        .order_by("-happened_on", "-made_at")[:limit]
    )


def promises(actor: Actor, *, until: date, limit: int = 50) -> list[Contact]:
    """What the actor promised and has not done, due up to a day, oldest first."""
    return list(
        visible_to(actor)
        .filter(staff_id=actor.staff_id, next_on__lte=until, next_done_on__isnull=True)
        .select_related("person")
        .order_by("next_on", "id")[:limit]
    )


# --- districts: nothing here names anybody, so every hat that may open the screen reads the same ---------------


def areas_worn(actor: Actor) -> list[Area]:
    """The districts the actor looks after under this hat."""
    return list(Area.objects.filter(id__in=actor.area_ids)) if actor.area_ids else []


def bulletins_around(actor: Actor, *, codes: Collection[str], on: date, limit: int = 10) -> list[Bulletin]:
    """Notices that stand that day for these districts, for what lies in them, or for what they lie in."""
    near = (
        Q(area__code__in=codes)
        | Q(area__parent__code__in=codes)
        | Q(area__code__in=Area.objects.filter(code__in=codes).values("parent__code"))
    )
    rows = Bulletin.objects.filter(near, live_on(on)).select_related("area", "agency")
    return list(rows.order_by("-from_on", "-made_at")[:limit])


def bulletins_of(actor: Actor, *, code: str, limit: int = 50) -> list[Bulletin]:
    """All notices ever written for one district, newest first."""
    rows = Bulletin.objects.filter(area__code=code).select_related("agency", "staff")
    return list(rows.order_by("-from_on", "-made_at")[:limit])


def bulletin_counts(actor: Actor, *, on: date) -> dict[str, int]:
    """How many notices stand that day, by the code of the district."""
    rows = Bulletin.objects.filter(live_on(on)).order_by().values_list("area__code")
    return dict(rows.annotate(n=Count("id")))


def get_bulletin(actor: Actor, *, bulletin_id: UUID) -> Bulletin:
    found = Bulletin.objects.select_related("area", "agency").filter(id=bulletin_id).first()
    if found is None:
        raise Unseen(bulletin_id)
    return found


@dataclass(frozen=True)
class GatheringSum:
    """How often people gathered in a district, how many came, how many matters were heard there."""

    times: int = 0
    people: int = 0
    consulted: int = 0

    def __add__(self, other: GatheringSum) -> GatheringSum:
        return GatheringSum(
            self.times + other.times, self.people + other.people, self.consulted + other.consulted
        )


def gathering_sums(actor: Actor, *, first: date, after: date) -> dict[str, GatheringSum]:
    """Gatherings of a time by the code of the district."""
    rows = (
        Gathering.objects.filter(held_on__gte=first, held_on__lt=after).order_by().values_list("area__code")
    )
    summed = rows.annotate(Count("id"), Sum("people"), Sum("consulted"))
    return {code: GatheringSum(times, people, consulted) for code, times, people, consulted in summed}


def gatherings_of(actor: Actor, *, code: str, first: date, after: date, limit: int = 50) -> list[Gathering]:
    """Gatherings of one district in a time, newest first."""
    rows = Gathering.objects.filter(area__code=code, held_on__gte=first, held_on__lt=after)
    return list(rows.select_related("agency", "staff").order_by("-held_on", "-made_at")[:limit])


def gatherings_held(actor: Actor, *, first: date, after: date, limit: int = 50) -> list[Gathering]:
    """Gatherings of the agencies acted for in a time, newest first."""
    rows = Gathering.objects.filter(agency_id__in=actor.agency_ids, held_on__gte=first, held_on__lt=after)
    return list(rows.select_related("area").order_by("-held_on", "-made_at")[:limit])


def get_gathering(actor: Actor, *, gathering_id: UUID) -> Gathering:
    found = Gathering.objects.select_related("area", "agency").filter(id=gathering_id).first()
    if found is None:
        raise Unseen(gathering_id)
    return found
