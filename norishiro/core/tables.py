"""Tables as plain data, and pages of a list by keyset.

A cursor is the id of the first or last row shown, never its sort key: a name or a date of birth must not
stand in an address. There is no count: counting costs as much as the list itself and tells who else exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")

PAGE_SIZE = 50


@dataclass(frozen=True)
class Column:
    """A heading; ``number`` columns stand to the right."""

    label: str
    number: bool = False


@dataclass(frozen=True)
class Cell:
    """What stands in one place: text, a small line under it, an address, or a badge of some tone."""

    text: object
    small: str = ""
    href: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """Cells with their columns beside them, so that a narrow screen can repeat the heading."""

    pairs: tuple[tuple[Column, Cell], ...]
    current: bool = False


@dataclass(frozen=True)
class Table:
    """A caption, columns and rows; shown by ``{% data_table table %}``."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty_text: str = "まだありません"
    dense: bool = False
    wide: bool = False
    hide_caption: bool = False


def table(
    caption: str,
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[object]],
    *,
    empty_text: str = "まだありません",
    dense: bool = False,
    wide: bool = False,
    hide_caption: bool = False,
) -> Table:
    """A table from plain values; anything that is not yet a ``Cell`` becomes one."""
    heads = tuple(column if isinstance(column, Column) else Column(column) for column in columns)
    filled = tuple(Row(tuple(zip(heads, map(_cell, row), strict=True))) for row in rows)
    return Table(
        caption, heads, filled, empty_text=empty_text, dense=dense, wide=wide, hide_caption=hide_caption
    )


def _cell(value: object) -> Cell:
    return value if isinstance(value, Cell) else Cell("" if value is None else value)


class Way(StrEnum):
    """Towards the end of the list, or back towards its beginning."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True)
class Place:
    """Where in a list somebody stands: from a row on, one way or the other."""

    way: Way = Way.AFTER
    row: UUID | None = None


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows, and the cursors of the neighbouring pages if there are any."""

    rows: tuple[T, ...] = field(default=())
    before: UUID | None = None
    after: UUID | None = None


def place_in(query: object) -> Place:
    """The place named by ``?after=`` or ``?before=``; anything unreadable is the beginning."""
    get: Callable[[str], str | None] = query.get  # type: ignore[attr-defined]
    for way in Way:
        row = _uuid(get(way.value))
        if row is not None:
            return Place(way, row)
    return Place()


def cut_page(
    fetched: Sequence[T], *, place: Place, id_of: Callable[[T], UUID], size: int = PAGE_SIZE
) -> Page[T]:
    """A page from ``size + 1`` fetched rows, in the order in which they were fetched.

    Going back, the query fetches in reverse order; the rows are turned round here.
    """
    more = len(fetched) > size
    rows = tuple(fetched[:size])
    if place.way is Way.BEFORE:
        rows = rows[::-1]
    if not rows:
        return Page()
    has_before = more if place.way is Way.BEFORE else place.row is not None
    has_after = True if place.way is Way.BEFORE else more
    return Page(
        rows, before=id_of(rows[0]) if has_before else None, after=id_of(rows[-1]) if has_after else None
    )


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
