"""Which agencies a concern usually belongs to, read once from ``data/concern_fields.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "concern_fields.toml"
_FIELDS: dict[str, list[str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["fields"]


def fields_of(national_code: str) -> frozenset[str]:
    """The fields whose agencies usually take the concern; empty when it belongs to nobody in particular."""
    return frozenset(_FIELDS.get(national_code, ()))


def main_fields() -> dict[str, str]:
    """The field each concern mostly belongs to, for counting how many fields a matter touches."""
    return {code: fields[0] for code, fields in _FIELDS.items()}
