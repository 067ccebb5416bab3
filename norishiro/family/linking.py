"""A drawing made ready for where it goes: symbols that lead somewhere, letters that can be set on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from norishiro.family.drawing.graph import Family
from norishiro.family.drawing.lettering import letters


def linked(family: Family, address: Callable[[str], str]) -> Family:
    """The same family, each figure with the address of its own panel."""
    return replace(family, figures=tuple(replace(one, href=address(one.key)) for one in family.figures))


def on_paper(family: Family) -> Family:
    """The same with the plain form of rare kanji in the picture: the typesetter sets a picture's letters one by one and
    tears a variation selector off. The words below the picture keep the name exactly."""
    return replace(
        family,
        figures=tuple(
            replace(one, label="".join(letter[0] for letter in letters(one.label)), called=one.spoken)
            for one in family.figures
        ),
    )
