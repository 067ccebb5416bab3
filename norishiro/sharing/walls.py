"""The second wall: row-level security, written from the same few facts as ``queries.through_gate``.

A table behind the wall shows a row only to an actor with a live grant on the row's subject. The application role
owns nothing and cannot pass; the owner passes only after saying ``SET norishiro.maintenance = 'on'``. What may be
written is what may be read, so nobody can write into a case they cannot see.
"""

from __future__ import annotations

LIVE = (
    "NOT g.sealed AND g.from_at <= statement_timestamp()"
    " AND (g.until_at IS NULL OR g.until_at > statement_timestamp())"
)
MINE = "g.recipient_id = ANY (gate_recipients())"


def _grant_exists(table: str, column: str, depth: int, category: int | None, gated: bool) -> str:
    conditions = [MINE, f"g.subject_id = {table}.{column}", f"g.depth >= {depth}", LIVE]
    if category is not None:
        conditions.append(f"(g.categories & {category}) = {category}")
    if gated:
        conditions.append(f"(g.categories & {table}.categories) = {table}.categories")
        conditions.append(
            f"(g.ground = {table}.basis OR (g.ground = 'OWN' AND {table}.agency_id = ANY (gate_agencies())))"
        )
    return f"EXISTS (SELECT 1 FROM sharing_grant g WHERE {' AND '.join(conditions)})"


def _not_excluded(table: str, column: str) -> str:
    return (
        f"NOT EXISTS (SELECT 1 FROM sharing_exclusion x WHERE x.subject_id = {table}.{column}"
        " AND x.staff_id = gate_staff() AND (x.until_at IS NULL OR x.until_at > statement_timestamp()))"
    )


def policy(table: str, *, using: str, check: str | None = None) -> tuple[str, str]:
    """SQL that walls ``table`` with the given condition, and SQL that takes the wall down again."""
    build = f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY gate ON {table} USING ({using}) WITH CHECK ({check or using});
    CREATE POLICY maintenance ON {table} TO CURRENT_USER
        USING (current_setting('norishiro.maintenance', true) = 'on')
        WITH CHECK (current_setting('norishiro.maintenance', true) = 'on');
    """
    undo = f"""
    DROP POLICY gate ON {table};
    DROP POLICY maintenance ON {table};
    ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
    """
    return build, undo


def wall(
    table: str,
    *,
    subject: str | tuple[str, ...],
    depth: int,
    gated: bool = False,
    category: int | None = None,
) -> tuple[str, str]:
    """The usual wall. ``subject`` names the column(s) holding the person or case (all must be open to the actor);
    ``gated`` tables also compare basis, agency and categories; ``category`` asks for one kind of information."""
    columns = (subject,) if isinstance(subject, str) else subject
    parts = [_grant_exists(table, column, depth, category, gated) for column in columns]
    parts += [_not_excluded(table, column) for column in columns]
    return policy(table, using=" AND ".join(parts))


def inherited(table: str, *, parent: str, column: str) -> tuple[str, str]:
    """A wall for a detail table: a row is open exactly when its parent row is (the parent has its own wall)."""
    return policy(table, using=f"EXISTS (SELECT 1 FROM {parent} p WHERE p.id = {table}.{column})")
