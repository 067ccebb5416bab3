"""C13: what the program writes beside the database, and every address it makes, tells of nobody."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from config import databases, socket_path
from config.env import ROOT, parse
from norishiro.casework.demo.accounts import PASSWORD
from tests.assurance.crawl import NAMES, everybody, opened, owner
from tests.assurance.evidence import Evidence
from tests.config.conftest import command, copy_home, free_port, new_home, outside, remove_home

if TYPE_CHECKING:
    from django.test import Client

    from tests.screens import Screen
    from tests.towns.demo import DemoTown

pytestmark = pytest.mark.slow

READY = "  終わるとき: Ctrl-C\n"
TYPED = "書きこみ カナリア"  # what a visitor types into a search and a form


# --- addresses -------------------------------------------------------------------------------------------

ADDRESS = re.compile(r'(?:href|action|src|hx-[a-z]+|data-n-[a-z-]+)="([^"]*)"')


# The browser keeps it beside the address, in its history and on its tabs. (A symbol of a drawing has a title too, which
# stays on the page.)
TITLE = re.compile(r"<head.*?<title>([^<]*)</title>.*?</head>", re.DOTALL)


def test_no_address_tells_of_anybody(demo_town: Callable[..., DemoTown], evidence: Evidence) -> None:
    every = evidence.at_scale(small=9, ci=1, nightly=1)
    addresses, told = 0, []
    for screen, client, path, canaries in visits(demo_town, every=every):
        shown = client.get(path)
        sent = client.post(path, {})
        found = [*ADDRESS.findall(shown.content.decode("utf-8", "replace")), shown.get("Location", ""), path]
        found.append(sent.get("Location", ""))
        found += TITLE.findall(shown.content.decode("utf-8", "replace"))
        addresses += len(found)
        told += [f"{screen}: {one}" for one in found if any(canary in one for canary in canaries)]
    assert told == []
    evidence.shows(
        row="C13", figure=f"{addresses:,} のアドレスと題に名前など {len(told)}", target="0", holds=not told
    )


def visits(
    open_town: Callable[..., DemoTown], *, every: int
) -> Iterator[tuple[Screen, Client, str, list[str]]]:
    """All addresses of a town are found before the first form is sent: sending changes what there is."""
    for preset in ("toshima", "hachioji"):
        todo = list(opened(open_town, presets=(preset,), every=every))
        canaries = spellings(canaries_of_town()) if todo else []
        for screen, client, path, _town in todo:
            yield screen, client, path, canaries


def canaries_of_town() -> list[str]:
    """Names, readings, addresses and telephones of everybody in the open town."""
    with owner() as connection:
        rows = connection.execute(
            "SELECT unnest(ARRAY[name, kana, address, phone, alias]) FROM people_person"
            " UNION SELECT address FROM people_household"
        ).fetchall()
    return sorted({row[0] for row in rows if row[0] and len(row[0]) > 2} | {one.name for one in everybody()})


def spellings(words: list[str]) -> list[str]:
    """As typed, as in an address, and as Python and JSON escape it."""
    found = set()
    for word in words:
        found |= {
            word,
            word.encode().decode("latin-1"),
            urllib.parse.quote(word),
            urllib.parse.quote_plus(word),
        }
        found.add(word.encode("unicode_escape").decode())
    return sorted(found)


# --- a whole run of the program --------------------------------------------------------------------------


@dataclass
class Visitor:
    """A browser without a screen, signed in to the running program."""

    home: str
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> tuple[int, str]:
        return self._ask(urllib.request.Request(self.home + path))

    def send(self, path: str, **fields: str) -> tuple[int, str]:
        fields["csrfmiddlewaretoken"] = next(
            one.value or "" for one in self.jar if one.name == "norishiro_csrf"
        )
        body = urllib.parse.urlencode(fields).encode()
        return self._ask(urllib.request.Request(self.home + path, data=body, headers={"Origin": self.home}))

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode("utf-8", "replace")


@contextmanager
def program(home: Path, out: Path) -> Iterator[str]:
    """`norishiro run --demo`, everything it says going to a file."""
    port = free_port()
    with out.open("w") as said:
        process = subprocess.Popen(
            command("run", "--demo"),
            cwd=ROOT,
            env=outside(NORISHIRO_HOME=str(home), PORT=str(port), PYTHONUNBUFFERED="1"),
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            while process.poll() is None and READY not in out.read_text():
                pass_time()
            assert process.poll() is None, out.read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=120)


def pass_time() -> None:
    subprocess.run([sys.executable, "-c", "import time; time.sleep(0.3)"], check=False)


def spoil(home: Path, statement: str) -> None:
    arguments = databases.connect_arguments(
        databases.settings_for(parse({"NORISHIRO_HOME": str(home)}), role="owner")
    )
    with psycopg.connect(**arguments, autocommit=True) as connection:
        connection.execute(statement)


def canaries_of(home: Path) -> list[str]:
    arguments = databases.connect_arguments(
        databases.settings_for(parse({"NORISHIRO_HOME": str(home)}), role="owner")
    )
    with psycopg.connect(**arguments, autocommit=True) as connection:
        connection.execute("SELECT set_config('norishiro.maintenance', 'on', false)")
        people = connection.execute(
            "SELECT unnest(ARRAY[name, kana, address, phone]) FROM people_person"
        ).fetchall()
        named = connection.execute(NAMES).fetchall()
    return sorted({row[0] for row in (*people, *named) if row[0] and len(row[0]) > 2})


def files_of(home: Path, out: Path) -> Iterator[Path]:
    """Every file the program keeps or writes, but the database's own tables and their journal."""
    yield out
    yield socket_path.log_file(home)
    data = socket_path.data_directory(home)
    for file in sorted(home.rglob("*")):
        if file.is_file() and data not in file.parents:
            yield file


