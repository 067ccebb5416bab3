"""The mark behind every page of a paper: whose copy this is, all over the sheet.

It is one small drawing that the page repeats, so that it is set in type once: as text in every field it cost as much
as everything else on the paper.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# In points, from the corner of the paper (sheet.css leaves 18 mm). Three by eight fields fill A4 to its edges, so that no part can be cut off unmarked.
WIDTH, HEIGHT = 198.43, 105.24
LETTERS, LEADING = 10.5, 1.3
IN_ONE_LINE = 15
MOST_HEIGHT = 75.0


def watermark(words: Iterable[object]) -> SafeString:
    """A style for the head of a sheet. Every word stands whole: a long one goes on in the next line, many become smaller."""
    lines = [part for word in words for part in _broken(str(word))]
    step = min(LETTERS * LEADING, MOST_HEIGHT / max(len(lines), 1))
    first = HEIGHT / 2 - step * (len(lines) - 1) / 2
    rows = format_html_join(
        "", '<text x="{}" y="{}">{}</text>',
        ((WIDTH / 2, round(first + step * place, 2), line) for place, line in enumerate(lines)),
    )  # fmt: skip
    drawing = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}pt" height="{1}pt" viewBox="0 0 {0} {1}">'
        '<g transform="rotate(-18 {2} {3})" text-anchor="middle" dominant-baseline="middle" font-family="sans-serif"'
        ' font-weight="bold" font-size="{4}" fill="#d8d8d8">{5}</g></svg>',
        WIDTH, HEIGHT, WIDTH / 2, HEIGHT / 2, round(step / LEADING, 2), rows,
    )  # fmt: skip
    return format_html(
        "<style>@page {{ background: url(data:image/svg+xml;base64,{}) -18mm -18mm / {}pt {}pt repeat; }}</style>",
        b64encode(drawing.encode()).decode(), WIDTH, HEIGHT,
    )  # fmt: skip


def _broken(word: str) -> list[str]:
    return [word[at : at + IN_ONE_LINE] for at in range(0, len(word), IN_ONE_LINE)]
