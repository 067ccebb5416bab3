"""The stage of the journeys: people at their own browsers, told what to do in the words on the screen."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, BrowserContext, Page, expect

from norishiro.agencies.choices import AppointmentKind, RoleKind
from norishiro.agencies.models import Agency, Appointment, Role, Staff
from tests.factories.agencies import EPOCH, PASSWORD

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer


PATIENCE_MS = 10_000


@dataclass
class Player:
    """One member of staff at one browser. Counts what the person had to do."""

    name: str
    staff: Staff
    agency: Agency
    page: Page
    home: str
    taps: int = 0
    keys: int = 0
    pictures: list[str] = field(default_factory=list)

    # --- moving about --------------------------------------------------------------------------------

    def open(self, path: str) -> None:
        self.page.goto(self.home + path)

    def follow(self, words: str, *, within: str = "main", exact: bool = False) -> None:
        """Click a link by its words."""
        self.taps += 1
        self.page.locator(within).get_by_role("link", name=words, exact=exact).first.click()

    def press(self, words: str, *, within: str = "main") -> None:
        """Press a button by its words."""
        self.taps += 1
        self.page.locator(within).get_by_role("button", name=words, exact=False).first.click()

    def unfold(self, words: str) -> None:
        """Open a folded part of the page, if it is still folded."""
        self.taps += 1
        summary = self.page.locator("main summary", has_text=words).first
        if summary.locator("xpath=..").get_attribute("open") is None:
            summary.click()

    # --- writing -------------------------------------------------------------------------------------

    def write(self, label: str, words: str) -> None:
        """Type into the field with this label."""
        self.taps += 1
        self.keys += len(words)
        self.page.locator("main").get_by_label(label, exact=False).first.fill(words)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list that opens."""
        self.taps += 2
        box = self.page.locator("main").get_by_label(label, exact=False).first
        value = box.evaluate(
            "(list, words) => (Array.from(list.options).find(one => one.text.includes(words)) || {}).value",
            option,
        )
        assert value, f"{label}: {option} を選べません"
        box.select_option(value)

    def tick(self, words: str, *, within: str = "main") -> None:
        """Tick a box or a radio button by its words."""
        self.taps += 1
        self.page.locator(within).get_by_label(words, exact=False).first.check()

    # --- seeing --------------------------------------------------------------------------------------

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def does_not_see(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    @property
    def path(self) -> str:
        """Where the person is now, without the host and the query."""
        return self.page.url.removeprefix(self.home).split("?")[0]

    def cannot_open(self, path: str) -> None:
        """The page is not there for this person: 404, the same answer as for what does not exist."""
        response = self.page.goto(self.home + path)
        assert response is not None
        assert response.status == 404, f"{self.name} は {path} を開けてはいけない（{response.status}）"

    def can_open(self, path: str) -> None:
        response = self.page.goto(self.home + path)
        assert response is not None
        assert response.status == 200, f"{self.name} は {path} を開けるはず（{response.status}）"


class Stage:
    """All players of one story, on one server."""

    def __init__(self, *, browser: Browser, live_server: LiveServer) -> None:
        self.browser = browser
        self.home = live_server.url
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def enter(
        self, name: str, *, agency: str, kinds: tuple[RoleKind, ...] = (), roles: tuple[str, ...] = (),
        width: int = 1280, height: int = 900,
    ) -> Player:  # fmt: skip
        """A member of staff of an agency of the profile signs in at a browser of their own, in the town's own ``roles``
        (by code) and in whatever role is of a kind."""
        place = Agency.objects.get(code=agency)
        login = f"{agency.lower().replace('_', '-')}-{len(self.contexts)}"
        staff = Staff(login_id=login, name=name)
        staff.set_password(PASSWORD)
        staff.save()
        for role in (*Role.objects.filter(code__in=roles), *map(_role, kinds)):
            Appointment.objects.create(
                staff=staff, agency=place, role=role, kind=AppointmentKind.ORDER, from_on=EPOCH
            )
        context = self.browser.new_context(viewport={"width": width, "height": height}, locale="ja-JP")
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", lambda message: self._listen(name, message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(f"{name}: {error}"))
        player = Player(name=name, staff=staff, agency=place, page=page, home=self.home)
        player.open("/accounts/login/")
        page.locator("input[name=login]").fill(login)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("form button[type=submit]").first.click()
        page.wait_for_url(re.compile(r"^(?!.*login)"))
        return player

    def _listen(self, name: str, kind: str, text: str) -> None:
        # Chromium reports every 404 as a console error; those are asked for by the story.
        if kind == "error" and "404" not in text and "422" not in text and "403" not in text:
            self.faults.append(f"{name}: {text}")

    def leave(self) -> None:
        """Close all browsers. NORISHIRO_LAST_PICTURES names a folder for the last page everybody saw."""
        folder = os.environ.get("NORISHIRO_LAST_PICTURES")
        for number, context in enumerate(self.contexts):
            for page in context.pages if folder else []:
                page.screenshot(path=f"{folder}/{number}.png", full_page=True)
                Path(f"{folder}/{number}.txt").write_text(
                    f"{page.url}\n{page.inner_text('body')}", encoding="utf-8"
                )
        for context in self.contexts:
            context.close()


def _role(kind: RoleKind) -> Role:
    found = Role.objects.filter(kind=kind).first()
    return found or Role.objects.create(
        code=f"STAGE_{kind}", label=kind.label, kind=kind, appointment_kind=AppointmentKind.ORDER
    )
