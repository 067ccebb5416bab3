"""行のはじめの印: with the keyboard alone, in all three forms that have them: ひとこと記録, 相談の受付, 議事."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from norishiro.agencies.actor import Actor
from norishiro.outreach.segments import BUTTONS
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from tests.factories.agencies import EPOCH
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.town import client_of

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

COOKIE = settings.SESSION_COOKIE_NAME
# Farther from the beginning of a page than any field may stand.
MOST_TABS = 90


def contact(town: towns.Town) -> tuple[Actor, str, str]:
    return town.council, reverse("outreach:record_person_contact", args=[town.mother.id]), "body"


def intake(town: towns.Town) -> tuple[Actor, str, str]:
    adopt_profile((PRESETS / "toshima.toml").read_text(), name="試しの市", valid_from=EPOCH)
    return town.council, reverse("consultations:receive_consultation"), "summary"


def minutes(town: towns.Town) -> tuple[Actor, str, str]:
    with transaction.atomic():
        item = towns.listed(town)
        towns.begun(town, item)
    return town.city, reverse("meetings:write_line", args=[item.id]), "line-text"


@pytest.fixture(params=[contact, intake, minutes], ids=lambda one: one.__name__)
def box(request: Any, page: Page, live_server: LiveServer) -> Page:
    """The page, with the caret in the box: reached from the top by the tabulator."""
    with transaction.atomic():
        town = towns.town()
    actor, path, name = request.param(town)
    cookie = client_of(actor).cookies[COOKIE].value
    page.context.add_cookies([{"name": COOKIE, "value": cookie, "url": live_server.url}])
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200
    for _tab in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || ''") == name:
            return page
    raise AssertionError(f"{path}: {name} に、キーボードで着けません")


def written(page: Page) -> str:
    return str(page.evaluate("document.activeElement.value"))


def test_each_key_puts_its_mark_and_takes_the_one_before(box: Page) -> None:
    box.keyboard.type("家にいたい")
    seen = []
    for number, _button in enumerate(BUTTONS, start=1):
        box.keyboard.press(f"Alt+Digit{number}")
        seen.append(written(box))
    assert seen == ["「家にいたい」", *(f"{mark}家にいたい" for mark, _name in BUTTONS[1:])]
    assert box.locator(".n-marks button[title='Alt+1']").first.is_visible()


def test_the_line_with_the_caret_is_marked_and_no_other(box: Page) -> None:
    box.keyboard.type("家にいたい")
    box.keyboard.press("Alt+Digit1")
    box.keyboard.press("Enter")
    box.keyboard.type("督促状が3通あった")
    box.keyboard.press("Alt+Digit2")
    assert written(box) == "「家にいたい」\n事実：督促状が3通あった"
    box.keyboard.press("ArrowUp")
    box.keyboard.press("Alt+Digit6")
    assert written(box) == "方針：家にいたい\n事実：督促状が3通あった"


def test_an_empty_line_gets_its_mark_first_and_the_words_then(box: Page) -> None:
    box.keyboard.press("Enter")
    box.keyboard.press("ArrowUp")
    box.keyboard.press("Alt+Digit2")
    box.keyboard.type("玄関が開いていた")
    assert written(box) == "事実：玄関が開いていた\n"


def test_other_keys_write_what_they_write_elsewhere(box: Page) -> None:
    box.keyboard.type("1")
    box.keyboard.press("Alt+Digit9")
    box.keyboard.press("2")
    assert written(box) == "12"


def test_the_buttons_are_reached_and_pressed_with_the_keyboard(box: Page) -> None:
    box.keyboard.type("血圧が高い")
    box.keyboard.press("Tab")
    for _more in range(3):
        box.keyboard.press("Tab")
    assert box.evaluate("document.activeElement.dataset.nMark") == "機関："
    box.keyboard.press("Enter")
    assert written(box) == "機関：血圧が高い", "the caret is back in the box"
