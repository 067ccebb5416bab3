"""Whether a restored database holds: asked of the server itself, past every wall, before anybody is let in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import sql

from config.backup.server import Connection, value
from config.databases import APP_ROLE
from norishiro.ledger import chain, verify_offline

FOREIGN_KEYS = """
    SELECT c.conname, c.conrelid::regclass::text, c.confrelid::regclass::text,
           ARRAY(SELECT attname FROM unnest(c.conkey) WITH ORDINALITY k(number, place)
                 JOIN pg_attribute ON attrelid = c.conrelid AND attnum = k.number ORDER BY place),
           ARRAY(SELECT attname FROM unnest(c.confkey) WITH ORDINALITY k(number, place)
                 JOIN pg_attribute ON attrelid = c.confrelid AND attnum = k.number ORDER BY place)
    FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND c.conparentid = 0
"""

# A table with a wall whose wall is not shut, and a page's role that could pass or owns something.
OPEN_WALLS = """
    SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND NOT (relrowsecurity AND relforcerowsecurity)
      AND (relrowsecurity OR EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid)) ORDER BY 1
"""
WALLS = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity AND relforcerowsecurity"
STRONG_PAGES = """
    SELECT count(*) FROM pg_roles r WHERE rolname = %s AND (rolsuper OR rolbypassrls
      OR EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND relkind IN ('r', 'p')))
"""
READS_LEDGER = "SELECT has_table_privilege(%s, 'public.ledger_entry', 'SELECT, UPDATE, DELETE')"
GUARDS = "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'public.ledger_entry'::regclass AND NOT tgisinternal AND tgenabled IN ('O', 'A')"
LEDGER = """
    SELECT seq, at, verb, staff_id, staff_label, agency_id, agency_label, subjects, ground, screen, detail, reason,
           prev_hash, hash FROM ledger_entry ORDER BY seq
"""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was counted, and what is wrong."""

    tables: int
    walls: int
    foreign_keys: int
    lines: int
    last_at: datetime | None
    newer_checkpoints: int
    faults: tuple[str, ...]


def check(connection: Connection, *, checkpoints: Sequence[verify_offline.Checkpoint]) -> Found:
    """Ask everything; the connection is the superuser's, to the database of the program."""
    faults: list[str] = []
    keys = connection.execute(FOREIGN_KEYS).fetchall()
    faults += _dangling(connection, keys)
    open_walls = [row[0] for row in connection.execute(OPEN_WALLS)]
    if open_walls:
        faults.append(f"行ごとの閲覧制限が効いていない表があります（{'、'.join(open_walls)}）。")
    walls = int(value(connection, WALLS))
    if not walls:
        faults.append("行ごとの閲覧制限のある表が、一つもありません。")
    if connection.execute(STRONG_PAGES, [APP_ROLE]).fetchone() != (0,):
        faults.append("画面の利用者が、壁を素通りできるか、表の持ち主になっています。")
    if connection.execute(READS_LEDGER, [APP_ROLE]).fetchone() != (False,):
        faults.append("画面の利用者が、台帳を読み書きできます。")
    if not value(connection, GUARDS):
        faults.append("台帳を書き足すだけにする仕掛けがありません。")
    lines, last_at, newer, wrong = _ledger(connection, checkpoints)
    faults += wrong
    tables = int(
        value(
            connection,
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')",
        )
    )
    return Found(
        tables=tables, walls=walls, foreign_keys=len(keys), lines=lines, last_at=last_at, newer_checkpoints=newer, faults=tuple(faults)
    )  # fmt: skip


def _dangling(
    connection: Connection, keys: Sequence[tuple[str, str, str, list[str], list[str]]]
) -> Iterator[str]:
    for name, table, other, columns, targets in keys:
        pairs = list(zip(columns, targets, strict=True))
        query = sql.SQL("SELECT count(*) FROM {table} a WHERE {filled} AND NOT EXISTS (SELECT FROM {other} b WHERE {same})").format(
            table=sql.SQL(table), other=sql.SQL(other),
            filled=sql.SQL(" AND ").join(sql.SQL("a.{} IS NOT NULL").format(sql.Identifier(one)) for one in columns),
            same=sql.SQL(" AND ").join(
                sql.SQL("b.{} = a.{}").format(sql.Identifier(target), sql.Identifier(one)) for one, target in pairs
            ),
        )  # fmt: skip
        row = connection.execute(query).fetchone()
        if row and row[0]:
            yield f"{table} の{row[0]}行が、ない行を指しています（{name}）。"


def _ledger(
    connection: Connection, checkpoints: Sequence[verify_offline.Checkpoint]
) -> tuple[int, datetime | None, int, list[str]]:
    """The chain from the first line, held against the checkpoints it reaches; later ones are only counted."""
    row = connection.execute("SELECT database, seq, hash FROM ledger_head").fetchone()
    if row is None:
        return 0, None, 0, ["台帳の末尾が分かりません。"]
    head = verify_offline.Head(row[1], row[2])
    reached = [one for one in checkpoints if one.seq <= head.seq]
    last: list[datetime] = []

    def lines() -> Iterator[verify_offline.Line]:
        with connection.transaction(), connection.cursor(name="daicho") as cursor:
            cursor.itersize = 5000
            for found in cursor.execute(LEDGER):
                last[:] = [found[1]]
                yield chain.in_text(chain.Line(*found))

    faults = [
        one.message
        for one in verify_offline.faults_of(lines(), head=head, database=str(row[0]), checkpoints=reached)
    ]
    return head.seq, last[0] if last else None, len(checkpoints) - len(reached), faults[:20]
