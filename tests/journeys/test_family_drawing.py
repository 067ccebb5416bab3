"""The family's drawing by keyboard: a symbol is reached, opened, and somebody is drawn beside it."""

from __future__ import annotations

import pytest

from tests.screens import MET_IN_TWO_DAYS, SUPPORTED, Screen
from tests.towns.site import DemoSite

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_a_symbol_is_opened_by_keyboard_and_leads_to_adding_somebody(demo_site: DemoSite) -> None:
    page = demo_site.visit(Screen("family:genogram", "csw", {"case_id": MET_IN_TWO_DAYS})).page
    page.wait_for_function("window.htmx !== undefined")
    symbol = page.get_by_role("link", name="月見野さんの姉").first
    symbol.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#family-panel")
    panel.get_by_role("heading", name="月見野さんの姉").wait_for()

    page.wait_for_function("document.activeElement.textContent === '月見野さんの姉のこと'")

    assert "/genogram/figure/" not in page.url
    link = panel.get_by_role("link", name="配偶者・パートナーを足す")
    assert str(link.get_attribute("href")).endswith("&as=SPOUSE")


def test_without_a_script_the_same_symbol_opens_a_page(demo_site: DemoSite) -> None:
    screen = Screen("family:genogram", "csw", {"case_id": MET_IN_TWO_DAYS})
    town_page = demo_site.visit(screen).page
    plain = demo_site.browser.new_context(
        storage_state=town_page.context.storage_state(), java_script_enabled=False, locale="ja-JP"
    )
    page = plain.new_page()
    page.goto(town_page.url)
    page.locator("a.n-geno-figure").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).wait_for()
    address = page.url
    plain.close()

    assert "/genogram/figure/?of=" in address


def test_the_years_of_a_relation_open_at_the_newest_end_on_a_phone_and_whole_on_a_wide_screen(
    demo_site: DemoSite,
) -> None:
    page = demo_site.visit(Screen("surroundings:relation", "suishin", {"case_id": SUPPORTED})).page
    ends = """() => {
        const frame = document.querySelector(".n-drawing_scroll").getBoundingClientRect();
        const drawn = document.querySelector(".n-drawing_scroll svg").getBoundingClientRect();
        return [Math.abs(drawn.left - frame.left) < 4, Math.abs(drawn.right - frame.right) < 4];
    }"""

    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    on_a_phone = page.evaluate(ends)
    page.locator(".n-drawing_scroll").evaluate("frame => { frame.scrollLeft = -9999; }")
    scrolled_back = page.evaluate(ends)
    page.set_viewport_size({"width": 1280, "height": 900})

    assert (on_a_phone, scrolled_back) == ([False, True], [True, False])
    assert page.evaluate(ends) == [True, True]
