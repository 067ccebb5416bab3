"""Bringing the database and the static files up to the program. Each step is skipped when nothing changed."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from config import keys, roles
from config.databases import Role, connect_arguments, settings_for
from config.env import ROOT, Environment
from config.refusal import StartRefused

# In a working copy at its root; in an installed program beside this file (deploy/bundle.py puts it there).
LOCK_FILES = [
    file for file in (ROOT / "requirements.lock", ROOT / "config/requirements.lock") if file.exists()
]
# What is laid beside the tables, after the migrations.
OFFERED_FILE = ROOT / "norishiro/public_site/offered.py"
STATIC_STAMP = ".fingerprint"

# Whose turn it is to bring the tables up; a number of our own among PostgreSQL's advisory locks (config/roles.py has the one before).
TURN = 7_206_002

# Which program the tables fit is written at the list of migrations, as a remark; before the end, with this before it.
NOTED = "SELECT obj_description(to_regclass('public.django_migrations'), 'pg_class')"
UNDERWAY = "underway "


def connect_owner(env: Environment) -> psycopg.Connection:
    """A plain connection as the owner, outside Django; each statement stands alone."""
    return psycopg.connect(**connect_arguments(settings_for(env, role="owner")), autocommit=True)


def migrate(env: Environment, *, copied: bool = False) -> None:
    """Bring the schema up to date, and note in the database which program it now fits; a town in use is copied first.

    One at a time: whoever comes second waits. Each migration is one transaction, so whatever ends this leaves whole migrations
    behind, and the next run goes on from there; the copy it would go back to stays the newest (docs/adr/0105-up-and-back.md).
    Refuses a town in use of which nothing here takes a copy, unless somebody says that one was taken (``copied``).
    """
    with connect_owner(env) as turn:
        _wait_for_turn(turn)
        if not copied and not _is_underway(turn):
            _copy_first(env)
        _note(turn, UNDERWAY + migrations_fingerprint())
        _bring_up(env)
        _note(turn, migrations_fingerprint())


def _wait_for_turn(connection: psycopg.Connection) -> None:
    """Held as long as the connection lives, so a killed process never keeps the next one out."""
    if connection.execute("SELECT pg_try_advisory_lock(%s)", [TURN]).fetchone() == (True,):
        return
    print("ほかの窓か機械が、データベースを新しくしています。終わるのを待っています…", flush=True)
    connection.execute("SELECT pg_advisory_lock(%s)", [TURN])


def _is_underway(connection: psycopg.Connection) -> bool:
    """Whether a run of this very program ended before its end: a copy of what it left would be no way back."""
    return connection.execute(NOTED).fetchone() == (UNDERWAY + migrations_fingerprint(),)


def _note(connection: psycopg.Connection, words: str) -> None:
    """Write at the list of migrations which program the tables fit; nowhere yet where there is none."""
    if connection.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL").fetchone() == (True,):
        connection.execute(sql.SQL("COMMENT ON TABLE public.django_migrations IS {}").format(words))


def _copy_first(env: Environment) -> None:
    if is_migrated(env) or not _is_in_use(env):
        return
    if env.backup is not None and env.is_embedded:
        from config.backup import making

        print("新しくする前に、データの控えをとっています…", flush=True)
        print(f"控えをとりました: {making.now(env).folder}（前の版に戻すときに使います）", flush=True)
    elif _looks_like_an_office(env):
        raise StartRefused(
            "データベースを新しくする前の控えがありません。控えをとってから `norishiro migrate --copied` と打ってください。"
            "組み込みのデータベースなら、控えの置き場所（NORISHIRO_BACKUP）を決めておくと、ここで自動でとります。"
        )


def _is_in_use(env: Environment) -> bool:
    """Whether there is anything to lose."""
    with connect_owner(env) as connection:
        laid = connection.execute("SELECT to_regclass('public.agencies_staff') IS NOT NULL").fetchone()
    return laid == (True,) and not is_empty(env)


def _bring_up(env: Environment) -> None:
    with connect_owner(env) as connection:
        roles.prepare(connection, env=env)
    keys.ensure(env)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    with connect_owner(env) as connection:
        roles.close_bookkeeping(connection)
        roles.offer(connection)


def set_up(env: Environment, *, profile: str, demo: bool) -> None:
    """Fill an empty database: the municipality's profile and, when asked for, the demo town."""
    migrate(env)
    if not is_empty(env):
        return
    call_command("load_profile", profile)
    if demo:
        # The stories go through the same gate as the pages, so the pages' role tells them.
        _play(env, role="app")
        call_command("load_demo_town")
        call_command("load_demo_results")
        call_command("load_demo_reports")
        call_command("load_demo_policies")
        call_command("load_demo_questions")
        call_command("load_demo_bringing")
        call_command("load_demo_disposal")
        call_command("load_demo_moving")


def make_ready_for_town(env: Environment, *, demo: bool) -> None:
    """Give an invented town its tables, where there are none yet. A place that looks like an office's own is left alone."""
    if _looks_like_an_office(env) and not demo:
        raise StartRefused(
            "この場所は、役所で使うための設定（公開する名前、https、別の機械のデータベースのどれか）になっています。作りものの町は入れません。"
            "ためすための場所なら、--demo を付けてください。そうでなければ、NORISHIRO_HOME に新しい空のフォルダーを書いて、もう一度どうぞ。"
        )
    with connect_owner(env) as connection:
        is_new = connection.execute("SELECT to_regclass('public.agencies_staff') IS NULL").fetchone() == (
            True,
        )
    if is_new:
        migrate(env)
    elif not is_migrated(env):
        raise StartRefused(
            "データベースの形が、いまのプログラムに合っていません。`norishiro migrate` を動かしてから、もう一度どうぞ。"
        )


def _looks_like_an_office(env: Environment) -> bool:
    return not env.is_embedded or env.https or bool(env.allowed_hosts)


def _play(env: Environment, *, role: Role) -> None:
    """Let Django connect in another role from now on."""
    connections.close_all()
    connections.settings["default"].update(settings_for(env, role=role))


def is_migrated(env: Environment) -> bool:
    """Whether the schema was brought up by exactly this program."""
    with suppress(psycopg.Error), connect_owner(env) as connection:
        return connection.execute(NOTED).fetchone() == (migrations_fingerprint(),)
    return False


def is_empty(env: Environment) -> bool:
    """Whether nobody can log in yet."""
    with connect_owner(env) as connection:
        return connection.execute("SELECT EXISTS (SELECT FROM agencies_staff)").fetchone() == (False,)


def migrations_fingerprint() -> str:
    return _fingerprint(migration_files())


def migration_files() -> list[Path]:
    """What the schema is made from: every migration, what is laid beside them, and the libraries that bring their own."""
    return [*LOCK_FILES, OFFERED_FILE, *ROOT.glob("norishiro/*/migrations/*.py")]


def collect_static(static_root: Path) -> None:
    """Copy, name and compress the static files, when one of them changed."""
    if is_collected(static_root):
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    (static_root / STATIC_STAMP).write_text(static_fingerprint(), encoding="ascii")


def is_collected(static_root: Path) -> bool:
    stamp = static_root / STATIC_STAMP
    return stamp.exists() and stamp.read_text(encoding="ascii") == static_fingerprint()


def static_fingerprint() -> str:
    return _fingerprint([*LOCK_FILES, *ROOT.glob("norishiro/*/static/**/*")])


def _fingerprint(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in files if path.is_file()):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
