"""What people come with and which fields usually take it, read once from ``data/navigator.toml``."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "navigator.toml"


@dataclass(frozen=True)
class Topic:
    """One kind of worry; ``urgent`` ones are shown whom to reach at once."""

    code: str
    label: str
    fields: tuple[str, ...]
    words: tuple[str, ...]
    urgent: bool = False


TOPICS = tuple(
    Topic(one["code"], one["label"], tuple(one["fields"]), tuple(one["words"]), one.get("urgent", False))
    for one in tomllib.loads(_FILE.read_text(encoding="utf-8"))["topics"]
)
ANYTHING = TOPICS[-1]


def topic(code: str) -> Topic | None:
    return next((one for one in TOPICS if one.code == code), None)


def topics_in(sentence: str) -> list[Topic]:
    """The topics whose words stand in one sentence, the most words first; none when it names nothing known."""
    plain = unicodedata.normalize("NFKC", sentence).casefold()
    counted = [(sum(word.casefold() in plain for word in one.words), one) for one in TOPICS]
    return [one for count, one in sorted(counted, key=lambda pair: -pair[0]) if count]
