"""いまの様子: each thing with its mark and what to do, nobody's name, and only for who looks after the system."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import condition, errands
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.errands import Run
from norishiro.ledger import growth
from norishiro.ledger.growth import Server, Size
from norishiro.ledger.management.commands.ledger import Command as LedgerCommand
from tests.factories import agencies
from tests.rooms.agencies.conftest import browser_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
GIGABYTE = 1024**3


@pytest.fixture(autouse=True)
def places(tmp_path: Path, settings: Any) -> Path:
    settings.NORISHIRO_HOME = tmp_path
    settings.NORISHIRO_ERRANDS = tmp_path / "errands"
    settings.NORISHIRO_CHECKPOINTS = (tmp_path / "checkpoints",)
    settings.NORISHIRO_GROWTH = tmp_path / "growth.jsonl"
    settings.NORISHIRO_BACKUP = None
    settings.NORISHIRO_ADDRESS = ""
    return tmp_path


@pytest.fixture
def keeper() -> Client:
    return browser_of(agencies.actor(kinds=(RoleKind.SYSTEM,)))


def certified(file: Path, *, until: date) -> Path:
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "norishiro.example.jp")])
    ends = datetime(until.year, until.month, until.day, 3, tzinfo=UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(ends - timedelta(days=397)).not_valid_after(ends).sign(key, None)
    )  # fmt: skip
    file.write_bytes(made.public_bytes(Encoding.PEM))
    return file


def test_a_new_installation_is_told_what_is_missing_and_the_list_gets_shorter(keeper: Client) -> None:
    page = keeper.get(reverse("agencies:condition"))
    marks = {one.code: one.mark for one in page.context["lines"]}
    marks.pop("room")  # the disk of whoever tests
    assert marks == {
        "running": "○", "database": "○", "connections": "○", "slow": "○", "nightly": "△", "copied": "×",
        "checkpoint": "×", "certificate": "－", "mail": "－",
    }  # fmt: skip
    assert all(one.cure for one in page.context["bad"])
    with CaptureQueriesContext(connection) as asked:
        keeper.get(reverse("agencies:condition"))
    assert len([one for one in asked if "pg_stat_activity" in one["sql"]]) == 1

    now = timezone.now()
    errands.keep("watch", Run(now, now, "done", "0件"))
    again = keeper.get(reverse("agencies:condition"))
    assert next(one.mark for one in again.context["lines"] if one.code == "nightly") == "○"


def test_only_who_looks_after_the_system_and_audit_opens_it() -> None:
    other = browser_of(agencies.actor(kinds=(RoleKind.WINDOW,)))
    assert other.get(reverse("agencies:condition")).status_code == 403


@pytest.mark.parametrize(
    ("days", "mark"), [(-1, "×"), (6, "×"), (7, "△"), (29, "△"), (30, "○")]
)  # fmt: skip
def test_a_certificate_is_told_before_it_ends(places: Path, days: int, mark: str) -> None:
    file = certified(places / "server.pem", until=TODAY + timedelta(days=days))
    line = condition.certificate(file, is_published=True, today=TODAY)
    assert (line.mark, bool(line.cure)) == (mark, mark != "○")


def test_a_certificate_nobody_named_or_can_read(places: Path) -> None:
    (places / "broken.pem").write_text("こわれた証明書", encoding="utf-8")
    assert [
        condition.certificate(file, is_published=True, today=TODAY).mark
        for file in (None, places / "none.pem", places / "broken.pem")
    ] == ["△", "△", "△"]


@pytest.mark.parametrize(
    ("free", "total", "mark"),
    [
        (GIGABYTE - 1, 100 * GIGABYTE, "×"),
        (5 * GIGABYTE - 1, 100 * GIGABYTE, "△"),
        (5 * GIGABYTE, 100 * GIGABYTE, "○"),
        (2 * GIGABYTE, 20 * GIGABYTE, "○"),
    ],
)
def test_room_on_the_disk(free: int, total: int, mark: str) -> None:
    assert condition.room(free=free, total=total).mark == mark


def test_growth_needs_three_days_and_says_when_the_disk_is_full(places: Path) -> None:
    for on, size in ((date(2026, 11, 20), 700), (date(2026, 11, 22), 900), (date(2026, 11, 22), 910)):
        growth.keep(size, on=on)
    with (places / "growth.jsonl").open("a") as file:
        file.write("torn\n")
    assert growth.kept() == [Size(date(2026, 11, 20), 700), Size(date(2026, 11, 22), 910)]
    assert growth.a_day(growth.kept(), size=1000, today=TODAY) == 100
    assert growth.a_day(growth.kept(), size=1000, today=date(2026, 11, 22)) is None
    assert [condition.database(1000, added=100, free=free).mark for free in (17_999, 18_000, None)] == [
        "△", "○", "○",
    ]  # fmt: skip


def test_a_size_that_cannot_be_noted_is_said_and_stops_nothing(places: Path, settings: Any) -> None:
    (places / "file").write_text("no folder", encoding="ascii")
    settings.NORISHIRO_GROWTH = places / "file" / "growth.jsonl"
    said = StringIO()
    LedgerCommand(stderr=said).note_size(NOW)
    assert said.getvalue().startswith("データベースの大きさを書きとめられませんでした")
    assert growth.kept() == []


def test_connections_and_slow_questions() -> None:
    few = Server(size=1, connections=79, most=100, slow=0)
    many = Server(size=1, connections=80, most=100, slow=1)
    assert [(condition.connections(one).mark, condition.slow(one).mark) for one in (few, many)] == [
        ("○", "○"), ("△", "△"),
    ]  # fmt: skip
    assert (
        condition.running(began=NOW - timedelta(hours=49), now=NOW).words.count("2日と1時間動いています") == 1
    )
