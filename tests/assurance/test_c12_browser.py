"""C12: after log-out or time-out nothing stays in the browser, and the way back leads to the log-in page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from config import known_devices
from norishiro.casework.demo.accounts import PASSWORD
from norishiro.core import middleware
from tests.assurance.crawl import client_of, everybody
from tests.assurance.evidence import Evidence
from tests.conftest import CHROMIUM, CHROMIUM_ARGUMENTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.towns.demo import DemoTown
    from tests.towns.site import DemoSite

pytestmark = [pytest.mark.journey, pytest.mark.slow]

TYPED = "かなりあ印の書きかけ"
# htmx notes the address it stands on; addresses tell of nobody (C13).
STORES = """async () => ({
  local: JSON.stringify(localStorage),
  session: JSON.stringify({...sessionStorage, "htmx-current-path-for-history": undefined}),
  bases: (await indexedDB.databases()).map(one => one.name), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
EMPTY = {"local": "{}", "session": "{}", "bases": [], "caches": [], "workers": 0}


@pytest.fixture
def town(demo_town: Callable[..., DemoTown]) -> DemoTown:
    return demo_town("toshima")


@pytest.fixture
def server(demo_site: DemoSite) -> str:
    """The demo town on a live server, until the module ends."""
    return demo_site.home


@contextmanager
def own_browser(browser: Browser, folder: Path) -> Iterator[BrowserContext]:
    """A browser with a folder of its own on disk, and with the cache for going back that people's browsers have."""
    context = browser.browser_type.launch_persistent_context(
        str(folder),
        executable_path=CHROMIUM,
        args=CHROMIUM_ARGUMENTS,
        ignore_default_args=["--disable-back-forward-cache"],
        locale="ja-JP",
    )
    try:
        yield context
    finally:
        context.close()


def sign_in(page: Page, home: str, login: str) -> None:
    page.goto(f"{home}/accounts/login/")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url(f"{home}/")


def look_around(page: Page, home: str, town: DemoTown) -> list[str]:
    """Pages with people on them, one of them with a form half written; answers the names that stood there."""
    from norishiro.cases.models import Case
    from norishiro.people.models import Person

    person = town.id_of("korei", Person, name="白波 岳")
    case = town.id_of("korei", Case, title__startswith="白波家")
    known = [one.name for one in everybody()]
    seen: set[str] = set()
    for path in ("/", f"/people/{person}/", f"/cases/{case}/", f"/people/{person}/contacts/add/"):
        answer = page.goto(home + path)
        assert answer is not None
        text = page.inner_text("body")
        seen |= {name for name in known if name in text}
    page.goto(f"{home}/people/{person}/change/")
    page.get_by_label("連絡してよい時間").fill(TYPED)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.goto(f"{home}/people/{person}/")
    assert len(seen) > 3
    return sorted(seen)


def canaries(names: list[str]) -> list[bytes]:
    """As UTF-8, as Chromium writes wide text, and as JSON escapes it."""
    found = []
    for name in (*names, TYPED):
        found += [name.encode(), name.encode("utf-16-le"), json.dumps(name)[1:-1].encode()]
    return found


def hits_on_disk(folder: Path, marks: list[bytes]) -> list[str]:
    """Files of the browser's folder in which a mark stands."""
    hits = []
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            content = file.read_bytes()
            hits += [f"{file.relative_to(folder)} {mark!r}" for mark in marks if mark in content]
    return hits


def end_by_time() -> None:
    """As if nobody had touched anything for half an hour."""
    for row in Session.objects.all():
        store = SessionStore(row.session_key)
        store[middleware.TOUCHED] = (timezone.now() - timedelta(minutes=31)).isoformat()
        store.save()


@pytest.mark.parametrize("way", ["退出", "時間切れ"], ids=["log-out", "time-out"])
def test_nothing_stays(
    browser: Browser, server: str, town: DemoTown, tmp_path: Path, evidence: Evidence, way: str
) -> None:
    folder = tmp_path / "chromium"
    with own_browser(browser, folder) as context:
        page = context.pages[0] if context.pages else context.new_page()
        sign_in(page, server, "korei")
        names = look_around(page, server, town)
        if way == "退出":
            page.get_by_role("button", name="ログアウト").click()
        else:
            end_by_time()
            page.reload()
        page.wait_for_url("**/accounts/login/**")
        stored = page.evaluate(STORES)
        cookies = {one["name"] for one in context.cookies()}
        backward = went_back(page)
    hits = hits_on_disk(folder, canaries(names))
    assert (hits, stored) == ([], EMPTY)
    # The mark of a browser that was logged in from opens nothing and names nobody (config.known_devices).
    allowed = {
        settings.CSRF_COOKIE_NAME,
        settings.SESSION_COOKIE_NAME,
        "messages",
        "norishiro_writer",
        known_devices.COOKIE,
    }
    assert cookies <= allowed
    evidence.shows(
        row="C12",
        figure=f"{way}のあと: 目印 {len(names) + 1} のうちディスクに {len(hits)}、戻るボタンで {len(backward)}",
        target="0、戻るとログイン画面",
        holds=stored == EMPTY and not hits and not backward and cookies <= allowed,
    )


def went_back(page: Page) -> list[str]:
    """Press back six times; every page that is not the log-in page is named."""
    strange = []
    for _ in range(6):
        page.go_back(wait_until="load")
        page.wait_for_timeout(300)
        if "/accounts/login/" not in page.url and page.url != "about:blank":
            strange.append(page.url)
    return strange


def test_a_page_nobody_touches_goes_by_itself(
    browser: Browser, server: str, town: DemoTown, settings: Any
) -> None:
    settings.SESSION_IDLE_AGE = 2
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    sign_in(page, server, "korei")
    page.wait_for_url("**/accounts/login/?next=%2F", timeout=15_000)
    assert "しばらく時間がたったため" in page.inner_text("body")
    context.close()


def test_what_the_browser_is_told_when_a_log_in_ends(town: DemoTown) -> None:
    client = client_of(town, "korei")
    assert client.get("/")["Cache-Control"] == "no-store"
    ended = client.post("/accounts/logout/")
    assert ended["Clear-Site-Data"] == '"cache", "storage"'
    assert ended.cookies["norishiro_writer"].value == ""
    late = client_of(town, "korei")
    late.get("/")
    end_by_time()
    # What was written without network lies there sealed for the server alone, and outlasts a log-in that ran out.
    assert late.get("/")["Clear-Site-Data"] == '"cache"'
