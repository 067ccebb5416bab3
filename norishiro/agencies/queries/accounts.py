"""Accounts nobody uses: asleep already, and about to be; and who was helped in again."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies import lookups
from norishiro.agencies.accounts import limits
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import HelpAnswer
from norishiro.agencies.lookups import Unused
from norishiro.agencies.models import AccessHelp, Appointment, Staff
from norishiro.agencies.permissions import Permission
from norishiro.core.records import Unseen


def asleep(actor: Actor) -> QuerySet[Staff]:
    """Open accounts that sleep, those that fell asleep last first."""
    return Staff.objects.filter(is_active=True, asleep_on__isnull=False).order_by("-asleep_on", "login_id")


def falling_asleep(actor: Actor, *, today: date) -> list[Unused]:
    """Accounts that fall asleep soon unless they are used, the next ones first."""
    until = today + timedelta(days=limits().sleep_warn_days)
    soon = (one for one in lookups.unused(today=today) if one.sleeps_on <= until)
    return sorted(soon, key=lambda one: (one.sleeps_on, one.login_id))


def helps_of(actor: Actor, *, staff_id: UUID) -> QuerySet[AccessHelp]:
    """How often somebody was helped in, newest first, for whoever keeps accounts or is the person."""
    if staff_id != actor.staff_id and not actor.may(Permission.KEEP_AGENCIES):
        return AccessHelp.objects.none()
    return AccessHelp.objects.filter(staff_id=staff_id).select_related(
        "helper", "helper_agency", "settled_by"
    )


def helps_asked(actor: Actor) -> QuerySet[AccessHelp]:
    """Where I was helped in and have not said yet whether I asked for it."""
    return AccessHelp.objects.filter(staff_id=actor.staff_id, answer="").select_related("helper")


def helps_denied(actor: Actor) -> QuerySet[AccessHelp]:
    """Where somebody of my agency says they asked for nothing, and nobody has looked into it."""
    of_mine = Appointment.objects.filter(agency_id__in=actor.agency_ids).values("staff_id")
    return (
        AccessHelp.objects.filter(answer=HelpAnswer.UNKNOWN, settled_at=None, staff_id__in=of_mine)
        .exclude(staff_id=actor.staff_id)
        .exclude(helper_id=actor.staff_id)
        .select_related("staff", "helper")
        .order_by("made_at")
    )


def get_help(actor: Actor, *, help_id: UUID) -> AccessHelp:
    """One help, for the person it was given to, and for whoever reviews looks at an agency of theirs."""
    found = (
        AccessHelp.objects.select_related("staff", "helper", "helper_agency", "settled_by")
        .filter(id=help_id)
        .first()
    )
    if found is None or not _concerns(actor, found):
        raise Unseen(help_id)
    return found


def _concerns(actor: Actor, given: AccessHelp) -> bool:
    if given.staff_id == actor.staff_id:
        return True
    of_mine = Appointment.objects.filter(agency_id__in=actor.agency_ids, staff_id=given.staff_id)
    return actor.may(Permission.REVIEW_LOOKS) and given.answer == HelpAnswer.UNKNOWN and of_mine.exists()
