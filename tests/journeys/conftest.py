"""Fixtures of the journeys: a municipality set up from its profile, and a stage with real browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from norishiro.casework.operations.adopt import adopt
from norishiro.profiles.loader import PRESETS
from tests.factories.agencies import EPOCH
from tests.journeys.stage import Stage

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer


@pytest.fixture
def raise_curtain(
    browser: Browser, live_server: LiveServer, transactional_db: None
) -> Iterator[Callable[[str], Stage]]:
    """Set up a municipality and open the stage; at the end no page may have had a fault of its own."""
    stages: list[Stage] = []

    def raise_it(profile: str) -> Stage:
        text = (PRESETS / f"{profile}.toml").read_text(encoding="utf-8")
        adopt(text, name=profile, today=timezone.localdate(), valid_from=EPOCH)
        stages.append(Stage(browser=browser, live_server=live_server))
        return stages[-1]

    yield raise_it
    for stage in stages:
        stage.leave()
        assert stage.faults == []
