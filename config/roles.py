"""The role the pages connect as: made, given what it needs, and nothing more."""

from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from config import state
from config.databases import APP_ROLE
from config.env import Environment

Connection = psycopg.Connection[Any]

# Two processes preparing one server must not both find the role missing.
LOCK = 7_206_001


def prepare(connection: Connection, *, env: Environment) -> None:
    """See that the application role exists and that tables made from now on are opened to it.

    Run by the owner in the database in question, before migrations. Changes nothing the second time.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        _ensure_role(connection, env=env)
        _grant(connection)


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
    if _logs_in(connection, password=password):
        return
    connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(APP_ROLE), password))


def _logs_in(connection: Connection, *, password: str) -> bool:
    try:
        with psycopg.connect(
            connection.info.dsn, user=APP_ROLE, password=password, dbname=connection.info.dbname
        ):
            return True
    except psycopg.OperationalError:
        return False


def _grant(connection: Connection) -> None:
    app, database = sql.Identifier(APP_ROLE), sql.Identifier(connection.info.dbname)
    for statement in (
        "GRANT CONNECT ON DATABASE {database} TO {app}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(app=app, database=database))
