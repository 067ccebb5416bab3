"""Taking lines. Nothing here decides; it only writes down, in the transaction of whoever calls."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db import Error, connection, transaction
from django.utils import timezone

from norishiro.core.operation import note_signature
from norishiro.ledger.events import (
    ACCESS_REFUSED,
    ACCESS_THROTTLED,
    RECORDS_SHOWN,
    SEARCHED_IN_VAIN,
    WITHHELD_TYPED,
    Event,
)
from norishiro.ledger.models import Entry

# What a rule of this house says through the database is no fault of the ledger; whoever set the rule answers it.
OWN_STATES = "NR"


class LedgerClosed(Exception):
    """A line could not be written. Whoever meets it shows nothing and does nothing; what was done is undone."""


class Signer(Protocol):
    """The actor as the ledger copies it."""

    @property
    def staff_id(self) -> UUID | None: ...
    @property
    def agency_id(self) -> UUID | None: ...
    @property
    def name(self) -> str: ...
    @property
    def agency_name(self) -> str: ...


class Looker(Signer, Protocol):
    """Whoever looks, with the hat worn: it is copied too, so that a later change of post changes no past look."""

    @property
    def role_kinds(self) -> frozenset[str]: ...
    @property
    def agency_ids(self) -> frozenset[UUID]: ...


def sign(
    actor: Signer,
    event: Event,
    *,
    subjects: Iterable[UUID] = (),
    ground: str = "",
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    changed_text: Iterable[str] = (),
    reason: str = "",
    screen: str = "",
) -> None:
    """Write one line. ``changes`` are ordinary fields with before and after; ``changed_text`` names narrative
    fields, of which only the fact of change is kept. Refuses nothing; if it fails (``LedgerClosed``), so does the
    operation."""
    detail: dict[str, Any] = {}
    if changes:
        detail["changes"] = {
            name: [_plain(before), _plain(after)] for name, (before, after) in changes.items()
        }
    texts = sorted(changed_text)
    if texts:
        detail["texts"] = texts
    line = Entry(
        at=timezone.now(),
        verb=event.verb,
        staff_id=actor.staff_id,
        staff_label=actor.name,
        agency_id=actor.agency_id,
        agency_label=actor.agency_name,
        subjects=list(dict.fromkeys(subjects)),
        ground=ground,
        screen=screen,
        detail=json.dumps(detail, ensure_ascii=False, sort_keys=True) if detail else "",
        reason=reason,
    )
    try:
        line.save(force_insert=True)
    except Error as error:
        if getattr(error.__cause__, "sqlstate", "").startswith(OWN_STATES):
            raise
        raise LedgerClosed from error
    note_signature(event.verb)


@dataclass(frozen=True)
class System:
    """The program itself, where nobody is logged in: setting up, and what the clock calls."""

    staff_id: None = None
    agency_id: None = None
    name: str = "のりしろ"
    agency_name: str = ""


def sign_system(
    event: Event, *, changes: Mapping[str, tuple[Any, Any]] | None = None, reason: str = ""
) -> None:
    """Write one line in the program's own name. Refuses nothing; if it fails, so does the operation."""
    sign(System(), event, changes=changes, reason=reason)


def is_open() -> bool:
    """Whether a line could be written at this moment: one is tried and taken back."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1s'")
            sign(System(), RECORDS_SHOWN)
            transaction.set_rollback(True)
    except (Error, LedgerClosed):
        return False
    return True


def disclose(actor: Looker, *, screen: str, subjects: Iterable[UUID]) -> None:
    """A page showed these records to this actor."""
    sign(actor, RECORDS_SHOWN, subjects=subjects, screen=screen, changes=_hat(actor))


def search_in_vain(actor: Looker, *, screen: str) -> None:
    """A search found nothing; looking is recorded as well."""
    sign(actor, SEARCHED_IN_VAIN, screen=screen, changes=_hat(actor))


def refuse_access(actor: Looker, *, screen: str, subject: UUID) -> None:
    """Somebody asked for a record that is not shown to them (also when it does not exist)."""
    sign(actor, ACCESS_REFUSED, subjects=[subject], screen=screen, changes=_hat(actor))


def note_guess(actor: Looker, *, screen: str) -> None:
    """Somebody typed what is withheld, and was told that it is. Neither the words nor whose they are stand in the line."""
    sign(actor, WITHHELD_TYPED, screen=screen, changes=_hat(actor))


def throttle(actor: Looker, *, screen: str) -> None:
    """Somebody came to more people in an hour than anybody needs; the page was not sent."""
    sign(actor, ACCESS_THROTTLED, screen=screen, changes=_hat(actor))


def _hat(actor: Looker) -> dict[str, tuple[None, str]]:
    """The kinds of role worn, and all agencies acted for where they are more than one."""
    worn: dict[str, tuple[None, str]] = {"roles": (None, ",".join(sorted(actor.role_kinds)))}
    if len(actor.agency_ids) > 1:
        worn["agencies"] = (None, ",".join(str(one) for one in sorted(actor.agency_ids)))
    return worn


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)
