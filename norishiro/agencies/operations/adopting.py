"""Bringing a profile's organisation into the tables: areas, agencies, roles, posts, windows, bases, programmes.

Nothing is deleted. What a newer profile no longer names is closed on the day that profile begins; what changes in
its place in the tree of areas is closed and opened anew. Rows made by hand carry codes in small letters, which no
profile can use, and are left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import models

from norishiro.agencies.choices import (
    SINCE_ALWAYS,
    AppointmentKind,
    BaseFunction,
    Body,
    ContractForm,
    Field,
    Programme,
    RoleKind,
    SupportGroup,
    WindowSetting,
)
from norishiro.agencies.models import (
    Agency,
    Area,
    AreaLayer,
    AreaTown,
    Base,
    BaseFunctionRow,
    BaseOperator,
    OnCall,
    OnCallHours,
    OpeningException,
    OpeningRule,
    Post,
    ProgrammeOperator,
    Role,
    Window,
    WindowOperator,
    WindowTable,
)
from norishiro.profiles import choices as written
from norishiro.profiles.opening import WEEKDAYS
from norishiro.profiles.schema.parts import Dated
from norishiro.profiles.schema.profile import Profile

M = TypeVar("M", bound=models.Model)

Wanted = dict[tuple[Any, ...], tuple[dict[str, Any], dict[str, Any]]]

PROFILE_CODE = re.compile(r"^[A-Z0-9][A-Z0-9_]*$")
FIELDS = {
    written.AgencyField.ELDER_CARE: Field.ELDERLY,
    written.AgencyField.EMPLOYMENT: Field.WORK,
    written.AgencyField.CHILD_YOUTH: Field.CHILD,
    written.AgencyField.EDUCATION: Field.SCHOOL,
    written.AgencyField.PRIVATE: Field.CIVIL,
    written.AgencyField.RESIDENTS: Field.RESIDENT,
    written.AgencyField.GOVERNMENT: Field.OFFICE,
}
BODIES = {written.AgencyBody.GOVERNMENT: Body.ADMINISTRATION}
CONTRACTS = {written.Contract.PARTLY_ENTRUSTED: ContractForm.PART_ENTRUSTED}
KINDS = {
    written.RoleKind.COUNSELLOR: RoleKind.WINDOW,
    written.RoleKind.APPLICANT: RoleKind.WINDOW,
    written.RoleKind.RESIDENT_PARTNER: RoleKind.LIAISON,
}
APPOINTMENTS = {written.Appointment.UNSTATED: AppointmentKind.PLACEMENT}


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
class _Adoption:
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


def adopt_organisation(profile: Profile, *, valid_from: date, first: bool) -> OrganisationChanges:
    """Make the tables say what the profile says from ``valid_from`` on.

    Changes: areas, layers, agencies, roles, posts, programmes by year, windows, bases and on-call contacts; ``first``
    means that what has no date of its own held all along. A second run with the same profile changes nothing.
    Recorded: by the caller, who knows who adopts. Refuses nothing: a profile is checked before it gets here.
    """
    run = _Adoption(profile, valid_from, SINCE_ALWAYS if first else valid_from)
    for step in (_layers, _areas, _agencies, _roles, _posts, _programmes, _windows, _bases, _on_call):
        step(run)
    return run.changes


# --- the shared movements ------------------------------------------------------------------------------


def _put(
    run: _Adoption, row: M | None, model: type[M], *, new: Mapping[str, Any], values: Mapping[str, Any]
) -> M:
    """Make the row with ``new`` and ``values``, or bring its ``values`` up to date."""
    if row is None:
        run.changes.made[model.__name__] += 1
        made: M = model._default_manager.create(**new, **values)
        return made
    different = [name for name, value in values.items() if getattr(row, name) != value]
    if different:
        for name in different:
            setattr(row, name, values[name])
        row.save(update_fields=different)
        run.changes.changed[model.__name__] += 1
    return row


def _close(run: _Adoption, rows: Iterable[Any]) -> None:
    """End what the profile no longer names, on the day it begins."""
    for row in rows:
        start: date = getattr(row, "from_on", SINCE_ALWAYS)
        row.until_on = max(run.valid_from, start + timedelta(days=1))
        row.save(update_fields=["until_on"])
        run.changes.closed[type(row).__name__] += 1


def _children(
    run: _Adoption,
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
        _put(run, found, rows.model, new=new, values=values)
    _close(run, open_ones.values())


def _coded(run: _Adoption, model: type[Any], entries: Iterable[Any]) -> dict[str, Any]:
    """Rows of the model by code; those in force with a profile's code that is named no more are closed."""
    rows = {row.code: row for row in model.objects.all()}
    named = {entry.code for entry in entries}
    _close(
        run,
        [
            row
            for row in rows.values()
            if PROFILE_CODE.match(row.code) and row.code not in named and row.until_on is None
        ],
    )
    return rows


