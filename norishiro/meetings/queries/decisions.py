"""前回までの決定: what earlier sittings of a body decided and nobody has closed yet. The actor comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Role
from norishiro.cases.queries import roles_visible_to
from norishiro.core.records import Unseen
from norishiro.meetings.choices import CheckState, ItemStatus, LineKind
from norishiro.meetings.models import DecisionCheck, MinuteLine, Sitting
from norishiro.meetings.queries.items import ItemRow, lines_visible_to, titled
from norishiro.meetings.queries.sittings import LIST_LENGTH
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

SETTLED = (CheckState.DONE, CheckState.DROPPED)


@dataclass(frozen=True)
class Earlier:
    """One decision of an earlier sitting: what, who, by when, what the role says and what this sitting heard."""

    text: str
    bearer: str
    due_on: date | None
    title: str
    role: Role | None
    line: MinuteLine | None = None
    check: DecisionCheck | None = None

    def late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today and not self.done

    @property
    def done(self) -> bool:
        if self.check is not None:
            return self.check.state in SETTLED
        return self.role is not None and self.role.done_on is not None


def earlier_decisions(actor: Actor, *, sitting: Sitting, agenda: Sequence[ItemRow]) -> list[Earlier]:
    """What comes first at a sitting: decisions of earlier sittings of the body that no later one has settled, the oldest
    date first. Who keeps the minutes sees the lines; a member sees the roles of the cases at whose table they sit."""
    lines = list(
        lines_visible_to(actor)
        .filter(kind=LineKind.DECISION, item__body_id=sitting.body_id, item__sitting__held_on__lte=sitting.held_on)
        .filter(item__status__in=(ItemStatus.DONE, ItemStatus.CARRIED))
        .exclude(item__sitting_id=sitting.id)
        .exclude(id__in=_settled_elsewhere(actor, sitting))
        .select_related("bearer", "item__sitting")
        .order_by("due_on", "made_at")[:LIST_LENGTH]
    )  # fmt: skip
    checks = (
        {one.line_id: one for one in _checks(actor).filter(sitting=sitting, line__in=lines)} if lines else {}
    )
    roles = _roles(actor, lines=lines, agenda=agenda, sitting=sitting)
    titles = {
        row.item.id: row.title
        for row in titled(actor, list({one.item_id: one.item for one in lines}.values()))
    }
    found = [
        Earlier(
            line.text, str(line.bearer), line.due_on, titles[line.item_id], roles.get(line.role_id), line,
            checks.get(line.id),
        )
        for line in lines
    ]  # fmt: skip
    of_lines = {line.role_id for line in lines}
    case_titles = {row.item.case_id: row.title for row in agenda}
    found += [
        Earlier(role.what, str(role.bearer), role.next_on, case_titles.get(role.case_id, ""), role)
        for role in roles.values()
        if role.id not in of_lines
    ]
    return sorted(found, key=lambda one: (one.done, one.due_on or date.max))


def get_decision(actor: Actor, *, line_id: UUID) -> MinuteLine:
    found = (
        lines_visible_to(actor)
        .select_related("item__body", "item__sitting__body")
        .filter(id=line_id, kind=LineKind.DECISION)
        .first()
    )
    if found is None:
        raise Unseen(line_id)
    return found


def _checks(actor: Actor) -> QuerySet[DecisionCheck]:
    return through_gate(
        DecisionCheck.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True
    )


def _settled_elsewhere(actor: Actor, sitting: Sitting) -> Any:
    settled = _checks(actor).filter(state__in=SETTLED, line__item__body_id=sitting.body_id)
    return settled.exclude(sitting=sitting).values("line_id")


def _roles(
    actor: Actor, *, lines: Sequence[MinuteLine], agenda: Sequence[ItemRow], sitting: Sitting
) -> dict[UUID | None, Role]:
    """The roles born of these lines, and those of the cases on the table that were decided at another item of theirs."""
    open_rows = [row for row in agenda if not row.hidden and not row.sealed]
    here = [row.item.id for row in agenda]
    at_table = Q(
        case_id__in=[row.item.case_id for row in open_rows], decided_at__isnull=False, until_on__isnull=True
    )
    rows = roles_visible_to(actor).filter(
        Q(id__in=[line.role_id for line in lines if line.role_id]) | (at_table & ~Q(decided_at__in=here))
    )
    return {role.id: role for role in rows.select_related("bearer").order_by("next_on", "id")[:LIST_LENGTH]}
