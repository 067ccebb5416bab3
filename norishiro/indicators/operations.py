"""The verbs of the table: taking it away, and laying it before a meeting. Both only where it agrees with itself."""

from __future__ import annotations

from dataclasses import dataclass

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.indicators import definitions, events, papers, rules
from norishiro.indicators.models import TabledResults
from norishiro.indicators.queries import CohortTable
from norishiro.ledger.operations import sign
from norishiro.meetings.access import run_verdict
from norishiro.meetings.models import Sitting

PDF, XLSX = "pdf", "xlsx"
FILE_NAME = "実績の表"


@dataclass(frozen=True)
class Taken:
    """The file as it is handed over."""

    content: bytes
    name: str


@operation
def take_cohort(actor: Actor, /, *, table: CohortTable, form: str) -> Taken:
    """Make the table as Excel or PDF: figures, definitions, checks; no case and nobody's name.

    Records ``cohort.taken`` with body and years. Refused by ``reconciles`` while the table does not agree with itself.
    """
    table.verdict.or_refuse()
    sign(
        actor, events.COHORT_TAKEN,
        changes={"body": (None, table.main.id), "years": (None, f"{table.years[0]}-{table.years[-1]}"), "form": (None, form)},
    )  # fmt: skip
    if form == PDF:
        return Taken(papers.sheet(table, actor=actor), f"{FILE_NAME}.pdf")
    return Taken(papers.book(table, actor=actor), f"{FILE_NAME}.xlsx")


@operation
def table_results(actor: Actor, /, *, sitting: Sitting, table: CohortTable) -> TabledResults:
    """Lay the table before a sitting: kept as it stands now, whatever is corrected later.

    Records ``results.tabled``. Refused by ``may_table_results``: it does not agree, the actor does not run the sitting, the
    minutes are confirmed, or the same table lies there already.
    """
    last = TabledResults.objects.filter(sitting=sitting).first()
    rules.may_table_results(
        reconciled=table.verdict, runs=run_verdict(actor, sitting), sitting_status=sitting.status,
        same_as_last=last is not None and last.body_id == table.main.id and last.content == table.content(),
    ).or_refuse()  # fmt: skip
    kept = TabledResults.objects.create(
        sitting=sitting, body_id=table.main.id, last_year=table.years[-1], years=len(table.years),
        as_of=table.as_of, definition=definitions.VERSION, content=table.content(), staff_id=actor.staff_id,
        agency_id=actor.agency_id,
    )  # fmt: skip
    sign(actor, events.RESULTS_TABLED, changes={"sitting": (None, sitting.id), "results": (None, kept.id)})
    return kept
