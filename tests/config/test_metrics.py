"""Figures for the machine that watches: told to it alone, counted over all workers, and with nobody in them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config import metrics
from config.env import ROOT, parse
from tests.config.conftest import PATIENCE, command, free_port, outside

TOKEN = "kazoeru-" * 5
CANARY = "白波"
NUMBER = "3f0a7c1e-9d2b-4c55-8a66-0123456789ab"


def asked(home: str, path: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(home + path, headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as answer:
            return int(answer.status), answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def counted(text: str, view: str) -> float:
    return sum(
        float(line.rsplit(" ", 1)[1])
        for line in text.splitlines()
        if line.startswith("norishiro_requests_total{") and f'view="{view}"' in line
    )


@pytest.fixture
def serving(laid: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Two workers, as people start them, told to whom figures may go."""
    port = free_port()
    env = outside(
        NORISHIRO_HOME=str(laid), PORT=str(port), NORISHIRO_WORKERS="2", NORISHIRO_THREADS="2",
        NORISHIRO_METRICS_FROM="127.0.0.1", NORISHIRO_METRICS_TOKEN=TOKEN,
    )  # fmt: skip
    with subprocess.Popen(command("run"), cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        while "ブラウザーで開く" not in (line := program.stdout.readline()):
            assert line, "始まりませんでした"
        yield f"http://127.0.0.1:{port}", program
        program.send_signal(signal.SIGTERM)
        program.wait(timeout=PATIENCE)


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in found]


@pytest.mark.slow
def test_all_workers_are_counted_and_a_fallen_one_is_not_forgotten(
    serving: tuple[str, subprocess.Popen[str]],
) -> None:
    home, program = serving
    for _ in range(40):
        assert asked(home, "/health/")[0] == 200
    asked(home, f"/people/{NUMBER}/?q={urllib.request.quote(CANARY)}")
    asked(home, f"/{urllib.request.quote(CANARY)}/{NUMBER}")

    told = {"Authorization": f"Bearer {TOKEN}"}
    status, text = asked(home, "/metrics", **told)
    assert (status, counted(text, "ledger:health")) == (200, 40)
    files = {name.name for name in Path(_place(program), "metrics").glob("counter_*.db")}
    assert len(files) == 2  # both took part

    gunicorn = next(pid for pid in _children(program.pid) if _children(pid))
    os.kill(_children(gunicorn)[0], signal.SIGKILL)
    time.sleep(1)
    for _ in range(10):
        assert asked(home, "/health/")[0] == 200
    status, text = asked(home, "/metrics", **told)
    assert (status, counted(text, "ledger:health")) == (200, 50)
    for word in (CANARY, urllib.request.quote(CANARY), NUMBER, TOKEN, "/people/"):
        assert word not in text
    assert [
        name
        for name in ("norishiro_info", "norishiro_disk_free_bytes", "norishiro_ledger_open",
                     "norishiro_ledger_head_age_seconds", "norishiro_copy_troubles", "norishiro_errand_trouble",
                     "norishiro_database_connections", "norishiro_request_seconds_bucket")
        if not re.search(rf"^{name}[ {{]", text, re.MULTILINE)
    ] == []  # fmt: skip
    assert [asked(home, "/metrics")[0], asked(home, "/metrics", Authorization="Bearer wrong")[0]] == [
        404,
        404,
    ]


def _place(program: subprocess.Popen[str]) -> str:
    words = Path(f"/proc/{program.pid}/environ").read_bytes().decode().split("\0")
    return next(word.partition("=")[2] for word in words if word.startswith("NORISHIRO_HOME="))


@pytest.mark.parametrize(
    ("address", "token", "secure", "heard"),
    [
        ("10.1.2.3", TOKEN, True, True),
        ("127.0.0.1", TOKEN, False, True),
        ("10.1.2.3", TOKEN, False, False),  # the token would travel in the clear
        ("10.1.2.4", TOKEN, True, False),
        ("10.1.2.3", TOKEN[:-1], True, False),
        ("10.1.2.3", "", True, False),
    ],
)
def test_only_a_named_machine_with_its_token_hears(
    settings: Any, address: str, token: str, secure: bool, heard: bool
) -> None:
    settings.NORISHIRO_METRICS_FROM = (ip_network("10.1.2.3/32"), ip_network("127.0.0.0/8"))
    settings.NORISHIRO_METRICS_TOKEN = TOKEN
    request = RequestFactory().get(
        "/metrics", REMOTE_ADDR=address, headers={"Authorization": f"Bearer {token}"}, secure=secure
    )
    assert metrics.may_hear(request) is heard


def test_a_made_up_method_is_counted_as_another() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    metrics.measured(answer)(RequestFactory().generic("SHIRANAMI", "/"))
    text = metrics.generate_latest(metrics.REGISTRY).decode()
    assert ('method="OTHER"' in text, "SHIRANAMI" in text) == (True, False)


def test_nothing_is_told_unless_both_are_named() -> None:
    assert [
        parse(given).tells_metrics
        for given in (
            {},
            {"NORISHIRO_METRICS_FROM": "10.1.2.3"},
            {"NORISHIRO_METRICS_TOKEN": TOKEN},
            {"NORISHIRO_METRICS_FROM": "10.1.2.3, 10.1.9.0/24", "NORISHIRO_METRICS_TOKEN": TOKEN},
        )
    ] == [False, False, False, True]
