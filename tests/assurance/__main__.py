"""`make assure`: run every proof at its scale, then print each row's figure beside its target.

Fails when a proof fails, and when a demanded row left no figure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from tests.assurance.evidence import FILE_VARIABLE, SCALE_VARIABLE, Line, kept

FOLDER = Path(__file__).parent

# What the gate is held to. A row joins when its proof is written.
DEMANDED = (
    *("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11", "C12", "C13", "C14"),
    *(
        "A3",
        "A4",
        "A5",
        "A6",
        "A7",
        "O1",
        "O3",
        "O4",
        "O6",
        "O7",
        "O8",
        "O9",
        "O10",
        "I1",
        "I2",
        "I3",
        "I4",
        "I5",
        "I6",
        "I7",
        "I8",
        "I9",
    ),
    *("P1", "P2", "P3", "P4", "P6", "P7", "P8", "B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8"),
    *("X1", "X2", "X3", "X4", "X5", "X6", "X7"),
    "公開",
)


def main(arguments: list[str]) -> int:
    """`[scale] [pytest arguments]`; the scale is `ci` unless told."""
    scale = arguments[0] if arguments and not arguments[0].startswith("-") else "ci"
    extra = arguments[1:] if arguments and arguments[0] == scale else arguments
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "evidence.jsonl"
        code = _run(scale, extra, file=file)
        lines = kept(file)
    sys.stdout.write(table(lines))
    missing = [row for row in DEMANDED if row not in {line.row for line in lines}]
    if missing:
        sys.stdout.write(f"\n数値が出ていない行: {'、'.join(missing)}\n")
    return code or int(bool(missing)) or int(not all(line.holds for line in lines))


def _run(scale: str, extra: Iterable[str], *, file: Path) -> int:
    environment = {**os.environ, SCALE_VARIABLE: scale, FILE_VARIABLE: str(file)}
    command = [sys.executable, "-m", "pytest", "-n", "2", "-p", "no:cacheprovider", str(FOLDER), *extra]
    return subprocess.run(command, env=environment, check=False).returncode


def table(lines: Iterable[Line]) -> str:
    """Row, figure, target, ○ or ×; wide characters count two."""
    rows = [(line.row, line.figure, line.target, "○" if line.holds else "×") for line in lines]
    rows = [("行", "出た数値", "目標", ""), *rows]
    widths = [max(_width(row[at]) for row in rows) for at in range(4)]
    return (
        "\n"
        + "\n".join(
            "  ".join(_padded(cell, widths[at]) for at, cell in enumerate(row)).rstrip() for row in rows
        )
        + "\n"
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
