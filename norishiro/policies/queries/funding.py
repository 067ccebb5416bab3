"""How roles are paid for in a year, and what the standard by population gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Role, live_on
from norishiro.core.calendar import fiscal_year_span
from norishiro.core.records import Unseen
from norishiro.policies import rules
from norishiro.policies.models import Funding, Population, Standard
from norishiro.policies.rules import Segment

MOST = 300
# Whose posts are usually paid from several sources; any role that was written about is told too.
KINDS = (
    RoleKind.COORDINATOR, RoleKind.CSW, RoleKind.OUTREACH_WORKER, RoleKind.LIFE_SUPPORT, RoleKind.AREA_DUTY,
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A part of a year under one standard, with the standard itself (none: nothing is written)."""

    segment: Segment
    standard: Standard | None


@dataclass(frozen=True)
class Reckoned:
    """What the standards of one unit give for a role in a year."""

    unit: str
    parts: tuple[Told, ...]
    total: Decimal

    @property
    def is_money(self) -> bool:
        return self.unit == rules.YEN

    @property
    def word(self) -> str:
        return "円" if self.is_money else "人"

    @property
    def changed(self) -> bool:
        """More than one standard holds in the year."""
        return len(self.parts) > 1


@dataclass(frozen=True)
class RoleFunding:
    """One role in a year: its posts and holders, its shares, and the standard's sum spread over them."""

    role: Role
    expected: int
    held: int
    funding: Funding | None
    shares: tuple[tuple[str, Decimal, Decimal | None], ...]
    reckoned: tuple[Reckoned, ...]

    @property
    def total(self) -> Decimal:
        return sum((percent for _source, percent, _part in self.shares), Decimal(0))


@dataclass(frozen=True)
class FundingYear:
    """Every role of a year, and the population the standards were read with."""

    year: int
    population: Population | None
    roles: tuple[RoleFunding, ...]


def get_role(actor: Actor, *, role_id: UUID) -> Role:
    found = Role.objects.filter(id=role_id).first()
    if found is None:
        raise Unseen(role_id)
    return found


def roles_to_fund(actor: Actor, *, year: int) -> list[Role]:
    """The roles whose funding may be written in a year: those at its beginning or end."""
    first, after = fiscal_year_span(year)
    rows = Role.objects.filter(kind__in=KINDS, from_on__lt=after)
    return list(rows.filter(live_on(first)) | rows.filter(live_on(after)))


def population_of(actor: Actor, *, year: int) -> Population | None:
    return Population.objects.filter(fiscal_year=year).order_by("-made_at").first()


def standards(actor: Actor, *, role: Role | None = None) -> list[Standard]:
    """Every standard that was ever written, the newest day first, with its steps."""
    rows = Standard.objects.select_related("role", "staff").prefetch_related("steps")
    return list((rows.filter(role=role) if role else rows)[:MOST])


def fundings_of(actor: Actor, *, role: Role) -> list[Funding]:
    """Every funding of a role that was ever written, the newest first; the first of each year holds."""
    return list(Funding.objects.filter(role=role).select_related("staff").prefetch_related("shares")[:MOST])


def funding_year(actor: Actor, *, year: int, today: date) -> FundingYear:
    """The year's roles with shares, standards and sums. Eight questions, whatever their number."""
    first, after = fiscal_year_span(year)
    population = population_of(actor, year=year)
    written = standards(actor)
    rows = Funding.objects.filter(fiscal_year=year).select_related("role", "staff").prefetch_related("shares")
    latest: dict[UUID, Funding] = {}
    for one in rows.order_by("made_at"):
        latest[one.role_id] = one
    roles = {one.id: one for one in roles_to_fund(actor, year=year)}
    roles |= {one.role_id: one.role for one in latest.values()}
    on = max(first, min(today, after))
    posts: dict[UUID, list[int]] = {}
    for state in agency_queries.post_states(actor, on=on):
        told = posts.setdefault(state.post.role_id, [0, 0])
        told[0] += state.post.expected or 1
        told[1] += len({one.staff_id for one in state.holders})
    return FundingYear(
        year, population,
        tuple(
            _funded(role, posts.get(role.id, [0, 0]), latest.get(role.id), [one for one in written if one.role_id == role.id],
                    population, first, after)
            for role in sorted(roles.values(), key=lambda one: (one.kind, one.label))
        ),
    )  # fmt: skip


def _funded(
    role: Role, posts: list[int], funding: Funding | None, written: list[Standard], population: Population | None, first: date,
    after: date,
) -> RoleFunding:  # fmt: skip
    reckoned = tuple(
        found for unit in (rules.YEN, rules.PEOPLE)
        if population and (found := _reckoned([one for one in written if one.unit == unit], unit, population.people, first, after))
    )  # fmt: skip
    money = next((one.total for one in reckoned if one.is_money), None)
    shares = list(funding.shares.all()) if funding else []
    percents = [one.percent for one in shares]
    parts = rules.spread(money, percents=percents) if money is not None else [None] * len(shares)
    return RoleFunding(
        role, posts[0], posts[1], funding,
        tuple((one.source, one.percent, part) for one, part in zip(shares, parts, strict=True)), reckoned,
    )  # fmt: skip


def _reckoned(written: list[Standard], unit: str, people: int, first: date, after: date) -> Reckoned | None:
    ordered = sorted(written, key=lambda one: (one.from_on, one.made_at))
    dated = [
        rules.Dated(
            one.id, one.from_on, tuple((step.people_from, step.amount) for step in one.steps.all()), unit
        )
        for one in ordered
    ]
    parts = rules.segments_of(dated, first=first, after=after, people=people)
    by_id = {one.id: one for one in ordered}
    if all(one.standard is None for one in parts):
        return None
    told = tuple(Told(one, by_id.get(one.standard)) for one in parts)  # type: ignore[call-overload]
    return Reckoned(unit, told, sum((one.part for one in parts), Decimal(0)))
