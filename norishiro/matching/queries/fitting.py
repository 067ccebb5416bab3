"""Every place with what is on record of it, in one question, for the pure scoring."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from norishiro.agencies.actor import Actor
from norishiro.matching.fitting import Offered, Slot

# Traits and lines are gathered once for all places, not place by place: ten thousand places cost one pass over each table.
_ALL = """
WITH traits AS (
    SELECT place_id, array_agg(code) FILTER (WHERE kind = 'ROLE') AS roles,
           array_agg(code) FILTER (WHERE kind = 'STATE') AS states
    FROM resources_trait WHERE kind IN ('ROLE', 'STATE') GROUP BY place_id
), lines AS (
    SELECT place_id,
           array_agg(ARRAY[weekday::int, (extract(epoch FROM opens) / 60)::int, (extract(epoch FROM closes) / 60)::int]
                     ORDER BY "order", id) FILTER (WHERE kind <> 'CLOSED') AS slots,
           array_agg(weekday) FILTER (WHERE kind = 'CLOSED' AND weekday IS NOT NULL AND week IS NULL
                                      AND season_from IS NULL AND holidays = 'ANY') AS closed
    FROM resources_openingline GROUP BY place_id
), stops AS (
    SELECT DISTINCT ON (place_id) place_id, kind FROM resources_stop
    WHERE from_on <= %(today)s AND (until_on IS NULL OR until_on > %(today)s) ORDER BY place_id, from_on DESC
)
SELECT p.id, p.name, p.kind, p.name || ' ' || p.about || ' ' || o.name, coalesce(w.area_id::text, ''),
       CASE WHEN s.kind IS NOT NULL THEN s.kind WHEN p.opened_on > %(today)s THEN 'NOT_YET' ELSE 'OPEN' END,
       p.welcome, p.conditions, p.anybody, p.age_from, p.age_to, p.mood, p.alone, p.silent, p.companion, p.trial, p.needs,
       p.capacity, p.present, p.fee, p.valid_until IS NULL OR p.valid_until <= %(today)s, o.kind,
       t.roles, t.states, l.slots, l.closed
FROM resources_place p
JOIN resources_organisation o ON o.id = p.organisation_id
JOIN resources_location w ON w.id = p.location_id
LEFT JOIN traits t ON t.place_id = p.id
LEFT JOIN lines l ON l.place_id = p.id
LEFT JOIN stops s ON s.place_id = p.id
"""
PLAIN = 22


def offered(actor: Actor, *, today: date) -> list[Offered]:
    """All places as the scoring knows them. Places are known to everybody with a hat."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL, {"today": today})
        return [_place(row) for row in cursor.fetchall()]


def _place(row: tuple[Any, ...]) -> Offered:
    roles, states, slots, closed = row[PLAIN:]
    return Offered._make(
        (
            *row[:PLAIN], frozenset(roles) if roles else NOTHING, frozenset(states) if states else NOTHING,
            tuple(Slot._make(one) for one in slots) if slots else (), frozenset(closed) if closed else NO_DAY,
        )
    )  # fmt: skip


NOTHING: frozenset[str] = frozenset()
NO_DAY: frozenset[int] = frozenset()