# --- where ---------------------------------------------------------------------------------------------


def _layers(run: _Adoption) -> None:
    there = {layer.code: layer for layer in AreaLayer.objects.all()}
    for entry in run.profile.area_layers:
        values = {
            "name": entry.name, "level": entry.level, "stated_count": entry.count, "purpose": entry.purpose,
        }  # fmt: skip
        _put(run, there.get(entry.code), AreaLayer, new={"code": entry.code}, values=values)


def _layer_name(run: _Adoption, code: str | None) -> str:
    return next((layer.name for layer in run.profile.area_layers if layer.code == code), "")


def _areas(run: _Adoption) -> None:
    rows = list(Area.objects.select_related("parent").prefetch_related("towns"))
    live = {area.code: area for area in rows if area.until_on is None}
    ended = {(area.code, area.from_on): area for area in rows if area.until_on is not None}
    named = {entry.code for entry in run.profile.areas}
    _close(run, [area for code, area in live.items() if PROFILE_CODE.match(code) and code not in named])
    for order, entry in enumerate(_parents_first(run.profile)):
        row = live.get(entry.code) or ended.get((entry.code, run.begins(entry)))
        run.areas[entry.code] = _area(run, entry, row, order=order)


def _parents_first(profile: Profile) -> list[Any]:
    return sorted(profile.areas, key=lambda area: len(profile.path_of(area.code)))


def _area(run: _Adoption, entry: Any, row: Area | None, *, order: int) -> Area:
    place = (entry.parent, _layer_name(run, entry.layer), set(entry.towns))
    if row is not None and place != (
        row.parent and row.parent.code,
        row.layer,
        {town.name for town in row.towns.all()},
    ):
        _close(run, [row])
        row = None
        begins = run.valid_from
    else:
        begins = run.begins(entry)
    is_new = row is None
    area = _put(
        run, row, Area,
        new={
            "code": entry.code, "layer": place[1], "from_on": begins,
            "parent": run.areas[entry.parent] if entry.parent else None,
        },
        values={"name": entry.name, "population": entry.population, "order": order, "until_on": entry.valid_until},
    )  # fmt: skip
    if is_new:
        AreaTown.objects.bulk_create(AreaTown(area=area, name=town) for town in entry.towns)
    return area


# --- who -----------------------------------------------------------------------------------------------


def _agencies(run: _Adoption) -> None:
    rows = _coded(run, Agency, run.profile.agencies)
    for entry in run.profile.agencies:
        values = {
            "name": entry.name, "field": FIELDS.get(entry.field) or Field(entry.field.value),
            "body": BODIES.get(entry.body) or Body(entry.body.value), "places_count": entry.count,
            "area_layer": _layer_name(run, entry.area_layer), "until_on": entry.valid_until,
            **({"kana": entry.kana} if entry.kana else {}),
        }  # fmt: skip
        run.agencies[entry.code] = _put(
            run, rows.get(entry.code), Agency,
            new={"code": entry.code, "from_on": run.begins(entry)}, values=values,
        )  # fmt: skip
    for entry in run.profile.agencies:
        parent = run.agencies[entry.parent] if entry.parent else None
        _put(run, run.agencies[entry.code], Agency, new={}, values={"parent": parent})


