"""事例集, and the kind chosen while deciding on a request."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.consultations import access, events, kinds, rules
from norishiro.consultations.choices import ExampleState, RequestStatus
from norishiro.consultations.models import Example, ExampleHanding, SupportRequest
from norishiro.consultations.operations.requests import lock, save
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign


@operation
def choose_kind(actor: Actor, /, *, request: SupportRequest, kind: str) -> SupportRequest:
    """Say which kind of household this looks like, or ("") that it is none. Nothing follows from it by itself.

    Records ``request.kind_chosen``; refused by ``may_choose_kind``.
    """
    locked = lock(request)
    rules.may_choose_kind(
        mine=locked.operator_id in actor.agency_ids, waiting=locked.status == RequestStatus.APPLIED,
        kind_known=kind == "" or kinds.kind_of(kind) is not None,
    ).or_refuse()  # fmt: skip
    before, locked.kind = locked.kind, kind
    save(locked, "kind")
    sign(
        actor, events.REQUEST_KIND_CHOSEN, subjects=[locked.person_id], ground=locked.basis,
        changes={"kind": (before, kind)},
    )  # fmt: skip
    request.refresh_from_db()
    return locked


@operation
def write_example(actor: Actor, /, *, kind: str, title: str, story: str, done: str, today: date) -> Example:
    """Write a story without persons; it waits until a second person has read it.

    Records ``example.written``; refused by ``may_write_example``, also where a name of somebody the writer knows of
    stands in it.
    """
    rules.may_write_example(
        kind_known=kinds.kind_of(kind) is not None, title=title, story=story, done=done,
        names_found=access.names_known_in(actor, texts=[title, story, done]),
    ).or_refuse()  # fmt: skip
    example = Example.objects.create(
        kind=kind, title=title, story=story, done=done, agency_id=actor.agency_id, writer_id=actor.staff_id,
        written_on=today,
    )  # fmt: skip
    sign(actor, events.EXAMPLE_WRITTEN, changes={"kind": (None, kind)})
    return example


@operation
def approve_example(actor: Actor, /, *, example: Example, today: date) -> Example:
    """Put a story another one wrote into the 事例集, having read it.

    Records ``example.approved``; refused by ``may_approve_example``, also where a name of somebody the approver knows
    of stands in it.
    """
    locked = Example.objects.select_for_update().get(pk=example.pk)
    rules.may_approve_example(
        own=locked.writer_id == actor.staff_id, waiting=locked.state == ExampleState.WRITTEN,
        names_found=access.names_known_in(actor, texts=[locked.title, locked.story, locked.done]),
    ).or_refuse()  # fmt: skip
    locked.state, locked.approver_id, locked.approved_on = ExampleState.APPROVED, actor.staff_id, today
    locked.save(update_fields=["state", "approver", "approved_on"])
    sign(actor, events.EXAMPLE_APPROVED, changes={"state": (ExampleState.WRITTEN, locked.state)})
    return locked


@operation
def hand_example(
    actor: Actor, /, *, example: Example, to_whom: str, purpose: str, given_on: date, today: date
) -> ExampleHanding:
    """Write down that the digest was handed to somebody: whom, when, what for.

    Records ``example.handed``; refused by ``may_hand_example``.
    """
    rules.may_hand_example(
        approved=example.state == ExampleState.APPROVED, to_whom=to_whom, purpose=purpose, given_on=given_on,
        approved_on=example.approved_on, today=today,
    ).or_refuse()  # fmt: skip
    handing = ExampleHanding.objects.create(
        example=example, to_whom=to_whom.strip(), purpose=purpose.strip(), given_on=given_on, staff_id=actor.staff_id,
        agency_id=actor.agency_id,
    )  # fmt: skip
    sign(actor, events.EXAMPLE_HANDED, changes={"example": (None, example.id), "given_on": (None, given_on)})
    return handing


@operation
def take_down_example(actor: Actor, /, *, example: Example, reason: str) -> Example:
    """Take a story off the 事例集, or turn one that waits away. Records ``example.taken_down``; refused by
    ``may_take_down_example``."""
    locked = Example.objects.select_for_update().get(pk=example.pk)
    rules.may_take_down_example(shown=locked.state != ExampleState.TAKEN_DOWN, reason=reason).or_refuse()
    before = locked.state
    locked.state, locked.taken_down_reason = ExampleState.TAKEN_DOWN, reason
    locked.save(update_fields=["state", "taken_down_reason"])
    sign(actor, events.EXAMPLE_TAKEN_DOWN, changes={"state": (before, locked.state)}, reason=reason)
    return locked
