"""X6, X7: every criterion of WCAG 2.2 A and AA is judged on the published sheet; the plain pages are short and plain."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.assurance.evidence import Evidence
from tests.house import papers
from tests.house.source import HOUSE, ROOT

EASY = HOUSE / "public_site" / "data" / "tongues" / "easy.toml"
TWICE_NO = re.compile(r"ないわけでは|なくはな|ないことはな|ないとは限|ざるをえない|ないものではない")
MARKED = re.compile(r"\[([^\[\]|]+)\|[^\[\]|]+\]")
KANJI = re.compile(r"[㐀-鿿]")
LONGEST, MEAN = 50, 30


def sentences(text: str) -> list[str]:
    """Sentences and lines; readings and blanks are not counted."""
    parts = re.split(r"[。！？\n]", MARKED.sub(r"\1", text))
    return [plain for part in parts if len(plain := re.sub(r"\s", "", part)) > 1]


def strings(found: Any) -> Iterator[str]:
    """Every text of a data file."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for one in found.values() if isinstance(found, dict) else found:
            yield from strings(one)


def test_every_criterion_is_judged_and_published(evidence: Evidence) -> None:
    judged = papers.read("wcag.toml")["criterion"]
    counted = Counter(one["result"] for one in judged)
    hollow = [
        one["id"] for one in judged for test in one.get("tests", []) if not (ROOT / test).exists()
    ]  # fmt: skip
    published = papers.ACCESS.read_text(encoding="utf-8")
    unsaid = [one["id"] for one in judged if f"| {one['id']} |" not in published]
    evidence.shows(
        row="X6",
        figure=f"WCAG 2.2 A・AA {len(judged)}/55 を判定：○{counted['○']} △{counted['△']}（人の確かめがまだ）"
        f" ×{counted['×']} ―{counted['―']}",
        target="55/55 を判定、どれも公開、ない試験を言わない",
        holds=len({one["id"] for one in judged}) == 55 and not hollow and not unsaid,
    )


def test_the_plain_pages_are_plain(evidence: Evidence) -> None:
    every = list(
        strings(
            {
                key: one
                for key, one in tomllib.loads(EASY.read_text(encoding="utf-8")).items()
                if key != "weekdays"
            }
        )
    )
    bare = [one for one in every if KANJI.search(MARKED.sub("", one))]
    told = [one for text in every for one in sentences(text)]
    long = [one for one in told if len(one) > LONGEST]
    twice = [one for one in told if TWICE_NO.search(one)]
    mean = sum(map(len, told)) / len(told)
    print(*bare, *long, *twice, sep="\n")  # noqa: T201  # each, where the figure counts
    evidence.shows(
        row="X7",
        figure=f"やさしい日本語の文 {len(told)}：平均 {mean:.0f}、最長 {max(map(len, told))}、二重の打ち消し {len(twice)}、"
        f"ふりがなのない漢字 {len(bare)}（曜日の一字は別）",
        target=f"平均{MEAN}・最長{LONGEST}まで、0、0",
        holds=not (bare or long or twice) and mean <= MEAN,
    )
