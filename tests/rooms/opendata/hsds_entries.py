"""Invented entries for HSDS, as our registry would hand them out."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from uuid import UUID

from hypothesis import strategies as st

from norishiro.opendata.handing_out import mark_words
from norishiro.opendata.hsds import Body, Entry, Site
from norishiro.resources.choices import OrganisationKind
from norishiro.resources.opening import LAST_WEEK, Holidays, Kind, Rule
from norishiro.resources.points import Point

RULES = (
    Rule(weekday=1, week=2, opens=time(13)),
    Rule(weekday=1, week=LAST_WEEK, opens=time(13), closes=time(15, 30)),
    Rule(weekday=0, opens=time(9), closes=time(17), holidays=Holidays.NOT),
    Rule(month_day=15, opens=time(10), closes=time(12)),
    Rule(kind=Kind.CLOSED, season=(801, 831)),
    Rule(kind=Kind.INSTEAD, weekday=0, week=3, opens=time(13), closes=time(16, 30)),
)
MARKS = sorted(mark for mark in mark_words() if mark[0] != "ORGANISATION")
LINE = st.text(alphabet="みほんの会場あいう12 3・（）", max_size=30).map(str.strip)
NAME = st.text(alphabet="みほんの会", min_size=1, max_size=20)


def ordered(rules: list[Rule]) -> tuple[Rule, ...]:
    """In the order in which they read back from words."""
    return tuple(rule for rule in RULES if rule in rules)


entries = st.builds(
    Entry, id=st.uuids(), name=NAME, body=st.builds(Body, st.uuids(), NAME, st.sampled_from(OrganisationKind.values)),
    site=st.builds(
        Site, st.uuids(), NAME, LINE, LINE,
        st.none() | st.builds(
            Point, st.decimals(Decimal("20.001001"), Decimal("45.9"), places=6), st.decimals(Decimal("122.001001"), Decimal("153.9"), places=6)
        ).filter(lambda point: point.latitude * 1000 % 1 != 0),
    ),
    status=st.sampled_from(["active", "inactive", "defunct", "temporarily closed"]), about=LINE, conditions=LINE, booking=LINE,
    fee=st.none() | st.integers(0, 9999), fee_note=LINE, age_from=st.none() | st.integers(0, 60),
    age_to=st.none() | st.integers(61, 120), capacity=st.none() | st.integers(1, 500),
    phone=st.sampled_from(["", "03-0000-0101"]), email=st.sampled_from(["", "a@example.jp"]),
    website=st.sampled_from(["", "https://example.jp/a"]),
    opening=st.lists(st.sampled_from(RULES), unique=True, max_size=4).map(ordered),
    marks=st.lists(st.sampled_from(MARKS), unique=True, max_size=6).map(lambda found: tuple(sorted(found))),
    confirmed_on=st.none() | st.dates(date(2020, 1, 1), date(2026, 12, 31)),
)  # fmt: skip

ONE = Entry(
    id=UUID("11111111-1111-4111-8111-111111111111"), name="みほんサロン",
    body=Body(UUID("22222222-2222-4222-8222-222222222222"), "みほん町会", "RESIDENTS"),
    site=Site(
        UUID("33333333-3333-4333-8333-333333333333"), "みほん会館", "東京都豊島区東池袋1-1", "駅から5分",
        Point(Decimal("35.681236"), Decimal("139.767125")),
    ),
    about="お茶を飲む", conditions="はじめは見学から", booking="要らない", fee=100, fee_note="お茶代", age_from=18, capacity=20,
    phone="03-0000-0101", opening=(RULES[0], RULES[4]),
    marks=(("KIND", "SALON"), ("ROLE", "HELPER"), ("STATE", "WITHDRAWN"), ("WELCOME", "CONDITIONAL")), confirmed_on=date(2026, 4, 1),
)  # fmt: skip
