"""A slow and obvious counter: it walks through every day of a history and writes down what is so on that day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from norishiro.core.calendar import fiscal_year
from norishiro.indicators.facts import History

DAY = timedelta(days=1)


@dataclass
class Counted:
    """For each year in which units began: how many; and how many of those had ended in, or went on after, which year."""

    began: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    ended: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    going: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))


def walk(history: History, *, body_id: UUID, first: date) -> Counted:
    """Case by case, day by day. A case is known from its first talk; after it ended it is unknown until it begins again."""
    counted = Counted()
    for case_id in {talk.case_id for talk in history.talks}:
        _walk_case(history, case_id, body_id=body_id, first=first, into=counted)
    return counted


def _walk_case(history: History, case_id: UUID, *, body_id: UUID, first: date, into: Counted) -> None:
    began: int | None = None
    over, going, day = False, False, first
    while day <= history.today:
        for ending in history.endings.get(case_id, ()):
            if ending.reopened_on == day:
                began, over = None, False
        talked = any(
            talk.on == day and talk.case_id == case_id and talk.body_id == body_id for talk in history.talks
        )
        if talked and began is None:
            began = fiscal_year(day)
            into.began[began] += 1
        for ending in history.endings.get(case_id, ()):
            if ending.on == day and not over:
                if began is not None:
                    into.ended[began, fiscal_year(day)] += 1
                over = True
        for state in history.states.get(case_id, ()):
            going = state.going if state.on == day else going
        last_of_year = fiscal_year(day) != fiscal_year(day + DAY) or day == history.today
        if last_of_year and began is not None and going and not over:
            into.going[began, fiscal_year(day)] += 1
        day += DAY
