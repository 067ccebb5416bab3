"""The first wall, for eyes: which rows an actor may see, as one indexed join on grants."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Field
from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Unseen
from norishiro.profiles import current as profiles
from norishiro.sharing import lookups
from norishiro.sharing.choices import (
    Category,
    ConsentState,
    Depth,
    Ground,
    RecipientKind,
    SourceKind,
    SubjectKind,
)
from norishiro.sharing.models import Consent, ConsentRecipient, Exclusion, Grant, Provision
from norishiro.sharing.register import name_of
from norishiro.sharing.walls import LIVE, opens

M = TypeVar("M", bound=Model)

NOT_OVER = "(x.until_at IS NULL OR x.until_at > statement_timestamp())"
_GATED = ("basis", "categories")
_WRITER = ("agency_id",)


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


def subjects_held(actor: Actor) -> QuerySet[Grant, UUID]:
    """Ids of everybody and every case of which the actor may see anything at all. What may be seen of them the gate says."""
    return live_grants(actor).values_list("subject_id", flat=True)


class _OpenTo(Func):
    """The gate's condition on one row: a live grant of the actor on the row's subject, and nobody shut out by name.

    Written as SQL because a household's page asks it of fifteen tables, and putting it together from querysets each
    time cost more than the answers. Its sources are the subject's column and, where gated, those of ``_GATED``.

    OFFSET 0 keeps the planner from beginning with every grant the actor holds, which is what it likes best and what
    grows with the town; a list that should begin there says so with ``subjects_seen``.
    """

    output_field = BooleanField()
    conditional = True
    arity = None

    def __init__(
        self, *columns: str | F, actor: Actor, depth: Depth, category: Category | None, gated: bool
    ) -> None:
        super().__init__(*columns)
        self.actor, self.depth, self.category, self.gated = actor, depth, category, gated

    def as_sql(
        self, compiler: Any, connection: Any, *_rest: Any, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        columns = [compiler.compile(source)[0] for source in self.get_source_expressions()]
        subject = columns[0]
        grant = f"g.subject_id = {subject} AND g.recipient_id = ANY (%s) AND {LIVE}"
        params: list[Any] = [sorted(self.actor.recipient_ids)]
        if not self.gated:
            grant += " AND g.depth >= %s"
            params.append(int(self.depth))
        if self.category is not None:
            grant += " AND (g.categories & %s) = %s"
            params += [int(self.category)] * 2
        if self.gated:
            basis, categories, *writers = columns[1:]
            grant += " AND " + opens(
                depth="%s", basis=basis, categories=categories, writers=tuple(writers), acting_for="%s"
            )
            params += [sorted(self.actor.agency_ids)] * len(writers) + [int(self.depth)]
        shut_out = f"x.subject_id = {subject} AND x.staff_id = %s AND {NOT_OVER}"
        params.append(self.actor.staff_id)
        return (
            f"(EXISTS (SELECT 1 FROM sharing_grant g WHERE {grant} OFFSET 0)"
            f" AND NOT EXISTS (SELECT 1 FROM sharing_exclusion x WHERE {shut_out} OFFSET 0))",
            tuple(params),
        )


def through_gate(
    rows: QuerySet[M],
    actor: Actor,
    *,
    subject: str,
    depth: Depth,
    gated: bool = False,
    category: Category | None = None,
    writers: tuple[str, ...] = _WRITER,
) -> QuerySet[M]:
    """``rows`` the actor may see. The same condition stands in the wall of the table (``sharing.walls``)."""
    columns = (subject, *_GATED, *writers) if gated else (subject,)
    return rows.filter(_OpenTo(*columns, actor=actor, depth=depth, category=category, gated=gated))


@dataclass(frozen=True)
class Viewer:
    """One line of "who else can see this": the recipient, how deep, on which ground, until when."""

    kind: RecipientKind
    name: str
    depth: Depth
    categories: int
    ground: str
    ground_label: str
    source: SourceKind
    from_at: datetime
    until_at: datetime | None
    mine: bool


VIEWERS = """
    SELECT g.recipient_kind, g.recipient_id, coalesce(a.name, s.name || '（個人）'), g.depth, g.categories, g.ground,
           g.source_kind, g.from_at, g.until_at
    FROM gate_grants_on(%s) g
    LEFT JOIN agencies_agency a ON a.id = g.recipient_id
    LEFT JOIN agencies_staff s ON s.id = g.recipient_id
    ORDER BY g.recipient_kind, g.depth DESC, g.from_at
