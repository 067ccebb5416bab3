"""X3: the same fifteen tasks in a browser that runs no script at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.assurance.evidence import Evidence
from tests.assurance.fifteen import CORE, done, sign_in
from tests.towns.site import DemoSite

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.journey, pytest.mark.slow]


class Plain:
    """A mouse and a keyboard; the pages run nothing."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def write(self, mark: str, words: str) -> None:
        self.page.locator(f"[data-x={mark}]").fill(words)

    def choose(self, mark: str) -> None:
        box = self.page.locator(f"[data-x={mark}]")
        values = box.locator("option").evaluate_all("all => all.map(one => one.value)")
        box.select_option(next(one for one in values if one))

    def tick(self, mark: str) -> None:
        self.page.locator(f"[data-x={mark}]").check(force=True)

    def press(self, mark: str) -> int:
        with self.page.expect_navigation() as going:
            self.page.locator(f"[data-x={mark}]").click()
        return going.value.status if going.value else 200


def test_fifteen_tasks_without_script(demo_site: DemoSite, browser: Browser, evidence: Evidence) -> None:
    town = demo_site.open_town("toshima")
    doors: dict[str, Plain] = {}
    stuck: list[str] = []
    for task in CORE:
        login = task.screen.login
        if login not in doors:
            context = browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo", java_script_enabled=False)
            doors[login] = Plain(context.new_page())
            if login:
                sign_in(doors[login], home=demo_site.home, login=login)
        why = done(task, doors[login], home=demo_site.home, town=town)
        stuck += [f"{task.title}: {why}"] if why else []
    for hands in doors.values():
        hands.page.context.close()
    print(*stuck, sep="\n")  # noqa: T201  # each, where the figure counts
    evidence.shows(
        row="X3", figure=f"{len(CORE) - len(stuck)}/{len(CORE)} の仕事", target=f"{len(CORE)}/{len(CORE)}",
        holds=not stuck,
    )  # fmt: skip
