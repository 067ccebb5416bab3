"""Every refusal about requests of the person, whole, compared with the page (``refusals.txt``), and what is proposed of
each piece (``proposals.csv``)."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from norishiro.rights import rules
from tests.refusals import Rule, page, verdicts_of

PAGE = Path(__file__).with_name("refusals.txt")
TEXT = Path(__file__).with_name("proposals.csv").read_text(encoding="utf-8")
PROPOSALS = list(csv.DictReader(TEXT.splitlines()))
TODAY = date(2026, 11, 21)
YESTERDAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 22)
DECIDED = date(2026, 11, 7)
ON_TWO_WEEKS, BEFORE_TWO_WEEKS = date(2026, 11, 21), date(2026, 11, 20)

RULES = (
    Rule(
        rules.may_receive,
        {"received_on": YESTERDAY, "today": TODAY, "days": 15, "longest": 30, "asker": "BEREAVED", "kind": "DISCLOSE"},
        {"received_on": (TOMORROW,), "days": (0, 31), "kind": ("CORRECT", "STOP")},
        {"received_on": (TODAY,), "days": (1, 30)},
        {"本人が訂正を求める": {"asker": "SELF", "kind": "CORRECT"}},
    ),
    Rule(
        rules.may_identify,
        {
            "closed": False, "how": "運転免許証", "on": YESTERDAY, "received_on": YESTERDAY, "today": TODAY, "mending": 5,
        },
        {
            "closed": (True,), "how": ("", " "), "on": (TOMORROW, date(2026, 10, 20)), "mending": (-1, 366),
        },
        {"on": (TODAY, date(2026, 10, 21)), "mending": (0, 365)},
    ),
    Rule(
        rules.may_link,
        {"closed": False, "identified": True, "candidate": True},
        {"closed": (True,), "identified": (False,), "candidate": (False,)},
    ),
    Rule(
        rules.may_extend,
        {
            "closed": False, "extended": False, "more": 15, "longest": 30, "reason": "記録が多い", "on": YESTERDAY, "due": TODAY,
        },
        {"closed": (True,), "extended": (True,), "more": (0, 31), "reason": ("", " "), "on": (TOMORROW,)},
        {"more": (1, 30), "on": (TODAY,)},
    ),
    Rule(
        rules.may_gather,
        {"closed": False, "identified": True, "linked": True, "decided": False, "corrections": 0},
        {
            "closed": (True,), "identified": (False,), "linked": (False,), "decided": (True,), "corrections": (1, 2),
        },
    ),
    Rule(
        rules.may_change_part,
        {"closed": False, "decided": False, "locked": False, "opens": True, "reason": "本人も知っている"},
        {"closed": (True,), "decided": (True,), "locked": (True,), "reason": ("", " ")},
        {},
        {"守られた住所を、閉じたまま理由だけ改める": {"locked": True, "opens": False}},
    ),
    Rule(
        rules.may_ask_opinion,
        {"closed": False, "asked_on": YESTERDAY, "answer_by": TODAY, "today": TODAY},
        {"closed": (True,), "asked_on": (TOMORROW,), "answer_by": (YESTERDAY, date(2026, 11, 1))},
        {},
        {"きょう照会し、あしたまで": {"asked_on": TODAY, "answer_by": TOMORROW}},
    ),
    Rule(
        rules.may_answer_opinion,
        {"answered": False, "answered_on": YESTERDAY, "asked_on": date(2026, 11, 19), "today": TODAY},
        {"answered": (True,), "answered_on": (date(2026, 11, 18), TOMORROW)},
        {"answered_on": (date(2026, 11, 19), TODAY)},
    ),
    Rule(
        rules.may_propose,
        {
            "closed": False, "kind": "DISCLOSE", "fits": True, "linked": True, "gathered": True, "corrections": 0,
            "withheld": 1, "outcome": "PART", "reason": "ほかの人の情報がある",
        },
        {
            "closed": (True,), "fits": (False,), "linked": (False,), "gathered": (False,), "withheld": (0,),
            "reason": ("", " "),
        },
        {"withheld": (2,)},
        {
            "全部を開示する（理由はいらない）": {"outcome": "FULL", "withheld": 0, "reason": ""},
            "全部を開示すると言うのに、1か所を伏せている": {"outcome": "FULL", "withheld": 1},
            "全部を開示すると言うのに、2か所を伏せている": {"outcome": "FULL", "withheld": 2},
            "あるかないかを言わない（だれかも、集めることも、いらない）": {
                "outcome": "EXISTENCE", "linked": False, "gathered": False, "withheld": 0,
            },
            "記録がない（だれかも、集めることも、いらない）": {
                "outcome": "NOT_HELD", "linked": False, "gathered": False, "withheld": 0,
            },
            "あるかないかを言わないのに、理由がない": {"outcome": "EXISTENCE", "withheld": 0, "reason": ""},
            "開示しない": {"outcome": "NONE", "withheld": 0},
            "開示しないのに、だれかも分からず、集めてもいない": {
                "outcome": "NONE", "withheld": 0, "linked": False, "gathered": False,
            },
            "訂正の求めで、直すところが書いてある": {
                "kind": "CORRECT", "outcome": "DONE", "withheld": 0, "gathered": False, "corrections": 1,
            },
            "訂正の求めで、直すところが書いていない": {
                "kind": "CORRECT", "outcome": "DONE", "withheld": 0, "gathered": False,
            },
            "利用停止の求め（集めることも、直すところも、いらない）": {
                "kind": "STOP", "outcome": "DONE", "withheld": 0, "gathered": False,
            },
        },
    ),
    Rule(
        rules.may_decide,
        {"proposed": True, "by_proposer": False, "waiting_opinions": 0, "opposed_recently": False},
        {"proposed": (False,), "by_proposer": (True,), "waiting_opinions": (1, 2), "opposed_recently": (True,)},
    ),
    Rule(
        rules.may_deliver,
        {
            "decided": True, "delivered": False, "how": "窓口で手渡し", "on": ON_TWO_WEEKS, "decided_on": DECIDED,
            "opposed": True, "discloses": True,
        },
        {
            "decided": (False,), "delivered": (True,), "how": ("", " "), "on": (BEFORE_TWO_WEEKS, date(2026, 11, 6)),
        },
        {"decided_on": (None,)},
        {
            "反対がなければ、決定の日でもよい": {"opposed": False, "on": DECIDED},
            "反対があっても、開示しない決定は、その日でもよい": {"discloses": False, "on": DECIDED},
            "反対がなくても、決定より前の日": {"opposed": False, "on": date(2026, 11, 6)},
        },
    ),
    Rule(
        rules.may_withdraw,
        {"closed": False, "decided": False, "reason": "本人から電話があった。"},
        {"closed": (True,), "decided": (True,), "reason": ("", " ")},
    ),
    Rule(
        rules.may_add_correction,
        {"closed": False, "kind": "CORRECT", "decided": False, "statement": "父ではなく母だ。", "after": "母と同居"},
        {
            "closed": (True,), "kind": ("DISCLOSE",), "decided": (True,), "statement": ("", " "), "after": ("", " "),
        },
    ),
    Rule(
        rules.may_judge_correction,
        {"closed": False, "decided": False, "reason": "戸籍で確かめた。"},
        {"closed": (True,), "decided": (True,), "reason": ("", " ")},
    ),
    Rule(
        rules.may_acknowledge_notice,
        {"mine": True, "done": False, "what": "写しを差し替えた。"},
        {"mine": (False,), "done": (True,), "what": ("", " ")},
    ),
    Rule(
        rules.may_let_see,
        {"lifted": False, "law": "行政不服審査法第9条", "reason": "審査請求があった。", "hours": 24, "oneself": False},
        {"lifted": (True,), "law": ("", " "), "reason": ("", " "), "hours": (0, 73), "oneself": (True,)},
        {"hours": (1, 72)},
    ),
    Rule(
        rules.may_lift,
        {"lifted": False, "reason": "本人が望んだ。", "oneself": False},
        {"lifted": (True,), "reason": ("", " "), "oneself": (True,)},
    ),
)  # fmt: skip


def test_every_refusal_is_the_one_on_the_page() -> None:
    assert page(RULES) == PAGE.read_text(encoding="utf-8")


def test_every_rule_stands_on_the_page() -> None:
    assert verdicts_of(rules) == {rule.name for rule in RULES} | {"_still_open"}


@pytest.mark.parametrize("case", PROPOSALS, ids=lambda case: case["場面"])
def test_the_proposal_is_the_one_written_down(case: dict[str, str]) -> None:
    found = rules.proposal(
        kind=case["区分"], basis=case["根拠"], asker=case["求めた人"], danger=case["害のおそれ"] == "あり",
        names_other=case["ほかの人の名前"] == "あり", names_protected=case["守られた言葉"] == "あり",
    )  # fmt: skip

    assert (found.withheld, found.why, found.locked) == (
        case["伏せる号"],
        case["わけ"],
        case["開けられない"] == "はい",
    )
