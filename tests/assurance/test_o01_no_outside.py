"""O1: the program and a real browser need no outside world, and never so much as try to reach it.

Each lives in a room without a way out (``sealed_room``), so that what the program tries is counted apart from what a page makes
the browser try, and both apart from what the browser does by itself. Afterwards each reaches out on purpose: the count must see it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from config.env import ROOT
from norishiro.casework.demo.accounts import PASSWORD
from tests.assurance.evidence import Evidence
from tests.assurance.sealed_room import OUTWARD, STRANGER, NotPermitted, Room, passage, room, routes
from tests.config.conftest import PATIENCE, command, copy_home, free_port, home, outside
from tests.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.screens import SCREENS

__all__ = ["home"]

pytestmark = [pytest.mark.journey, pytest.mark.slow]

PDF = "application/pdf"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What goes first: paper, a workbook, and the map that everybody may open.
FIRST = {
    "csw": ("surveys:booklet_paper", "surveys:booklet_file", "visits:round_paper"),
    "": ("public_site:places_map",),
}
# Whom Chromium asks by itself, with an empty page as well. A page that loaded from there would stand among its requests.
MAKER = (".google.com", ".googleapis.com", ".gstatic.com")
# The program's own attempt: a name, and an address.
REACH_OUT = f"""
import socket
try: socket.getaddrinfo("hikae.example.jp", 443)
except OSError: pass
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("{STRANGER}", 9))
"""


@contextmanager
def served(place: Room, home: Path, *, port: int) -> Iterator[None]:
    """`norishiro run --demo` as people start it, in the room."""
    env = outside(NORISHIRO_HOME=str(home), PORT=str(port))
    with subprocess.Popen(
        place.inside(*command("run", "--demo")), cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        try:
            told = ""
            while "ブラウザーで開く" not in told:
                line = program.stdout.readline()
                assert line, f"始まりませんでした: {told}"
                told += line
            yield
        finally:
            subprocess.run(
                place.inside(*command("stop")), cwd=ROOT, env=env, capture_output=True, check=False
            )
            program.wait(timeout=PATIENCE)


def walks(*, accounts: int) -> dict[str, list[str]]:
    """Whose day it is, and the pages each opens that need no record named; the public ones for nobody."""
    found: dict[str, list[str]] = {}
    for login, names in FIRST.items():
        found[login] = [reverse(name, kwargs={"tongue": "ja"} if not login else {}) for name in names]
    for screen in SCREENS:
        if screen.preset == "toshima" and not screen.ids and not screen.query and screen.name != "logout":
            found.setdefault(screen.login, []).append(reverse(screen.name))
    chosen = ["csw", "", *sorted(set(found) - set(FIRST), key=lambda login: -len(found[login]))][:accounts]
    return {login: list(dict.fromkeys(found[login])) for login in chosen}


def walked(place: Room, *, port: int, accounts: int, most: int) -> dict[str, Any]:
    told = {
        "home": f"http://127.0.0.1:{port}", "chromium": str(CHROMIUM), "arguments": CHROMIUM_ARGUMENTS,
        "password": PASSWORD, "walks": walks(accounts=accounts), "most": most, "stranger": "",
    }  # fmt: skip
    return _inside(place, told)


def _inside(place: Room, told: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        place.inside(sys.executable, "-m", "tests.assurance.walk_inside"), cwd=ROOT, env=outside(PYTHONPATH=str(ROOT)),
        input=json.dumps(told), capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_nothing_reaches_for_the_outside(evidence: Evidence, home: Path, laid_home: Path) -> None:
    if not CHROMIUM.exists():
        pytest.skip("chromium がありません。`make test` が入れます。")
    try:
        with room() as servers, room() as browsers:
            _tried(evidence, servers, browsers, home, laid_home)
    except NotPermitted as why:
        pytest.skip(str(why))


def _tried(evidence: Evidence, servers: Room, browsers: Room, home: Path, laid_home: Path) -> None:
    assert routes(servers)[:1] == routes(browsers)[:1] == [OUTWARD]
    copy_home(laid_home, home)
    port = free_port()
    with served(servers, home, port=port), passage(servers, browsers, port=port):
        _wait_for(browsers, port)
        found = walked(
            browsers, port=port,
            accounts=evidence.at_scale(small=3, ci=6, nightly=20), most=evidence.at_scale(small=15, ci=40, nightly=100),
        )  # fmt: skip
    by_program, by_browser = servers.attempts(), browsers.attempts()
    of_pages = [*found["strange"], *(line for line in by_browser if not line.endswith(MAKER))]
    assert found["faults"] == []
    assert (found["kinds"].get(PDF, 0) > 0, found["kinds"].get(EXCEL, 0) > 0) == (True, True), found["kinds"]
    assert any(path.endswith("/map/") for path in found["opened"])

    # The same rooms, and now somebody does reach out: were the count deaf, all of the above would be worth nothing.
    subprocess.run(servers.inside(sys.executable, "-c", REACH_OUT), check=True)
    reached = _inside(
        browsers,
        {"home": "http://127.0.0.1:1", "chromium": str(CHROMIUM), "arguments": CHROMIUM_ARGUMENTS,
         "password": "", "walks": {}, "most": 0, "stranger": STRANGER},
    )  # fmt: skip
    time.sleep(0.5)
    program_after, browser_after = (
        servers.attempts()[len(by_program) :],
        browsers.attempts()[len(by_browser) :],
    )
    assert f"udp {STRANGER}:9" in program_after
    assert any(line.endswith("hikae.example.jp") for line in program_after)
    assert len(reached["control"]) == 2
    assert any(line == f"tcp {STRANGER}:80" for line in browser_after)

    evidence.shows(
        row="O1",
        figure=f"外のない部屋で {len(found['opened'])}頁（PDF {found['kinds'][PDF]}・Excel {found['kinds'][EXCEL]}・地図を含む）、"
        f"頁の求め {found['asked']}。外への試み: プログラム {len(by_program)}、頁 {len(of_pages)}"
        f"（ブラウザーが作り手をたずねた {len(by_browser) - len(of_pages)} は別）。わざと出た試みは {len(program_after)} と {len(browser_after)} 数えた",
        target="プログラムと頁から 0",
        holds=not by_program and not of_pages,
    )


def _wait_for(place: Room, port: int) -> None:
    """Until the passage carries."""
    knock = (
        "import sys,urllib.request as u;"
        f"u.build_opener(u.ProxyHandler({{}})).open('http://127.0.0.1:{port}/health/', timeout=5)"
    )
    give_up = time.monotonic() + 20
    while subprocess.run(
        place.inside(sys.executable, "-c", knock), capture_output=True, check=False
    ).returncode:
        assert time.monotonic() < give_up, "通路がつながりません"
        time.sleep(0.2)
