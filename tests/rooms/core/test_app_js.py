"""The script in a real browser: typing is kept, and a log-in that runs out loses nothing."""

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from norishiro.core.models import Draft
from tests.factories import agencies
from tests.rooms.core.urls import Saved

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.rooms.core.urls"),
]
LATE = "norishiro.core.late_posts.LatePosts"
COOKIE = configured.SESSION_COOKIE_NAME


@pytest.fixture(autouse=True)
def ground(settings):
    chain = [name for name in configured.MIDDLEWARE if name != LATE]
    chain.insert(chain.index("norishiro.core.middleware.session_lifetime") + 1, LATE)
    settings.MIDDLEWARE = chain
    settings.LOGIN_URL = "/login/"
    Saved.calls.clear()


def log_in(page, live_server, writer):
    client = Client()
    client.force_login(writer)
    page.context.add_cookies(
        [{"name": COOKIE, "value": client.cookies[COOKIE].value, "url": live_server.url}]
    )


def test_typing_is_kept_and_survives_the_end_of_the_log_in(page, live_server):
    writer = agencies.staff("架空 花子")
    log_in(page, live_server, writer)
    page.goto(f"{live_server.url}/write/")
    with page.expect_response("**/drafts/**", timeout=8000) as kept:
        page.get_by_label("様子").fill("途中まで")
    assert kept.value.status == 200
    page.get_by_text("書きかけを保存しました").wait_for()

    Session.objects.all().delete()
    with page.expect_response("**/drafts/**", timeout=8000) as late:
        page.get_by_label("様子").fill("途中まで、その続き")
    assert late.value.status == 401
    page.get_by_role("dialog", name="ログインの時間が切れました").wait_for()

    log_in(page, live_server, writer)
    with page.expect_response("**/session/token/") as token:
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    assert token.value.status == 200
    page.get_by_role("dialog").wait_for(state="hidden")
    page.get_by_label("氏名").fill("見本 太郎")
    page.get_by_role("button", name="登録する").click()
    page.wait_for_url("**/done/1/")
    assert Saved.calls == [{"name": "見本　太郎", "story": "途中まで、その続き"}]
    assert Draft.objects.filter(staff_id=writer.pk).count() == 0


def test_the_dialog_opens_and_closes_by_keyboard(page, live_server, settings):
    settings.STYLE_PAGE = True
    page.goto(f"{live_server.url}/style/")
    opener = page.get_by_role("link", name="確認を開く")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="このつなぎを取り消しますか")
    dialog.wait_for()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert opener.evaluate("element => element === document.activeElement")


def test_after_an_error_the_focus_stands_on_the_summary(page, live_server, settings):
    settings.STYLE_PAGE = True
    page.goto(f"{live_server.url}/style/")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.get_by_role("link", name="氏名：氏名が空です。入力してください。").click()
    assert page.evaluate("document.activeElement.id") == "wrong_name"


def test_a_postal_code_writes_its_address_but_never_over_what_was_typed(page, live_server, settings):
    settings.STYLE_PAGE = True
    log_in(page, live_server, agencies.staff("架空 花子"))
    page.goto(f"{live_server.url}/style/")
    form = page.locator("form").filter(has=page.locator("[data-n-postal]")).first
    code, address = form.locator("[data-n-postal] input"), form.locator("[name$=address]").last
    said = form.locator("[data-n-postal-said]")
    address.fill("")
    code.fill("１９０−００２２")
    expect(address).to_have_value("東京都立川市錦町")
    expect(said).to_have_text("住所を入れました。続けて番地や建物の名前を入力してください。")
    address.fill("錦町3-2")
    code.fill("1310033")
    form.get_by_role("button", name="住所を入れる").click()
    expect(said).to_have_text("住所は入力済みのため、そのままにしました。この番号の住所：東京都墨田区向島")
    expect(address).to_have_value("錦町3-2")
