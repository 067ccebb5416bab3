"""``make screenshots``: a picture of every screen at two widths, into ./screenshots.

Run as a program it hands itself to pytest, because the demo town and its server are fixtures of the test suite.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.screens import SCREENS, Screen
from tests.towns.site import DemoSite

FOLDER = Path(__file__).resolve().parent.parent / "screenshots"
WIDTHS = (390, 1280)


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_take_pictures(demo_site: DemoSite, screen: Screen) -> None:
    visit = demo_site.visit(screen)
    for width in WIDTHS:
        visit.picture(FOLDER / f"{screen}-{width}.png", width=width)
    assert visit.status == 200


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    return int(pytest.main([__file__, "-q", "-p", "no:randomly", *sys.argv[1:]]))


if __name__ == "__main__":
    sys.exit(main())
