"""A state directory of its own for tests that start the program as a person would."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from config import embedded, socket_path
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
def laid_home() -> Iterator[Path]:
    """A state directory whose database is laid and empty, asleep; only to be copied."""
    folder = new_home()
    done = subprocess.run(
        command("setup", "--profile", "toshima"),
        cwd=ROOT,
        env=outside(NORISHIRO_HOME=str(folder)),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    yield folder
    remove_home(folder)


@pytest.fixture
def morning(home: Path, laid_home: Path) -> Path:
    """The state directory of a town that was set up before: a start finds everything in its place."""
    subprocess.run(["cp", "-a", str(laid_home), str(home)], check=True)
    return home


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
