"""Several machines that serve pages over one database: what they must share, and how one notices that they do not.

Decisions: docs/adr/0091-beyond-one-machine.md.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from config import secret
from config.databases import connect_arguments, settings_for, standby_settings
from config.env import Environment
from config.points import Fault, Point, Scene

# What the machines share is known by its secret key. The mark stands on the table of sessions, which that key signs.
MARKED = "django_session"

LOCAL_DISKS = frozenset({"ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "tmpfs", "overlay"})

Connection = psycopg.Connection[Any]


# --- one shared folder ---------------------------------------------------------------------------


def mark(env: Environment) -> None:
    """At every start over a server of one's own: leave word in the database of which shared folder this machine uses."""
    if env.is_embedded:
        return
    with _owner(env) as owner:
        owner.execute(
            sql.SQL("COMMENT ON TABLE {} IS {}").format(sql.Identifier(MARKED), sql.Literal(_mark_of(env)))
        )


def _mark_of(env: Environment) -> str:
    """Of a secret nobody can guess, a part of what nobody can turn back."""
    key = secret.keys_of(env)[0]
    return hashlib.sha256(b"norishiro shared folder" + key.encode()).hexdigest()[:32]


def one_folder(own: str, marked: str | None) -> Iterator[Fault]:
    if marked is not None and marked != own:
        yield Fault(
            sentence="同じデータベースを、別の秘密の鍵を持つ機械も使っています（最後に始めたのは、その機械です）。"
            "画面を出す機械が何台もあるときは、どの機械にも同じ共有のフォルダーを NORISHIRO_HOME に書いてください。"
            "鍵を作り直しただけなら、`systemctl restart norishiro` で直ります。",
            is_fatal=False,
        )


# --- a folder whose locks hold between machines -----------------------------------------------------


def shared_folder(mounts: Iterable[str], home: Path) -> Iterator[Fault]:
    """``mounts``: the lines of /proc/self/mounts."""
    kind, options = _mount_of(mounts, home)
    if kind in LOCAL_DISKS:
        yield Fault(
            sentence=f"NORISHIRO_HOME（{home}）は、この機械だけのディスクにあります。画面を出す機械が何台もあるときは、"
            "どの機械からも見える共有のフォルダーを書いてください。一台だけなら、NORISHIRO_LOCAL を消してください。",
            is_fatal=False,
        )
    if _locks_alone(kind, options):
        yield Fault(
            sentence=f"共有のフォルダー（{home}）の錠が、機械のあいだで効きません。夜のしごとが二つ同時に動いたり、封の鍵の帳面がこわれたりします。"
            "NFS なら版 4 以上にして nolock・local_lock を外し、SMB なら nobrl を外して、つなぎ直してください。",
        )


def _mount_of(mounts: Iterable[str], home: Path) -> tuple[str, frozenset[str]]:
    """Kind and options of the file system a folder stands on: the one mounted deepest."""
    rows = [line.split() for line in mounts if len(line.split()) >= 4]
    above = {str(folder) for folder in (home, *home.parents)}
    found = max(
        (row for row in rows if row[1].replace("\\040", " ") in above),
        key=lambda row: len(row[1]),
        default=None,
    )
    return (found[2], frozenset(found[3].split(","))) if found else ("", frozenset())


def _locks_alone(kind: str, options: frozenset[str]) -> bool:
    if kind in ("nfs", "nfs4"):
        local = any(one.startswith("local_lock=") and one != "local_lock=none" for one in options)
        return "nolock" in options or local
    return kind in ("cifs", "smb3") and "nobrl" in options


# --- the standby -------------------------------------------------------------------------------------


def standby(*, answers: bool, is_several: bool) -> Iterator[Fault]:
    if not is_several:
        yield Fault(
            sentence="NORISHIRO_REPORTS_FROM_STANDBY が 1 ですが、DATABASE_URL に書かれた機械は一台です。"
            "何台もあるときは、名前をコンマで並べて書いてください。一台なら、この行を消してください。",
            is_fatal=False,
        )
    elif not answers:
        yield Fault(
            sentence="重い集計を読むための複製（二台めのデータベース）につながりません。集計は、主から読んでいます。"
            "`patronictl list` で、複製が動いているかを確かめてください。",
            is_fatal=False,
        )


# --- the list ------------------------------------------------------------------------------------


def _shared(scene: Scene) -> Iterator[Fault]:
    if scene.env.local is not None:
        mounts = Path("/proc/self/mounts")
        yield from shared_folder(mounts.read_text().splitlines() if mounts.exists() else [], scene.env.home)


def _marked(scene: Scene) -> Iterator[Fault]:
    if not scene.env.is_embedded:
        with _owner(scene.env) as owner:
            row = owner.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [MARKED]).fetchone()
        yield from one_folder(_mark_of(scene.env), row[0] if row else None)


def _standby(scene: Scene) -> Iterator[Fault]:
    if scene.env.reports_from_standby:
        settings = settings_for(scene.env, role="app")
        yield from standby(answers=_answers(scene.env), is_several="," in settings["HOST"])


def _answers(env: Environment) -> bool:
    try:
        with psycopg.connect(**connect_arguments(standby_settings(env)), autocommit=True) as connection:
            return connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)
    except psycopg.OperationalError:
        return False


def _owner(env: Environment) -> Connection:
    return psycopg.connect(**connect_arguments(settings_for(env, role="owner")), autocommit=True)


POINTS: list[Point] = [
    Point(code="shared", name="何台もで使うフォルダーの錠が効く", on="start", ask=_shared),
    Point(code="one_folder", name="どの画面の機械も、同じ鍵を使っている", on="tables", ask=_marked),
    Point(code="standby", name="集計を読むための複製が動いている", on="tables", ask=_standby),
]
