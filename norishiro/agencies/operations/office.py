"""The office's own log-in: tied to one account by its owner, once, and let go again."""

from __future__ import annotations

from datetime import datetime

from norishiro.agencies import events, rules
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.agencies.permissions import Permission
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign


@operation
def link_office(actor: Actor, /, *, identity: str, now: datetime) -> Staff:
    """庁内のログインとつなぐ: from now on whoever the issuer knows by this opens the actor's own account.

    Changes: the account. Recorded: the beginning of the sum by which they are known. Refuses: an account that is tied
    already, and somebody who opens another account.
    """
    locked = Staff.objects.select_for_update().get(id=actor.staff_id)
    taken = Staff.objects.filter(office_identity=identity).exclude(id=locked.id).exists()
    rules.may_link_office(linked=locked.office_identity is not None, taken=taken).or_refuse()
    locked.office_identity, locked.office_linked_at = identity, now
    locked.save(update_fields=["office_identity", "office_linked_at"])
    sign(actor, events.OFFICE_LINKED, subjects=[locked.id], changes={"identity": (None, identity[:12])})
    return locked


@operation
def unlink_office(actor: Actor, /, *, staff: Staff) -> Staff:
    """つなぐのをやめる: the office's log-in opens this account no longer; the password still does.

    Changes: the account. Recorded: by whom they were known. Refuses: one that is not tied; somebody else's without the role.
    """
    locked = Staff.objects.select_for_update().get(id=staff.id)
    rules.may_unlink_office(
        linked=locked.office_identity is not None,
        own=locked.id == actor.staff_id, keeps=actor.may(Permission.KEEP_AGENCIES),
    ).or_refuse()  # fmt: skip
    before = (locked.office_identity or "")[:12]
    locked.office_identity = locked.office_linked_at = None
    locked.save(update_fields=["office_identity", "office_linked_at"])
    sign(actor, events.OFFICE_UNLINKED, subjects=[locked.id], changes={"identity": (before, None)})
    return locked
