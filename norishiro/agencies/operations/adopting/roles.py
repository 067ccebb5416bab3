"""Who: agencies, roles, and the posts that should be filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from norishiro.agencies.choices import AppointmentKind, Body, Field, RoleKind
from norishiro.agencies.models import Agency, Post, Role
from norishiro.agencies.operations.adopting.run import PROFILE_CODE, Adoption, Wanted
from norishiro.profiles import choices as written

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
KINDS = {
    written.RoleKind.COUNSELLOR: RoleKind.WINDOW,
    written.RoleKind.APPLICANT: RoleKind.WINDOW,
    written.RoleKind.RESIDENT_PARTNER: RoleKind.LIAISON,
}
APPOINTMENTS = {written.Appointment.UNSTATED: AppointmentKind.PLACEMENT}


def adopt_agencies(run: Adoption) -> None:
    """Agencies, first each, then who stands below whom."""
    rows = run.coded(Agency, run.profile.agencies)
    for entry in run.profile.agencies:
        values = {
            "name": entry.name, "field": FIELDS.get(entry.field) or Field(entry.field.value),
            "body": BODIES.get(entry.body) or Body(entry.body.value), "places_count": entry.count,
            "area_layer": run.layer_name(entry.area_layer), "until_on": entry.valid_until,
            **({"kana": entry.kana} if entry.kana else {}),
        }  # fmt: skip
        run.agencies[entry.code] = run.put(
        rows.get(entry.code), Agency,
            new={"code": entry.code, "from_on": run.begins(entry)}, values=values,
        )  # fmt: skip
    for entry in run.profile.agencies:
        parent = run.agencies[entry.parent] if entry.parent else None
        run.put(run.agencies[entry.code], Agency, new={}, values={"parent": parent})


def adopt_roles(run: Adoption) -> None:
    """Roles by their local names, and one of each kind the profile has no name for."""
    rows = run.coded(Role, run.profile.roles)
    for entry in run.profile.roles:
        totals = [
            one.total for one in entry.staffing if one.holds_on(run.valid_from) and one.total is not None
        ]
        values = {
            "label": entry.name, "kind": _kind(entry.kind),
            "appointment_kind": APPOINTMENTS.get(entry.appointment) or AppointmentKind(entry.appointment.value),
            "per_area": entry.area_layer is not None, "area_layer": run.layer_name(entry.area_layer),
            "expected": sum(totals) if totals else None, "may_own_case": entry.may_own_case,
            "sees_all_bases": entry.sees_all_bases, "duties": "、".join(entry.duties)[:300],
            "qualifications": "、".join(entry.qualifications)[:200], "until_on": entry.valid_until,
        }  # fmt: skip
        run.roles[entry.code] = run.put(
        rows.get(entry.code), Role,
            new={"code": entry.code, "from_on": run.begins(entry)}, values=values,
        )  # fmt: skip
    _standard_roles(run, rows)


def _kind(kind: written.RoleKind) -> RoleKind:
    return KINDS.get(kind) or RoleKind(kind.value)


def _standard_roles(run: Adoption, rows: Mapping[str, Role]) -> None:
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
        run.put(None, Role, new={"code": code}, values=values)


def adopt_posts(run: Adoption) -> None:
    """How many of a role should be where, from when until when."""
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
            run.close([row])
            row = None
        kept.add(run.put(row, Post, new=new, values=values).id)
    run.close([post for post in live if post.id not in kept and post.until_on is None])


def _places(run: Adoption, role: Any) -> Iterable[tuple[dict[str, Any], int | None, date, date | None]]:
    """Where the role should be held, by how many, from when until when."""
    agencies = [run.agencies[code] for code in role.agencies]
    only = agencies[0] if len(agencies) == 1 else None
    layer = run.layer_name(role.area_layer)
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
