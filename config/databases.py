"""Which database this process talks to, and as whom.

One process plays one role. The pages are served as ``norishiro_app``, which owns nothing and is bound by
row-level security; only ``migrate`` and ``setup`` play the owner (NORISHIRO_DB_ROLE=owner).

Beside it every process has a second door, ``public``: what is open to everybody is read as ``norishiro_public``, which can
name no table at all, only the views of what was made public (docs/adr/0060-public-site.md).
"""

from pathlib import Path
from typing import Any, Literal

from psycopg.conninfo import conninfo_to_dict

from config import socket_path, state
from config.env import Environment

Role = Literal["owner", "app", "public"]

OWNER_ROLE = "norishiro_owner"
APP_ROLE = "norishiro_app"
PUBLIC_ROLE = "norishiro_public"
# The views of what is public stand in a schema of their own, under the names of the tables they are cut from.
PUBLIC_SCHEMA = "norishiro_public"
SUPERUSER = "postgres"
DATABASE_NAME = "norishiro"
SEPARATE_FIELDS = ("dbname", "user", "password", "host", "port")

# gthread keeps its threads, so a connection per thread is a bounded, ready pool without a second
# set of background threads that would have to survive the fork. See docs/adr/0006-server.md.
CONNECTION_SECONDS = 600

# A page waits no longer than this for somebody else's lock; above all for the head of the ledger.
PAGE_OPTIONS = "-c lock_timeout=5s"
PUBLIC_OPTIONS = f"-c default_transaction_read_only=on -c statement_timeout=5s -c search_path={PUBLIC_SCHEMA}"

# The server keeps the plan of what a connection asks for the second time: half of its work on a page was planning
# (docs/adr/0054-plans-are-kept.md). The first of the two is Django's own word, not the driver's.
KEPT_PLANS = {"server_side_binding": True, "prepare_threshold": 2}
OF_DJANGO = ("server_side_binding",)


# Where an address names several servers, one of them writes and may change at any moment: the next is asked soon, and a
# connection whose other end fell silent is given up (docs/adr/0091-beyond-one-machine.md). What the address says goes first.
OF_SEVERAL = {
    "target_session_attrs": "read-write",
    "connect_timeout": 2,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8_000,
}

KEPT_LOGINS: dict[Role, tuple[str, str]] = {
    "owner": (OWNER_ROLE, state.OWNER_PASSWORD),
    "app": (APP_ROLE, state.APP_PASSWORD),
    "public": (PUBLIC_ROLE, state.PUBLIC_PASSWORD),
}


def settings_for(env: Environment, *, role: Role) -> dict[str, Any]:
    """Django's DATABASES entry for one role."""
    found = _settings_for(env, role=role)
    options = {"app": PAGE_OPTIONS, "public": PUBLIC_OPTIONS}.get(role)
    if options is not None:
        found["OPTIONS"] = {"options": options, **KEPT_PLANS, **found["OPTIONS"]}
    if role == "public" and found["OPTIONS"].get("target_session_attrs") == "read-write":
        # This log-in never writes, so a server asked whether it would always says no.
        found["OPTIONS"]["target_session_attrs"] = "primary"
    return found


def standby_settings(env: Environment) -> dict[str, Any]:
    """The same log-in as the pages', at a machine that follows the one that writes."""
    found = settings_for(env, role="app")
    spread = {"target_session_attrs": "standby", "load_balance_hosts": "random"}
    # The tests' own database is not made a second time.
    return {**found, "OPTIONS": {**found["OPTIONS"], **spread}, "TEST": {"MIRROR": "default"}}


def _settings_for(env: Environment, *, role: Role) -> dict[str, Any]:
    if env.database_url is None:
        return _embedded(env.home, role=role)
    if role == "app" and env.database_app_url is not None:
        return _from_url(env.database_app_url)
    if role == "public" and env.database_public_url is not None:
        return _from_url(env.database_public_url)
    owner = _from_url(env.database_url)
    if role == "owner":
        return owner
    user, secret = KEPT_LOGINS[role]
    return {**owner, "USER": user, "PASSWORD": state.read_secret(env.home, secret) or ""}


def connect_arguments(settings: dict[str, Any]) -> dict[str, Any]:
    """The same entry as arguments for psycopg.connect."""
    arguments = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
        **settings["OPTIONS"],
    }
    return {name: value for name, value in arguments.items() if value != "" and name not in OF_DJANGO}


def _embedded(home: Path, *, role: Role) -> dict[str, Any]:
    user, secret = KEPT_LOGINS[role]
    return _entry(
        NAME=DATABASE_NAME,
        USER=user,
        PASSWORD=state.read_secret(home, secret) or "",
        HOST=str(socket_path.socket_directory(home)),
        PORT=str(socket_path.PORT),
        OPTIONS={},
    )


def _from_url(url: str) -> dict[str, Any]:
    parts = conninfo_to_dict(url)
    host = str(parts.get("host") or "")
    given = {name: value for name, value in parts.items() if name not in SEPARATE_FIELDS}
    return _entry(
        NAME=parts["dbname"],
        USER=parts["user"],
        PASSWORD=parts.get("password") or "",
        HOST=host,
        PORT=str(parts.get("port") or ""),
        OPTIONS={**(OF_SEVERAL if names_several(host) else {}), **given},
    )


def names_several(host: str) -> bool:
    """Whether an address leads to one of several servers."""
    return "," in host


def _entry(**fields: Any) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        **fields,
        "OPTIONS": {"connect_timeout": 10, "application_name": "norishiro", **fields["OPTIONS"]},
    }