def test_nothing_written_beside_the_database_tells_of_anybody(evidence: Evidence, laid_home: Path) -> None:
    home = new_home()
    try:
        copy_home(laid_home, home)
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "said.txt"
            with program(home, out) as address:
                statuses = visit(address, home)
                canaries = spellings([TYPED, *canaries_of(home)])
            texts = {file: file.read_bytes().decode("utf-8", "replace") for file in files_of(home, out)}
    finally:
        remove_home(home)
    hits = [f"{file.name}: {one}" for file, text in texts.items() for one in canaries if one in text]
    assert hits == []
    assert {200, 404, 500, 503} <= set(statuses)
    assert any(file.name == "access.log" for file in texts)
    assert "Internal Server Error" in "".join(texts.values())
    evidence.shows(
        row="C13",
        figure=f"{len(texts)} のファイルと出力（わざと起こした 500・503 を含む）に、{len(canaries)} の目印のうち {len(hits)}",
        target="0 hits",
        holds=not hits,
    )


def visit(address: str, home: Path) -> list[int]:
    """A short day at the desk: look, search, type something wrong, and meet faults of every kind."""
    visitor = Visitor(address)
    assert visitor.get("/accounts/login/")[0] == 200
    statuses = [visitor.send("/accounts/login/", login="suishin", password=PASSWORD)[0]]
    pages = ["/", "/people/", "/cases/", "/consultations/", "/meetings/", "/plans/"]
    statuses += [visitor.get(path)[0] for path in pages]
    names = canaries_of(home)
    statuses += [visitor.send("/people/", q=name)[0] for name in [TYPED, *names[:10]]]
    statuses.append(visitor.get(f"/{urllib.parse.quote(TYPED)}/")[0])
    receive = {"name": TYPED, "said": names[0], "phone": "\x00", "birth": TYPED}
    statuses.append(visitor.send("/consultations/receive/", **receive)[0])
    spoil(home, "ALTER TABLE people_person RENAME COLUMN name_key TO name_lost")
    statuses += [visitor.send("/people/", q=names[0])[0], visitor.get("/cases/")[0]]
    spoil(home, "ALTER TABLE people_person RENAME COLUMN name_lost TO name_key")
    spoil(home, "REVOKE INSERT ON ledger_entry FROM norishiro_app")
    statuses += [visitor.get("/")[0], visitor.send("/people/", q=names[0])[0]]
    return statuses
