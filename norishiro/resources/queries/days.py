"""Open or closed on a day: for one place by the pure rules, for a list in SQL. A test holds the two together.

The public pages ask the same without an actor, of what the public role sees.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from norishiro.agencies.actor import Actor
from norishiro.core.calendar import is_holiday
from norishiro.resources.choices import HolidayKind, RuleKind
from norishiro.resources.lookups import rules_in, stopped_on
from norishiro.resources.models import OpeningLine, Place, SpecialDay, Stop
from norishiro.resources.opening import Answer, Rule, Special, answer_on
from norishiro.resources.opening.rule import weeks_of


def lines_of(actor: Actor | None, *, place: Place) -> tuple[Rule, ...]:
    """The lines of 開く日の決まり that a page shows."""
    return rules_in(place)


def specials_of(actor: Actor | None, *, place: Place, first: date, last: date) -> tuple[Special, ...]:
    """Days of their own that touch this stretch, the newest last; where the place is stopped, closed."""
    rows = [row for row in place.special_days.all() if row.first_on <= last and row.last_on >= first]
    stopped = [_stopped(row, last=last) for row in reversed(place.stops.all())]
    before = (
        [Special(date.min, place.opened_on - timedelta(days=1), True, reason="まだ始まっていません")]
        if place.opened_on and place.opened_on > first
        else []
    )
    return (*(_special(row) for row in rows), *stopped, *before)


def answer_of(actor: Actor | None, *, place: Place, on: date) -> Answer:
    """Whether it is open that day, and why."""
    own = specials_of(actor, place=place, first=on, last=on)
    return answer_on(on, lines_of(actor, place=place), own, is_holiday=is_holiday)


def answers_of(actor: Actor | None, *, places: Iterable[Place], on: date) -> list[tuple[Place, Answer]]:
    """The same for the rows of a list; they come with their lines."""
    return [(place, answer_of(actor, place=place, on=on)) for place in places]


def _special(row: SpecialDay) -> Special:
    return Special(row.first_on, row.last_on, row.closed, row.opens, row.closes, row.reason)


def _stopped(row: Stop, *, last: date) -> Special:
    """A stop that has ended on its first day covers nothing: its last day lies before its first."""
    end = row.until_on - timedelta(days=1) if row.until_on else max(last, row.from_on)
    return Special(row.from_on, end, True, reason=f"{row.get_kind_display()}：{row.get_reason_display()}")


def is_open_sql(actor: Actor | None, *, rows: QuerySet[Place], on: date) -> QuerySet[Place]:
    """Only those that are open on the day: the same order of lines as ``answer_on``, as one condition."""
    lines = OpeningLine.objects.filter(_fits(on), place=OuterRef("pk"))
    own = SpecialDay.objects.filter(place=OuterRef("pk"), first_on__lte=on, last_on__gte=on)
    newest = Subquery(own.order_by("-made_at", "-id").values("closed")[:1])
    usual = Exists(lines.exclude(kind=RuleKind.CLOSED)) & ~Exists(lines.filter(kind=RuleKind.CLOSED))
    return rows.alias(own_closed=newest).filter(
        Q(own_closed=False) | (Q(own_closed__isnull=True) & usual),
        ~Exists(Stop.objects.filter(stopped_on(on), place=OuterRef("pk"))),
        Q(opened_on__isnull=True) | Q(opened_on__lte=on),
    )


def _fits(on: date) -> Q:
    spot = on.month * 100 + on.day
    begun, still = Q(season_from__lte=spot), Q(season_to__gte=spot)
    straight, round_new_year = Q(season_from__lte=F("season_to")), Q(season_from__gt=F("season_to"))
    season = Q(season_from__isnull=True) | straight & begun & still | round_new_year & (begun | still)
    also = HolidayKind.ONLY if is_holiday(on) else HolidayKind.NOT
    return (
        (Q(weekday__isnull=True) | Q(weekday=on.weekday()))
        & (Q(week__isnull=True) | Q(week__in=weeks_of(on)))
        & (Q(month_day__isnull=True) | Q(month_day=on.day))
        & Q(holidays__in=[HolidayKind.ANY, also])
        & season
    )
