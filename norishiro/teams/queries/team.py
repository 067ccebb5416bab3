"""この日の担当: who led, who worked along, who carried a role, on any day; and who sees the case as 統括."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Appointment
from norishiro.cases import queries as case_queries
from norishiro.cases.choices import OPEN_STATUSES
from norishiro.cases.models import Case, CaseMember, LeadChange, Role
from norishiro.core.records import Unseen
from norishiro.outreach import queries as contact_queries
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import agencies_that_see, through_gate
from norishiro.teams import access
from norishiro.teams.choices import Part
from norishiro.teams.models import TeamMember
from norishiro.teams.values import PROMPT

MOST = 100


def members_visible_to(actor: Actor) -> QuerySet[TeamMember]:
    return through_gate(TeamMember.objects.all(), actor, subject="case_id", depth=Depth.OUTLINE)


def _live(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gt=on))


def members_on(actor: Actor, *, case: Case, on: date) -> list[TeamMember]:
    """Who worked along on that day, whatever has changed since."""
    rows = members_visible_to(actor).filter(_live(on), case=case).select_related("staff", "agency")
    return list(rows.order_by("part", "from_on", "made_at")[:MOST])


def past_members(actor: Actor, *, case: Case, on: date) -> list[TeamMember]:
    """Whose time on the case was over by then, the last first."""
    rows = members_visible_to(actor).filter(case=case, until_on__lte=on).select_related("staff", "agency")
    return list(rows.order_by("-until_on", "-made_at")[:MOST])


def lead_on(actor: Actor, *, case: Case, on: date) -> LeadChange | None:
    """Who led on that day: the last change of the lead up to it."""
    rows = through_gate(LeadChange.objects.filter(case=case), actor, subject="case_id", depth=Depth.OUTLINE)
    before = rows.filter(changed_on__lte=on).select_related("agency", "staff")
    return before.order_by("-changed_on", "-made_at").first()


def roles_on(actor: Actor, *, case: Case, on: date) -> list[Role]:
    """The roles that were carried on that day, as far as their ground opens them."""
    rows = case_queries.roles_visible_to(actor).filter(
        Q(done_on__isnull=True) | Q(done_on__gt=on), Q(until_on__isnull=True) | Q(until_on__gt=on), case=case,
        from_on__lte=on,
    )  # fmt: skip
    return list(
        rows.select_related("bearer", "bearer_staff").order_by("bearer__code", "from_on", "id")[:MOST]
    )


def supervisors(actor: Actor, *, case: Case, on: date) -> list[Appointment]:
    """統括・後方支援 who see the case by the ground of a base or an agency below them, without standing in it. Whoever is
    shut out by name is left out."""
    seeing = agencies_that_see(actor, subject_id=case.id, depth=Depth.OUTLINE)
    held = agency_queries.backing(actor, agency_ids=seeing, on=on)
    out = access.shut_out(staff_ids={one.staff_id for one in held}, subject_ids=[case.id])
    return [one for one in held if (one.staff_id, case.id) not in out]


def get_member(actor: Actor, *, member_id: UUID) -> TeamMember:
    rows = members_visible_to(actor).select_related("case", "staff", "agency")
    found = rows.filter(id=member_id).first()
    if found is None:
        raise Unseen(member_id)
    return found


def pickable(actor: Actor, *, case: Case, on: date) -> list[Appointment]:
    """Staff of the agencies that see the case already, each person once per agency."""
    seeing = agencies_that_see(actor, subject_id=case.id, depth=Depth.OUTLINE)
    held = agency_queries.appointments_in(actor, agency_ids=frozenset(seeing), on=on)
    return list({(one.agency_id, one.staff_id): one for one in held if one.staff.is_active}.values())


def my_case_ids(actor: Actor, *, on: date) -> list[UUID]:
    """The cases the actor works along on, without leading them."""
    rows = members_visible_to(actor).filter(_live(on), staff_id=actor.staff_id)
    return list(rows.order_by("case_id").values_list("case_id", flat=True).distinct()[:500])


def ending(actor: Actor, *, on: date, limit: int = 50) -> list[TeamMember]:
    """日常生活支援アドバイザー whose period nears its end and about whom nobody decided: for the adviser, and for who leads."""
    rows = members_visible_to(actor).filter(
        Q(staff_id=actor.staff_id) | Q(case__lead_staff_id=actor.staff_id),
        part=Part.ADVISER, settled="", until_on__lte=on + PROMPT, case__status__in=OPEN_STATUSES,
    )  # fmt: skip
    return list(rows.select_related("case", "staff").order_by("until_on", "id")[:limit])


def visits_made(actor: Actor, *, case: Case, members: Iterable[TeamMember]) -> dict[UUID, int]:
    """How often each adviser wrote of a contact with the household inside the period: as far as the actor may read."""
    advisers = [one for one in members if one.part == Part.ADVISER]
    if not advisers:
        return {}
    people = CaseMember.objects.filter(case=case).values("person_id")
    contacts = contact_queries.visible_to(actor).filter(
        Q(case_id=case.id) | Q(person_id__in=people),
        staff_id__in={one.staff_id for one in advisers}, happened_on__gte=min(one.from_on for one in advisers),
    )  # fmt: skip
    days = list(contacts.order_by().values_list("staff_id", "happened_on")[:2000])
    return {
        one.id: sum(
            staff_id == one.staff_id and one.from_on <= day and (one.until_on is None or day < one.until_on)
            for staff_id, day in days
        )
        for one in advisers
    }
