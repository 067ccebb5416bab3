"""Uses of the emergency window. Dull on purpose."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

import psycopg
from django.db import transaction
from django.test import Client
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.emergency import operations
from norishiro.emergency.choices import Trigger
from norishiro.emergency.models import Opening, Search
from norishiro.people.models import Household, Person
from tests.factories import people

REASON = "救急隊から、路上で倒れた人の家族にいますぐ連絡したいと電話があった。"
ADDRESS = "みなと町1丁目2番3号"
BORN = date(1945, 4, 1)
TODAY = date(2026, 11, 20)


@transaction.atomic
def household(knowing: Actor, *names: str, address: str = ADDRESS) -> tuple[Household, list[Person]]:
    """A household of somebody else's, with what must and must not be seen in it."""
    members = [people.person(knowing, name) for name in names]
    home = people.household(knowing, *members)
    announce(knowing)
    for number, one in enumerate(members):
        one.address, one.phone = address, f"090-0000-{number:04d}"
        one.birth, one.birth_earliest, one.birth_latest = BORN.isoformat(), BORN, BORN
        one.save()
    home.address = address
    home.save()
    return home, members


def search(actor: Actor, *, name: str = "", address: str = "", now: datetime | None = None) -> Search:
    return operations.search_household(
        actor, trigger=Trigger.LIFE, reason=REASON, name=name, born_on=BORN if name else None, address=address,
        proved_lately=True, now=now or timezone.now(), today=TODAY,
    )  # fmt: skip


def opening(actor: Actor, *, address: str = ADDRESS) -> Opening:
    """Searched and opened, now."""
    found = search(actor, address=address)
    with transaction.atomic():
        announce(actor)
        first = found.candidates.get(order=1)
    return operations.open_household(
        actor, candidate=first, proved_lately=True, now=timezone.now(), today=TODAY
    )


def closed(actor: Actor, *, address: str = ADDRESS) -> Opening:
    used = opening(actor, address=address)
    return operations.close_opening(actor, opening=used, now=timezone.now())


def travel(owner: psycopg.Connection, one: Opening, *, by: timedelta) -> None:
    """Let time pass for one use: everything that was written down about it happened ``by`` earlier."""
    owner.execute("SET norishiro.maintenance = 'on'")
    owner.execute(
        "UPDATE emergency_opening SET opened_at = opened_at - %(by)s, until_at = until_at - %(by)s WHERE id = %(id)s",
        {"by": by, "id": one.id},
    )
    owner.execute(
        "UPDATE sharing_grant SET from_at = from_at - %(by)s, until_at = until_at - %(by)s WHERE source_id = %(id)s",
        {"by": by, "id": one.id},
    )
    owner.commit()


def client_of(actor: Actor, *, proved: bool = True) -> Client:
    """Logged in, with the password given just now or an hour ago."""
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    session = client.session
    session["account_authentication_methods_user"] = str(actor.staff_id)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - (0 if proved else 3600)}
    ]
    session.save()
    return client
