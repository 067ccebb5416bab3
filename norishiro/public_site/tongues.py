"""The words of the public pages, one file per language (docs/howto/add-a-language.md). Chosen by the address, never by a cookie.

``[今日|きょう]`` in a file becomes 今日 with its reading above it. What a file does not say is said as in Japanese.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from norishiro.core.ruby import sounded

FOLDER = Path(__file__).parent / "data" / "tongues"
MODEL = "ja"
CODE = re.compile(r"[a-z]{2,8}(?:-[a-z]{2,8})?")

Words = Mapping[str, Mapping[str, SafeString]]


@dataclass(frozen=True)
class Tongue:
    """One language: what it calls itself, what the browser is told, and its words by page."""

    code: str
    name: SafeString
    lang: str
    order: int
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    words: Words

    @property
    def is_model(self) -> bool:
        return self.code == MODEL

    @property
    def is_japanese(self) -> bool:
        """Where not, what staff wrote in Japanese is marked as being in another language."""
        return self.lang == "ja"

    def say(self, page: str, key: str, **values: object) -> SafeString:
        """One sentence with its values."""
        said = self.words[page][key]
        return format_html(str(said), **values) if values else said

    def name_of(self, group: str, code: str, otherwise: str) -> SafeString:
        """The word for a code of ours; as staff see it where this language has none."""
        return self.words[group].get(code) or conditional_escape(otherwise)

    def day(self, on: date) -> SafeString:
        return self.say(
            "frame", "day", month=self.months[on.month - 1], day=on.day, weekday=self.weekdays[on.weekday()]
        )


def tongues() -> tuple[Tongue, ...]:
    """Every language there is, the model first."""
    return _read(tuple(sorted(_files())))


def tongue(code: str) -> Tongue | None:
    return next((one for one in tongues() if one.code == code), None)


def _files() -> Iterable[Path]:
    """Ours and those the town lays beside its data."""
    own: Path = settings.NORISHIRO_TONGUES
    return [
        one
        for folder in (FOLDER, own)
        if folder.is_dir()
        for one in folder.glob("*.toml")
        if CODE.fullmatch(one.stem)
    ]


@cache
def _read(files: tuple[Path, ...]) -> tuple[Tongue, ...]:
    model = tomllib.loads((FOLDER / f"{MODEL}.toml").read_text(encoding="utf-8"))
    found = [_tongue(one.stem, tomllib.loads(one.read_text(encoding="utf-8")), model=model) for one in files]
    return tuple(sorted(found, key=lambda one: (one.order, one.code)))


def _tongue(code: str, said: Mapping[str, object], *, model: Mapping[str, object]) -> Tongue:
    words = {
        page: {key: sounded(text) for key, text in {**own, **_page(said, page)}.items()}
        for page, own in ((one, _page(model, one)) for one in model if isinstance(model[one], dict))
    }
    return Tongue(
        code=code, name=sounded(str(said["name"])), lang=str(said["lang"]), order=int(str(said.get("order", 99))),
        weekdays=_twice(said, model, "weekdays"), months=_twice(said, model, "months"), words=words,
    )  # fmt: skip


def _page(said: Mapping[str, object], page: str) -> dict[str, str]:
    found = said.get(page, {})
    return {key: str(text) for key, text in found.items()} if isinstance(found, dict) else {}


def _twice(said: Mapping[str, object], model: Mapping[str, object], name: str) -> tuple[str, ...]:
    listed = said.get(name) or model[name]
    return tuple(str(one) for one in listed) if isinstance(listed, list) else ()
