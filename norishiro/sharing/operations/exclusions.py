"""Shutting one member of staff out by name, and letting them in again."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.sharing import events, rules
from norishiro.sharing.models import Exclusion
from norishiro.sharing.operations.subjects import Subject


@operation
def exclude_staff(
    actor: Actor, /, *, subjects: Iterable[Subject], shut_out: Staff | None, reason: str
) -> None:
    """Shut one member of staff out of these subjects by name (relative, neighbour), whatever grants say.

    Somebody readmitted before is shut out again. Records ``staff.excluded``; refused by ``may_exclude_staff``.
    """
    targets = {subject.id for subject in subjects}
    held = (
        Exclusion.objects.select_for_update().filter(subject_id__in=targets, staff=shut_out)
        if shut_out
        else Exclusion.objects.none()
    )
    former = {one.subject_id: one for one in held}
    shut = {key for key, one in former.items() if one.until_at is None}
    rules.may_exclude_staff(
        subjects=len(targets), staff_known=shut_out is not None,
        oneself=shut_out is not None and shut_out.id == actor.staff_id,
        excluded_already=bool(targets) and shut >= targets, reason=reason,
    ).or_refuse()  # fmt: skip
    Exclusion.objects.filter(id__in=[one.id for one in former.values()], until_at__isnull=False).update(
        until_at=None, reason=reason, set_by_id=actor.staff_id
    )
    Exclusion.objects.bulk_create(
        Exclusion(subject_id=one, staff=shut_out, reason=reason, set_by_id=actor.staff_id)
        for one in sorted(targets - set(former))
    )
    sign(actor, events.STAFF_EXCLUDED, subjects=sorted(targets), changed_text=["reason"])


@operation
def readmit_staff(actor: Actor, /, *, exclusion: Exclusion, reason: str) -> Exclusion:
    """Lift an exclusion: from now on the grants decide again for this member of staff. The line of the past stays.

    Records ``staff.readmitted``; refused by ``may_readmit_staff``.
    """
    locked = Exclusion.objects.select_for_update().get(pk=exclusion.pk)
    rules.may_readmit_staff(
        over=locked.until_at is not None, oneself=locked.staff_id == actor.staff_id, reason=reason
    ).or_refuse()
    locked.until_at = timezone.now()
    locked.save(update_fields=["until_at"])
    sign(actor, events.STAFF_READMITTED, subjects=[locked.subject_id], reason=reason)
    return locked
