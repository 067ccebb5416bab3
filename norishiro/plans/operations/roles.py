"""Roles that end together, because a plan was revised or the case has ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.cases import events as case_events
from norishiro.cases.choices import RoleStatus
from norishiro.cases.models import Role
from norishiro.ledger.operations import sign
from norishiro.sharing.choices import Ground
from norishiro.sharing.operations import end_grants


def end_roles(actor: Actor, *, roles: Iterable[Role], status: RoleStatus, words: str, today: date) -> int:
    """Inside another verb, whose rule has been asked: end these roles and what they alone let the bearers see.

    Unlike ``cases.operations.drop_role`` it asks nobody for leave: the plan or the case decides, not the bearer.
    """
    ended = list(roles)
    for role in ended:
        role.status, role.done_on, role.progress = status, today, words
        role.version += 1
        role.save(update_fields=["status", "done_on", "progress", "version", "changed_at"])
    opened = [role.id for role in ended if role.basis == Ground.CONFERENCE]
    if opened:
        end_grants(actor, source_ids=opened, reason=words)
    if ended:
        event = case_events.ROLE_FINISHED if status == RoleStatus.DONE else case_events.ROLE_DROPPED
        sign(actor, event, subjects=[role.case_id for role in ended], changes={"roles": (len(ended), 0)})
    return len(ended)
