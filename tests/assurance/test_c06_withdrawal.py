"""C6: withdrawal, expiry and off-boarding bite at once, while many read: no read that begins after the commit succeeds."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier, Event
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations as agency_operations
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Staff
from norishiro.people import operations as people
from norishiro.sharing import operations
from norishiro.sharing.choices import ALL_CATEGORIES, ConsentGiver, ConsentMethod
from tests.assurance.evidence import Evidence
from tests.factories import agencies
from tests.rooms.consultations.town import client_of

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 120.0  # seconds; fifty readers on two cores take some for one round


@dataclass(frozen=True)
class Read:
    """One request of one reader: when it began and ended, and what came back."""

    began: float
    ended: float
    status: int


def reading(client: Client, address: str, found: list[Read], *, ready: Barrier, stop: Event) -> None:
    try:
        ready.wait(timeout=60)
        while not stop.is_set():
            began = time.monotonic()
            status = client.get(address).status_code
            found.append(Read(began, time.monotonic(), status))
    finally:
        connections.close_all()


def wait_until(everybody: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not everybody():
        assert time.monotonic() < until, "not every reader came to read"
        time.sleep(0.01)


def under_fire(
    clients: list[Client], address: str, act: Callable[[], Any]
) -> tuple[list[Read], float, float]:
    """All read without pause; once each has read, the act; it ends when each has read anew after it. What was read, and
    when the act began and was committed."""
    ready, stop = Barrier(len(clients) + 1), Event()
    found: list[list[Read]] = [[] for _ in clients]
    with ThreadPoolExecutor(len(clients)) as pool:
        readers = [
            pool.submit(reading, one, address, reads, ready=ready, stop=stop)
            for one, reads in zip(clients, found, strict=True)
        ]
        try:
            ready.wait(timeout=60)
            wait_until(lambda: all(found))
            began = time.monotonic()
            act()
            committed = time.monotonic()
            wait_until(lambda: all(reads[-1].began > committed for reads in found))
        finally:
            stop.set()
        for one in readers:
            one.result(timeout=PATIENCE)
    return [read for reads in found for read in reads], began, committed


class Scene:
    """One person, kept by one agency and shared with another on consent."""

    def __init__(self, readers: int) -> None:
        today = timezone.localdate()
        self.keeper = agencies.actor("架空 受手", kinds=(RoleKind.MANAGER, RoleKind.COORDINATOR))
        self.guest = agencies.actor("架空 客", agency=agencies.agency("別の機関"))
        self.person = people.add_person(self.keeper, name="見本　冬美", today=today)
        self.consent = operations.take_consent(
            self.keeper, person=self.person, case_id=None, recipient_ids=[self.guest.agency_id],
            categories=ALL_CATEGORIES, asked_on=today, until_on=None, method=ConsentMethod.WRITTEN, witness="",
            giver=ConsentGiver.SELF, giver_name="", wording_version="1", purpose="調整", today=today,
        )  # fmt: skip
        self.clients = [client_of(self.guest) for _ in range(readers)]
        self.address = reverse("people:show", args=[self.person.id])


def withdraw(scene: Scene, owner: psycopg.Connection[Any]) -> None:
    operations.withdraw_consent(scene.keeper, consent=scene.consent, words="")


def expire(scene: Scene, owner: psycopg.Connection[Any]) -> None:
    owner.execute(
        "UPDATE sharing_grant SET until_at = greatest(from_at, clock_timestamp()) WHERE source_id = %s",
        [scene.consent.id],
    )
    owner.commit()


def off_board(scene: Scene, owner: psycopg.Connection[Any]) -> None:
    agency_operations.end_staff(
        scene.keeper, staff=Staff.objects.get(id=scene.guest.staff_id), end_on=timezone.localdate()
    )


@pytest.mark.parametrize(
    ("act", "words", "refusal"),
    [(withdraw, "撤回", 404), (expire, "期限切れ", 404), (off_board, "退職", 302)],
    ids=["withdraw", "expire", "off-board"],
)
def test_no_read_begun_after_the_commit_succeeds(
    act: Callable[..., None],
    words: str,
    refusal: int,
    owner_connection: psycopg.Connection[Any],
    evidence: Evidence,
) -> None:
    scene = Scene(evidence.at_scale(small=6, ci=50, nightly=50))
    reads, began, committed = under_fire(scene.clients, scene.address, lambda: act(scene, owner_connection))
    before = [one for one in reads if one.ended < began]
    after = [one for one in reads if one.began > committed]
    last = max((one.began for one in reads if one.status == 200), default=began)
    lag = max(0.0, last - committed)

    assert {one.status for one in before} == {200}, "the readers did read before"
    assert len(before) >= len(scene.clients)
    assert len(after) >= len(scene.clients), "the readers went on reading afterwards"
    evidence.shows(
        row="C6",
        figure=f"{words}：{len(scene.clients)} 人が同時に {len(reads)} 回読む中、確定後に読めた {sum(one.status == 200 for one in after)} 回"
        f"（最後の成功の始まりは確定の {lag * 1000:.0f} ms 後）",
        target="0 回、セッションは 1 秒以内",
        holds={one.status for one in after} == {refusal} and lag <= 1.0,
    )
