"""How things stand with the copies: a small file in the state directory, read by the doctor and the screen."""

import fcntl
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from config.backup import settings, store
from config.env import Environment
from norishiro.ledger import copies

Status = dict[str, Any]


def file_of(env: Environment) -> Path:
    return env.home / settings.STATUS


def read(env: Environment) -> Status:
    return copies.read(file_of(env))


def note(env: Environment, changes: Mapping[str, Any]) -> None:
    """Change some of it. The copy that follows, the one that is made and the one that is read again note side by side: one
    after the other, or a note would be lost."""
    file = file_of(env)
    with file.with_name(f"{file.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go when the file is closed
        store.write(file, json.dumps({**read(env), **changes}, ensure_ascii=False, indent=1))
        file.chmod(0o600)
