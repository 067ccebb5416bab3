"""Gathers the facts the rules of this room ask for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Appointment, live_on
from norishiro.agencies.permissions import PERMISSIONS, Permission
from norishiro.cases.models import CaseMember
from norishiro.sharing.models import Exclusion
from norishiro.teams.models import Takeover, TeamMember

LEADS = [kind for kind, opened in PERMISSIONS.items() if Permission.LEAD_CASE in opened]


def serves(*, staff_id: UUID, agency_id: UUID, on: date) -> bool:
    """Whether the person holds an appointment there that day."""
    return Appointment.objects.filter(
        live_on(on), staff_id=staff_id, agency_id=agency_id, staff__is_active=True
    ).exists()


def may_lead(*, staff_ids: Collection[UUID], on: date) -> set[tuple[UUID, UUID]]:
    """Which of them may lead a case that day, each with the agency: an open account, a role that owns cases, and the
    permission to lead."""
    held = Appointment.objects.filter(
        live_on(on), staff_id__in=staff_ids, staff__is_active=True, role__may_own_case=True, role__kind__in=LEADS
    )  # fmt: skip
    return set(held.values_list("staff_id", "agency_id"))


def shut_out(*, staff_ids: Collection[UUID], subject_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Who of them is shut out of which of these cases by name (利益相反)."""
    rows = Exclusion.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=Now()), staff_id__in=staff_ids, subject_id__in=subject_ids
    )  # fmt: skip
    return set(rows.values_list("staff_id", "subject_id"))


def shut_out_of_household(
    *, staff_ids: Collection[UUID], case_ids: Collection[UUID]
) -> set[tuple[UUID, UUID]]:
    """Who of them is shut out of which of these cases, or of anybody who lives there: the words of a takeover tell of
    them all."""
    lives = CaseMember.objects.filter(case_id__in=case_ids, until_on__isnull=True)
    subjects = [(one, one) for one in case_ids] + list(lives.values_list("person_id", "case_id"))
    out = shut_out(staff_ids=staff_ids, subject_ids={subject for subject, _case in subjects})
    return {
        (staff_id, case_id) for subject, case_id in subjects for staff_id, hidden in out if hidden == subject
    }


def is_member(*, case_id: UUID, staff_id: UUID, part: str, from_on: date, until_on: date | None) -> bool:
    """Whether the person stands there already in the same part, on any of these days."""
    held = TeamMember.objects.filter(case_id=case_id, staff_id=staff_id, part=part).filter(
        Q(until_on__isnull=True) | Q(until_on__gt=from_on)
    )
    return (held.filter(from_on__lt=until_on) if until_on else held).exists()


def may_hand_over_others(actor: Actor) -> bool:
    """Who stands in for a colleague that can no longer do it: 推進員・統括・所属長."""
    return actor.may(Permission.CLOSE_CASE)


def may_withdraw(actor: Actor, *, takeover: Takeover) -> bool:
    """Whoever decided or gives, and whoever may hand over others' cases in that agency."""
    stands_over = may_hand_over_others(actor) and takeover.agency_id in actor.agency_ids
    return actor.staff_id in (takeover.handed_by_id, takeover.giver_id) or stands_over