"""


def viewers_of(actor: Actor, *, subject_id: UUID) -> list[Viewer]:
    """Who can see the subject now, the actor's own grants included. Empty to somebody who cannot see it."""
    with connection.cursor() as cursor:
        cursor.execute(VIEWERS, [subject_id])
        rows = cursor.fetchall()
    return [
        Viewer(
            kind=RecipientKind(kind), name=name, depth=Depth(depth), categories=categories, ground=ground, ground_label=name_of(ground),
            source=SourceKind(source), from_at=from_at, until_at=until_at, mine=recipient in actor.recipient_ids,
        )
        for kind, recipient, name, depth, categories, ground, source, from_at, until_at in rows
    ]  # fmt: skip


def gate_today() -> date:
    """The day by the clock the walls compare with: the database's, in the municipality's time. A machine whose own clock
    is a day off shows and refuses by this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (statement_timestamp() AT TIME ZONE %s)::date", [settings.TIME_ZONE])
        day: date = cursor.fetchone()[0]
    return day


def clock_is_off(*, now: datetime) -> bool:
    """Whether this machine's time and the one the walls compare with are more than a minute apart."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT abs(extract(epoch FROM statement_timestamp() - %s)) > 60", [now])
        return bool(cursor.fetchone()[0])


def consents_ending(actor: Actor, *, until: date, today: date, limit: int = 50) -> list[Consent]:
    """Living consents of people the actor's agencies see that run out by ``until``, the soonest first."""
    rows = consents_visible_to(actor).filter(
        state=ConsentState.GIVEN, until_on__gt=today, until_on__lte=until
    )
    named = rows.select_related("agency", "asked_by").prefetch_related(
        "recipients__agency", "recipients__narrowed_by", "kinds"
    )
    return list(named.order_by("until_on", "id")[:limit])


def standing_consents(actor: Actor, *, person_ids: Iterable[UUID], today: date) -> list[Consent]:
    """The person's living consents (under whichever of their records they were taken), the oldest first."""
    rows = consents_visible_to(actor).filter(
        Q(until_on__isnull=True) | Q(until_on__gt=today),
        person_id__in=list(person_ids),
        state=ConsentState.GIVEN,
    )
    named = rows.select_related("agency", "asked_by")
    return list(
        named.prefetch_related("recipients__agency", "recipients__narrowed_by", "kinds").order_by("made_at")
    )


def was_narrowed(actor: Actor, *, consent: Consent) -> bool:
    """Whether this consent and another disagreed about an agency."""
    rows = ConsentRecipient.objects.filter(
        Q(consent=consent, narrowed_at__isnull=False) | Q(narrowed_by=consent)
    )
    return rows.exists()


def askings_due(actor: Actor, *, until: date, limit: int = 50) -> list[Consent]:
    """Refusals of people the actor's agencies see whose day to ask again is near or past, and nobody asked since."""
    later = Consent.objects.filter(person_id=OuterRef("person_id"), made_at__gt=OuterRef("made_at"))
    rows = consents_visible_to(actor).filter(
        ~Exists(later), state=ConsentState.REFUSED, ask_again_on__lte=until
    )
    return list(rows.select_related("agency", "ask_again_by").order_by("ask_again_on", "id")[:limit])


def closing_of(actor: Actor, *, subject_id: UUID, now: datetime) -> Grant | None:
    """The last way in to this subject that the actor had and has no more; None where there never was one, one is still
    open, or the actor is shut out by name (who must not learn even that)."""
    if Exclusion.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=now), subject_id=subject_id, staff_id=actor.staff_id
    ).exists():
        return None
    held = Grant.objects.filter(
        subject_id=subject_id, recipient_id__in=actor.recipient_ids, sealed=False, until_at__gt=F("from_at")
    )
    ended = held.filter(until_at__lte=now).order_by("-until_at").first()
    return ended if ended and not _still_open(actor, ended) else None


