"""まわりの図 with the hands of a meeting: the keyboard alone on a drawing, and two browsers on one sheet of nine cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from tests.rooms.surroundings.test_nine import start
from tests.rooms.surroundings.town import Town, lay, signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

COOKIE = settings.SESSION_COOKIE_NAME
MOST_TABS = 60


@pytest.fixture
def town(transactional_db: None) -> Town:
    with transaction.atomic():
        return lay()


def opened(browser: Browser, live_server: LiveServer, town: Town, path: str) -> Page:
    context = browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
    cookie = signed_in(town.mine).cookies[COOKIE].value
    context.add_cookies([{"name": COOKIE, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    answer = page.goto(live_server.url + path)
    assert answer is not None
    assert answer.status == 200
    return page


def test_a_line_of_the_drawing_is_reached_and_opened_by_keyboard(
    browser: Browser, live_server: LiveServer, town: Town
) -> None:
    with transaction.atomic():
        tie = town.tie("木曜サロン", strength="STRONG")
    page = opened(browser, live_server, town, reverse("surroundings:ecomap", args=[town.case.id]))
    for _tab in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "世帯と木曜サロン：強い":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('surroundings:change_tie', args=[tie.id])}")
    page.get_by_label("途絶えている").check()
    page.get_by_role("button", name="書き改める").click()
    page.wait_for_url(f"**{reverse('surroundings:ecomap', args=[town.case.id])}")
    assert page.locator(".n-drawing a[aria-label='世帯と木曜サロン：途絶えている']").count() == 1
    page.context.close()


def test_two_browsers_fill_one_sheet_and_nothing_is_lost(
    browser: Browser, live_server: LiveServer, town: Town
) -> None:
    with transaction.atomic():
        start(town)
    home = reverse("surroundings:nine", args=[town.case.id])
    pages = [opened(browser, live_server, town, home) for _ in range(2)]
    for page, heading in zip(pages, ("本人の力", "身近な人"), strict=True):
        page.get_by_role("link", name=f"「{heading}」に書く").click()
        page.get_by_label("書くこと").fill(f"{heading}のこと")
    for page in pages:
        page.get_by_role("button", name="このマスに書く").click()
        page.wait_for_url(f"**{home}?version=*")
    written = pages[1].locator(".n-nine_cell .n-prose").all_inner_texts()
    assert written == ["本人の力のこと", "身近な人のこと"]
    for page in pages:
        page.goto(live_server.url + home)
        page.get_by_role("link", name="「課題」に書く").click()
    for number, page in enumerate(pages):
        page.get_by_label("書くこと").fill(f"課題{number}")
        page.get_by_role("button", name="このマスに書く").click()
    assert pages[1].get_by_role("heading", level=1).inner_text() != "9マスシート"
    assert [pages[1].content().count(f"課題{number}") > 0 for number in range(2)] == [True, True]
    for page in pages:
        page.context.close()
