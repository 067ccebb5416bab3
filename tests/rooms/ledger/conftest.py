"""The ledger as its owner sees it: what the command line does, the pages may not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from config import databases, env


@pytest.fixture
def as_owner(transactional_db: None) -> Iterator[None]:
    """Django connects as the owner of the tables until the test ends."""
    name = connections.settings["default"]["NAME"]

    def play(role: databases.Role) -> None:
        connections.close_all()
        wanted = databases.settings_for(env.current(), role=role)
        connections.settings["default"].update({**wanted, "NAME": name, "CONN_MAX_AGE": 0})

    play("owner")
    yield
    play("app")


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    """A folder for checkpoints and one for the key."""
    settings.NORISHIRO_KEYS = tmp_path / "keys"
    settings.NORISHIRO_CHECKPOINTS = (tmp_path / "hikae",)
    return tmp_path
