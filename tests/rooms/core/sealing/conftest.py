"""A key store of its own for each test."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from norishiro.core.sealing import keystore


@pytest.fixture(autouse=True)
def own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.NORISHIRO_KEYS = tmp_path / "own"
    keystore.make(keystore.current(), now=datetime(2026, 11, 21, tzinfo=UTC))