def _roles(run: _Adoption) -> None:
    rows = _coded(run, Role, run.profile.roles)
    for entry in run.profile.roles:
        totals = [
            one.total for one in entry.staffing if one.holds_on(run.valid_from) and one.total is not None
        ]
        values = {
            "label": entry.name, "kind": _kind(entry.kind),
            "appointment_kind": APPOINTMENTS.get(entry.appointment) or AppointmentKind(entry.appointment.value),
            "per_area": entry.area_layer is not None, "area_layer": _layer_name(run, entry.area_layer),
            "expected": sum(totals) if totals else None, "may_own_case": entry.may_own_case,
            "sees_all_bases": entry.sees_all_bases, "duties": "、".join(entry.duties)[:300],
            "qualifications": "、".join(entry.qualifications)[:200], "until_on": entry.valid_until,
        }  # fmt: skip
        run.roles[entry.code] = _put(
            run, rows.get(entry.code), Role,
            new={"code": entry.code, "from_on": run.begins(entry)}, values=values,
        )  # fmt: skip
    _standard_roles(run, rows)


def _kind(kind: written.RoleKind) -> RoleKind:
    return KINDS.get(kind) or RoleKind(kind.value)


def _standard_roles(run: _Adoption, rows: Mapping[str, Role]) -> None:
    """Every kind of role can be held, also where the profile has no local name for it."""
    named = {_kind(entry.kind) for entry in run.profile.roles}
    for kind in RoleKind:
        code = f"std-{kind.value.lower()}"
        if kind in named or code in rows:
            continue
        values = {
            "label": kind.label, "kind": kind, "appointment_kind": AppointmentKind.ORDER,
            "may_own_case": kind not in (RoleKind.SUPERVISOR, RoleKind.SYSTEM, RoleKind.DECIDER),
        }  # fmt: skip
        _put(run, None, Role, new={"code": code}, values=values)


def _posts(run: _Adoption) -> None:
    wanted: Wanted = {}
    for role in run.profile.roles:
        for place, expected, from_on, until_on in _places(run, role):
            new = {"role": run.roles[role.code], **place, "from_on": from_on}
            identity = (
                run.roles[role.code].id,
                *(row.id if row else None for row in place.values()),
                from_on,
            )
            wanted[identity] = (new, {"expected": expected, "until_on": until_on})
    live = Post.objects.filter(base=None, role__code__regex=PROFILE_CODE.pattern)
    there = {(post.role_id, post.agency_id, post.area_id, post.from_on): post for post in live}
    undated = {key[:3]: post for key, post in there.items() if post.until_on is None}
    kept: set[Any] = set()
    for identity, (new, values) in wanted.items():
        row = there.get(identity) or (undated.get(identity[:3]) if new["from_on"] == run.start else None)
        if row is not None and row.from_on < run.start and row.expected != values["expected"]:
            _close(run, [row])
            row = None
        kept.add(_put(run, row, Post, new=new, values=values).id)
    _close(run, [post for post in live if post.id not in kept and post.until_on is None])


