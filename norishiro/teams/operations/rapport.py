"""関係づくり: nobody knows the household yet, so something is done about it; then somebody does, and a team is formed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases.choices import RoleStatus
from norishiro.cases.models import Case, Role
from norishiro.cases.operations import assign_role, finish_role
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.sharing.choices import Category
from norishiro.teams import access, events, queries, rules
from norishiro.teams.choices import Part
from norishiro.teams.models import Rapport
from norishiro.teams.operations.team import join_team


@dataclass(frozen=True)
class Duty:
    """Who does what, and by when. ``number`` is the line it was typed in; half a line is refused with it."""

    number: int
    what: str
    next_on: date | None
    staff_id: UUID | None = None
    agency_id: UUID | None = None


@operation
def start_building(
    actor: Actor, /, *, case: Case, words: str, duties: Sequence[Duty], basis: str, today: date
) -> Rapport:
    """Note that nobody has a relation with the household yet, and what is done to build one.

    Changes: one dated note; each task becomes a role with a day, which stands on the 今日 of whoever does it. Records
    ``rapport.building`` (and what ``assign_role`` records); refused by ``may_note_rapport`` and ``may_assign_role``.
    """
    _check(actor, case=case, related=False, noted_on=today, duties=duties, today=today)
    roles = _assign(actor, case=case, duties=duties, basis=basis, prefix="関係づくり：", today=today)
    made = _note(actor, case=case, related=False, noted_on=today, words=words, roles=roles, basis=basis)
    sign(
        actor, events.BUILDING_STARTED, subjects=[case.id], ground=basis, changes={"related": (None, False)},
        changed_text=["words"],
    )  # fmt: skip
    return made


@operation
def form_team(
    actor: Actor,
    /,
    *,
    case: Case,
    noted_on: date,
    words: str,
    duties: Sequence[Duty],
    basis: str,
    today: date,
) -> Rapport:
    """Note that there is a relation now, since when, and who forms the team with which role.

    Changes: one dated note; the roles; their bearers work along from that day; the actor's own tasks of building the
    relation are done. Records ``rapport.formed`` (and what the acts inside record); refused by ``may_note_rapport``,
    ``may_assign_role`` and ``may_join``.
    """
    before = _check(actor, case=case, related=True, noted_on=noted_on, duties=duties, today=today)
    roles = _assign(actor, case=case, duties=duties, basis=basis, prefix="", today=today)
    for duty in duties:
        _join(actor, case=case, duty=duty, from_on=noted_on)
    for task in _open_tasks(actor, of=before):
        finish_role(actor, role=task, words="関係ができた", today=today)
    made = _note(actor, case=case, related=True, noted_on=noted_on, words=words, roles=roles, basis=basis)
    sign(
        actor, events.TEAM_FORMED, subjects=[case.id], ground=basis,
        changes={"related": (before.related if before else None, True), "noted_on": (None, noted_on)}, changed_text=["words"],
    )  # fmt: skip
    return made


def _check(
    actor: Actor, *, case: Case, related: bool, noted_on: date, duties: Sequence[Duty], today: date
) -> Rapport | None:
    Case.objects.select_for_update().get(pk=case.pk)
    before = queries.rapport_of(actor, case=case)
    rules.may_note_rapport(
        status=case.status, related=related, before=before.related if before else None,
        before_on=before.noted_on if before else None, noted_on=noted_on, today=today,
        lines=[rules.Line(one.number, one.staff_id is not None, one.what, one.next_on) for one in duties],
    ).or_refuse()  # fmt: skip
    return before


def _assign(
    actor: Actor, *, case: Case, duties: Sequence[Duty], basis: str, prefix: str, today: date
) -> list[Role]:
    return [
        assign_role(
            actor, case=case, bearer_id=duty.agency_id, bearer_staff_id=duty.staff_id, what=f"{prefix}{duty.what}",
            basis=basis, from_on=today, next_on=duty.next_on, next_what=duty.what, today=today,
        )
        for duty in duties if duty.agency_id
    ]  # fmt: skip


def _join(actor: Actor, *, case: Case, duty: Duty, from_on: date) -> None:
    """Whoever carries a role works along; the lead does already."""
    if duty.staff_id is None or duty.agency_id is None or duty.staff_id == case.lead_staff_id:
        return
    if access.is_member(
        case_id=case.id, staff_id=duty.staff_id, part=Part.MEMBER, from_on=from_on, until_on=None
    ):
        return
    join_team(
        actor, case=case, staff_id=duty.staff_id, agency_id=duty.agency_id, part=Part.MEMBER, what=duty.what, from_on=from_on
    )  # fmt: skip


def _open_tasks(actor: Actor, *, of: Rapport | None) -> list[Role]:
    if of is None:
        return []
    tasks = Role.objects.select_related("case").filter(id__in=of.role_ids, status=RoleStatus.PROMISED)
    return list(tasks.filter(bearer_id__in=actor.agency_ids))


def _note(
    actor: Actor, *, case: Case, related: bool, noted_on: date, words: str, roles: Sequence[Role], basis: str
) -> Rapport:
    return Rapport.objects.create(
        case=case, subject_id=case.id, basis=basis, agency_id=actor.agency_id, categories=int(Category.LIFE_HISTORY),
        related=related, noted_on=noted_on, words=words, role_ids=[one.id for one in roles], noted_by_id=actor.staff_id,
    )  # fmt: skip
