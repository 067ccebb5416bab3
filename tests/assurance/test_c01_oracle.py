"""C1: no sight without a living reason, at any time: the gate's three voices against an oracle that knows no grants.

The stories of tests/rooms/sharing are told longer and more often here, and every row is asked for everybody on several
days: today, and as consents and seats run out one after another.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone

from tests.assurance.evidence import Evidence
from tests.rooms.consultations import town as consultation_town
from tests.rooms.sharing.story import Story
from tests.rooms.sharing.test_oracle import compare, time_goes_by

# Days between one look at the whole town and the next.
STEPS = (0, 4, 1, 5, 60, 200)


@pytest.mark.django_db(transaction=True)
def test_every_sight_has_a_living_reason(
    evidence: Evidence, owner_connection: psycopg.Connection[Any]
) -> None:
    count = evidence.at_scale(small=3, ci=25, nightly=72)
    day = timezone.localdate()
    with transaction.atomic():
        operator = consultation_town.town().operator
        stories = [Story(1_000 + seed, operator=operator, today=day) for seed in range(count)]
    decisions, windows, seen = 0, 0, []

    for step in STEPS:
        day += timedelta(days=step)
        time_goes_by(owner_connection, days=step)
        counted = compare(stories, day=day, owner=owner_connection)
        decisions += counted["rows"]
        windows += counted["windows"]
        seen.append(counted["seen"])

    happened = sum(sum(story.done.values()) - story.done["refused"] for story in stories)
    stops = sum(story.done["use_stopped"] for story in stories)
    assert stops > 0 and windows > 0
    assert seen[0] > seen[-1] > 0, "consents and seats must have run out, and not everything with them"
    evidence.shows(
        row="C1",
        figure=f"{count} つの物語（出来事 {happened:,}）、{len(STEPS)} つの日、判断 {decisions:,} × 4 つの声。食い違い 0"
        f"（見えた行 {seen[0]:,} → {seen[-1]:,}、利用停止 {stops:,}、緊急閲覧の窓 × 人 {windows:,}）",
        target="食い違い 0（判断 10⁶ 以上）",
        holds=decisions >= evidence.at_scale(small=10_000, ci=1_000_000, nightly=10_000_000),
    )  # fmt: skip
