"""The rows of an office's own lists enter by the verbs that the screens use: the same rules, the same lines in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from norishiro.agencies import operations as agencies
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Role, Staff, live_on
from norishiro.core.operation import operation
from norishiro.core.verdict import Refused
from norishiro.exchange import events, rules
from norishiro.exchange.choices import Destination
from norishiro.exchange.offices import Kind, Row
from norishiro.ledger.operations import sign
from norishiro.resources import operations as resources
from norishiro.resources.operations.places import Offer, Where, Whose

OF_A_PLACE = ("about", "booking", "phone", "email", "website")


@dataclass
class Entered:
    """How many rows entered, and the first password of each new account, which is kept nowhere."""

    rows: int = 0
    passwords: dict[str, str] = field(default_factory=dict)


@operation
def take_offices(actor: Actor, /, *, kind: Kind, rows: Sequence[Row], file_name: str, today: date) -> Entered:
    """Enter the new rows of a list of agencies, staff or places, all in one transaction. A row the rules refuse is held back with
    their reasons; the others go on. Records ``exchange.offices_taken`` beside the lines of each verb; refused by
    ``may_take_offices``."""
    new = [row for row in rows if row.destination == Destination.NEW]
    rules.may_take_offices(
        may=actor.may(kind.permission), permission=kind.permission.value, new=len(new)
    ).or_refuse()
    entered = Entered()
    for row in _parents_first(new) if kind.code == "AGENCIES" else new:
        try:
            ENTER[kind.code](actor, row, entered, today)
        except Refused as refusal:
            row.hold("".join(one.message for one in refusal.verdict.reasons))
            continue
        entered.rows += 1
    sign(
        actor, events.OFFICES_TAKEN,
        changes={"kind": (None, kind.code), "file": (None, file_name[:120]), "rows": (None, entered.rows)},
    )  # fmt: skip
    return entered


def _parents_first(rows: Sequence[Row]) -> list[Row]:
    """Whoever stands over another enters before it; a circle is left at the end, and held back there."""
    waiting, ordered = list(rows), list[Row]()
    while waiting:
        names = {row.name for row in waiting}
        free = [row for row in waiting if row.values["parent"] not in names]
        ordered += free or waiting
        waiting = [row for row in waiting if row not in free] if free else []
    return ordered


def _agency(actor: Actor, row: Row, entered: Entered, today: date) -> None:
    values = row.values
    parent = (
        Agency.objects.filter(live_on(today), name=values["parent"]).first() if values["parent"] else None
    )
    rules.may_stand_under(named=bool(values["parent"]), found=parent is not None).or_refuse()
    agencies.add_agency(
        actor, name=row.name, kana=values["kana"], field=values["field"], body=values["body"], parent=parent, area=None,
        phone=values["phone"], place=values["place"], contact_note=values["contact_note"],
        from_on=date.fromisoformat(values["from_on"]),
    )  # fmt: skip


def _staff(actor: Actor, row: Row, entered: Entered, today: date) -> None:
    values = row.values
    person = Staff.objects.filter(login_id=values["login_id"]).first()
    if person is None:
        password = agencies.initial_password()
        person = agencies.add_staff(
            actor, login_id=values["login_id"], name=row.name, kana=values["kana"], qualification=values["qualification"],
            email=values["email"], password=password,
        )  # fmt: skip
        entered.passwords[values["login_id"]] = password
    role = Role.objects.filter(live_on(today)).get(label=values["role"])
    agencies.appoint(
        actor, staff=person, agency=Agency.objects.filter(live_on(today)).get(name=values["agency"]), role=role, area=None,
        base=None, kind=role.appointment_kind, document_no=values["document_no"],
        from_on=date.fromisoformat(values["from_on"]), until_on=None,
    )  # fmt: skip


def _place(actor: Actor, row: Row, entered: Entered, today: date) -> None:
    """Nobody has asked there yet, so it enters as a place still to be asked."""
    values = row.values
    offer: dict[str, Any] = {name: values[name] for name in OF_A_PLACE if values[name]}
    offer |= {name: int(values[name]) for name in ("capacity", "fee") if values[name]}
    resources.add_place(
        actor, whose=Whose(values["organisation"], values["organisation_kind"]),
        where=Where(values["venue"], values["address"], None, values["directions"], bool(values["private_home"])),
        offer=Offer({"name": row.name, "kind": values["kind"], **offer, "is_public": bool(values["is_public"])}),
    )  # fmt: skip


ENTER = {"AGENCIES": _agency, "STAFF": _staff, "PLACES": _place}
