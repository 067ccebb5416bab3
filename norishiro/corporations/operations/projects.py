"""What corporations do together: a matter is raised, who takes part, and what was done stands in community work."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.community import operations as community
from norishiro.community.choices import OPEN_PROPOSALS
from norishiro.community.models import Group, Proposal
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.corporations import events, rules
from norishiro.corporations.models import Corporation, ProjectPart
from norishiro.ledger.operations import sign


@operation
def begin_project(
    actor: Actor, /, *, title: str, area_id: UUID, raised_on: date, text: str = "", due_on: date | None = None,
    network: Group | None = None, activity_id: UUID | None = None, members: Collection[Corporation], today: date,
) -> Proposal:  # fmt: skip
    """Begin something together: the matter as a proposal of community work, held by the network, and who takes part.

    Records ``proposal.raised`` and ``joint_project.begun``; refused by ``may_raise_proposal`` and a name that is known.
    """
    proposal = community.raise_proposal(
        actor, title=title, text=text, area_id=area_id, raised_on=raised_on, due_on=due_on, activity_id=activity_id,
        owner_group_id=network.id if network else None, owner_agency_id=actor.agency_id, today=today,
    )  # fmt: skip
    ProjectPart.objects.bulk_create(
        ProjectPart(proposal=proposal, corporation=one, joined_on=raised_on, staff_id=actor.staff_id)
        for one in members
    )
    sign(
        actor, events.PROJECT_BEGUN, changes={"proposal": (None, proposal.id), "members": (None, len(members))}
    )  # fmt: skip
    return proposal


@operation
def join_project(
    actor: Actor,
    /,
    *,
    proposal: Proposal,
    corporation: Corporation,
    part: str = "",
    left: bool = False,
    today: date,
) -> ProjectPart:
    """Write that a corporation takes part, as what, or that it left. Records ``joint_project.joined``; refused by
    ``may_join_project`` and a name that is known."""
    before = (
        ProjectPart.objects.select_for_update(of=("self",))
        .filter(proposal=proposal, corporation=corporation)
        .first()
    )
    (
        rules.may_join_project(
            open_still=proposal.status in OPEN_PROPOSALS, left=left, joined=before is not None
        )
        & nobody_named(actor, part, field="part")
    ).or_refuse()  # fmt: skip
    kept, _made = ProjectPart.objects.update_or_create(
        proposal=proposal, corporation=corporation,
        defaults={"part": part, "left_on": today if left else None},
        create_defaults={"part": part, "joined_on": today, "staff_id": actor.staff_id},
    )  # fmt: skip
    sign(
        actor, events.PROJECT_JOINED,
        changes={
            "proposal": (None, proposal.id), "corporation": (None, corporation.id),
            "left_on": (before.left_on if before else None, kept.left_on),
        },
    )  # fmt: skip
    return kept
