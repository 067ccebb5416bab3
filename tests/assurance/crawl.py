"""The demo town, opened screen by screen as each account would, and what the ledger heard of it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from config import databases, env
from tests.factories.agencies import proved
from tests.screens import SCREENS, Screen

if TYPE_CHECKING:
    from tests.towns.demo import DemoTown

HAT = "hat"


@dataclass(frozen=True)
class Known:
    """A name that tells of people (a person's, a household's, a case's), and every id under which the ledger names it."""

    name: str
    named_by: frozenset[UUID]


def client_of(town: DemoTown, login: str) -> Client:
    """Signed in as this account, with its first hat on. Faults are answered with a page, as for staff."""
    from norishiro.agencies.models import Staff

    client = Client(raise_request_exception=False)
    if login:
        client.force_login(Staff.objects.get(login_id=login))
        session = client.session
        session[HAT] = str(town.actor(login).agency_id)
        session.save()
        proved(client)
    return client


def opened(
    open_town: Callable[..., DemoTown], *, presets: tuple[str, ...] = ("toshima", "hachioji"), every: int = 1
) -> Iterator[tuple[Screen, Client, str, DemoTown]]:
    """Every n-th registered screen with a signed-in client and its address, one town after the other."""
    for preset in presets:
        town = open_town(preset)
        clients: dict[str, Client] = {}
        for screen in SCREENS[::every]:
            if screen.preset == preset:
                client = clients.setdefault(screen.login, client_of(town, screen.login))
                yield screen, client, screen.path(town), town


def words_on(response: HttpResponse) -> str:
    """What a reader sees, and what stands in fields; without tags."""
    text = response.content.decode("utf-8", "replace")
    values = " ".join(re.findall(r'value="([^"]*)"', text))
    return html.unescape(re.sub(r"<[^>]*>", " ", text) + " " + values)


@contextmanager
def owner() -> Iterator[psycopg.Connection[Any]]:
    """The owner, in the town that is open at the moment."""
    arguments = databases.connect_arguments(databases.settings_for(env.current(), role="owner"))
    name = connections.settings["default"]["NAME"]
    with psycopg.connect(**{**arguments, "dbname": name}, autocommit=True) as connection:
        connection.execute("SELECT set_config('norishiro.maintenance', 'on', false)")
        yield connection


NAMES = """
    SELECT p.name, p.id
           || ARRAY(SELECT case_id FROM cases_casemember WHERE person_id = p.id)
           || ARRAY(SELECT household_id FROM people_membership WHERE person_id = p.id)
    FROM people_person p
    UNION ALL
    SELECT h.label, h.id
           || ARRAY(SELECT person_id FROM people_membership WHERE household_id = h.id)
           || ARRAY(SELECT id FROM cases_case WHERE household_id = h.id)
    FROM people_household h
    UNION ALL
    SELECT c.title, c.id || ARRAY(SELECT person_id FROM cases_casemember WHERE case_id = c.id)
           || ARRAY(SELECT c.household_id WHERE c.household_id IS NOT NULL)
    FROM cases_case c
"""


def everybody() -> list[Known]:
    """Every name of the town that tells of people. Two who share a name count as told when one of them is."""
    found: dict[str, set[UUID]] = {}
    with owner() as connection:
        for name, ids in connection.execute(NAMES):
            if name:
                found.setdefault(name, set()).update(ids)
    return [Known(name=name, named_by=frozenset(ids)) for name, ids in sorted(found.items())]


def last_line() -> int:
    with owner() as connection:
        row = connection.execute("SELECT seq FROM ledger_head").fetchone()
    assert row is not None
    return int(row[0])


def heard_since(seq: int) -> list[tuple[str, frozenset[UUID]]]:
    """The verbs and subjects of the lines after this number."""
    with owner() as connection:
        rows = connection.execute(
            "SELECT verb, subjects FROM ledger_entry WHERE seq > %s ORDER BY seq", [seq]
        ).fetchall()
    return [(verb, frozenset(subjects)) for verb, subjects in rows]
