"""How things stand with the copies: a small file in the state directory, read by the doctor and the screen."""

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
    """Change some of it."""
    store.write(file_of(env), json.dumps({**read(env), **changes}, ensure_ascii=False, indent=1))
    file_of(env).chmod(0o600)
