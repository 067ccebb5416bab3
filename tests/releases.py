"""Towns as earlier releases left them, kept as data under ``tests/data/releases``: ``make release`` packs one.

A file holds the database as pg_dump tells it and the secrets its sealed values need. All of it is invented: the demo town, laid
for this and thrown away. The pages of the book whose slots no value uses are blank, or two megabytes of chance would lie here.
"""

import io
import os
import subprocess
import sys
import tarfile
import tempfile
from datetime import date
from pathlib import Path

import psycopg
from psycopg import sql

from config import embedded, state
from config.databases import APP_ROLE, DATABASE_NAME, OWNER_ROLE, PUBLIC_ROLE
from config.env import ROOT
from norishiro.core.sealing.envelope import KEY_LENGTH

FOLDER = ROOT / "tests/data/releases"
DUMP = "town.sql"
KEPT = ("secret_key", "keys/ring.json")
PAGE = "keys/page-0001.keys"


def main() -> int:
    """Set up the demo town with this program, and pack it under the day's name (or the one that was given)."""
    name = sys.argv[1] if len(sys.argv) > 1 else f"{date.today():%Y-%m-%d}"  # noqa: DTZ011  # the day of whoever packs it
    with tempfile.TemporaryDirectory(prefix="nr-") as folder:
        Path(folder).chmod(0o711)
        home = Path(folder) / "home"
        command = [sys.executable, "-m", "config.command", "setup", "--profile", "toshima", "--demo"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "NORISHIRO_HOME": str(home)}, check=True)
        print(pack(home, FOLDER / f"{name}.tar.xz"))  # noqa: T201  # a command
    return 0


def pack(home: Path, file: Path) -> Path:
    """Write what lies in a state directory into one file."""
    with embedded.in_use(embedded.Server(home=home)):
        dump = _tool(home, "pg_dump", "--restrict-key=0")
        with psycopg.connect(
            **embedded.superuser_arguments(home, database=DATABASE_NAME), autocommit=True
        ) as connection:
            used = connection.execute("SELECT coalesce(max(number) + 1, 0) FROM core_sealingkey").fetchone()
    assert used is not None
    page = (home / PAGE).read_bytes()
    blank = page[: used[0] * KEY_LENGTH].ljust(len(page), b"\0")
    file.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(file, "w:xz") as archive:
        for name, content in (
            (DUMP, dump), (PAGE, blank), *((name, (home / name).read_bytes()) for name in KEPT)
        ):  # fmt: skip
            told = tarfile.TarInfo(name)
            told.size = len(content)
            archive.addfile(told, io.BytesIO(content))
    return file


def lay(file: Path, home: Path) -> None:
    """Make a state directory as that release left it. The server sleeps afterwards."""
    state.ensure_home(home)
    with tarfile.open(file) as archive:
        contents = {one.name: archive.extractfile(one) for one in archive}
        for name in (PAGE, *KEPT):
            (home / name).parent.mkdir(mode=0o700, exist_ok=True)
            (home / name).write_bytes(_read(contents[name]))
            (home / name).chmod(0o600)
        dump = _read(contents[DUMP])
    with embedded.in_use(embedded.Server(home=home)):
        with psycopg.connect(**embedded.superuser_arguments(home), autocommit=True) as connection:
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER_ROLE)))
            for role in (APP_ROLE, PUBLIC_ROLE):
                connection.execute(sql.SQL("CREATE ROLE {} NOSUPERUSER").format(sql.Identifier(role)))
        _tool(home, "psql", "--quiet", "--set=ON_ERROR_STOP=1", input=dump)


def _read(file: object) -> bytes:
    assert isinstance(file, io.BufferedIOBase | tarfile.ExFileObject)
    return file.read()


def _tool(home: Path, name: str, *words: str, input: bytes | None = None) -> bytes:  # noqa: A002  # as subprocess calls it
    door = embedded.superuser_arguments(home, database=DATABASE_NAME)
    login = {
        "PGHOST": door["host"], "PGPORT": str(door["port"]), "PGUSER": door["user"], "PGPASSWORD": door["password"],
        "PGDATABASE": door["dbname"],
    }  # fmt: skip
    program = str(embedded.programs() / name)
    return subprocess.run([program, *words], env=login, input=input, capture_output=True, check=True).stdout


if __name__ == "__main__":
    raise SystemExit(main())
