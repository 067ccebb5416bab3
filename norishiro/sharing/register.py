"""根拠の台帳: every ground on which information may be handed on, as dated data (``grounds.toml``).

A change of law is a new entry with a ``from`` day and an ``until`` on the old one; nothing here changes. A municipality
adds its own (an ordinance) in a file of the same shape, named in the setting ``NORISHIRO_GROUNDS``.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from norishiro.sharing.choices import Ground

BUNDLED = Path(__file__).with_name("grounds.toml")
GROUPS = {
    "FIRST": "まず考える根拠",
    "OFFICE": "個人情報保護法にもとづく提供",
    "MEETING": "ほかの法律の会議",
    "REPORT": "虐待・暴力の通報と対応",
    "DISASTER": "災害",
    "EMERGENCY": "時間がないとき",
}
SIDES = {"public": "行政機関が渡すとき", "private": "民間が渡すとき", "any": "どの機関が渡すときも"}
MARKS = {
    "H": "原文または複数の公的資料で確かめたもの",
    "M": "一つの資料によるもの。使いはじめる前に法令担当と確かめてください",
    "P": "のりしろの提案。使いはじめる前に法令担当と確かめてください",
}


class GroundsError(ValueError):
    """The register is refused: file, entry, what is wrong with it."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Condition(_Entry):
    """One thing that must hold. ``system``: seen from the records; ``staff``: answered in writing by whoever provides."""

    key: str = Field(min_length=1)
    by: Literal["system", "staff"]
    ask: str = Field(min_length=1)
    missing: str = Field(min_length=1)


class Entry(_Entry):
    """One ground as the law had it from one day to another (``until`` exclusive)."""

    code: str = Field(min_length=1, max_length=10)
    group: Literal["FIRST", "OFFICE", "MEETING", "REPORT", "DISASTER", "EMERGENCY"]
    name: str = Field(min_length=1)
    article: str = Field(min_length=1)
    givers: Literal["public", "private", "any"]
    who: str = Field(min_length=1)
    effect: str = Field(min_length=1)
    secrecy: str = Field(min_length=1)
    record: tuple[str, ...] = Field(min_length=1)
    mark: Literal["H", "M", "P"]
    from_on: date = Field(alias="from")
    until_on: date | None = Field(default=None, alias="until")
    hides_reporter: bool = False
    needs_review: bool = False
    condition: tuple[Condition, ...] = Field(min_length=1)

    def in_force(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


class _File(_Entry):
    ground: tuple[Entry, ...]


def in_force(on: date) -> tuple[Entry, ...]:
    """The grounds of that day, in the order of the register."""
    return tuple(entry for entry in entries() if entry.in_force(on))


def ground_on(code: str, *, on: date) -> Entry | None:
    """The ground of this code as it stood on that day, or None."""
    return next((entry for entry in in_force(on) if entry.code == code), None)


def name_of(code: str) -> str:
    """What a ground is called: the words of the program's own, else the newest entry's; the code itself if unknown."""
    if code in Ground.values:
        return Ground(code).label
    return next((entry.name for entry in reversed(entries()) if entry.code == code), code)


def is_known_ground(code: str) -> bool:
    """Whether a right to look may stand on it: one of the program's own, or any entry there ever was."""
    return code in Ground.values or any(entry.code == code for entry in entries())


def entries() -> tuple[Entry, ...]:
    """Every entry there ever was, the bundled ones first. Raises GroundsError where a file is wrong."""
    local = settings.NORISHIRO_GROUNDS
    return _read((BUNDLED, Path(local)) if local else (BUNDLED,))


@lru_cache(maxsize=4)
def _read(paths: tuple[Path, ...]) -> tuple[Entry, ...]:
    found = tuple(entry for path in paths for entry in _file(path))
    _one_at_a_time(found)
    return found


def _file(path: Path) -> tuple[Entry, ...]:
    try:
        return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).ground
    except (OSError, UnicodeDecodeError):
        raise GroundsError(
            f"{path.name}: 開けません。UTF-8 で書かれた、読むことのできるファイルにしてください。"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise GroundsError(f"{path.name}: TOML として読めません（{error}）。") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise GroundsError(f"{path.name}: {place}: 書き方が合いません（{first['msg']}）。") from None


def _one_at_a_time(found: tuple[Entry, ...]) -> None:
    """One code means one thing on any day, and no entry ends before it begins."""
    for entry in found:
        if entry.until_on is not None and entry.until_on <= entry.from_on:
            raise GroundsError(
                f"{entry.code}: until（{entry.until_on}）は from（{entry.from_on}）より後の日にしてください。"
            )
    for number, entry in enumerate(found):
        for other in found[number + 1 :]:
            if entry.code == other.code and (entry.in_force(other.from_on) or other.in_force(entry.from_on)):
                raise GroundsError(
                    f"{entry.code}: {entry.from_on} からの行と {other.from_on} からの行の期間が重なっています。"
                    "前の行に until を書いてください。"
                )
