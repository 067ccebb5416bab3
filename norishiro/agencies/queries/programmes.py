"""The five programmes by fiscal year: who runs them, in what form, with how many people."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Programme
from norishiro.agencies.models import ProgrammeOperator


def written_year(actor: Actor, *, programme: str, fiscal_year: int) -> int | None:
    """The last year written down up to the one asked for: a year not yet written carries on."""
    last: int | None = ProgrammeOperator.objects.filter(
        until_on=None, programme=programme, fiscal_year__lte=fiscal_year
    ).aggregate(last=Max("fiscal_year"))["last"]
    return last


def operators_in(actor: Actor, *, fiscal_year: int) -> list[ProgrammeOperator]:
    """Who runs what in that year, in the order of the five programmes; ``name`` is empty for the programme itself."""
    rows = ProgrammeOperator.objects.filter(until_on=None, fiscal_year__lte=fiscal_year).select_related(
        "agency"
    )
    last: dict[str, int] = {}
    for row in rows:
        last[row.programme] = max(last.get(row.programme, 0), row.fiscal_year)
    order = {programme: number for number, programme in enumerate(Programme.values)}
    current = [row for row in rows if row.fiscal_year == last[row.programme]]
    return sorted(current, key=lambda row: (order[row.programme], row.name != "", row.order, row.agency.code))


def programmes_of(actor: Actor, *, agency_id: UUID, fiscal_year: int) -> list[ProgrammeOperator]:
    return [row for row in operators_in(actor, fiscal_year=fiscal_year) if row.agency_id == agency_id]
