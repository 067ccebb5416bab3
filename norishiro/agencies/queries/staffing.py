"""Who holds which post where, what is vacant, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from norishiro.agencies import rules
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Appointment, Area, Cover, LoadLevel, Post, Role, Staff, live_on
from norishiro.core.records import Unseen


@dataclass(frozen=True)
class PostState:
    """A post that should be held, who holds it, who stands in, and how that reads."""

    post: Post
    holders: tuple[Appointment, ...]
    state: rules.Cover

    @property
    def is_vacant(self) -> bool:
        return self.state is rules.Cover.NONE

    @property
    def needs_attention(self) -> bool:
        """Nobody, too few, or a single one where more than one is meant or nothing is said about areas."""
        if self.state is rules.Cover.SINGLE:
            return self.post.area_id is not None and self.post.expected != 1
        return self.state is not rules.Cover.ENOUGH


def post_states(actor: Actor, *, on: date, per_area: bool | None = None) -> list[PostState]:
    """Every post in force on the day with its holders; ``per_area`` keeps only posts of areas, or only the others."""
    posts = Post.objects.filter(live_on(on), live_on(on, "role__"), base=None).select_related(
        "role", "agency", "area"
    )
    if per_area is not None:
        posts = posts.filter(area__isnull=not per_area)
    held: dict[UUID, list[Appointment]] = {}
    for one in _held(on):
        held.setdefault(one.role_id, []).append(one)
    return [_state(post, held.get(post.role_id, [])) for post in posts]


def _held(on: date) -> QuerySet[Appointment]:
    return (
        Appointment.objects.filter(live_on(on), staff__is_active=True)
        .select_related("staff", "agency", "area", "role")
        .order_by("from_on", "staff__kana", "staff__name", "id")
    )


def _state(post: Post, held: list[Appointment]) -> PostState:
    holders = tuple(
        one for one in held
        if (post.agency_id is None or one.agency_id == post.agency_id)
        and (post.area is None or (one.area is not None and one.area.code == post.area.code))
    )  # fmt: skip
    people = len({one.staff_id for one in holders})
    return PostState(post, holders, rules.covered(count=people, expected=post.expected))


def vacancies(actor: Actor, *, on: date) -> list[PostState]:
    """Posts nobody holds."""
    return [state for state in post_states(actor, on=on) if state.is_vacant]


def holder_of(actor: Actor, *, role_code: str, agency_id: UUID, on: date) -> Staff | None:
    """つなぐ先: who holds the role in the agency that day. Matters go to the role, so a change of person loses none."""
    one = _held(on).filter(role__code=role_code, agency_id=agency_id).first()
    return one.staff if one else None


def supporters_of_area(actor: Actor, *, area: Area | None, on: date) -> list[Appointment]:
    """統括・後方支援: who backs the workers of an area, from the nearest layer up; those without an area back all."""
    codes = _codes_upward(area)
    held = [
        one for one in _held(on).filter(role__kind=RoleKind.SUPERVISOR)
        if one.area is None or one.area.code in codes
    ]  # fmt: skip
    return sorted(held, key=lambda one: codes.index(one.area.code) if one.area else len(codes))


def _codes_upward(area: Area | None) -> list[str]:
    codes: list[str] = []
    while area is not None and area.code not in codes:
        codes.append(area.code)
        area = area.parent
    return codes


def leaders_for(
    actor: Actor, *, area: Area | None, agency_ids: Collection[UUID], on: date
) -> list[Appointment]:
    """相談支援包括化推進員 of these agencies who could lead a matter in the area: those of the area first, then those of
    the whole town. Somebody of another area is not proposed."""
    codes = _codes_upward(area)
    held = [
        one for one in _held(on).filter(role__kind=RoleKind.COORDINATOR, agency_id__in=agency_ids)
        if one.role.may_own_case and (one.area is None or one.area.code in codes)
    ]  # fmt: skip
    return sorted(held, key=lambda one: codes.index(one.area.code) if one.area else len(codes))


@dataclass(frozen=True)
class Addressee:
    """つなぐ先の役職: in an agency that should hold the role, who holds it that day; an empty name is a vacancy."""

    role: str
    names: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"{self.role}：{'、'.join(self.names)}" if self.names else f"{self.role}は空席"


def addressees(actor: Actor, *, on: date) -> dict[UUID, Addressee]:
    """Per agency the role that is to be told (相談支援包括化推進員・相談支援推進員). Asked anew each time, so what was sent
    to the role stays with it when the person changes."""
    told = (RoleKind.AGENCY_LIAISON, RoleKind.COORDINATOR)
    found: dict[UUID, Addressee] = {}
    for state in post_states(actor, on=on, per_area=False):
        if state.post.role.kind in told and state.post.agency_id is not None:
            names = tuple(dict.fromkeys(one.staff.name for one in state.holders))
            found.setdefault(state.post.agency_id, Addressee(state.post.role.label, names))
    return found


def roles_on(actor: Actor, *, on: date) -> list[Role]:
    return list(Role.objects.filter(live_on(on)))


def staff_list(actor: Actor, *, on: date) -> list[Staff]:
    """Everybody who can sign in, with the appointments of the day (``now``), by reading."""
    held = Appointment.objects.filter(live_on(on)).select_related("agency", "role", "area")
    return list(
        Staff.objects.filter(is_active=True)
        .prefetch_related(Prefetch("appointments", held, to_attr="now"))
        .order_by("kana", "name", "id")
    )


def get_staff(actor: Actor, *, staff_id: UUID) -> Staff:
    """A member of staff with all appointments that ever were (``history``), newest first."""
    held = Appointment.objects.select_related("agency", "role", "area", "base").order_by("-from_on", "id")
    found = (
        Staff.objects.prefetch_related(Prefetch("appointments", held, to_attr="history"))
        .filter(id=staff_id)
        .first()
    )
    if found is None:
        raise Unseen(staff_id)
    return found


def get_appointment(actor: Actor, *, appointment_id: UUID) -> Appointment:
    found = (
        Appointment.objects.select_related("staff", "agency", "role", "area", "base")
        .filter(id=appointment_id)
        .first()
    )
    if found is None:
        raise Unseen(appointment_id)
    return found


def covers_on(actor: Actor, *, on: date, agency_id: UUID | None = None) -> list[Cover]:
    """Who is away that day, and who stands in."""
    found = Cover.objects.filter(live_on(on)).select_related("staff", "covering", "agency")
    return list(found.filter(agency_id=agency_id) if agency_id else found)


def covers_taken(actor: Actor, *, on: date, limit: int = 5) -> list[Cover]:
    """For whom the actor stands in that day, under the hat worn. Over by itself when the days are."""
    rows = Cover.objects.filter(live_on(on), covering_id=actor.staff_id, agency_id=actor.agency_id)
    return list(rows.select_related("staff").order_by("from_on", "id")[:limit])


def load_level(actor: Actor, *, agency_id: UUID, on: date) -> LoadLevel | None:
    """The level in force for an agency: the latest that has begun."""
    return LoadLevel.objects.filter(agency_id=agency_id, from_on__lte=on).order_by("-from_on").first()
