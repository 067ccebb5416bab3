"""The opening hours of a base or a window, from a day on. What held before stays, ended on that day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from norishiro.agencies import events
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Weekday
from norishiro.agencies.models import (
    Base,
    OpeningException,
    OpeningRule,
    Window,
    WindowException,
    WindowHours,
)
from norishiro.agencies.rules import DaySpan, Exceptional, Hours, Span, may_publish_window, may_set_hours
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign

RULE_KEY = ("weekday", "week", "opens", "closes")
EXCEPTION_KEY = ("rule", "opens", "closes")


@operation
def set_hours(
    actor: Actor,
    /,
    *,
    base: Base,
    version: int,
    from_on: date,
    weekly: Sequence[Hours],
    exceptions: Sequence[Exceptional],
) -> Base:
    """Set when a base is open from a day on; what was planned for later days is replaced.

    Changes: the base's hours and exceptions. Recorded: both, before and after, in words. Refuses: hours that overlap,
    the same kind of day twice, a day on which there is no such base, an overtaken version (StaleVersion).
    """
    span = Span(base.from_on, base.until_on)
    may_set_hours(base=span, from_on=from_on, weekly=weekly, exceptions=exceptions).or_refuse()
    change_fields(base, version=version, values={})
    rules, special = OpeningRule.objects.filter(base=base), OpeningException.objects.filter(base=base)
    before = (_weekly_words(_held(rules, from_on)), _special_words(_held(special, from_on)))
    _replace(rules, [_values(one, RULE_KEY) for one in weekly], owner={"base": base}, from_on=from_on)
    wanted = [{**_values(one, EXCEPTION_KEY), "closed": one.opens is None} for one in exceptions]
    _replace(special, wanted, owner={"base": base}, from_on=from_on)
    after = (_weekly_words(_held(rules, from_on)), _special_words(_held(special, from_on)))
    changes = {"opening": (before[0], after[0]), "exceptions": (before[1], after[1])}
    sign(actor, events.BASE_HOURS_SET, subjects=[base.id], changes={"from_on": (None, from_on), **changes})
    return base


@operation
def set_window_guide(
    actor: Actor, /, *, window: Window, version: int, guide: Mapping[str, Any], from_on: date,
    weekly: Sequence[Hours], exceptions: Sequence[Exceptional],
) -> Window:  # fmt: skip
    """Say what one needs to go to a window: telephone, place, the way there, what to bring, and when it is open from a
    day on; and whether everybody may find it.

    Changes: the window and its hours. Recorded: the fields and the hours, before and after. Refuses: hours that overlap,
    the same kind of day twice, a day on which there is no such window, a public window one can neither call nor go to,
    an overtaken version (StaleVersion).
    """
    span = Span(window.from_on, window.until_on)
    verdict = may_set_hours(base=span, from_on=from_on, weekly=weekly, exceptions=exceptions)
    verdict &= may_publish_window(is_public=guide["is_public"], phone=guide["phone"], place=guide["place"])
    verdict.or_refuse()
    changes = change_fields(window, version=version, values=dict(guide))
    rules, special = WindowHours.objects.filter(window=window), WindowException.objects.filter(window=window)
    before = (_weekly_words(_held(rules, from_on)), _special_words(_held(special, from_on)))
    _replace(rules, [_values(one, RULE_KEY) for one in weekly], owner={"window": window}, from_on=from_on)
    wanted = [{**_values(one, EXCEPTION_KEY), "closed": one.opens is None} for one in exceptions]
    _replace(special, wanted, owner={"window": window}, from_on=from_on)
    after = (_weekly_words(_held(rules, from_on)), _special_words(_held(special, from_on)))
    said = {"opening": (before[0], after[0]), "exceptions": (before[1], after[1]), **changes}
    sign(actor, events.WINDOW_GUIDE_SET, subjects=[window.id], changes={"from_on": (None, from_on), **said})
    return window


def _values(one: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


def _held(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    return rows.filter(from_on__lte=on).exclude(until_on__lte=on)


def _replace(
    rows: QuerySet[Any], wanted: list[dict[str, Any]], *, owner: dict[str, Any], from_on: date
) -> None:
    """End what is not wanted any more, take back what was to begin on this day or later, add what is new."""
    kept = []
    for row in rows.filter(Q(until_on=None) | Q(until_on__gt=from_on)):
        same = next((one for one in wanted if one == _values(row, one)), None)
        if same is not None and row.until_on is None and row.from_on <= from_on:
            kept.append(same)
        elif row.from_on >= from_on:
            row.delete()
        else:
            row.until_on = from_on
            row.save(update_fields=["until_on"])
    rows.model._default_manager.bulk_create(
        rows.model(**owner, from_on=from_on, **one) for one in wanted if one not in kept
    )


def _weekly_words(rows: Iterable[OpeningRule | WindowHours]) -> str:
    return "、".join(
        f"{Weekday(row.weekday).label} {DaySpan(row.week, row.opens, row.closes)}" for row in rows
    )


def _special_words(rows: Iterable[OpeningException | WindowException]) -> str:
    return "、".join(str(Exceptional(row.rule, row.opens, row.closes)) for row in rows)