def _places(run: _Adoption, role: Any) -> Iterable[tuple[dict[str, Any], int | None, date, date | None]]:
    """Where the role should be held, by how many, from when until when."""
    agencies = [run.agencies[code] for code in role.agencies]
    only = agencies[0] if len(agencies) == 1 else None
    layer = _layer_name(run, role.area_layer)
    areas = [area for area in run.areas.values() if layer and area.layer == layer]
    for one in role.staffing:
        span = (one.valid_from or run.begins(role), one.valid_until or role.valid_until)
        agency = run.agencies[one.agency] if one.agency else only
        if one.area:
            yield {"agency": agency, "area": run.areas[one.area]}, one.total, *span
        elif one.per_area is not None:
            yield from (({"agency": agency, "area": area}, one.per_area, *span) for area in areas)
        elif one.per_agency is not None:
            yield from (({"agency": each, "area": None}, one.per_agency, *span) for each in agencies)
        else:
            yield {"agency": agency, "area": None}, one.total, *span
    if not role.staffing:
        span = (run.begins(role), role.valid_until)
        everywhere = [{"agency": only, "area": area} for area in areas]
        yield from (
            (place, None, *span)
            for place in everywhere or [{"agency": each, "area": None} for each in agencies]
        )


# --- what ----------------------------------------------------------------------------------------------


def _programmes(run: _Adoption) -> None:
    wanted: Wanted = {}
    for row in run.profile.programmes:
        for year in row.fiscal_years:
            for order, code in enumerate(row.operators):
                key = (year, Programme(row.programme.value), run.agencies[code].id, "")
                wanted[key] = _operator(run, key, row.contract, note=row.summary, order=order)
    for order, service in enumerate(run.profile.services):
        for year in run.profile.municipality.fiscal_years:
            if not service.holds_on(date(year, 4, 1)):
                continue
            for table in service.tables:
                for code in service.operators:
                    key = (year, Programme(table.programme.value), run.agencies[code].id, service.name)
                    wanted[key] = _operator(
                        run, key, service.contract, note=service.note, order=order,
                        granted=table.starred, staff_count=service.staff,
                    )  # fmt: skip
    live = ProgrammeOperator.objects.all()
    there = {(row.fiscal_year, row.programme, row.agency_id, row.name): row for row in live}
    for key, (new, values) in wanted.items():
        _put(run, there.pop(key, None), ProgrammeOperator, new=new, values=values)
    _close(run, [row for row in there.values() if row.until_on is None])


def _operator(
    run: _Adoption, key: tuple[Any, ...], contract: written.Contract, *, note: str, order: int,
    granted: bool = False, staff_count: int | None = None,
) -> tuple[dict[str, Any], dict[str, Any]]:  # fmt: skip
    year, programme, agency_id, name = key
    group = run.profile.group_of(written.Programme(programme.value))
    new = {"fiscal_year": year, "programme": programme, "agency_id": agency_id, "name": name}
    values = {
        "contract_form": _contract(contract), "granted": granted, "group": SupportGroup(group.value),
        "staff_count": staff_count, "note": note[:200], "order": order, "until_on": None,
    }  # fmt: skip
    return new, values


def _contract(contract: written.Contract) -> ContractForm:
    return CONTRACTS.get(contract) or ContractForm(contract.value)


def _windows(run: _Adoption) -> None:
    rows = _coded(run, Window, run.profile.windows)
    for order, entry in enumerate(run.profile.windows):
        values = {
            "name": entry.name, "contract_form": _contract(entry.contract), "places_count": entry.count,
            "setting": WindowSetting(entry.setting.value), "place": entry.place, "order": order,
            "area_layer": _layer_name(run, entry.area_layer), "note": entry.note[:200], "until_on": entry.valid_until,
        }  # fmt: skip
        run.windows[entry.code] = _put(
            run, rows.get(entry.code), Window,
            new={"code": entry.code, "from_on": run.begins(entry)}, values=values,
        )  # fmt: skip
    for entry in run.profile.windows:
        window = run.windows[entry.code]
        parent = run.windows[entry.parent] if entry.parent else None
        _put(run, window, Window, new={}, values={"parent": parent})
        _window_parts(run, entry, window)


