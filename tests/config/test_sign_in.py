"""Signing in with a second proof, in a real browser: an app's digits, a code from paper, a passkey."""

from __future__ import annotations

import base64
import os
import re
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import expect

from norishiro.agencies.models import Staff
from tests.factories import agencies
from tests.factories.agencies import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PERIOD = 30
PICTURES = os.environ.get("NORISHIRO_LAST_PICTURES", "")
KEY_OF_THIS_COMPUTER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def writer() -> Staff:
    return Staff.objects.get(id=agencies.actor(name="架空 花子").staff_id)


def picture(page: Page, name: str) -> None:
    """For the eyes of whoever asked for pictures."""
    if not PICTURES:
        return
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)


def password(page: Page, writer: Staff, words: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("職員ID").fill(writer.login_id)
    page.get_by_label("パスワード").fill(words)
    page.get_by_role("button", name="ログインする", exact=True).click()


def log_out(page: Page) -> None:
    page.context.clear_cookies()


def is_in(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("今日")


def digits(secret: str, *, ahead: int = 0) -> str:
    """What the app shows; ``ahead`` for the next ones, because the same are taken only once."""
    counter = int(time.time()) // PERIOD
    return str(format_hotp_value(hotp_value(secret, counter + ahead)))


def open_after_proof(page: Page, address: str) -> None:
    """What guards the log-in asks once more who one is."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("もう一度、本人の確認をします")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="確認する").click()


def readable(session_data: str) -> str:
    """What anybody can read of a log-in's row: Django signs it and packs it, no more."""
    packed = session_data.split(":", 1)[0]
    raw = base64.urlsafe_b64decode(packed.lstrip(".") + "=" * (-len(packed.lstrip(".")) % 4))
    return (zlib.decompress(raw) if packed.startswith(".") else raw).decode("latin-1")


def start_app(page: Page) -> str:
    open_after_proof(page, "/accounts/2fa/totp/activate/")
    picture(page, "totp")
    secret = page.locator("main code").inner_text()
    assert secret not in "".join(readable(row.session_data) for row in Session.objects.all())
    page.get_by_label("6桁の数字").fill(digits(secret))
    page.get_by_role("button", name="使いはじめる").click()
    return secret


def test_the_app_gives_the_second_proof_and_paper_helps_out(page: Page, writer: Staff) -> None:
    password(page, writer)
    is_in(page)
    secret = start_app(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("予備コード")
    picture(page, "recovery")
    codes = page.locator("main li code").all_inner_texts()
    assert len(set(codes)) == 10
    assert secret not in "".join(str(proof.data) for proof in Authenticator.objects.all())

    log_out(page)
    password(page, writer)
    expect(page.get_by_role("heading", level=1)).to_have_text("2つめの確認")
    picture(page, "authenticate")
    page.get_by_label("6桁の数字").fill("000000")
    page.get_by_role("button", name="ログインする", exact=True).click()
    picture(page, "wrong-digits")
    expect(page.locator(".is-wrong")).to_be_visible()
    page.get_by_label("6桁の数字").fill(digits(secret, ahead=1))
    page.get_by_role("button", name="ログインする", exact=True).click()
    is_in(page)

    for code, works in ((codes[0], True), (codes[0], False)):
        log_out(page)
        password(page, writer)
        page.get_by_label("6桁の数字").fill(code)
        page.get_by_role("button", name="ログインする", exact=True).click()
        if works:
            is_in(page)
        else:
            expect(page.locator(".is-wrong")).to_be_visible()


def test_a_passkey_signs_in_without_a_password(
    page: Page, browser_context: BrowserContext, writer: Staff
) -> None:
    device = browser_context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY_OF_THIS_COMPUTER})
    password(page, writer)
    is_in(page)
    open_after_proof(page, "/accounts/2fa/webauthn/add/")
    picture(page, "passkey-add")
    page.get_by_label("鍵の名前").fill("机のパソコン")
    page.get_by_label("パスワードのかわりに使う").check()
    page.get_by_role("button", name="追加する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("予備コード")
    page.goto("/accounts/2fa/webauthn/")
    picture(page, "passkey-list")
    expect(page.locator("main li b")).to_have_text("机のパソコン")
    expect(page.locator("main li")).to_contain_text("パスキー")
    page.goto("/accounts/2fa/")
    picture(page, "mfa-index")

    log_out(page)
    page.goto("/accounts/login/")
    picture(page, "login")
    page.get_by_role("button", name="パスキーでログインする").click()
    is_in(page)

    log_out(page)
    password(page, writer)
    page.get_by_role("button", name="キーで確認する").click()
    is_in(page)


def test_the_device_is_named(page: Page, writer: Staff) -> None:
    password(page, writer)
    is_in(page)
    page.get_by_role("link", name="ログインの守り").click()
    page.get_by_role("link", name="ログイン中の端末を見る").click()
    picture(page, "sessions")
    expect(page.locator("main li")).to_have_count(1)
    expect(page.locator("main li b")).to_have_text(re.compile("^(Linux|Windows|Mac) の Chrome$"))
    expect(page.locator("main dl")).to_contain_text("最後に使った日時")
    expect(page.locator("main dl")).to_contain_text("令和")


def test_five_wrong_passwords_close_the_door_for_a_while(page: Page, writer: Staff) -> None:
    for _time in range(5):
        password(page, writer, "ちがうことば")
    picture(page, "wrong-password")
    password(page, writer)
    picture(page, "too-often")
    expect(page.locator("#errors")).to_contain_text("5分ほど待ってから")
    cache.clear()
    password(page, writer)
    is_in(page)


def test_a_moved_seed_is_said_in_words(page: Page, writer: Staff) -> None:
    """Somebody with the keys of the database lent their own app to another account."""
    password(page, writer)
    start_app(page)
    other = Staff.objects.get(id=agencies.actor(name="架空 太郎").staff_id)
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).update(user=other)

    log_out(page)
    password(page, other)
    page.get_by_label("6桁の数字").fill("123456")
    page.get_by_role("button", name="ログインする", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("封をした記録を開けられません")
    picture(page, "broken-seal")
