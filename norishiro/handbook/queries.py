"""Reads of this room. All of it is open among staff: the actor is taken, and narrows only what concerns them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Appointment, live_on
from norishiro.core.records import Unseen
from norishiro.handbook.choices import StudyState
from norishiro.handbook.models import (
    Decision,
    Edition,
    Evidence,
    Page,
    PageAgency,
    PageRole,
    Reading,
    Scheme,
    StudyItem,
)

MOST = 300


def _concerns(actor: Actor) -> Q:
    """Pages that concern the hat being worn: all staff, one of its roles, or its agency."""
    return (
        Q(for_all=True)
        | Exists(PageRole.objects.filter(page=OuterRef("id"), kind__in=actor.role_kinds))
        | Exists(PageAgency.objects.filter(page=OuterRef("id"), agency_id=actor.agency_id))
    )


def _read_by(actor: Actor) -> Subquery:
    return Subquery(Reading.objects.filter(page=OuterRef("id"), staff_id=actor.staff_id).values("number")[:1])


def pages(actor: Actor) -> list[Page]:
    """The pages in use by chapter, each with the day of its edition (``written``), what the actor has read of it
    (``read``), and whether it concerns them (``mine``). One question."""
    newest = Edition.objects.filter(page=OuterRef("id"), number=OuterRef("number"))
    return list(
        Page.objects.filter(until_on__isnull=True)
        .annotate(written=Subquery(newest.values("written_on")[:1]), read=_read_by(actor), mine=_concerns(actor))
        .order_by("chapter", "title")[:MOST]
    )  # fmt: skip


def withdrawn(actor: Actor) -> list[Page]:
    """Pages that are used no more, the latest first."""
    return list(Page.objects.filter(until_on__isnull=False).order_by("-until_on", "title")[:MOST])


@dataclass(frozen=True)
class Changed:
    """A page to read, since when, and why it was written or changed."""

    page_id: UUID
    title: str
    told_on: date
    why: str


def changed_for(actor: Actor, *, most: int) -> list[Changed]:
    """Pages in use that concern the actor, with an edition told that they have not read; the longest waiting first."""
    told = Edition.objects.filter(page=OuterRef("id"), number=OuterRef("told"))
    rows = (
        Page.objects.filter(_concerns(actor), until_on__isnull=True)
        .annotate(read=_read_by(actor), why=Subquery(told.values("why")[:1]))
        .filter(Q(read__isnull=True) | Q(read__lt=F("told")))
        .order_by("told_on", "title")
        .values_list("id", "title", "told_on", "why")
    )
    return [Changed(*row) for row in rows[:most]]


def get_page(actor: Actor, *, page_id: UUID) -> Page:
    """A page with up to which edition the actor has read it (``read``)."""
    found = (
        Page.objects.select_related("kept_by").annotate(read=_read_by(actor)).filter(id=page_id).first()
    )  # fmt: skip
    if found is None:
        raise Unseen(page_id)
    return found


def editions_of(actor: Actor, *, page: Page) -> list[Edition]:
    """Every edition with its writer, the newest first."""
    return list(page.editions.select_related("writer")[:MOST])


@dataclass(frozen=True)
class Audience:
    """Whom a page concerns."""

    kinds: tuple[str, ...]
    agencies: tuple[PageAgency, ...]


def audience_of(actor: Actor, *, page: Page) -> Audience:
    return Audience(
        tuple(page.roles.values_list("kind", flat=True)), tuple(page.agencies.select_related("agency")[:MOST])
    )


@dataclass(frozen=True)
class Reach:
    """How many a page concerns, and how many of them have read what was told last. Never who."""

    concerned: int
    read: int


def reach_of(actor: Actor, *, page: Page, on: date) -> Reach:
    """Counted over whoever holds an appointment that day."""
    who = Appointment.objects.filter(live_on(on), live_on(on, "agency__"), staff__is_active=True)
    if not page.for_all:
        kinds = PageRole.objects.filter(page=page).values("kind")
        agencies = PageAgency.objects.filter(page=page).values("agency_id")
        who = who.filter(Q(role__kind__in=kinds) | Q(agency_id__in=agencies))
    has_read = Q(staff_id__in=Reading.objects.filter(page=page, number__gte=page.told).values("staff_id"))
    counted = who.order_by().aggregate(
        concerned=Count("staff_id", distinct=True), read=Count("staff_id", distinct=True, filter=has_read)
    )
    return Reach(counted["concerned"], counted["read"])


def schemes(actor: Actor, *, on: date, ended: bool = False) -> list[Scheme]:
    """The register on a day; ``ended``: those that are over instead."""
    rows = Scheme.objects.select_related("agency", "page")
    rows = (
        rows.filter(until_on__lte=on) if ended else rows.filter(Q(until_on__isnull=True) | Q(until_on__gt=on))
    )
    return list(rows[:MOST])


def get_scheme(actor: Actor, *, scheme_id: UUID) -> Scheme:
    found = Scheme.objects.select_related("agency", "page").filter(id=scheme_id).first()
    if found is None:
        raise Unseen(scheme_id)
    return found


def schemes_on_page(actor: Actor, *, page: Page, on: date) -> list[Scheme]:
    """The schemes in force that are described there."""
    return list(page.schemes.select_related("agency").filter(Q(until_on__isnull=True) | Q(until_on__gt=on)))


def studies(actor: Actor, *, states: Iterable[str] = StudyState.values) -> list[StudyItem]:
    """The studies in these states with the number of their evidence (``found``), the newest first."""
    rows = StudyItem.objects.select_related("agency").filter(state__in=list(states))
    return list(rows.annotate(found=Count("evidence"))[:MOST])


def get_study(actor: Actor, *, study_id: UUID) -> StudyItem:
    found = StudyItem.objects.select_related("agency", "kept_by").filter(id=study_id).first()
    if found is None:
        raise Unseen(study_id)
    return found


def evidence_of(actor: Actor, *, item: StudyItem) -> list[Evidence]:
    return list(item.evidence.select_related("noted_by")[:MOST])


def decisions_of(actor: Actor, *, item: StudyItem) -> list[Decision]:
    return list(item.decisions.select_related("noted_by")[:MOST])
