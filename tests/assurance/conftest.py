"""What the proofs share."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.assurance.evidence import Evidence
from tests.config.conftest import laid_home

__all__ = ["laid_home"]  # the program is started here too


@pytest.fixture
def evidence() -> Evidence:
    return Evidence()


@pytest.fixture
def own_keys(settings: Any, tmp_path: Path) -> Path:
    """A home with a ring of its own: to destroy a master of the shared one would end the log-ins of other tests, and a
    destroyed slot of the shared book what another process has sealed with its number."""
    shutil.copytree(settings.NORISHIRO_KEYS, tmp_path / "keys")
    settings.NORISHIRO_KEYS = tmp_path / "keys"
    return tmp_path
