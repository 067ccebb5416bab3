"""What stands in a letter: written and read as one sealed text."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "wordings.toml"


@dataclass(frozen=True, kw_only=True)
class Content:
    """The words of the sender. Everything but ``words`` may be empty."""

    words: str
    worries: tuple[str, ...] = ()
    about: str = ""
    who: str = ""
    where: str = ""
    sender: str = ""
    reply_to: str = ""
    language: str = ""

    def packed(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def unpacked(cls, packed: bytes) -> Content:
        known = {field.name for field in fields(cls)}
        read = {key: value for key, value in json.loads(packed).items() if key in known}
        return cls(**{**read, "worries": tuple(read.get("worries", ()))})


@dataclass(frozen=True)
class Wording:
    """The consent as it stood beside the tick."""

    version: str
    text: str


@cache
def wordings() -> dict[str, Wording]:
    """The consent texts of the public forms, by form."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {key: Wording(one["version"], one["text"]) for key, one in found.items()}
