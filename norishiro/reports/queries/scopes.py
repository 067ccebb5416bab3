"""Whose work an actor may ask for. Whoever may see counts: everybody's; the others: what the own agencies wrote."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.db.models import Q

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Programme
from norishiro.agencies.models import Agency, Appointment, Base
from norishiro.agencies.permissions import Permission
from norishiro.agencies.queries import AreaNode
from norishiro.core.records import Unseen
from norishiro.reports.choices import ScopeKind
from norishiro.reports.periods import Period
from norishiro.reports.scopes import Scope

NOWHERE = UUID(int=0)
ME = "わたし"


def scopes_open_to(
    actor: Actor, *, period: Period, kinds: Collection[str] = tuple(ScopeKind.values)
) -> list[tuple[str, list[Scope]]]:
    """What may be asked for, grouped as a choice: oneself first, then colleagues, agencies, bases, areas, programmes, all.

    Whatever was there on any day of the time: a base opened in June has its part in the year too.
    """
    groups: dict[str, list[Scope]] = {}
    for one in _open_to(actor, period):
        if one.kind in kinds:
            groups.setdefault(str(ScopeKind(one.kind).label), []).append(one)
    return list(groups.items())


def find_scope(actor: Actor, *, groups: Iterable[tuple[str, list[Scope]]], code: str) -> Scope:
    """The part of the work an address names out of those offered; nothing named: the actor's own. Unseen where it is not
    the actor's to ask."""
    offered = (one for _label, scopes in groups for one in scopes)
    found = next((one for one in offered if code in ("", one.code)), None)
    if found is None:
        raise Unseen(NOWHERE)
    return found


def _open_to(actor: Actor, period: Period) -> Iterator[Scope]:
    everything = actor.may(Permission.SEE_COUNTS)
    own = None if everything else tuple(sorted(actor.agency_ids))
    yield from _people(actor, period, own)
    agencies = Agency.objects.filter(_lived(period))
    for agency in (agencies if everything else agencies.filter(id__in=actor.agency_ids)).order_by("code"):
        yield Scope(ScopeKind.AGENCY, str(agency.id), agency.name, ids=(agency.id,), own=own)
    for base in _bases(actor, period, everything):
        yield Scope(ScopeKind.BASE, str(base.id), base.name, ids=(base.id,), own=own)
    for node in agency_queries.area_tree(actor, on=period.last):
        codes = tuple(_codes_below(node))
        yield Scope(ScopeKind.AREA, node.area.code, node.path_text, codes=codes, own=own)
    for programme in Programme:
        yield Scope(
            ScopeKind.PROGRAMME, programme.value, str(programme.label), codes=(programme.value,), own=own
        )
    if everything:
        yield Scope(ScopeKind.TOWN, "", "全体")


def _people(actor: Actor, period: Period, own: tuple[UUID, ...] | None) -> Iterator[Scope]:
    yield Scope(ScopeKind.STAFF, str(actor.staff_id), f"{ME}（{actor.name}）", ids=(actor.staff_id,), own=own)
    told = {actor.staff_id}
    appointed = Appointment.objects.filter(_lived(period), agency_id__in=actor.agency_ids)
    for held in appointed.select_related("staff").order_by("staff__kana", "staff__name", "id"):
        if held.staff_id not in told:
            told.add(held.staff_id)
            yield Scope(ScopeKind.STAFF, str(held.staff_id), held.staff.name, ids=(held.staff_id,), own=own)


def _bases(actor: Actor, period: Period, everything: bool) -> list[Base]:
    rows = Base.objects.filter(_lived(period))
    if not everything:
        served = Appointment.objects.filter(_lived(period), staff_id=actor.staff_id, base__isnull=False)
        rows = rows.filter(
            Q(id__in=served.values("base_id")) | Q(operators__agency_id__in=actor.agency_ids)
        ).distinct()
    return list(rows.order_by("order", "code"))


def _lived(period: Period) -> Q:
    """In force on any day of the time."""
    return Q(from_on__lt=period.after) & (Q(until_on__isnull=True) | Q(until_on__gt=period.first))


def _codes_below(node: AreaNode) -> Iterator[str]:
    yield node.area.code
    for part in node.parts:
        yield from _codes_below(part)
