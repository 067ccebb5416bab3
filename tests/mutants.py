"""`make mutants`: faults put into the policy one by one; for each, some test must fail.

Works on a copy of the tracked files, so that nothing of it is left in the tree. What is mutated, and by which tests it is
to be noticed, stands in pyproject.toml under `tool.mutmut`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.assurance.evidence import Line

ROOT = Path(__file__).resolve().parent.parent
KILLED = "killed"
# Each mutant is tried in a process of its own; what they share is the machine.
WORKERS = "2"


def main() -> int:
    """Print how many were noticed, and every one that was not."""
    line, survivors = try_them()
    sys.stdout.write("".join(f"{one}\n" for one in survivors))
    sys.stdout.write(f"{line.figure}（目標 {line.target}）\n")
    return int(not line.holds)


def try_them() -> tuple[Line, list[str]]:
    """Run mutmut on a copy of the tree; answer the row's line and whatever survived, with its change."""
    with tempfile.TemporaryDirectory(prefix="norishiro-mutants-") as folder:
        place = Path(folder)
        _copy_tracked(place)
        _mutmut(place, "run", "--max-children", WORKERS)
        verdicts = _verdicts(_mutmut(place, "results", "--all", "True"))
        left = sorted(name for name, verdict in verdicts.items() if verdict != KILLED)
        survivors = [f"{verdicts[name]} {_mutmut(place, 'show', name)}" for name in left]
    counted = Counter(verdicts.values())
    figure = f"方針の誤り {len(verdicts)} のうち気づいた {counted[KILLED]}、残った {len(left)}"
    return Line(row="I8", figure=figure, target="すべて気づく", holds=bool(verdicts) and not left), survivors


def _copy_tracked(place: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        target = place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)


def _mutmut(place: Path, *words: str) -> str:
    environment = {**os.environ, "NORISHIRO_TEST_SUFFIX": "mutants", "PYTHONPATH": ""}
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", *words],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"mutmut {words[0]}: {done.stdout[-2_000:]}{done.stderr[-2_000:]}")
    return done.stdout


def _verdicts(listed: str) -> dict[str, str]:
    """``name: verdict`` on every line that has a verdict."""
    pairs = (line.strip().rpartition(": ") for line in listed.splitlines() if "__mutmut_" in line)
    return {name: verdict for name, _colon, verdict in pairs}


if __name__ == "__main__":
    raise SystemExit(main())
