"""Heavy counting is read from a second server that follows the first, and only where it has everything the first has."""

import json
import os
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from config import databases, embedded, socket_path, state
from config.backup import server as tools
from config.env import ROOT, parse
from tests.config.conftest import outside

# One process, as a worker of the pages: a look that counts, asked again and again while things happen to the standby.
WORKER = """
import json, sys, uuid
import django
django.setup()
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from norishiro.agencies.actor import Actor
from norishiro.agencies.door import page
from norishiro.core import standby

standby.REST = 0
standby.PATIENCE = 5 if sys.argv[1] == "following" else 0.3
agency = uuid.uuid4()
actor = Actor(uuid.uuid4(), agency, "測る人", "測る機関", "X", "X", frozenset({agency}))

@page(needs=None, counts=True)
def look(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery(), current_setting('norishiro.staff')")
        place, staff = cursor.fetchone()
        return HttpResponse(json.dumps([place, staff == str(actor.staff_id)]))

@page(needs=None, counts=True)
def write(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        return HttpResponse(json.dumps([cursor.fetchone()[0], True]))

def ask(view, method):
    request = getattr(RequestFactory(), method)("/")
    request.actor = actor
    return json.loads(view(request).content)

print(json.dumps([ask(look, "get"), ask(look, "get"), ask(write, "post")]), flush=True)
# Afterwards the thread talks to the server that writes, as before.
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_is_in_recovery()")
    print(json.dumps(cursor.fetchone()[0]))
"""


@contextmanager
def following(home: Path, folder: Path) -> Iterator[tuple[Path, psycopg.Connection]]:
    """A second server that follows the first; its socket, and the superuser's connection to it."""
    data, socket = folder / "data", folder / "s"
    copied = tools.start(
        home, "pg_basebackup", "-D", str(data), "-R", "-X", "stream", "-c", "fast", "-w", output=subprocess.DEVNULL,
        faults=subprocess.PIPE,
    )  # fmt: skip
    _out, words = copied.communicate(timeout=120)
    assert copied.returncode == 0, words.decode()
    socket.mkdir()
    server = embedded.Server(home=home, careless=True)
    identity = os.stat(server.data)
    for place in (folder, socket, data, *data.rglob("*")):
        os.chown(place, identity.st_uid, identity.st_gid)
    done = embedded._run(
        server, "pg_ctl", "start", "-w", "-s", "-D", str(data), "-l", str(folder / "log"),
        "-o", f"-c unix_socket_directories={socket}",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    try:
        with psycopg.connect(
            **{**embedded.superuser_arguments(home), "host": str(socket)}, autocommit=True
        ) as keeper:
            yield socket, keeper
    finally:
        embedded._run(server, "pg_ctl", "stop", "-w", "-s", "-m", "immediate", "-D", str(data))


@pytest.fixture
def near(home: Path) -> Path:
    """A folder the server's user can reach, with a name short enough for a socket."""
    folder = home.parent / "two"
    folder.mkdir()
    return folder


def environment(home: Path, *sockets: Path) -> dict[str, str]:
    secret = state.read_secret(home, state.OWNER_PASSWORD)
    hosts = urllib.parse.urlencode({"host": ",".join(map(str, sockets))})
    return {
        "NORISHIRO_HOME": str(home),
        "DATABASE_URL": f"postgres://{databases.OWNER_ROLE}:{secret}@/{databases.DATABASE_NAME}?{hosts}",
        "NORISHIRO_REPORTS_FROM_STANDBY": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
    }


def looked(variables: dict[str, str], how: str) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-c", WORKER, how], cwd=ROOT, env=outside(**variables), capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


STANDBY, WRITING = [True, True], [False, True]


def test_a_look_that_counts_is_read_where_everything_is(morning: Path, near: Path) -> None:
    first = socket_path.socket_directory(morning)
    with embedded.in_use(embedded.Server(home=morning, careless=True)):
        with following(morning, near) as (socket, keeper):
            given = environment(morning, first, socket)
            # Whoever looks is the same there, and what writes is never sent there.
            assert looked(given, "following") == [[STANDBY, STANDBY, WRITING], False]

            # One that lags behind is not read: a right withdrawn since would still hold there.
            keeper.execute("SELECT pg_wal_replay_pause()")
            with psycopg.connect(**embedded.superuser_arguments(morning), autocommit=True) as writer:
                writer.execute("CREATE TABLE public.since (n int)")
            assert looked(given, "lagging") == [[WRITING, WRITING, WRITING], False]
            keeper.execute("SELECT pg_wal_replay_resume()")
        # One that went is not waited for.
        assert looked(given, "gone") == [[WRITING, WRITING, WRITING], False]


def test_the_pages_own_log_in_asks_there_too() -> None:
    address = "postgres://keeper:secret@db1,db2/town"
    env = parse({"DATABASE_URL": address, "DATABASE_APP_URL": "postgres://app:other@db1,db2/town"})
    found = databases.standby_settings(env)
    assert (found["USER"], found["HOST"], found["OPTIONS"]["target_session_attrs"]) == (
        "app", "db1,db2", "standby",
    )  # fmt: skip
