"""What the grant pays for, and how roles are paid for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Role
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.policies import events, money_papers, rules
from norishiro.policies.models import (
    Funding,
    FundingShare,
    GrantMark,
    Population,
    Standard,
    StandardStep,
)
from norishiro.policies.operations.papers import Taken
from norishiro.policies.queries.funding import FundingYear
from norishiro.policies.queries.grants import GrantCell, GrantLine, GrantTable


@operation
def mark_grant(
    actor: Actor,
    /,
    *,
    line: GrantLine,
    cell: GrantCell,
    year: int,
    version: int,
    granted: bool | None,
    note: str,
) -> GrantMark | None:
    """Say of a year whether the grant pays, where that departs from the table, or add a word; neither: it is as in the table
    again. Records ``star.marked``; refused by ``may_mark_grant`` and a name that is known; StaleVersion."""
    verdict = rules.may_mark_grant(granted=granted, as_in_table=cell.published, note=note)
    (verdict & nobody_named(actor, note, field="note")).or_refuse()
    subject = {"window_id": line.window_id, "service": "" if line.window_id else line.service}
    mark = GrantMark.objects.filter(fiscal_year=year, table=cell.table, **subject).first()
    values = {"granted": granted, "note": note.strip()}
    found: GrantMark | None = mark
    if mark is None:
        said = granted is not None or bool(values["note"])
        found = (
            GrantMark.objects.create(fiscal_year=year, table=cell.table, staff_id=actor.staff_id, **subject, **values)
            if said else None
        )  # fmt: skip
        changes: dict[str, tuple[Any, Any]] = {"granted": (None, granted)}
    elif granted is None and not values["note"]:
        changes = {"granted": (mark.granted, None)}
        mark.delete()
        found = None
    else:
        changes = change_fields(mark, version=version, values=values)
        changes.pop("note", None)
    sign(
        actor, events.GRANT_MARKED,
        changes={"year": (None, year), "table": (None, cell.table), "entry": (None, cell.entry), **changes},
        changed_text=["note"],
    )  # fmt: skip
    return found


@operation
def take_grants(actor: Actor, /, *, table: GrantTable, today: date) -> Taken:
    """Make the ★ of a year as Excel. Records ``star.taken``. Nothing refuses it: the same stands on the page."""
    sign(actor, events.GRANTS_TAKEN, changes={"year": (None, table.year)})
    return Taken(money_papers.grant_book(table, actor=actor, today=today), "交付金の対象.xlsx")


@operation
def write_funding(
    actor: Actor, /, *, role: Role, year: int, shares: Sequence[tuple[str, Decimal]], note: str
) -> Funding:
    """Write anew from what a role is paid in a year; what was written before stays. Records ``funding.written``; refused by
    ``may_write_funding`` and a name that is known."""
    verdict = rules.may_write_funding([percent for _source, percent in shares])
    (verdict & nobody_named(actor, note, *(source for source, _percent in shares), field="note")).or_refuse()
    funding = Funding.objects.create(fiscal_year=year, role=role, note=note, staff_id=actor.staff_id)
    FundingShare.objects.bulk_create(
        FundingShare(funding=funding, order=order, source=source, percent=percent)
        for order, (source, percent) in enumerate(shares)
    )
    told = {"year": (None, year), "role": (None, role.id), "sources": (None, len(shares))}
    sign(actor, events.FUNDING_WRITTEN, changes=told, changed_text=["note"])
    return funding


@operation
def add_standard(
    actor: Actor, /, *, role: Role, name: str, unit: str, from_on: date, steps: Sequence[tuple[int, Decimal]], evidence: str,
    source: str,
) -> Standard:  # fmt: skip
    """Enter a standard by population that holds from a day on; days before it are reckoned as before. Records
    ``standard.added``; refused by ``may_add_standard`` and a name that is known."""
    verdict = rules.may_add_standard(steps=steps, unit=unit, source=source)
    (verdict & nobody_named(actor, name, source, field="name")).or_refuse()
    standard = Standard.objects.create(
        role=role,
        name=name,
        unit=unit,
        from_on=from_on,
        evidence=evidence,
        source=source,
        staff_id=actor.staff_id,
    )
    StandardStep.objects.bulk_create(
        StandardStep(standard=standard, people_from=people, amount=amount) for people, amount in steps
    )
    sign(
        actor, events.STANDARD_ADDED,
        changes={"role": (None, role.id), "standard": (None, standard.id), "from_on": (None, from_on)},
    )  # fmt: skip
    return standard


@operation
def write_population(actor: Actor, /, *, year: int, people: int, source: str) -> Population:
    """Write the population the standards of a year are read with; what was written before stays. Records
    ``population.written``; refused by ``may_write_population`` and a name that is known."""
    verdict = rules.may_write_population(people=people, source=source)
    (verdict & nobody_named(actor, source, field="source")).or_refuse()
    found = Population.objects.create(fiscal_year=year, people=people, source=source, staff_id=actor.staff_id)
    sign(actor, events.POPULATION_WRITTEN, changes={"year": (None, year), "people": (None, people)})
    return found


@operation
def take_funding(actor: Actor, /, *, found: FundingYear, today: date) -> Taken:
    """Make the funding of a year as Excel. Records ``funding.taken``. Nothing refuses it: the same stands on the page."""
    sign(actor, events.FUNDING_TAKEN, changes={"year": (None, found.year)})
    return Taken(money_papers.funding_book(found, actor=actor, today=today), "財源と基準.xlsx")
