"""``make bench ONLY=town``: how long ``norishiro town`` takes for each size, and what stands there afterwards.

Each town is laid anew in a place of its own (NORISHIRO_HOME/town-<size>), its ledger is kept, walked and measured, and what
was seen is left there as ``town.json``. The page is written from those notes, so a size that is not asked for keeps its
figures. ``python -m bench.laid_town city`` asks for one; without words all but the city, which takes its time.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from config import databases, embedded
from config.env import parse
from norishiro.casework.town.sizes import SIZES

ROOT = Path(__file__).resolve().parent.parent
NOTE = "town.json"
GOAL_SECONDS = 600
BIG = "city"
SHOWN = {
    "people_person": "人", "people_household": "世帯", "cases_case": "ケース", "outreach_contact": "接触記録",
    "sharing_grant": "共有", "ledger_entry": "台帳の行", "resources_place": "居場所",
}  # fmt: skip


def main(asked: list[str]) -> int:
    unknown = [one for one in asked if one not in SIZES]
    if unknown:
        print(
            f"「{'、'.join(unknown)}」という大きさはありません。{'・'.join(SIZES)} のどれかを書いてください。"
        )
        return 2
    base = Path(os.environ.get("NORISHIRO_HOME", ROOT / "var")).absolute()
    for name in asked or [one for one in SIZES if one != BIG]:
        (base / f"town-{name}" / NOTE).write_text(json.dumps(measure(name, base / f"town-{name}")))
    notes = {name: base / f"town-{name}" / NOTE for name in SIZES}
    page = report({name: json.loads(file.read_text()) for name, file in notes.items() if file.exists()})
    (ROOT / "bench" / "town.md").write_text(page, encoding="utf-8")
    print(page)
    return 0


def measure(name: str, home: Path) -> dict[str, Any]:
    """Lay one town anew. The tables come first, so that only the town is timed."""
    shutil.rmtree(home, ignore_errors=True)
    environment = {**os.environ, "NORISHIRO_HOME": str(home)}
    _norishiro(["migrate"], environment)
    before = os.getloadavg()[0]
    spent, said = _norishiro(["town", "--size", name], environment)
    checkpoint, _words = _norishiro(["ledger", "checkpoint"], environment)
    verify, held = _norishiro(["ledger", "verify"], environment)
    return {
        "day": date.today().isoformat(), "machine": f"CPython {platform.python_version()}、{os.cpu_count()} cores",
        "load": [before, os.getloadavg()[0]], "seconds": spent, "checkpoint": checkpoint, "verify": verify,
        "rows": {table: int(number.replace(",", "")) for table, number in re.findall(r"^  (\w+) +([\d,]+)$", said, re.M)},
        "parts": {part: int(number) for part, number in re.findall(r"(\S+) (\d+)(?=、|$)", _line(said, "かかった秒: "))},
        "held": held.splitlines()[0], "bytes": _bytes(home),
    }  # fmt: skip


def _line(said: str, head: str) -> str:
    return next(line.removeprefix(head) for line in said.splitlines() if line.startswith(head)).replace(
        "、", "、 "
    )


def _norishiro(words: list[str], environment: dict[str, str]) -> tuple[float, str]:
    """Seconds, and what it said."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "config.command", *words], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return time.monotonic() - began, done.stdout


def _bytes(home: Path) -> int:
    """How large the database is on the disk."""
    environment = parse({"NORISHIRO_HOME": str(home)})
    with embedded.in_use(embedded.Server(home=home)):
        arguments = databases.connect_arguments(databases.settings_for(environment, role="owner"))
        with psycopg.connect(**arguments) as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0


def report(notes: dict[str, dict[str, Any]]) -> str:
    lines = [
        "# 作りものの町を作る速さ（norishiro town）",
        "",
        "`make bench ONLY=town` がこの頁を書く。手では直さない。市は `python -m bench.laid_town city` で測る。"
        "時間は、表だけがある場所に命令を打ってから終わるまで（プログラムの起動、VACUUM ANALYZE を含む）。",
        "",
        "| 町 | 測った日 | 機械 | 負荷（1分平均） 前→あと | 作る 秒 | 目標 ≤ 600 秒 | 控え 秒 | 台帳を確かめる 秒 | データベース MB |",
        "|---|---|---|---|---:|---|---:|---:|---:|",
    ]
    for name, note in notes.items():
        met = "○" if note["seconds"] <= GOAL_SECONDS else "×"
        lines.append(
            f"| {SIZES[name].label} | {note['day']} | {note['machine']} | {note['load'][0]:.1f}→{note['load'][1]:.1f} "
            f"| {note['seconds']:.0f} | {met} | {note['checkpoint']:.0f} | {note['verify']:.0f} | {note['bytes'] / 2**20:,.0f} |"
        )
    lines += ["", f"| 町 | {' | '.join(SHOWN.values())} |", f"|---|{'---:|' * len(SHOWN)}"]
    for name, note in notes.items():
        counted = " | ".join(f"{note['rows'][table]:,}" for table in SHOWN)
        lines.append(f"| {SIZES[name].label} | {counted} |")
    lines += ["", "| 町 | 内わけ（秒） | 台帳 |", "|---|---|---|"]
    for name, note in notes.items():
        parts = "、".join(f"{part} {seconds}" for part, seconds in note["parts"].items())
        lines.append(f"| {SIZES[name].label} | {parts} | {note['held']} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
