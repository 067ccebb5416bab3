"""Giving and ending sight. Higher rooms call ``grant`` and ``end_grants`` inside their own operations; they never
write a grant themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.ledger.operations import sign
from norishiro.sharing import events, rules
from norishiro.sharing.choices import ALL_CATEGORIES, Depth, Ground, SourceKind, SubjectKind
from norishiro.sharing.models import Grant
from norishiro.sharing.operations.subjects import Recipient, Subject, agency
from norishiro.sharing.register import is_known_ground


def grant(
    actor: Actor,
    *,
    subjects: Iterable[Subject],
    recipients: Iterable[Recipient],
    ground: str,
    depth: Depth,
    source: SourceKind,
    source_id: UUID,
    categories: int = ALL_CATEGORIES,
    until: date | datetime | None = None,
    sealed: bool = False,
) -> None:
    """Let every recipient see every subject from now on (``until`` exclusive). ``sealed``: only once the oath is given.

    Writes one grant a pair and one ledger line. Refused by ``may_grant``; and the database refuses to give what the
    actor does not hold, unless the subject is new.
    """
    subjects, recipients = list(subjects), list(recipients)
    rules.may_grant(
        subjects=len(subjects), recipients=len(recipients), grounded=is_known_ground(ground)
    ).or_refuse()
    until_at = until if isinstance(until, datetime) or until is None else start_of(until)
    Grant.objects.bulk_create(
        Grant(
            subject_kind=subject.kind,
            subject_id=subject.id,
            recipient_kind=recipient.kind,
            recipient_id=recipient.id,
            depth=depth,
            categories=categories,
            ground=ground,
            source_kind=source,
            source_id=source_id,
            from_at=Now(),
            until_at=until_at,
            sealed=sealed,
            given_by_id=actor.staff_id,
            given_by_agency_id=actor.agency_id,
        )
        for subject in subjects
        for recipient in recipients
    )
    sign(
        actor,
        events.GRANT_GIVEN,
        subjects=[subject.id for subject in subjects],
        ground=ground,
        changes={
            "recipients": (None, ",".join(str(one.id) for one in recipients)),
            "depth": (None, int(depth)),
        },
    )


def end_grants(
    actor: Actor, *, source_ids: Iterable[UUID], reason: str, subject_ids: Collection[UUID] | None = None
) -> int:
    """End, from now, every grant that came from these sources, or of them only those on ``subject_ids``; return how many.
    Signs one ledger line."""
    sources = list(source_ids)
    with connection.cursor() as cursor:
        if subject_ids is None:
            cursor.execute("SELECT gate_end_grants(%s)", [sources])
        else:
            cursor.execute("SELECT gate_end_grants_on(%s, %s)", [sources, list(subject_ids)])
        ended = int(cursor.fetchone()[0])
    sign(
        actor, events.GRANT_ENDED, subjects=subject_ids or (), changes={"grants": (None, ended)}, reason=reason,
    )  # fmt: skip
    return ended


def own_work(actor: Actor, *, subjects: Iterable[Subject], source_id: UUID) -> None:
    """The actor's agency has business of its own with these subjects: it sees them, and what it wrote itself.

    Does nothing for subjects on which the agency already has such a grant.
    """
    _hold(actor, subjects=subjects, depth=Depth.PROGRESS, source_id=source_id)


def own_words(actor: Actor, *, subjects: Iterable[Subject], source_id: UUID) -> None:
    """The actor's agency writes something here. It keeps what it wrote for good; of a case, once the ground on which it
    came is gone, only that the case exists (ADR 0011). A person one wrote about stays a person one knows.

    Does nothing for subjects on which the agency already has such a grant, or a deeper one.
    """
    wanted = list(subjects)
    cases = [one for one in wanted if one.kind == SubjectKind.CASE]
    _hold(actor, subjects=cases, depth=Depth.EXISTENCE, source_id=source_id)
    _hold(
        actor,
        subjects=[one for one in wanted if one.kind == SubjectKind.PERSON],
        depth=Depth.PROGRESS,
        source_id=source_id,
    )


def _hold(actor: Actor, *, subjects: Iterable[Subject], depth: Depth, source_id: UUID) -> None:
    wanted = list(subjects)
    held = set(
        Grant.objects.filter(
            recipient_id=actor.agency_id, ground=Ground.OWN, until_at__isnull=True, depth__gte=depth,
            subject_id__in=[subject.id for subject in wanted],
        ).values_list("subject_id", flat=True)
    )  # fmt: skip
    missing = [subject for subject in wanted if subject.id not in held]
    if missing:
        grant(
            actor, subjects=missing, recipients=[agency(actor.agency_id)], ground=Ground.OWN,
            depth=depth, source=SourceKind.OWN_WORK, source_id=source_id,
        )  # fmt: skip


def start_of(day: date) -> datetime:
    """The first moment of a day here: the end of something that holds until then."""
    return timezone.make_aware(datetime.combine(day, time.min))
