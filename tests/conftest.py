"""What every test stands on: a real PostgreSQL, laid out by the owner and used as the application.

Two roles, as in production. The owner migrates one template database; each test process works in its own
copy of it, connected as ``norishiro_app``, so that row-level security really applies.

A transactional test (``transaction=True`` or ``live_server``) commits for real. Emptying the tables after
it would need the owner's rights, would lose the rows that migrations laid, and append-only tables refuse
it; so the copy is thrown away and taken anew from the template instead (some 100 ms).

Without DATABASE_URL the embedded server is started in a folder of its own, named after
NORISHIRO_TEST_SUFFIX or the process, so several people can run the suite on one machine at once.
With DATABASE_URL the same suite runs on that server; its user must be able to make databases and roles.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import psycopg
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from config import databases, embedded, env, preparing, roles, socket_path, state, test_place
from norishiro.core.sealing import keystore
from tests.towns.demo import DemoTown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django import DjangoDbBlocker

    from tests.towns.site import DemoSite

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PREFIX = f"norishiro_test_{test_place.SUFFIX}"
TEMPLATE = f"{PREFIX}_template"

# Two cores shared by several people: a slow example is no failure.
hypothesis.settings.register_profile("norishiro", deadline=None)
hypothesis.settings.load_profile("norishiro")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The first process tidies up after all workers have left."""
    if hasattr(session.config, "workerinput") or test_place.IS_KEPT:
        return
    if not embedded.is_used(embedded.Server(home=test_place.HOME)):
        for folder in {socket_path.server_directory(test_place.HOME), test_place.HOME, test_place.LAID}:
            shutil.rmtree(folder, ignore_errors=True)


# --- the database --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def database_server() -> Iterator[env.Environment]:
    """The server of this run, awake; started without care for crashes when it is the embedded one."""
    environment = env.current()
    state.ensure_home(environment.home)
    keystore.make(keystore.current(), now=datetime.now(UTC))
    server = embedded.Server(home=environment.home, careless=True)
    with embedded.in_use(server) if environment.is_embedded else nullcontext():
        yield environment


@pytest.fixture(scope="session")
def django_db_setup(
    database_server: env.Environment,
    django_test_environment: None,
    django_db_blocker: "DjangoDbBlocker",
) -> Iterator[None]:
    """Lay out this process's own database and let Django work in it as the application role."""
    name = f"{PREFIX}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        _ensure_template(database_server)
        _copy_template(database_server, name=name)
        _point_django_at(database_server, role="app", name=name)
        patch.setattr(
            TransactionTestCase,
            "_fixture_teardown",
            lambda case: _copy_template(database_server, name=name),
        )
        yield
        connections.close_all()
        with _owner_at(database_server, name="postgres") as connection:
            _drop_copy(database_server, connection, name=name)


@pytest.fixture
def public_connection(
    database_server: env.Environment, django_db_setup: None
) -> Iterator[psycopg.Connection[Any]]:
    """A plain connection as the role of the public pages; rolled back at the end."""
    with _connection(database_server, role="public") as connection:
        yield connection


@pytest.fixture
def owner_connection(
    database_server: env.Environment, django_db_setup: None
) -> Iterator[psycopg.Connection[Any]]:
    """A plain connection as the owner, rolled back at the end.

    It does not see what the test's own open transaction wrote; commit in a transactional test for that.
    """
    with _connection(database_server, role="owner") as connection:
        yield connection


@pytest.fixture
def as_owner(database_server: env.Environment, transactional_db: None) -> Iterator[None]:
    """Django as the owner in this process's own database, as the commands of the clock are; past the walls."""
    name = connections.settings["default"]["NAME"]
    _point_django_at(database_server, role="owner", name=name)
    with connections["default"].cursor() as cursor:
        cursor.execute("SET norishiro.maintenance = 'on'")
    yield
    _point_django_at(database_server, role="app", name=name)


