"""The embedded server: reachable by nobody but us, shared civilly, and still there the next day."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from config import databases, embedded, socket_path
from config.env import ROOT, parse
from config.refusal import StartRefused
from tests.config.conftest import outside

HOLD = """
import sys, pathlib
from config import embedded
with embedded.in_use(embedded.Server(home=pathlib.Path(sys.argv[1]), careless=True)):
    print("held", flush=True)
    sys.stdin.read()
"""


def owner_arguments(home: Path) -> dict[str, Any]:
    env = parse({"NORISHIRO_HOME": str(home)})
    return databases.connect_arguments(databases.settings_for(env, role="owner"))


def hold(home: Path) -> subprocess.Popen[str]:
    """Another process that uses the server until its standard input closes."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)],
        cwd=ROOT,
        env=outside(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def release(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=60)


def test_it_keeps_its_data_and_sleeps_when_the_last_user_left(home: Path) -> None:
    server = embedded.Server(home=home, careless=True)
    with embedded.in_use(server), psycopg.connect(**owner_arguments(home)) as connection:
        connection.execute("CREATE TABLE note (body text)")
        connection.execute("INSERT INTO note VALUES ('つなぐ')")
    assert not embedded.is_running(server)
    with embedded.in_use(server), psycopg.connect(**owner_arguments(home)) as connection:
        assert connection.execute("SELECT body FROM note").fetchall() == [("つなぐ",)]


def test_it_listens_on_a_closed_socket_only_and_never_as_root(home: Path) -> None:
    with embedded.in_use(embedded.Server(home=home, careless=True)):
        folder = socket_path.socket_directory(home)
        assert oct(folder.stat().st_mode & 0o777) == "0o700"
        assert (folder / ".s.PGSQL.5432").stat().st_uid == folder.stat().st_uid
        assert folder.stat().st_uid != 0
        with psycopg.connect(**owner_arguments(home)) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


@pytest.mark.parametrize("user", ["postgres", "norishiro_owner", "norishiro_app", "root"])
def test_nobody_gets_in_without_the_password(home: Path, user: str) -> None:
    with embedded.in_use(embedded.Server(home=home, careless=True)):
        for password in ("", "postgres"):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(**{**owner_arguments(home), "user": user, "password": password})


def test_letters_are_unicode_and_ordered_by_code_point(home: Path) -> None:
    query = (
        "SELECT string_agg(w, ' ' ORDER BY w), upper('ｱ é'), 'が' ~ '[[:alpha:]]' FROM unnest(%s::text[]) w"
    )
    words = ["さとう", "ガク", "かとう", "がく", "あべ", "亜"]
    with (
        embedded.in_use(embedded.Server(home=home, careless=True)),
        psycopg.connect(**owner_arguments(home)) as c,
    ):
        assert c.execute(query, [words]).fetchone() == ("あべ かとう がく さとう ガク 亜", "ｱ É", True)


def test_the_server_stays_while_somebody_uses_it(home: Path) -> None:
    server = embedded.Server(home=home, careless=True)
    other = hold(home)
    with embedded.in_use(server):
        pass
    assert embedded.is_running(server)
    assert embedded.is_used(server)
    release(other)
    assert not embedded.is_running(server)
    assert not embedded.is_used(server)


def test_a_killed_user_leaves_the_server_to_the_next(home: Path) -> None:
    server = embedded.Server(home=home, careless=True)
    other = hold(home)
    os.kill(other.pid, signal.SIGKILL)
    release(other)
    assert embedded.is_running(server)
    assert not embedded.is_used(server)
    with embedded.in_use(server):
        assert embedded.is_running(server)
    assert not embedded.is_running(server)


def test_two_first_starts_at_once_make_one_server(home: Path) -> None:
    others = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD, str(home)],
            cwd=ROOT,
            env=outside(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    assert [other.communicate(timeout=60)[0] for other in others] == ["held\n", "held\n"]
    assert not embedded.is_running(embedded.Server(home=home))


def test_a_crashed_server_is_started_anew(home: Path) -> None:
    server = embedded.Server(home=home, careless=True)
    with embedded.in_use(server):
        postmaster = int((server.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(postmaster, signal.SIGKILL)
        while embedded.is_running(server):
            time.sleep(0.05)
        with embedded.in_use(server), psycopg.connect(**owner_arguments(home)) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_note_that_names_another_program_is_forgotten(home: Path) -> None:
    server = embedded.Server(home=home, careless=True)
    with embedded.in_use(server):
        user = server.data.stat().st_uid
    as_server = {"user": user} if os.geteuid() == 0 else {}
    with subprocess.Popen(["sleep", "300"], cwd="/", **as_server) as other:
        (server.data / "postmaster.pid").write_text(
            f"{other.pid}\n{server.data}\n1\n5432\n{server.socket}\n\n"
        )
        os.chown(server.data / "postmaster.pid", user, -1)
        assert not embedded.is_running(server)
        with embedded.in_use(server), psycopg.connect(**owner_arguments(home)) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert other.poll() is None
        other.terminate()


def test_data_of_another_version_is_refused_in_words(home: Path) -> None:
    server = embedded.Server(home=home, careless=True)
    with embedded.in_use(server):
        pass
    (server.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(StartRefused) as refused:
        embedded.start(server)
    assert refused.value.sentences == (
        "保存されているデータは PostgreSQL 16 のものですが、いま入っているのは 18 です。"
        "docs/ja/運用の手引き の「データベースの版を上げる」の手順で移してください。",
    )


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    long = tmp_path / ("長い名前の" * 12) / "home"
    found = socket_path.socket_directory(long)
    assert len(os.fsencode(found / ".s.PGSQL.5432.lock")) <= 107
    assert found == socket_path.socket_directory(long)


@pytest.mark.parametrize(
    ("gigabytes", "megabytes"), [(0.25, 128), (1, 256), (4, 1_024), (16, 4_096), (256, 4_096)]
)
def test_a_quarter_of_the_memory_is_for_the_tables(gigabytes: float, megabytes: int) -> None:
    assert embedded.pages_for(int(gigabytes * 1024**3)) == megabytes


def test_a_container_says_how_much_memory_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(embedded, "GROUP_LIMIT", limit)
    machine = embedded.memory_here()
    limit.write_text("536870912\n", encoding="ascii")
    assert embedded.memory_here() == 536_870_912
    limit.write_text("max\n", encoding="ascii")
    assert embedded.memory_here() == machine


def test_the_server_is_told_so(home: Path) -> None:
    with (
        embedded.in_use(embedded.Server(home=home)),
        psycopg.connect(**embedded.superuser_arguments(home)) as connection,
    ):
        found = connection.execute(
            "SELECT setting::bigint * 8 / 1024 FROM pg_settings WHERE name = 'shared_buffers'"
        ).fetchone()
    assert found == (embedded.pages_for(embedded.memory_here()),)
