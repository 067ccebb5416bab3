"""What every verb of the house has in common: one transaction, one actor, at least one ledger line.

``core`` knows neither agencies nor the ledger. It knows that somebody acts (``Acting``), tells the
database who it is (row-level security reads it), and refuses to commit a verb that nobody signed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")


class Acting(Protocol):
    """Whoever acts: a staff member wearing the hat of one agency."""

    @property
    def staff_id(self) -> UUID: ...

    @property
    def agency_id(self) -> UUID: ...

    @property
    def agency_ids(self) -> frozenset[UUID]: ...

    @property
    def recipient_ids(self) -> frozenset[UUID]: ...


A = TypeVar("A", bound=Acting)

_signatures: ContextVar[list[str] | None] = ContextVar("signatures", default=None)


class UnsignedOperation(RuntimeError):
    """A verb ended without a ledger line: a fault in the program, so nothing is kept."""


def announce(actor: Acting, *, reading: bool = False, of_one: bool = False) -> None:
    """Tell the database, for the rest of this transaction, who is acting, whether only to read, and whether every question
    goes by the id of one thing, so that one plan serves whatever the id is (ADR 0054)."""
    settings = {
        "norishiro.staff": str(actor.staff_id),
        "norishiro.agency": str(actor.agency_id),
        "norishiro.agencies": ",".join(str(one) for one in sorted(actor.agency_ids)),
        "norishiro.recipients": ",".join(str(one) for one in sorted(actor.recipient_ids)),
    }
    if reading:
        settings["transaction_read_only"] = "on"
    if of_one:
        settings["plan_cache_mode"] = "force_generic_plan"
    calls = ", ".join("set_config(%s, %s, true)" for _name in settings)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [word for pair in settings.items() for word in pair])


def note_signature(verb: str) -> None:
    """The ledger calls this when it has taken a line."""
    signatures = _signatures.get()
    if signatures is not None:
        signatures.append(verb)


def operation(verb: Callable[Concatenate[A, P], R]) -> Callable[Concatenate[A, P], R]:
    """Run a verb in one transaction as its actor; without a ledger line it is undone."""

    @wraps(verb)
    def run(actor: A, /, *args: P.args, **kwargs: P.kwargs) -> R:
        token = _signatures.set([])
        try:
            with transaction.atomic():
                announce(actor)
                result = verb(actor, *args, **kwargs)
                if not _signatures.get():
                    raise UnsignedOperation(verb.__qualname__)
                return result
        finally:
            _signatures.reset(token)

    return run
