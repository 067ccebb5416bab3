"""Making a whole copy: asked of the server, held against its own list on the way, sealed, and read again where it lies."""

import fcntl
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from config import preparing, state
from config.backup import rules, sealing, server, settings, status, store
from config.env import Environment
from config.refusal import StartRefused
from norishiro.ledger import copies

LOCK = "backup.lock"
SPOOL = "wal-out"
SEGMENT_NAME = 24

# What a new machine needs beside the database. Never the folder ``keys``: it has envelopes of its own (docs/adr/0012).
PASSWORDS = (state.OWNER_PASSWORD, state.APP_PASSWORD, state.PUBLIC_PASSWORD, state.SUPERUSER_PASSWORD)
SMALL_FILES = (
    state.SECRET_KEY, *PASSWORDS, settings.RECIPIENTS, "grounds.toml", "boundary.geojson", "tongues", "checkpoints",
)  # fmt: skip


class Check:
    """Reads the archive as it passes by, and holds every file of it against the list the server gives at its end."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self._inlet: IO[bytes] | None = os.fdopen(writing, "wb")
        self._outlet = os.fdopen(reading, "rb")
        self._sums: dict[str, str] = {}
        self._list: bytes = b""
        self._fault = ""
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def see(self, part: bytes) -> None:
        if self._inlet is not None and part:
            self._inlet.write(part)

    def close(self) -> None:
        """After the last byte, or when there will be none."""
        if self._inlet is not None:
            self._inlet.close()
            self._inlet = None
        self._thread.join()
        self._outlet.close()

    @property
    def files(self) -> int:
        return len(self._sums)

    @property
    def segments(self) -> list[str]:
        """The pieces of the log the copy brings itself, in their order."""
        names = (name.removeprefix("pg_wal/") for name in self._sums if name.startswith("pg_wal/"))
        return sorted(name for name in names if len(name) == SEGMENT_NAME)

    def faults(self) -> Iterator[str]:
        if self._fault:
            yield self._fault
            return
        try:
            told = {one["Path"]: one["Checksum"] for one in json.loads(self._list)["Files"]}
        except (ValueError, KeyError, TypeError):
            yield "データベースが、写しの一覧を渡しませんでした。"
            return
        wrong = [path for path, told_sum in told.items() if self._sums.get(path) != told_sum]
        if wrong:
            yield f"写しの{len(wrong)}個のファイルが、データベースの一覧と違います（はじめは {wrong[0]}）。"

    def _read(self) -> None:
        try:
            with tarfile.open(fileobj=self._outlet, mode="r|") as archive:
                for member in archive:
                    content = archive.extractfile(member) if member.isfile() else None
                    if content is None:
                        continue
                    name = member.name.removeprefix("./")
                    if name == "backup_manifest":
                        self._list = content.read()
                    else:
                        mark = hashlib.sha256()
                        while piece := content.read(sealing.CHUNK):
                            mark.update(piece)
                        self._sums[name] = mark.hexdigest()
        except (tarfile.TarError, OSError):
            self._fault = "写しが途中で切れました。"
        while self._outlet.read(sealing.CHUNK):
            pass  # so that whoever writes is never held up


@contextmanager
def alone(env: Environment) -> Iterator[None]:
    """One copy at a time."""
    with (state.ensure_home(env.home) / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartRefused(
                "ほかの控えをとっている途中です。終わってから、もう一度打ってください。"
            ) from None
        yield


def now(env: Environment, *, new_place: bool = False) -> store.Base:
    """Take a whole copy, and only then let old ones go."""
    place = settings.place_of(env)
    recipients = sealing.read_recipients(settings.recipients_file(env))
    with alone(env), server.awake(env):
        known = status.read(env)
        try:
            store.prepare(place, was_used=known.get("place") == str(place) and not new_place)
            status.note(env, {"place": str(place)})
            base = _take(env, place, recipients=recipients)
            _rotate(env, base.folder.parent, newest=base)
        except StartRefused as fault:
            status.note(
                env, {"trouble": {"at": datetime.now(UTC).isoformat(), "words": list(fault.sentences)}}
            )
            raise
        status.note(env, {**_noted(base), "same_disk": is_same_disk(env, place), "trouble": None})
    return base


def _noted(base: store.Base) -> status.Status:
    return {
        "last": {"name": base.name, "at": base.manifest().ended_at, "size": base.size},
        "kept": len(store.Store(folder=base.folder.parent).bases()),
    }


def is_same_disk(env: Environment, place: Path) -> bool:
    return place.exists() and place.stat().st_dev == env.home.stat().st_dev


def _take(env: Environment, place: Path, *, recipients: list[object]) -> store.Base:
    with server.connect(env.home) as connection:
        system = str(server.value(connection, "SELECT system_identifier FROM pg_control_system()"))
        server.keep_log(connection)
        version = str(server.value(connection, "SHOW server_version"))
        began = server.value(connection, "SELECT clock_timestamp()")
    target = store.store_in(place, system=system)
    draft = target.folder / f"{store.DRAFT}base-{store.stamp(began)}"
    with sealing.told(place):
        target.folder.mkdir(mode=0o700, exist_ok=True)
        target.log.mkdir(mode=0o700, exist_ok=True)
        store.sweep(target)
        _refuse_too_little_room(target)
        while (target.folder / draft.name.removeprefix(store.DRAFT)).exists():
            raise StartRefused("同じ時刻の控えがもうあります。1秒おいて、もう一度打ってください。")
        draft.mkdir(mode=0o700)
        try:
            sums, check = _database(env, draft, recipients=recipients)
            sums[store.SMALL], _size = sealing.seal(_small(env), draft / store.SMALL, recipients=recipients)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        with server.connect(env.home) as connection:
            ended = server.value(connection, "SELECT clock_timestamp()")
        manifest = store.Manifest(
            system=system, began_at=began.isoformat(), ended_at=ended.isoformat(),
            first_segment=check.segments[0],
            last_segment=check.segments[-1], timeline=int(check.segments[0][:8], 16), postgresql=version,
            migrations=preparing.migrations_fingerprint(), files=check.files, size=(draft / store.DATABASE).stat().st_size,
        )  # fmt: skip
        return store.finish(draft, manifest, sums)


def _refuse_too_little_room(target: store.Store) -> None:
    sizes = [base.size for base in target.bases()]
    needed = int(max(sizes, default=0) * 1.2)
    if shutil.disk_usage(target.folder).free < needed:
        raise OSError(28, "too little room for another copy")


def _database(env: Environment, draft: Path, *, recipients: list[object]) -> tuple[dict[str, str], Check]:
    """The server's own archive, through the check and the seal, into one file."""
    check = Check()
    with tempfile.TemporaryFile() as faults:
        copying = server.start(
            env.home, "pg_basebackup",
            *("-D", "-", "-F", "t", "-X", "fetch", "-c", "fast", "-w", "-l", "norishiro", "--manifest-checksums=SHA256"),
            output=subprocess.PIPE, faults=faults,
        )  # fmt: skip
        try:
            assert copying.stdout is not None
            told, _size = sealing.seal(
                copying.stdout, draft / store.DATABASE, recipients=recipients, watch=check.see
            )
            code = copying.wait()
        finally:
            copying.kill()
            copying.wait()
            if copying.stdout is not None:
                copying.stdout.close()
            check.close()
        faults.seek(0)
        words = faults.read().decode("utf-8", errors="replace")
    if code:
        raise StartRefused(
            "データベースの写しをとれませんでした。", *[line.strip() for line in words.splitlines()[-3:]]
        )
    wrong = list(check.faults())
    if wrong:
        raise StartRefused(*wrong, "この控えは使いません。前の控えは、そのまま残っています。")
    return {store.DATABASE: told}, check


