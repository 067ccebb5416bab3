"""A device is named in words a person knows, or said to be unknown."""

from __future__ import annotations

import pytest

from norishiro.core.devices import device_words

ENGINE = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {ENGINE} Chrome/140.0.0.0 Safari/537.36", "Windows の Chrome"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {ENGINE} Chrome/140.0.0.0 Safari/537.36 Edg/140.0", "Windows の Edge"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Windows の Firefox"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1", "iPhone の Safari"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) CriOS/140.0 Mobile/15E148 Safari/604.1", "iPad の Chrome"),
        (f"Mozilla/5.0 (Linux; Android 15; K) {ENGINE} Chrome/140.0.0.0 Mobile Safari/537.36", "Android の Chrome"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {ENGINE} Chrome/140.0.0.0 Safari/537.36", "Chromebook の Chrome"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Mac の Safari"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
        ("curl/8.0", "見分けられない端末"),
        ("", "見分けられない端末"),
    ],
)  # fmt: skip
def test_a_device_is_named(user_agent, words):
    assert device_words(user_agent) == words
