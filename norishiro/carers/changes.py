"""What is different between two versions, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NOTHING = "書かれていない"


@dataclass(frozen=True)
class Change:
    """One line that is not what it was."""

    label: str
    before: str
    after: str


def changes(*, before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> tuple[Change, ...]:
    """Every label whose words differ, in the order in which the newer version tells them."""
    was, now = dict(before), dict(after)
    labels = dict.fromkeys([*now, *was])
    return tuple(
        Change(label, was.get(label) or NOTHING, now.get(label) or NOTHING)
        for label in labels
        if was.get(label, "") != now.get(label, "")
    )
