"""I1: whoever is shown stands in the ledger before the page leaves; and without the ledger nobody is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from norishiro.casework.demo.accounts import PASSWORD
from tests.assurance.crawl import (
    Known,
    client_of,
    everybody,
    heard_since,
    last_line,
    opened,
    owner,
    words_on,
)
from tests.assurance.evidence import Evidence

if TYPE_CHECKING:
    from tests.towns.demo import DemoTown

pytestmark = pytest.mark.slow

OpenTown = Callable[..., "DemoTown"]

# --- the count model -------------------------------------------------------------------------------------


def test_whoever_stands_on_a_page_stands_in_the_ledger(demo_town: OpenTown, evidence: Evidence) -> None:
    pages, names, silent = 0, 0, []
    known: dict[str, list[Known]] = {}
    every = evidence.at_scale(small=5, ci=1, nightly=1)
    for screen, client, path, town in opened(demo_town, every=every):
        people = known.setdefault(town.preset, everybody())
        before = last_line()
        response = client.get(path, follow=True)
        assert response.status_code == 200, str(screen)
        words = words_on(response)
        told = frozenset[object]().union(*(subjects for _verb, subjects in heard_since(before)))
        seen = [one for one in people if one.name in words]
        silent += [f"{screen}: {one.name}" for one in seen if not one.named_by & told]
        pages, names = pages + 1, names + len(seen)
    assert silent == []
    evidence.shows(
        row="I1",
        figure=f"{pages} 画面に出た {names} の名前のうち、台帳にないもの {len(silent)}",
        target="100 % が台帳にある",
        holds=names > 200 // every and not silent,
    )


def test_a_search_that_finds_nobody_leaves_a_line_too(demo_town: OpenTown) -> None:
    town = demo_town("toshima")
    client = client_of(town, "korei")
    before = last_line()
    found = client.post(reverse("people:search"), {"q": "どこにもいない名前"}, follow=True)
    assert found.status_code == 200
    assert [verb for verb, _subjects in heard_since(before)] == ["records.searched"]


# --- the ledger broken -----------------------------------------------------------------------------------

REFUSE = """
    CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '{state}'; END $$;
    CREATE TRIGGER aaa_broken BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION broken()
