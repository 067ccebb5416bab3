"""The demo town on a live server, visited in a real browser by one account after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

from norishiro.casework.demo.accounts import PASSWORD
from tests.screens import Screen
from tests.towns.demo import DemoTown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
# What stands out to the right of the window: the element, and by how many pixels.
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return Array.from(document.querySelectorAll("body *"))
    .filter(one => one.getBoundingClientRect().right > width + 1)
    .slice(0, 5)
    .map(one => `${one.tagName}.${one.className} +${Math.round(one.getBoundingClientRect().right - width)}px`);
}"""


@dataclass
class Visit:
    """One page as it stands in the browser."""

    page: Page
    path: str
    status: int
    faults: list[str]

    def violations(self, tags: list[str]) -> list[str]:
        """What axe-core finds against the rules with these tags: rule, and the first places."""
        options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": tags}}
        found: list[Any] = Axe().run(self.page, options=options).response["violations"]
        return [f"{one['id']}: {'; '.join(node['html'][:160] for node in one['nodes'][:3])}" for one in found]

    def overflow_at(self, width: int) -> list[str]:
        self.page.set_viewport_size({"width": width, "height": 800})
        found: list[str] = self.page.evaluate(OVERFLOW)
        return found

    def picture(self, file: Path, *, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.screenshot(path=file, full_page=True)


@dataclass
class DemoSite:
    """``open_town`` lays the town of a preset, once; the server answers for the town opened last.

    Each account keeps its page: opening a new window costs Chromium more than most screens.
    """

    browser: Browser
    home: str
    open_town: Callable[..., DemoTown]
    _doors: dict[tuple[str, str], Page] = field(default_factory=dict)
    _left: Page | None = None
    _faults: list[str] = field(default_factory=list)

    def visit(self, screen: Screen) -> Visit:
        town = self.open_town(screen.preset)
        path = screen.path(town)
        if self._left is not None:
            self._left.goto("about:blank")  # a page left open would log its account out by itself
        page = self._left = self._door(screen.preset, screen.login)
        page.set_viewport_size(DESKTOP)
        faults = self._faults = []
        answer = page.goto(self.home + path, wait_until="load")
        assert answer is not None
        return Visit(page=page, path=path, status=answer.status, faults=faults)

    def _door(self, preset: str, login: str) -> Page:
        """The page of one account, signed in; of nobody when there is no login."""
        if (preset, login) not in self._doors:
            context = self.browser.new_context(viewport=DESKTOP, locale="ja-JP", timezone_id="Asia/Tokyo")
            page = self._doors[preset, login] = context.new_page()
            if login:
                _sign_in(page, home=self.home, login=login)
            page.on("console", lambda message: _listen(self._faults, message))
            page.on("pageerror", lambda error: self._faults.append(str(error)))
        return self._doors[preset, login]

    def leave(self) -> None:
        for page in self._doors.values():
            page.context.close()


def _sign_in(page: Page, *, home: str, login: str) -> None:
    page.goto(f"{home}/accounts/login/")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def _listen(faults: list[str], message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        faults.append(message.text)
