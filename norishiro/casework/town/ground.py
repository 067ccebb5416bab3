"""What a town stands on before anybody lives in it: its profile as text, and its staff with their posts."""

from __future__ import annotations

import json
import random
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Appointment, Area, Role, Staff
from norishiro.casework.demo.accounts import PASSWORD
from norishiro.casework.town.homes import Homes
from norishiro.casework.town.made_people import TOWNS
from norishiro.casework.town.sizes import LOGIN, YEARS, Size
from norishiro.core.calendar import fiscal_year

SHOWN_ACCOUNTS = 12
TOWNS_OF_AREA = 3
SIDES = ("", "北", "南", "東", "西")
COUNCIL = "社会福祉協議会"
OFFICES = (
    ("福祉課", "GOVERNMENT", "GOVERNMENT"), (COUNCIL, "PRIVATE", "COUNCIL"), ("地域包括支援センター", "ELDER_CARE", "CONTRACTOR"),
    ("障害者相談支援センター", "DISABILITY", "CONTRACTOR"), ("子ども家庭支援センター", "CHILD_YOUTH", "GOVERNMENT"),
    ("自立相談支援窓口", "POVERTY", "CONTRACTOR"), ("若者サポートステーション", "EMPLOYMENT", "CORPORATION"),
    ("訪問看護ステーション", "MEDICAL", "CORPORATION"), ("居住支援法人", "HOUSING", "CORPORATION"), ("教育相談室", "EDUCATION", "GOVERNMENT"),
)  # fmt: skip
# What the first of an agency's staff are; everybody after them carries cases.
HEADS_OF_OFFICE = (RoleKind.SYSTEM, RoleKind.SUPERVISOR)
WORKERS = (RoleKind.COORDINATOR, RoleKind.CSW, RoleKind.OUTREACH_WORKER)
ROLES = (
    ("SYSTEM_MAN", "システム管理者", "SYSTEM", False), ("CHIEF", "統括", "SUPERVISOR", False),
    ("SUISHIN", "相談支援包括化推進員", "COORDINATOR", True), ("CSW", "地域福祉コーディネーター", "CSW", True),
    ("OUTREACH", "アウトリーチ専門員", "OUTREACH_WORKER", True),
)  # fmt: skip


