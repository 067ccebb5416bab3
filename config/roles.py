"""The roles the pages connect as: made, given what they need, and nothing more.

``norishiro_app`` serves whoever is logged in. ``norishiro_public`` reads what is open to everybody: it can name no table and
no function of ours, only the views laid by ``offer`` from ``norishiro/public_site/offered.py``, and beside them the one
that adds a visit to a printed code's number of the day.
"""

from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from config import laying, state
from config.databases import APP_ROLE, PUBLIC_ROLE, PUBLIC_SCHEMA
from config.env import Environment
from norishiro.public_site.offered import COUNT_VISIT, EDITION, OFFERED, Offered

Connection = psycopg.Connection[Any]

# Two processes preparing one server must not both find the role missing.
LOCK = 7_206_001


def prepare(connection: Connection, *, env: Environment, step_by_step: bool = False) -> None:
    """See that the application role exists and that tables made from now on are opened to it. An empty database gets its
    tables in one stroke, unless they are to be made ``step_by_step``.

    Run by the owner in the database in question, before migrations. Changes nothing the second time.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        _ensure_role(connection, env=env)
        _ensure_public_role(connection, env=env)
        if not step_by_step:
            laying.lay(connection)
        _grant(connection)
        # The views would hold the tables under them as they are; they are laid anew after the migrations.
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(PUBLIC_SCHEMA)))


def offer(connection: Connection) -> None:
    """Lay the views of what is open to everybody, and let the public role read them. Run after migrations."""
    schema, public = sql.Identifier(PUBLIC_SCHEMA), sql.Identifier(PUBLIC_ROLE)
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(schema))
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
        for one in OFFERED:
            connection.execute(_view(connection, one))
        connection.execute(_edition())
        connection.execute(sql.SQL(COUNT_VISIT).format(schema=schema, public=public))
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, public))
        connection.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(schema, public))


def _edition() -> sql.Composed:
    """One line that differs whenever a row under the views does, or one their conditions ask for, so that a page is drawn anew
    when there is something new.

    Whatever is written gets a later transaction's number, so the sum grows; what is deleted lowers the count. Numbers of rows and
    of transactions: nothing else of a table is told.
    """
    marks = [
        sql.SQL("(SELECT count(*) || '+' || coalesce(sum(xmin::text::bigint), 0) FROM public.{})").format(
            sql.Identifier(table)
        )
        for table in sorted({table for one in OFFERED for table in one.tables})
    ]
    return sql.SQL("CREATE VIEW {}.{} AS SELECT md5(concat_ws(' ', {})) AS mark").format(
        sql.Identifier(PUBLIC_SCHEMA), sql.Identifier(EDITION), sql.SQL(", ").join(marks)
    )


def _view(connection: Connection, offered: Offered) -> sql.Composed:
    """Every column of the table is there; those not offered are empty."""
    columns = connection.execute(
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
        " WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        [f"public.{offered.table}"],
    ).fetchall()
    missing = {*offered.shown, *offered.told} - {name for name, _kind in columns}
    if missing:
        raise LookupError(f"{offered.table} has no {', '.join(sorted(missing))}; mend public_site/offered.py")
    parts = [_column(offered, name, kind) for name, kind in columns]
    return sql.SQL("CREATE VIEW {}.{} WITH (security_barrier) AS SELECT {} FROM public.{} t WHERE {}").format(
        sql.Identifier(PUBLIC_SCHEMA),
        sql.Identifier(offered.table),
        sql.SQL(", ").join(parts),
        sql.Identifier(offered.table),
        sql.SQL(offered.rows),
    )


def _column(offered: Offered, name: str, kind: str) -> sql.Composed:
    if name in offered.shown:
        return sql.SQL("t.{}").format(sql.Identifier(name))
    told = sql.SQL(offered.told.get(name, "NULL"))
    return sql.SQL("({})::{} AS {}").format(told, sql.SQL(kind), sql.Identifier(name))


def close_bookkeeping(connection: Connection) -> None:
    """Let the application read which migrations ran, but never write there. Run after migrations."""
    app = sql.Identifier(APP_ROLE)
    if connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() != (None,):
        connection.execute(
            sql.SQL("REVOKE INSERT, UPDATE, DELETE ON public.django_migrations FROM {}").format(app)
        )


def _ensure_role(connection: Connection, *, env: Environment) -> None:
    app = sql.Identifier(APP_ROLE)
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone()
    if found is None:
        connection.execute(sql.SQL("CREATE ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE").format(app))
    if env.database_app_url is None:
        _ensure_password(connection, env=env)
        return
    login = str(conninfo_to_dict(env.database_app_url)["user"])
    if login != APP_ROLE:
        connection.execute(sql.SQL("GRANT {} TO {}").format(app, sql.Identifier(login)))


def _ensure_password(connection: Connection, *, env: Environment) -> None:
    """Set the kept password, unless the role already logs in with it."""
    password = state.ensure_secret(env.home, state.APP_PASSWORD)
    _let_in(connection, role=APP_ROLE, password=password)


def _ensure_public_role(connection: Connection, *, env: Environment) -> None:
    """A log-in of its own that belongs to no other role."""
    public = sql.Identifier(PUBLIC_ROLE)
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [PUBLIC_ROLE]).fetchone()
    if found is None:
        connection.execute(sql.SQL("CREATE ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE").format(public))
    if env.database_public_url is None:
        _let_in(connection, role=PUBLIC_ROLE, password=state.ensure_secret(env.home, state.PUBLIC_PASSWORD))
        return
    login = str(conninfo_to_dict(env.database_public_url)["user"])
    if login != PUBLIC_ROLE:
        connection.execute(sql.SQL("GRANT {} TO {}").format(public, sql.Identifier(login)))


def _let_in(connection: Connection, *, role: str, password: str) -> None:
    if _logs_in(connection, role=role, password=password):
        return
    connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), password))


def _logs_in(connection: Connection, *, role: str, password: str) -> bool:
    try:
        with psycopg.connect(
            connection.info.dsn, user=role, password=password, dbname=connection.info.dbname
        ):
            return True
    except psycopg.OperationalError:
        return False


def _grant(connection: Connection) -> None:
    app, database = sql.Identifier(APP_ROLE), sql.Identifier(connection.info.dbname)
    public = sql.Identifier(PUBLIC_ROLE)
    for statement in (
        "GRANT CONNECT ON DATABASE {database} TO {app}",
        "GRANT CONNECT ON DATABASE {database} TO {public}",
        # Whoever may not enter the schema cannot name its tables, nor call the functions that stand in it.
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(app=app, public=public, database=database))
