"""What is said on the next page may name somebody, so the browser that carries it cannot read it."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from norishiro.core.messages import MessageStorage

WORDS = "見本 太郎さんを登録しました。"


def request_with(cookie: str = "") -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = {}
    if cookie:
        request.COOKIES["messages"] = cookie
    return request


def cookie_of(*texts: str) -> str:
    storage, response = MessageStorage(request_with()), HttpResponse()
    for text in texts:
        storage.add(messages.SUCCESS, text)
    storage.update(response)
    return response.cookies["messages"].value


def said(cookie: str) -> list[str]:
    return [str(one) for one in MessageStorage(request_with(cookie))]


def test_the_next_page_says_it() -> None:
    assert said(cookie_of(WORDS, "もう一つ")) == [WORDS, "もう一つ"]


def test_the_browser_cannot_read_it() -> None:
    cookie = cookie_of(WORDS)
    raw = base64.urlsafe_b64decode(cookie)
    assert "見本".encode() not in raw
    assert b"\\u898b" not in raw
    assert cookie != cookie_of(WORDS)


def test_what_was_changed_on_the_way_is_thrown_away() -> None:
    cookie = cookie_of(WORDS)
    changed = cookie[:40] + ("A" if cookie[40] != "A" else "B") + cookie[41:]
    assert said(changed) == []
    assert said("W1tbXV0=") == []
