"""夜のしごと: what the clock calls, and how each went the last times. Kept as lines in files, like the ledger's checkpoints:
they can be written and read while the database sleeps or is broken. They hold counts and words of the program, never a name."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings

KEPT = 60
LONGEST = 300
# Whoever began so long ago and never said how it ended was stopped half-way.
LONGEST_RUN = timedelta(hours=4)

State = Literal["begun", "done", "failed", "left_out"]


@dataclass(frozen=True)
class Errand:
    """One thing the clock calls, and from when on it is late."""

    name: str
    label: str
    every: str
    within_minutes: int
    cure: str
    needs_address: bool = False
    needs_second_place: bool = False


@dataclass(frozen=True)
class Run:
    """One time it was called; ``words`` are what the command itself said."""

    began: datetime
    ended: datetime | None
    state: State
    words: str

    @property
    def seconds(self) -> int:
        return int((self.ended - self.began).total_seconds()) if self.ended else 0


@dataclass(frozen=True)
class Standing:
    """How things stand with one errand at a moment."""

    errand: Errand
    last: Run | None
    late: bool
    failed: bool
    earlier: list[Run] = field(default_factory=list)

    @property
    def due(self) -> datetime | None:
        """Until when it should have run again."""
        return self.last.began + timedelta(minutes=self.errand.within_minutes) if self.last else None


@cache
def errands() -> tuple[Errand, ...]:
    text = (Path(__file__).parent / "data/errands.toml").read_text(encoding="utf-8")
    return tuple(Errand(**row) for row in tomllib.loads(text)["errands"])


def known(name: str) -> Errand | None:
    return next((one for one in errands() if one.name == name), None)


def folder() -> Path:
    return Path(settings.NORISHIRO_ERRANDS)


# --- writing ---------------------------------------------------------------------------------------------


def keep(name: str, run: Run) -> None:
    """Add a line, in place of the one that said it had begun. Whole or not at all; the oldest go."""
    runs = [one for one in kept(name) if one.state != "begun" or one.began != run.began]
    lines = [_written(one) for one in [run, *runs][:KEPT]]
    folder().mkdir(parents=True, mode=0o700, exist_ok=True)
    draft = folder() / f".{name}.{os.getpid()}"
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    draft.chmod(0o600)
    draft.replace(_file(name))


def _written(run: Run) -> str:
    told = {
        **asdict(run),
        "began": run.began.isoformat(),
        "ended": run.ended.isoformat() if run.ended else None,
        "words": run.words[:LONGEST],
    }
    return json.dumps(told, ensure_ascii=False)


# --- reading ---------------------------------------------------------------------------------------------


def kept(name: str) -> list[Run]:
    """The last times, newest first. A line that cannot be read is as good as none."""
    try:
        lines = _file(name).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    runs = []
    for line in lines:
        try:
            told = json.loads(line)
            ended = datetime.fromisoformat(told["ended"]) if told["ended"] else None
            runs.append(Run(datetime.fromisoformat(told["began"]), ended, told["state"], told["words"]))
        except (ValueError, KeyError, TypeError):
            continue
    return runs


def standings(*, now: datetime) -> list[Standing]:
    """Every errand, in the order of the file."""
    return [_standing(one, now=now) for one in errands()]


def troubled(*, now: datetime) -> list[Standing]:
    """Those that failed, or that used to run and did not come again."""
    return [one for one in standings(now=now) if one.failed or one.late]


def never_ran() -> bool:
    """Nobody has told the clock yet."""
    return not any(kept(one.name) for one in errands())


def _standing(errand: Errand, *, now: datetime) -> Standing:
    runs = kept(errand.name)
    last = runs[0] if runs else None
    stopped = last is not None and last.state == "begun" and now - last.began > LONGEST_RUN
    late = last is not None and now - last.began > timedelta(minutes=errand.within_minutes)
    failed = last is not None and (last.state == "failed" or stopped)
    return Standing(errand=errand, last=last, late=late, failed=failed, earlier=runs[1:6])


def _file(name: str) -> Path:
    return folder() / f"{name}.jsonl"
