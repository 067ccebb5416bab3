"""Who looked at one person: what is told, what is kept back, what was handed over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.core.records import Unseen
from norishiro.watching import wording
from norishiro.watching.choices import Outcome
from norishiro.watching.models import Hold, Look, LookReport
from norishiro.watching.rules.telling import HoldFact, LookFact, Split, split

# A paper of two hundred pages; for more the office asks for a shorter time.
MOST = 20_000


def split_of(actor: Actor, *, person_id: UUID, from_on: date, as_of: datetime) -> Split:
    """What is told of the looks at this person in this time, and what is kept back, both as it stood at ``as_of``."""
    start = timezone.make_aware(datetime.combine(from_on, time.min))
    rows = Look.objects.filter(
        subject_id=person_id, at__gte=start, at__lte=as_of, outcome__in=(Outcome.SHOWN, Outcome.TOLD)
    ).order_by("-at", "-id")
    looks = (
        LookFact(at, agency_id, label, roles, outcome, act, tuple(grounds), came_by, receiver_id, receiver)
        for at, agency_id, label, roles, outcome, act, grounds, came_by, receiver_id, receiver in rows.values_list(
            "at", "agency_id", "agency_label", "roles", "outcome", "act", "grounds", "came_by", "receiver_id",
            "receiver_label",
        )[:MOST]
        if agency_id is not None
    )  # fmt: skip
    return split(looks, holds=_as_of(actor, person_id, as_of), tellable=wording.tellable())


def _as_of(actor: Actor, person_id: UUID, moment: datetime) -> list[HoldFact]:
    return [
        HoldFact(
            one.agency_id, one.code, one.proposed_at,
            one.released_at if one.released_at and one.released_at <= moment else None,
        )
        for one in holds_on(actor, person_id=person_id)
        if one.proposed_at <= moment
    ]  # fmt: skip


def holds_on(actor: Actor, *, person_id: UUID) -> list[Hold]:
    """Every decision about this person's looks, those in force first."""
    rows = Hold.objects.filter(person_id=person_id).select_related(
        "agency", "proposed_by", "approved_by", "released_by"
    )
    return sorted(rows, key=lambda one: (one.released_at is not None, one.recheck_on or date.min))[:200]


def get_hold(actor: Actor, *, hold_id: UUID) -> Hold:
    found = (
        Hold.objects.filter(id=hold_id)
        .select_related("agency", "proposed_by", "approved_by", "released_by")
        .first()
    )
    if found is None:
        raise Unseen(hold_id)
    return found


def reports_on(actor: Actor, *, person_id: UUID) -> list[LookReport]:
    """What was handed over before, the newest first."""
    return list(LookReport.objects.filter(person_id=person_id).select_related("given_by", "agency")[:50])


def get_report(actor: Actor, *, report_id: UUID) -> LookReport:
    found = LookReport.objects.filter(id=report_id).select_related("given_by", "agency").first()
    if found is None:
        raise Unseen(report_id)
    return found


def readings_of(actor: Actor, *, agency_ids: Iterable[UUID]) -> dict[UUID, str]:
    """How the names of these agencies are read, where it is written down."""
    return dict(Agency.objects.filter(id__in=set(agency_ids)).values_list("id", "kana"))


def seen_agencies(actor: Actor, *, person_id: UUID) -> list[tuple[UUID, str]]:
    """The agencies that looked at this person, by name."""
    rows = Look.objects.filter(Q(outcome=Outcome.SHOWN) | Q(outcome=Outcome.TOLD), subject_id=person_id)
    found = (
        rows.order_by("agency_label", "agency_id").values_list("agency_id", "agency_label").distinct()[:200]
    )
    return [(key, label) for key, label in found if key is not None]
