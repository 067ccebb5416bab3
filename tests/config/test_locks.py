"""The pinned dependencies: every one with hashes, and nothing said about where they come from."""

import re

import pytest

from config.env import ROOT

NAMES = ["requirements.lock", "requirements-test.lock"]
PINNED = re.compile(r"^[a-z0-9][a-z0-9._-]*==[0-9][^ ]*( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def lines(name: str) -> list[str]:
    return [
        line
        for line in (ROOT / name).read_text().splitlines()
        if line and not line.startswith("# The following")
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_a_pin_or_its_hash(name: str) -> None:
    assert [line for line in lines(name) if not PINNED.match(line) and not HASH.match(line)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_pin_has_a_hash(name: str) -> None:
    found = lines(name)
    assert [
        a for a, b in zip(found, [*found[1:], ""], strict=True) if PINNED.match(a) and not HASH.match(b)
    ] == []


def test_what_is_tested_is_what_runs() -> None:
    run, test = ({line for line in lines(name) if PINNED.match(line)} for name in NAMES)
    assert run - test == set()
