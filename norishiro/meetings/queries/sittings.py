"""Sittings one is called to, and how one stands at their door. The actor comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.core import calendar
from norishiro.core.records import Unseen
from norishiro.meetings import lookups, rules
from norishiro.meetings.access import body_fact
from norishiro.meetings.models import (
    Body,
    Invitation,
    Oath,
    Seat,
    Sitting,
)
from norishiro.sharing.choices import Ground

LIST_LENGTH = 50
# One sitting never has more of anything: a bound, not a page.
MOST = 300


def visible_to(actor: Actor) -> QuerySet[Sitting]:
    """Sittings the actor calls, prepares, or is called to. A sitting itself knows no person."""
    called = Invitation.objects.filter(Q(agency_id__in=actor.agency_ids) | Q(staff_id=actor.staff_id)).values(
        "sitting_id"
    )
    return Sitting.objects.filter(
        Q(convener_id__in=actor.agency_ids) | Q(body__preparer_id__in=actor.agency_ids) | Q(id__in=called)
    )


def get_sitting(actor: Actor, *, sitting_id: UUID) -> Sitting:
    sitting = (
        visible_to(actor)
        .select_related("body__preparer", "body__convener", "convener", "called_by", "confirmed_by")
        .filter(id=sitting_id)
        .first()
    )
    if sitting is None:
        raise Unseen(sitting_id)
    return sitting


@dataclass(frozen=True)
class SittingLists:
    """The list screen: this week, later, and what was."""

    this_week: list[Sitting]
    coming: list[Sitting]
    past: list[Sitting]


def sitting_lists(actor: Actor, *, today: date, mine: bool = False) -> SittingLists:
    """At most fifty of each. ``mine``: only those to which the actor personally is called."""
    rows = visible_to(actor).select_related("body", "convener", "area")
    if mine:
        rows = rows.filter(id__in=Invitation.objects.filter(staff_id=actor.staff_id).values("sitting_id"))
    monday = today - timedelta(days=today.weekday())
    next_monday = monday + timedelta(days=7)
    return SittingLists(
        this_week=list(
            rows.filter(held_on__gte=monday, held_on__lt=next_monday).order_by("held_on", "starts_at")[
                :LIST_LENGTH
            ]
        ),
        coming=list(rows.filter(held_on__gte=next_monday).order_by("held_on", "starts_at")[:LIST_LENGTH]),
        past=list(rows.filter(held_on__lt=monday).order_by("-held_on", "-made_at")[:LIST_LENGTH]),
    )


def invitations(actor: Actor, *, sitting: Sitting) -> list[Invitation]:
    return list(
        sitting.invitations.select_related("agency", "staff").order_by("agency__code", "made_at")[:MOST]
    )


def get_invitation(actor: Actor, *, invitation_id: UUID) -> Invitation:
    found = (
        Invitation.objects.filter(Q(agency_id__in=actor.agency_ids) | Q(staff_id=actor.staff_id))
        .select_related("sitting__body", "agency", "staff")
        .filter(id=invitation_id)
        .first()
    )
    if found is None:
        raise Unseen(invitation_id)
    return found


@dataclass(frozen=True)
class Door:
    """How the actor stands at the door of a sitting."""

    invited: bool
    rule: str
    oath: Oath | None
    earlier: Oath | None
    sealed_seats: int

    @property
    def known(self) -> Oath | None:
        """The oath that holds for this sitting: its own, or an earlier one that still serves."""
        return self.oath or self.earlier


def at_the_door(actor: Actor, *, sitting: Sitting) -> Door:
    """Own oath for this sitting, an earlier one that still serves under the body's rule, and how many own seats wait."""
    oaths = list(
        Oath.objects.filter(staff_id=actor.staff_id, sitting__body_id=sitting.body_id).order_by("-sworn_at")[
            :LIST_LENGTH
        ]
    )
    since = lookups.named_since(sitting.body, staff_id=actor.staff_id, on=sitting.held_on)
    year = calendar.fiscal_year(sitting.held_on)
    basis = (
        Ground.CONFERENCE
        if rules.serves_as_support(body_fact(sitting.body, on=sitting.held_on, conveners=set()))
        else ""
    )
    rule = rules.oath_needed(oath_rule=sitting.body.oath_rule, basis=basis)
    serving = [
        one
        for one in oaths
        if rules.earlier_oath_serves(
            oath_rule=rule,
            sworn_on=one.sworn_at.astimezone(timezone.get_current_timezone()).date(),
            same_year=one.fiscal_year == year,
            named_since=since,
        )
    ]
    return Door(
        invited=Invitation.objects.filter(sitting=sitting, staff_id=actor.staff_id).exists(),
        rule=rule,
        oath=next((one for one in oaths if one.sitting_id == sitting.id), None),
        earlier=serving[0] if serving else None,
        sealed_seats=Seat.objects.filter(
            staff_id=actor.staff_id, ended_at__isnull=True, opened_at__isnull=True
        ).count(),
    )


def oaths_of(actor: Actor, *, sitting: Sitting) -> list[Oath]:
    """Every oath given for this sitting, on the screen or on paper."""
    return list(
        sitting.oaths.select_related("staff", "agency", "recorded_by").order_by("agency__code", "sworn_at")[
            :MOST
        ]
    )


def sittings_of(actor: Actor, *, body: Body) -> list[Sitting]:
    return list(
        visible_to(actor)
        .filter(body=body)
        .select_related("body", "convener", "area")
        .order_by("-held_on", "-made_at")[:LIST_LENGTH]
    )
