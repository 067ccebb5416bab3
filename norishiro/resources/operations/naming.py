"""A body as other rooms write it down: by its name."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from norishiro.resources.models import Organisation
from norishiro.resources.rules import Body


@dataclass(frozen=True)
class Named:
    """A body as typed: one of this name is taken, or entered when there is none."""

    name: str = ""
    kind: str = ""


def asked_of(named: Named) -> Body:
    """What a rule asks of a body that was typed: whether it is in the registry."""
    known = bool(named.name) and Organisation.objects.filter(name=named.name).exists()
    return Body(named.name, named.kind, known=known)


def body_of(named: Named) -> Organisation:
    """The body of this name, entered when there is none; within the verb that writes of it."""
    return Organisation.objects.get_or_create(name=named.name, defaults={"kind": named.kind})[0]


def tie_body(body: Organisation, *, agency_id: UUID | None) -> Organisation:
    """The body with the agency it is, where one was named; within the verb that writes of it."""
    if agency_id is not None and body.agency_id != agency_id:
        body.agency_id = agency_id
        body.version += 1
        body.save(update_fields=["agency", "version", "changed_at"])
    return body
