"""``make burden``: what every measured task of the journeys costs a person, all in one list.

The journeys print one line for each task they measure; this plays them and gathers those lines.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

JOURNEYS = Path(__file__).parent / "journeys"
MARKS = ("[burden] ", "つなぐシート（360 px")
# Not a story: every screen, opened once.
LEFT_OUT = "test_every_screen.py"


class Gatherer:
    """Keeps the lines of cost out of what each test printed, whether it passed or not."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.when == "call":
            told = [line for line in report.capstdout.splitlines() if line.startswith(MARKS)]
            mark = "" if report.passed else "（この物語は通りませんでした）"
            self.lines += [f"{line.removeprefix(MARKS[0])}{mark}" for line in told]


def main() -> int:
    """Play the journeys and print their costs; the answer is pytest's."""
    stories = [str(one) for one in sorted(JOURNEYS.glob("test_*.py")) if one.name != LEFT_OUT]
    gatherer = Gatherer()
    answer = int(pytest.main([*stories, "-q", "-p", "no:randomly", *sys.argv[1:]], plugins=[gatherer]))
    sys.stdout.write("\n手間（文のほかのタップ・文字・機械の秒）\n")
    sys.stdout.writelines(f"  {line}\n" for line in gatherer.lines or ["測ったものがありません。"])
    return answer


if __name__ == "__main__":
    sys.exit(main())
