"""Pages: one frame, no script or style inside, nothing from elsewhere, and help on every screen."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.house.source import HOUSE, ROOMS, parsed, templates

TEMPLATES = templates()
FRAME = "core/base.html"
OF_ROOMS = sorted(
    name for name in TEMPLATES if name.partition("/")[0] in ROOMS and not name.startswith("core/")
)

# Templates Django or allauth look for by name.
LOOKED_FOR = re.compile(
    r"^(\d{3}\.html|account/|mfa/|usersessions/|allauth/|django/|core/(error|refused|merge|style)\.html)"
)

# Screens that need no help text, each for a reason.
WITHOUT_HELP = {
    "agencies/choose_hat.html": "選ぶだけ。画面の文がそのまま説明",
    "agencies/staff_added.html": "一度だけ見せる最初のパスワードを大きく示す",
    "plans/person_copy.html": "本人に渡す紙。画面の説明は印刷しない",
}


def _bases(name: str) -> list[str]:
    """The template and all it extends, from itself outward."""
    chain = [name]
    while found := re.search(r'\{% extends "([^"]+)" %\}', TEMPLATES.get(chain[-1], "")):
        chain.append(found.group(1))
    return chain


@cache
def _included() -> set[str]:
    return {name for text in TEMPLATES.values() for name in re.findall(r'\{% include "([^"]+)"', text)}


@cache
def _named_in_code() -> set[str]:
    """Template names that stand in the program as text, whole or built from a room's name."""
    return {
        node.value
        for path in HOUSE.rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("name", OF_ROOMS)
def test_a_page_of_a_room_stands_in_the_frame_or_is_part_of_one(name: str) -> None:
    is_page = _bases(name)[-1] == FRAME

    assert is_page or name in _included() | _named_in_code()


def test_no_template_is_left_over() -> None:
    used = _included() | {base for name in TEMPLATES for base in _bases(name)[1:]} | _named_in_code()
    left = [
        name
        for name in sorted(TEMPLATES)
        if name not in used
        and not LOOKED_FOR.match(name)
        and name.rpartition("/")[2].removesuffix(".html") not in used
        and name.removesuffix(".html") not in used
    ]

    assert left == []


def test_every_screen_explains_itself() -> None:
    silent = [
        name
        for name in OF_ROOMS
        if _bases(name)[-1] == FRAME
        and not any("{% help" in TEMPLATES[base] for base in _bases(name))
        and not any(_bases(other)[1:2] == [name] for other in OF_ROOMS)
    ]

    assert sorted(set(silent) - set(WITHOUT_HELP)) == []
    assert sorted(set(WITHOUT_HELP) - set(silent)) == []


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_no_script_and_no_style_stands_inside_a_page(name: str) -> None:
    text = re.sub(r'<script [^>]*type="application/json"[^>]*>', "", TEMPLATES[name])
    inside = re.findall(
        r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=[\"']|<[^>]*\son[a-z]+=[\"']|javascript:", text
    )

    assert inside == []


def test_an_attribute_says_a_day_in_plain_words() -> None:
    """The other filters of days answer markup, which would end the attribute: ``wareki_plain`` is made for it."""
    inside = re.compile(r'[a-z-]+="[^"<>]*\|(?:wareki|wareki_short|day_in_week) *}}')

    assert sorted(name for name, text in TEMPLATES.items() if inside.search(text)) == []


def test_nothing_comes_from_elsewhere() -> None:
    own_words = {"http://www.w3.org/2000/svg"}
    assets = [
        path
        for folder in HOUSE.glob("*/static")
        for path in folder.rglob("*")
        if path.suffix in {".css", ".js", ".svg"}
    ]
    places = {
        address
        for text in [*TEMPLATES.values(), *(path.read_text(encoding="utf-8") for path in assets)]
        for address in re.findall(r"""(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s"'<)]*""", text)
    }

    assert sorted(places - own_words) == []


def test_a_template_does_no_work_of_the_rooms() -> None:
    """No queries and no decisions on roles in a page: it is handed what it shows."""
    work = re.compile(r"\.objects\b|\.filter\(|request\.user\b|perms\.")

    assert [name for name in OF_ROOMS if work.search(TEMPLATES[name])] == []


def test_forms_that_send_carry_their_token() -> None:
    """The public forms carry a signed slip instead: nobody's rights stand behind them (ADR 0031)."""
    bare = [
        name
        for name in sorted(TEMPLATES)
        if re.search(r'<form[^>]*method="post"', TEMPLATES[name])
        and "csrf_token" not in TEMPLATES[name]
        and not (name.startswith("public_site/") and 'name="slip"' in TEMPLATES[name])
        and name != "surveys/sheet.html"  # its address is its key; an answer waits for staff (ADR 0061)
        # Nobody's rights stand behind them: a mail goes to the address itself, and each link is its key (ADR 0068).
        and name not in ("public_site/open_letters.html", "public_site/open_letters_step.html")
        and name != "503.html"  # hands back what was posted, its token among it (ADR 0091)
        and name != "public_site/find.html"  # looks something up and changes nothing
    ]

    assert bare == []
