"""Takes the pictures for ``make screenshots``. No test by name: it is only run when asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens import SCREENS, Screen
from tests.towns.site import DemoSite

FOLDER = Path(__file__).resolve().parents[2] / "screenshots"
WIDTHS = (390, 1280)


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_take_pictures(demo_site: DemoSite, screen: Screen) -> None:
    visit = demo_site.visit(screen)
    for width in WIDTHS:
        visit.picture(FOLDER / f"{screen}-{width}.png", width=width)
    assert visit.status == 200
