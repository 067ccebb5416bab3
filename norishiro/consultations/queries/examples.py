"""事例集: what everybody at work reads, and what waits for a second reader."""

from __future__ import annotations

from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.consultations.choices import ExampleState
from norishiro.consultations.models import Example, ExampleHanding
from norishiro.core.records import Unseen

LONGEST = 60


def examples(actor: Actor, *, kind: str = "") -> list[Example]:
    """The stories of the 事例集, perhaps of one kind only, the newest of each first."""
    rows = Example.objects.filter(state=ExampleState.APPROVED).select_related("agency")
    return list((rows.filter(kind=kind) if kind else rows)[:LONGEST])


def examples_waiting(actor: Actor) -> list[Example]:
    """Stories that wait for a second reader: all for who may read them, else one's own."""
    rows = Example.objects.filter(state=ExampleState.WRITTEN).select_related("agency", "writer")
    return list((rows if may_keep(actor) else rows.filter(writer_id=actor.staff_id))[:LONGEST])


def may_keep(actor: Actor) -> bool:
    return actor.may(Permission.ANSWER_REQUEST)


def handings_of(actor: Actor, *, example: Example) -> list[ExampleHanding]:
    """To whom the digest was handed, the newest first."""
    return list(example.handings.select_related("staff", "agency")[:LONGEST])


def get_example(actor: Actor, *, example_id: UUID) -> Example:
    """A story one may read: it stands in the 事例集, or one wrote it or may approve it."""
    row = Example.objects.filter(id=example_id).select_related("agency", "writer", "approver").first()
    if row is None or not (
        row.state == ExampleState.APPROVED or may_keep(actor) or row.writer_id == actor.staff_id
    ):
        raise Unseen(example_id)
    return row
