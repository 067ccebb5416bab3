"""What stands behind the pages of a printed paper (core.watermark)."""

from __future__ import annotations

import pypdf
import pypdfium2
from pypdf.generic import NameObject

ACROSS, DOWN = 3, 8
GREY = range(200, 232)


def mark_of(page: pypdf.PageObject) -> str:
    """The words of the drawing that the page repeats; empty where it repeats none."""
    patterns = page["/Resources"].get_object().get("/Pattern", {})
    drawn = [one for one in (each.get_object() for each in patterns.values()) if "/Resources" in one]
    if not drawn:
        return ""
    alone = pypdf.PageObject.create_blank_page(width=600, height=600)
    alone[NameObject("/Resources")] = drawn[0]["/Resources"]
    alone[NameObject("/Contents")] = drawn[0]
    return alone.extract_text()


def marked_fields(content: bytes, *, page: int) -> int:
    """How many of the 24 fields of a page show some of the mark's grey."""
    picture = pypdfium2.PdfDocument(content)[page].render(scale=1).to_pil().convert("L")
    wide, high = picture.width // ACROSS, picture.height // DOWN
    fields = (
        picture.crop((wide * column, high * row, wide * (column + 1), high * (row + 1)))
        for row in range(DOWN)
        for column in range(ACROSS)
    )
    return sum(sum(field.histogram()[GREY.start : GREY.stop]) > 20 for field in fields)