@pytest.fixture
def app_connection(
    database_server: env.Environment, django_db_setup: None
) -> Iterator[psycopg.Connection[Any]]:
    """A plain connection as the application role, bound by row-level security; rolled back at the end."""
    with _connection(database_server, role="app") as connection:
        yield connection


@contextmanager
def _connection(environment: env.Environment, *, role: databases.Role) -> Iterator[psycopg.Connection[Any]]:
    name = connections.settings["default"]["NAME"]
    connection = psycopg.connect(**_arguments(environment, role=role, name=name))
    try:
        yield connection
    finally:
        connection.rollback()
        connection.close()


def _arguments(environment: env.Environment, *, role: databases.Role, name: str) -> dict[str, Any]:
    return {
        **databases.connect_arguments(databases.settings_for(environment, role=role)),
        "dbname": name,
    }


def _owner_at(environment: env.Environment, *, name: str) -> psycopg.Connection[Any]:
    return psycopg.connect(**_arguments(environment, role="owner", name=name), autocommit=True)


def _point_django_at(environment: env.Environment, *, role: databases.Role, name: str) -> None:
    """Every thread makes its connection from this one dictionary, the live server's too."""
    connections.close_all()
    wanted = databases.settings_for(environment, role=role)
    connections.settings["default"].update({**wanted, "NAME": name, "CONN_MAX_AGE": 0})
    public = databases.settings_for(environment, role="public")
    connections.settings["public"].update({**public, "NAME": name, "CONN_MAX_AGE": 0})


def _ensure_template(environment: env.Environment) -> None:
    """Migrate once for all workers; afterwards only what is new, or all again where a migration changed."""
    wanted = _content(preparing.migration_files())
    with (
        (environment.home / "template.lock").open("a") as lock,
        _owner_at(environment, name="postgres") as connection,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        laid = _said_by(_comment_on(connection, name=TEMPLATE))
        if laid == wanted:
            return
        if not laid or not laid.items() <= wanted.items():
            _drop(connection, name=TEMPLATE)
            connection.execute(_create_statement(connection, name=TEMPLATE))
        _comment(connection, name=TEMPLATE, words="")  # half laid, until the end says otherwise
        _migrate(environment, name=TEMPLATE)
        _comment(connection, name=TEMPLATE, words=json.dumps(wanted))


def _said_by(comment: str | None) -> dict[str, str]:
    """What a comment tells of the files; nothing where it was written by another program or broken off."""
    try:
        return dict(json.loads(comment or "{}"))
    except ValueError:
        return {}


def _content(files: Iterable[Path]) -> dict[str, str]:
    """Each file of the program by its path, with the sum of what it says."""
    return {
        str(file.relative_to(env.ROOT)): hashlib.sha256(file.read_bytes()).hexdigest()[:16] for file in files
    }


def _migrate(environment: env.Environment, *, name: str) -> None:
    with _owner_at(environment, name=name) as connection:
        roles.prepare(connection, env=environment)
    _point_django_at(environment, role="owner", name=name)
    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()
    with _owner_at(environment, name=name) as connection:
        roles.close_bookkeeping(connection)
        roles.offer(connection)


def _create_statement(connection: psycopg.Connection[Any], *, name: str) -> sql.Composed:
    """The same order of characters on every server: by code point, as the embedded server has it."""
    locale = (
        "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
        if connection.info.server_version >= 170000
        else "LOCALE 'C.UTF-8'"
    )
    return sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' " + locale).format(
        sql.Identifier(name)
    )


def _copy_template(environment: env.Environment, *, name: str) -> None:
    connections.close_all()
    with (
        (environment.home / "template.lock").open("a") as lock,
        _owner_at(environment, name="postgres") as connection,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        _drop_copy(environment, connection, name=name)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(TEMPLATE)
            )
        )


