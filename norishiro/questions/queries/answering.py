"""The answer: a pivot of one figure by rows and columns, or several figures beside each other. Counted by ``reports`` alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from shapely.geometry.base import BaseGeometry

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, AreaMap
from norishiro.agencies.permissions import Permission
from norishiro.questions import axes, rules
from norishiro.questions.asking import Asked
from norishiro.questions.ground import AreaChart, area_chart
from norishiro.questions.lines import Line, line
from norishiro.reports import lookups, suppression
from norishiro.reports import queries as report_queries
from norishiro.reports.charts import Chart, chart
from norishiro.reports.choices import ScopeKind
from norishiro.reports.definitions import Figure
from norishiro.reports.lookups import Crossed
from norishiro.reports.queries import Behind

# Never one worker beside another.
KINDS = (
    ScopeKind.AGENCY, ScopeKind.BASE, ScopeKind.AREA, ScopeKind.PROGRAMME, ScopeKind.TOWN,
)  # fmt: skip
NOTHING = Crossed(0, 0)
Shapes = Mapping[str, BaseGeometry]
WHOLE = "全体"
MOST_CHARTS = 12


@dataclass(frozen=True)
class Cell:
    """One number as this reader may know it. ``place``: which row and column it stands in; ``number`` is None under five."""

    figure: Figure
    place: dict[str, str]
    number: int | None
    covered: bool = False

    @property
    def words(self) -> str:
        return suppression.UNDER if self.number is None else f"{self.number:,}"

    @property
    def label(self) -> str:
        return self.figure.label

    @property
    def opens(self) -> bool:
        """Is there anything behind it, and may one look?"""
        return not self.covered and bool(self.number)


@dataclass(frozen=True)
class Row:
    """One row: what it stands for, and its cells."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """One table: columns with their units, the line of the whole, the rows."""

    title: str
    heading: str
    columns: tuple[tuple[str, str], ...]
    sums: tuple[Cell, ...]
    rows: tuple[Row, ...]
    charts: tuple[Chart | Line | AreaChart, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a question comes to, for this reader. ``covered``: some of its numbers are told in steps; ``is_unmapped``: it is by
    area, and nobody has read the outlines of the areas."""

    asked: Asked
    tables: tuple[Table, ...]
    covered: bool
    map: AreaMap | None = None
    is_unmapped: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.covered and not any(cell.number for one in self.tables for cell in one.sums)

    @property
    def meanings(self) -> list[tuple[str, str]]:
        """What the rows, columns and filters mean, where that is not plain."""
        return [
            (axes.LABELS[one], axes.MEANINGS[one])
            for one in axes.LABELS
            if one in self.asked.used & axes.MEANINGS.keys()
        ]


def answer(actor: Actor, *, asked: Asked, leaves: bool = False) -> Answer:
    """Count it with the reader's own rights. ``leaves``: for a table that goes out, where no small number may stand."""
    covers = rules.is_covered(leaves=leaves, of_whom=asked.of_whom, counts=actor.may(Permission.SEE_COUNTS))
    filters = {axis: [code] for axis, code in asked.filters.items()}
    counted = lookups.cross(
        asked.scope,
        asked.period,
        figures=asked.counted,
        rows=asked.rows,
        columns=asked.columns,
        filters=filters,
        named=axes.NAMED,
    )
    found = {place for one in counted.values() for place in one}
    by_area = asked.rows == "areas" and not leaves
    shapes = agency_queries.area_outlines(actor) if by_area else {}
    rows = _members(asked, asked.rows, {row for row, _column in found if row is not None})
    tables: list[Table] = []
    if asked.columns:
        columns = _members(asked, asked.columns, {column for _row, column in found if column is not None})
        tables = [
            _pivot(asked, one, counted[one.key], rows, columns, shapes, covers=covers)
            for one in asked.counted
        ]
    elif asked.counted:
        tables = [_beside(asked, counted, rows, shapes, covers=covers)]
    covered = covers and any(suppression.covers(one) for one in asked.counted)
    return Answer(
        asked,
        tuple(tables),
        covered,
        map=agency_queries.area_map(actor) if shapes else None,
        is_unmapped=by_area and not shapes,
    )


def behind(actor: Actor, *, asked: Asked, figure: Figure, place: dict[str, str]) -> Behind:
    """The records of one cell, as far as the actor may see them."""
    filters = {axis: [code] for axis, code in asked.filters.items()}
    return report_queries.behind_cell(
        actor,
        scope=asked.scope,
        period=asked.period,
        figure=figure,
        place=place,
        filters=filters,
        named=axes.NAMED,
    )


