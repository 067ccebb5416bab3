"""The server that is copied, and PostgreSQL's own programs that copy it."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from config import embedded
from config.env import Environment
from config.refusal import StartRefused

NAME = SLOT = "norishiro_hikae"

Connection = psycopg.Connection[Any]


@contextmanager
def awake(env: Environment) -> Iterator[None]:
    """The server runs while it is copied."""
    if not env.is_embedded:
        raise StartRefused(
            "`norishiro backup` が控えをとれるのは、組み込みのデータベースだけです。手持ちの PostgreSQL（DATABASE_URL）の控えは、"
            "データベースの担当が、そのサーバーの仕組み（pg_basebackup と、記録の続きの保管）でとってください。"
        )
    with embedded.in_use(embedded.Server(home=env.home)):
        yield


@contextmanager
def connect(home: Path, *, database: str = "postgres") -> Iterator[Connection]:
    with psycopg.connect(
        **embedded.superuser_arguments(home, database=database), autocommit=True
    ) as connection:
        yield connection


def program(name: str) -> str:
    file = embedded.programs() / name
    if not file.exists():
        raise StartRefused(f"PostgreSQL の道具 {name} がありません。「のりしろ」を入れ直してください。")
    return str(file)


def surroundings(home: Path) -> Mapping[str, str]:
    """What the programs are told, so that no password stands on a command line."""
    told = embedded.superuser_arguments(home)
    return {
        "PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC",
        "PGHOST": told["host"], "PGPORT": str(told["port"]), "PGUSER": told["user"], "PGPASSWORD": told["password"],
        "PGAPPNAME": NAME,
    }  # fmt: skip


def start(home: Path, name: str, *words: str, output: Any, faults: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [program(name), *words], stdin=subprocess.DEVNULL, stdout=output, stderr=faults, cwd="/", env=surroundings(home),
        start_new_session=True,
    )  # fmt: skip


def value(connection: Connection, query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def keep_log(connection: Connection) -> bool:
    """From now on the server keeps what was not carried yet. Answers whether that begins only now: where too much had waited
    (``max_slot_wal_keep_size``), there is a hole, and the next whole copy begins anew."""
    found = connection.execute(
        "SELECT wal_status FROM pg_replication_slots WHERE slot_name = %s", [SLOT]
    ).fetchone()
    if found is not None and found != ("lost",):
        return False
    if found is not None:
        connection.execute("SELECT pg_drop_replication_slot(%s)", [SLOT])
    connection.execute("SELECT pg_create_physical_replication_slot(%s, true)", [SLOT])
    return True
