"""``make laid`` writes ``config/laid.sql.gz``: what all migrations together came to, for ``config/laying.py`` to lay in one stroke."""

import difflib
import gzip
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
import psycopg
from django.core.management import call_command
from django.db import connections

from config import embedded, roles, state
from config.databases import DATABASE_NAME, OWNER_ROLE, connect_arguments, settings_for
from config.env import Environment, parse
from config.laying import FILE, STANDS_FOR, sums


def main() -> int:
    """Write it down; with ``compare``, tell instead where a database laid in one stroke differs from one laid step by step."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    if sys.argv[1:] == ["compare"]:
        ways = [_alike(dumped(step_by_step=way)).splitlines() for way in (True, False)]
        found = list(difflib.unified_diff(*ways, "step by step", "in one stroke", lineterm="", n=0))
        sys.stdout.write("\n".join(found))
        return len(found) > 0
    words = written(dumped(step_by_step=True), owner=OWNER_ROLE)
    FILE.write_bytes(gzip.compress(words.encode(), mtime=0))
    return 0


# A list of words is told in two ways, by whether it was written by Django or read from a dump; it is the same list.
LISTED = re.compile(r"\(ARRAY\[((?:'[^']*'::character varying(?:, )?)+)\]\)::text\[\]")
WORD = re.compile(r"'[^']*'::character varying")


# What a database drew for itself, as the number of its ledger: every town draws its own.
DRAWN = re.compile(r"'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'")


def _alike(dump: str) -> str:
    listed = LISTED.sub(lambda found: "ARRAY[" + WORD.sub(r"(\g<0>)::text", found[1]) + "]", dump)
    return DRAWN.sub("gen_random_uuid()", listed)


def dumped(*, step_by_step: bool) -> str:
    """What pg_dump tells of a new database, laid in a place made for it and thrown away."""
    with tempfile.TemporaryDirectory(prefix="nl-") as folder:
        Path(folder).chmod(0o711)
        env = parse({"NORISHIRO_HOME": f"{folder}/home"})
        state.ensure_home(env.home)
        with embedded.in_use(embedded.Server(home=env.home, careless=True)):
            _migrate(env, step_by_step=step_by_step)
            return _dump(env.home)


def _migrate(env: Environment, *, step_by_step: bool) -> None:
    settings = settings_for(env, role="owner")
    with psycopg.connect(**connect_arguments(settings), autocommit=True) as connection:
        roles.prepare(connection, env=env, step_by_step=step_by_step)
    connections.close_all()
    connections.settings["default"].update(settings)
    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()


# What Django fills by itself after every migration.
FILLED = ("django_migrations", "django_content_type", "auth_permission")


def shape(home: Path) -> str:
    """Tables, functions, walls and rights of a town, without what it holds; told alike, however they came to be."""
    with embedded.in_use(embedded.Server(home=home)):
        return _alike(_dump(home, "--schema-only"))


def _dump(home: Path, *more: str) -> str:
    """Tables, functions, walls and rights as pg_dump tells them, and the few rows migrations laid."""
    door = embedded.superuser_arguments(home, database=DATABASE_NAME)
    program = [
        str(embedded.programs() / "pg_dump"),
        "--no-owner",
        "--schema=public",
        "--inserts",
        "--restrict-key=0",
    ]
    program += [f"--exclude-table-data=public.{name}" for name in FILLED]
    login = {
        "PGHOST": door["host"],
        "PGPORT": str(door["port"]),
        "PGUSER": door["user"],
        "PGPASSWORD": door["password"],
    }
    return subprocess.run(
        [*program, *more, door["dbname"]], env=login, capture_output=True, text=True, check=True
    ).stdout


def written(dump: str, *, owner: str) -> str:
    """What ``laid.sql`` says, from what pg_dump tells of a database that was laid by its migrations alone."""
    heads = (f"{STANDS_FOR}{app} {name} {told}" for (app, name), told in sums().items())
    return "\n".join(
        ["-- Written by `make laid`; not mended by hand.", *heads, *_kept(dump.splitlines(), owner=owner), ""]
    )


# What the server and the roles see to themselves, before or after.
LEFT_OUT = (
    "SET ", "SELECT pg_catalog.", "\\", "CREATE SCHEMA public", "COMMENT ON SCHEMA ", "ALTER DEFAULT PRIVILEGES ",
    "GRANT USAGE ON SCHEMA public", "REVOKE USAGE ON SCHEMA public", "REVOKE ALL ON SCHEMA public",
)  # fmt: skip


def _kept(lines: Iterable[str], *, owner: str) -> Iterator[str]:
    """Everything but what is left out, remarks and empty lines. Inside a function every line is its own."""
    closing = ""
    for line in lines:
        if not closing and (not line or line.startswith(("--", *LEFT_OUT))):
            continue
        closing = _closing(line, closing)
        yield _anybodys(line, owner=owner)


def _anybodys(line: str, *, owner: str) -> str:
    """The same for whichever server and town: its own owner, its own numbers."""
    if line.startswith("CREATE POLICY "):
        return line.replace(f" TO {owner} ", " TO CURRENT_USER ")
    return DRAWN.sub("gen_random_uuid()", line) if line.startswith("INSERT ") else line


def _closing(line: str, closing: str) -> str:
    """By what the quoted words that are open after this line will be ended; nothing where none are."""
    if closing:
        return "" if closing in line else closing
    _before, mark, rest = line.partition(" AS $")
    if not mark:
        return ""
    quote = f"${rest.partition('$')[0]}$"
    return "" if quote in rest.partition("$")[2] else quote


if __name__ == "__main__":
    raise SystemExit(main())
