"""``python -m bench.duplicates batch 200000``: find the doubles among made people, and compare with the truth.

``python -m bench.duplicates one 1000000``: in a town of so many people, who is alike, while one is being registered.
Without words (``make bench ONLY=duplicates``): both, at the sizes above. The figures are written into bench/README.md by this command.
"""

from __future__ import annotations

import os
import platform
import re
import statistics
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from norishiro.casework.town.made_people import Made, pairs_that_are_one, people

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "bench" / "README.md"
BATCH, TOWN = 200_000, 1_000_000
GOAL_SECONDS, GOAL_RECALL, GOAL_PRECISION, GOAL_MS = 300, 0.99, 0.95, 300


def main() -> int:
    words = sys.argv[1:]
    wanted = words[0] if words else "both"
    number = int(words[1]) if len(words) > 1 else None
    if wanted in ("batch", "both"):
        write("batch", batch(number or BATCH))
    if wanted in ("one", "both"):
        from bench import registering

        write("one", registering.measured(number or TOWN))
    return 0


def batch(number: int) -> str:
    """Seconds, recall and precision; and recall for each way a second record differs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    from norishiro.people import linkage

    made = people(number)
    truth = pairs_that_are_one(made)
    load = os.getloadavg()[0]
    began = time.monotonic()
    found = linkage.pairs_among(_row(one) for one in made)
    seconds = time.monotonic() - began
    pairs = {(one.first, one.second) for one in found}
    right = pairs & set(truth)
    listed = {pair for pair, ways in truth.items() if len(ways) <= 1}
    recall, precision = len(right & listed) / len(listed), len(right) / max(1, len(pairs))
    twofold = set(truth) - listed
    lines = [
        f"## 町じゅうの二重登録をさがす（{number:,}件の記録）",
        "",
        f"測った日: {date.today().isoformat()}　{platform.python_implementation()} {platform.python_version()}、"
        f"{os.cpu_count()} cores、負荷（1分平均）測る前 {load:.1f}、測ったあと {os.getloadavg()[0]:.1f}。",
        f"作った人の本当の組 {len(truth):,}、見つけた組 {len(pairs):,}、そのうち正しい組 {len(right):,}。",
        "",
        "| | 測った値 | 目標 | |",
        "|---|---:|---:|---|",
        f"| 時間（読む・折りたたむ・比べる） | {seconds:.0f} 秒 | ≤ {GOAL_SECONDS} 秒 | {_met(seconds <= GOAL_SECONDS)} |",
        f"| 再現率（ちがい方が一つの {len(listed):,} 組） | {recall:.2%} | ≥ {GOAL_RECALL:.0%} | {_met(recall >= GOAL_RECALL)} |",
        f"| 適合率 | {precision:.2%} | ≥ {GOAL_PRECISION:.0%} | {_met(precision >= GOAL_PRECISION)} |",
        "",
        f"ちがい方が二つ重なった {len(twofold):,} 組では {len(right & twofold) / max(1, len(twofold)):.2%}、"
        f"すべての組では {len(right) / len(truth):.2%}。適合率は、すべての組で数えた。",
        "",
        "| 二つめの記録のちがい方（一つのとき） | 組 | 見つけた |",
        "|---|---:|---:|",
    ]
    there = Counter(way for pair in listed for way in truth[pair] or ("そのまま",))
    hit = Counter(way for pair in right & listed for way in truth[pair] or ("そのまま",))
    lines += [f"| {way} | {there[way]:,} | {hit[way] / there[way]:.1%} |" for way in sorted(there)]
    return "\n".join(lines)


def _row(one: Made) -> object:
    from norishiro.people.linkage import Row

    return Row(
        id=one.id, name=one.name, kana=one.kana, alias=one.alias, birth=one.birth, phone=one.phone,
        address=one.address, sex=one.sex,
    )  # fmt: skip


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[max(0, int(len(times) * share) - 1)]


def summary(times: list[float]) -> str:
    return f"{statistics.median(times):.0f} | {percentile(times, 0.95):.0f} | {max(times):.0f}"


def _met(good: bool) -> str:
    return "○" if good else "×"


def write(name: str, text: str) -> None:
    """Put a part into bench/README.md, in place of the one measured before."""
    print(text)
    begin, end = f"<!-- duplicates:{name} -->", f"<!-- /duplicates:{name} -->"
    page = README.read_text(encoding="utf-8")
    part = f"{begin}\n{text}\n{end}\n"
    found = re.search(f"{re.escape(begin)}.*?{re.escape(end)}\n", page, re.DOTALL)
    page = page.replace(found.group(), part) if found else f"{page.rstrip()}\n\n{part}"
    README.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
