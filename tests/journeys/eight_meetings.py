"""The case at the town's meeting bodies: listed, called, sworn, talked over, decided, over. All in the browser."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from norishiro.meetings.rules import oath_needed
from tests.journeys.eight_town import TITLE, WHO, Town, in_a_day, wareki
from tests.journeys.stage import Player

WITHOUT, WITH = "支援会議として（同意なし）", "重層的支援会議として（同意あり）"
NOT_SWORN = "守秘の確認（誓約）がまだです"


def sorted_in(town: Town, code: str) -> None:
    """振り分け会議: the household stands on its list; one decision with a reason brings it to 多機関協働."""
    carrier, town.sorted_at = town.carrier, code
    carrier.open(town.page("consultations:sorting"))
    carrier.sees(WHO, town.window.agency.name)
    carrier.tick("多機関協働へ（申込として受ける）")
    carrier.page.locator("input[name^=reason_]").first.fill(
        "家計のほかにも困りごとがあり、一つの窓口では進まない"
    )
    carrier.press("決めた行を記録する")
    carrier.sees("1件を振り分けました")
    town.stranger.open(town.page("consultations:sorting"))
    town.stranger.does_not_see(WHO)
    town.stranger.open(town.page("consultations:requests"))
    town.stranger.does_not_see(WHO)


def talk_without_consent(town: Town, code: str) -> None:
    """A 支援会議 (or what the town placed there): secrecy first, then facts, the course, roles; then every seat is over."""
    runs = town.convener_of(code)
    ask = town.body(code).requested_by
    if ask and town.who(ask) is not runs:
        sitting = asked_to_convene(town, code, asker=town.who(ask), runs=runs)
    else:
        list_case(town, code, kind=WITHOUT, reason="近づき方と、だれが何をするかを決めたい。")
        sitting = called(town, code, runs=runs, day=in_a_day(town, 7))
        moved_to_today(town, sitting, runs=runs)
    everybody_swears(town, code, sitting)
    runs.press("会議を始める")
    runs.follow(TITLE)
    item = town.keep(f"item {code}", runs)
    if town.sorted_at:
        came_from(town, item, runs=runs)
    said(town.window, item, kind="事実", words="夕方に窓の明かりがつく日がある。")
    said(runs, item, kind="全体の方針", words="せかさず、同じ人が通う。")
    town.players["member_2"].open(item)
    decisions(town, item, runs=runs, what=f"手紙を続け、外で会う（{town.body(code).name}）")
    over(town, sitting, item, runs=runs, leaves=town.players["member_2"])


def talk_of_resources(town: Town, code: str) -> None:
    """A body that takes no cases: it sits all the same, and speaks of what the town is short of."""
    runs = town.convener_of(code)
    runs.open(town.page("meetings:body", body_id=town.body_id(code)))
    runs.sees("個別の事例を扱わない")
    runs.follow("会議を招集する")
    runs.write("開催日", wareki(town.today))
    invite(town, runs, [one for one in town.team if one is not runs])
    runs.write("話し合うこと", "夜に開いている居場所が、この圏域にない。")
    runs.press("招集する")
    town.keep(f"sitting {code}", runs)
    runs.press("会議を始める")
    runs.press("会議を終える")
    runs.press("議事録を確定する")
    runs.sees("議事録確定", "夜に開いている居場所が、この圏域にない。")


# --- 付議、招集、要請 ----------------------------------------------------------------------------------


def list_case(town: Town, code: str, *, kind: str, reason: str, purpose: str = "") -> None:
    """The carrier puts the case on the waiting list of the body; who is no member knows nothing of it."""
    carrier, body = town.carrier, town.body(code)
    carrier.open(town.page("meetings:put_on_list", case_id=town.case_id))
    target = f"（{body.target.label}）" if body.target else ""
    carrier.page.locator("[name=body]").select_option(label=f"{body.name}{target}")
    carrier.tick(kind)
    if purpose:
        carrier.tick(purpose)
    carrier.write("付議の理由", reason)
    carrier.press("付議する")
    carrier.sees(kind, "付議待ち")
    item = town.keep(f"listed {code}", carrier)
    if kind == WITHOUT:
        town.players["member_2"].cannot_open(item)


def called(town: Town, code: str, *, runs: Player, day: str) -> str:
    """Only who the town named convenes; everybody else is told whom to ask."""
    body = town.page("meetings:body", body_id=town.body_id(code))
    named = town.body(code).convener
    if named and named.agencies and town.players["member_1"].agency.code not in named.agencies:
        other = town.players["member_1"]
        other.open(body)
        expect(other.page.locator("body")).to_contain_text(
            re.compile("会議を招集する役割がありません|会議を招集するのは、別の機関です")
        )
    runs.open(body)
    runs.sees(TITLE)
    runs.follow("会議を招集する")
    runs.write("開催日", day)
    invite(town, runs, seated_at_call(town, code, runs))
    runs.press("招集する")
    runs.sees("会議を招集しました")
    return town.keep(f"sitting {code}", runs)


def seated_at_call(town: Town, code: str, runs: Player) -> list[Player]:
    """Everybody of the team but who is added for this case alone, and who decides elsewhere."""
    late = [added_later(town, code)]
    return [one for one in town.team if one not in (runs, *late) and sits(town, code, one)]


def sits(town: Town, code: str, player: Player) -> bool:
    """Who decides plans sits where the body's own roster names their agency, and nobody else of it comes."""
    if player is not town.players["decider"]:
        return True
    roster = {one for seat in town.body(code).roster for one in seat.agencies}
    colleagues = [one for one in town.team if one.agency == player.agency and one is not player]
    return player.agency.code in roster and not colleagues


