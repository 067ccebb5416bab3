"""A small HTTP client that behaves like a browser without pictures: keeps cookies and one connection, reads forms."""

from __future__ import annotations

import http.client
import re
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

KEPT_OPEN = 4  # seconds; the server closes an idle connection after five
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
# Half a name that one person of the town has, and half a name that everybody there has.
SOUGHT = {"人をさがす（めずらしい名）": "住民0", "人をさがす（よくある名）": "架空"}
ATTRIBUTE = re.compile(r'(\w[\w-]*)="([^"]*)"')


class Client:
    """One person at one machine. ``paths`` are the addresses the measurement asks for."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.connection = http.client.HTTPConnection(host, port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.led_to = ""
        self.content = b""
        self.answered = 0.0
        self.paths = {
            "cases": "/cases/",
            "people": "/people/",
            "case": "/cases/{}/",
            "record": "/cases/{}/contacts/add/",
        }

    def wait(self, *, seconds: float) -> None:
        give_up = time.monotonic() + seconds
        while True:
            try:
                self._ask("GET", "/accounts/login/")
                return
            except OSError:
                self.connection.close()
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.2)

    def log_in(self, login: str, password: str) -> None:
        _status, page, _seconds = self._ask("GET", "/accounts/login/")
        status, _page, _seconds = self._ask(
            "POST", "/accounts/login/", {**hidden(page), "login": login, "password": password}
        )
        if status != 302:
            raise RuntimeError(f"log-in answered {status}")

    def get(self, path: str) -> float:
        """Seconds one page took; anything but 200 stops the measurement."""
        status, _page, seconds = self._ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        return seconds

    def look_for(self, words: str) -> str:
        """Type the words and press the button; answers the address of the page with what is found."""
        _status, page, _seconds = self._ask("GET", self.paths["people"])
        status, _page, _seconds = self._ask("POST", self.paths["people"], {**hidden(page), "q": words})
        if status != 302:
            raise RuntimeError(f"looking for people answered {status}")
        return self.led_to

    def record_contact(self, case_id: str) -> float:
        """Open the form (not timed) and save a contact (timed)."""
        path = self.paths["record"].format(case_id)
        _status, page, _seconds = self._ask("GET", path)
        form = {
            **hidden(page),
            **checked(page),
            "method": "VISIT",
            "met": "ABSENT",
            "body": "留守だった。測定用。",
        }
        status, answer, seconds = self._ask("POST", path, form)
        if status != 302:
            raise RuntimeError(f"saving answered {status}: {answer[:2000]}")
        return seconds

    def press(self, path: str, *, on: str, by_script: bool = False) -> tuple[int, str, float]:
        """Press a button that sends nothing but itself, on a page that was read before."""
        more = {"HX-Request": "true"} if by_script else {}
        return self._ask("POST", path, hidden(on), more)

    def take(self, path: str, *, on: str) -> bytes:
        """Press a button that answers with a file."""
        status, _page, _seconds = self.press(path, on=on)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        return self.content

    def read(self, path: str) -> str:
        """The page itself."""
        status, page, _seconds = self._ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        return page

    def _ask(
        self, method: str, path: str, form: dict[str, str] | None = None, more: dict[str, str] | None = None
    ) -> tuple[int, str, float]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= more or {}
        body = urlencode(form).encode() if form is not None else None
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://{self.host}:{self.port}",
                "Referer": f"http://{self.host}:{self.port}{path}",
            }
        if time.monotonic() - self.answered > KEPT_OPEN:
            self.connection.close()  # the server has, and it opens again by itself
        began = time.perf_counter()
        self.connection.request(method, path, body=body, headers=headers)
        response = self.connection.getresponse()
        page = self.content = response.read()
        seconds = time.perf_counter() - began
        self.led_to = response.headers.get("Location", "")
        self.answered = time.monotonic()
        for line in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return response.status, page.decode("utf-8", "replace"), seconds


def hidden(page: str) -> dict[str, str]:
    """The hidden inputs of a page, the CSRF token among them."""
    found = {}
    for tag in HIDDEN.findall(page):
        attributes = dict(ATTRIBUTE.findall(tag))
        if "name" in attributes:
            found[attributes["name"]] = attributes.get("value", "")
    return found


def checked(page: str) -> dict[str, str]:
    """What the form proposes: ticked boxes, chosen radios and filled lines."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(ATTRIBUTE.findall(tag))
        kind = attributes.get("type", "text")
        proposed = (
            " checked" in tag
            if kind in ("radio", "checkbox")
            else kind in ("text", "date") and "value" in attributes
        )
        if proposed and "name" in attributes:
            found[attributes["name"]] = attributes.get("value", "")
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', options)
        if chosen:
            found[name] = chosen.group(1)
    return found
