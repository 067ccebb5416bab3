"""狛江: つなぐシート from a telephone on a slow line, in the two examples, to the answer the sender sees.

Nobody here is a social worker: a clerk of a hall and a clerk of the roads write; the window reads, answers, receives. The
first is timed against the budget (60 seconds, 12 taps besides the text), typing counted as a thumb types.
"""

from __future__ import annotations

import re
import sys
import time
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from norishiro.agencies.actor import actor_for
from norishiro.agencies.choices import RoleKind as Kind
from norishiro.letterbox import operations
from norishiro.letterbox.choices import EntranceKind
from tests.factories.agencies import EPOCH

pytestmark = pytest.mark.journey

WINDOW = "FUKUSHI_SODAN"
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400 * 1024 / 8,
    "uploadThroughput": 400 * 1024 / 8,
}
KEYS_A_SECOND = 1.5  # 仮: a slow thumb, three characters in two seconds
MOST_SECONDS, MOST_TAPS = 60, 12
NOISE = "音がうるさいと何度も電話。測っても出ない。眠れていない"
TREE = "となりへ枝がのびた家。ひとりぐらしで切れない"


class Thumb:
    """Somebody at a telephone of 360 pixels on a slow line, without an account; counts what it costs."""

    def __init__(self, stage: Any, *, slow: bool = True) -> None:
        context = stage.browser.new_context(
            viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, locale="ja-JP"
        )
        stage.contexts.append(context)
        self.page: Page = context.new_page()
        self.page.on("console", lambda one: stage.faults.append(one.text) if one.type == "error" else None)
        self.home, self.taps, self.keys, self.began = stage.home, 0, 0, time.monotonic()
        if slow:
            context.new_cdp_session(self.page).send("Network.emulateNetworkConditions", SLOW_3G)

    def scan(self, path: str) -> None:
        self.began = time.monotonic()
        self.page.goto(self.home + path)

    def write(self, label: str, words: str) -> None:
        self.taps, self.keys = self.taps + 1, self.keys + len(words)
        self.page.get_by_label(label).first.fill(words)

    def tap(self, role: Any, words: str) -> None:
        self.taps += 1
        self.page.get_by_role(role, name=words).first.tap()

    def sees(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)

    def receipt(self) -> tuple[str, str]:
        number, secret = (self.page.locator(f"[name={name}]").input_value() for name in ("number", "secret"))
        return number, secret


def test_a_sheet_from_a_telephone_to_the_answer(raise_curtain):
    stage = raise_curtain("komae")
    chief = stage.enter("架空 推進", agency=WINDOW, kinds=(Kind.COORDINATOR,))
    hall = appointed(chief, EntranceKind.LIAISON, "架空地区センター", "架空 れん")
    roads = appointed(chief, EntranceKind.OFFICE, "道路の係")

    # 事例1 音の問い合わせ: the clerk reads the example, asks the person, sends
    clerk = Thumb(stage)
    clerk.scan(f"/tell/at/{hall.id}/")
    clerk.write("気になっていること", NOISE)
    clerk.tap("checkbox", "近所のこと")
    clerk.tap("checkbox", "本人が、よいと言いました")
    clerk.tap("button", "送る")
    clerk.sees("受け取りました", "受付番号")
    waited = time.monotonic() - clerk.began
    number, secret = clerk.receipt()
    seconds = waited + clerk.keys / KEYS_A_SECOND + clerk.taps  # a second for each tap
    sys.stdout.write(
        f"\nつなぐシート（360 px・slow 3G）: 文のほかのタップ {clerk.taps - 1}、文字 {clerk.keys}、"
        f"待ち {waited:.1f} 秒、見積り {seconds:.0f} 秒（目安 {MOST_TAPS} タップ・{MOST_SECONDS} 秒）\n"
    )
    assert (clerk.taps - 1 <= MOST_TAPS, seconds <= MOST_SECONDS) == (True, True)
    assert clerk.page.context.cookies() == []
    clerk.tap("button", "いまの様子を見る")
    clerk.sees("まだです")

    # 事例2 木の越境: another office, the examples open while filling in
    roadman = Thumb(stage)
    roadman.scan(f"/tell/at/{roads.id}/")
    roadman.page.locator("main summary", has_text="こんなときに").tap()
    roadman.sees("となりの木の枝がのびている")
    roadman.write("気になっていること", TREE)
    roadman.write("本人の名前", "かれき みどり")
    roadman.tap("checkbox", "本人が、よいと言いました")
    roadman.tap("button", "送る")
    tree_number, tree_secret = roadman.receipt()

    # The window: from 今日 to the letter, read, answered
    chief.open("/")
    chief.sees("封を開けていない便り")
    chief.open("/letter-box/")
    chief.follow(number)
    chief.does_not_see(NOISE)
    chief.press("封を開けて読む")
    chief.sees(NOISE, "近所のこと")
    chief.follow("返事をする")
    chief.write("送った人への返事", "ありがとうございます。体のことを聞ける者が電話します。")
    chief.press("返事をする")
    chief.sees("返事をした")

    # 木: received as a consultation, and answered
    chief.open("/letter-box/")
    chief.follow(tree_number)
    chief.press("封を開けて読む")
    chief.follow("相談として受け付ける")
    chief.page.locator("[name=name]").fill("枯木 みどり")
    chief.press("受け付ける")
    chief.sees("相談を受け付けました", TREE)
    chief.open("/letter-box/?box=all")
    chief.follow(tree_number)
    chief.follow("返事をする")
    chief.write("送った人への返事", "枝のことと、暮らしのことを、まとめて聞きに行きます。")
    chief.press("返事をする")

    # Both senders see times and the words chosen for them, and nothing of the person
    for thumb, key, words in (
        (clerk, (number, secret), "体のことを聞ける者が電話します"),
        (roadman, (tree_number, tree_secret), "まとめて聞きに行きます"),
    ):
        thumb.page.goto(f"{stage.home}/tell/reply/")
        thumb.write("受付番号", key[0])
        thumb.write("合言葉", key[1])
        thumb.tap("button", "見る")
        thumb.sees("読みました", words)
        expect(thumb.page.locator("body")).not_to_contain_text(re.compile("枯木|かれき|相談R|相R"))

    # The office sees the times of its own sheet on its card
    roadman.page.goto(f"{stage.home}/tell/own/{roads.status_card.id}/")
    roadman.sees(tree_number)
    expect(roadman.page.locator("main")).not_to_contain_text(number)


def appointed(player: Any, kind: EntranceKind, facility: str, holder: str = "") -> Any:
    actor = actor_for(staff_id=player.staff.id, agency_id=player.agency.id, today=date.today())
    assert actor is not None
    return operations.appoint(
        actor, kind=kind, facility=facility, holder=holder, receiver_agency_id=actor.agency_id, from_on=EPOCH,
        today=date.today(),
    )  # fmt: skip
