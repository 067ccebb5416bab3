"""A state directory of its own for tests that start the program as a person would."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from config import embedded, preparing, socket_path, test_place
from config.env import ROOT

Norishiro = Callable[..., subprocess.CompletedProcess[str]]

PATIENCE = 600  # a fresh database on a machine where others work: minutes, not seconds


def outside(**given: str) -> dict[str, str]:
    """The environment of a person who has set nothing but these."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONIOENCODING": "utf-8", **given}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "config.command", *words]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_home() -> Path:
    """Short and walkable: the embedded server's own user must reach it."""
    folder = Path(tempfile.mkdtemp(prefix="nh-"))
    folder.chmod(0o711)
    return folder / "home"


def remove_home(home: Path) -> None:
    embedded.stop(embedded.Server(home=home))
    for folder in (socket_path.server_directory(home), home.parent):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home() -> Iterator[Path]:
    folder = new_home()
    yield folder
    remove_home(folder)


@pytest.fixture(scope="session")
def laid_home() -> Path:
    """A state directory whose database is laid and empty, asleep; only to be copied. One for all processes of a run."""
    folder = test_place.LAID
    folder.mkdir(mode=0o711, exist_ok=True)
    stamp, home = folder / "laid", folder / "home"
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = preparing.migrations_fingerprint()
        if not stamp.exists() or stamp.read_text() != wanted:
            stamp.unlink(missing_ok=True)
            shutil.rmtree(home, ignore_errors=True)
            run_command("migrate", home=home)
            stamp.write_text(wanted)
    return home


def copy_home(source: Path, home: Path) -> None:
    subprocess.run(["cp", "-a", str(source), str(home)], check=True)


@pytest.fixture
def laid(home: Path, laid_home: Path) -> Path:
    """A state directory with a migrated database, in which there is nothing yet."""
    copy_home(laid_home, home)
    return home


@pytest.fixture(scope="session")
def last_evening(laid_home: Path) -> Iterator[Path]:
    """The state directory of a town that was set up, asleep; only to be copied."""
    home = new_home()
    copy_home(laid_home, home)
    run_command("setup", "--profile", "toshima", home=home)
    yield home
    remove_home(home)


@pytest.fixture
def morning(home: Path, last_evening: Path) -> Path:
    """The state directory of a town that was set up before: a start finds everything in its place."""
    copy_home(last_evening, home)
    return home


def run_command(*words: str, home: Path) -> None:
    """A command that must succeed."""
    done = subprocess.run(
        command(*words),
        cwd=ROOT,
        env=outside(NORISHIRO_HOME=str(home)),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def norishiro(home: Path) -> Norishiro:
    """Run the console script as a process of its own, with this test's state directory."""

    def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        settings: Mapping[str, str] = {"NORISHIRO_HOME": str(home), **variables}
        return subprocess.run(
            command(*words),
            cwd=ROOT,
            env=outside(**settings),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    return run
