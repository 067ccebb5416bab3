"""The log is carried to the second place while the program runs, so that no more than the last minute can be lost.

``pg_receivewal`` takes it from the server as it is written; every closed piece is sealed and carried. A piece leaves the
spool only when it lies in the second place under its sum, so an interruption anywhere is made good by the next round.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import IO, Any

import psycopg

from config import state
from config.backup import letters, making, rules, sealing, server, settings, status, store
from config.env import ROOT, Environment
from config.refusal import StartRefused
from norishiro.ledger import copies

LOCK = "backup-follow.lock"
ROUND = 5.0
SWITCH = timedelta(seconds=20)
RETRY = 600.0
PATIENCE = 15.0


def follow(env: Environment, *, with_parent: bool = False, rounds: int | None = None) -> int:
    """Carry until told to stop (or until whoever started it is gone); take a whole copy when one is due. Says what is wrong, and goes on trying."""
    place = settings.place_of(env)
    told_to_stop: list[int] = []
    parent = os.getppid()

    def stop(number: int, frame: FrameType | None) -> None:
        told_to_stop.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with _alone(env), server.awake(env):
        receiver: subprocess.Popen[bytes] | None = None
        base: subprocess.Popen[bytes] | None = None
        tried = 0.0
        closer = Closer()
        try:
            while not told_to_stop and rounds != 0 and not (with_parent and os.getppid() != parent):
                base, tried = _whole_when_due(env, base, tried)
                try:
                    if receiver is None or receiver.poll() is not None:
                        receiver = _receive(env)
                    recipients = sealing.read_recipients(settings.recipients_file(env))
                    closer.close(env)
                    carry(env, place, recipients=recipients)
                    if _has_caught_up(env):
                        status.note(
                            env, {"followed_at": datetime.now(UTC).isoformat(), "follow_trouble": None}
                        )
                except StartRefused as fault:
                    status.note(
                        env,
                        {
                            "follow_trouble": {
                                "at": datetime.now(UTC).isoformat(),
                                "words": list(fault.sentences),
                            }
                        },
                    )
                except psycopg.Error:
                    status.note(
                        env,
                        {
                            "follow_trouble": {
                                "at": datetime.now(UTC).isoformat(),
                                "words": ["データベースが答えません。"],
                            }
                        },
                    )
                letters.tell(env, now=datetime.now(UTC))
                rounds = None if rounds is None else rounds - 1
                _wait(told_to_stop)
        finally:
            for child in (receiver, base):
                if child is not None and child.poll() is None:
                    child.terminate()
                    child.wait()
            with suppress(StartRefused, psycopg.Error):
                carry(env, place, recipients=sealing.read_recipients(settings.recipients_file(env)))
    return 0


def _wait(told_to_stop: list[int]) -> None:
    until = time.monotonic() + ROUND
    while not told_to_stop and time.monotonic() < until:
        time.sleep(0.2)


@contextmanager
def _alone(env: Environment) -> Iterator[None]:
    """One carrier; after a crash the next waits a moment for the last to notice."""
    with (state.ensure_home(env.home) / LOCK).open("a") as file:
        give_up = time.monotonic() + PATIENCE
        while not _is_taken(file):
            if time.monotonic() > give_up:
                raise StartRefused(
                    "記録の続きは、もう運ばれています（`norishiro run` が動いているあいだは、打たなくてかまいません）。"
                )
            time.sleep(0.2)
        yield


def _is_taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def spool(env: Environment) -> Path:
    return env.home / making.SPOOL


def _receive(env: Environment) -> subprocess.Popen[bytes]:
    """Its own user's folder; the slot makes the server keep what was not taken yet."""
    spool(env).mkdir(mode=0o700, exist_ok=True)
    with server.connect(env.home) as connection:
        if server.keep_log(connection):
            for stale in spool(env).iterdir():
                stale.unlink()
        # One whose master was killed goes on, and nobody else gets at the slot.
        connection.execute(
            "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE slot_name = %s AND active_pid IS NOT NULL",
            [server.SLOT],
        )
    return server.start(
        env.home, "pg_receivewal", "-D", str(spool(env)), "-S", server.SLOT, "--synchronous", "-w", "-n",
        output=subprocess.DEVNULL, faults=subprocess.DEVNULL,
    )  # fmt: skip


