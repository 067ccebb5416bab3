"""Accounts of staff, their absences, and how much one person should carry."""

from __future__ import annotations

import secrets
from datetime import date

from django.db.models import Q

from norishiro.agencies import events, rules
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Appointment, Cover, LoadLevel, Staff, live_on
from norishiro.agencies.rules import Span
from norishiro.core.operation import operation
from norishiro.core.verdict import when
from norishiro.ledger.operations import sign

# Without letters and digits that look alike on paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4


def initial_password() -> str:
    """A password to be printed once: four groups of four, readable aloud (about 79 bits)."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))


@operation
def add_staff(
    actor: Actor,
    /,
    *,
    login_id: str,
    name: str,
    kana: str,
    qualification: str,
    email: str,
    password: str,
    lent: bool = True,
) -> Staff:
    """Make an account. It opens nothing until somebody appoints the person.

    Changes: one member of staff; a ``lent`` password opens one page alone, where they choose their own. Recorded: the login
    id; never the password. Refuses: a login id already taken.
    """
    taken = Staff.objects.filter(login_id=login_id).exists()
    when(taken, "login_id", f"職員ID「{login_id}」は、もう使われています。別のIDにしてください。").or_refuse()
    staff = Staff(login_id=login_id, name=name, kana=kana, qualification=qualification, email=email)
    staff.password_is_lent = lent
    staff.set_password(password)
    staff.save()
    sign(actor, events.STAFF_ADDED, subjects=[staff.id], changes={"login_id": (None, login_id)})
    return staff


@operation
def end_staff(actor: Actor, /, *, staff: Staff, end_on: date) -> Staff:
    """Close an account: it can no longer sign in, and every appointment ends.

    Changes: the account, the end of all live appointments (one that has not begun yet ends the day after its start).
    Recorded: one line. Refuses: one's own account, or one closed already.
    """
    locked = Staff.objects.select_for_update().get(id=staff.id)
    rules.may_end_staff(own=locked.id == actor.staff_id, active=locked.is_active).or_refuse()
    locked.is_active = False
    locked.office_identity = locked.office_linked_at = None  # free for whoever comes back under a new account
    locked.save(update_fields=["is_active", "office_identity", "office_linked_at"])
    lasting = Appointment.objects.filter(Q(until_on=None) | Q(until_on__gt=end_on), staff=locked)
    for appointment in lasting:
        appointment.until_on = max(end_on, date.fromordinal(appointment.from_on.toordinal() + 1))
        appointment.save(update_fields=["until_on"])
    sign(actor, events.STAFF_ENDED, subjects=[locked.id], changes={"is_active": (True, False)})
    return locked


@operation
def set_cover(
    actor: Actor,
    /,
    *,
    staff: Staff,
    covering: Staff,
    agency: Agency,
    reason: str,
    from_on: date,
    until_on: date,
) -> Cover:
    """不在と代わり: say who stands in for whom, until before ``until_on``.

    Changes: one cover; nobody's appointments. Recorded: both people and the days. Refuses: the same person, dates the
    wrong way round, or somebody without a live appointment in the agency.
    """
    span = Span(from_on, until_on)
    rules.may_cover(
        same_person=staff.id == covering.id, span=span,
        staff_serves=_serves(staff, agency, from_on), covering_serves=_serves(covering, agency, from_on),
    ).or_refuse()  # fmt: skip
    cover = Cover.objects.create(
        staff=staff, covering=covering, agency=agency, reason=reason, from_on=from_on, until_on=until_on
    )
    sign(
        actor, events.COVER_SET, subjects=[staff.id, covering.id],
        changes={"from_on": (None, from_on), "until_on": (None, until_on)},
    )  # fmt: skip
    return cover


def _serves(staff: Staff, agency: Agency, on: date) -> bool:
    return Appointment.objects.filter(live_on(on), staff=staff, agency=agency).exists()


@operation
def set_load_level(
    actor: Actor, /, *, agency: Agency, area_cases: int, multi_agency_cases: int, from_on: date
) -> LoadLevel:
    """受け持ちの目安: from which number of cases one person counts as overloaded, from a day on.

    Changes: the level of the agency from that day; earlier levels stay. Recorded: the numbers. Refuses nothing.
    """
    level, _made = LoadLevel.objects.update_or_create(
        agency=agency, from_on=from_on,
        defaults={"area_cases": area_cases, "multi_agency_cases": multi_agency_cases},
    )  # fmt: skip
    sign(
        actor, events.LOAD_LEVEL_SET, subjects=[agency.id],
        changes={"area_cases": (None, area_cases), "multi_agency_cases": (None, multi_agency_cases)},
    )  # fmt: skip
    return level
