"""One of several database servers writes and may change: the address, the moment nobody answers, and the way back."""

import re
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, InternalError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from config import databases, embedded, socket_path, state
from config.env import parse
from norishiro.core import away
from norishiro.ledger.operations import LedgerClosed
from tests.config.conftest import free_port
from tests.config.test_command import serving

THREE = "postgres://keeper:secret@db1,db2:6432,db3/town?sslmode=verify-full"
SOON = 30.0


# --- the address ---------------------------------------------------------------------------------


def test_three_servers_stand_in_one_address_and_the_one_that_writes_is_sought() -> None:
    found = databases.settings_for(parse({"DATABASE_URL": THREE}), role="owner")
    assert (found["HOST"], found["PORT"]) == ("db1,db2,db3", ",6432,")
    assert found["OPTIONS"] == {
        **databases.OF_SEVERAL, "application_name": "norishiro", "sslmode": "verify-full",
    }  # fmt: skip
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"


def test_what_the_address_says_goes_first() -> None:
    address = f"{THREE}&connect_timeout=7&target_session_attrs=any"
    options = databases.settings_for(parse({"DATABASE_URL": address}), role="owner")["OPTIONS"]
    assert (options["connect_timeout"], options["target_session_attrs"]) == ("7", "any")


def test_the_log_in_that_never_writes_asks_for_the_primary(tmp_path: Path) -> None:
    env = parse({"DATABASE_URL": THREE, "NORISHIRO_HOME": str(tmp_path)})
    wanted = {
        role: databases.settings_for(env, role=role)["OPTIONS"]["target_session_attrs"]
        for role in ("app", "public")
    }
    assert wanted == {"app": "read-write", "public": "primary"}


def test_one_server_is_asked_as_before() -> None:
    found = databases.settings_for(parse({"DATABASE_URL": "postgres://keeper:secret@db1/town"}), role="owner")
    assert found["OPTIONS"] == {"connect_timeout": 10, "application_name": "norishiro"}


# --- what counts as away ----------------------------------------------------------------------------


def raised(kind: type[Exception], cause: Exception) -> Exception:
    error = kind()
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (raised(OperationalError, psycopg.OperationalError("server closed the connection")), True),
        (raised(OperationalError, psycopg.errors.AdminShutdown()), True),
        (raised(OperationalError, psycopg.errors.CannotConnectNow()), True),
        (raised(OperationalError, psycopg.errors.ConnectionFailure()), True),
        (raised(LedgerClosed, raised(OperationalError, psycopg.errors.AdminShutdown())), True),
        (raised(InternalError, psycopg.errors.ReadOnlySqlTransaction()), True),
        (raised(OperationalError, psycopg.errors.LockNotAvailable()), False),
        (raised(IntegrityError, psycopg.errors.UniqueViolation()), False),
        (raised(LedgerClosed, raised(IntegrityError, psycopg.errors.NotNullViolation())), False),
        (KeyError("away"), False),
    ],
)
def test_only_a_server_that_does_not_answer_is_away(error: Exception, expected: bool) -> None:
    assert away.is_away(error, writing=True) is expected


def test_a_look_that_tries_to_write_is_a_fault_of_the_program() -> None:
    assert not away.is_away(raised(InternalError, psycopg.errors.ReadOnlySqlTransaction()))


# --- what is said, and what is handed back ----------------------------------------------------------


def met(request: object, error: Exception) -> HttpResponse:
    try:
        raise error
    except Exception:
        return away.error_page(request)  # type: ignore[arg-type]


GONE = raised(OperationalError, psycopg.errors.AdminShutdown())


def test_what_was_typed_is_handed_back_once_for_each_line() -> None:
    typed = "\n一行め <b>\n二行め"
    request = RequestFactory().post("/cases/1/?tab=2", {"body": typed, "who": ["a", "b"], "form_token": "t"})
    response = met(request, GONE)
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert '<form method="post" action="/cases/1/?tab=2">' in page
    # A browser drops the first line break inside; that one is ours.
    assert re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', page, re.DOTALL) == [
        ("body", "\n一行め &lt;b&gt;\n二行め"),
        ("who", "a"),
        ("who", "b"),
        ("form_token", "t"),
    ]
    assert "二重には登録されません" in page


def test_a_form_without_a_number_of_its_own_is_to_be_looked_after() -> None:
    page = met(RequestFactory().post("/x/", {"body": "あ"}), GONE).content.decode()
    assert "二重になっていないかお確かめください" in page


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/change/"])
def test_a_password_is_never_handed_back(path: str) -> None:
    page = met(RequestFactory().post(path, {"password": "ひみつのことば"}), GONE).content.decode()
    assert "ひみつのことば" not in page
    assert "<form" not in page
    assert "「戻る」" in page


def test_a_look_can_be_opened_again() -> None:
    response = met(RequestFactory().get("/people/?page=2"), GONE)
    assert response.status_code == 503
    assert 'href="/people/?page=2"' in response.content.decode()


def test_a_script_is_told_in_one_sentence() -> None:
    response = met(RequestFactory().post("/drafts/a/", headers={"X-Requested-With": "fetch"}), GONE)
    assert (response.status_code, response.content.decode()) == (503, away.PLAIN)


def test_a_fault_of_the_program_stays_one() -> None:
    response = met(RequestFactory().get("/"), KeyError("x"))
    assert response.status_code == 500
    assert "うまく動きませんでした" in response.content.decode()


# --- the program itself, over a server that goes and comes ------------------------------------------


def asked(port: int, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and page."""
    body = urllib.parse.urlencode(form).encode() if form is not None else None
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", data=body, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_server_that_goes_and_comes_costs_pages_of_503_and_no_restart(morning: Path) -> None:
    server = embedded.Server(home=morning, careless=True)
    secret = state.read_secret(morning, state.OWNER_PASSWORD)
    hosts = urllib.parse.urlencode({"host": f"/nowhere/at/all,{socket_path.socket_directory(morning)}"})
    address = f"postgres://{databases.OWNER_ROLE}:{secret}@/{databases.DATABASE_NAME}?{hosts}"
    port = free_port()
    written = {"body": "となりの家のあかりが、三日ついていません。"}
    with embedded.in_use(server), serving(morning, port=port, DATABASE_URL=address):
        assert asked(port, "/accounts/login/")[0] == 200
        before = asked(port, "/tell/consult/", written)
        assert before[0] < 500

        embedded.stop(server)
        assert asked(port, "/tell/consult/")[0] == 503
        status, page = asked(port, "/tell/consult/", written)
        assert (status, written["body"] in page) == (503, True)
        assert asked(port, "/ready/") == (503, '{"ready": false}')

        embedded.start(server)
        began, met_with = time.monotonic(), [503]
        while met_with[-1] != before[0] and time.monotonic() - began < SOON:
            met_with.append(asked(port, "/tell/consult/", written)[0])
        assert (met_with[-1], 500 in met_with) == (before[0], False)
