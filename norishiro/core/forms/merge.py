"""Two people wrote at once: both texts side by side, nothing lost, nobody decides but a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

UNKNOWN = object()


class MergeState(StrEnum):
    """What happened to one field since both began."""

    SAME = "same"
    ONLY_MINE = "only_mine"
    ONLY_THEIRS = "only_theirs"
    BOTH = "both"


@dataclass(frozen=True)
class MergeRow:
    """One field, both values and, if known, the value both began with."""

    name: str
    label: str
    mine: Any
    theirs: Any
    base: Any
    state: MergeState
    suggested: str

    @property
    def is_open(self) -> bool:
        """Whether a person must choose: both sides differ."""
        return self.state is not MergeState.SAME

    @property
    def base_known(self) -> bool:
        return self.base is not UNKNOWN


def merge_view(
    fields: Iterable[tuple[str, str]],
    *,
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
) -> list[MergeRow]:
    """Field by field, what I typed and what the other has saved, open differences first.

    ``fields`` are names with labels. Empty text, ``None`` and empty lists count as the same emptiness. Where
    ``base`` shows that only one side changed, that side is suggested; where both changed, or nothing is known,
    mine is suggested, because it would otherwise be lost from sight. Nothing is decided here.
    """
    rows = [
        _row(name, label, mine=mine.get(name), theirs=theirs.get(name), base=(base or {}).get(name, UNKNOWN))
        for name, label in fields
    ]
    return sorted(rows, key=lambda row: not row.is_open)


def _row(name: str, label: str, *, mine: Any, theirs: Any, base: Any) -> MergeRow:
    state = _state(mine=mine, theirs=theirs, base=base)
    suggested = "theirs" if state is MergeState.ONLY_THEIRS else "mine"
    return MergeRow(
        name=name, label=label, mine=mine, theirs=theirs, base=base, state=state, suggested=suggested
    )


def _state(*, mine: Any, theirs: Any, base: Any) -> MergeState:
    if _same(mine, theirs):
        return MergeState.SAME
    if base is UNKNOWN:
        return MergeState.BOTH
    if _same(mine, base):
        return MergeState.ONLY_THEIRS
    return MergeState.ONLY_MINE if _same(theirs, base) else MergeState.BOTH


def _same(one: Any, other: Any) -> bool:
    return one == other or (_is_empty(one) and _is_empty(other))


def _is_empty(value: Any) -> bool:
    return value is None or (value != 0 and value is not False and not value)
