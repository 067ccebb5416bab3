"""Reading everything: the questions put to the database, one table after another, as the server itself writes CSV and JSON.

The rows come through COPY, so the memory needed does not grow with the table. Formulas are made harmless, codes said in words
beside them, arrays written as JSON; every row begins with how it is to be handled.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql

from norishiro.core.documents import FORMULA_STARTS
from norishiro.moving.dictionary import (
    BYTES,
    CONFERENCE,
    MANY,
    MARK,
    MARK_LABEL,
    MOMENT,
    PROTECTED,
    TEXTS,
    YES_NO,
    Column,
    Table,
)

SEALED = "〔封〕"
J6 = "J6"
# So far a row's parents are asked for what makes it special.
DEPTH = 3
# So much is gathered before it is passed on.
BLOCK = 1 << 18
# An apostrophe is doubled too, so that whoever reads it back takes one away, always.
APOSTROPHE = "'"
STARTS = (*FORMULA_STARTS, APOSTROPHE)

# Whose rows are of somebody under protection: the people themselves, their households, their cases.
WHOSE = {"people_person.id", "people_household.id", "cases_case.id"}
NAMED = ("subject_id", "person_id", "household_id", "case_id")
OF_PROTECTION = ("people_protection", "people_withheld", "people_lifting", "people_suppression")
PROTECTED_IDS = """
WITH people AS (
    SELECT person_id FROM people_protection WHERE ended_on IS NULL
    UNION SELECT person_id FROM people_withheld WHERE until_on IS NULL AND person_id IS NOT NULL
)
SELECT person_id FROM people
UNION SELECT household_id FROM people_withheld WHERE until_on IS NULL AND household_id IS NOT NULL
UNION SELECT m.household_id FROM people_membership m JOIN people USING (person_id) WHERE m.until_on IS NULL
UNION SELECT c.case_id FROM cases_casemember c JOIN people USING (person_id)
"""


@dataclass
class Counted:
    """How many rows one reading brought; known when it is over."""

    rows: int = 0


@dataclass(frozen=True)
class Care:
    """What the rows are held against for the first column."""

    tables: Mapping[str, Table]
    protected: Sequence[UUID]

    def mark(self, table: Table) -> sql.Composable:
        """支援会議・支援措置, as an expression over the row ``t``."""
        return sql.SQL("nullif(concat_ws('・', {}, {}), '')").format(
            self._said(CONFERENCE, self._conference(table, "t", DEPTH)),
            self._said(PROTECTED, self._protection(table, "t", DEPTH)),
        )

    def _said(self, word: str, tests: list[sql.Composable]) -> sql.Composable:
        if not tests:
            return sql.SQL("NULL::text")
        return sql.SQL("CASE WHEN {} THEN {} END").format(sql.SQL(" OR ").join(tests), sql.Literal(word))

    def _conference(self, table: Table, alias: str, depth: int) -> list[sql.Composable]:
        own = [one.name for one in table.columns if J6 in dict(one.codes) and not one.kind.endswith(MANY)]
        if own:
            return [sql.SQL("{} = {}").format(sql.Identifier(alias, name), sql.Literal(J6)) for name in own]
        return self._of_parents(table, alias, depth, self._conference)

    def _protection(self, table: Table, alias: str, depth: int) -> list[sql.Composable]:
        if table.name.startswith(OF_PROTECTION):
            return [sql.SQL("true")]
        if not self.protected:
            return []
        tests: list[sql.Composable] = []
        for one in table.columns:
            at = sql.Identifier(alias, one.name)
            if self._names_somebody(table, one):
                tests.append(sql.SQL("{} = ANY ({})").format(at, self._ids()))
            elif one.kind == f"識別子{MANY}" and one.name == "subjects":
                tests.append(
                    sql.SQL("EXISTS (SELECT 1 FROM unnest({}) s WHERE s = ANY ({}))").format(at, self._ids())
                )
        return tests or self._of_parents(table, alias, depth, self._protection)

    def _names_somebody(self, table: Table, column: Column) -> bool:
        return (
            column.refers in WHOSE
            or f"{table.name}.{column.name}" in WHOSE
            or (not column.refers and column.kind == "識別子" and column.name in NAMED)
        )

    def _ids(self) -> sql.Composable:
        return sql.SQL("{}::uuid[]").format(sql.Literal([str(one) for one in self.protected]))

    def _of_parents(self, table: Table, alias: str, depth: int, asked: Any) -> list[sql.Composable]:
        """A row is what the rows are that it cannot be without."""
        tests: list[sql.Composable] = []
        for one in table.columns:
            parent = self.tables.get(one.refers.partition(".")[0])
            if not depth or not one.required or parent is None or parent.name == table.name:
                continue
            inner = asked(parent, f"{alias}t", depth - 1)
            if inner:
                tests.append(
                    sql.SQL("EXISTS (SELECT 1 FROM {} {} WHERE {} = {} AND ({}))").format(
                        sql.Identifier(parent.name), sql.Identifier(f"{alias}t"),
                        sql.Identifier(f"{alias}t", one.refers.partition(".")[2]), sql.Identifier(alias, one.name),
                        sql.SQL(" OR ").join(inner),
                    )
                )  # fmt: skip
        return tests


def protected_ids() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(PROTECTED_IDS)
        return sorted(row[0] for row in cursor.fetchall())


# --- one table -------------------------------------------------------------------------------------------


def headings(table: Table) -> list[str]:
    """The first line of the CSV."""
    return [MARK_LABEL, *(words for one in table.columns for words in (one.label, one.in_words) if words)]


def csv_of(table: Table, *, care: Care, counted: Counted) -> Iterator[bytes]:
    """The table as CSV: UTF-8 with its mark, a line of headings in words, one line for each row."""
    parts = [care.mark(table)]
    for one in table.columns:
        parts += [_for_csv(one), *([_in_words(one)] if one.in_words else [])]
    query = sql.SQL("COPY (SELECT {} FROM {} t) TO STDOUT WITH (FORMAT csv)").format(
        sql.SQL(", ").join(parts), sql.Identifier(table.name)
    )
    # Our own line of headings: the server cuts a name after 63 bytes, twenty letters of Japanese.
    yield b"\xef\xbb\xbf" + csv_line(headings(table))
    yield from _copied(query, counted)


def csv_line(cells: Sequence[str]) -> bytes:
    """One line of a CSV, as the server would write it; a text never begins like a formula."""
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerow(
        [f"{APOSTROPHE}{one}" if one.startswith(STARTS) else one for one in cells]
    )
    return out.getvalue().encode()


def json_of(table: Table, *, care: Care, counted: Counted) -> Iterator[bytes]:
    """The table as one JSON object a line, under the names of the database. A delimiter and a quote that JSON never writes keep
    the server's CSV from touching it."""
    parts = [sql.SQL("{} AS {}").format(care.mark(table), sql.Identifier(MARK))]
    parts += [sql.SQL("{} AS {}").format(_for_json(one), sql.Identifier(one.name)) for one in table.columns]
    query = sql.SQL(
        "COPY (SELECT row_to_json(x)::text FROM (SELECT {} FROM {} t) x)"
        " TO STDOUT WITH (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')"
    ).format(sql.SQL(", ").join(parts), sql.Identifier(table.name))
    return _copied(query, counted)


