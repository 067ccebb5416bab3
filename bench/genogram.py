"""``make bench ONLY=genogram``: how long a drawing of a family takes, from plain values to the finished picture.

The families are those of the tests, which were looked at; the reading from the database is not in these figures.
The result is written to bench/genogram.md by this command; nobody types a figure there.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from datetime import date
from pathlib import Path

from norishiro.family.drawing.graph import Family
from norishiro.family.drawing.svg import draw
from tests.rooms.family.families import SHAPES

PAGE = Path(__file__).resolve().parent / "genogram.md"
TIMES = 200
GOAL_MS = 200


def measured(family: Family) -> list[float]:
    """Milliseconds of each drawing."""
    draw(family, title="図", description="図")
    found = []
    for _turn in range(TIMES):
        began = time.perf_counter()
        draw(family, title="図", description="図")
        found.append((time.perf_counter() - began) * 1000)
    return found


def main() -> int:
    before = os.getloadavg()[0]
    lines = [
        "# bench: 家族の図",
        "",
        "`make bench ONLY=genogram` がこの頁を書く。手では直さない。",
        "",
        f"測った日: {date.today().isoformat()}　{platform.python_implementation()} {platform.python_version()}、{os.cpu_count()} cores。"
        f"図ごとに{TIMES}回、値から SVG の文字まで（データベースを読む時間は入らない）。機械の負荷（1分平均）: 測る前 {before:.1f}。",
        "",
        f"| 家族 | 人数 | 中央値 ms | p95 ms（目標 ≤ {GOAL_MS}） |",
        "|---|---:|---:|---:|",
    ]
    for name, shape in SHAPES.items():
        family = shape()
        times = measured(family)
        slow = statistics.quantiles(times, n=20)[-1]
        mark = "○" if slow <= GOAL_MS else "×"
        lines.append(
            f"| {name} | {len(family.figures)} | {statistics.median(times):.1f} | {mark} {slow:.1f} |"
        )
    text = "\n".join([*lines, ""])
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
