"""P8: consent is meant. Every shared item has its living consent or its law; it ends in three clicks; its end is told ahead."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.casework.operations.adopt import adopt
from norishiro.casework.queries.today import today_of
from norishiro.core.operation import announce
from norishiro.profiles.loader import PRESETS
from norishiro.sharing.choices import Ground
from norishiro.sharing.register import entries
from tests.assurance.evidence import Evidence
from tests.factories import agencies, people
from tests.factories.agencies import EPOCH
from tests.journeys.stage import Stage
from tests.journeys.test_withdrawal import acting, household
from tests.rooms.consultations import town as consultation_town
from tests.rooms.sharing.story import Story
from tests.rooms.sharing.test_consents import consent

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

LIVE = "NOT g.sealed AND g.from_at <= now() AND (g.until_at IS NULL OR g.until_at > now())"
# A living grant on consent, and whether the consent it came from still says all of it.
ON_CONSENT = f"""
SELECT count(*), count(*) FILTER (WHERE c.state = 'GIVEN' AND (c.until_on IS NULL OR c.until_on > %(today)s)
    AND (g.subject_kind = 'CASE' OR c.person_id = g.subject_id)
    AND g.categories & r.categories = g.categories
    AND (r.until_on IS NULL OR g.until_at <= r.until_on::timestamp AT TIME ZONE 'Asia/Tokyo'))
FROM sharing_grant g
LEFT JOIN sharing_consent c ON c.id = g.source_id
LEFT JOIN sharing_consentrecipient r ON r.consent_id = c.id AND r.agency_id = g.recipient_id
WHERE g.ground = 'C0' AND {LIVE}
"""
OTHERWISE = f"SELECT count(*), count(*) FILTER (WHERE g.ground = ANY (%(law)s)) FROM sharing_grant g WHERE g.ground <> 'C0' AND {LIVE}"


@pytest.mark.django_db(transaction=True)
def test_every_shared_item_traces_to_a_living_consent_or_a_law(
    owner_connection: psycopg.Connection[Any], evidence: Evidence
) -> None:
    worlds = evidence.at_scale(small=2, ci=20, nightly=100)
    today = timezone.localdate()
    with transaction.atomic():
        operator = consultation_town.town().operator
        for seed in range(worlds):
            Story(1000 + seed, operator=operator, today=today)
    law = sorted({one.code for one in entries()} | {Ground.OWN, Ground.CONFERENCE, Ground.PURPOSE})
    owner_connection.execute("SET norishiro.maintenance = 'on'")
    consented, traced = owner_connection.execute(ON_CONSENT, {"today": today}).fetchone() or (0, 0)
    others, lawful = owner_connection.execute(OTHERWISE, {"law": law}).fetchone() or (0, 0)
    evidence.shows(
        row="P8",
        figure=f"{worlds} の町：同意による共有 {traced}/{consented}、法律・自機関の業務による共有 {lawful}/{others} が根拠にたどれる",
        target="100 %",
        holds=consented > 0 and others > 0 and (traced, lawful) == (consented, others),
    )


@pytest.mark.django_db(transaction=True)
def test_withdrawal_takes_three_clicks_from_the_household_page(
    browser: Browser, live_server: LiveServer, evidence: Evidence
) -> None:
    today = timezone.localdate()
    adopt(
        (PRESETS / "toshima.toml").read_text(encoding="utf-8"), name="toshima", today=today, valid_from=EPOCH
    )
    stage = Stage(browser=browser, live_server=live_server)
    csw = stage.enter("架空 ひろば", agency="KUMIN_HIROBA", kinds=(RoleKind.CSW,))
    elderly = stage.enter("架空 高齢", agency="KOREI_FUKUSHI", kinds=(RoleKind.COORDINATOR,))
    _someone, case = household(acting(csw, today), to=elderly.agency.id, today=today)
    there = reverse("cases:show", args=[case.id])
    elderly.can_open(there)
    csw.open(there)
    csw.taps = 0
    csw.follow("同意あり")
    csw.follow("撤回を受ける")
    csw.press("撤回を登録する")
    csw.sees("同意の撤回を登録しました")
    elderly.cannot_open(there)
    stage.leave()
    evidence.shows(
        row="P8", figure=f"撤回まで {csw.taps} クリック", target="3 クリック以内", holds=csw.taps <= 3
    )


@pytest.mark.django_db
def test_the_end_is_told_thirty_days_ahead(evidence: Evidence) -> None:
    mine, today = agencies.actor(), timezone.localdate()
    consent(mine, people.person(mine), to=[], until_on=today + timedelta(days=60))
    told = []
    for ahead in range(60, -2, -1):
        announce(mine)
        day = today + timedelta(days=60 - ahead)
        sections = {one.code for one in today_of(mine, today=day)}
        if "consents" in sections:
            told.append(ahead)
    evidence.shows(
        row="P8",
        figure=f"期限の {max(told, default=0)} 日前から {min(told, default=0)} 日前まで毎日「今日」に出る",
        target="30 日前から",
        holds=told == list(range(30, 0, -1)),
    )
