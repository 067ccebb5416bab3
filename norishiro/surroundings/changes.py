"""Two days side by side: what became of each tie, in words. Material for talking, not for marking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from norishiro.surroundings.choices import WEIGHT, Direction, Strength


@dataclass(frozen=True)
class Held:
    """A tie as it was on one day."""

    thread: UUID
    who: str
    around: str
    strength: str
    strained: bool
    direction: str
    words: str = ""


@dataclass(frozen=True)
class Difference:
    """What became of one tie. ``kind``: GREW, SHRANK, NEW or GONE; OTHER where neither."""

    kind: str
    between: str
    says: str
    words: str = ""


def differences(before: Iterable[Held], after: Iterable[Held]) -> list[Difference]:
    """What is otherwise on the second day, what grew first. A tie that stayed the same is not told."""
    earlier = {one.thread: one for one in before}
    later = {one.thread: one for one in after}
    found = [_new(one) for thread, one in later.items() if thread not in earlier]
    found += [_gone(one) for thread, one in earlier.items() if thread not in later]
    found += [
        told
        for thread, one in later.items()
        if thread in earlier and (told := _changed(earlier[thread], one))
    ]
    order = ("NEW", "GREW", "OTHER", "SHRANK", "GONE")
    return sorted(found, key=lambda one: (order.index(one.kind), one.between))


def _between(one: Held) -> str:
    return f"{one.who} と {one.around}"


def _new(one: Held) -> Difference:
    return Difference("NEW", _between(one), f"新しくつながった（{Strength(one.strength).label}）", one.words)


def _gone(one: Held) -> Difference:
    return Difference("GONE", _between(one), "つながりが終わった")


def _changed(before: Held, after: Held) -> Difference | None:
    said = [
        words
        for words in (
            _strength(before.strength, after.strength),
            _strain(before.strained, after.strained),
            _direction(before.direction, after.direction),
        )
        if words
    ]
    if not said:
        return None
    return Difference(_kind(before, after), _between(after), "、".join(said), after.words)


def _kind(before: Held, after: Held) -> str:
    """A tie that holds more grew; one that holds as much grew where the strain is gone."""
    more = WEIGHT[after.strength] - WEIGHT[before.strength] or before.strained - after.strained
    return "GREW" if more > 0 else "SHRANK" if more < 0 else "OTHER"


def _strength(before: str, after: str) -> str:
    if before == after:
        return ""
    was, is_now = Strength(before).label, Strength(after).label
    if before == Strength.CUT:
        return f"つながり直した（{is_now}）"
    if after == Strength.CUT:
        return f"途絶えた（{was}から）"
    word = "つながりが強くなった" if WEIGHT[after] > WEIGHT[before] else "つながりが弱くなった"
    return f"{word}（{was}から{is_now}へ）"


def _strain(before: bool, after: bool) -> str:
    if before == after:
        return ""
    return "ストレス・対立が出てきた" if after else "ストレス・対立が和らいだ"


def _direction(before: str, after: str) -> str:
    if before == after:
        return ""
    return f"働きかけの向きが変わった（{Direction(after).label}）"
