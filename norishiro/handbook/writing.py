"""How the text of a page is set: Markdown as CommonMark has it, with tables, without HTML, pictures or strange addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

# To other sites by name, and within the program; nothing that runs, opens a file or carries its data in itself.
LINKED = re.compile(r"(https?://|mailto:|tel:|#|/(?![/\\]))", re.IGNORECASE)

# The title of the page is the first heading; what is written below it begins one step lower and goes no deeper than h4.
LEVELS = {"h1": "h2", "h2": "h3"}


class Setting(RendererHTML):
    """The renderer of the library with the house's table and headings."""

    def heading_open(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:  # fmt: skip
        return f"<{LEVELS.get(tokens[index].tag, 'h4')}>"

    def heading_close(
        self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
    ) -> str:  # fmt: skip
        return f"</{LEVELS.get(tokens[index].tag, 'h4')}>\n"

    def table_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return '<div class="n-tablewrap" role="region" aria-label="表" tabindex="0"><table class="n-table">\n'

    def table_close(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return "</table></div>\n"

    def link_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        tokens[index].attrSet("rel", "noreferrer noopener")
        return self.renderToken(tokens, index, options, env)


class Setter(MarkdownIt):
    """The library with the addresses of the house."""

    # The library calls it by this name.
    def validateLink(self, url: str) -> bool:  # noqa: N802
        return LINKED.match(url.strip()) is not None


@cache
def _setter() -> MarkdownIt:
    setter = Setter("commonmark", {"html": False, "breaks": True}, renderer_cls=Setting)
    setter.enable("table").disable(["image", "html_block", "html_inline"])
    return setter


def rendered(text: str) -> SafeString:
    """The text as HTML of our own making: every letter that was typed is escaped by the library."""
    return SafeString(_setter().render(text))
