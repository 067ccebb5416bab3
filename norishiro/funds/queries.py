"""Reads of this room. Nobody is named in it and it is open among staff: the actor is taken but does not narrow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from norishiro.agencies.actor import Actor
from norishiro.core.calendar import fiscal_year, fiscal_year_span
from norishiro.core.records import Unseen
from norishiro.funds.choices import Decision
from norishiro.funds.models import Donation, Fund, Grant
from norishiro.funds.rules import Balance
from norishiro.resources.models import Organisation

MOST = 300


@dataclass(frozen=True)
class FundLine:
    """A fund, its balance, and what waits in it."""

    fund: Fund
    balance: int
    open: int
    unreported: int


def fund_lines(actor: Actor) -> list[FundLine]:
    """The funds with their balances: 寄付 − 支払った助成 ＋ 戻った助成."""
    given = Donation.objects.filter(fund=OuterRef("pk"), undone_on__isnull=True).order_by()
    paid = Grant.objects.filter(fund=OuterRef("pk"), paid_on__isnull=False).order_by()
    rows = Fund.objects.select_related("agency").annotate(
        given=Coalesce(Subquery(given.values("fund").annotate(all=Sum("amount")).values("all")), 0),
        paid=Coalesce(Subquery(paid.values("fund").annotate(all=Sum("granted")).values("all")), 0),
        back=Coalesce(Subquery(paid.values("fund").annotate(all=Sum("returned")).values("all")), 0),
        open=Count(
            "grants", filter=Q(grants__closed_on__isnull=True) & ~Q(grants__decision=Decision.DECLINED)
        ),
        unreported=Count("grants", filter=Q(grants__paid_on__isnull=False, grants__reported_on__isnull=True)),
    )
    return [FundLine(one, one.given - one.paid + one.back, one.open, one.unreported) for one in rows[:MOST]]


def balance_of(actor: Actor, *, fund: Fund) -> int:
    """What a fund holds now, counted from its rows."""
    given = fund.donations.filter(undone_on__isnull=True).aggregate(all=Sum("amount"))["all"] or 0
    paid = fund.grants.filter(paid_on__isnull=False).aggregate(all=Sum("granted"), back=Sum("returned"))
    balance: int = given - (paid["all"] or 0) + (paid["back"] or 0)
    return balance


def get_fund(actor: Actor, *, fund_id: UUID) -> Fund:
    found = Fund.objects.select_related("agency").filter(id=fund_id).first()
    if found is None:
        raise Unseen(fund_id)
    return found


def donations_of(actor: Actor, *, fund: Fund, year: int) -> list[Donation]:
    first, after = fiscal_year_span(year)
    rows = fund.donations.filter(received_on__gte=first, received_on__lt=after)
    return list(rows.select_related("giver")[:MOST])


def get_donation(actor: Actor, *, donation_id: UUID) -> Donation:
    found = Donation.objects.select_related("fund__agency", "giver").filter(id=donation_id).first()
    if found is None:
        raise Unseen(donation_id)
    return found


def _grants() -> QuerySet[Grant]:
    return Grant.objects.select_related("fund__agency", "body", "area")


def open_grants(actor: Actor, *, fund: Fund) -> list[Grant]:
    """Grants something is still to be done about, the longest first."""
    rows = _grants().filter(fund=fund, closed_on__isnull=True).exclude(decision=Decision.DECLINED)
    return list(rows.order_by("applied_on", "made_at")[:MOST])


def ended_grants(actor: Actor, *, fund: Fund, year: int) -> list[Grant]:
    """Grants of the applications of a fiscal year that were closed or declined."""
    first, after = fiscal_year_span(year)
    rows = _grants().filter(fund=fund, applied_on__gte=first, applied_on__lt=after)
    return list(rows.filter(Q(closed_on__isnull=False) | Q(decision=Decision.DECLINED))[:MOST])


def get_grant(actor: Actor, *, grant_id: UUID) -> Grant:
    found = _grants().filter(id=grant_id).first()
    if found is None:
        raise Unseen(grant_id)
    return found


@dataclass(frozen=True)
class Results:
    """What is made public of a fund and a fiscal year: its balance, and each grant that was closed in it."""

    balance: Balance
    closed: list[Grant]
    waiting: int

    @property
    def people(self) -> int:
        return sum(one.people or 0 for one in self.closed)


def results(actor: Actor, *, fund: Fund, year: int) -> Results:
    """Donations and payments of the year with what was there before it; the grants paid in it that are closed, and how
    many of them are not yet."""
    first, after = fiscal_year_span(year)
    paid = list(
        _grants().filter(fund=fund, paid_on__gte=first, paid_on__lt=after).order_by("body__name", "paid_on")
    )
    closed = [one for one in paid if one.closed_on]
    return Results(_year(fund, first, after), closed, len(paid) - len(closed))


def _year(fund: Fund, first: date, after: date) -> Balance:
    before = Q(received_on__lt=first)
    given = fund.donations.filter(undone_on__isnull=True).aggregate(
        before=Sum("amount", filter=before),
        year=Sum("amount", filter=Q(received_on__gte=first, received_on__lt=after)),
    )
    moved = fund.grants.aggregate(
        before=Sum("granted", filter=Q(paid_on__lt=first)),
        year=Sum("granted", filter=Q(paid_on__gte=first, paid_on__lt=after)),
        back_before=Sum("returned", filter=Q(reported_on__lt=first)),
        back=Sum("returned", filter=Q(reported_on__gte=first, reported_on__lt=after)),
    )
    there = (given["before"] or 0) - (moved["before"] or 0) + (moved["back_before"] or 0)
    return Balance(there, given["year"] or 0, moved["year"] or 0, moved["back"] or 0)


def years(actor: Actor, *, fund: Fund) -> Collection[int]:
    """The fiscal years in which anything was given or applied for."""
    days = [
        *fund.donations.order_by().values_list("received_on", flat=True).distinct(),
        *fund.grants.order_by().values_list("applied_on", flat=True).distinct(),
    ]
    return {fiscal_year(day) for day in days}


def bodies(actor: Actor) -> list[str]:
    """The names of the registry of bodies, to be offered."""
    return list(Organisation.objects.values_list("name", flat=True)[:1000])
