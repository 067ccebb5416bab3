"""会議のあいだ: two browsers at one table. Nothing typed is lost, a line meets itself on the merge page, the papers of all
are made while one watches, and a seat ends with its item."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from norishiro.agencies.actor import Actor
from norishiro.core.operation import announce
from norishiro.meetings import operations
from norishiro.meetings.models import Item, MinuteLine, PaperCopy
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.town import TODAY, client_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

COOKIE = settings.SESSION_COOKIE_NAME
Opens = Callable[[Actor], "Page"]


@pytest.fixture
def opens(browser: Browser, live_server: LiveServer) -> Iterator[Opens]:
    """A browser of their own for each member of staff."""
    contexts: list[BrowserContext] = []

    def open_for(actor: Actor) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="ja-JP", timezone_id="Asia/Tokyo")
        contexts.append(context)
        cookie = client_of(actor).cookies[COOKIE].value
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": live_server.url}])
        return context.new_page()

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture
def table() -> tuple[towns.Town, Item]:
    """An item being talked over; everybody has sworn."""
    with transaction.atomic():
        town = towns.town()
        item = towns.listed(town)
        towns.begun(town, item)
        announce(town.city)
        found = Item.objects.select_related("sitting__body", "body").get(id=item.id)
    return town, found


def write(page: Page, words: str) -> None:
    page.locator("#write textarea").fill(words)


def press(page: Page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words).first.click()


def lines(town: towns.Town) -> list[str]:
    with transaction.atomic():
        announce(town.city)
        return sorted(MinuteLine.objects.values_list("text", flat=True))


def test_two_who_write_the_same_minutes_at_once_lose_nothing(opens: Opens, table) -> None:
    town, item = table
    address = reverse("meetings:item", args=[item.id])
    one, other = opens(town.council), opens(town.member)
    for page in (one, other):
        page.goto(address)
    write(one, "電気が止まっている。")
    write(other, "水道は使えている。")
    press(one, "議事に書く")
    press(other, "議事に書く")
    for words in ("電気が止まっている。", "水道は使えている。"):
        expect(other.locator("#minutes")).to_contain_text(words)
    assert lines(town) == ["水道は使えている。", "電気が止まっている。"]


def test_the_same_line_put_right_by_two_meets_on_the_merge_page(opens: Opens, table) -> None:
    town, item = table
    with transaction.atomic():
        line = operations.write_line(
            town.member, item=item, kind="FACT", text="3か月の滞納がある。", today=TODAY
        )
    address = reverse("meetings:change_line", args=[line.id])
    one, other = opens(town.city), opens(town.member)
    for page in (one, other):
        page.goto(address)
    one.locator("main textarea").first.fill("2か月の滞納がある。")
    press(one, "書きなおす")
    expect(one.locator("#minutes")).to_contain_text("2か月の滞納がある。")
    other.locator("main textarea").first.fill("4か月の滞納がある。")
    press(other, "書きなおす")
    for words in ("2か月の滞納がある。", "4か月の滞納がある。"):
        expect(other.locator("main")).to_contain_text(words)
    assert lines(town) == ["2か月の滞納がある。"]


def test_a_line_half_written_waits_on_the_server_for_its_writer_alone(opens: Opens, table) -> None:
    town, item = table
    address = reverse("meetings:item", args=[item.id])
    mine = opens(town.member)
    mine.goto(address)
    write(mine, "書きかけの行")
    expect(mine.locator("#write [data-n-saved]")).not_to_be_empty()
    mine.goto(address)
    mine.locator("main").get_by_role("link", name="読み込んで続きを書く").first.click()
    expect(mine.locator("#write textarea")).to_have_value("書きかけの行")
    other = opens(town.council)
    other.goto(address)
    expect(other.locator("main")).not_to_contain_text("書きかけの行")


def test_when_the_item_ends_the_seat_ends_and_the_next_click_proves_it(opens: Opens, table) -> None:
    town, item = table
    address = reverse("meetings:item", args=[item.id])
    member, secretary = opens(town.member), opens(town.city)
    member.goto(address)
    write(member, "言いそびれたこと")
    secretary.goto(address)
    press(secretary, "この議題を終える")
    expect(secretary.locator("body")).to_contain_text("議題を終えました。")
    with member.expect_navigation() as sent:
        press(member, "議事に書く")
    assert sent.value is not None
    assert sent.value.status == 404
    expect(member.locator("body")).to_contain_text("この記録は、もう見られません")
    expect(member.locator("body")).to_contain_text("会議")
    expect(member.locator("body")).not_to_contain_text("家賃の滞納")
    assert lines(town) == []


def test_one_press_makes_the_papers_of_all_while_one_watches(opens: Opens, table) -> None:
    town, item = table
    secretary = opens(town.city)
    secretary.goto(reverse("meetings:sitting", args=[item.sitting_id]))
    press(secretary, "全員分の資料を作る")
    expect(secretary.locator("#meter")).to_contain_text("すべてできました", timeout=30_000)
    with secretary.expect_download() as taken:
        press(secretary, "全員分を受け取る")
    assert taken.value.suggested_filename.endswith(".zip")
    with transaction.atomic():
        announce(town.city)
        printed = PaperCopy.objects.filter(printed_at__isnull=False).count()
    assert printed == 3


def test_a_moved_sitting_is_told_at_the_next_look(opens: Opens) -> None:
    with transaction.atomic():
        town = towns.town()
        sitting = towns.called(town, towns.listed(town), held_on=TODAY + timedelta(days=1))
        operations.swear(town.member, sitting=sitting, wording="statute-2026-1", agreed=True)
        now = timezone.make_aware(datetime(TODAY.year, TODAY.month, TODAY.day, 9))
        operations.make_packet(town.city, sitting=sitting, now=now, today=TODAY)
        operations.move_sitting(
            town.city, sitting=sitting, version=sitting.version, held_on=TODAY + timedelta(days=8), starts_at=None,
            ends_at=None, place="見本の会議室", mode="ROOM", today=TODAY,
        )  # fmt: skip
    member = opens(town.member)
    member.goto("/")
    member.locator("main").get_by_role("link", name="日時か場所が変わりました").first.click()
    expect(member.locator("main")).to_contain_text("前に渡した資料は使えません")
    press(member, "確かめました")
    expect(member.locator("main")).not_to_contain_text("前に渡した資料は使えません")
