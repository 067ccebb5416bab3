"""The case itself: begin, move, change hands."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Programme
from norishiro.cases import access, events, rules
from norishiro.cases.choices import CaseStatus, RoleStatus
from norishiro.cases.models import Case, CaseMember, Engagement, LeadChange, Role, StatusChange
from norishiro.cases.operations.focus import bring_entry_focus
from norishiro.consultations.models import SupportRequest
from norishiro.core.numbering import next_number
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.people.models import Household, Person
from norishiro.sharing.choices import Depth, Ground, SourceKind
from norishiro.sharing.operations import Subject, agency, end_grants, grant, own_work
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import person as person_subject


@operation
def open_case(
    actor: Actor,
    /,
    *,
    title: str,
    household: Household | None,
    people: Iterable[Person],
    origin: SupportRequest | None = None,
    operator_id: UUID,
    lead_agency_id: UUID,
    lead_staff_id: UUID | None = None,
    lead_side: str,
    reason: str,
    status: str = CaseStatus.COORDINATING,
    flow_step: str = "",
    today: date,
) -> Case:
    """Begin the case of a household.

    Opens case and people to the actor's agency, the operator and the lead agency for their own work (OWN), writes the
    members, the first status and the first lead, and starts 多機関協働. Records ``case.opened``; refused by
    ``may_open_case``.
    """
    persons = list(people)
    rules.may_open_case(
        people=len(persons), lead_agency_live=access.is_live(agency_id=lead_agency_id, on=today),
        lead_may_own=access.may_own(staff_id=lead_staff_id, agency_id=lead_agency_id, on=today), reason=reason,
        opened_on=today, today=today,
    ).or_refuse()  # fmt: skip
    case_id = uuid.uuid4()
    subjects = [case_subject(case_id), *(person_subject(person.id) for person in persons)]
    own_work(actor, subjects=subjects, source_id=case_id)
    _open_to(
        actor,
        case_id=case_id,
        subjects=subjects,
        agency_ids={operator_id, lead_agency_id} - {actor.agency_id},
    )
    case = Case.objects.create(
        id=case_id, number=next_number("", "cases_number", today=today), household=household, title=title, origin=origin,
        operator_id=operator_id, lead_agency_id=lead_agency_id, lead_staff_id=lead_staff_id, lead_side=lead_side,
        status=status, flow_step=flow_step, opened_on=today, last_moved_on=today,
        area_id=household.area_id if household else next((one.area_id for one in persons if one.area_id), None),
    )  # fmt: skip
    CaseMember.objects.bulk_create(CaseMember(case=case, person=person, from_on=today) for person in persons)
    StatusChange.objects.create(
        case=case, status=status, flow_step=flow_step, changed_on=today, staff_id=actor.staff_id
    )
    LeadChange.objects.create(
        case=case, agency_id=lead_agency_id, staff_id=lead_staff_id, side=lead_side, changed_on=today,
        reason=reason, decided_by_id=actor.staff_id,
    )  # fmt: skip
    bring_entry_focus(actor, case)
    Engagement.objects.create(
        case=case, programme=Programme.MULTI_AGENCY, agency_id=operator_id, started_on=today
    )
    sign(
        actor,
        events.CASE_OPENED,
        subjects=[one.id for one in subjects],
        changes={"lead_side": (None, lead_side)},
    )
    return case


def _open_to(actor: Actor, *, case_id: UUID, subjects: list[Subject], agency_ids: set[UUID]) -> None:
    if agency_ids:
        grant(
            actor, subjects=subjects, recipients=[agency(one) for one in sorted(agency_ids)], ground=Ground.OWN,
            depth=Depth.PROGRESS, source=SourceKind.OWN_WORK, source_id=case_id,
        )  # fmt: skip


@operation
def change_status(
    actor: Actor, /, *, case: Case, status: str, flow_step: str = "", reason: str = "", today: date,
    following: dict[str, Collection[str]] | None = None,
) -> Case:  # fmt: skip
    """Move the case on; the row for telling is written beside the column for asking.

    ``following`` (step → next steps of the town's flow) limits ``flow_step``. Records ``case.status_changed``; refused by
    ``may_step``.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    rules.may_step(
        now=locked.flow_step, to=flow_step or locked.flow_step, following=following or {}
    ).or_refuse()
    before = locked.status
    locked.status, locked.flow_step = status, flow_step or locked.flow_step
    locked.last_moved_on = max(locked.last_moved_on, today)
    locked.version += 1
    locked.save(update_fields=["status", "flow_step", "last_moved_on", "version", "changed_at"])
    StatusChange.objects.create(
        case=locked,
        status=status,
        flow_step=locked.flow_step,
        changed_on=today,
        staff_id=actor.staff_id,
        reason=reason,
    )
    sign(
        actor,
        events.STATUS_CHANGED,
        subjects=[locked.id],
        changes={"status": (before, status)},
        reason=reason,
    )
    case.refresh_from_db()
    return locked


@operation
def change_lead(
    actor: Actor,
    /,
    *,
    case: Case,
    agency_id: UUID,
    staff_id: UUID | None,
    side: str,
    reason: str,
    today: date,
) -> Case:
    """Hand the lead to another agency or person; the history stays, and the former lead keeps its own work.

    Opens case and visible members to the new lead agency (OWN); what 支援会議 showed the former one as lead, ends. Records ``case.lead_changed``; refused by
    ``may_change_lead`` (a supervisor cannot lead; the next step must be known).
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    rules.may_change_lead(
        status=locked.status,
        same=(agency_id, staff_id, side) == (locked.lead_agency_id, locked.lead_staff_id, locked.lead_side),
        agency_live=access.is_live(agency_id=agency_id, on=today),
        lead_may_own=access.may_own(staff_id=staff_id, agency_id=agency_id, on=today),
        reason=reason,
        has_next_step=Role.objects.filter(
            case=locked, status=RoleStatus.PROMISED, next_on__isnull=False
        ).exists(),
    ).or_refuse()
    if agency_id != locked.lead_agency_id:
        led_by = list(LeadChange.objects.filter(case=locked).values_list("id", flat=True))
        end_grants(actor, source_ids=led_by, reason="主担当の交代")
        subjects = [case_subject(locked.id), *(person_subject(one) for one in access.member_ids(locked))]
        _open_to(actor, case_id=locked.id, subjects=subjects, agency_ids={agency_id} - {actor.agency_id})
    before = (locked.lead_agency_id, locked.lead_staff_id)
    locked.lead_agency_id, locked.lead_staff_id, locked.lead_side = agency_id, staff_id, side
    locked.last_moved_on = max(locked.last_moved_on, today)
    locked.version += 1
    locked.save(
        update_fields=["lead_agency", "lead_staff", "lead_side", "last_moved_on", "version", "changed_at"]
    )
    LeadChange.objects.create(
        case=locked, agency_id=agency_id, staff_id=staff_id, side=side, changed_on=today, reason=reason,
        decided_by_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.LEAD_CHANGED, subjects=[locked.id],
        changes={"lead_agency": (before[0], agency_id), "lead_staff": (before[1], staff_id)}, changed_text=["reason"],
    )  # fmt: skip
    case.refresh_from_db()
    return locked


@operation
def add_member(actor: Actor, /, *, case: Case, person: Person, today: date) -> CaseMember:
    """The case is also about this person. Whoever leads or operates it sees the person for their own work.

    Records ``case.member_added``; refused on an ended case. A person already entered stays once.
    """
    rules.may_work_on(status=case.status).or_refuse()
    subject = person_subject(person.id)
    own_work(actor, subjects=[subject], source_id=case.id)
    others = {case.operator_id, case.lead_agency_id} - {actor.agency_id}
    _open_to(actor, case_id=case.id, subjects=[subject], agency_ids=others)
    member, made = CaseMember.objects.get_or_create(case=case, person=person, defaults={"from_on": today})
    if not made and member.until_on is not None:
        member.until_on = None
        member.save(update_fields=["until_on"])
    sign(actor, events.MEMBER_ADDED, subjects=[case.id, person.id])
    return member


def moved(case: Case, *, today: date) -> None:
    """Something happened in the case today. Part of other verbs, which sign; changes only the date of movement."""
    Case.objects.filter(pk=case.pk, last_moved_on__lt=today).update(last_moved_on=today)