def _drop(connection: psycopg.Connection[Any], *, name: str) -> None:
    """Without FORCE: that refuses where autovacuum is at work, while the plain word asks it to leave and waits."""
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _drop_copy(environment: env.Environment, connection: psycopg.Connection[Any], *, name: str) -> None:
    """A thread of a live server may still be leaving with a connection: each role ends its own, then it is dropped."""
    _leave(environment, role="app", name=name)
    _leave(environment, role="owner", name=name)
    _leave(environment, role="public", name=name)
    _drop(connection, name=name)


def _leave(environment: env.Environment, *, role: databases.Role, name: str) -> None:
    """End the role's connections to one database, from another one."""
    with psycopg.connect(**_arguments(environment, role=role, name="postgres"), autocommit=True) as own:
        own.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()",
            [name],
        )


def _comment(connection: psycopg.Connection[Any], *, name: str, words: str) -> None:
    connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), words))


def _comment_on(connection: psycopg.Connection[Any], *, name: str) -> str | None:
    found = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    return found[0] if found else None


@pytest.fixture(autouse=True)
def _forget_failed_log_ins() -> None:
    """Counters of the log-in limits live in the cache and must not reach the next test."""
    cache.clear()


# --- the demo town -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo_town(
    database_server: env.Environment, django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[Callable[..., DemoTown]]:
    """Lays the demo town of a preset in a database of its own and points Django there, until the module ends.

    For tests that only look: what they write stays for the next one, so they must not need the ``db`` fixture. Whoever
    writes into the town at large asks for it ``anew``.
    """
    own = connections.settings["default"]["NAME"]
    laid: dict[str, DemoTown] = {}

    def open_town(preset: str, *, role: databases.Role = "app", anew: bool = False) -> DemoTown:
        name = f"{own}_{preset}"
        if anew or preset not in laid:
            _copy_template(database_server, name=name)
            _point_django_at(database_server, role="owner", name=name)
            call_command("load_profile", preset, stdout=StringIO())
            _point_django_at(database_server, role="app", name=name)
            call_command("load_demo_town", stdout=StringIO())
            call_command("load_demo_results")
            call_command("load_demo_reports")
            call_command("load_demo_policies")
            call_command("load_demo_questions")
            call_command("load_demo_bringing")
            call_command("load_demo_disposal")
            call_command("load_demo_moving")
            laid[preset] = DemoTown(preset=preset, database=name)
        _point_django_at(database_server, role=role, name=name)
        return laid[preset]

    with django_db_blocker.unblock():
        yield open_town
        _point_django_at(database_server, role="app", name=own)
        with _owner_at(database_server, name="postgres") as connection:
            for town in laid.values():
                _drop_copy(database_server, connection, name=town.database)


# --- the browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A real Chromium. Missing is a reason to skip on a developer's machine, and a failure in CI."""
    if not CHROMIUM.exists():
        refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        refuse("chromium がありません。`make test` が入れます（apt-get install chromium）。")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django would refuse to query beside it.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def browser_context(browser: "Browser", live_server: Any) -> Iterator["BrowserContext"]:
    """A browser of its own for one person: Japanese, Tokyo time, at the live server's address."""
    context = browser.new_context(base_url=live_server.url, locale="ja-JP", timezone_id="Asia/Tokyo")
    yield context
    context.close()


@pytest.fixture
def page(browser_context: "BrowserContext") -> "Page":
    """A blank page in that browser."""
    return browser_context.new_page()


@pytest.fixture(scope="module")
def demo_site(browser: "Browser", demo_town: Callable[..., DemoTown]) -> Iterator["DemoSite"]:
    """The demo town on a live server. For a whole module: laying it takes seconds, looking at it changes nothing."""
    from pytest_django.live_server_helper import LiveServer

    from tests.towns.site import DemoSite

    server = LiveServer("localhost")
    site = DemoSite(browser=browser, home=server.url, open_town=demo_town)
    yield site
    site.leave()
    server.stop()
