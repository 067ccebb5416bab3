"""The kinds of groups and gatherings and the age bands, read once from ``data/kinds.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("data") / "kinds.toml"
_WRITTEN: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Coded:
    """A code that is stored, and its words."""

    code: str
    label: str


@dataclass(frozen=True)
class ActivityKind(Coded):
    """A kind of gathering, and under which kind the reports count it."""

    counted_as: str


@dataclass(frozen=True)
class Work(Coded):
    """One of the programmes 地域づくり is made of, and the law it stands on."""

    law: str


SOURCE: str = _WRITTEN["source"]
VALID_FROM: date = _WRITTEN["valid_from"]
GROUPS = tuple(Coded(**one) for one in _WRITTEN["groups"])
ACTIVITIES = tuple(ActivityKind(**one) for one in _WRITTEN["activities"])
AGES = tuple(Coded(**one) for one in _WRITTEN["ages"])
WORKS = tuple(Work(**one) for one in _WRITTEN["works"])
WORK_CHOICES = [(one.code, one.label) for one in WORKS]
GROUP_CHOICES = [(one.code, one.label) for one in GROUPS]
ACTIVITY_CHOICES = [(one.code, one.label) for one in ACTIVITIES]
AGE_LABELS = {one.code: one.label for one in AGES}
_GROUP_LABELS, _ACTIVITY_LABELS = dict(GROUP_CHOICES), dict(ACTIVITY_CHOICES)
_COUNTED_AS = {one.code: one.counted_as for one in ACTIVITIES}


def group_label(code: str) -> str:
    """A code of a list that was replaced stays readable as itself."""
    return _GROUP_LABELS.get(code, code)


def activity_label(code: str) -> str:
    return _ACTIVITY_LABELS.get(code, code)


def work_label(code: str) -> str:
    return dict(WORK_CHOICES).get(code, code)


def counted_as(code: str) -> str:
    return _COUNTED_AS[code]