def _still_open(actor: Actor, ended: Grant) -> bool:
    return live_grants(actor).filter(subject_id=ended.subject_id, depth__gte=ended.depth).exists()


def consents_visible_to(actor: Actor) -> QuerySet[Consent]:
    return through_gate(Consent.objects.all(), actor, subject="person_id", depth=Depth.OUTLINE)


@dataclass(frozen=True)
class StoppedConsent:
    """What is told of a consent while its person's use is stopped: its own facts, and nothing of the person."""

    id: UUID
    person_id: UUID
    asked_on: date
    taken_by: str
    asked_by: str
    wording_version: str
    categories: int
    until_on: date | None
    receivers: tuple[str, ...]
    kinds: tuple[str, ...]


def stopped_consents(
    actor: Actor, *, person_id: UUID | None = None, consent_id: UUID | None = None, limit: int = 50
) -> list[StoppedConsent]:
    """Living consents of people whose use is stopped, whose withdrawal the actor may take (ADR 0035), the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, person_id, asked_on, taken_by, asked_by, wording_version, categories, until_on, receivers, kinds"
            " FROM gate_stopped_consents() WHERE (%(whose)s::uuid IS NULL OR person_id = %(whose)s)"
            " AND (%(which)s::uuid IS NULL OR id = %(which)s) ORDER BY asked_on DESC, id LIMIT %(limit)s",
            {"whose": person_id, "which": consent_id, "limit": limit},
        )
        rows = cursor.fetchall()
    places = _agency_names(one for row in rows for one in (row[3], *row[8]))
    staff = (
        {one.id: one.name for one in Staff.objects.filter(id__in={row[4] for row in rows})} if rows else {}
    )
    return [
        StoppedConsent(
            id=row[0], person_id=row[1], asked_on=row[2], taken_by=places[row[3]], asked_by=staff[row[4]],
            wording_version=row[5], categories=row[6], until_on=row[7], receivers=tuple(places[one] for one in row[8]),
            kinds=tuple(Field(one).label for one in row[9]),
        )
        for row in rows
    ]  # fmt: skip


def _agency_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = set(ids)
    return {one.id: one.name for one in Agency.objects.filter(id__in=wanted)} if wanted else {}


def get_stopped_consent(actor: Actor, *, consent_id: UUID) -> StoppedConsent:
    """One of them; unseen where the actor may not take its withdrawal, or there is none to take."""
    for found in stopped_consents(actor, consent_id=consent_id):
        return found
    raise Unseen(consent_id)


def provisions_visible_to(actor: Actor) -> QuerySet[Provision]:
    """What was told to or by whom the actor acts for, on a ground that is open to them."""
    return through_gate(
        Provision.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    ).select_related("agency", "receiver", "provided_by", "acknowledged_by", "reviewed_by")


def get_provision(actor: Actor, *, provision_id: UUID) -> Provision:
    provision = provisions_visible_to(actor).filter(id=provision_id).first()
    if provision is None:
        raise Unseen(provision_id)
    return provision


def provisions_waiting(actor: Actor, *, limit: int = 50) -> list[Provision]:
    """Told to the actor's agencies and not yet acknowledged, the oldest first."""
    waiting = provisions_visible_to(actor).filter(
        receiver_id__in=actor.agency_ids, acknowledged_at__isnull=True, ended_at__isnull=True
    )
    told = (
        waiting.select_related(None)
        .select_related("agency")
        .only("agency__name", "subject_id", "provided_on")
    )
    return list(told.order_by("provided_on", "made_at")[:limit])


def provisions_to_review(actor: Actor, *, limit: int = 50) -> list[Provision]:
    """Told in an emergency by the actor's agencies, and not yet looked at by somebody else, the oldest first."""
    waiting = provisions_visible_to(actor).filter(
        agency_id__in=actor.agency_ids, needs_review=True, reviewed_on__isnull=True
    )
    return list(waiting.order_by("provided_on", "made_at")[:limit])