def added_later(town: Town, code: str) -> Player | None:
    """Where an existing meeting without a roster of its own plays the part, a member is added case by case."""
    body = town.body(code)
    return town.players["member_2"] if body.may_add_members and not body.roster else None


def invite(town: Town, runs: Player, wanted: list[Player]) -> None:
    if runs.page.locator("main summary", has_text="名簿のほかの機関を加える").count():
        runs.unfold("名簿のほかの機関を加える")
    for one in wanted:
        runs.page.locator(f"input[type=checkbox][value='{one.agency.id}']").first.check()


def moved_to_today(town: Town, sitting: str, *, runs: Player) -> None:
    """The notices are out when the day changes: the members read the new one, and nobody is asked anew."""
    runs.follow("日時・場所を変える")
    runs.write("開催日", wareki(town.today))
    runs.press("変える")
    runs.sees(wareki(town.today))
    town.players["member_1"].open(sitting)
    town.players["member_1"].sees(wareki(town.today))


def asked_to_convene(town: Town, code: str, *, asker: Player, runs: Player) -> str:
    """Who may not convene asks who may, with the members wanted; the answer lists the case and calls the sitting."""
    asker.open(town.page("meetings:body", body_id=town.body_id(code)))
    asker.sees("この会議を招集するのは、別の機関です。")
    asker.open(town.page("meetings:request_convening", case_id=town.case_id))
    asker.write("開いてほしい理由", "近づき方と、だれが何をするかを決めたい。")
    wanted = [one for one in town.team if one not in (asker, runs) and sits(town, code, one)]
    invite(town, asker, wanted)
    asker.press("要請する")
    asker.sees("開催の回答待ち")
    request = town.keep("convening", asker)
    for member in (town.window, town.players["member_1"]):
        member.cannot_open(request)
    runs.open(request)
    runs.follow("要請に回答する")
    runs.tick("開催する")
    runs.write("開催日", wareki(town.today))
    runs.press("回答する")
    runs.sees(TITLE, "開催案内済み")
    return town.keep(f"sitting {code}", runs)


# --- 守秘、席 ------------------------------------------------------------------------------------------


