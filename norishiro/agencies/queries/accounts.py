"""Accounts nobody uses: asleep already, and about to be."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet

from norishiro.agencies import lookups
from norishiro.agencies.accounts import limits
from norishiro.agencies.actor import Actor
from norishiro.agencies.lookups import Unused
from norishiro.agencies.models import Staff


def asleep(actor: Actor) -> QuerySet[Staff]:
    """Open accounts that sleep, those that fell asleep last first."""
    return Staff.objects.filter(is_active=True, asleep_on__isnull=False).order_by("-asleep_on", "login_id")


def falling_asleep(actor: Actor, *, today: date) -> list[Unused]:
    """Accounts that fall asleep soon unless they are used, the next ones first."""
    until = today + timedelta(days=limits().sleep_warn_days)
    soon = (one for one in lookups.unused(today=today) if one.sleeps_on <= until)
    return sorted(soon, key=lambda one: (one.sleeps_on, one.login_id))
