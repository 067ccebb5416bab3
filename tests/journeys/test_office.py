"""庁内のログイン in a real browser: tied once, then in by one button; and in by the password on the day it is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from norishiro.agencies.models import Staff
from tests.factories import agencies
from tests.factories.agencies import PASSWORD
from tests.factories.issuer import issuer_at_work

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def h1(page: Page) -> Any:
    return expect(page.get_by_role("heading", level=1))


def test_tied_once_then_in_by_one_button(page: Page, settings: Any) -> None:
    hanako = Staff.objects.get(id=agencies.actor(name="架空 花子").staff_id)
    with issuer_at_work() as issuer:
        settings.NORISHIRO_OFFICE = issuer.office()
        page.goto("/accounts/login/")
        page.get_by_role("link", name="職員ポータルで入る").click()
        h1(page).to_have_text("庁内のログインでは、入れませんでした")

        page.get_by_role("link", name="ログインの画面へ戻る").click()
        page.get_by_label("職員ID").fill(hanako.login_id)
        page.get_by_label("パスワード").fill(PASSWORD)
        page.get_by_role("button", name="ログインする", exact=True).click()
        h1(page).to_contain_text("今日")
        page.goto("/accounts/2fa/")
        if "reauthenticate" in page.url:
            page.get_by_label("パスワード").fill(PASSWORD)
            page.get_by_role("button", name="確認する").click()
        page.get_by_role("link", name="開く", exact=True).click()
        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0  # as if some time had gone by
        page.get_by_role("link", name="つなぐ", exact=True).click()
        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
        page.get_by_label("パスワード").fill(PASSWORD)
        page.get_by_role("button", name="確認する").click()
        h1(page).to_have_text("庁内のログイン")
        page.get_by_role("link", name="つなぐ", exact=True).click()
        h1(page).to_have_text("この庁内のログインとつなぎますか")
        expect(page.get_by_text("hanako@example.lg.jp")).to_be_visible()
        page.get_by_role("button", name="つなぐ", exact=True).click()
        expect(page.get_by_text("つながっています", exact=True)).to_be_visible()

        page.goto("/accounts/logout/")
        page.get_by_role("button", name="ログアウトする").click()
        page.get_by_role("link", name="職員ポータルで入る").click()
        h1(page).to_contain_text("今日")
    page.context.clear_cookies()
    cache.clear()
    page.goto("/accounts/login/")
    page.get_by_role("link", name="職員ポータルで入る").click()
    h1(page).to_have_text("庁内のログインに、いまつながりません")
    page.get_by_role("link", name="職員IDとパスワードで入る").click()
    page.get_by_label("職員ID").fill(hanako.login_id)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログインする", exact=True).click()
    h1(page).to_contain_text("今日")
