"""X2: fifteen core tasks by keys alone: nothing traps, the place one is at is always seen, the way there is not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.assurance.evidence import Evidence
from tests.assurance.fifteen import CORE, done, sign_in
from tests.towns.site import DemoSite

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.journey, pytest.mark.slow]

MOST = 400
# Where the keys are: which thing, whether it can be seen, whether it shows that they are there, whether something lies over it.
PLACE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return {mark: "", lost: true};
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const near = one.labels && one.labels[0] ? getComputedStyle(one.labels[0]) : style;
  const shown = drawn || style.boxShadow !== "none" || (near.outlineStyle !== "none" && parseFloat(near.outlineWidth) > 0);
  const inside = box.bottom > 0 && box.top < innerHeight;
  const over = inside && box.width > 2 ? document.elementFromPoint(
    Math.min(innerWidth - 2, Math.max(1, box.left + box.width / 2)),
    Math.min(innerHeight - 2, Math.max(1, box.top + Math.min(box.height / 2, 20)))) : one;
  const hidden = !inside || !(over === one || one.contains(over) || over?.contains(one) || Array.from(one.labels || []).some(l => l.contains(over)));
  return {mark: one.getAttribute("data-x") || "", name: `${one.tagName}.${one.className} ${one.name || one.textContent.trim().slice(0, 15)}`,
    shown, hidden, lost: false};
}"""


class Keys:
    """Tab, space, arrows, letters, Enter."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stops = 0
        self.faults: list[str] = []

    def _reach(self, mark: str) -> None:
        """Tab on until the thing is reached; a radio is reached through its group."""
        for _ in range(MOST):
            place = self.page.evaluate(PLACE)
            if place["mark"] == mark:
                return
            self.page.keyboard.press("Tab")
            self.stops += 1
            place = self.page.evaluate(PLACE)
            if not place["lost"] and not place["shown"]:
                self.faults.append(f"見えない {self.page.url.rpartition('/')[0][-30:]} {place['name']}")
            if not place["lost"] and place["hidden"]:
                self.faults.append(f"隠れる {place['name']}")
        raise AssertionError(f"{self.page.url} の {mark} に、キーで行けません")

    def write(self, mark: str, words: str) -> None:
        self._reach(mark)
        self.page.keyboard.insert_text(words)

    def choose(self, mark: str) -> None:
        self._reach(mark)
        self.page.keyboard.press("ArrowDown")

    def tick(self, mark: str) -> None:
        self._reach(mark)
        self.page.keyboard.press("Space")

    def press(self, mark: str) -> int:
        self._reach(mark)
        with self.page.expect_navigation() as going:
            self.page.keyboard.press("Enter")
        return going.value.status if going.value else 200


def test_fifteen_tasks_by_keys(demo_site: DemoSite, browser: Browser, evidence: Evidence) -> None:
    town = demo_site.open_town("toshima")
    doors: dict[str, Keys] = {}
    stuck: list[str] = []
    for task in CORE:
        login = task.screen.login
        if login not in doors:
            page = browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo").new_page()
            doors[login] = Keys(page)
            if login:
                sign_in(doors[login], home=demo_site.home, login=login)
        try:
            why = done(task, doors[login], home=demo_site.home, town=town)
        except AssertionError as trapped:
            why = str(trapped)
        stuck += [f"{task.title}: {why}"] if why else []
    faults = sorted({fault for keys in doors.values() for fault in keys.faults})
    stops = sum(keys.stops for keys in doors.values())
    for keys in doors.values():
        keys.page.context.close()
    print(*stuck, *faults, sep="\n")  # noqa: T201  # each, where the figure counts
    evidence.shows(
        row="X2",
        figure=f"{len(CORE) - len(stuck)}/{len(CORE)} の仕事、止まった所 {stops}、見えない・隠れる {len(faults)}",
        target=f"{len(CORE)}/{len(CORE)}、0",
        holds=not stuck and not faults and stops > len(CORE),
    )
