"""The console script as a person meets it: it starts, it stops, and it never ends in a traceback."""

import os
import signal
import socket
import stat
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from config import databases, embedded, socket_path, state
from config.command import USAGE
from config.env import ROOT, parse
from tests.config.conftest import PATIENCE, command, free_port, outside

Norishiro = Callable[..., subprocess.CompletedProcess[str]]

REFUSED = "のりしろを始められません。\n・"
PENDING = "データベースの形が、いまのプログラムに合っていません。`norishiro migrate` を動かしてください。"
UNSETTLED = "△ 自治体の設定が、まだ入っていません。`norishiro setup --profile 名前` と打ってください。"
OWNED = "画面用の利用者（DATABASE_APP_URL）が、表の持ち主になっています。表の持ち主とは別の利用者を指定してください。"
MAKES = (
    "画面用の利用者（DATABASE_APP_URL）が、表や仕掛けを作れます。"
    "データベースの持ち主として `REVOKE CREATE ON SCHEMA public FROM PUBLIC` を動かし、余計な権限を外してください。"
)
READY = "  終わるとき: Ctrl-C\n"


@contextmanager
def serving(home: Path, *, port: int, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """`norishiro run` in a process group of its own, as under a terminal, once it says it is ready."""
    process = subprocess.Popen(
        command("run"),
        cwd=ROOT,
        env=outside(NORISHIRO_HOME=str(home), PORT=str(port), **variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line == READY:
                break
        assert lines[-1:] == [READY], "".join(lines)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=PATIENCE)


def answer(port: int, path: str) -> tuple[int, dict[str, str]]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, dict(response.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers)


def owner(home: Path) -> psycopg.Connection[Any]:
    env = parse({"NORISHIRO_HOME": str(home)})
    arguments = databases.connect_arguments(databases.settings_for(env, role="owner"))
    return psycopg.connect(**arguments, autocommit=True)


def address(home: Path, *, user: str, password: str, database: str = "norishiro") -> str:
    folder = str(socket_path.socket_directory(home)).replace("/", "%2F")
    return f"postgres://{user}:{password}@{folder}:{socket_path.PORT}/{database}"


def told(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What the doctor found, without the numbered points above each."""
    return [line.strip() for line in done.stdout.splitlines() if line.startswith("      ")]


def secret(home: Path, name: str) -> str:
    return (home / name).read_text(encoding="ascii")


def test_without_words_it_tells_what_it_can(norishiro: Norishiro) -> None:
    assert norishiro().stdout == USAGE


@pytest.mark.slow
def test_a_day_of_work(home: Path, norishiro: Norishiro) -> None:
    """First start, a second one beside it, the doctor, the end, and the next morning."""
    port = free_port()
    with serving(home, port=port) as process:
        assert answer(port, "/accounts/login/")[0] == 200
        assert told(norishiro("doctor", PORT=str(port))) == [UNSETTLED]
        second = norishiro("run", PORT=str(port))
        assert (second.returncode, second.stderr) == (
            1,
            f"{REFUSED}「のりしろ」は、もうポート {port} で動いています。"
            "そのままブラウザーで開くか、`norishiro stop` で止めてから始めてください。\n",
        )
        assert norishiro("stop").stdout == "のりしろを止めました。\n"
        assert process.wait(timeout=PATIENCE) == 0
    assert not embedded.is_running(embedded.Server(home=home))
    began = time.monotonic()
    with serving(home, port=port):
        assert time.monotonic() - began < 15  # 5 s alone on the machine; here others work beside it
    assert norishiro("stop").stdout == "のりしろは動いていません。\n"


@pytest.mark.slow
def test_ctrl_c_leaves_nothing_running(morning: Path) -> None:
    with serving(morning, port=free_port()) as process:
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 0
    assert not embedded.is_running(embedded.Server(home=morning))


@pytest.mark.slow
def test_two_runs_share_one_database_and_the_last_stops_it(morning: Path) -> None:
    server = embedded.Server(home=morning)
    with serving(morning, port=free_port()) as first:
        port = free_port()
        with serving(morning, port=port):
            os.killpg(first.pid, signal.SIGINT)
            first.wait(timeout=PATIENCE)
            assert embedded.is_running(server)
            assert answer(port, "/accounts/login/")[0] == 200
    assert not embedded.is_running(server)


@pytest.mark.slow
def test_what_is_served_and_kept(morning: Path) -> None:
    port = free_port()
    with serving(morning, port=port):
        _, headers = answer(port, "/accounts/login/?next=/people/&q=%E8%A6%8B%E6%9C%AC")
    assert headers["Cache-Control"] == "no-store"
    assert "'unsafe-inline'" not in headers["Content-Security-Policy"]
    log = (morning / "access.log").read_text(encoding="utf-8")
    assert log.rsplit(" ", 1)[0].split("] ")[1] == "GET /accounts/login/ 200"
    for name in ("secret_key", "database_owner_password", "database_app_password"):
        assert stat.S_IMODE((morning / name).stat().st_mode) == 0o600
    assert list((morning / "checkpoints").glob("*.json")) != []
    assert not (morning / "checkpoints" / "ijou.txt").exists()
    assert stat.S_IMODE(morning.stat().st_mode) & 0o007 == 0


def test_a_taken_port_is_refused_in_words(norishiro: Norishiro) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = norishiro("run", PORT=str(port))
    assert (done.returncode, done.stderr) == (
        1,
        f"{REFUSED}ポート {port} は、ほかのプログラムが使っています。"
        f"そのプログラムを終わらせるか、`PORT={port + 1}` のように別の番号を指定してください。\n",
    )


@pytest.mark.parametrize("words", [["run"], ["doctor"], ["migrate"], ["stop"], ["check"]])
def test_a_wrong_address_is_refused_in_words(norishiro: Norishiro, words: list[str]) -> None:
    done = norishiro(*words, DATABASE_URL="mysql://keeper@db/norishiro")
    assert (done.returncode, done.stderr) == (
        1,
        f"{REFUSED}環境変数 DATABASE_URL の値が正しくありません。"
        "postgres://利用者:パスワード@サーバー名:5432/データベース名 の形で書いてください"
        "（何台もあるときは、サーバー名:5432,サーバー名:5432 と並べます）。\n",
    )


def test_an_unreachable_database_is_refused_in_words(norishiro: Norishiro) -> None:
    url = f"postgres://keeper:pass@127.0.0.1:{free_port()}/norishiro"
    expected = (
        "データベースにつながりません。動いているか、サーバー名とポート番号が正しいかを確かめ、"
        "環境変数 DATABASE_URL（と DATABASE_APP_URL）を見直してください。"
    )
    migrated = norishiro("migrate", DATABASE_URL=url)
    assert (migrated.returncode, migrated.stderr) == (1, f"{REFUSED}{expected}\n")
    examined = norishiro("doctor", DATABASE_URL=url, PORT=str(free_port()))
    assert (examined.returncode, told(examined), examined.stderr) == (1, [f"× {expected}"], "")
    started = norishiro("run", DATABASE_URL=url, PORT=str(free_port()))
    assert (started.returncode, started.stderr) == (1, f"{REFUSED}{expected}\n")


@pytest.mark.parametrize("words", [["run"], ["migrate"], ["setup", "--profile", "toshima"]])
def test_an_unwritable_home_is_refused_in_words(norishiro: Norishiro, words: list[str]) -> None:
    folder = Path("/proc/norishiro")  # not even root makes folders there
    done = norishiro(*words, NORISHIRO_HOME=str(folder), PORT=str(free_port()))
    assert (done.returncode, done.stderr) == (1, f"{REFUSED}{state.unwritable(folder)}\n")


def test_plain_http_to_the_outside_is_refused_in_words(norishiro: Norishiro) -> None:
    done = norishiro("run", HOST="0.0.0.0", PORT=str(free_port()))
    assert (done.returncode, done.stderr) == (
        1,
        f"{REFUSED}ほかのコンピューターから見える設定なのに、通信が暗号化されていません。"
        "https の中継サーバーを手前に置き、NORISHIRO_HTTPS=1 を設定してください。\n",
    )


def test_a_weak_key_is_refused_in_words(home: Path, norishiro: Norishiro) -> None:
    state.ensure_home(home)
    (home / state.SECRET_KEY).write_text("secret")
    (home / state.SECRET_KEY).chmod(0o600)
    done = norishiro("run", PORT=str(free_port()))
    assert (done.returncode, done.stderr) == (
        1,
        f"{REFUSED}秘密の鍵（secret_key）が短すぎるか、単純すぎます。"
        "NORISHIRO_HOME の secret_key を消すと、次に始めるときに作り直します"
        "（全員がログインし直しになります）。\n",
    )


@pytest.mark.slow
def test_the_doctor_sees_what_is_wrong_in_the_database(laid: Path, norishiro: Norishiro) -> None:
    """One database, spoilt in one way after another."""
    home, port = laid, str(free_port())
    with embedded.in_use(embedded.Server(home=home)):
        with owner(home) as connection:
            connection.execute("COMMENT ON TABLE django_migrations IS 'the program of last year'")
        assert told(norishiro("doctor", PORT=port)) == [f"× {PENDING}"]
        assert norishiro("migrate").returncode == 0
        assert told(norishiro("doctor", PORT=port)) == [UNSETTLED]

        with owner(home) as connection:
            connection.execute("CREATE TABLE ajar (id int); ALTER TABLE ajar ENABLE ROW LEVEL SECURITY")
        ajar = (
            "行ごとの閲覧制限が効いていない表があります（ajar）。"
            "`norishiro migrate` を動かしても直らないときは、管理者に知らせてください。"
        )
        assert told(norishiro("doctor", PORT=port)) == [f"× {ajar}", UNSETTLED]
        started = norishiro("run", PORT=port)
        assert (started.returncode, started.stderr) == (1, f"{REFUSED}{ajar}\n")
        with owner(home) as connection:
            connection.execute("DROP TABLE ajar")

        with owner(home) as connection:
            connection.execute(
                "INSERT INTO ledger_entry (id, at, verb, staff_label, agency_label, subjects, ground, screen,"
                " detail, reason, prev_hash, hash) SELECT gen_random_uuid(), now() - interval '2 hours',"
                " 'records.shown', '', '', '{}', '', '', '', '', '', '' FROM generate_series(1, 2)"
            )
        assert told(norishiro("doctor", PORT=port)) == [
            "△ 台帳の控えが1時間以上とられていません。`norishiro ledger checkpoint` を動かし、"
            "毎時の仕事（norishiro run か、タイマー）が止まっていないかを確かめてください。",
            UNSETTLED,
        ]
        assert norishiro("ledger", "checkpoint").returncode == 0
        assert told(norishiro("doctor", PORT=port)) == [UNSETTLED]
        url = address(home, user="norishiro_owner", password=secret(home, state.OWNER_PASSWORD))
        examined = norishiro("doctor", PORT=port, DATABASE_URL=url, DATABASE_APP_URL=url)
        assert (examined.returncode, told(examined)) == (1, [f"× {OWNED}", f"× {MAKES}", UNSETTLED])
        started = norishiro("run", PORT=port, DATABASE_URL=url, DATABASE_APP_URL=url)
        assert (started.returncode, started.stderr) == (1, f"{REFUSED}{OWNED}\n・{MAKES}\n")

        with owner(home) as connection:
            connection.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_refuse_change")
        guard = (
            "台帳を書き足すだけにしている仕掛けが、止められています（ledger_refuse_change）。"
            "台帳に手をつけず、情報セキュリティの責任者へ知らせてください。"
        )
        assert norishiro("run", PORT=port).stderr == f"{REFUSED}{guard}\n"

        with owner(home) as connection:
            connection.execute(
                "ALTER TABLE ledger_entry DISABLE TRIGGER USER; DELETE FROM ledger_entry WHERE seq = 2;"
                " UPDATE ledger_head SET seq = 1, hash = (SELECT hash FROM ledger_entry);"
                " ALTER TABLE ledger_entry ENABLE TRIGGER USER"
            )
        changed = "△ 台帳が、いちばん新しい控えと合いません。書き換えられたか、データベースが古い写しに戻されています。"
        assert told(norishiro("doctor", PORT=port))[0].startswith(changed)
        assert norishiro("ledger", "verify").returncode == 1


def test_the_doctor_tells_an_empty_database_a_wrong_password_and_a_missing_one(
    home: Path, norishiro: Norishiro
) -> None:
    port = str(free_port())
    advice = "環境変数 DATABASE_URL（と DATABASE_APP_URL）を見直してください。"
    with embedded.in_use(embedded.Server(home=home)):
        assert told(norishiro("doctor", PORT=port)) == [f"× {PENDING}"]
        wrong = address(home, user="norishiro_owner", password="wrong")
        assert told(norishiro("doctor", PORT=port, DATABASE_URL=wrong)) == [
            f"× データベースの利用者名かパスワードが違います。{advice}"
        ]
        password = secret(home, state.OWNER_PASSWORD)
        missing = address(home, user="norishiro_owner", password=password, database="nowhere")
        assert told(norishiro("doctor", PORT=port, DATABASE_URL=missing)) == [
            f"× 指定されたデータベースがありません。管理者に作ってもらうか、{advice}"
        ]


def test_the_doctor_tells_a_database_of_another_character_set(home: Path, norishiro: Norishiro) -> None:
    with embedded.in_use(embedded.Server(home=home)):
        with owner(home) as connection:
            connection.execute(
                "CREATE DATABASE old TEMPLATE template0 ENCODING 'EUC_JP' LOCALE_PROVIDER libc LOCALE 'C'"
            )
        password = secret(home, state.OWNER_PASSWORD)
        url = address(home, user="norishiro_owner", password=password, database="old")
        found = told(norishiro("doctor", PORT=str(free_port()), DATABASE_URL=url))
    assert found[0] == "× データベースの文字コードが EUC_JP です。UTF8 で作り直してください。"