def get_consent(actor: Actor, *, consent_id: UUID) -> Consent:
    consent = (
        consents_visible_to(actor)
        .select_related("agency", "asked_by")
        .prefetch_related("recipients__agency", "kinds")
        .filter(id=consent_id)
        .first()
    )
    if consent is None:
        raise Unseen(consent_id)
    return consent


def bases_open_to(actor: Actor, *, subject_id: UUID) -> list[Ground]:
    """On which grounds may the actor write about this subject? The one to propose comes first."""
    return bases_among(live_grants(actor).filter(subject_id=subject_id).values_list("ground", "source_kind"))


def bases_among(held: Iterable[tuple[str, str]]) -> list[Ground]:
    """The same, where ground and source of the actor's grants are known already.

    Consent and 支援会議 come before own work only where the agency carries the case under them. A ground held by
    nothing but a seat comes last: the seat is the person's and ends with the item, so what is written beside the
    meeting would be closed to the writer's own colleagues and open to the whole table.
    """
    grounds = {(ground, source == SourceKind.SEAT) for ground, source in held}
    shared = (Ground.CONSENT, Ground.CONFERENCE)
    carried = [ground for ground in shared if (ground, False) in grounds]
    seated = [ground for ground in shared if (ground, True) in grounds and ground not in carried]
    return [*carried, Ground.OWN, *seated]


def consented_agencies(actor: Actor, *, person_id: UUID) -> set[UUID]:
    """Agencies that hold a live consent grant on the person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient_id FROM gate_grants_on(%s) WHERE ground = 'C0'", [person_id])
        return {row[0] for row in cursor.fetchall()}


def agencies_that_see(actor: Actor, *, subject_id: UUID, depth: Depth) -> set[UUID]:
    """Agencies that hold a live grant at least this deep on the subject. Empty to somebody who cannot see it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT recipient_id FROM gate_grants_on(%s) WHERE recipient_kind = %s AND depth >= %s",
            [subject_id, RecipientKind.AGENCY, depth],
        )
        return {row[0] for row in cursor.fetchall()}


def reach_by_consent(
    actor: Actor, *, subject_ids: Collection[UUID], agency_id: UUID
) -> dict[UUID, list[int]]:
    """Which kinds of information this agency's living consent grants name, subject by subject, as far as the actor sees them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s, g.categories FROM unnest(%s::uuid[]) s, gate_grants_on(s) g"
            " WHERE g.recipient_id = %s AND g.ground = %s AND g.depth >= %s",
            [list(subject_ids), agency_id, Ground.CONSENT, Depth.OUTLINE],
        )
        found: dict[UUID, list[int]] = {}
        for subject, categories in cursor.fetchall():
            found.setdefault(subject, []).append(categories)
    return found


def exclusions_on(actor: Actor, *, subject_ids: Iterable[UUID]) -> list[Exclusion]:
    """Who is or was shut out of these subjects, those still shut out first. Empty where the actor holds none of them."""
    held = live_grants(actor).filter(subject_id__in=list(subject_ids)).values("subject_id")
    rows = Exclusion.objects.filter(subject_id__in=held).select_related("staff", "set_by")
    return sorted(rows, key=lambda one: (one.until_at is not None, one.made_at))


def get_exclusion(actor: Actor, *, exclusion_id: UUID) -> Exclusion:
    """One line of it, to whoever holds the subject; not to the one it concerns."""
    found = (
        Exclusion.objects.filter(id=exclusion_id, subject_id__in=live_grants(actor).values("subject_id"))
        .exclude(staff_id=actor.staff_id)
        .select_related("staff", "set_by")
        .first()
    )
    if found is None:
        raise Unseen(exclusion_id)
    return found


def wordings(actor: Actor) -> list[profiles.Wording]:
    """Every version of what is explained when consent is asked for, the oldest first."""
    return lookups.wordings()


def wording_on(actor: Actor, *, on: date) -> profiles.Wording:
    """The version explained on that day."""
    return lookups.wording_on(on)
