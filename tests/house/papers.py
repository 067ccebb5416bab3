"""The papers written from data: the guides, the trace of ASVS, the sheet of WCAG.

`make docs` writes the pages; test_papers.py compares them and looks for every test named.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from norishiro.handbook import guides
from tests.house.source import ROOT

DOCS = ROOT / "docs"
GUIDES = DOCS / "ja" / "操作の手引き"
TRACE = DOCS / "ja" / "ASVSとの対応.md"
ACCESS = DOCS / "ja" / "アクセシビリティ.md"
BEGIN = "<!-- ここから下は make docs が書く -->"


def read(name: str) -> dict[str, Any]:
    """One of the data files under docs/data."""
    return tomllib.loads((DOCS / "data" / name).read_text(encoding="utf-8"))


# --- the pages ---------------------------------------------------------------------------------------------


def trace_page() -> str:
    """The hand-written part as it stands, and the trace of ASVS below the mark."""
    trace = read("asvs.toml")
    judged = {kind: len(trace[kind]) for kind in ("pass", "na", "no")}
    left = trace["total_l1_l2"] - sum(judged.values())
    lines = [
        f"ASVS 5.0.0 の第1・第2水準 {trace['total_l1_l2']} のうち、{sum(judged.values())} を判定しました"
        f"（試験で確かめている {judged['pass']}、当てはまらない {judged['na']}、まだ・弱い {judged['no']}）。"
        + (f"残りの {left} は、まだ判定していません。" if left else "")
        + ("「第2水準を満たす」とは言いません。" if left or judged["no"] else ""),
        "", "| 番号 | 結果 | 何を | 試験・わけ |", "|---|---|---|---|",
    ]  # fmt: skip
    rows = [(number, "○", what, f"`{test}`") for number, (what, test) in trace["pass"].items()]
    rows += [(number, "―", "当てはまらない", why) for number, why in trace["na"].items()]
    rows += [(number, "×", "まだ・弱い", why) for number, why in trace["no"].items()]
    lines += [f"| {' | '.join(row)} |" for row in sorted(rows, key=lambda row: _order(row[0]))]
    return _below_mark(TRACE, lines)


def access_page() -> str:
    """The hand-written part as it stands, and each criterion below the mark."""
    kept = read("wcag.toml")
    judged = kept["criterion"]
    counted = {mark: sum(one["result"] == mark for one in judged) for mark in ("○", "△", "×", "―")}
    lines = [
        f"WCAG 2.2 の A・AA {len(judged)} の達成基準：○ {counted['○']}、△ {counted['△']}（人の確かめがまだ）、"
        f"× {counted['×']}、当てはまらない {counted['―']}。",
        "", "| 番号 | 水準 | 何を | 結果 | どう確かめたか |", "|---|---|---|---|---|",
    ]  # fmt: skip
    lines += [
        f"| {one['id']} | {one['level']} | {one['what']} | {one['result']} | {_evidence(one)} |"
        for one in judged
    ]
    return _below_mark(ACCESS, lines)


def _evidence(one: dict[str, Any]) -> str:
    return "<br>".join(
        [*(f"`{test}`" for test in one.get("tests", [])), *([one["note"]] if "note" in one else [])]
    )


def _below_mark(page: Path, lines: list[str]) -> str:
    written = page.read_text(encoding="utf-8").partition(BEGIN)[0]
    return f"{written}{BEGIN}\n\n" + "\n".join(lines) + "\n"


def _order(number: str) -> list[int]:
    return [int(part) for part in number.removeprefix("V").split(".")]


def guide_pages() -> dict[str, str]:
    """The guides by the names of their files."""
    return {f"{guide.title}.md": guides.written(guide) for guide in guides.guides()}


def pages() -> dict[Path, str]:
    return {
        TRACE: trace_page(), ACCESS: access_page(),
        **{GUIDES / name: text for name, text in guide_pages().items()},
    }  # fmt: skip
