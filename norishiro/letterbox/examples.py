"""The examples on the public forms: the town's own, or those that came with the program."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from norishiro.letterbox.choices import ExampleKind
from norishiro.letterbox.models import Example

FILE = Path(__file__).parent / "data" / "examples.toml"
MOST = 30


@dataclass(frozen=True)
class Story:
    """Something that happened like this elsewhere, to be read while filling in."""

    title: str
    text: str


@dataclass(frozen=True)
class Examples:
    """Worries to tick, and stories to read."""

    worries: tuple[str, ...]
    stories: tuple[Story, ...]


def current_examples() -> Examples:
    """What the town wrote; where it wrote nothing yet, what came along."""
    rows = list(Example.objects.all()[: 2 * MOST])
    if not rows:
        return usual()
    return Examples(
        worries=tuple(one.title for one in rows if one.kind == ExampleKind.WORRY),
        stories=tuple(Story(one.title, one.text) for one in rows if one.kind == ExampleKind.STORY),
    )


@cache
def usual() -> Examples:
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Examples(
        worries=tuple(found["worries"]),
        stories=tuple(Story(one["title"], one["text"]) for one in found["stories"]),
    )
