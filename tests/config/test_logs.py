"""Logs tell where and what kind, never whom."""

import datetime
import json
import logging
import sys
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from config.logs import QuietAccessLogger, QuietFormatter, QuietJsonFormatter


def test_an_error_is_logged_without_its_words() -> None:
    try:
        raise ValueError("佐藤 はな はすでに登録されています")
    except ValueError:
        record = logging.LogRecord("django.request", 40, "x.py", 1, "Error: %s", ("/cases/",), sys.exc_info())
    lines = QuietFormatter().format(record).splitlines()
    assert lines[0].split(" ", 2)[2] == "ERROR django.request Error: /cases/"
    assert lines[1] == "builtins.ValueError"
    assert lines[2].endswith("test_an_error_is_logged_without_its_words")
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/people/6e0c3a52-0000-4000-8000-000000000000/", "/people/6e0c3a52-0000-4000-8000-000000000000/"),
        ("/架空 花子/", "/…"),
        ("/æ\x9e¶ç©º/", "/…"),
        ("/a%20b", "/…"),
    ],
)
def test_an_address_somebody_made_up_is_not_written_down(path: str, written: str) -> None:
    logger = QuietAccessLogger(Config())
    environ = {"PATH_INFO": path, "RAW_URI": path, "REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1"}
    response = SimpleNamespace(status="404 Not Found", sent=0, headers=[])
    request = SimpleNamespace(headers=[])
    assert logger.atoms(response, request, environ, datetime.timedelta(0))["U"] == written


def test_a_plain_line_stays_a_line() -> None:
    record = logging.LogRecord("norishiro", 20, "x.py", 1, "started", None, None)
    assert QuietFormatter().format(record).split(" ", 2)[2] == "INFO norishiro started"


def test_a_line_for_a_machine_holds_the_same_and_no_more() -> None:
    try:
        raise ValueError("佐藤 はな はすでに登録されています")
    except ValueError:
        record = logging.LogRecord("django.request", 40, "x.py", 1, "Error: %s", ("/cases/",), sys.exc_info())
    record.created = 1_790_000_000.5
    told = json.loads(QuietJsonFormatter().format(record))
    places = told.pop("places")
    assert told == {
        "at": "2026-09-21T14:13:20.500+00:00", "level": "ERROR", "logger": "django.request", "message": "Error: /cases/",
    }  # fmt: skip
    assert (places[0], len(places)) == ("builtins.ValueError", 2)
