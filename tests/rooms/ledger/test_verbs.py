"""Every verb the ledger knows is signed by somebody, and told in Japanese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from norishiro.ledger.events import all_events

HOUSE = Path(__file__).resolve().parents[3] / "norishiro"


def declared() -> dict[str, str]:
    """Constant → verb, over all rooms' events.py."""
    found = {}
    for path in HOUSE.glob("*/events.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                constant, verb = node.targets[0], node.value.args[0] if node.value.args else None
                if isinstance(constant, ast.Name) and isinstance(verb, ast.Constant):
                    found[f"{path.parent.name}.{constant.id}"] = str(verb.value)
    return found


def named_in(room: str) -> Iterator[str]:
    """Every name a room's files, other than events.py, make use of."""
    for path in (HOUSE / room).rglob("*.py"):
        if path.name != "events.py" and "migrations" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Name | ast.Attribute):
                    yield node.id if isinstance(node, ast.Name) else node.attr


def test_the_list_of_verbs_is_whole() -> None:
    assert sorted(set(all_events()) - set(declared().values())) == []
    assert len(declared()) > 100


def test_no_verb_is_declared_and_never_signed() -> None:
    used = {room.name: set(named_in(room.name)) for room in HOUSE.iterdir() if room.is_dir()}
    used["ledger"] |= set(named_in("../config"))  # who starts the house has no room of its own
    dead = [key for key in declared() if key.split(".")[1] not in used[key.split(".")[0]]]

    assert sorted(dead) == []


def test_every_verb_is_told_in_japanese() -> None:
    assert [one.verb for one in all_events().values() if not re.search("[ぁ-ん]", one.label)] == []
