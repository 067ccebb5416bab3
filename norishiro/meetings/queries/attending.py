"""Who came, from which side; halls and areas counted; lists of leaders, partners, blocks; one's own talks. Actor first."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body as AgencyBody
from norishiro.agencies.choices import Field
from norishiro.agencies.models import Agency, Staff, live_on
from norishiro.core import calendar
from norishiro.core.records import Unseen
from norishiro.meetings import lookups
from norishiro.meetings.choices import PartnerKind, Side
from norishiro.meetings.models import (
    Block,
    Body,
    Guest,
    Interview,
    Invitation,
    LocalLeader,
    Partner,
    Regulation,
    RegulationReading,
    Sitting,
)
from norishiro.meetings.queries.bodies import HELD
from norishiro.meetings.queries.sittings import LIST_LENGTH, MOST, visible_to

# On which side somebody with an account sits, by the kind of agency.
SIDE_OF = {
    AgencyBody.ADMINISTRATION: Side.CITY,
    AgencyBody.COUNCIL: Side.COUNCIL,
    AgencyBody.CONTRACTOR: Side.CONTRACTOR,
    AgencyBody.CORPORATION: Side.CONTRACTOR,
    AgencyBody.COMMUNITY: Side.GROUP,
}


@dataclass(frozen=True)
class Attendee:
    """One line of who came: with an account or without."""

    label: str
    where: str
    number: int
    guest: Guest | None = None


@dataclass(frozen=True)
class SideOfTable:
    """Everybody who came from one side."""

    side: str
    rows: tuple[Attendee, ...]

    @property
    def number(self) -> int:
        return sum(one.number for one in self.rows)


def attendance(actor: Actor, *, sitting: Sitting) -> list[SideOfTable]:
    """Who came, side by side: members with an account who were marked as there, and guests."""
    sides: dict[Side, list[Attendee]] = {side: [] for side in Side}
    called = Invitation.objects.filter(sitting=sitting, attended=True).select_related("agency", "staff")
    for one in called[:MOST]:
        label = one.staff.name if one.staff else one.agency.name
        sides[SIDE_OF.get(AgencyBody(one.agency.body), Side.OTHER)].append(
            Attendee(label, one.agency.name, 1)
        )
    guests = Guest.objects.filter(sitting=sitting).select_related("area", "block__area")
    for guest in guests[:MOST]:
        where = "・".join(str(one) for one in (guest.block, guest.area) if one)
        sides[Side(guest.side)].append(Attendee(str(guest), where, guest.number, guest))
    return [SideOfTable(side.label, tuple(rows)) for side, rows in sides.items() if rows]


def get_guest(actor: Actor, *, guest_id: UUID) -> Guest:
    """A guest of a sitting the actor sees."""
    found = (
        Guest.objects.select_related("sitting__body__preparer", "sitting__convener")
        .filter(id=guest_id, sitting__in=visible_to(actor))
        .first()
    )
    if found is None:
        raise Unseen(guest_id)
    return found


def same_day(actor: Actor, *, sitting: Sitting) -> list[Sitting]:
    """Other sittings of that day the actor sees: what it may be held together with."""
    rows = visible_to(actor).filter(held_on=sitting.held_on).exclude(id=sitting.id)
    return list(rows.exclude(status="CANCELLED").select_related("body")[:LIST_LENGTH])


def joined_with(actor: Actor, *, sitting: Sitting) -> list[Sitting]:
    """The sittings this one is held together with, of those the actor sees."""
    rows = visible_to(actor).filter(Q(joined_to=sitting) | Q(joined_by=sitting))
    return list(rows.select_related("body").distinct()[:LIST_LENGTH])


# --- counted by area and by hall -----------------------------------------------------------------------


@dataclass(frozen=True)
class PlaceCount:
    """One area or hall: how often this year and ever, when last, and how many groups ever came."""

    name: str
    this_year: int
    ever: int
    last_on: date
    groups: int


@dataclass(frozen=True)
class PlaceCounts:
    rows: tuple[PlaceCount, ...]
    groups: int

    @property
    def this_year(self) -> int:
        return sum(one.this_year for one in self.rows)

    @property
    def ever(self) -> int:
        return sum(one.ever for one in self.rows)


def places_of(actor: Actor, *, body: Body, on: date) -> tuple[PlaceCounts, PlaceCounts]:
    """Sittings of a body by area, and by hall, with the groups that came there. It tells only how often and how many."""
    first, until = calendar.fiscal_year_span(calendar.fiscal_year(on))
    rows = list(
        Sitting.objects.filter(body=body, status__in=HELD).values_list(
            "id", "held_on", "area__name", "host__name"
        )
    )
    came: dict[UUID, set[str]] = {}
    groups = Guest.objects.filter(sitting__body=body, sitting__status__in=HELD).exclude(group="")
    for sitting_id, group in groups.values_list("sitting_id", "group"):
        came.setdefault(sitting_id, set()).add(_plain(group))

    def counted(names: Iterable[str | None]) -> PlaceCounts:
        return _counted(
            (name, held_on, first <= held_on < until, came.get(sitting_id, set()))
            for name, (sitting_id, held_on, _area, _host) in zip(names, rows, strict=True)
            if name
        )

    return counted(area for _id, _on, area, _host in rows), counted(host for *_rest, host in rows)


@dataclass(frozen=True)
class AreaFields:
    """One area of a network: who belongs to it, field by field, and the fields nobody there belongs to."""

    name: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]
    missing: tuple[str, ...]


def fields_of(actor: Actor, *, body: Body, on: date, areas: PlaceCounts) -> list[AreaFields]:
    """Members by area and field on a day, for every area in which the body sat or has a member."""
    rows = Partner.objects.filter(live_on(on), body=body, area__isnull=False).select_related("agency", "area")
    found: dict[str, dict[str, list[str]]] = {one.name: {} for one in areas.rows}
    for one in rows[:MOST]:
        field = one.field or (one.agency.field if one.agency else "")
        members = found.setdefault(one.area.name if one.area else "", {})
        members.setdefault(field, []).append(one.name)
    return [_fields(name, members) for name, members in sorted(found.items())]


def _fields(name: str, members: dict[str, list[str]]) -> AreaFields:
    return AreaFields(
        name,
        tuple((one.label, tuple(members[one])) for one in Field if one in members)
        + ((("分野を選んでいない", tuple(members[""])),) if "" in members else ()),
        tuple(one.label for one in Field if one not in (*members, Field.GENERAL, Field.OFFICE)),
    )


def _counted(rows: Iterable[tuple[str, date, bool, set[str]]]) -> PlaceCounts:
    ever: Counter[str] = Counter()
    this_year: Counter[str] = Counter()
    last: dict[str, date] = {}
    groups: dict[str, set[str]] = {}
    for name, held_on, now, came in rows:
        ever[name] += 1
        this_year[name] += now
        last[name] = max(held_on, last.get(name, held_on))
        groups.setdefault(name, set()).update(came)
    return PlaceCounts(
        rows=tuple(
            PlaceCount(name, this_year[name], ever[name], last[name], len(groups[name]))
            for name in sorted(ever)
        ),
        groups=len(set().union(*groups.values())) if groups else 0,
    )


def _plain(name: str) -> str:
    """The same group however it was typed: widths and blanks apart."""
    return "".join(unicodedata.normalize("NFKC", name).split())


# --- lists ---------------------------------------------------------------------------------------------


def leaders(actor: Actor) -> list[LocalLeader]:
    """Those who agreed and have not taken it back."""
    rows = LocalLeader.objects.filter(until_on__isnull=True)
    return list(rows.select_related("area", "guest__sitting__body")[:MOST])


def get_leader(actor: Actor, *, leader_id: UUID) -> LocalLeader:
    found = LocalLeader.objects.filter(id=leader_id, until_on__isnull=True).first()
    if found is None:
        raise Unseen(leader_id)
    return found


def partners_of(actor: Actor, *, body: Body, on: date) -> list[tuple[str, list[Partner]]]:
    """Contractors, advisers, kinds and groups of a body on a day, by kind."""
    rows = list(Partner.objects.filter(live_on(on), body=body).select_related("agency", "area")[:MOST])
    return [
        (kind.label, found) for kind in PartnerKind if (found := [one for one in rows if one.kind == kind])
    ]


def former_partners(actor: Actor, *, body: Body, on: date) -> list[Partner]:
    return list(Partner.objects.filter(body=body, until_on__lte=on).order_by("-until_on")[:LIST_LENGTH])


def get_partner(actor: Actor, *, partner_id: UUID) -> Partner:
    found = Partner.objects.select_related("body").filter(id=partner_id).first()
    if found is None:
        raise Unseen(partner_id)
    return found


def blocks(actor: Actor, *, on: date) -> list[Block]:
    """Which commissioners' block belongs to which area on a day."""
    return list(Block.objects.filter(live_on(on)).select_related("area__parent")[:MOST])


