"""What the stories stand on: the actors by their login, the days counted from today, the things the town named."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.meetings.models import Body

FAMILIES = Path(__file__).parent / "data" / "families.toml"


@cache
def family_texts() -> dict[str, Any]:
    """The invented families: who belongs to them and the words of their stories."""
    return tomllib.loads(FAMILIES.read_text(encoding="utf-8"))


@dataclass
class Stage:
    """One town on one day."""

    actors: dict[str, Actor]
    today: date
    _agencies: dict[str, Agency] = field(default_factory=dict)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def ahead(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def actor(self, login: str) -> Actor:
        return self.actors[login]

    def agency(self, code: str) -> Agency:
        if code not in self._agencies:
            self._agencies[code] = Agency.objects.get(code=code)
        return self._agencies[code]

    def agency_id(self, code: str) -> UUID:
        return self.agency(code).id

    def body(self, code: str) -> Body:
        return Body.objects.get(code=code)
