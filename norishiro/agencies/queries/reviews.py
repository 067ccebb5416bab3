"""What is looked over at 権限の点検, and what was decided at earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, Max, Min, OuterRef

from norishiro.agencies import lookups, rules
from norishiro.agencies.accounts import limits
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Appointment, RightsReview, live_on
from norishiro.core.records import Unseen


@dataclass(frozen=True)
class Held:
    """One post as it stands, and why it wants a word of its own."""

    appointment: Appointment
    last_seen: date | None
    has_proof: bool
    asked: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """How an agency stands with its reviews: done in this term, due, or (begun in it) asked from the next."""

    agency: Agency
    last: date | None
    done: bool
    due: bool


def held_posts(actor: Actor, *, agency: Agency, today: date) -> list[Held]:
    """Every post of the agency that lasts beyond today, those to be asked about first."""
    proofs = Authenticator.objects.filter(user=OuterRef("staff_id")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    rows = (
        Appointment.objects.filter(live_on(today), agency=agency, staff__is_active=True)
        .select_related("staff", "role", "area", "base")
        .annotate(proved=Exists(proofs))
        .order_by("staff__kana", "staff__login_id", "id")
    )
    return sorted((_held(one, today=today) for one in rows), key=lambda one: not one.asked)


def _held(post: Appointment, *, today: date) -> Held:
    seen = lookups.day_of(post.staff.last_login) if post.staff.last_login else None
    has_proof = bool(post.proved)  # type: ignore[attr-defined]
    asked = rules.asks_about(
        today=today, last_seen=seen, asleep=post.staff.asleep_on is not None, until_on=post.until_on,
        keeps_system=post.role.kind == RoleKind.SYSTEM, has_proof=has_proof,
    )  # fmt: skip
    return Held(post, seen, has_proof, asked)


def review_standings(actor: Actor, *, today: date) -> list[Standing]:
    """Every agency in which somebody holds a post, those that are due first, one's own before the others."""
    since = rules.review_since(today, months=limits().review_months)
    held = Appointment.objects.filter(live_on(today), agency=OuterRef("pk"), staff__is_active=True)
    rows = (
        Agency.objects.filter(live_on(today), Exists(held))
        .annotate(last=Max("rights_reviews__made_at"), begun=Min("appointments__made_at"))
        .order_by("kana", "name")
    )
    found = [_standing(one, since=since) for one in rows]
    return sorted(found, key=lambda one: (not one.due, one.agency.id != actor.agency_id))


def _standing(agency: Agency, *, since: date) -> Standing:
    last, begun = agency.last, agency.begun  # type: ignore[attr-defined]
    day = lookups.day_of(last) if last else None
    done = day is not None and day >= since
    return Standing(agency, day, done, not done and lookups.day_of(begun) < since)


def review_due(actor: Actor, *, today: date) -> date | None:
    """The day by which the actor's own agency is to be looked over; None where it was, this term, or began in it."""
    since = rules.review_since(today, months=limits().review_months)
    before = Appointment.objects.filter(agency=OuterRef("pk"), made_at__date__lt=since)
    done = RightsReview.objects.filter(agency=OuterRef("pk"), made_at__date__gte=since)
    waits = Agency.objects.filter(~Exists(done), Exists(before), id=actor.agency_id).exists()
    return since + timedelta(days=limits().review_within_days) if waits else None


def reviews_of(actor: Actor, *, agency: Agency) -> list[RightsReview]:
    return list(RightsReview.objects.filter(agency=agency).select_related("staff")[:20])


def get_review(actor: Actor, *, review_id: UUID) -> RightsReview:
    found = (
        RightsReview.objects.select_related("agency", "staff")
        .prefetch_related("posts")
        .filter(id=review_id)
        .first()
    )
    if found is None:
        raise Unseen(review_id)
    return found
