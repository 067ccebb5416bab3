"""The tables of a new database in one stroke: ``laid.sql.gz`` is what the migrations came to, written down by ``make laid``.

Some six hundred steps, each of which Django thinks through with every model it knows, take minutes on an office machine; reading their
sum takes seconds. The sum is never believed blindly: it names every migration it stands for with the sum of its words, and
where one of them differs from what lies here now, it is left alone and the migrations run from the first. What came after
it runs on top of it as in any town (docs/adr/0076-laid-in-one-stroke.md).
"""

import gzip
import hashlib
import sys
from pathlib import Path
from typing import Any

import psycopg
from django.db.migrations.loader import MigrationLoader

from config.env import ROOT

FILE = ROOT / "config/laid.sql.gz"
STANDS_FOR = "-- stands for: "

Connection = psycopg.Connection[Any]
Name = tuple[str, str]

# Functions are read before the tables they speak of.
BEFORE = "SET LOCAL check_function_bodies = false"
NOTE = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())"


def lay(connection: Connection) -> bool:
    """Read the tables into an empty database, and note there which migrations they stand for. Answers whether it did.

    Run by the owner, before what is made from now on is opened to the pages: here every right is written out.
    """
    words = read()
    if not _is_empty(connection) or stale(words):
        return False
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(BEFORE)
        cursor.execute(words.encode())
        cursor.executemany(NOTE, list(_named(words)))
    return True


def read() -> str:
    """What it says. It is kept packed, so that whoever looks for a wall or a function finds the migration, not the sum."""
    return gzip.decompress(FILE.read_bytes()).decode()


def stale(words: str) -> list[str]:
    """Which of the migrations it stands for are gone, or say something else now."""
    here = sums()
    return [".".join(name) for name, told in _named(words).items() if here.get(name) != told]


def sums() -> dict[Name, str]:
    """Every migration there is, ours and the libraries', with the sum of its words; what runs first comes first."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    order: dict[Name, None] = {}
    for leaf in sorted(loader.graph.leaf_nodes()):
        order.update(dict.fromkeys(loader.graph.forwards_plan(leaf)))
    return {
        name: _sum(Path(str(sys.modules[loader.disk_migrations[name].__module__].__file__))) for name in order
    }


def _named(words: str) -> dict[Name, str]:
    found = {}
    for line in words.splitlines():
        if line.startswith(STANDS_FOR):
            app, name, told = line.removeprefix(STANDS_FOR).split(" ")
            found[app, name] = told
    return found


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def _is_empty(connection: Connection) -> bool:
    found = connection.execute(
        "SELECT NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')"
    ).fetchone()
    return found == (True,)
