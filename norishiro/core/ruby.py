"""Readings above characters: ``[今日|きょう]`` in a text becomes 今日 with きょう above it."""

from __future__ import annotations

import re

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

READING = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")


def sounded(text: str, *, marked: re.Pattern[str] = READING) -> SafeString:
    """Escaped, with the readings above the characters; in brackets where a browser or a reader shows none above."""
    ruby = r"<ruby>\1<rp>（</rp><rt>\2</rt><rp>）</rp></ruby>"
    return mark_safe(marked.sub(ruby, conditional_escape(text)))  # noqa: S308 escaped a moment ago
