"""One run of an adoption: what is read, what is kept in mind between the steps, and the movements all steps share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import models

from norishiro.agencies.choices import SINCE_ALWAYS
from norishiro.agencies.models import Agency, Area, Role, Window
from norishiro.profiles.opening import WEEKDAYS
from norishiro.profiles.schema.parts import Dated
from norishiro.profiles.schema.profile import Profile

M = TypeVar("M", bound=models.Model)

Wanted = dict[tuple[Any, ...], tuple[dict[str, Any], dict[str, Any]]]

PROFILE_CODE = re.compile(r"^[A-Z0-9][A-Z0-9_]*$")


@dataclass
class OrganisationChanges:
    """How many rows were made, changed and closed, by kind."""

    made: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    closed: Counter[str] = field(default_factory=Counter)

    @property
    def nothing(self) -> bool:
        return not (self.made or self.changed or self.closed)


@dataclass
class Adoption:
    """One run: the profile, the day it begins, the start of what has no start of its own, and the tally."""

    profile: Profile
    valid_from: date
    start: date
    changes: OrganisationChanges = field(default_factory=OrganisationChanges)
    agencies: dict[str, Agency] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    windows: dict[str, Window] = field(default_factory=dict)

    def begins(self, entry: Dated) -> date:
        return entry.valid_from or self.start

    def part_begins(self, entry: Dated, part: Dated | None = None) -> date:
        """A newer profile speaks of the parts of a thing from its own day on, not about the past."""
        return max((part.valid_from if part else None) or self.begins(entry), self.start)

    def put(self, row: M | None, model: type[M], *, new: Mapping[str, Any], values: Mapping[str, Any]) -> M:
        """Make the row with ``new`` and ``values``, or bring its ``values`` up to date."""
        if row is None:
            self.changes.made[model.__name__] += 1
            made: M = model._default_manager.create(**new, **values)
            return made
        different = [name for name, value in values.items() if getattr(row, name) != value]
        if different:
            for name in different:
                setattr(row, name, values[name])
            row.save(update_fields=different)
            self.changes.changed[model.__name__] += 1
        return row

    def close(self, rows: Iterable[Any]) -> None:
        """End what the profile no longer names, on the day it begins."""
        for row in rows:
            start: date = getattr(row, "from_on", SINCE_ALWAYS)
            row.until_on = max(self.valid_from, start + timedelta(days=1))
            row.save(update_fields=["until_on"])
            self.changes.closed[type(row).__name__] += 1

    def children(
        self,
        rows: models.QuerySet[Any],
        wanted: Mapping[tuple[Any, ...], tuple[Mapping[str, Any], Mapping[str, Any]]],
        *,
        key: tuple[str, ...],
    ) -> None:
        """Rows without a code of their own: matched by ``key``, made where missing, closed where left over."""
        there = [(tuple(getattr(row, name) for name in key), row) for row in rows]
        ended = {(identity, row.from_on): row for identity, row in there if row.until_on is not None}
        open_ones = {identity: row for identity, row in there if row.until_on is None}
        for identity, (new, values) in wanted.items():
            found = open_ones.pop(identity, None) or ended.get((identity, new["from_on"]))
            self.put(found, rows.model, new=new, values=values)
        self.close(open_ones.values())

    def coded(self, model: type[Any], entries: Iterable[Any]) -> dict[str, Any]:
        """Rows of the model by code; those in force with a profile's code that is named no more are closed."""
        rows = {row.code: row for row in model.objects.all()}
        named = {entry.code for entry in entries}
        self.close(
            [
                row
                for row in rows.values()
                if PROFILE_CODE.match(row.code) and row.code not in named and row.until_on is None
            ],
        )
        return rows

    def layer_name(self, code: str | None) -> str:
        return next((layer.name for layer in self.profile.area_layers if layer.code == code), "")

    def weekly(
        self, entry: Any, rules: Iterable[Any], same: Mapping[str, Any]
    ) -> dict[tuple[Any, ...], tuple[dict[str, Any], dict[str, Any]]]:
        return {
            (WEEKDAYS.index(day), week, rule.from_time, rule.until_time): (
                {
                    **same, "weekday": WEEKDAYS.index(day), "week": week, "opens": rule.from_time,
                    "closes": rule.until_time, "from_on": self.part_begins(entry, rule), "until_on": rule.valid_until,
                },
                {},
            )
            for rule in rules
            for day in rule.days
            for week in rule.weeks or (None,)
        }  # fmt: skip