def everybody_swears(town: Town, code: str, sitting: str) -> None:
    """Nobody reads before the oath the body asks for; everybody gives it, and the papers open. The convener stays there."""
    runs = town.convener_of(code)
    late = added_later(town, code)
    if late is not None:
        runs.follow("構成員を指定する")
        runs.page.locator("[name=member]").select_option(value=f"{late.agency.id}:{late.staff.id}")
        runs.tick("この事例のために加える")
        runs.write("いつまで見られるか", in_a_day(town, 30))
        runs.page.locator("main form button[type=submit]").last.click()
        runs.sees("この事例のため", late.name)
    swears(runs, sitting)
    item = runs.page.locator("#agenda").get_by_role("link", name=TITLE).first.get_attribute("href")
    assert item is not None
    kept_out(town, code, sitting, item=item)
    for one in town.team:
        if one is not runs and sits(town, code, one):
            swears(one, sitting)


def swears(player: Player, sitting: str) -> None:
    player.open(sitting)
    player.follow("守秘を確かめて資料を開く")
    player.tick("守ります")
    player.page.locator("main form button[type=submit]").first.click()
    player.sees("守秘を確かめました", TITLE)


def kept_out(town: Town, code: str, sitting: str, *, item: str) -> None:
    """A member called, but not sworn: without consent the sitting names no family, and no paper of it opens."""
    member = town.players["member_1"]
    needed = oath_needed(oath_rule=town.body(code).oath.value, basis="C0" if town.consented else "J6")
    if needed == "NONE":
        return
    member.open(sitting)
    member.sees(NOT_SWORN)
    member.does_not_see(TITLE)
    for path in (item, f"{item}paper/"):
        response = member.page.goto(member.home + path)
        assert response is not None
        assert response.status in (403, 404), f"誓約の前に {path} が開きました（{response.status}）"
        if response.status == 403:
            member.sees(NOT_SWORN)


# --- 議事、決定、終わり --------------------------------------------------------------------------------


def came_from(town: Town, item: str, *, runs: Player) -> None:
    """ほかの会議との出入り: where the case was sorted stays with the item; it opens nothing to that meeting."""
    name = town.body(town.sorted_at).name
    runs.open(item)
    runs.follow("ほかの会議との出入りを書く")
    runs.tick("ほかの会議から")
    runs.page.locator("[name=body]").select_option(label=name)
    runs.page.locator("[name=reason]").fill("家計のほかにも困りごとがある")
    runs.page.locator("main form button[type=submit]").last.click()
    runs.sees(f"{name}から受けた")


def said(player: Player, item: str, *, kind: str, words: str) -> None:
    player.open(item)
    player.tick(kind)
    player.write("内容", words)
    player.press("議事に書く")
    player.sees(words)


def decisions(town: Town, item: str, *, runs: Player, what: str) -> None:
    """A decision that names no agency is nobody's task: refused with words, and nothing typed is lost."""
    runs.open(item)
    runs.write("決めたこと", what)
    runs.write("いつまでに", in_a_day(town, 30))
    runs.press("決定として書く")
    expect(runs.page.locator("main")).to_contain_text(
        re.compile("担当する機関が選ばれていません|どの機関が担うかを選んでください")
    )
    runs.page.locator("[name=decision-bearer]").select_option(label=town.window.agency.name)
    runs.press("決定として書く")
    runs.sees(what, "役割になりました")


def over(town: Town, sitting: str, item: str, *, runs: Player, leaves: Player) -> None:
    """The item ends, and with it the seat: the next click of somebody who has the page still open is refused."""
    runs.open(item)
    runs.press("この議題を終える")
    with leaves.page.expect_navigation() as click:
        leaves.page.get_by_role("link", name="資料の全体").click()
    assert click.value is not None
    assert click.value.status in (403, 404), f"{leaves.name} の席は終わったはず（{click.value.status}）"
    leaves.cannot_open(item)
    closed(runs, sitting)


def closed(runs: Player, sitting: str) -> None:
    runs.open(sitting)
    runs.press("会議を終える")
    runs.press("議事録を確定する")
    runs.sees("議事録確定")
