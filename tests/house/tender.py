"""What procurement papers ask and what we answer: ``docs/tender.toml`` as a page and as a table a spreadsheet opens."""

from __future__ import annotations

import csv
import io
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.house.source import ROOT

FILE = ROOT / "docs" / "tender.toml"
PAGE = ROOT / "docs" / "ja" / "調達仕様書への回答表.md"
TABLE = PAGE.with_suffix(".csv")
ANSWERS = {"○": "できる", "△": "一部できる", "×": "できない"}
NAMES = {"screen": "画面", "test": "試験", "doc": "文書", "bench": "測定", "row": "検査表"}


@dataclass(frozen=True)
class Ask:
    """One demand, our answer, and where it can be seen."""

    number: str
    part: str
    words: str
    answer: str
    says: str
    why: str
    shown: tuple[tuple[str, str], ...]

    @property
    def told(self) -> str:
        return " ".join(one for one in (self.says, f"（{self.why}）" if self.why else "") if one)


@cache
def asks() -> tuple[Ask, ...]:
    return tuple(_read(tomllib.loads(FILE.read_text(encoding="utf-8"))))


def _read(given: dict[str, Any]) -> Iterator[Ask]:
    for first, part in enumerate(given["part"], start=1):
        for second, one in enumerate(part["ask"], start=1):
            shown = tuple((kind, what) for kind, _, what in (place.partition(":") for place in one["shown"]))
            yield Ask(
                f"{first}-{second}",
                part["name"],
                one["words"],
                one["answer"],
                one["says"],
                one.get("why", ""),
                shown,
            )


def faults() -> list[str]:
    """What is claimed and cannot be found, or refused without a reason."""
    return [fault for one in asks() for fault in _faults_of(one)]


def _faults_of(one: Ask) -> Iterator[str]:
    if one.answer not in ANSWERS:
        yield f"{one.number}: 答え「{one.answer}」は ○・△・× のどれでもありません。"
    if one.answer == "○" and (one.why or not one.shown):
        yield f"{one.number}: ○ には見られるものが要り、わけは要りません。"
    if one.answer in "△×" and not one.why:
        yield f"{one.number}: {one.answer} には、わけが要ります。"
    for kind, what in one.shown:
        if not _is_there(kind, what):
            yield f"{one.number}: {kind}:{what} はありません。"


def _is_there(kind: str, what: str) -> bool:
    if kind == "screen":
        return what in _screens()
    if kind == "row":
        return what in _rows()
    folder = {"doc": "docs/", "bench": "bench/", "test": "tests/"}.get(kind)
    return folder is not None and what.startswith(folder) and (ROOT / what.partition("::")[0]).exists()


@cache
def _screens() -> frozenset[str]:
    """Imported late: Django is set up by then."""
    from tests.house.source import addresses

    return frozenset(one.name for one in addresses())


@cache
def _rows() -> frozenset[str]:
    with (ROOT / "docs" / "rows.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(line["row_id"] for line in csv.DictReader(file))


def page() -> str:
    counts = Counter(one.answer for one in asks())
    lines = [
        "# 調達仕様書への回答表",
        "",
        "`docs/tender.toml` から `make docs` が書きます。手では直しません。表計算で開く同じ表が、隣の CSV です。",
        "",
        f"よく求められること{len(asks())}のうち、○ {counts['○']}・△ {counts['△']}・× {counts['×']}。△ と × には、わけがあります。",
        "「見られるもの」の試験・測定は、だれでも同じ命令（`make test`・`make assure`・`make bench`）で確かめられます。",
    ]
    part = ""
    for one in asks():
        if one.part != part:
            part = one.part
            lines += [
                "",
                f"## {part}",
                "",
                "| 番号 | 求められること | 答え | ことば | 見られるもの |",
                "|---|---|---|---|---|",
            ]
        shown = "<br>".join(f"{NAMES[kind]} `{what}`" for kind, what in one.shown) or "—"
        lines.append(f"| {one.number} | {one.words} | {one.answer} | {one.told} | {shown} |")
    return "\n".join([*lines, ""])


def table() -> str:
    """With a mark at its head, so that Excel reads it as UTF-8."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(["番号", "区分", "求められること", "答え", "ことば", "わけ", "見られるもの"])
    for one in asks():
        shown = "、".join(f"{NAMES[kind]} {what}" for kind, what in one.shown)
        out.writerow([one.number, one.part, one.words, one.answer, one.says, one.why, shown])
    return "\ufeff" + text.getvalue()


def pages() -> dict[Path, str]:
    return {PAGE: page(), TABLE: table()}
