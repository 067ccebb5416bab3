"""Many rows at once: COPY into tables whose indexes, keys and walls are put back whole before the same transaction ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Model

NOTHING = "\\N"
AT_ONCE = 40_000


class Table:
    """Rows of one model, waiting to be copied. A column that is not named holds what the model says by itself."""

    def __init__(self, model: type[Model], *columns: str) -> None:
        self.name = model._meta.db_table
        constants = {}
        for field in model._meta.concrete_fields:
            if field.column not in columns:
                value = field.get_default()
                if value is not None:
                    constants[field.column] = _written(value)
                elif not field.null:
                    raise ValueError(f"{self.name}.{field.column} is given no value")
        self.columns = (*columns, *constants)
        self._tail = "".join(f"\t{value}" for value in constants.values()) + "\n"
        self.rows: list[str] = []
        self.count = 0

    def add(self, *values: str) -> None:
        self.rows.append("\t".join(values) + self._tail)

    def taken(self) -> tuple[str, str, int]:
        """What waits, as one COPY and its text; it is handed over with this."""
        number, rows = len(self.rows), "".join(self.rows)
        self.rows = []
        self.count += number
        names = ", ".join(f'"{one}"' for one in self.columns)
        return f"COPY {self.name} ({names}) FROM STDIN", rows, number


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list | dict):
        if value:
            raise ValueError("only an empty list or map can be the same in every row")
        return "{}"
    return str(value)


class Load:
    """The tables of one town. They are copied together whenever enough rows wait, while the next days are already thought out."""

    def __init__(self, tables: Iterable[Table], *, progress: Callable[[int], None]) -> None:
        self.tables = list(tables)
        self._progress = progress
        self._hand = ThreadPoolExecutor(max_workers=1)
        self._under_way: Future[int] | None = None

    def breathe(self) -> None:
        if sum(len(one.rows) for one in self.tables) >= AT_ONCE:
            self._wait()
            connection.ensure_connection()
            texts = [one.taken() for one in self.tables if one.rows]
            self._under_way = self._hand.submit(_copy, connection.connection, texts)

    def finish(self) -> None:
        """Hand over what is left; afterwards nobody else speaks to the database."""
        self._wait()
        self._progress(_copy(connection.connection, [one.taken() for one in self.tables if one.rows]))
        self._hand.shutdown()

    def _wait(self) -> None:
        if self._under_way is not None:
            self._progress(self._under_way.result())
            self._under_way = None

    @property
    def counts(self) -> dict[str, int]:
        return {one.name: one.count for one in self.tables}


def _copy(raw: Any, texts: list[tuple[str, str, int]]) -> int:
    with raw.cursor() as cursor:
        for statement, rows, _number in texts:
            with cursor.copy(statement) as copy:
                copy.write(rows)
    return sum(number for _statement, _rows, number in texts)


# What stands in the way of copying: who may see which row (the owner too), keys into other tables, and every index. Each is
# written down as it stands, so that nothing is known here of what it says. Where rows are many, the primary key and
# the keys that lean on it go too: to sort once is quicker than to find the place of each.
WALLED = "SELECT relforcerowsecurity FROM pg_class WHERE oid = %s::regclass"
KEYS = """
SELECT c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid) FROM pg_constraint c
WHERE c.contype = 'f' AND (c.conrelid = %s::regclass OR %s AND c.confrelid = %s::regclass) ORDER BY 1, 2
"""
SINGLE = """
SELECT quote_ident(c.conname), pg_get_constraintdef(c.oid) FROM pg_constraint c
WHERE c.contype IN ('p', 'u') AND c.conrelid = %s::regclass ORDER BY c.contype DESC, 1
"""
INDEXES = """
SELECT quote_ident(r.relname), pg_get_indexdef(i.indexrelid),
       (SELECT jsonb_object_agg(a.attnum, a.attstattarget) FROM pg_attribute a
        WHERE a.attrelid = i.indexrelid AND a.attstattarget > 0)
FROM pg_index i JOIN pg_class r ON r.oid = i.indexrelid
WHERE i.indrelid = %s::regclass AND NOT i.indisunique
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid) ORDER BY r.relname
"""


@contextmanager
def open_for_copying(
    names: Sequence[str],
    *,
    many: Sequence[str],
    silent: Sequence[tuple[str, str]],
    step: Callable[[str], None],
) -> Iterator[None]:
    """Take down what stands in the way in these tables, and put it back. ``many``: tables with many rows; ``silent``: triggers
    that rest meanwhile.

    Needs the owner, and a transaction: whatever happens in between leaves nothing taken down.
    """
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    _run("SET LOCAL maintenance_work_mem = '512MB'")
    back = [*_walls(names), *_keys(names, many), *_single(many), *_indexes(names)]
    for table, trigger in silent:
        _run(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        back.append((table, f"ALTER TABLE {table} ENABLE TRIGGER {trigger}"))
    yield
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    # Backwards: what stands alone before what leans on it, and the walls last of all.
    for name, says in reversed(back):
        step(name)
        _run(says)


Back = Iterator[tuple[str, str]]


def _walls(names: Sequence[str]) -> Back:
    for name in names:
        if _rows(WALLED, name)[0][0]:
            _run(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY")
            yield name, f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"


def _keys(names: Sequence[str], many: Sequence[str]) -> Back:
    for name in names:
        for table, key, says in _rows(KEYS, name, name in many, name):
            _run(f"ALTER TABLE {table} DROP CONSTRAINT {key}")
            yield table, f"ALTER TABLE {table} ADD CONSTRAINT {key} {says}"


def _single(many: Sequence[str]) -> Back:
    for name in many:
        for key, says in _rows(SINGLE, name):
            _run(f"ALTER TABLE {name} DROP CONSTRAINT {key}")
            yield name, f"ALTER TABLE {name} ADD CONSTRAINT {key} {says}"


def _indexes(names: Sequence[str]) -> Back:
    for name in names:
        for index, says, targets in _rows(INDEXES, name):
            _run(f"DROP INDEX {index}")
            for place, target in _json(targets).items():
                yield name, f"ALTER INDEX {index} ALTER COLUMN {place} SET STATISTICS {target}"
            yield name, says


def _json(targets: Any) -> dict[str, int]:
    return json.loads(targets) if isinstance(targets, str) else targets or {}


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _rows(query: str, *arguments: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        return list(cursor.fetchall())
