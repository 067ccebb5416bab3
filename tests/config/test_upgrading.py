"""A town in use is copied before its tables change; where nothing copies it, somebody must say that it was copied."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import embedded, preparing
from config.backup import server
from config.databases import DATABASE_NAME
from config.env import parse
from tests.config.conftest import Norishiro

OFFICE = {"NORISHIRO_ALLOWED_HOSTS": "norishiro.example.lg.jp"}


@pytest.fixture
def older(morning: Path, norishiro: Norishiro) -> Path:
    """A town somebody works in, brought up by an earlier program."""
    assert norishiro("first_account", "--login", "joho01", "--name", "みほん").returncode == 0
    note(morning, "the program before")
    return morning


def note(home: Path, words: str) -> None:
    with (
        embedded.in_use(embedded.Server(home=home)),
        server.connect(home, database=DATABASE_NAME) as connection,
    ):
        connection.execute(f"COMMENT ON TABLE public.django_migrations IS '{words}'")


def is_migrated(home: Path) -> bool:
    with embedded.in_use(embedded.Server(home=home)):
        return preparing.is_migrated(parse({"NORISHIRO_HOME": str(home)}))


def test_an_office_without_a_copy_is_told_what_to_do(older: Path, norishiro: Norishiro) -> None:
    refused = norishiro("migrate", **OFFICE)
    assert refused.returncode != 0
    assert "`norishiro migrate --copied`" in refused.stderr
    assert not is_migrated(older)
    assert norishiro("migrate", "--copied", **OFFICE).returncode == 0
    assert is_migrated(older)
    assert norishiro("migrate", **OFFICE).returncode == 0  # nothing is new, so nothing is asked


def test_a_second_place_without_its_key_stops_it_before_anything_changes(
    older: Path, norishiro: Norishiro, tmp_path: Path
) -> None:
    refused = norishiro("migrate", NORISHIRO_BACKUP=str(tmp_path / "place"))
    assert refused.returncode != 0
    assert "norishiro backup key" in refused.stderr
    assert not is_migrated(older)


def test_what_an_earlier_run_left_half_is_gone_on_with(older: Path, norishiro: Norishiro) -> None:
    """A copy of it would be no way back, so none is asked for."""
    note(older, preparing.UNDERWAY + preparing.migrations_fingerprint())
    assert norishiro("migrate", **OFFICE).returncode == 0
    assert is_migrated(older)


def test_a_place_for_trying_out_is_not_asked(older: Path, norishiro: Norishiro) -> None:
    assert norishiro("migrate").returncode == 0
    assert is_migrated(older)
