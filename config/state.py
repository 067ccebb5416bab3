"""The state directory (NORISHIRO_HOME): secrets that are made once and kept from everybody else."""

import fcntl
import os
import secrets
from pathlib import Path

from config.refusal import StartRefused

SECRET_KEY = "secret_key"
OWNER_PASSWORD = "database_owner_password"
APP_PASSWORD = "database_app_password"
PUBLIC_PASSWORD = "database_public_password"
SUPERUSER_PASSWORD = "database_superuser_password"

SECRET_LENGTH = 64


def ensure_home(home: Path) -> Path:
    """Make the state directory, closed to others; refuse in words when that is not possible."""
    try:
        home.mkdir(parents=True, mode=0o700, exist_ok=True)  # another start may make it at this very moment
    except OSError:
        raise StartRefused(unwritable(home)) from None
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        raise StartRefused(unwritable(home))
    return home


def unwritable(home: Path) -> str:
    """The sentence for a state directory that cannot be used."""
    return (
        f"データを置くフォルダー {home} に書き込めません。"
        "フォルダーの持ち主と空き容量を確かめるか、環境変数 NORISHIRO_HOME に別の場所を書いてください。"
    )


def read_secret(home: Path, name: str) -> str | None:
    """The kept secret, or nothing when it was never made."""
    try:
        return (home / name).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except OSError:
        raise StartRefused(unwritable(home)) from None


def ensure_secret(home: Path, name: str) -> str:
    """The kept secret; made at the first call. Two processes starting at once agree on one value."""
    kept = read_secret(home, name)
    if kept is not None:
        return kept
    ensure_home(home)
    draft = home / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(SECRET_LENGTH))
        try:
            os.link(draft, home / name)  # link, unlike rename, never replaces: the first one wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    except OSError:
        raise StartRefused(unwritable(home)) from None
    return (home / name).read_text(encoding="ascii").strip()


def is_locked(file: Path) -> bool:
    """Whether a living process holds a lock on the file."""
    try:
        with file.open("r+") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False