def _window_parts(run: _Adoption, entry: Any, window: Window) -> None:
    begins = run.part_begins(entry)
    operators: Wanted = {
        (run.agencies[code].id,): (
            {"window": window, "agency": run.agencies[code], "from_on": begins}, {"order": order},
        )
        for order, code in enumerate(entry.operators)
    }  # fmt: skip
    _children(run, WindowOperator.objects.filter(window=window), operators, key=("agency_id",))
    tables: Wanted = {
        (Programme(row.programme.value), row.starred): (
            {"window": window, "programme": row.programme.value, "starred": row.starred, "from_on": begins}, {},
        )
        for row in entry.tables
    }  # fmt: skip
    _children(run, WindowTable.objects.filter(window=window), tables, key=("programme", "starred"))


def _bases(run: _Adoption) -> None:
    rows = _coded(run, Base, run.profile.bases)
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
        base = _put(
            run,
            rows.get(entry.code),
            Base,
            new={"code": entry.code, "from_on": opened or run.begins(entry)},
            values=values,
        )
        _base_parts(run, entry, base)


def _base_parts(run: _Adoption, entry: Any, base: Base) -> None:
    begins = run.part_begins(entry)
    same = {"base": base, "from_on": begins}
    operators: Wanted = {
        (run.agencies[code].id,): ({**same, "agency": run.agencies[code]}, {}) for code in entry.operators
    }
    _children(run, BaseOperator.objects.filter(base=base), operators, key=("agency_id",))
    functions: Wanted = {
        (BaseFunction(one.value),): ({**same, "function": one.value}, {}) for one in entry.functions
    }
    _children(run, BaseFunctionRow.objects.filter(base=base), functions, key=("function",))
    _children(
        run, OpeningRule.objects.filter(base=base), _weekly(run, entry, entry.opening, same),
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
    _children(
        run, OpeningException.objects.filter(base=base), exceptions,
        key=("rule", "closed", "opens", "closes"),
    )  # fmt: skip
    _base_posts(run, entry, base, begins)


def _weekly(
    run: _Adoption, entry: Any, rules: Iterable[Any], same: Mapping[str, Any]
) -> dict[tuple[Any, ...], tuple[dict[str, Any], dict[str, Any]]]:
    return {
        (WEEKDAYS.index(day), week, rule.from_time, rule.until_time): (
            {
                **same, "weekday": WEEKDAYS.index(day), "week": week, "opens": rule.from_time,
                "closes": rule.until_time, "from_on": run.part_begins(entry, rule), "until_on": rule.valid_until,
            },
            {},
        )
        for rule in rules
        for day in rule.days
        for week in rule.weeks or (None,)
    }  # fmt: skip


def _agencies_or_none(run: _Adoption, codes: Iterable[str]) -> list[Agency | None]:
    return [run.agencies[code] for code in codes] or [None]


def _base_posts(run: _Adoption, entry: Any, base: Base, begins: date) -> None:
    posts: Wanted = {
        (run.roles[one.role].id, agency.id if agency else None): (
            {"role": run.roles[one.role], "agency": agency, "base": base, "area": None, "from_on": begins},
            {"expected": one.count},
        )
        for one in entry.staff
        for agency in _agencies_or_none(run, one.agencies)
    }  # fmt: skip
    _children(run, Post.objects.filter(base=base), posts, key=("role_id", "agency_id"))


def _on_call(run: _Adoption) -> None:
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
    _children(run, OnCall.objects.all(), wanted, key=("area_id", "agency_id", "contact"))
    for row in OnCall.objects.filter(until_on=None):
        entry = hours[(row.area_id, row.agency_id, row.contact)]
        _children(
            run, OnCallHours.objects.filter(on_call=row),
            _weekly(run, entry, entry.hours, {"on_call": row}), key=("weekday", "week", "opens", "closes"),
        )  # fmt: skip


def _on_call_areas(run: _Adoption, entry: Any) -> list[Area | None]:
    if entry.area:
        return [run.areas[entry.area]]
    layer = _layer_name(run, entry.area_layer)
    return [area for area in run.areas.values() if layer and area.layer == layer] or [None]
