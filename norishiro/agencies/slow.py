"""おそい問い合わせ: what a page asked of the database and had to wait for, in a small file outside it.

Kept are the name of the view, the question without any value, how long and when; never what was asked for, by whom or about whom.
"""

from __future__ import annotations

import fcntl
import json
import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import connections

# Two files of this size at most: what is older goes.
MOST_BYTES = 500_000
LONGEST_QUESTION = 2000

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]

# Whatever may be a value: between quotes or dollars, after a point or alone as digits. Names of columns stand in double quotes.
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)
_DOLLARS = re.compile(r"\$([A-Za-z_]*)\$.*?\$\1\$", re.S)
_ESCAPED = re.compile(r"\bE'(?:[^'\\]|\\.|'')*'", re.S | re.I)
_QUOTED = re.compile(r"'(?:[^']|'')*'", re.S)
_NUMBER = re.compile(r"(?<![\w\"])-?\d[\d.]*(?:e[+-]?\d+)?\b", re.I)
_LIST = re.compile(r"\((?:\s*(?:%s|\?)\s*,)+\s*(?:%s|\?)\s*\)")


@dataclass(frozen=True)
class Question:
    """One kind of question: from which view, how often it was slow, and how slow."""

    view: str
    sql: str
    count: int
    longest: float
    total: float
    last: datetime

    @property
    def mean(self) -> float:
        return self.total / self.count


def without_values(sql: str) -> str:
    """The question with every value gone, in one line."""
    for mark, put in (
        (_COMMENT, " "),
        (_DOLLARS, "?"),
        (_ESCAPED, "?"),
        (_QUOTED, "?"),
        (_NUMBER, "?"),
        (_LIST, "(…)"),
    ):
        sql = mark.sub(put, sql)
    # A quote that never closes would leave a value standing.
    return " ".join(sql.partition("'")[0].split())[:LONGEST_QUESTION]


# --- writing ---------------------------------------------------------------------------------------------


class Noticing(ExitStack):
    """While a page is made: every question that takes longer than the settings allow is noted."""

    def __init__(self, request: Any) -> None:
        super().__init__()
        self.request = request
        for connection in connections.all():
            self.enter_context(connection.execute_wrapper(self._timed))

    def _timed(self, execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            seconds = perf_counter() - began
            if seconds >= settings.NORISHIRO_SLOW_SECONDS:
                match = self.request.resolver_match
                with suppress(OSError):  # the page goes on whether or not it can be noted
                    keep(
                        view=match.view_name if match else "",
                        sql=str(sql),
                        seconds=seconds,
                        at=datetime.now(UTC),
                    )


def keep(*, view: str, sql: str, seconds: float, at: datetime) -> None:
    """Add a line; a file that is full becomes the one before, and that one goes."""
    line = json.dumps(
        {"view": view, "sql": without_values(sql), "seconds": round(seconds, 3), "at": at.isoformat(timespec="minutes")},
        ensure_ascii=False,
    )  # fmt: skip
    file, before = files()
    file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    with file.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if file.exists() and file.stat().st_size > MOST_BYTES:
            file.replace(before)
        with file.open("a", encoding="utf-8") as kept:
            file.chmod(0o600)
            kept.write(line + "\n")


# --- reading ---------------------------------------------------------------------------------------------


def files() -> tuple[Path, Path]:
    """The one that is written, and the one before."""
    file = Path(settings.NORISHIRO_SLOW)
    return file, file.with_suffix(".before.jsonl")


def questions() -> list[Question]:
    """Each kind once, those that cost most time first. A line that cannot be read is as good as none."""
    found: dict[tuple[str, str], Question] = {}
    for view, sql, seconds, at in _lines(reversed(files())):
        one = found.get((view, sql), Question(view, sql, 0, 0.0, 0.0, at))
        found[view, sql] = Question(
            view, sql, one.count + 1, max(one.longest, seconds), one.total + seconds, max(one.last, at)
        )
    return sorted(found.values(), key=lambda one: (-one.total, one.view, one.sql))


def _lines(kept: Iterable[Path]) -> Iterable[tuple[str, str, float, datetime]]:
    for file in kept:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        for line in lines:
            with suppress(ValueError, KeyError, TypeError):
                told = json.loads(line)
                yield (
                    str(told["view"]),
                    str(told["sql"]),
                    float(told["seconds"]),
                    datetime.fromisoformat(told["at"]),
                )


def begin_anew() -> None:
    """Let go what was noted, after something was mended."""
    for file in files():
        file.unlink(missing_ok=True)
