"""How a text for everybody is set: as the handbook's, with readings above characters, and leading only to the outside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from django.utils.safestring import SafeString
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from norishiro.core.ruby import sounded
from norishiro.handbook.writing import Setter, Setting

# No address of ours: what stands behind a door would lead everybody to the door.
LINKED = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)


class PublicSetting(Setting):
    """The handbook's renderer; ``[今日|きょう]`` becomes 今日 with its reading above it."""

    def text(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return sounded(tokens[index].content)


class PublicSetter(Setter):
    """The library with the addresses that everybody can open."""

    # The library calls it by this name.
    def validateLink(self, url: str) -> bool:  # noqa: N802
        return LINKED.match(url.strip()) is not None


@cache
def _setter() -> PublicSetter:
    setter = PublicSetter("commonmark", {"html": False, "breaks": True}, renderer_cls=PublicSetting)
    setter.enable("table").disable(["image", "html_block", "html_inline"])
    return setter


def rendered(text: str) -> SafeString:
    """The text as HTML of our own making: every letter that was typed is escaped."""
    return SafeString(_setter().render(text))
