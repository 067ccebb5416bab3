"""Two editions side by side: which lines went, came or were changed, and within a changed line which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# So many lines that are alike stay in sight around a change.
AROUND = 2


@dataclass(frozen=True)
class Piece:
    """A run of letters of a line, and whether the other side has it too."""

    text: str
    differs: bool = False


@dataclass(frozen=True)
class Row:
    """One line before and after. ``skipped``: so many lines that are alike are left out here."""

    kind: str
    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()
    skipped: int = 0


LABELS = {"same": "同じ", "changed": "変わった", "gone": "なくなった", "new": "ふえた", "skipped": "略"}


def compare(before: str, after: str) -> list[Row]:
    """The rows of the comparison, in the order of the text; empty where both are alike."""
    old, new = _written(before), _written(after)
    if old == new:
        return []
    rows: list[Row] = []
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (step, a, b, c, d) in enumerate(steps):
        if step == "equal":
            rows += _alike(old[a:b], first=number == 0, last=number == len(steps) - 1)
        else:
            rows += _differing(old[a:b], new[c:d])
    return rows


def _written(text: str) -> list[str]:
    """The lines with something on them: an empty one more or less says nothing."""
    return [line for line in text.splitlines() if line.strip()]


def _alike(lines: list[str], *, first: bool, last: bool) -> Iterator[Row]:
    head, tail = (0 if first else AROUND), (0 if last else AROUND)
    hidden = len(lines) - head - tail
    # Leaving out a single line saves nothing.
    if hidden < 2:
        yield from (_same(line) for line in lines)
        return
    yield from (_same(line) for line in lines[:head])
    yield Row("skipped", skipped=hidden)
    yield from (_same(line) for line in lines[len(lines) - tail :])


def _same(line: str) -> Row:
    return Row("same", (Piece(line),), (Piece(line),))


def _differing(old: list[str], new: list[str]) -> Iterator[Row]:
    pairs = min(len(old), len(new))
    yield from (_changed(one, other) for one, other in zip(old[:pairs], new[:pairs], strict=True))
    yield from (Row("gone", before=(Piece(line, True),)) for line in old[pairs:])
    yield from (Row("new", after=(Piece(line, True),)) for line in new[pairs:])


def _changed(old: str, new: str) -> Row:
    before, after = [], []
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        differs = step != "equal"
        if b > a:
            before.append(Piece(old[a:b], differs))
        if d > c:
            after.append(Piece(new[c:d], differs))
    return Row("changed", tuple(before), tuple(after))
