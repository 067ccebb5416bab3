"""An office with records long over, records that go on, and a household of which one still needs its own: for this room's tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import cycle

import psycopg
from django.db import transaction
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.casework.operations import closing
from norishiro.core.operation import announce
from norishiro.disposal import operations
from norishiro.disposal.models import Batch, Bundle
from norishiro.plans.choices import CloseReason
from norishiro.reports.choices import Span
from norishiro.reports.lookups import figures_now
from norishiro.reports.periods import period_of
from norishiro.reports.scopes import town_or_programme
from tests.factories import agencies, cases, people
from tests.rooms.reports import town as reports

TODAY = date(2026, 11, 23)
NOW = timezone.make_aware(datetime(2026, 11, 23, 12))
LONG_AGO = date(2020, 5, 20)
ENDED = date(2021, 3, 31)


@dataclass
class Town:
    office: reports.Office
    keeper: Actor
    second: Actor


def records(name: str) -> Actor:
    return agencies.actor(name, agency=agencies.agency("架空市総務課"), kinds=(RoleKind.RECORDS,))


def town() -> Town:
    return Town(reports.office(), records("架空 文書"), records("架空 次席"))


def over(town: Town, *names: str, ended: date = ENDED, begun: date = LONG_AGO) -> list[str]:
    """A household with a consultation, contacts and a case that ended; the words of each that must be gone afterwards."""
    lead = town.office.lead
    folk = [people.person(lead, name) for name in names]
    home = people.household(lead, *folk, label=f"{names[0]}の世帯")
    for one, method in zip(folk, cycle(("VISIT", "PHONE")), strict=False):
        reports.received(lead, one, on=begun)
        reports.contact(lead, one, on=begun, method=method)
    case = cases.case(lead, *folk, household=home, title=f"{names[0]}のこと", today=begun)
    announce(lead)
    closing.close_case(
        lead, case=case, today=ended, reason=CloseReason.ROLES_SET, comment=f"{names[0]}は見通しがついた",
        follow_up_agency_id=lead.agency_id, watches=False, watcher="", check_on=None,
    )  # fmt: skip
    return [*names, f"{names[0]}のこと"]


def listed(town: Town, *, today: date = TODAY) -> list[Bundle]:
    operations.list_due(town.keeper, today=today, now=NOW)
    return list(Bundle.objects.order_by("number"))


def agreed(town: Town, *, today: date = TODAY) -> Batch:
    """A batch of what is due that two persons have looked at."""
    listed(town, today=today)
    batch = operations.make_batch(town.keeper, today=today)
    operations.review_batch(town.keeper, batch=batch)
    return operations.review_batch(town.second, batch=batch)


def figures(actor: Actor, *, years: range = range(2019, 2027)) -> dict[int, dict[str, int]]:
    """Every figure of the reports, of whole years, of the whole town."""
    with transaction.atomic():
        announce(actor)
        return {
            year: figures_now(town_or_programme(""), period_of(date(year, 4, 1), span=Span.YEAR))
            for year in years
        }


def found_in_tables(owner: psycopg.Connection, *words: str) -> dict[str, list[str]]:
    """In which tables a word stands in any column, as the owner of everything reads them."""
    found: dict[str, list[str]] = {word: [] for word in words}
    with owner.cursor() as cursor:
        cursor.execute("SELECT set_config('norishiro.maintenance', 'on', false)")
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        for (table,) in cursor.fetchall():
            for word in words:
                cursor.execute(
                    f'SELECT EXISTS (SELECT 1 FROM "{table}" t WHERE to_jsonb(t)::text LIKE %s)',
                    [f"%{word}%"],
                )
                if cursor.fetchone()[0]:
                    found[word].append(table)
    return found
