"""Every place with what a wish asks of it, in one question, for the pure scoring."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import live_on
from norishiro.matching.fitting import Doable, Offered, Slot, Wanted, minutes
from norishiro.matching.models import Doing

# Traits and lines are gathered once for all places, not place by place. What the wish does not ask is not read at all: the
# conditions that say so are constants, and the database leaves out the tables behind them. Codes and hours come as text:
# many places share them, and each is read once.
_ALL = """
WITH traits AS (
    SELECT place_id, string_agg(code, ',') FILTER (WHERE kind = 'ROLE') AS roles,
           string_agg(code, ',') FILTER (WHERE kind = 'STATE') AS states
    FROM resources_trait
    WHERE %(traits)s AND (kind = 'ROLE' AND %(roles)s OR kind = 'STATE' AND code = ANY(%(states)s::text[]))
    GROUP BY place_id
), lines AS (
    SELECT place_id,
           string_agg(concat_ws(',', coalesce(weekday::text, ''), coalesce(opens::text, ''), coalesce(closes::text, '')), ';'
                      ORDER BY "order", id) FILTER (WHERE kind <> 'CLOSED') AS slots,
           string_agg(weekday::text, ',') FILTER (WHERE kind = 'CLOSED' AND weekday IS NOT NULL AND week IS NULL
                                                  AND season_from IS NULL AND holidays = 'ANY') AS closed
    FROM resources_openingline WHERE %(times)s GROUP BY place_id
), stops AS (
    SELECT DISTINCT ON (place_id) place_id, kind FROM resources_stop
    WHERE from_on <= %(today)s AND (until_on IS NULL OR until_on > %(today)s) ORDER BY place_id, from_on DESC
)
SELECT p.id, p.name, p.kind, CASE WHEN %(texts)s THEN p.name || ' ' || p.about || ' ' || o.name ELSE '' END,
       coalesce(w.area_id::text, ''),
       CASE WHEN s.kind IS NOT NULL THEN s.kind WHEN p.opened_on > %(today)s THEN 'NOT_YET' ELSE 'OPEN' END,
       p.welcome, p.conditions, p.anybody, p.age_from, p.age_to, p.mood, p.alone, p.silent, p.companion, p.trial, p.needs,
       p.capacity, p.present, p.fee, p.valid_until IS NULL OR p.valid_until <= %(today)s, o.kind,
       t.roles, t.states, l.slots, l.closed
FROM resources_place p
JOIN resources_organisation o ON o.id = p.organisation_id
LEFT JOIN resources_location w ON %(areas)s AND w.id = p.location_id
LEFT JOIN traits t ON t.place_id = p.id
LEFT JOIN lines l ON l.place_id = p.id
LEFT JOIN stops s ON s.place_id = p.id
WHERE %(partner)s = '' OR o.kind = %(partner)s
"""
PLAIN = 22


def offered(actor: Actor, *, wanted: Wanted, today: date, partner: str = "") -> list[Offered]:
    """All places (of one kind of body) as the scoring knows them, as far as the wish asks. Places are known to everybody
    with a hat."""
    doing = _doables(today) if wanted.interests or wanted.bands or wanted.alone else {}
    asked: dict[str, Any] = {
        "today": today, "partner": partner, "traits": bool(wanted.roles or wanted.states), "roles": bool(wanted.roles),
        "states": sorted(wanted.states), "times": bool(wanted.bands or wanted.weekdays), "texts": bool(wanted.interests),
        "areas": bool(wanted.areas),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ALL, asked)
        return [_place(row, doing.get(row[0], ())) for row in cursor.fetchall()]


def _place(row: tuple[Any, ...], doables: tuple[Doable, ...]) -> Offered:
    roles, states, slots, closed = row[PLAIN:]
    return Offered._make(
        (*row[:PLAIN], _codes(roles), _codes(states), _slots(slots), _weekdays(closed), doables)
    )


@lru_cache(maxsize=1024)
def _codes(text: str | None) -> frozenset[str]:
    return frozenset(text.split(",")) if text else frozenset()


@lru_cache(maxsize=1024)
def _weekdays(text: str | None) -> frozenset[int]:
    return frozenset(int(one) for one in text.split(",")) if text else frozenset()


@lru_cache(maxsize=4096)
def _slots(text: str | None) -> tuple[Slot, ...]:
    return tuple(_slot(*line.split(",")) for line in text.split(";")) if text else ()


def _slot(weekday: str, opens: str, closes: str) -> Slot:
    return Slot(int(weekday) if weekday else None, _minutes(opens), _minutes(closes))


def _minutes(clock: str) -> int | None:
    return minutes(clock[:5]) if clock else None


def _doables(today: date) -> dict[UUID, tuple[Doable, ...]]:
    """What small things there are to do, by place."""
    found: defaultdict[UUID, list[Doable]] = defaultdict(list)
    for one in Doing.objects.filter(live_on(today)).prefetch_related("marks").order_by("what", "id"):
        found[one.place_id].append(one.doable)
    return {key: tuple(rows) for key, rows in found.items()}
