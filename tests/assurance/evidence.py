"""How large a proof is run, and the figure it leaves behind."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, cast, get_args

Scale = Literal["small", "ci", "nightly"]

SCALE_VARIABLE = "NORISHIRO_ASSURE"
FILE_VARIABLE = "NORISHIRO_EVIDENCE"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of the table: what was seen beside what was demanded."""

    row: str
    figure: str
    target: str
    holds: bool


def scale() -> Scale:
    """The ordinary test run proves little of each, so that nothing rots; `make assure` proves all of it."""
    wanted = os.environ.get(SCALE_VARIABLE, "small")
    if wanted not in get_args(Scale):
        raise ValueError(
            f"{SCALE_VARIABLE} は {'・'.join(get_args(Scale))} のどれかにしてください（いまは {wanted}）。"
        )
    return cast(Scale, wanted)


class Evidence:
    """Handed to a proof: says how much to do, takes the figure, and fails where the figure does not hold."""

    def at_scale(self, *, small: int, ci: int, nightly: int) -> int:
        """How many at the scale of this run."""
        return {"small": small, "ci": ci, "nightly": nightly}[scale()]

    def shows(self, *, row: str, figure: str, target: str, holds: bool) -> None:
        """Keep one line of the table; a figure that does not hold fails the test."""
        keep(Line(row=row, figure=figure, target=target, holds=holds))
        assert holds, f"{row}: {figure}（目標 {target}）"


def keep(line: Line) -> None:
    """Append the line to the run's file, when somebody asked for one; one short write per line, so workers may share it."""
    if name := os.environ.get(FILE_VARIABLE):
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")


def kept(file: Path) -> list[Line]:
    """The lines of a run, in the order of the rows."""
    if not file.exists():
        return []
    lines = [Line(**json.loads(text)) for text in file.read_text(encoding="utf-8").splitlines()]
    return sorted(lines, key=lambda line: (line.row[0], _number(line.row), line.figure))


def _number(row: str) -> int:
    """C10 comes after C9; a row with a name of its own (公開) has no number."""
    digits = row[1:]
    return int(digits) if digits.isdecimal() else 0
