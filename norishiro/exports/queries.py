"""Which rows a list has for this actor, and which exports they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.cases.models import CaseMember
from norishiro.core.records import Unseen
from norishiro.exports.choices import ExportState, ListKind
from norishiro.exports.limits import MOST_ROWS
from norishiro.exports.models import Export
from norishiro.outreach import queries as outreach_queries
from norishiro.people import queries as people_queries
from norishiro.sharing.choices import Depth, Ground, RecipientKind, SubjectKind
from norishiro.sharing.queries import live_grants, through_gate

LIST = 50


@dataclass(frozen=True)
class Listing:
    """The rows, the people they are about, and every subject for the ledger."""

    rows: Sequence[Any]
    people: frozenset[UUID]
    subjects: tuple[UUID, ...]


def listing(actor: Actor, *, kind: str, from_on: date | None, until_on: date | None) -> Listing:
    """What this list holds for the actor now, one row more than may leave at most."""
    read = {ListKind.CASES: _cases, ListKind.CONTACTS: _contacts, ListKind.PEOPLE: _people}[ListKind(kind)]
    return read(actor, from_on=from_on, until_on=until_on)


def _held(actor: Actor, *, kind: SubjectKind) -> QuerySet[Any, UUID]:
    """Subjects the actor holds on some ground other than a 支援会議: what is known from there stays there."""
    held = live_grants(actor).filter(subject_kind=kind, depth__gte=Depth.OUTLINE)
    return held.exclude(ground=Ground.CONFERENCE).values_list("subject_id", flat=True)


def _cases(actor: Actor, *, from_on: date | None, until_on: date | None) -> Listing:
    """Cases by the day they began."""
    found = case_queries.visible_to(actor, depth=Depth.OUTLINE).filter(
        id__in=_held(actor, kind=SubjectKind.CASE)
    )
    found = _between(found, "opened_on", from_on, until_on)
    rows = list(found.select_related("lead_agency", "lead_staff", "area").order_by("number")[: MOST_ROWS + 1])
    ids = [one.id for one in rows]
    members = through_gate(
        CaseMember.objects.filter(case_id__in=ids), actor, subject="case_id", depth=Depth.OUTLINE
    )
    people = frozenset(members.values_list("person_id", flat=True))
    return Listing(rows, people, (*ids, *sorted(people)))


def _contacts(actor: Actor, *, from_on: date | None, until_on: date | None) -> Listing:
    """What one's own agency wrote, by day; a corrected record once."""
    found = outreach_queries.visible_to(actor).filter(agency_id=actor.agency_id, superseded_by__isnull=True)
    found = _between(found.exclude(basis=Ground.CONFERENCE), "happened_on", from_on, until_on)
    rows = list(
        found.select_related("person", "staff")
        .defer("body", "impression")
        .order_by("happened_on", "id")[: MOST_ROWS + 1]
    )
    people = frozenset(one.subject_id for one in rows)
    return Listing(rows, people, tuple(sorted(people)))


def _people(actor: Actor, *, from_on: date | None, until_on: date | None) -> Listing:
    """People one's own agency has business with. The period says nothing here."""
    own = live_grants(actor).filter(
        subject_kind=SubjectKind.PERSON, recipient_kind=RecipientKind.AGENCY, recipient_id=actor.agency_id,
        ground=Ground.OWN,
    )  # fmt: skip
    found = people_queries.visible_to(actor).filter(id__in=own.values_list("subject_id", flat=True))
    rows = list(found.select_related("area")[: MOST_ROWS + 1])
    ids = tuple(one.id for one in rows)
    return Listing(rows, frozenset(ids), ids)


def _between(rows: QuerySet[Any], field: str, from_on: date | None, until_on: date | None) -> QuerySet[Any]:
    if from_on is not None:
        rows = rows.filter(**{f"{field}__gte": from_on})
    if until_on is not None:
        rows = rows.filter(**{f"{field}__lt": until_on})
    return rows


def oversees(actor: Actor, *, approve_agencies: list[UUID], staff_id: UUID) -> bool:
    """Whether the actor watches over what this colleague takes out."""
    return (
        actor.may(Permission.APPROVE_EXPORT)
        and staff_id != actor.staff_id
        and bool(actor.agency_ids & set(approve_agencies))
    )


def exports_visible_to(actor: Actor) -> QuerySet[Export]:
    """One's own, and those one watches over."""
    mine = Q(staff_id=actor.staff_id)
    if actor.may(Permission.APPROVE_EXPORT):
        mine |= Q(approve_agencies__overlap=sorted(actor.agency_ids))
    return Export.objects.filter(mine).select_related("staff", "agency", "decided_by")


def get_export(actor: Actor, *, export_id: UUID) -> Export:
    found = exports_visible_to(actor).filter(id=export_id).first()
    if found is None:
        raise Unseen(export_id)
    return found


def own_exports(actor: Actor) -> list[Export]:
    return list(exports_visible_to(actor).filter(staff_id=actor.staff_id)[:LIST])


def waiting(actor: Actor, *, limit: int = LIST) -> list[Export]:
    """Asked for by others and waiting for this actor's word, the oldest first."""
    if not actor.may(Permission.APPROVE_EXPORT):
        return []
    found = exports_visible_to(actor).filter(state=ExportState.ASKED).exclude(staff_id=actor.staff_id)
    return list(found.order_by("asked_at")[:limit])


def taken_by_others(
    actor: Actor, *, since: datetime | None = None, staff_id: UUID | None = None
) -> list[Export]:
    """What left, by whom, for those who watch over it, the newest first."""
    if not actor.may(Permission.APPROVE_EXPORT):
        return []
    found = exports_visible_to(actor).filter(state=ExportState.TAKEN).exclude(staff_id=actor.staff_id)
    if since is not None:
        found = found.filter(taken_at__gte=since)
    if staff_id is not None:
        found = found.filter(staff_id=staff_id)
    return list(found.order_by("-taken_at")[:LIST])


def taken_last_hour(actor: Actor, *, now: datetime) -> int:
    """How many people's data this member of staff took within the hour without anybody's word."""
    taken = Export.objects.filter(
        staff_id=actor.staff_id, taken_at__gt=now - timedelta(hours=1), decided_by__isnull=True
    )
    return taken.aggregate(sum=Sum("taken_people"))["sum"] or 0