def closed(folder: Path) -> list[Path]:
    """Pieces that will not change any more, and the notes about time lines."""
    return sorted(one for one in folder.iterdir() if one.suffix in ("", ".history"))


def carry(env: Environment, place: Path, *, recipients: list[Any]) -> int:
    """Seal every closed piece into the second place, and let it go from the spool; the newest stays, to go on from."""
    known = status.read(env)
    pieces = closed(spool(env)) if spool(env).is_dir() else []
    if not pieces:
        return 0
    store.prepare(place, was_used=known.get("place") == str(place))
    status.note(env, {"place": str(place)})
    with server.connect(env.home) as connection:
        system = str(server.value(connection, "SELECT system_identifier FROM pg_control_system()"))
    target = store.store_in(place, system=system)
    carried = 0
    with sealing.told(place):
        target.folder.mkdir(mode=0o700, exist_ok=True)
        target.log.mkdir(mode=0o700, exist_ok=True)
        there = {piece.segment for piece in target.pieces()}
        newest = max((one for one in pieces if not one.suffix), default=None)
        for piece in pieces:
            if piece.name not in there:
                _carry(piece, target, recipients=recipients)
                carried += 1
            if piece != newest and not piece.suffix:
                piece.unlink()
    return carried


def _carry(piece: Path, target: store.Store, *, recipients: list[Any]) -> None:
    draft = target.log / f"{store.DRAFT}{piece.name}"
    with piece.open("rb") as opened:
        told, _size = sealing.seal(opened, draft, recipients=recipients)
    if sealing.sum_of(draft) != told:
        raise OSError(5, "the piece reads differently")
    draft.rename(target.log / f"{piece.name}-{store.stamp(datetime.now(UTC))}-{told}.gz.age")
    store.settle(target.log)


class Closer:
    """Closes the open piece of the log every few seconds in which something was written, so that it can be carried."""

    def __init__(self) -> None:
        self._at, self._place = 0.0, ""

    def close(self, env: Environment) -> None:
        if time.monotonic() - self._at < SWITCH.total_seconds():
            return
        with server.connect(env.home) as connection:
            if str(server.value(connection, "SELECT pg_current_wal_insert_lsn()")) != self._place:
                server.value(connection, "SELECT pg_switch_wal()")
                self._place = str(server.value(connection, "SELECT pg_current_wal_insert_lsn()"))
        self._at = time.monotonic()


def _has_caught_up(env: Environment) -> bool:
    """Whether the receiver has all the server wrote, so that nothing older than the open piece waits anywhere."""
    with server.connect(env.home) as connection:
        return bool(
            server.value(
                connection,
                "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE application_name = 'norishiro_hikae'"
                " AND pg_wal_lsn_diff(pg_current_wal_flush_lsn(), flush_lsn) < 16777216)",
            )
        )


def _whole_when_due(
    env: Environment, running: subprocess.Popen[bytes] | None, tried: float
) -> tuple[subprocess.Popen[bytes] | None, float]:
    if running is not None and running.poll() is None:
        return running, tried
    last = (status.read(env).get("last") or {}).get("at")
    now = datetime.now(UTC)
    newest = datetime.fromisoformat(last) if last else None
    too_soon = (
        tried > 0 and time.monotonic() - tried < RETRY
    )  # what failed is tried again, but not all the time
    if too_soon or not rules.is_due(newest, now=now, keeping=copies.keeping(today=now.date())):
        return None, tried
    words = [sys.executable, "-m", "config.command", "backup", "now"]
    return subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True
    ), time.monotonic()
