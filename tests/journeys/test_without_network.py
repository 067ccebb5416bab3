"""電波のない所で書く, in a real browser on a telephone: nothing readable on the device, and exactly one record."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from norishiro.core import drafts
from norishiro.core.models import Draft, ParcelKey
from norishiro.core.operation import announce
from norishiro.outreach.models import Contact
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.town import client_of

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

    from norishiro.agencies.actor import Actor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

COOKIE = configured.SESSION_COOKIE_NAME
SAID = "玄関で花江さんと話した"
NAMES = ("架空 花江", "花江", "玄関", SAID)

# Everything a device keeps of a site.
STORAGE = """async () => {
  const found = { local: { ...localStorage }, session: { ...sessionStorage }, caches: [], bases: {} };
  delete found.session["htmx-current-path-for-history"];
  for (const name of await caches.keys()) found.caches.push(name);
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => { indexedDB.open(name).onsuccess = (event) => done(event.target.result); });
    found.bases[name] = {};
    for (const store of base.objectStoreNames) {
      const asked = base.transaction(store).objectStore(store).getAll();
      found.bases[name][store] = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
    }
    base.close();
  }
  return found;
}"""


@pytest.fixture
def town() -> towns.Town:
    with transaction.atomic():
        return towns.town()


@pytest.fixture
def phone(page: Page, live_server: LiveServer, town: towns.Town) -> Page:
    """The page of ひとこと記録 about the mother, opened while there was network."""
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server, town.council)
    page.goto(record_page(town))
    return page


def sign_in(page: Page, live_server: LiveServer, actor: Actor) -> None:
    cookie = client_of(actor).cookies[COOKIE].value
    page.context.add_cookies([{"name": COOKIE, "value": cookie, "url": live_server.url}])


def record_page(town: towns.Town) -> str:
    return reverse("outreach:record_person_contact", args=[town.mother.id])


def ready(page: Page) -> None:
    page.locator("[data-n-offline=ready]").wait_for()


def write_and_press(page: Page, *, words: str = SAID, presses: int = 1) -> None:
    page.locator("[name=body]").fill(words)
    button = page.get_by_role("button", name="記録する", exact=True)
    for _press in range(presses):
        button.click(no_wait_after=True)


def stored(page: Page) -> tuple[list[dict[str, Any]], str]:
    """The parcels, and everything that lies on the device as one text, what is packed unpacked."""
    found = page.evaluate(STORAGE)
    parcels = found["bases"].get("norishiro", {}).get("parcels", [])
    unpacked = [base64.b64decode(one["box"]).decode("latin-1") for one in parcels]
    return parcels, json.dumps(found, ensure_ascii=False) + "".join(unpacked)


def readable(text: str) -> list[str]:
    spellings = {name: (name, name.encode().decode("latin-1"), json.dumps(name)[1:-1]) for name in NAMES}
    return [name for name, ways in spellings.items() if any(way in text for way in ways)]


def contacts(actor: Actor) -> list[str]:
    with transaction.atomic():
        announce(actor)
        return list(Contact.objects.values_list("body", flat=True))


def look(page: Page, name: str) -> None:
    folder = os.environ.get("NORISHIRO_LAST_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_the_network_goes_during_a_record_and_comes_back(phone: Page, town: towns.Town) -> None:
    ready(phone)
    look(phone, "offline-ready")
    phone.context.set_offline(True)
    write_and_press(phone, presses=2)
    expect(phone.locator("#n-kept")).to_contain_text("封をしてしまいました")
    expect(phone.locator("#n-unsent")).to_contain_text("まだ送っていない記録が1件あります")
    expect(phone.locator("[name=body]")).to_have_value("")
    look(phone, "offline-kept")
    parcels, everything = stored(phone)
    assert (len(parcels), readable(everything)) == (1, [])
    assert contacts(town.council) == []

    phone.context.set_offline(False)
    expect(phone.locator("#n-sent")).to_contain_text("1件登録しました")
    look(phone, "offline-sent")
    expect(phone.locator("#n-unsent")).to_have_count(0)
    assert contacts(town.council) == [SAID]
    assert stored(phone)[0] == []

    phone.goto(record_page(town))
    assert contacts(town.council) == [SAID]


def test_several_are_written_on_one_page_and_each_is_kept_once(phone: Page, town: towns.Town) -> None:
    ready(phone)
    phone.context.set_offline(True)
    for words in ("一件め", "二件め"):
        write_and_press(phone, words=words)
        expect(phone.locator("[name=body]")).to_have_value("")
    expect(phone.locator("#n-unsent")).to_contain_text("2件あります")
    phone.context.set_offline(False)
    expect(phone.locator("#n-sent")).to_contain_text("2件登録しました")
    assert sorted(contacts(town.council)) == sorted(["一件め", "二件め"])


def test_with_network_the_page_is_sent_as_ever(phone: Page, town: towns.Town) -> None:
    ready(phone)
    write_and_press(phone, presses=1)
    phone.wait_for_url(f"**{reverse('people:show', args=[town.mother.id])}")
    assert contacts(town.council) == [SAID]
    assert stored(phone)[0] == []


def test_log_out_asks_about_what_was_not_sent_and_takes_everything_away(
    phone: Page, town: towns.Town
) -> None:
    ready(phone)
    phone.context.route("**/offline/records/", lambda route: route.abort())
    phone.context.set_offline(True)
    write_and_press(phone)
    expect(phone.locator("#n-unsent")).to_contain_text("1件あります")
    phone.context.set_offline(False)
    phone.get_by_role("button", name="ログアウト", exact=True).click()
    dialog = phone.get_by_role("dialog", name="まだ送っていない記録があります")
    expect(dialog).to_contain_text("1件あります")
    look(phone, "offline-log-out")
    dialog.get_by_role("button", name="いま送る").click()
    expect(dialog).to_contain_text("1件を送れませんでした")
    dialog.get_by_role("button", name="捨ててログアウトする").click()
    phone.wait_for_url("**/accounts/login/**")
    found = phone.evaluate(STORAGE)
    assert found == {"local": {}, "session": {}, "caches": [], "bases": {}}
    with transaction.atomic():
        announce(town.council)
        assert list(ParcelKey.objects.all()) == []
    assert contacts(town.council) == []


def test_log_out_sends_first_where_it_is_asked_to(phone: Page, town: towns.Town) -> None:
    ready(phone)
    blocked = "**/offline/records/"
    phone.context.route(blocked, lambda route: route.abort())
    phone.context.set_offline(True)
    write_and_press(phone)
    expect(phone.locator("#n-unsent")).to_contain_text("1件あります")
    phone.context.set_offline(False)
    phone.get_by_role("button", name="ログアウト", exact=True).click()
    phone.context.unroute(blocked)
    phone.get_by_role("dialog").get_by_role("button", name="いま送る").click()
    phone.wait_for_url("**/accounts/login/**")
    assert contacts(town.council) == [SAID]
    assert phone.evaluate(STORAGE)["bases"] == {}


def test_where_it_cannot_be_done_safely_the_page_says_so_and_keeps_the_words(
    page: Page, live_server: LiveServer, town: towns.Town
) -> None:
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    sign_in(page, live_server, town.council)
    page.goto(record_page(town))
    expect(page.locator("[data-n-offline-words]")).to_contain_text("備えが使えません")
    page.context.set_offline(True)
    write_and_press(page)
    expect(page.locator("[data-n-offline-words]")).to_contain_text("書いた文はこの画面に残っています")
    expect(page.locator("[name=body]")).to_have_value(SAID)
    assert stored(page)[0] == []
    page.context.set_offline(False)
    write_and_press(page)
    page.wait_for_url(f"**{reverse('people:show', args=[town.mother.id])}")
    assert contacts(town.council) == [SAID]


def test_an_unfinished_form_is_not_put_away(phone: Page) -> None:
    ready(phone)
    phone.context.set_offline(True)
    write_and_press(phone, words="")
    expect(phone.locator("[data-n-offline-words]")).to_contain_text("まだ書いていない欄があります")
    assert stored(phone)[0] == []


def test_a_log_in_that_runs_out_without_network_leaves_no_words_on_the_screen(
    page: Page, live_server: LiveServer, town: towns.Town, settings: Any
) -> None:
    usual = settings.SESSION_IDLE_AGE
    sign_in(page, live_server, town.council)
    # Short for this one page alone: a busy machine may need longer than this to log in and draw the next.
    settings.SESSION_IDLE_AGE = 12
    page.goto(record_page(town))
    ready(page)
    page.context.set_offline(True)
    page.locator("[name=body]").fill("途中まで")
    expect(page.locator("#main")).to_contain_text(
        "書きかけの文は、この端末に封をしてしまいました", timeout=30_000
    )
    assert page.get_by_text("途中まで").count() == 0
    assert len(stored(page)[0]) == 1

    page.context.set_offline(False)
    page.goto(reverse("casework:list_offline"))
    page.wait_for_url("**/accounts/login/**")
    settings.SESSION_IDLE_AGE = usual
    sign_in(page, live_server, town.council)
    page.goto(reverse("casework:list_offline"))
    expect(page.locator("#main")).to_contain_text("届いたが、確かめること（1）")
    look(page, "offline-waiting")
    with transaction.atomic():
        announce(town.council)
        (draft,) = Draft.objects.filter(form_key="casework.check_offline")
    assert drafts.typed_in(draft)["body"] == "途中まで"
    page.goto(reverse("casework:check_offline", args=[draft.id]))
    look(page, "offline-check")