def _small(env: Environment) -> IO[bytes]:
    """The small files as one archive."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name in SMALL_FILES:
            if (env.home / name).exists():
                archive.add(env.home / name, arcname=name)
    made.seek(0)
    return made


def _rotate(env: Environment, folder: Path, *, newest: store.Base) -> None:
    """Old copies go only when enough good ones stay; what is good is read again now, not remembered."""
    target = store.Store(folder=folder)
    at = datetime.now(UTC)
    keeping = copies.keeping(today=at.date())
    made_at = {name: base.ended_at for name, base in target.readable().items()}
    if not rules.to_remove(list(made_at), good=made_at, made_at=made_at, now=at, keeping=keeping):
        return
    good = [base.name for base in target.good()]
    store.remove(target, rules.to_remove(list(made_at), good=good, made_at=made_at, now=at, keeping=keeping))


def verify(env: Environment, *, folder: Path | None = None) -> list[str]:
    """Read everything again that lies there; what was found is noted for the doctor and the screen."""
    place = folder or settings.place_of(env)
    try:
        found = list(store.newest_store(place).faults())
    except StartRefused as fault:
        found = list(fault.sentences)
    if folder is None:
        status.note(env, {"verified": {"at": datetime.now(UTC).isoformat(), "faults": found}})
    return found
