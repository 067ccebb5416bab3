"""The demo town through one account, request by request, and what that account may not see."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import psycopg
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from psycopg import sql

from norishiro.agencies.actor import Actor
from norishiro.agencies.middleware import HAT
from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.sharing.models import Consent
from norishiro.sharing.queries import stopped_consents
from tests.towns.demo import DemoTown

# What differs between two answers although nothing differs behind them.
TOKENS = re.compile(
    rb'(?:csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce="|name="form_token" value="|name="wanted_token" value="|name="slip" value=")[^"]+'
)


# How many people one has looked at within the hour: grows with the walk itself.
LOOKED_AT = re.compile("この1時間に[0-9]+人".encode())


def masked(body: bytes) -> bytes:
    """The body without what the moment alone makes differ; of a workbook what its sheets hold, not when it was packed."""
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as book:
            names = sorted(one for one in book.namelist() if not one.startswith("docProps/"))
            body = b"".join(one.encode() + book.read(one) for one in names)
    return LOOKED_AT.sub(b"", TOKENS.sub(b"", body))


@dataclass
class Eyes:
    """One account of the demo town, signed in."""

    town: DemoTown
    login: str

    @cached_property
    def actor(self) -> Actor:
        return self.town.actor(self.login)

    def client(self) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(Staff.objects.get(login_id=self.login))
        session = client.session
        session[HAT] = str(self.actor.agency_id)
        session.save()
        return client

    def visible(self, model: type[models.Model]) -> set[UUID]:
        """The ids of the model's rows that the wall opens to this account."""
        with transaction.atomic():
            announce(self.actor, reading=True)
            return set(model._default_manager.values_list("pk", flat=True))

    def told(self, owner: psycopg.Connection[Any], model: type[models.Model]) -> set[UUID]:
        """Rows behind the wall that this account is told of by right: consents of people whose use is stopped, which it
        may take back, and whom these name (ADR 0035)."""
        with transaction.atomic():
            announce(self.actor, reading=True)
            consents = {one.id for one in stopped_consents(self.actor, limit=1_000)}
        if model is Consent:
            return consents
        statement = sql.SQL("SELECT {} FROM {} WHERE {} = ANY(%s)")
        key, table = model._meta.pk.column, model._meta.db_table
        naming = [one.column for one in model._meta.concrete_fields if one.related_model is Consent]
        return {
            row[0]
            for column in naming
            for row in owner.execute(
                statement.format(*map(sql.Identifier, (key, table, column))), [list(consents)]
            )
        }


def walled_models(owner: psycopg.Connection[Any]) -> list[type[models.Model]]:
    """Every model of the house whose table stands behind a wall, those left out that the pages may not read at all."""
    rows = owner.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity"
        " AND has_table_privilege('norishiro_app', oid, 'SELECT')"
    )
    walled = {row[0] for row in rows}
    return [one for one in apps.get_models() if one._meta.db_table in walled]


def everything(owner: psycopg.Connection[Any], model: type[models.Model]) -> set[UUID]:
    """The ids of all rows there are."""
    return {
        row[0] for row in owner.execute(f'SELECT "{model._meta.pk.column}" FROM "{model._meta.db_table}"')
    }


def links(body: bytes) -> Iterable[str]:
    """Addresses of this house that a page leads to by a link or a load."""
    for found in re.finditer(rb'(?:href|hx-get)="(/[^"#]*)', body):
        path = found.group(1).decode().replace("&amp;", "&")
        if not path.startswith(("/static/", "/accounts/")):
            yield path