def _cell(figure: Figure, found: Crossed, place: dict[str, str], *, covers: bool) -> Cell:
    if covers and suppression.covers(figure):
        return Cell(figure, place, suppression.covered(found.number, mark=found.mark), covered=True)
    return Cell(figure, place, found.number)


def _pivot(
    asked: Asked, figure: Figure, counted: dict[lookups.Place, Crossed], rows: list[tuple[str, str]],
    columns: list[tuple[str, str]], shapes: Shapes, *, covers: bool,
) -> Table:  # fmt: skip
    """One figure: rows by columns, and the sums of both as they were counted, not added."""

    def cell(row: str | None, column: str | None) -> Cell:
        place = {
            axis: code for axis, code in ((asked.rows, row), (asked.columns, column)) if code is not None
        }
        return _cell(figure, counted.get((row, column), NOTHING), place, covers=covers)

    across: list[tuple[str | None, str]] = [*columns, (None, WHOLE)]
    lines = tuple(Row(label, tuple(cell(code, one) for one, _name in across)) for code, label in rows)
    heading = axes.LABELS[asked.rows]
    return Table(
        title=f"{figure.label}（{figure.unit}）", heading=heading, columns=tuple((name, figure.unit) for _one, name in across),
        sums=tuple(cell(None, one) for one, _name in across), rows=lines,
        charts=_charts(asked, [(name, figure.unit) for _one, name in columns], lines, shapes),
    )  # fmt: skip


def _beside(
    asked: Asked,
    counted: dict[str, dict[lookups.Place, Crossed]],
    rows: list[tuple[str, str]],
    shapes: Shapes,
    *,
    covers: bool,
) -> Table:
    """Several figures in the same rows."""

    def cell(figure: Figure, row: str | None) -> Cell:
        place = {} if row is None else {asked.rows: row}
        return _cell(figure, counted[figure.key].get((row, None), NOTHING), place, covers=covers)

    columns = [(one.label, one.unit) for one in asked.counted]
    lines = tuple(Row(label, tuple(cell(one, code) for one in asked.counted)) for code, label in rows)
    return Table(
        title="・".join(one.label for one in asked.counted), heading=axes.LABELS[asked.rows], columns=tuple(columns),
        sums=tuple(cell(one, None) for one in asked.counted), rows=lines, charts=_charts(asked, columns, lines, shapes),
    )  # fmt: skip


def _charts(
    asked: Asked, columns: list[tuple[str, str]], rows: tuple[Row, ...], shapes: Shapes
) -> tuple[Chart | Line | AreaChart, ...]:
    """One small chart for each column, all of them alike: a line over months, a map of areas whose outlines are known, else
    bars."""
    if shapes and (maps := _maps(asked, columns, rows, shapes)):
        return maps
    draw = line if asked.rows == "months" and len(rows) > 1 else chart
    drawn = [
        draw(
            name, heading=axes.LABELS[asked.rows], unit=unit,
            rows=[(one.label, one.cells[nth].number) for one in rows], untold=suppression.UNDER,
        )
        for nth, (name, unit) in enumerate(columns[:MOST_CHARTS])
    ]  # fmt: skip
    return tuple(one for one in drawn if not one.is_empty)


def _maps(
    asked: Asked, columns: list[tuple[str, str]], rows: tuple[Row, ...], shapes: Shapes
) -> tuple[AreaChart, ...]:
    named = {one.cells[0].place[asked.rows]: one.label for one in rows}
    others = [one for one in lookups.area_rows(set(shapes), on=asked.period.last) if one[0] not in named]
    drawn = [
        area_chart(
            name, key=f"{rows[0].cells[nth].figure.key}-{nth}", unit=unit, shapes=shapes, untold=suppression.UNDER,
            rows=[
                *((one.cells[nth].place[asked.rows], one.label, one.cells[nth].number) for one in rows),
                *((code, label, 0) for code, label in others),
            ],
        )
        for nth, (name, unit) in enumerate(columns[:MOST_CHARTS] if rows else [])
    ]  # fmt: skip
    return tuple(one for one in drawn if not one.is_empty)


def _members(asked: Asked, axis: str, there: Collection[str]) -> list[tuple[str, str]]:
    """What stands in rows or columns, in its order: every code there is; of places and agencies those that did something."""
    if axis == "months":
        return [(one.isoformat(), f"{one.month}月") for one in asked.period.months]
    if axis == "areas":
        return lookups.area_rows(there, on=asked.period.last)
    if axis == "agencies":
        rows = Agency.objects.filter(id__in=[UUID(one) for one in there if one]).order_by("code")
        return [(str(key), name) for key, name in rows.values_list("id", "name")]
    beside = ((lookups.OTHER, axes.OTHERS), ("", axes.UNKNOWN))
    return [*axes.CODES[axis], *(one for one in beside if one[0] in there)]
