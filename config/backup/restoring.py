"""The way back: a copy opened into an empty folder, played forward to a moment, asked whether it holds; then, apart from that,
put in the place of the living one in a single stroke."""

import ctypes
import hashlib
import json
import os
import shutil
import tarfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from config import embedded
from config.backup import checking, making, rules, sealing, server, settings, status, store
from config.databases import DATABASE_NAME
from config.env import Environment
from config.refusal import StartRefused
from norishiro.ledger import verify_offline

UNFINISHED = "fukugen-no-tochu.json"
RESTORED = "fukugen.json"
DRILL = "drill"
LIST = "backup_manifest"
DAY = 86_400
AT_FDCWD, RENAME_EXCHANGE = -100, 2


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was brought back, and how it was found."""

    home: Path
    base: str
    until: datetime | None
    reaches: datetime | None
    found: checking.Found


def restore(source: Path, *, into: Path, identities: Sequence[Any], moment: datetime | None) -> Restored:
    """Bring back the newest state, or that of a moment, into a folder that is empty or not there."""
    target = into.absolute()
    origin, name, reaches = lay(source, into=target, identities=identities, moment=moment)
    _play(target, moment=moment)
    found = look(target)
    told = Restored(home=target, base=name, until=moment, reaches=reaches, found=found)
    store.write(
        target / RESTORED,
        json.dumps(
            {"base": name, "from": str(origin.folder), "until": moment.isoformat() if moment else None},
            ensure_ascii=False,
        ),
    )
    (target / UNFINISHED).unlink()
    return told


def lay(
    source: Path, *, into: Path, identities: Sequence[Any], moment: datetime | None = None
) -> tuple[store.Store, str, datetime | None]:
    """Open a copy and its part of the log; nothing of it runs yet."""
    target = into.absolute()
    _refuse_living(target)
    origin = store.newest_store(source)
    made_at = {name: base.ended_at for name, base in origin.readable().items()}
    name = rules.base_for(made_at, moment=moment)
    if name is None:
        oldest = min(made_at.values(), default=None)
        raise StartRefused(
            "その時点より前の控えがありません。"
            + (
                f"いちばん古い控えは {said(oldest)} です。それより後の時刻を書いてください。"
                if oldest
                else ""
            )
        )
    base = origin.readable()[name]
    wrong = list(base.faults())
    if wrong:
        raise StartRefused(
            *wrong,
            "`norishiro backup list` でほかの控えの時刻を見て、--to-time にその少し後の時刻を書くか、離して置いた媒体から戻してください。",
        )
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    store.write(
        target / UNFINISHED, json.dumps({"base": name, "from": str(origin.folder)}, ensure_ascii=False)
    )
    with sealing.told(origin.folder):
        _open_small(base, target, identities)
        _open_database(base, target, identities)
        reaches = _open_log(origin, base, target, identities, moment)
    return origin, name, reaches


def rest_at(home: Path, *, lsn: str, patience: float = 600.0) -> None:
    """Let a laid copy play forward to a place of the log and stay there, readable; afterwards it may go on to a later one."""
    place = embedded.Server(home=home)
    _tell(place, f"recovery_target_lsn = '{lsn}'", action="pause")
    embedded.start(place, patience=DAY)
    give_up = time.monotonic() + patience
    with server.connect(home) as connection:
        while server.value(connection, "SELECT pg_get_wal_replay_pause_state()") != "paused":
            if time.monotonic() > give_up:
                raise StartRefused("記録の続きの、その場所まで進めません。")
            time.sleep(0.02)


def said(at: datetime | None) -> str:
    return f"{at.astimezone():%Y年%m月%d日 %H時%M分%S秒}" if at else "－"


def _refuse_living(target: Path) -> None:
    """Never over anything; what an interrupted restore of ours left is taken away first."""
    if (target / UNFINISHED).exists():
        embedded.stop(embedded.Server(home=target))
        shutil.rmtree(embedded.Server(home=target).data, ignore_errors=True)
        shutil.rmtree(target)
        return
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StartRefused(
            f"{target} は空ではありません。復元は、空のフォルダーか、まだないフォルダーにだけ行います。"
        )
    if embedded.Server(home=target).data.exists():
        raise StartRefused(
            f"{embedded.Server(home=target).data} に、前のデータベースが残っています。別の名前のフォルダーに復元してください。"
        )


def _open_small(base: store.Base, target: Path, identities: Sequence[Any]) -> None:
    archive = target / "home.tar"
    sealing.unseal(base.folder / store.SMALL, archive, identities=identities)
    with tarfile.open(archive) as opened:
        opened.extractall(target, filter="data")
    archive.unlink()


def _open_database(base: store.Base, target: Path, identities: Sequence[Any]) -> None:
    packed = target / "database.tar"
    data = embedded.Server(home=target).data
    embedded.prepare_folders(embedded.Server(home=target))
    sealing.unseal(base.folder / store.DATABASE, packed, identities=identities)
    data.mkdir(mode=0o700)
    with tarfile.open(packed) as opened:
        opened.extractall(data, filter="data")
    packed.unlink()
    wrong = list(differing(data))
    if wrong:
        raise StartRefused(
            f"開けた控え {base.name} の{len(wrong)}個のファイルが、一覧と違います（はじめは {wrong[0]}）。"
        )
    embedded.hand_over(data)


def differing(data: Path) -> Iterator[str]:
    """Files that are not as the server's own list says, or that it does not know. PostgreSQL's program for this is in the wheel, and
    crashes there (docs/adr/0084-copies.md)."""
    text = (data / LIST).read_bytes()
    head, _, tail = text.rpartition(b'"Manifest-Checksum"')
    told = json.loads(text)
    if hashlib.sha256(head).hexdigest() != told["Manifest-Checksum"] or not tail:
        yield LIST
        return
    there = {str(one.relative_to(data)) for one in data.rglob("*") if one.is_file()}
    for one in told["Files"]:
        there.discard(one["Path"])
        file = data / one["Path"]
        if (
            not file.is_file()
            or file.stat().st_size != one["Size"]
            or sealing.sum_of(file) != one["Checksum"]
        ):
            yield one["Path"]
    yield from sorted(one for one in there if one != LIST and not one.startswith("pg_wal/"))


def _open_log(
    origin: store.Store, base: store.Base, target: Path, identities: Sequence[Any], moment: datetime | None
) -> datetime | None:
    """The pieces of the log the copy needs, opened but still packed, where the server will ask for them."""
    folder = embedded.Server(home=target).data.parent / "wal"
    folder.mkdir(mode=0o700, exist_ok=True)
    first = base.manifest().first_segment
    needed = [
        piece for piece in origin.pieces()
        if piece.segment.endswith(".history") or rules.place_of(piece.segment)[1] >= rules.place_of(first)[1]
    ]  # fmt: skip
    missing = rules.gaps(
        [piece.segment for piece in needed if not piece.segment.endswith(".history")],
        after=base.manifest().last_segment,
    )
    ended = base.ended_at
    if missing and (moment is None or moment > ended):
        print(f"△ 記録の続きが{len(missing)}個ぬけています。ぬけたところまでしか戻せません。")
    reaches = ended
    for piece in needed:
        if sealing.sum_of(piece.file) != piece.sum:
            print(f"△ 記録の続き {piece.segment} が壊れています。その前までしか戻せません。")
            break
        sealing.unseal(piece.file, folder / f"{piece.segment}.gz", identities=identities, packed=True)
        reaches = max(reaches, piece.carried_at)
    embedded.hand_over(folder)
    return reaches


def _play(target: Path, *, moment: datetime | None) -> None:
    """Let the server read the log up to the moment. Where nothing was written after it, everything there is belongs to it."""
    place = embedded.Server(home=target)
    try:
        _recover(place, moment=moment)
    except StartRefused:
        if moment is None or "recovery ended before configured recovery target was reached" not in _log(
            place
        ):
            raise
        _recover(place, moment=None)


def _log(place: embedded.Server) -> str:
    file = place.data / "server.log"
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


def _recover(place: embedded.Server, *, moment: datetime | None) -> None:
    wanted = f"recovery_target_time = '{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00'" if moment else ""
    _tell(place, wanted, action="promote")
    embedded.start(place, patience=DAY)
    give_up = time.monotonic() + DAY
    while True:
        try:
            with server.connect(place.home) as connection:
                if not server.value(connection, "SELECT pg_is_in_recovery()"):
                    break
        except psycopg.Error:
            if not embedded.is_running(place):
                raise StartRefused(
                    "復元の途中で、データベースが止まりました。", *_log(place).splitlines()[-3:]
                ) from None
        if time.monotonic() > give_up:
            raise StartRefused("復元が、一日たっても終わりません。")
        time.sleep(0.2)
    embedded.stop(place)
    (place.data / "postgresql.auto.conf").write_text("", encoding="utf-8")
    embedded.hand_over(place.data)
    shutil.rmtree(place.data.parent / "wal", ignore_errors=True)


def _tell(place: embedded.Server, wanted: str, *, action: str) -> None:
    """Where the server finds the log, how far to go, and what to do there."""
    folder = place.data.parent / "wal"
    lines = [
        f'restore_command = \'gunzip -c "{folder}/%f.gz" > "%p"\'',
        f"recovery_target_action = '{action}'",
        "hot_standby = on",
        wanted,
    ]
    (place.data / "postgresql.auto.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (place.data / "recovery.signal").touch()
    embedded.hand_over(place.data)


def look(home: Path) -> checking.Found:
    """Start the copy where it lies, and ask whether it holds."""
    checkpoints = (
        list(verify_offline.checkpoints_in([home / "checkpoints"])) if (home / "checkpoints").is_dir() else []
    )
    with (
        embedded.in_use(embedded.Server(home=home)),
        server.connect(home, database=DATABASE_NAME) as connection,
    ):
        return checking.check(connection, checkpoints=checkpoints)


# --- the drill -------------------------------------------------------------------------------------------


def drill(env: Environment, *, source: Path | None, identities: Sequence[Any]) -> Restored:
    """Everything a restore does, into a folder of its own that is taken away again."""
    target = env.home / DRILL
    began = time.monotonic()
    words = ""
    try:
        if target.exists():
            store.write(target / UNFINISHED, "{}")
        told = restore(source or settings.place_of(env), into=target, identities=identities, moment=None)
        words = "".join(told.found.faults)
        return told
    except StartRefused as fault:
        words = "".join(fault.sentences)
        raise
    finally:
        _take_away(target)
        status.note(
            env,
            {
                "drill": {
                    "at": datetime.now(UTC).isoformat(),
                    "fault": words,
                    "seconds": round(time.monotonic() - began),
                }
            },
        )


def _take_away(home: Path) -> None:
    embedded.stop(embedded.Server(home=home))
    shutil.rmtree(embedded.Server(home=home).data, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


# --- into place ------------------------------------------------------------------------------------------


def put_in_place(env: Environment, restored: Path) -> dict[str, Any]:
    """Change the two databases against each other in one stroke of the file system: at no moment is there none, or half of one."""
    source = restored.absolute()
    try:
        told: dict[str, Any] = json.loads((source / RESTORED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise StartRefused(
            f"{source} は、復元の終わったフォルダーではありません。先に `norishiro backup restore` を行ってください。"
        ) from None
    live, other = embedded.Server(home=env.home), embedded.Server(home=source)
    if embedded.is_running(live) or embedded.is_running(other):
        raise StartRefused("「のりしろ」が動いています。`norishiro stop` で止めてから行ってください。")
    with making.alone(env):
        if not live.data.exists():
            raise StartRefused(
                f"{live.data} がありません。新しい機械では、NORISHIRO_HOME に {source} を書いて始めてください。"
            )
        _exchange(live.data, other.data)
        for name in making.PASSWORDS:
            _same_password(source / name, env.home / name)
        shutil.rmtree(env.home / making.SPOOL, ignore_errors=True)
        (source / RESTORED).rename(source / "mae-no-database.json")
    return told


def _same_password(source: Path, target: Path) -> None:
    """The database knows the passwords it had; they are made once, so mostly these are the same."""
    if source.exists() and (not target.exists() or source.read_bytes() != target.read_bytes()):
        text = source.read_text(encoding="ascii")
        store.write(target, text)
        target.chmod(0o600)


def _exchange(one: Path, other: Path) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    done = library.renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    if done:
        raise StartRefused(
            f"{one} と {other} を入れ替えられません。復元先は、データを置くフォルダーと同じディスクにしてください"
            f"（{os.strerror(ctypes.get_errno())}）。"
        )
    store.settle(one.parent)
    store.settle(other.parent)


def enter_in_ledger(env: Environment, told: dict[str, Any]) -> None:
    """The first line after a restore says so: from where, and to which moment. Written by the owner, in a process of its own."""
    from norishiro.ledger import events, operations

    with embedded.in_use(embedded.Server(home=env.home)):
        operations.sign_system(
            events.COPY_RESTORED,
            changes={
                "base": ("", told["base"]),
                "place": ("", told["from"]),
                "until": ("", told["until"] or ""),
            },
        )
