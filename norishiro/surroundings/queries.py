"""Reads of this room, for eyes. Every one takes the actor and goes through the gate."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.cases.choices import RoleStatus
from norishiro.cases.models import Case, CaseMember
from norishiro.cases.queries import engagements, members, roles
from norishiro.core.records import Unseen
from norishiro.people.choices import WithheldField
from norishiro.people.models import Membership, Person, Withheld
from norishiro.people.queries import memberships_visible_to, relations_visible_to, visible_to
from norishiro.sharing.choices import Depth
from norishiro.sharing.models import Consent
from norishiro.sharing.queries import consents_visible_to, through_gate
from norishiro.surroundings import access
from norishiro.surroundings.choices import AroundKind
from norishiro.surroundings.models import GuideRead, LifeEvent, NineCell, NineSheet, Place, Tie

M = TypeVar("M", bound=Model)

MOST = 400


def _open(actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
    return through_gate(rows, actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


def _one(rows: QuerySet[M], record_id: UUID) -> M:
    found = rows.filter(pk=record_id).first()
    if found is None:
        raise Unseen(record_id)
    return found


# --- ties ----------------------------------------------------------------------------------------


def ties_visible_to(actor: Actor) -> QuerySet[Tie]:
    """Ties open to the actor. One that leads to a person is open only to who may see that person too."""
    known = Q(other__isnull=True) | Q(other_id__in=visible_to(actor).values("id"))
    return _open(actor, Tie.objects.filter(known))


def ties(actor: Actor, *, case: Case) -> list[Tie]:
    """All ties of a case there ever were, the oldest first."""
    rows = ties_visible_to(actor).filter(case=case)
    related = rows.select_related("person", "other_agency", "other", "agency", "staff")
    return list(related.order_by("from_on", "made_at")[:MOST])


def get_tie(actor: Actor, *, tie_id: UUID) -> Tie:
    rows = ties_visible_to(actor)
    return _one(rows.select_related("case", "person", "other_agency", "other"), tie_id)


@dataclass(frozen=True)
class Proposal:
    """Who is around this household according to what is on record already: to be drawn, not typed again."""

    kind: str
    key: UUID
    name: str
    why: str
    field: str = ""


def proposals(actor: Actor, *, case: Case, drawn: Collection[UUID] = ()) -> list[Proposal]:
    """The team of the case, and persons related to its members who do not live with them; what is drawn already is left out."""
    found: dict[UUID, Proposal] = {}
    for one in [*_team(actor, case), *_related(actor, case)]:
        found.setdefault(one.key, one)
    return [one for one in found.values() if one.key not in drawn]


def _team(actor: Actor, case: Case) -> Iterator[Proposal]:
    yield Proposal(
        AroundKind.AGENCY,
        case.lead_agency_id,
        case.lead_agency.name,
        "主担当",
        case.lead_agency.get_field_display(),
    )
    for role in roles(actor, case=case):
        if role.status == RoleStatus.PROMISED:
            yield Proposal(
                AroundKind.AGENCY,
                role.bearer_id,
                role.bearer.name,
                f"役割：{role.what}",
                role.bearer.get_field_display(),
            )
    for one in engagements(actor, case=case):
        if one.ended_on is None:
            yield Proposal(
                AroundKind.AGENCY,
                one.agency_id,
                one.agency.name,
                one.get_programme_display(),
                one.agency.get_field_display(),
            )


def _related(actor: Actor, case: Case) -> Iterator[Proposal]:
    ids = [one.person_id for one in members(actor, case=case)]
    rows = relations_visible_to(actor).filter(
        Q(person_id__in=ids) | Q(other_id__in=ids), until_on__isnull=True
    )
    for one in rows.select_related("person", "other").order_by("kind", "id")[:60]:
        other, why = (one.other, f"{one.person.called}が{one.get_kind_display()}")
        if one.person_id not in ids:
            other, why = (one.person, f"{one.other.called}の{one.get_kind_display()}")
        if other.id not in ids:
            yield Proposal(AroundKind.PERSON, other.id, other.label, why)


def members_on(actor: Actor, *, case: Case, on: date) -> list[CaseMember]:
    """The persons of the case the actor sees and who had not left it by that day."""
    return [one for one in members(actor, case=case) if one.until_on is None or one.until_on > on]


# --- places --------------------------------------------------------------------------------------


def places_visible_to(actor: Actor) -> QuerySet[Place]:
    return _open(actor, Place.objects.all())


def places(actor: Actor, *, case: Case, on: date) -> list[Place]:
    """The places of that day, none where somebody's home must not be found: the office to ask is told instead."""
    if home_withheld_by(actor, case=case):
        return []
    rows = places_visible_to(actor).filter(case=case, from_on__lte=on)
    live = rows.filter(Q(until_on__isnull=True) | Q(until_on__gt=on)).select_related(
        "person", "area", "agency"
    )
    return list(live.order_by("kind", "distance", "from_on", "id")[:60])


