"""A town from a preset, and somebody at a browser wearing a hat."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.models import Agency, Appointment, Area, Role, Staff
from norishiro.casework.operations.adopt import adopt
from norishiro.profiles.loader import PRESETS
from tests.factories import agencies

FIRST = date(2022, 4, 1)


class Town:
    """One preset in force, with short ways to put people in posts."""

    def __init__(self, name: str) -> None:
        text = (PRESETS / f"{name}.toml").read_text(encoding="utf-8")
        adopt(text, name=name, today=date(2026, 11, 20))

    def agency(self, code: str) -> Agency:
        return Agency.objects.get(code=code)

    def area(self, code: str) -> Area:
        return Area.objects.get(code=code, until_on=None)

    def put(
        self, name: str, role: str, agency: str, *, area: str = "", staff: Staff | None = None, from_on: date = FIRST,
        until_on: date | None = None, base: Any = None,
    ) -> Appointment:  # fmt: skip
        return Appointment.objects.create(
            staff=staff or agencies.staff(name), role=Role.objects.get(code=role), agency=self.agency(agency),
            area=self.area(area) if area else None, kind="ORDER", from_on=from_on, until_on=until_on, base=base,
        )  # fmt: skip

    def keeper(self, agency: str, name: str = "架空 事務") -> Actor:
        appointment = self.put(name, "std-manager", agency)
        actor = actor_for(
            staff_id=appointment.staff_id, agency_id=appointment.agency_id, today=date(2026, 11, 20)
        )
        assert actor is not None
        return actor


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return agencies.proved(client)


@pytest.fixture
def sumida(db: None) -> Town:
    return Town("sumida")


@pytest.fixture
def toshima(db: None) -> Town:
    return Town("toshima")


@pytest.fixture
def tachikawa(db: None) -> Town:
    return Town("tachikawa")


@pytest.fixture
def nakano(db: None) -> Town:
    return Town("nakano")
