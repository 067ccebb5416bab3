"""Kinds of helpers and of help, and what points are given for, read once from ``data/kinds.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("data") / "kinds.toml"
_WRITTEN: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Kind:
    """A kind of helper. ``tasks``: something may be asked of them; ``visits``: after the course, also visits;
    ``paired``: goes together with somebody."""

    code: str
    label: str
    note: str = ""
    tasks: bool = False
    visits: bool = False
    paired: bool = False


@dataclass(frozen=True)
class Service:
    """A kind of help. ``visit``: only the trained go; ``paired``: two go; ``fee``: it is paid."""

    code: str
    label: str
    visit: bool = False
    paired: bool = False
    fee: bool = False


@dataclass(frozen=True)
class PointRule:
    """What is worth how much; by itself when help of a ``service`` is written down."""

    code: str
    label: str
    amount: int
    service: str = ""


SOURCE: str = _WRITTEN["source"]
VALID_FROM: date = _WRITTEN["valid_from"]
MOST_A_DAY: int = _WRITTEN["most_a_day"]
KINDS = {one["code"]: Kind(**one) for one in _WRITTEN["kinds"]}
SERVICES = {one["code"]: Service(**one) for one in _WRITTEN["services"]}
POINTS = {one["code"]: PointRule(**one) for one in _WRITTEN["points"]}
KIND_CHOICES = [(one.code, one.label) for one in KINDS.values()]
SERVICE_CHOICES = [(one.code, one.label) for one in SERVICES.values()]
# What somebody enters by hand; what a visit is worth comes with the visit.
POINT_CHOICES = [(one.code, f"{one.label}（{one.amount}点）") for one in POINTS.values() if not one.service]


def kind_of(code: str) -> Kind:
    """A code of a list that was replaced stays readable as itself, and nothing can be asked of it."""
    return KINDS.get(code) or Kind(code, code)


def service_of(code: str) -> Service:
    return SERVICES.get(code) or Service(code, code)


def earned_by(service: str) -> PointRule | None:
    """What a visit of this service is worth."""
    return next((one for one in POINTS.values() if one.service == service), None)
