"""Logs tell where and what kind, never whom."""

import logging
import sys

from config.logs import QuietFormatter


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


def test_a_plain_line_stays_a_line() -> None:
    record = logging.LogRecord("norishiro", 20, "x.py", 1, "started", None, None)
    assert QuietFormatter().format(record).split(" ", 2)[2] == "INFO norishiro started"