"""
MEND = "DROP TRIGGER aaa_broken ON ledger_entry; DROP FUNCTION broken()"

# What breaks it, and what mends it again.
BREAKAGES = {
    "書く権利を取り上げた": (
        "REVOKE INSERT ON ledger_entry FROM norishiro_app",
        "GRANT INSERT ON ledger_entry TO norishiro_app",
    ),
    "ディスクがいっぱい": (REFUSE.format(state="53100"), MEND),
    "書き込みが失敗する": (REFUSE.format(state="XX000"), MEND),
    "表がない": (
        "ALTER TABLE ledger_entry RENAME TO ledger_gone",
        "ALTER TABLE ledger_gone RENAME TO ledger_entry",
    ),
    "末尾の記録がない": (
        "CREATE TABLE head_kept AS SELECT * FROM ledger_head; DELETE FROM ledger_head",
        "INSERT INTO ledger_head SELECT * FROM head_kept; DROP TABLE head_kept",
    ),
}
LOCKS = {
    "表に鍵がかかった": "LOCK TABLE ledger_entry IN ACCESS EXCLUSIVE MODE",
    "末尾に鍵がかかった": "SELECT * FROM ledger_head FOR UPDATE",
}

# Then not even the log-in can be touched: the page of a fault is shown, which names nobody either.
READ_ONLY = "データベース全体が読み取り専用"


@contextmanager
def broken(how: str) -> Iterator[None]:
    """The ledger of the open town, broken for real in the database, and mended at the end."""
    if how in LOCKS:
        with impatient(), owner() as connection, connection.transaction():
            connection.execute(LOCKS[how])
            yield
        return
    name = connections.settings["default"]["NAME"]
    spoil, mend = BREAKAGES.get(
        how,
        (
            f'ALTER DATABASE "{name}" SET default_transaction_read_only = on',
            f'SET default_transaction_read_only = off; ALTER DATABASE "{name}" RESET ALL',
        ),
    )
    with owner() as connection:
        connection.execute(spoil)
    connections.close_all()
    try:
        yield
    finally:
        connections.close_all()
        with owner() as connection:
            connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE")
            for statement in mend.split("; "):
                connection.execute(statement)


@contextmanager
def impatient() -> Iterator[None]:
    """The pages wait a moment for a lock instead of five seconds."""
    options = connections.settings["default"]["OPTIONS"]
    kept = options["options"]
    options["options"] = "-c lock_timeout=100ms"
    connections.close_all()
    yield
    options["options"] = kept
    connections.close_all()


def names_on(response: HttpResponse, people: list[Known]) -> list[str]:
    words = words_on(response)
    return [one.name for one in people if one.name in words]


@pytest.mark.parametrize("how", [*BREAKAGES, *LOCKS, READ_ONLY], ids=range(8))
def test_without_the_ledger_nobody_is_shown(demo_town: OpenTown, evidence: Evidence, how: str) -> None:
    every = evidence.at_scale(small=29, ci=1, nightly=1)
    answers, leaks, closed = 0, [], 0
    todo = list(opened(demo_town, presets=("toshima",), every=every))
    people = everybody()
    with broken(how):
        for screen, client, path, _town in todo:
            for answer in answers_of(client, path):
                answers += 1
                closed += answer.status_code == 503 or (how == READ_ONLY and answer.status_code == 500)
                leaks += [f"{screen}: {name}" for name in names_on(answer, people)]
    assert leaks == []
    assert closed > answers // 4
    evidence.shows(
        row="I1",
        figure=f"台帳が止まったとき（{how}）: {answers} の応答に名前 {len(leaks)}、お断り {closed}",
        target="個人の情報 0",
        holds=not leaks,
    )


def answers_of(client: Client, path: str) -> Iterator[HttpResponse]:
    """As a page, as a piece of a page, and as a form sent empty."""
    yield client.get(path)
    yield client.get(path, headers={"hx-request": "true"})
    yield client.post(path, {})


@pytest.mark.parametrize("how", [*BREAKAGES, *LOCKS], ids=range(7))
def test_without_the_ledger_nobody_comes_in_and_everybody_is_told_why(demo_town: OpenTown, how: str) -> None:
    """A log-in is a line, too (ADR 0092): where it cannot be written, the door stays shut, and the page says so."""
    town = demo_town("toshima")
    outside, inside = Client(raise_request_exception=False), client_of(town, "csw")
    with broken(how):
        assert outside.get("/accounts/login/").status_code == 200
        for told in (
            outside.post("/accounts/login/", {"login": "csw", "password": PASSWORD}),
            inside.get("/"),
        ):
            # A full disk is said as what it is, with what was typed (core/away.py).
            full = "ディスク" in how
            assert (told.status_code, told["Retry-After"]) == (503, "5" if full else "60")
            assert ("ディスクに空きがなく" if full else "いまは、記録を表示できません") in words_on(told)
        health = outside.get("/health/")
        assert (health.status_code, health.json()) == (200, {"program": "up", "ledger": "closed"})
        assert inside.post("/accounts/logout/").status_code == 302
    assert outside.get("/health/").json() == {"program": "up", "ledger": "open"}
    signed_in = outside.post("/accounts/login/", {"login": "csw", "password": PASSWORD})
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/")


def test_what_was_typed_meanwhile_is_kept_and_not_shown(demo_town: OpenTown) -> None:
    town = demo_town("toshima")
    client = client_of(town, "korei")
    path = reverse("consultations:receive_consultation")
    with broken("書く権利を取り上げた"):
        kept = client.post(
            "/drafts/consultations.receive_consultation/", {"draft_subject": "", "name": "架空 花子"}
        )
        page = client.get(f"{path}?draft=load")
    assert (kept.status_code, page.status_code) == (200, 503)
    assert "架空 花子" in words_on(client.get(f"{path}?draft=load"))
