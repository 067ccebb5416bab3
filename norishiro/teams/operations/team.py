"""Somebody works along on a case, and the period comes to its end."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import agencies_that_see
from norishiro.teams import access, events, rules
from norishiro.teams.choices import Settling
from norishiro.teams.models import TeamMember


@operation
def join_team(
    actor: Actor, /, *, case: Case, staff_id: UUID, agency_id: UUID, part: str, what: str = "", from_on: date,
    until_on: date | None = None, visits: int | None = None,
) -> TeamMember:  # fmt: skip
    """Enter a member of staff as working along on the case, from a day on.

    Changes: one dated row; nothing opens by it. Records ``team.joined``; refused by ``may_join``.
    """
    rules.may_join(
        status=case.status,
        sees=agency_id in agencies_that_see(actor, subject_id=case.id, depth=Depth.OUTLINE),
        serves=access.serves(staff_id=staff_id, agency_id=agency_id, on=from_on),
        shut_out=bool(access.shut_out(staff_ids=[staff_id], subject_ids=[case.id])),
        already=access.is_member(
            case_id=case.id, staff_id=staff_id, part=part, from_on=from_on, until_on=until_on
        ),
        part=part, from_on=from_on, until_on=until_on,
    ).or_refuse()  # fmt: skip
    member = TeamMember.objects.create(
        case=case, staff_id=staff_id, agency_id=agency_id, part=part, what=what, from_on=from_on, until_on=until_on,
        visits=visits, made_by_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.JOINED, subjects=[case.id],
        changes={"staff": (None, staff_id), "part": (None, part), "until_on": (None, until_on)},
    )  # fmt: skip
    return member


@operation
def settle_member(
    actor: Actor, /, *, member: TeamMember, choice: str, until_on: date | None = None, words: str, today: date
) -> TeamMember:
    """Say how it goes on with somebody who works along: end today, lengthen, or end because another service goes on.

    Changes: the end of the period; what was decided, when and why. Records ``team.settled``; refused by ``may_settle``.
    """
    locked = TeamMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    rules.may_settle(
        over=bool(locked.settled), choice=choice, from_on=locked.from_on, until_on=locked.until_on, new_until=until_on,
        words=words, today=today,
    ).or_refuse()  # fmt: skip
    before = locked.until_on
    if choice == Settling.EXTEND:
        locked.until_on = until_on
    else:
        locked.until_on = min(before, today) if before else today
        locked.settled, locked.settled_on = choice, today
    locked.words = words
    locked.save(update_fields=["until_on", "settled", "settled_on", "words"])
    sign(
        actor, events.SETTLED, subjects=[locked.case_id],
        changes={"until_on": (before, locked.until_on), "settled": (None, choice)}, changed_text=["words"],
    )  # fmt: skip
    return locked
