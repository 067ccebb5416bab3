"""The plan at the town's meeting: drafted by one side, found appropriate at its body, decided by the other."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from norishiro.plans.access import monitoring_rule
from norishiro.plans.rules import next_monitoring
from tests.journeys.eight_meetings import WITH, called, closed, everybody_swears, list_case
from tests.journeys.eight_town import TITLE, WHO, Town, wareki
from tests.journeys.stage import Player

GOAL = "週に一度、だれかと話す"


def plan_without_consent(town: Town, code: str) -> None:
    """Where the case stays in the 支援会議: the way of approaching becomes a plan there, and is decided."""
    drafter = town.who(town.profile.flow.plan.drafted_by)
    plan = drafted(town, drafter, kind="outreach")
    handed_over(drafter, plan)
    found_appropriate(town, plan, runs=town.convener_of(code))
    decided(town, plan, drafter=drafter)


def plan_with_consent(town: Town, code: str) -> None:
    """重層的支援会議 (or what the town placed there): the draft, the consented item, the decision, in the town's order."""
    rule = town.profile.flow.plan
    drafter, runs = town.who(rule.drafted_by), town.convener_of(code)
    plan = drafted(town, drafter, kind="multi_agency")
    if not rule.one_step:
        handed_over(drafter, plan)
    list_case(town, code, kind=WITH, reason="プランの適切性を確かめたい。", purpose="プランの適切性")
    sitting = called(town, code, runs=runs, day=wareki(town.today))
    everybody_swears(town, code, sitting)
    runs.press("会議を始める")
    runs.follow(TITLE)
    item = town.keep(f"layered item {code}", runs)
    if town.body(code).person_may_attend:
        the_person_comes(town, runs)
    found_appropriate(town, plan, runs=runs)
    decided(town, plan, drafter=drafter)
    runs.open(item)
    runs.press("この議題を終える")
    closed(runs, sitting)


def drafted(town: Town, drafter: Player, *, kind: str) -> str:
    drafter.open(town.page("plans:draft_plan", case_id=town.case_id, kind=kind))
    page = drafter.page
    if page.locator("input[type=checkbox][name=people]").count():
        page.locator("input[type=checkbox][name=people]").first.check()
    if page.locator("[name=basis]").count():
        page.get_by_label("支援会議", exact=False).first.check()
    drafter.write("課題の整理", "話す相手がなく、郵便がたまっている。")
    drafter.write("本人・家族の意向", "夜なら話せる")
    drafter.write("このプランで達成すること", GOAL)
    drafter.write("始まりの日", wareki(town.today))
    drafter.write("終わりの日", wareki(town.today + timedelta(days=180)))
    bearers = [one.agency.name for one in town.providers]
    for number in range(1, page.locator("[name^=row_][name$=_issue]").count() + 1):
        wanted = number <= len(bearers)
        for part, words in (("issue", "話す相手がない"), ("goal", GOAL), ("action", f"{number}番めの訪問")):
            page.locator(f"[name=row_{number}_{part}]").fill(words if wanted else "")
        page.locator(f"[name=row_{number}_due_on]").fill("")
        bearer = page.locator(f"[name=row_{number}_bearer]")
        bearer.select_option(label=bearers[number - 1] if wanted else "選んでください")
    drafter.press("案を登録する")
    drafter.sees(GOAL)
    return town.keep(f"plan {kind}", drafter)


def handed_over(drafter: Player, plan: str) -> None:
    drafter.open(plan)
    drafter.follow("案を渡す")
    drafter.press("案を渡す")
    drafter.sees("案を渡した（付議待ち）")


def the_person_comes(town: Town, runs: Player) -> None:
    """本人の参加: the person gets a paper of their own, without others' affairs."""
    runs.follow("本人の出席を登録する")
    runs.page.locator("[name=person]").select_option(label=WHO)
    runs.press("登録する")
    runs.sees("本人の出席を登録しました")
    runs.follow("お渡しする資料")
    runs.sees(WHO)


def found_appropriate(town: Town, plan: str, *, runs: Player) -> None:
    """Who keeps the minutes writes down at which item the plan was found appropriate."""
    runs.open(plan)
    runs.follow("会議の確認を記録する")
    runs.page.locator("[name=item]").first.check()
    runs.press("適切と確認した")
    runs.sees("会議で適切と確認（決定待ち）")


def decided(town: Town, plan: str, *, drafter: Player) -> None:
    """Who drafted may not decide, and reads who may; who the profile names decides, and every row becomes a role."""
    party = town.profile.flow.plan.decided_by
    who = [town.profile.agency(code).name for code in party.agencies]
    who += [town.profile.role(party.role).name] if party.role else []
    who += [town.body(party.body).name] if party.body else []
    drafter.open(f"{plan}decision/")
    drafter.sees("プランの決定は「プランを決定する者」の役割の人が行います。", "・".join(dict.fromkeys(who)))
    button = drafter.page.locator("main").get_by_role("button", name="決定する")
    expect(button).to_have_attribute("aria-disabled", "true")
    chief = town.players["decider"]
    chief.open(plan)
    chief.follow("決定する")
    chief.press("決定する")
    chief.sees("プランを決定しました")
    for one in town.providers:
        one.can_open(town.at["case"])
        one.sees("番めの訪問")


def looked_at_again(town: Town) -> None:
    """The next look falls on the day the town's own rule gives, and the case moves on in its own flow."""
    carrier, rule = town.carrier, monitoring_rule(today=town.today)
    carrier.open(town.page("plans:case_plans", case_id=town.case_id))
    carrier.sees(f"予定の決まり：{rule.words}")
    by_month = bool(rule.months) or rule.monthly
    day = next_monitoring(
        months=rule.months, monthly=rule.monthly, every_months=rule.every_months,
        after=town.today - timedelta(days=1) if by_month else town.today,
    )  # fmt: skip
    carrier.sees(f"R{day.year - 2018}.{day.month}.{day.day}")
    steps = {one.code: one for one in town.profile.flow.steps}
    first = town.profile.flow.steps[0]
    carrier.open(town.page("cases:change_status", case_id=town.case_id))
    offered = carrier.page.locator("[name=flow_step]")
    labels = [f"{steps[code].mark} {steps[code].label}" for code in first.next]
    assert offered.count() == len(labels)
    carrier.tick(labels[-1])
    carrier.press("進める")
    carrier.sees(labels[-1])


def back_to_ordinary(town: Town) -> None:
    """通常の支援へ戻す: evaluated, then ended with the ordinary window named as the one that stays."""
    carrier = town.carrier
    carrier.open(town.page("plans:evaluate", case_id=town.case_id))
    carrier.write("評価した日", wareki(town.today))
    carrier.tick("多機関協働プラン 第1回")
    carrier.tick("達成")
    carrier.tick("孤立の解消")
    carrier.write("評価のことば", "窓口の人と、続けて話せている。")
    carrier.page.locator("main label", has_text="終結").get_by_role("radio").check()
    carrier.press("評価を記録する")
    carrier.sees("評価を記録しました")
    carrier.open(town.page("casework:close_case", case_id=town.case_id))
    carrier.sees("できるだけ通常の支援へ戻します")
    carrier.tick("見通しがつき、役割分担が確立した")
    carrier.write("まとめ", "窓口の支援に戻す。")
    carrier.choose("このあと主に関わる機関", town.window.agency.name)
    carrier.press("終結する")
    carrier.sees("終結を記録しました", town.window.agency.name)
    town.players["member_2"].cannot_open(town.at[f"item {town.cast.way[0]}"])
