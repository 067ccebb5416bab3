"""``make screenshots``: a picture of every screen at two widths, into ./screenshots.

The demo town and its server are fixtures of the test suite, so the work is done by pytest in journeys/pictures.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

WORK = Path(__file__).parent / "journeys" / "pictures.py"


def main() -> int:
    return int(pytest.main([str(WORK), "-q", "-p", "no:randomly", *sys.argv[1:]]))


if __name__ == "__main__":
    sys.exit(main())
