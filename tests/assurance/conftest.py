"""What the proofs share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.assurance.evidence import Evidence
from tests.assurance.machine import Machine, serving
from tests.config.conftest import copy_home, laid_home, new_home, remove_home, run_command

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


@pytest.fixture(scope="session")
def demo_evening(laid_home: Path) -> Iterator[Path]:
    """A state directory with the demo town in it, asleep; only to be copied."""
    home = new_home()
    copy_home(laid_home, home)
    run_command("setup", "--profile", "toshima", "--demo", home=home)
    run_command("collect", home=home)
    yield home
    remove_home(home)


@pytest.fixture
def machine(demo_evening: Path) -> Iterator[Machine]:
    home = new_home()
    copy_home(demo_evening, home)
    with serving(home) as running:
        yield running
    remove_home(home)
