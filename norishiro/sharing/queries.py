"""The first wall, for eyes: which rows an actor may see, as one indexed join on grants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import (
    Exists,
    ExpressionWrapper,
    F,
    Model,
    OuterRef,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    UUIDField,
)
from django.db.models.expressions import Combinable, CombinedExpression
from django.db.models.functions import Now

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Unseen
from norishiro.sharing.choices import Category, Depth, Ground, RecipientKind, SourceKind, SubjectKind
from norishiro.sharing.models import Consent, Exclusion, Grant

M = TypeVar("M", bound=Model)


def live_grants(actor: Actor) -> QuerySet[Grant]:
    """Grants in force now for this actor: the agency whose hat is worn, or the person."""
    return Grant.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=Now()),
        recipient_id__in=actor.recipient_ids,
        sealed=False,
        from_at__lte=Now(),
    )


def subjects_seen(actor: Actor, *, kind: SubjectKind, depth: Depth) -> QuerySet[Grant, UUID]:
    """Ids of the persons or cases open to the actor: the side from which lists are driven."""
    return live_grants(actor).filter(subject_kind=kind, depth__gte=depth).values_list("subject_id", flat=True)


def through_gate(
    rows: QuerySet[M],
    actor: Actor,
    *,
    subject: str,
    depth: Depth,
    gated: bool = False,
    category: Category | None = None,
) -> QuerySet[M]:
    """``rows`` the actor may see. The same condition stands in the wall of the table (``sharing.walls``)."""
    grants = live_grants(actor).filter(subject_id=OuterRef(subject), depth__gte=depth)
    if category is not None:
        grants = grants.annotate(covered=F("categories").bitand(int(category))).filter(covered=int(category))
    if gated:
        grants = grants.annotate(
            asked=ExpressionWrapper(OuterRef("categories"), output_field=PositiveSmallIntegerField()),
            written_by=ExpressionWrapper(OuterRef("agency_id"), output_field=UUIDField()),
        ).filter(
            Q(ground=OuterRef("basis")) | Q(ground=Ground.OWN, written_by__in=actor.agency_ids),
            asked=CombinedExpression(F("asked"), Combinable.BITAND, F("categories")),
        )
    shut_out = Exclusion.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=Now()),
        subject_id=OuterRef(subject),
        staff_id=actor.staff_id,
    )
    return rows.filter(Exists(grants), ~Exists(shut_out))


@dataclass(frozen=True)
class Viewer:
    """One line of "who else can see this": the recipient, how deep, on which ground, until when."""

    kind: RecipientKind
    name: str
    depth: Depth
    categories: int
    ground: Ground
    source: SourceKind
    from_at: datetime
    until_at: datetime | None
    mine: bool


def viewers_of(actor: Actor, *, subject_id: UUID) -> list[Viewer]:
    """Who can see the subject now, the actor's own grants included. Empty to somebody who cannot see it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM gate_grants_on(%s)", [subject_id])
        rows = cursor.fetchall()
    ids = {row[1] for row in rows}
    names: dict[UUID, str] = dict(Agency.objects.filter(id__in=ids).values_list("id", "name"))
    names |= {
        key: f"{name}（個人）" for key, name in Staff.objects.filter(id__in=ids).values_list("id", "name")
    }
    return [
        Viewer(
            kind=RecipientKind(kind), name=names[recipient], depth=Depth(depth), categories=categories,
            ground=Ground(ground), source=SourceKind(source), from_at=from_at, until_at=until_at,
            mine=recipient in actor.recipient_ids,
        )
        for kind, recipient, depth, categories, ground, source, _source_id, from_at, until_at in rows
    ]  # fmt: skip


def consents_visible_to(actor: Actor) -> QuerySet[Consent]:
    return through_gate(Consent.objects.all(), actor, subject="person_id", depth=Depth.OUTLINE)


def get_consent(actor: Actor, *, consent_id: UUID) -> Consent:
    consent = consents_visible_to(actor).select_related("agency").filter(id=consent_id).first()
    if consent is None:
        raise Unseen(consent_id)
    return consent


def bases_open_to(actor: Actor, *, subject_id: UUID) -> list[Ground]:
    """On which grounds may the actor write about this subject? Best first: consent, then 支援会議, then own work only."""
    held = set(live_grants(actor).filter(subject_id=subject_id).values_list("ground", flat=True))
    return [
        ground
        for ground in (Ground.CONSENT, Ground.CONFERENCE, Ground.OWN)
        if ground in held or ground == Ground.OWN
    ]


def consented_agencies(actor: Actor, *, person_id: UUID) -> set[UUID]:
    """Agencies that hold a live consent grant on the person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient_id FROM gate_grants_on(%s) WHERE ground = 'C0'", [person_id])
        return {row[0] for row in cursor.fetchall()}
