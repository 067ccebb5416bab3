"""No screen without its line in the registry: so each is opened, checked and photographed."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.screens import NO_SCREENS, SCREENS


def _names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _names(entry.url_patterns, inner)
        elif entry.name:
            yield f"{namespace}{entry.name}"


def test_every_url_name_is_a_registered_screen_or_says_why_not() -> None:
    named = set(_names(get_resolver().url_patterns))
    registered = {screen.name for screen in SCREENS}

    assert sorted(named - registered - set(NO_SCREENS)) == []
    assert sorted((registered | set(NO_SCREENS)) - named) == []
    assert sorted(registered & set(NO_SCREENS)) == []


def test_every_exemption_gives_its_reason() -> None:
    assert [name for name, reason in NO_SCREENS.items() if not reason.strip()] == []


def test_no_screen_is_registered_twice_under_one_name() -> None:
    shown = [str(screen) for screen in SCREENS]

    assert sorted(set(shown)) == sorted(shown)
