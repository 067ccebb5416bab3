"""`norishiro run` and `norishiro stop`."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from types import FrameType

import psycopg

from config import doctor, embedded, hosts, keys, preparing, state
from config.env import ROOT, Environment
from config.refusal import StartRefused

# Method, path without its query (a search may hold a name), status, milliseconds. No address, no person.
ACCESS_LINE = "%(t)s %(m)s %(U)s %(s)s %(M)s"
READY_SECONDS = 60.0
STOP_SECONDS = 20.0
CHECKPOINT_EVERY = 60 * 60.0
LOOK_EVERY = 1.0

DEMO_ACCOUNTS = "demo_accounts.txt"


def run(env: Environment, *, demo: bool) -> int:
    """Check, bring everything up to date, serve until told to stop, and leave nothing running."""
    began = time.monotonic()
    doctor.refuse_faults(doctor.before_start(env))
    state.ensure_home(env.home)
    state.ensure_home(env.place)
    server = embedded.Server(home=env.home)
    with _marked_as_running(env), embedded.in_use(server) if env.is_embedded else nullcontext():
        doctor.refuse_faults(doctor.before_migration(env))
        _bring_up_to_date(env, demo=demo)
        doctor.refuse_faults(doctor.after_migration(env))
        hosts.mark(env)
        return _serve(env, began=began)


def stop(env: Environment) -> int:
    """Ask every `norishiro run` of this state directory to end, then see that the database sleeps."""
    pids = running_pids(env.place)
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    give_up = time.monotonic() + STOP_SECONDS
    while running_pids(env.place) and time.monotonic() < give_up:
        time.sleep(0.1)
    server = embedded.Server(home=env.home)
    database = env.is_embedded and embedded.is_running(server)
    if database and not embedded.is_used(server):
        embedded.stop(server)
    print("のりしろを止めました。" if pids or database else "のりしろは動いていません。")
    return 0


def running_pids(place: Path) -> list[int]:
    """The processes that serve from this folder at this moment."""
    return [int(file.read_text()) for file in place.glob("run-*.lock") if state.is_locked(file)]


@contextmanager
def _marked_as_running(env: Environment) -> Iterator[None]:
    with (env.place / f"run-{env.port}.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartRefused(
                f"「のりしろ」は、もうポート {env.port} で動いています。"
                "そのままブラウザーで開くか、`norishiro stop` で止めてから始めてください。"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _bring_up_to_date(env: Environment, *, demo: bool) -> None:
    """Each step plays its own role, so each is a process of its own; most starts need none of them."""
    keys.ensure(env)
    if not preparing.is_migrated(env):
        print("データベースを準備しています…", flush=True)
        _call(["migrate"], role="owner")
    if demo and preparing.is_empty(env):
        print("見本の町を用意しています…", flush=True)
        _call(["setup", "--profile", env.profile, "--demo"], role="owner")
    if not preparing.is_collected(env.place / "static"):
        print("画面の部品を用意しています…", flush=True)
        _call(["collect"], role="app")


def _call(words: Sequence[str], *, role: str) -> None:
    command = [sys.executable, "-m", "config.command", *words]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "NORISHIRO_DB_ROLE": role}, check=False)
    if done.returncode != 0:
        raise StartRefused(
            "準備の途中で止まりました。上に出ている言葉を控えて、管理者に知らせてください。"
            "終わったところまでは残っているので、直したあとは、続きから始まります。"
        )


def _serve(env: Environment, *, began: float) -> int:
    variables = {**os.environ, "NORISHIRO_DB_ROLE": "app", **_room_for_metrics(env)}
    child = subprocess.Popen(_gunicorn(env), cwd=ROOT, env=variables)

    def pass_on(number: int, frame: FrameType | None) -> None:
        child.send_signal(signal.SIGTERM)

    signal.signal(signal.SIGTERM, pass_on)
    # Ctrl-C reaches gunicorn directly; we only wait for it, so that the database is stopped after it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if _wait_until_ready(env, child):
        _greet(env, seconds=time.monotonic() - began)
    with _carrying(env):
        code = _wait_and_look_after(env, child)
    print("\nのりしろを終わりました。", flush=True)
    return 0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else 1


def _room_for_metrics(env: Environment) -> dict[str, str]:
    """Each worker counts in a file of its own; what an earlier start counted is let go."""
    folder = env.place / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    if not env.tells_metrics:
        return {}
    folder.mkdir(mode=0o700)
    return {"PROMETHEUS_MULTIPROC_DIR": str(folder)}


def _wait_and_look_after(env: Environment, child: subprocess.Popen[bytes]) -> int:
    """Every hour, and once more after the last page, the head of the ledger is signed and kept elsewhere; and every second
    somebody looks whether the database that came with the program still lives."""
    keeper, began = _start_checkpoint(), time.monotonic()
    while True:
        with suppress(subprocess.TimeoutExpired):
            code = child.wait(timeout=LOOK_EVERY)
            break
        if env.is_embedded:
            _wake_database(env)
        is_due = time.monotonic() - began >= CHECKPOINT_EVERY
        if is_due and keeper.poll() is not None:  # a slow one is not overtaken
            keeper, began = _start_checkpoint(), time.monotonic()
    keeper.terminate()
    keeper.wait()
    with suppress(subprocess.TimeoutExpired):
        _start_checkpoint("--quick").wait(timeout=STOP_SECONDS)
    return code


def _wake_database(env: Environment) -> None:
    """A server that fell (memory, a full disk, a slip of the hand) is started again while the pages say that it is away."""
    server = embedded.Server(home=env.home)
    if embedded.is_running(server):
        return
    print("データベースが落ちています。起こします。", file=sys.stderr, flush=True)
    try:
        embedded.wake(server)
    except (StartRefused, psycopg.Error, OSError) as error:
        print(f"まだ起きません。{LOOK_EVERY:.0f}秒ごとに試します。\n{error}", file=sys.stderr, flush=True)


@contextmanager
def _carrying(env: Environment) -> Iterator[None]:
    """Where a second place is named, the log is carried there by a process of its own until the last page is out."""
    if env.backup is None or not env.is_embedded:
        yield
        return
    carrier = subprocess.Popen(
        [sys.executable, "-m", "config.command", "backup", "follow", "--with-parent"],
        cwd=ROOT,
        env={**os.environ, "NORISHIRO_DB_ROLE": "owner"},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        carrier.terminate()
        with suppress(subprocess.TimeoutExpired):
            carrier.wait(timeout=STOP_SECONDS)


def _start_checkpoint(*words: str) -> subprocess.Popen[bytes]:
    """By the owner, in a process of its own. It says itself what is wrong; the pages go on, the doctor will tell."""
    return subprocess.Popen(
        [sys.executable, "-m", "config.command", "ledger", "checkpoint", *words],
        cwd=ROOT,
        env={**os.environ, "NORISHIRO_DB_ROLE": "owner"},
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the pages
    )


def _gunicorn(env: Environment) -> list[str]:
    host = f"[{env.host}]" if ":" in env.host else env.host
    return [
        *(sys.executable, "-m", "gunicorn", "config.wsgi:application"),
        *("--bind", f"{host}:{env.port}"),
        *("--worker-class", "config.crowded.CrowdedWorker"),
        *("--workers", str(env.workers), "--threads", str(env.threads)),
        *("--preload", "--no-control-socket", "--log-level", "warning"),
        *("--graceful-timeout", "10", "--timeout", "60", "--keep-alive", "5"),
        *("--max-requests", "20000", "--max-requests-jitter", "2000"),
        *("--logger-class", "config.logs.QuietAccessLogger"),
        *("--access-logfile", str(env.place / "access.log"), "--access-logformat", ACCESS_LINE),
    ]


def _wait_until_ready(env: Environment, child: subprocess.Popen[bytes]) -> bool:
    address = (_reachable_host(env), env.port)
    give_up = time.monotonic() + READY_SECONDS
    while child.poll() is None and time.monotonic() < give_up:
        try:
            with socket.create_connection(address, timeout=1):
                return True
        except OSError:
            time.sleep(0.05)
    return False


def _reachable_host(env: Environment) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(env.host, env.host)


def _greet(env: Environment, *, seconds: float) -> None:
    print(f"のりしろが動いています（{seconds:.1f}秒）。", flush=True)
    print(f"  ブラウザーで開く: http://{_reachable_host(env)}:{env.port}/", flush=True)
    accounts = env.home / DEMO_ACCOUNTS
    if accounts.exists():
        print("  見本の職員（だれでもない、ためすための名前です）:", flush=True)
        for line in accounts.read_text(encoding="utf-8").splitlines():
            print(f"    {line}", flush=True)
    print("  終わるとき: Ctrl-C", flush=True)