def profile_text(size: Size, *, today: date) -> str:
    """The profile of a municipality that is nowhere, with as many agencies and areas as this size has."""
    year = fiscal_year(today)
    kinds, codes = [*OFFICES], []
    offices: list[dict[str, object]] = []
    for number in range(size.agencies):
        name, field, body = kinds[number % len(kinds)]
        code = f"A{number:02}"
        codes.append((code, name))
        called = f"架空市{name}" + (f"（第{number // len(kinds) + 1}）" if size.agencies > len(kinds) else "")
        offices.append({"code": code, "name": called, "field": field, "body": body})
    operators = [code for code, name in codes if name == COUNCIL]
    offices_of_city = [codes[0][0]]
    areas: list[dict[str, object]] = [
        {"code": f"K{number:02}", "name": f"第{number + 1}圏域", "layer": "AREA", "parent": "CITY",
         "towns": town_names(number)}
        for number in range(size.areas)
    ]  # fmt: skip
    everybody = [code for code, _name in codes]
    programmes: list[dict[str, object]] = [
        {"programme": one, "fiscal_years": [year], "operators": operators, "contract": "ENTRUSTED"}
        for one in ("CONSULTATION", "PARTICIPATION", "COMMUNITY", "OUTREACH", "MULTI_AGENCY")
    ]
    bodies: list[dict[str, object]] = [
        {"code": "SUPPORT", "name": "支援会議", "kind": "SUPPORT", "legal_ground": "J6", "convener": {"agencies": offices_of_city}, "consent": "NONE_NEEDED"},
        {"code": "LAYERED", "name": "重層的支援会議", "kind": "LAYERED", "convener": {"agencies": operators[:1]}, "consent": "REQUIRED"},
    ]  # fmt: skip
    roles: list[dict[str, object]] = [
        {"code": code, "name": name, "kind": kind, "agencies": everybody, "may_own_case": own}
        for code, name, kind, own in ROLES
        if kind != "SYSTEM"
    ]
    flow = {"pattern": 1, "operators": operators, "plan": {"drafted_by": {"agencies": operators}, "decided_by": {"body": "LAYERED"}}}  # fmt: skip
    municipality = {
        "code": "999997", "name": "架空市", "prefecture": "架空県", "kind": "CITY", "fiscal_years": [year],
        "council_name": "架空市社会福祉協議会",
    }  # fmt: skip
    layers: list[dict[str, object]] = [
        {"code": "CITY", "name": "市全域", "level": 0, "count": 1},
        {"code": "AREA", "name": "圏域", "level": 1, "count": size.areas},
    ]
    told = "作りもの"
    tables: tuple[tuple[str, list[dict[str, object]]], ...] = (
        ("agencies", offices), ("programmes", programmes), ("area_layers", layers),
        ("areas", [{"code": "CITY", "name": "架空市", "layer": "CITY"}, *areas]), ("roles", roles), ("meeting_bodies", bodies),
    )  # fmt: skip
    parts = [
        "format = 1",
        f"sources = [{_inline({'code': told, 'title': '測るために作った町。どこの自治体でもない'})}]",
        *(
            f"{name} = [{', '.join(_inline({**row, 'evidence': told}) for row in rows)}]"
            for name, rows in tables
        ),
        f"flow = {_inline({**flow, 'evidence': told})}",
        f"municipality = {_inline(municipality)[:-1]}, as_of = {today.isoformat()} }}",
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def town_names(area: int) -> list[str]:
    """The towns of an area; none stands in two areas."""
    first = area * TOWNS_OF_AREA
    return [
        TOWNS[number % len(TOWNS)] + SIDES[number // len(TOWNS)]
        for number in range(first, first + TOWNS_OF_AREA)
    ]


def _inline(value: object) -> str:
    """A value as TOML writes it in one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_inline(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True)
class Hand:
    """Somebody who works in the town, as a line of the ledger copies them."""

    staff_id: str
    agency_id: str
    signs: tuple[str, str, str, str]


@dataclass(frozen=True)
class Office:
    """An agency of the town, and those of its staff who carry cases."""

    id: str
    is_council: bool
    workers: tuple[Hand, ...]


@dataclass(frozen=True)
class Ground:
    """Everything the days of the town need to know of it."""

    offices: tuple[Office, ...]
    councils: tuple[Office, ...]
    areas: tuple[tuple[str, tuple[str, ...]], ...]
    accounts: tuple[str, ...]


def people_it(size: Size, dice: random.Random, *, today: date) -> Ground:
    """Give the agencies of the profile their staff, and the areas their residents (as numbers)."""
    since = today - timedelta(days=365 * YEARS + 60)
    agencies = list(Agency.objects.filter(code__startswith="A").order_by("code"))
    Agency.objects.filter(id__in=[one.id for one in agencies]).update(from_on=since)
    by_kind = {role.kind: role for role in Role.objects.order_by("-code")}
    password, homes = make_password(PASSWORD), Homes(dice)
    staff: list[Staff] = []
    posts: list[Appointment] = []
    held: dict[uuid.UUID, list[Hand]] = {one.id: [] for one in agencies}
    for number in range(size.staff):
        agency, place = agencies[number % len(agencies)], number // len(agencies)
        _kind, _surname, drawn = homes.draw(year=today.year)
        kind = HEADS_OF_OFFICE[place] if place < len(HEADS_OF_OFFICE) else WORKERS[place % len(WORKERS)]
        if kind == RoleKind.SYSTEM and agency is not agencies[0]:
            kind = RoleKind.SUPERVISOR
        role = by_kind[kind]
        one = Staff(
            id=uuid.UUID(int=dice.getrandbits(128), version=4), login_id=f"{LOGIN}{number + 1:03}", name=drawn[0].name,
            kana=drawn[0].kana, password=password,
        )  # fmt: skip
        staff.append(one)
        posts.append(
            Appointment(
                id=uuid.UUID(int=dice.getrandbits(128), version=4), staff=one, agency=agency, role=role,
                kind=role.appointment_kind, from_on=since,
            )
        )  # fmt: skip
        if kind in WORKERS:
            held[agency.id].append(
                Hand(str(one.id), str(agency.id), (str(one.id), one.name, str(agency.id), agency.name))
            )
    Staff.objects.bulk_create(staff)
    Appointment.objects.bulk_create(posts)
    areas = list(Area.objects.filter(code__startswith="K").order_by("code"))
    Area.objects.filter(id__in=[one.id for one in areas]).update(population=size.residents // len(areas))
    Area.objects.filter(code="CITY").update(population=size.residents)
    offices = tuple(Office(str(one.id), COUNCIL in one.name, tuple(held[one.id])) for one in agencies)
    return Ground(
        offices=offices,
        councils=tuple(one for one in offices if one.is_council),
        areas=tuple((str(one.id), tuple(town_names(number))) for number, one in enumerate(areas)),
        accounts=_accounts(posts),
    )


def _accounts(posts: list[Appointment]) -> tuple[str, ...]:
    """Whom to sign in as: who looks after the system, and one of each agency who carries cases."""
    first: dict[object, Appointment] = {}
    for post in posts:
        if post.role.kind == RoleKind.SYSTEM:
            first["system"] = post
        elif post.role.kind in WORKERS:
            first.setdefault(post.agency_id, post)
    return tuple(
        f"{post.staff.login_id:<12}{PASSWORD}  {post.staff.name}（{post.agency.name} {post.role.label}）"
        for post in list(first.values())[:SHOWN_ACCOUNTS]
    )
