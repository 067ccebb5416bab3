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
# Spelled out, not called: the planner would parse a function's text again for every table of every query. OFFSET 0 keeps
# it from reading everything the actor holds instead of asking row by row (measured on 100,000 cases, docs/adr/0004).
STAFF = "nullif(current_setting('norishiro.staff', true), '')::uuid"
AGENCIES = "string_to_array(nullif(current_setting('norishiro.agencies', true), ''), ',')::uuid[]"
RECIPIENTS = "string_to_array(nullif(current_setting('norishiro.recipients', true), ''), ',')::uuid[]"
MINE = f"g.recipient_id = ANY ({RECIPIENTS})"


def opens(*, depth: str, basis: str, categories: str, writers: tuple[str, ...], acting_for: str) -> str:
    """Does grant ``g`` open this gated record? One's own work opens what one's own agency wrote, however shallow the
    grant; any other ground opens what was born under the same, as deep and as wide as it reaches."""
    wrote = " OR ".join(f"{writer} = ANY ({acting_for})" for writer in writers)
    return (
        f"(g.categories & {categories}) = {categories} AND"
        f" CASE g.ground WHEN 'OWN' THEN {wrote} ELSE g.ground = {basis} AND g.depth >= {depth} END"
    )


def _grant_exists(
    table: str, column: str, depth: int, category: int | None, gated: bool, writers: tuple[str, ...]
) -> str:
    conditions = [MINE, f"g.subject_id = {table}.{column}", LIVE]
    if not gated:
        conditions.append(f"g.depth >= {depth}")
    if category is not None:
        conditions.append(f"(g.categories & {category}) = {category}")
    if gated:
        conditions.append(
            opens(
                depth=str(depth), basis=f"{table}.basis", categories=f"{table}.categories",
                writers=tuple(f"{table}.{writer}" for writer in writers), acting_for=AGENCIES,
            )
        )  # fmt: skip
    return f"EXISTS (SELECT 1 FROM sharing_grant g WHERE {' AND '.join(conditions)} OFFSET 0)"


def _not_excluded(table: str, column: str) -> str:
    return (
        f"NOT EXISTS (SELECT 1 FROM sharing_exclusion x WHERE x.subject_id = {table}.{column}"
        f" AND x.staff_id = {STAFF} AND (x.until_at IS NULL OR x.until_at > statement_timestamp()) OFFSET 0)"
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
    writers: tuple[str, ...] = ("agency_id",),
    also: str = "",
) -> tuple[str, str]:
    """The usual wall. ``subject`` names the column(s) holding the person or case (all must be open to the actor);
    ``gated`` tables also compare basis, agency and categories; ``category`` asks for one kind of information;
    ``writers`` name the agencies whose own words stand in the row; ``also`` is one more condition of this table alone."""
    using = _condition(table, subject, depth, gated, category, writers)
    return policy(table, using=f"{using} AND {also}" if also else using)


def _condition(
    table: str,
    subject: str | tuple[str, ...],
    depth: int,
    gated: bool,
    category: int | None,
    writers: tuple[str, ...],
) -> str:
    columns = (subject,) if isinstance(subject, str) else subject
    parts = [_grant_exists(table, column, depth, category, gated, writers) for column in columns]
    parts += [_not_excluded(table, column) for column in columns]
    return " AND ".join(parts)


def rebuilt(
    table: str,
    *,
    subject: str | tuple[str, ...],
    depth: int,
    gated: bool = False,
    category: int | None = None,
    writers: tuple[str, ...] = ("agency_id",),
    also: str = "",
) -> tuple[str, str]:
    """``wall`` as it is written today, for a table whose wall stands already. Going back takes only what is asked
    ``also`` away: the older migrations build today's wall too."""
    using = _condition(table, subject, depth, gated, category, writers)
    more = f"{using} AND {also}" if also else using
    undo = f"ALTER POLICY gate ON {table} USING ({using}) WITH CHECK ({using})" if also else ""
    return f"ALTER POLICY gate ON {table} USING ({more}) WITH CHECK ({more})", undo


def inherited(table: str, *, parent: str, column: str) -> tuple[str, str]:
    """A wall for a detail table: a row is open exactly when its parent row is (the parent has its own wall)."""
    return policy(table, using=f"EXISTS (SELECT 1 FROM {parent} p WHERE p.id = {table}.{column})")