def _copied(query: sql.Composed, counted: Counted) -> Iterator[bytes]:
    held = bytearray()
    with connection.connection.cursor() as cursor:
        with cursor.copy(query) as copy:
            for line in copy:
                held += line
                if len(held) >= BLOCK:
                    yield bytes(held)
                    held.clear()
        counted.rows = cursor.rowcount
    yield bytes(held)


def _at(column: Column) -> sql.Identifier:
    return sql.Identifier("t", column.name)


def _for_csv(column: Column) -> sql.Composable:
    at = _at(column)
    if column.sealed:
        return _covered(column)
    if column.kind in TEXTS:
        starts = sql.SQL(", ").join(sql.Literal(one) for one in STARTS)
        return sql.SQL("CASE WHEN left({at}, 1) IN ({starts}) THEN '''' || {at} ELSE {at} END").format(
            at=at, starts=starts
        )
    if column.kind.endswith(MANY):
        return sql.SQL("to_json({})::text").format(at)
    if column.kind == MOMENT:
        return sql.SQL("to_char({}, 'YYYY-MM-DD\"T\"HH24:MI:SS.USTZH:TZM')").format(at)
    if column.kind in (YES_NO, "JSON"):
        return sql.SQL("{}::text").format(at)
    return sql.SQL("encode({}, 'hex')").format(at) if column.kind == BYTES else at


def _for_json(column: Column) -> sql.Composable:
    if column.sealed:
        return _covered(column)
    at = _at(column)
    return sql.SQL("encode({}, 'hex')").format(at) if column.kind == BYTES else at


def _covered(column: Column) -> sql.Composable:
    return sql.SQL("CASE WHEN {} IS NOT NULL THEN {} END").format(_at(column), sql.Literal(SEALED))


def _in_words(column: Column) -> sql.Composable:
    """The code in words; as it stands where the list has lost it."""
    cases = [
        sql.SQL("WHEN {} THEN {}").format(sql.Literal(code), sql.Literal(words))
        for code, words in column.codes
    ]
    return sql.SQL("CASE {at}::text {cases} ELSE {at}::text END").format(
        at=_at(column), cases=sql.SQL(" ").join(cases)
    )


def rows_with_seals(table: Table, *, columns: Sequence[Column], at_once: int) -> Iterator[tuple[Any, ...]]:
    """The key and the sealed values of each row that has one, a few at a time."""
    names = sql.SQL(", ").join(sql.Identifier(one.name) for one in columns)
    query = sql.SQL("SELECT {}, {} FROM {} WHERE num_nonnulls({}) > 0").format(
        sql.Identifier(table.key), names, sql.Identifier(table.name), names
    )
    with connection.connection.cursor(name="moving_seals") as cursor:
        cursor.itersize = at_once
        cursor.execute(query)
        yield from cursor


def count_of(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))
        return int(cursor.fetchone()[0])


def all_tables() -> set[str]:
    """Every table the database itself knows of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {row[0] for row in cursor.fetchall()}
