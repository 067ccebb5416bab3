"""Where the embedded server keeps its files and its socket. Pure path arithmetic: nothing is started here."""

import hashlib
import os
import pwd
import stat
from pathlib import Path

PORT = 5432
SYSTEM_USER = "norishiro"
SHARED_STATE = Path("/var/lib/norishiro")

# A socket address holds 107 bytes; ".s.PGSQL.5432.lock" needs 19 of them.
LONGEST_SOCKET_DIRECTORY = 107 - 19


def server_directory(home: Path) -> Path:
    """The folder that holds the server's data, log and socket.

    It is the state directory, unless root runs the program below a folder closed to others (such as
    /root): the server refuses to run as root, so its own user must be able to walk to its data.
    """
    if os.geteuid() != 0 or open_to_others(home.parent):
        return home
    return SHARED_STATE / _digest(home)


def data_directory(home: Path) -> Path:
    return server_directory(home) / "postgres"


def log_file(home: Path) -> Path:
    return data_directory(home) / "server.log"


def socket_directory(home: Path) -> Path:
    """The folder of the socket, reachable only for the server's user and ours."""
    natural = server_directory(home) / "socket"
    if len(os.fsencode(natural)) <= LONGEST_SOCKET_DIRECTORY:
        return natural
    return Path("/tmp") / f"norishiro-{os.geteuid()}-{_digest(home)}"


def open_to_others(path: Path) -> bool:
    """Whether every folder on the way, up to the first that exists, may be walked through by anybody."""
    existing = (folder for folder in (path, *path.parents) if folder.exists())
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in existing)


def system_user() -> pwd.struct_passwd | None:
    """The user the server runs as when root starts it."""
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None


def _digest(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
