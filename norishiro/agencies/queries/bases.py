"""Bases: where they are, who runs them, and whether they are open on a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Weekday
from norishiro.agencies.models import (
    Appointment,
    Base,
    BaseFunctionRow,
    BaseOperator,
    OpeningException,
    OpeningRule,
    Post,
    Window,
    WindowException,
    WindowHours,
    live_on,
)
from norishiro.agencies.rules import DaySpan, Exceptional
from norishiro.core.calendar import is_holiday
from norishiro.core.records import Unseen
from norishiro.profiles.opening import WEEKDAYS, Hours, open_hours
from norishiro.profiles.schema import places


def bases(actor: Actor, *, on: date) -> list[Base]:
    """Bases in force on the day, with operators, functions, hours, staff and posts of that day (``…_now``)."""
    return list(_with_parts(Base.objects.filter(live_on(on)), on))


def get_base(actor: Actor, *, base_id: UUID, on: date) -> Base:
    base = _with_parts(Base.objects.filter(id=base_id), on).first()
    if base is None:
        raise Unseen(base_id)
    return base


def _with_parts(found: QuerySet[Base], on: date) -> QuerySet[Base]:
    held = Appointment.objects.filter(live_on(on)).select_related("staff", "role", "agency")
    posts = Post.objects.filter(live_on(on)).select_related("role", "agency")
    return found.select_related("area", "hall").prefetch_related(
        Prefetch(
            "operators",
            BaseOperator.objects.filter(live_on(on)).select_related("agency"),
            to_attr="operators_now",
        ),
        Prefetch("functions", BaseFunctionRow.objects.filter(live_on(on)), to_attr="functions_now"),
        Prefetch("opening", OpeningRule.objects.filter(live_on(on)), to_attr="opening_now"),
        Prefetch("exceptions", OpeningException.objects.filter(live_on(on)), to_attr="exceptions_now"),
        Prefetch("appointments", held, to_attr="staff_now"),
        Prefetch("posts", posts, to_attr="posts_now"),
    )


def hours_on(base: Base | Window, *, on: date) -> list[Hours] | None:
    """The spans in which the base (or window) is open that day; an empty list means closed, None that nobody wrote
    hours down.

    It comes from a query that reads ``opening_now`` and ``exceptions_now`` as well.
    """
    rules: list[OpeningRule | WindowHours] = base.opening_now  # type: ignore[union-attr]
    if not rules:
        return None
    written = places.Base(
        code="BASE",
        name=base.name,
        evidence=("登録",),
        opening=tuple(_rule(row) for row in rules),
        exceptions=tuple(_exception(row) for row in base.exceptions_now),  # type: ignore[union-attr]
    )
    minds_holidays = any(row.rule == "祝日" for row in written.exceptions)
    return open_hours(written, on, holidays={on} if minds_holidays and is_holiday(on) else frozenset())


def written_hours(base: Base | Window) -> dict[int, tuple[DaySpan, ...]]:
    """The hours of each weekday as a form shows them. ``base`` comes from ``get_base``."""
    rules: list[OpeningRule | WindowHours] = base.opening_now  # type: ignore[union-attr]
    return {
        day.value: tuple(
            DaySpan(row.week, row.opens, row.closes) for row in rules if row.weekday == day.value
        )
        for day in Weekday
    }


def written_exceptions(base: Base | Window) -> tuple[Exceptional, ...]:
    """The exceptions as a form shows them. ``base`` comes from ``get_base``."""
    rows: list[OpeningException | WindowException] = base.exceptions_now  # type: ignore[union-attr]
    return tuple(Exceptional(row.rule, row.opens, row.closes) for row in rows)


def _rule(row: OpeningRule | WindowHours) -> places.OpeningRule:
    return places.OpeningRule.model_validate(
        {
            "days": (WEEKDAYS[row.weekday],), "weeks": (row.week,) if row.week else (),
            "from": row.opens, "until": row.closes,
        }
    )  # fmt: skip


def _exception(row: OpeningException | WindowException) -> places.OpeningException:
    return places.OpeningException.model_validate(
        {"rule": row.rule, "closed": row.closed, "from": row.opens, "until": row.closes}
    )
