"""Runs inside a sealed room: a real browser walks through the pages it is told and those they lead to, and says what it asked for.

In: one JSON object on stdin. Out: one JSON object on stdout.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import Error, sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

LINKS = "() => [...document.querySelectorAll('main a[href]')].map(one => one.href)"
# A page may also have the browser look for a name or open a line before anything is asked for.
HINTS = """() => [...document.querySelectorAll('link[rel]')]
  .filter(one => /dns-prefetch|preconnect|prefetch|preload|prerender/.test(one.rel) && new URL(one.href).origin !== location.origin)
  .map(one => one.href)"""
ENDS = ("/accounts/logout/",)


def main(told: dict[str, Any]) -> dict[str, Any]:
    home = told["home"]
    asked: list[str] = []
    opened: list[str] = []
    kinds: Counter[str] = Counter()
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=told["chromium"], args=told["arguments"])
        for login, paths in told["walks"].items():
            context = browser.new_context(base_url=home, locale="ja-JP", timezone_id="Asia/Tokyo")
            context.on("request", lambda request: asked.append(request.url))
            page = context.new_page()
            if login:
                sign_in(page, login, told["password"])
            walked = walk(
                context, page, home, paths, most=told["most"], kinds=kinds, faults=faults, asked=asked
            )
            opened += [f"{login}:{path}" for path in walked]
            context.close()
        control = control_page(browser.new_context(), told["stranger"]) if told["stranger"] else None
        browser.close()
    return {
        "opened": opened,
        "kinds": kinds,
        "faults": faults,
        "asked": len(asked),
        "strange": strangers(asked, home),
        "control": control,
    }


def sign_in(page: Page, login: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(password)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url("**/")


def walk(
    context: BrowserContext, page: Page, home: str, paths: Iterable[str], *, most: int,
    kinds: Counter[str], faults: list[str], asked: list[str],
) -> list[str]:  # fmt: skip
    """The given ones first, then where they lead, each address once; a file is taken and looked at by its kind."""
    waiting, seen = list(paths), set(paths)
    walked = []
    for path in waiting:
        if len(walked) >= most:
            break
        walked.append(path)
        try:
            answer = page.goto(path, wait_until="load")
        except Error as error:
            if "ERR_ABORTED" not in str(error) and "Download is starting" not in str(error):
                raise
            file = context.request.get(path)
            kinds[file.headers["content-type"].partition(";")[0]] += 1
            continue
        assert answer is not None
        kind = answer.headers.get("content-type", "").partition(";")[0]
        kinds[kind] += 1
        if answer.status >= 500:
            faults.append(f"{answer.status} {path}")
        asked += page.evaluate(HINTS)
        for link in page.evaluate(LINKS) if kind == "text/html" else []:
            parts = urlsplit(link)
            onward = parts.path + (f"?{parts.query}" if parts.query else "")
            if link.startswith(home) and onward not in seen and parts.path not in ENDS:
                seen.add(onward)
                waiting.append(onward)
    return walked


def strangers(asked: Iterable[str], home: str) -> list[str]:
    return [
        url
        for url in asked
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and not url.startswith(home + "/")
    ]


def control_page(context: BrowserContext, stranger: str) -> list[str]:
    """A page that does reach out: by a number and by a name."""
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(
        f"<img src='http://{stranger}/a.png'><img src='http://hikae.example.jp/b.png'>", wait_until="commit"
    )
    page.wait_for_timeout(3000)
    return strangers(asked, "about:blank")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.load(sys.stdin))))
