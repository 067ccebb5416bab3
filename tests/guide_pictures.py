"""``make guides``: the pictures of the guides, taken anew in the demo town (journeys/guide_pictures.py does the work)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

WORK = Path(__file__).parent / "journeys" / "guide_pictures.py"


def main() -> int:
    return int(pytest.main([str(WORK), "-q", "-p", "no:randomly", *sys.argv[1:]]))


if __name__ == "__main__":
    sys.exit(main())