def blocks_of_any_time(actor: Actor) -> list[Block]:
    return list(Block.objects.select_related("area").order_by("council", "name", "-from_on")[:MOST])


def interviews(actor: Actor) -> list[Interview]:
    """One's own talks, and those one was let into. The wall says the same."""
    return list(Interview.objects.select_related("worker", "agency", "body")[:LIST_LENGTH])


def get_interview(actor: Actor, *, interview_id: UUID) -> Interview:
    found = (
        Interview.objects.select_related("worker", "agency", "body")
        .prefetch_related("readers__staff")
        .filter(id=interview_id)
        .first()
    )
    if found is None:
        raise Unseen(interview_id)
    return found


def managers(actor: Actor, *, on: date) -> list[Staff]:
    """Who leads in the actor's agency: whom one may let into one's own notes."""
    ids = lookups.managers_of(actor.agency_id, on=on) - {actor.staff_id}
    return list(Staff.objects.filter(id__in=ids).order_by("kana", "name"))


@dataclass(frozen=True)
class Readings:
    """Which agencies have read a version, and which have not."""

    read: list[RegulationReading]
    unread: list[Agency]
    mine: bool


def readings_of(actor: Actor, *, regulation: Regulation, on: date) -> Readings:
    """Agencies with somebody in post who attends meetings: read or not yet."""
    rows = list(regulation.readings.select_related("agency", "staff")[:MOST])
    known = {one.agency_id for one in rows}
    waiting = Agency.objects.filter(live_on(on), live_on(on, "appointments__")).exclude(id__in=known)
    return Readings(rows, list(waiting.distinct()[:MOST]), actor.agency_id in known)
