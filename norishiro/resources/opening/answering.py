"""Open or closed on a day, until when, and which line said so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from norishiro.resources.opening.rule import Holidays, Kind, Rule, Span, Special

IsHoliday = Callable[[date], bool]
LOOK_AHEAD = 400


@dataclass(frozen=True)
class Answer:
    """``known`` is False where nobody wrote down any day. ``because``: the lines that decided; none: no line speaks of it."""

    is_open: bool
    spans: tuple[Span, ...] = ()
    because: tuple[Rule | Special, ...] = ()
    known: bool = True


def answer_on(
    day: date, rules: Sequence[Rule], specials: Sequence[Special] = (), *, is_holiday: IsHoliday
) -> Answer:
    """A day of its own first, then 休み, then ただし, then the usual days."""
    own = [one for one in specials if one.fits(day)]
    if own:
        last = own[-1]
        return Answer(not last.closed, () if last.closed else (last.span,), (last,))
    if not any(rule.kind is not Kind.CLOSED for rule in rules):
        return Answer(False, known=False)
    holiday = is_holiday(day)
    fitting = [rule for rule in rules if rule.fits(day, is_holiday=holiday)]
    for kind in (Kind.CLOSED, Kind.INSTEAD, Kind.OPEN):
        said = tuple(rule for rule in fitting if rule.kind is kind)
        if said:
            return Answer(kind is not Kind.CLOSED, () if kind is Kind.CLOSED else _spans(said), said)
    return Answer(False)


def _spans(rules: Sequence[Rule]) -> tuple[Span, ...]:
    """Each span once, earliest first; a line without hours says nothing where another names them."""
    spans = {rule.span for rule in rules}
    timed = {span for span in spans if span.opens is not None or span.closes is not None}
    return tuple(sorted(timed or spans, key=lambda span: (span.opens or time.min, span.closes or time.max)))


def days_open(
    first: date, last: date, rules: Sequence[Rule], specials: Sequence[Special] = (), *, is_holiday: IsHoliday
) -> Iterator[tuple[date, Answer]]:
    """Every open day between the two, both within."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        found = answer_on(day, rules, specials, is_holiday=is_holiday)
        if found.is_open:
            yield day, found


def next_opening(
    after: date, rules: Sequence[Rule], specials: Sequence[Special] = (), *, is_holiday: IsHoliday
) -> tuple[date, Answer] | None:
    """The first open day from ``after`` on, looking a good year ahead."""
    last = after + timedelta(days=LOOK_AHEAD)
    return next(days_open(after, last, rules, specials, is_holiday=is_holiday), None)


def days_a_week(rules: Sequence[Rule]) -> int:
    """On how many weekdays it opens in every ordinary week: not only some weeks, not only in some part of the year."""
    usual = [rule for rule in rules if rule.week is None and rule.month_day is None and rule.season is None]
    steady = [rule for rule in usual if rule.holidays is not Holidays.ONLY]
    opened, shut = (
        {day for rule in steady if (rule.kind is Kind.CLOSED) is closed for day in _weekdays(rule)}
        for closed in (False, True)
    )
    return len(opened - shut)


def _weekdays(rule: Rule) -> range | tuple[int, ...]:
    return range(7) if rule.weekday is None else (rule.weekday,)
