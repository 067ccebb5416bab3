"""A browser's own words about itself, in words a person knows: 「Windows の Chrome」.

A short table, first match wins: newer browsers name the older ones they resemble, so the rarer name stands first.
What is not in it is said to be unknown, never guessed.
"""

from __future__ import annotations

SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung ブラウザー"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
UNKNOWN = "見分けられない端末"


def device_words(user_agent: str) -> str:
    """The system and the browser that a request names, as far as they are known."""
    system, browser = _found(SYSTEMS, user_agent), _found(BROWSERS, user_agent)
    if system and browser:
        return f"{system} の {browser}"
    return system or browser or UNKNOWN


def _found(table: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((words for mark, words in table if mark in user_agent), "")
