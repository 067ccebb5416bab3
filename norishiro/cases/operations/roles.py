"""役割 and 事業: who does what, since when, next by when."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases import access, events, rules
from norishiro.cases.choices import RoleStatus
from norishiro.cases.models import Case, Engagement, Role
from norishiro.cases.operations.cases import moved
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.sharing.choices import Category, Depth, Ground, SourceKind
from norishiro.sharing.operations import agency, end_grants, grant, own_words
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import person as person_subject


@operation
def assign_role(
    actor: Actor, /, *, case: Case, person: Person | None = None, bearer_id: UUID, bearer_staff_id: UUID | None = None,
    what: str, programme: str = "", basis: str = Ground.OWN, from_on: date, next_on: date | None = None,
    next_what: str = "", decided_at: UUID | None = None, categories: int = int(Category.ATTRIBUTES),
    today: date | None = None,
) -> Role:  # fmt: skip
    """Give an agency a role in the case.

    Under 支援会議 (J6) the role opens case and members to the bearer in outline, as long as the role lasts; under consent
    the bearer must be one the person named; on own work only one's own agency can bear. Records ``role.assigned``;
    refused by ``may_assign_role``.
    """
    day = today or from_on
    subject_id = person.id if person else case.id
    rules.may_assign_role(
        status=case.status, bearer_live=access.is_live(agency_id=bearer_id, on=day), basis=basis,
        bearer_is_own=bearer_id in actor.agency_ids,
        bearer_consented=access.has_consent(
            actor, case=case, person_id=person.id if person else None, agency_id=bearer_id
        ),
        basis_open=access.writes_under(actor, subject_id=subject_id, basis=basis)
        or access.writes_under(actor, subject_id=case.id, basis=basis),
        from_on=from_on, next_on=next_on,
        staff_fits=access.works_at(staff_id=bearer_staff_id, agency_id=bearer_id, on=day),
    ).or_refuse()  # fmt: skip
    if basis == Ground.OWN:
        subject = person_subject(person.id) if person else case_subject(case.id)
        own_words(actor, subjects=[subject], source_id=case.id)
    role = Role(
        id=uuid.uuid4(), case=case, subject_id=subject_id, basis=basis, agency_id=actor.agency_id,
        categories=categories, person=person, bearer_id=bearer_id, bearer_staff_id=bearer_staff_id, what=what,
        programme=programme, from_on=from_on, next_on=next_on, next_what=next_what, decided_at=decided_at,
    )  # fmt: skip
    if basis == Ground.CONFERENCE:
        _let_bearer_see(actor, role=role, case=case)
    role.save(force_insert=True)
    moved(case, today=day)
    sign(
        actor, events.ROLE_ASSIGNED, subjects=[case.id, subject_id], ground=basis,
        changes={"bearer": (None, bearer_id), "next_on": (None, next_on)}, changed_text=["what"],
    )  # fmt: skip
    return role


def _let_bearer_see(actor: Actor, *, role: Role, case: Case) -> None:
    subjects = [case_subject(case.id), *(person_subject(one) for one in access.member_ids(case))]
    grant(
        actor, subjects=subjects, recipients=[agency(role.bearer_id)], ground=Ground.CONFERENCE, depth=Depth.OUTLINE,
        source=SourceKind.TEAM, source_id=role.id,
    )  # fmt: skip


def _mine(actor: Actor, role: Role) -> bool:
    case = role.case
    return bool(actor.agency_ids & {role.bearer_id, case.lead_agency_id, case.operator_id, role.agency_id})


@operation
def report_role(
    actor: Actor,
    /,
    *,
    role: Role,
    version: int,
    progress: str,
    next_on: date | None,
    next_what: str = "",
    today: date,
) -> Role:
    """Say how it stands and what comes next. Records ``role.reported``; refused by ``may_report_role``; StaleVersion."""
    rules.may_report_role(
        status=role.status, mine=_mine(actor, role), next_on=next_on, today=today
    ).or_refuse()
    changes = change_fields(
        role, version=version, values={"progress": progress, "next_on": next_on, "next_what": next_what}
    )
    moved(role.case, today=today)
    sign(actor, events.ROLE_REPORTED, subjects=[role.case_id], ground=role.basis, changed_text=changes)
    return role


@operation
def finish_role(actor: Actor, /, *, role: Role, today: date, words: str = "") -> Role:
    """The role is fulfilled; what it alone let the bearer see, closes. Records ``role.finished``."""
    role.refresh_from_db(from_queryset=Role.objects.select_for_update())
    rules.may_report_role(status=role.status, mine=_mine(actor, role), next_on=None, today=today).or_refuse()
    _end(actor, role=role, status=RoleStatus.DONE, words=words, today=today)
    sign(actor, events.ROLE_FINISHED, subjects=[role.case_id], ground=role.basis, changed_text=["progress"])
    return role


@operation
def drop_role(actor: Actor, /, *, role: Role, words: str, today: date) -> Role:
    """The role is given up, with the reason; what it alone let the bearer see, closes. Records ``role.dropped``."""
    role.refresh_from_db(from_queryset=Role.objects.select_for_update())
    rules.may_report_role(status=role.status, mine=_mine(actor, role), next_on=None, today=today).or_refuse()
    _end(actor, role=role, status=RoleStatus.DROPPED, words=words, today=today)
    sign(actor, events.ROLE_DROPPED, subjects=[role.case_id], ground=role.basis, changed_text=["progress"])
    return role


def _end(actor: Actor, *, role: Role, status: RoleStatus, words: str, today: date) -> None:
    role.status, role.done_on, role.progress = status, today, words or role.progress
    role.version += 1
    role.save(update_fields=["status", "done_on", "progress", "version", "changed_at"])
    moved(role.case, today=today)
    if role.basis == Ground.CONFERENCE:
        end_grants(actor, source_ids=[role.id], reason="役割の終わり")


@operation
def start_engagement(
    actor: Actor, /, *, case: Case, programme: str, agency_id: UUID, started_on: date, today: date
) -> Engagement:
    """A programme begins for the case. Records ``engagement.started``; refused by ``may_start_engagement``."""
    rules.may_start_engagement(
        status=case.status, started_on=started_on, today=today,
        running=Engagement.objects.filter(
            case=case, programme=programme, agency_id=agency_id, ended_on__isnull=True
        ).exists(),
    ).or_refuse()  # fmt: skip
    engagement = Engagement.objects.create(
        case=case, programme=programme, agency_id=agency_id, started_on=started_on
    )
    moved(case, today=today)
    sign(actor, events.ENGAGEMENT_STARTED, subjects=[case.id], changes={"programme": (None, programme)})
    return engagement


@operation
def end_engagement(actor: Actor, /, *, engagement: Engagement, reason: str, today: date) -> Engagement:
    """A programme ends; the case itself stays open. Records ``engagement.ended``; refused when it has ended."""
    locked = Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    rules.may_end_engagement(ended=locked.ended_on is not None).or_refuse()
    engagement.ended_on, engagement.end_reason = today, reason[:200]
    engagement.save(update_fields=["ended_on", "end_reason"])
    moved(engagement.case, today=today)
    sign(
        actor, events.ENGAGEMENT_ENDED, subjects=[engagement.case_id],
        changes={"programme": (engagement.programme, None)}, reason=reason,
    )  # fmt: skip
    return engagement
