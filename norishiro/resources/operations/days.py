"""When a place is open: its lines, and days of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.records import StaleVersion
from norishiro.ledger.operations import sign
from norishiro.resources import access, events, rules
from norishiro.resources.lookups import rules_in
from norishiro.resources.models import OpeningLine, Place, SpecialDay
from norishiro.resources.opening import Rule, days_a_week, words_of


@operation
def set_opening(actor: Actor, /, *, place: Place, version: int, lines: Sequence[Rule]) -> Place:
    """Put these lines in the place of all there were. Records ``resource.opening_set`` with both in words; refused by
    ``may_set_opening``, ``StaleVersion``."""
    locked = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if locked.version != version:
        raise StaleVersion(current=locked)
    rules.may_set_opening(
        lines=len(lines), days_a_week=days_a_week(lines), least_days=access.least_days(locked.kind)
    ).or_refuse()
    before = " / ".join(words_of(rules_in(locked)))
    locked.opening.all().delete()
    OpeningLine.objects.bulk_create(_row(locked, rule, order) for order, rule in enumerate(lines))
    locked.version += 1
    locked.save(update_fields=["version", "changed_at"])
    after = " / ".join(words_of(lines))
    sign(actor, events.OPENING_SET, changes={"place": (None, locked.id), "opening": (before, after)})
    return locked


def _row(place: Place, rule: Rule, order: int) -> OpeningLine:
    first, last = rule.season or (None, None)
    return OpeningLine(
        place=place, kind=rule.kind, weekday=rule.weekday, week=rule.week, month_day=rule.month_day, season_from=first,
        season_to=last, holidays=rule.holidays, opens=rule.opens, closes=rule.closes, order=order,
    )  # fmt: skip


@operation
def add_special(
    actor: Actor, /, *, place: Place, first: date, last: date, closed: bool, opens: time | None = None,
    closes: time | None = None, reason: str = "", today: date,
) -> SpecialDay:  # fmt: skip
    """Write that these days differ. Records ``resource.special_added``; refused by ``may_add_special``."""
    rules.may_add_special(
        first=first, last=last, closed=closed, has_hours=opens is not None or closes is not None,
        backwards=closes is not None and (opens is None or closes <= opens), today=today,
    ).or_refuse()  # fmt: skip
    row = SpecialDay.objects.create(
        place=place, first_on=first, last_on=last, closed=closed, opens=opens, closes=closes, reason=reason
    )
    sign(
        actor,
        events.SPECIAL_ADDED,
        changes={"place": (None, place.id), "first_on": (None, first), "last_on": (None, last)},
    )
    return row


@operation
def remove_special(actor: Actor, /, *, special: SpecialDay) -> None:
    """Take it out again. Records ``resource.special_removed`` with its days; refuses nothing."""
    days = {"first_on": (special.first_on, None), "last_on": (special.last_on, None)}
    special.delete()
    sign(actor, events.SPECIAL_REMOVED, changes={"place": (special.place_id, None), **days})
