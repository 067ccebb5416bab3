"""P8: consent is meant. Every shared item has its living consent or its law; it ends in three clicks; its end is told ahead."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import psycopg
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.casework.operations.adopt import adopt
from norishiro.casework.queries.today import today_of
from norishiro.core.operation import announce
from norishiro.meetings import operations as meetings
from norishiro.meetings.models import Item
from norishiro.profiles.loader import PRESETS
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Ground
from norishiro.sharing.models import Consent
from norishiro.sharing.register import entries
from tests.assurance.evidence import Evidence
from tests.factories import agencies, people
from tests.factories.agencies import EPOCH
from tests.journeys.stage import Stage
from tests.journeys.test_withdrawal import acting, household
from tests.rooms.consultations import town as consultation_town
from tests.rooms.meetings import town as towns
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
def test_a_seat_under_consent_sees_by_the_consent_alone(
    owner_connection: psycopg.Connection[Any], evidence: Evidence
) -> None:
    """重層的支援会議: the seat itself gives no sight. Who sits there sees by the person's consent, and no longer than it."""
    count = evidence.at_scale(small=2, ci=15, nightly=100)
    seated: list[tuple[Any, Item, list[Consent]]] = []
    with transaction.atomic():
        for _ in range(count):
            town = towns.town()
            given = [
                towns.consent(
                    town.council, one, to=[town.city.agency_id, town.member.agency_id], case=town.case
                )
                for one in (town.mother, town.son)
            ]
            item = towns.listed(town, kind="LAYERED")
            sitting = towns.called(town, item)
            meetings.swear(town.member, sitting=sitting, wording="w", agreed=True)
            seated.append((town, item, cast("list[Consent]", given)))
    owner_connection.execute("SET norishiro.maintenance = 'on'")
    by_seat = owner_connection.execute(
        f"SELECT count(*) FROM sharing_grant g WHERE g.ground = 'C0' AND g.source_kind <> 'CONSENT' AND {LIVE}"
    ).fetchone()
    seats = owner_connection.execute("SELECT count(*) FROM meetings_seat WHERE ended_at IS NULL").fetchone()
    before = sum(_reads(town.member, item) for town, item, _given in seated)
    for town, _item, given in seated:
        for one in given:
            sharing.withdraw_consent(town.council, consent=one, words="")
    after = sum(_reads(town.member, item) for town, item, _given in seated)
    assert seats is not None and by_seat is not None
    evidence.shows(
        row="P8",
        figure=f"同意の会議の席 {seats[0]}：同意によらない C0 の共有 {by_seat[0]}、同意のあるうちに読めた席 {before}/{count}、撤回のあと {after}",
        target="席だけから見えるもの 0",
        holds=(by_seat[0], before, after) == (0, count, 0) and seats[0] >= count,
    )


def _reads(actor: Actor, item: Item) -> int:
    with transaction.atomic():
        announce(actor, reading=True)
        return Item.objects.filter(id=item.id).count()


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
