"""二つの事業で数えた記録: listed, decided by a person, and then counted once everywhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.outreach.models import Contact
from norishiro.reports import lookups, operations, queries
from norishiro.reports.choices import CountedAs, ScopeKind, Span
from norishiro.reports.models import Counted
from norishiro.reports.periods import period_of
from norishiro.reports.scopes import Scope
from tests.factories import agencies, people
from tests.rooms.reports.town import DAY, TODAY, Office, client_of, contact, corrected, office, worn

pytestmark = pytest.mark.django_db

TOWN = Scope(ScopeKind.TOWN, "", "全体")
MONTH = period_of(DAY, span=Span.MONTH)
PAGE = reverse("reports:twice")
ASKED = {"span": "MONTH", "on": DAY.isoformat(), "scope": "TOWN"}


def together(desk: Office, *, on: date = DAY, **other: Any) -> tuple[Contact, Contact]:
    """Two workers at one door, each under their own 事業; in the order of their numbers."""
    pair = [
        contact(desk.csw, desk.person, on=on),
        contact(desk.lead, desk.person, on=on, **{"programme": "CONSULTATION", **other}),
    ]
    one, other_one = sorted(pair, key=lambda each: each.id)
    return one, other_one


def numbers() -> dict[str, int]:
    found, _rows = lookups.count(TOWN, MONTH, rows="programmes", figures=[lookups.FIGURES["contacts"]])
    return {key: number for key, number in found["contacts"].parts.items() if number}


def decide(desk: Office, pair: tuple[Contact, Contact], counts: str) -> Counted:
    announce(desk.lead)
    found = queries.pair_of(desk.lead, one_id=pair[0].id, other_id=pair[1].id)
    return operations.decide_counted(
        desk.lead, pair=found, counts=counts, reason="二人で一度に訪ねた。", today=TODAY
    )


def of(pair: tuple[Contact, Contact], programme: str) -> str:
    """How to decide that only the record of this 事業 counts."""
    return CountedAs.ONE if pair[0].programme == programme else CountedAs.OTHER


def test_a_visit_under_two_programmes_is_listed_decided_once_and_then_counted_once_everywhere():
    desk = office()
    desk.lead, desk.csw = worn(desk.lead), worn(desk.csw)
    pair = together(desk)
    # Another way, another day, or the same 事業 is another thing.
    contact(desk.csw, desk.person, method="PHONE")
    contact(desk.csw, desk.person, on=date(2026, 10, 12))
    contact(desk.lead, desk.person, on=date(2026, 10, 12))
    assert numbers() == {"OUTREACH": 4, "CONSULTATION": 1}

    client = client_of(desk.lead)
    page = client.get(PAGE, ASKED)
    found = page.context["found"]
    assert ([(one.one.id, one.other.id) for one in found.waiting], found.total, found.hidden) == (
        [(pair[0].id, pair[1].id)], 1, 0,
    )  # fmt: skip
    report = client.get(reverse("reports:report"), ASKED)
    assert report.context["twice_url"] in report.content.decode().replace("&amp;", "&")

    act = reverse("reports:decide_counted", args=[pair[0].id, pair[1].id])
    refused = client.post(act, {"counts": of(pair, "OUTREACH"), "reason": ""})
    assert (refused.status_code, sorted(refused.context["form"].errors), Counted.objects.count()) == (
        422,
        ["reason"],
        0,
    )

    announce(desk.lead)
    operations.close_month(desk.lead, scope=TOWN, period=MONTH, today=TODAY)
    done = client.post(act, {"counts": of(pair, "OUTREACH"), "reason": "二人で一度に訪ねた。"})
    assert (done.status_code, done["Location"]) == (302, f"{PAGE}?span=MONTH&on=2026-10-10&scope=")
    assert numbers() == {"OUTREACH": 4}
    announce(desk.lead)
    after = queries.twice(desk.lead, scope=TOWN, period=MONTH)
    assert (after.total, [one.decision.counts for one in after.decided if one.decision]) == (
        0,
        [of(pair, "OUTREACH")],
    )
    standing = queries.standing(desk.lead, scope=TOWN, period=MONTH)
    assert standing is not None
    assert {one.figure.key: (one.before, one.now) for one in standing.changes}["contacts"] == (5, 4)

    # Decided anew: both count, and it is not asked again. The earlier decision stays.
    decide(desk, pair, CountedAs.BOTH)
    assert numbers() == {"OUTREACH": 4, "CONSULTATION": 1}
    announce(desk.lead)
    again = queries.twice(desk.lead, scope=TOWN, period=MONTH)
    assert (again.total, len(again.decided), Counted.objects.count()) == (0, 1, 2)

    # A record that is corrected is another record, and is asked about anew.
    decide(desk, pair, of(pair, "CONSULTATION"))
    assert numbers() == {"OUTREACH": 3, "CONSULTATION": 1}
    outreach = next(one for one in pair if one.programme == "OUTREACH")
    corrected(desk.csw, outreach)
    assert numbers() == {"OUTREACH": 4, "CONSULTATION": 1}
    announce(desk.lead)
    assert queries.twice(desk.lead, scope=TOWN, period=MONTH).total == 1


def test_a_stranger_reads_how_many_and_decides_nothing_and_who_may_not_is_told_why():
    desk = office()
    desk.lead, desk.csw = worn(desk.lead), worn(desk.csw)
    pair = together(desk)
    stranger = agencies.actor(
        "架空 よそ", agency=agencies.agency("ほかの機関"), kinds=(RoleKind.COORDINATOR,)
    )
    client = client_of(stranger)
    found = client.get(PAGE, ASKED).context["found"]
    assert (found.total, found.hidden, found.waiting, found.decided) == (1, 1, [], [])
    act = reverse("reports:decide_counted", args=[pair[0].id, pair[1].id])
    given = {"counts": CountedAs.BOTH, "reason": "二人で訪ねた。"}
    assert [client.get(act).status_code, client.post(act, given).status_code] == [404, 404]
    backwards = reverse("reports:decide_counted", args=[pair[1].id, pair[0].id])
    assert client_of(desk.lead).get(backwards).status_code == 404

    worker = client_of(desk.csw)
    page = worker.get(PAGE, {**ASKED, "scope": f"AGENCY:{desk.csw.agency_id}"})
    assert (page.status_code, page.context["decide"].allowed) == (200, False)
    announce(desk.csw)
    seen = queries.pair_of(desk.csw, one_id=pair[0].id, other_id=pair[1].id)
    with pytest.raises(Refused) as refused:
        operations.decide_counted(
            desk.csw, pair=seen, counts=CountedAs.BOTH, reason="二人で訪ねた。", today=TODAY
        )
    assert [one.code for one in refused.value.verdict.reasons] == ["entitled"]

    announce(desk.lead)
    mine = queries.pair_of(desk.lead, one_id=pair[0].id, other_id=pair[1].id)
    with pytest.raises(Refused) as named:
        operations.decide_counted(
            desk.lead,
            pair=mine,
            counts=CountedAs.BOTH,
            reason=f"{desk.person.name}さんを訪ねた。",
            today=TODAY,
        )
    assert ([one.code for one in named.value.verdict.reasons], Counted.objects.count()) == (["reason"], 0)


def test_the_page_asks_as_many_questions_for_three_as_for_one():
    desk = office()
    desk.lead, desk.csw = worn(desk.lead), worn(desk.csw)
    client = client_of(desk.lead)

    def asked() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(PAGE, ASKED).status_code == 200
        return len(counted)

    decide(desk, together(desk), CountedAs.BOTH)
    together(desk, on=date(2026, 10, 2))
    asked()
    first = asked()
    for day in (3, 4):
        desk.person = people.person(desk.csw, f"架空 {day}郎")
        together(desk, on=date(2026, 10, day))
    assert (asked(), first) == (first, 26)


@pytest.mark.django_db(transaction=True)
def test_the_ledger_keeps_who_decided_about_which_records_and_why(owner_connection: psycopg.Connection[Any]):
    with transaction.atomic():
        desk = office()
        desk.lead, desk.csw = worn(desk.lead), worn(desk.csw)
        pair = together(desk)
        decide(desk, pair, CountedAs.BOTH)
    found = owner_connection.execute(
        "SELECT staff_id, reason, subjects, detail::jsonb -> 'changes' -> 'counts' FROM ledger_entry"
        " WHERE verb = 'report.counted_decided'"
    ).fetchall()
    assert found == [(desk.lead.staff_id, "二人で一度に訪ねた。", [desk.person.id], [None, "BOTH"])]
