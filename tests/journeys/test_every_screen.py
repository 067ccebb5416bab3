"""Every screen of the demo town opens in a real browser: without faults, for all eyes and hands, at every width."""

from __future__ import annotations

import pytest

from tests.screens import SCREENS, Screen
from tests.towns.site import DemoSite

pytestmark = [pytest.mark.journey, pytest.mark.slow]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1280, 360)


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_screen_opens_well(demo_site: DemoSite, screen: Screen) -> None:
    visit = demo_site.visit(screen)

    assert visit.status == 200, f"{visit.path} は {visit.status} でした"
    assert visit.faults == []
    assert visit.violations(TAGS) == []
    assert [visit.overflow_at(width) for width in WIDTHS] == [[], []]
