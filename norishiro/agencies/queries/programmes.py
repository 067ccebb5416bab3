"""The five programmes by fiscal year: who runs them, in what form, with how many people."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Programme
from norishiro.agencies.models import Agency, ProgrammeOperator, live_on
from norishiro.profiles.schema.flow import Flow


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


def operators_of_flow(actor: Actor, *, flow: Flow, on: date) -> list[Agency]:
    """多機関協働事業者: whom a request may be sent to, exactly those the profile's flow names, in its order."""
    return _by_codes(flow.operators, on)


def answering_agencies(actor: Actor, *, flow: Flow, on: date) -> list[Agency]:
    """Who answers whether multi-agency work is needed: those the flow names, else its operators."""
    return _by_codes(flow.request.answered_by or flow.operators, on)


def _by_codes(codes: tuple[str, ...], on: date) -> list[Agency]:
    found = {agency.code: agency for agency in Agency.objects.filter(live_on(on), code__in=codes)}
    return [found[code] for code in codes if code in found]