def get_place(actor: Actor, *, place_id: UUID) -> Place:
    found = _one(places_visible_to(actor).select_related("case__household", "person", "area"), place_id)
    if home_withheld_by(actor, case=found.case):
        raise Unseen(place_id)
    return found


def home_withheld_by(actor: Actor, *, case: Case) -> str:
    """Whom to ask where the whereabouts of somebody of this household are withheld; empty where none are."""
    return access.withheld_by(case)


@dataclass(frozen=True)
class Home:
    """Where the household lives: the area for everybody who sees the case, the address for who may see the people."""

    area: str
    addresses: list[tuple[str, str]]


def home(actor: Actor, *, case: Case) -> Home:
    """The area, and each member's address as far as the actor may see it. Withheld addresses are nowhere in these columns."""
    people = [one.person_id for one in members(actor, case=case)]
    known = list(visible_to(actor).filter(id__in=people).select_related("area").order_by("kana_key", "id"))
    areas = [case.area, *([case.household.area] if case.household else []), *(one.area for one in known)]
    area = next((one.name for one in areas if one is not None), "")
    withheld = set(
        Withheld.objects.filter(person_id__in=people, field=WithheldField.ADDRESS, until_on=None).values_list(
            "person_id", flat=True
        )
    )
    return Home(area, [(one.label, one.address) for one in known if one.address and one.id not in withheld])


# --- nine cells ----------------------------------------------------------------------------------


def sheets_visible_to(actor: Actor) -> QuerySet[NineSheet]:
    return _open(actor, NineSheet.objects.all())


def nine_sheets(actor: Actor, *, case: Case) -> list[NineSheet]:
    """Every version the actor sees, the newest first, with its cells."""
    rows = sheets_visible_to(actor).filter(case=case).select_related("agency", "staff")
    return list(rows.prefetch_related("cells__staff").order_by("-made_at")[:50])


def get_cell(actor: Actor, *, cell_id: UUID) -> NineCell:
    """A cell of a version the actor sees."""
    rows = NineCell.objects.filter(sheet_id__in=sheets_visible_to(actor).values("id"))
    return _one(rows.select_related("sheet__case", "staff"), cell_id)


def has_read(actor: Actor, *, guide: str) -> bool:
    """Whether the actor has read this explanation before."""
    return GuideRead.objects.filter(staff_id=actor.staff_id, guide=guide).exists()


# --- what happened when --------------------------------------------------------------------------


def events_visible_to(actor: Actor) -> QuerySet[LifeEvent]:
    return _open(actor, LifeEvent.objects.all())


def life_events(actor: Actor, *, case: Case) -> list[LifeEvent]:
    rows = events_visible_to(actor).filter(case=case).select_related("person", "agency")
    return list(rows.order_by("earliest", "made_at")[:MOST])


def get_event(actor: Actor, *, event_id: UUID) -> LifeEvent:
    return _one(events_visible_to(actor).select_related("case", "person"), event_id)


def people_of(actor: Actor, *, case: Case) -> list[Person]:
    """The members of the case the actor sees, the eldest first."""
    known = [one.person for one in members(actor, case=case)]
    return sorted(known, key=lambda one: (one.birth_earliest or date.max, one.kana_key, one.id))


def moves(actor: Actor, *, case: Case) -> list[Membership]:
    """When the members came to the household and left it, as far as the actor sees them."""
    if case.household_id is None:
        return []
    rows = memberships_visible_to(actor).filter(household_id=case.household_id)
    return list(rows.select_related("person").order_by("from_on", "id")[:60])


def consents_told(actor: Actor, *, case: Case) -> list[Consent]:
    """What the members answered when they were asked, as far as the actor sees it."""
    people = [one.person_id for one in members(actor, case=case)]
    rows = consents_visible_to(actor).filter(person_id__in=people)
    return list(rows.order_by("asked_on", "made_at")[:60])
