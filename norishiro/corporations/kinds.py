"""The kinds of corporations, what they are good at and what they offer, read once from ``data/kinds.toml``."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("data") / "kinds.toml"
_WRITTEN: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _labels(table: str) -> dict[str, str]:
    return {one["code"]: one["label"] for one in _WRITTEN[table]}


SOURCE: str = _WRITTEN["source"]
VALID_FROM: date = _WRITTEN["valid_from"]
KINDS, STRENGTHS, OFFERS = _labels("kinds"), _labels("strengths"), _labels("offers")
KIND_CHOICES, STRENGTH_CHOICES, OFFER_CHOICES = (
    list(KINDS.items()),
    list(STRENGTHS.items()),
    list(OFFERS.items()),
)
COUNSEL = "COUNSEL"
_REGISTERED_AS: dict[str, str] = {one["code"]: one["registered_as"] for one in _WRITTEN["kinds"]}
_PLACE_KIND: dict[str, str] = {one["code"]: one["place_kind"] for one in _WRITTEN["offers"]}


def kind_label(code: str) -> str:
    """A code of a list that was replaced stays readable as itself."""
    return KINDS.get(code, code)


def strength_label(code: str) -> str:
    return STRENGTHS.get(code, code)


def offer_label(code: str) -> str:
    return OFFERS.get(code, code)


def registered_as(code: str) -> str:
    """The kind under which the body stands in the registry of places."""
    return _REGISTERED_AS[code]


def place_kind(code: str) -> str:
    """The kind under which an offer stands in the registry of places."""
    return _PLACE_KIND[code]
