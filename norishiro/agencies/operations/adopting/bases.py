"""Bases with their hours and staff, and whom one reaches out of hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from norishiro.agencies.choices import BaseFunction
from norishiro.agencies.models import (
    Agency,
    Area,
    Base,
    BaseFunctionRow,
    BaseOperator,
    OnCall,
    OnCallHours,
    OpeningException,
    OpeningRule,
    Post,
)
from norishiro.agencies.operations.adopting.run import Adoption, Wanted


def adopt_bases(run: Adoption) -> None:
    """Bases with operators, functions, hours and staff."""
    rows = run.coded(Base, run.profile.bases)
    for order, entry in enumerate(run.profile.bases):
        month_only = entry.opened_on is not None and len(entry.opened_on) == len("2014-12")
        opened = (
            date.fromisoformat(f"{entry.opened_on}-01" if month_only else entry.opened_on)
            if entry.opened_on
            else None
        )
        values = {
            "name": entry.name, "area": run.areas[entry.area] if entry.area else None, "place": entry.place,
            "style": entry.style, "opened_on": opened, "opened_month_only": month_only, "order": order,
            "until_on": entry.valid_until,
        }  # fmt: skip
        base = run.put(
            rows.get(entry.code),
            Base,
            new={"code": entry.code, "from_on": opened or run.begins(entry)},
            values=values,
        )
        _base_parts(run, entry, base)


def _base_parts(run: Adoption, entry: Any, base: Base) -> None:
    begins = run.part_begins(entry)
    same = {"base": base, "from_on": begins}
    operators: Wanted = {
        (run.agencies[code].id,): ({**same, "agency": run.agencies[code]}, {}) for code in entry.operators
    }
    run.children(BaseOperator.objects.filter(base=base), operators, key=("agency_id",))
    functions: Wanted = {
        (BaseFunction(one.value),): ({**same, "function": one.value}, {}) for one in entry.functions
    }
    run.children(BaseFunctionRow.objects.filter(base=base), functions, key=("function",))
    run.children(OpeningRule.objects.filter(base=base), run.weekly(entry, entry.opening, same),
        key=("weekday", "week", "opens", "closes"),
    )  # fmt: skip
    exceptions: Wanted = {
        (one.rule, one.closed, one.from_time, one.until_time): (
            {
                **same, "rule": one.rule, "closed": one.closed, "opens": one.from_time, "closes": one.until_time,
                "from_on": run.part_begins(entry, one), "until_on": one.valid_until,
            },
            {},
        )
        for one in entry.exceptions
    }  # fmt: skip
    run.children(OpeningException.objects.filter(base=base), exceptions,
        key=("rule", "closed", "opens", "closes"),
    )  # fmt: skip
    _base_posts(run, entry, base, begins)


def _agencies_or_none(run: Adoption, codes: Iterable[str]) -> list[Agency | None]:
    return [run.agencies[code] for code in codes] or [None]


def _base_posts(run: Adoption, entry: Any, base: Base, begins: date) -> None:
    posts: Wanted = {
        (run.roles[one.role].id, agency.id if agency else None): (
            {"role": run.roles[one.role], "agency": agency, "base": base, "area": None, "from_on": begins},
            {"expected": one.count},
        )
        for one in entry.staff
        for agency in _agencies_or_none(run, one.agencies)
    }  # fmt: skip
    run.children(Post.objects.filter(base=base), posts, key=("role_id", "agency_id"))


def adopt_on_call(run: Adoption) -> None:
    """Whom one reaches out of hours."""
    wanted: Wanted = {}
    hours: dict[tuple[Any, ...], Any] = {}
    for entry in run.profile.on_call:
        for area in _on_call_areas(run, entry):
            for code in entry.agencies:
                agency = run.agencies[code]
                key = (area.id if area else None, agency.id, entry.contact)
                new = {
                    "area": area,
                    "agency": agency,
                    "contact": entry.contact,
                    "from_on": run.part_begins(entry),
                }
                wanted[key] = (new, {"always": entry.always})
                hours[key] = entry
    run.children(OnCall.objects.filter(by_hand=False), wanted, key=("area_id", "agency_id", "contact"))
    for row in OnCall.objects.filter(until_on=None, by_hand=False):
        entry = hours[(row.area_id, row.agency_id, row.contact)]
        run.children(OnCallHours.objects.filter(on_call=row),
            run.weekly(entry, entry.hours, {"on_call": row}), key=("weekday", "week", "opens", "closes"),
        )  # fmt: skip


def _on_call_areas(run: Adoption, entry: Any) -> list[Area | None]:
    if entry.area:
        return [run.areas[entry.area]]
    layer = run.layer_name(entry.area_layer)
    return [area for area in run.areas.values() if layer and area.layer == layer] or [None]
