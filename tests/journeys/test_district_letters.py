"""地区の便りを受け取る, on a telephone: from the first page to the mail, one press, and out again by one."""

from __future__ import annotations

import re
import sys
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from norishiro.neighbours import operations
from norishiro.neighbours.access import Link
from norishiro.neighbours.carrying import Carried, carry
from tests.rooms.neighbours.town import tallies, two_districts, writer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "public"])]

TAGS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def well(page: Page) -> None:
    """Without faults for all eyes, and nothing wider than the telephone."""
    found = Axe().run(page, options=TAGS).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert ([one["id"] for one in found], wide) == ([], False)


def link_in(holding: str) -> str:
    found = re.findall(rf"http://\S+{holding}\S+", str(mail.outbox[-1].body))
    assert len(found) == 1
    return str(found[0])


def test_a_resident_registers_gets_a_letter_and_leaves_on_a_telephone(browser, live_server, settings):
    settings.NORISHIRO_ADDRESS = live_server.url
    north, _south = two_districts()
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="ja-JP"
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/open/en/flow/")
    began = time.monotonic()
    page.goto(f"{live_server.url}/open/")
    page.get_by_role("link", name="地区の便りを受け取る").tap()
    expect(page.get_by_role("heading", level=1, name="地区の便りを受け取る")).to_be_visible()
    well(page)
    page.get_by_text("北地区").tap()
    page.get_by_label("メールアドレス").fill("hana＠example.jp")
    page.get_by_role("button", name="確かめのメールを受け取る").tap()
    expect(page.get_by_role("heading", level=1, name="メールを送りました")).to_be_visible()
    well(page)
    page.goto(link_in("/confirm/"))
    well(page)
    assert tallies(north) == [(0, 0), (0, 0)]
    page.get_by_role("button", name="登録する").tap()
    expect(page.get_by_role("heading", level=1, name="登録しました")).to_be_visible()
    waited = time.monotonic() - began
    sys.stdout.write(
        f"\n[burden] 地区の便りを登録する（390 px）: タップ 5、文字 15、機械の待ち {waited:.1f} 秒\n"
    )
    page.get_by_role("link", name="わたしの登録を見る").tap()
    expect(page.get_by_label("北地区")).to_be_checked()
    well(page)

    actor, now = writer(), timezone.now()
    letter = operations.write_post(
        actor, title="木曜もあきます", text="本を読むだけでも。", areas=[north], link=Link(), now=now
    )
    operations.send_post(actor, post=letter, version=1, base=live_server.url, now=now)
    assert carry(now=now, base=live_server.url) == Carried(sent=1)
    page.goto(link_in("/leave/"))
    well(page)
    page.get_by_role("button", name="便りをやめる").tap()
    expect(page.get_by_role("heading", level=1, name="やめました")).to_be_visible()
    well(page)
    assert (tallies(north), context.cookies()) == ([(1, 1), (1, 1)], [])
    context.close()
