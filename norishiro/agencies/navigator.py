"""What people come with and which fields usually take it, read once from ``data/navigator.toml``."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "navigator.toml"


@dataclass(frozen=True)
class Topic:
    """One kind of worry; ``urgent`` ones are shown whom to reach at once."""

    code: str
    label: str
    plain: str
    fields: tuple[str, ...]
    words: tuple[str, ...]
    urgent: bool = False


@dataclass(frozen=True)
class AtOnce:
    """A number that answers everywhere in the country, for some of the topics."""

    number: str
    label: str
    plain: str
    topics: tuple[str, ...]


_WRITTEN = tomllib.loads(_FILE.read_text(encoding="utf-8"))
TOPICS = tuple(
    Topic(
        one["code"], one["label"], one["plain"], tuple(one["fields"]), tuple(one["words"]), one.get("urgent", False)
    )
    for one in _WRITTEN["topics"]
)  # fmt: skip
AT_ONCE = tuple(
    AtOnce(one["number"], one["label"], one["plain"], tuple(one["topics"])) for one in _WRITTEN["at_once"]
)
MOST_TOPICS = 2
ANYTHING = TOPICS[-1]


def topic(code: str) -> Topic | None:
    return next((one for one in TOPICS if one.code == code), None)


def fields_of(found: Sequence[Topic]) -> list[str]:
    """The fields of agencies that usually take these; only the nearest topics count."""
    return [field for one in found[:MOST_TOPICS] for field in one.fields]


def at_once(found: Sequence[Topic]) -> list[AtOnce]:
    """The numbers that answer at once in these topics."""
    codes = {one.code for one in found[:MOST_TOPICS]}
    return [one for one in AT_ONCE if codes & set(one.topics)]


def topics_in(sentence: str) -> list[Topic]:
    """The topics whose words stand in one sentence, the most words first; none when it names nothing known."""
    plain = unicodedata.normalize("NFKC", sentence).casefold()
    counted = [(sum(word.casefold() in plain for word in one.words), one) for one in TOPICS]
    return [one for count, one in sorted(counted, key=lambda pair: -pair[0]) if count]
