"""Every refusal of the gate's rules, whole: code, words and law, compared with the page a lawyer has read.

Each line of ``RULES`` breaks a rule in one way, or in all ways at once. ``refusals.txt`` holds what is answered.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from norishiro.core.verdict import YES, Verdict, no
from norishiro.sharing import rules
from norishiro.sharing.rules import ConditionFact, consents, decisions, exclusions, provisions
from tests.refusals import Rule, page, verdicts_of

PAGE = Path(__file__).with_name("refusals.txt")
TODAY = date(2026, 11, 21)
YESTERDAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 22)
CONDITIONS = (
    ConditionFact("seat", True, "席がありません。"),
    ConditionFact("why", False, "理由がありません。"),
)


def may_see_to_withdraw(**facts: Any) -> Verdict:
    """The rule takes its facts in one piece."""
    return rules.may_see_to_withdraw(rules.StoppedConsentFact(**facts))


def may_take_consent(**facts: Any) -> Verdict:
    """The rule takes its facts in one piece."""
    return rules.may_take_consent(rules.ConsentFact(**facts), today=TODAY)


RULES = (
    Rule(
        rules.may_grant,
        {"subjects": 1, "recipients": 1, "grounded": True},
        {"subjects": (0,), "recipients": (0,), "grounded": (False,)},
        {"subjects": (2,), "recipients": (2,)},
    ),
    Rule(
        rules.may_note_refusal,
        {
            "reason": "考えたい", "asked_on": YESTERDAY, "today": TODAY, "ask_again_on": TOMORROW, "consented": True,
            "names_something": True,
        },
        {
            "reason": ("", "  "), "asked_on": (TOMORROW,), "ask_again_on": (date(2026, 11, 19),),
            "names_something": (False,),
        },
        {"asked_on": (TODAY,), "ask_again_on": (None, YESTERDAY), "consented": (False,)},
    ),
    Rule(
        may_take_consent,
        {
            "recipients": 1, "categories": 1, "asked_on": YESTERDAY, "until_on": TOMORROW, "person_died": False, "oral": True,
            "witness": "架空 花子", "represented": True, "giver_name": "架空 保佐", "limited_powers": True,
            "giver_powers": "福祉契約の代理権", "own_view": "うなずいた", "known_wording": True, "closed": (), "emptied": (),
            "used_instead": "",
        },
        {
            "recipients": (0,), "categories": (0,), "asked_on": (TOMORROW,), "until_on": (TODAY, YESTERDAY),
            "person_died": (True,), "witness": ("", " "), "giver_name": ("", " "), "giver_powers": ("", " "),
            "own_view": ("", " "), "known_wording": (False,), "closed": (("なくなった窓口", "古い窓口"),),
            "emptied": (("高齢の窓口", "障害の窓口"),), "used_instead": ("架空 花子さん",),
        },
        {"asked_on": (TODAY,), "until_on": (None,), "recipients": (2,), "categories": (63,)},
        {
            "書面の同意なら、立ち会った人はいらない": {"oral": False, "witness": ""},
            "本人の同意なら、代わりの人の名前も、本人の考えも、いらない": {
                "represented": False, "limited_powers": False, "giver_name": "", "giver_powers": "", "own_view": "",
            },
            "親権者や成年後見人なら、代理権の範囲はいらない": {"limited_powers": False, "giver_powers": ""},
        },
    ),
    Rule(
        may_see_to_withdraw,
        {"stands": True, "excluded": False, "took_it": True, "works_with": False, "stopped_it": False},
        {"stands": (False,), "excluded": (True,), "took_it": (False,)}, {},
        {
            "仕事で関わるだけ": {"took_it": False, "works_with": True},
            "止めた窓口だけ": {"took_it": False, "stopped_it": True},
        },
    ),
    Rule(rules.may_withdraw_stopped, {"right_name": True}, {"right_name": (False,)}, {}),
    Rule(rules.may_withdraw_consent, {"given": True}, {"given": (False,)}, {}),
    Rule(
        rules.may_keep_wording,
        {
            "version": "2", "text": "説明", "used": False, "decided_on": YESTERDAY, "from_on": TOMORROW,
            "newest_from": TODAY, "today": TODAY,
        },
        {
            "version": ("", " "), "used": (True,), "text": ("", " "), "decided_on": (date(2026, 11, 23),),
            "newest_from": (TOMORROW,), "from_on": (TODAY, YESTERDAY),
        },
        {"newest_from": (None,), "decided_on": (TOMORROW,), "today": (TOMORROW,)},
    ),
    Rule(
        rules.may_exclude_staff,
        {"subjects": 1, "staff_known": True, "oneself": False, "excluded_already": False, "reason": "隣人"},
        {"subjects": (0,), "staff_known": (False,), "oneself": (True,), "excluded_already": (True,), "reason": ("", " ")},
        {"subjects": (2,)},
    ),
    Rule(
        rules.may_readmit_staff,
        {"over": False, "oneself": False, "reason": "引っ越した"},
        {"over": (True,), "oneself": (True,), "reason": ("", " ")},
        {},
    ),
    Rule(
        rules.ground_stands,
        {
            "conditions": CONDITIONS, "held": frozenset({"seat"}), "answers": {"why": "命に関わる"}, "fits_giver": True,
            "article": "第69条",
        },
        {"held": (frozenset(), frozenset({"why"})), "answers": ({}, {"why": " "}, {"seat": "ある"}), "fits_giver": (False,)},
        {"conditions": ((),)},
    ),
    Rule(
        rules.may_provide,
        {
            "in_force": True, "stands": YES, "body": "薬のこと", "categories": 1, "to_oneself": False, "until_on": TOMORROW,
            "today": TODAY,
        },
        {
            "in_force": (False,), "stands": (no("seat", "席がありません。"),), "body": ("", " "), "categories": (0,),
            "to_oneself": (True,), "until_on": (TODAY, YESTERDAY),
        },
        {"until_on": (None,), "categories": (63,)},
    ),
    Rule(
        rules.may_acknowledge,
        {"by_receiver": True, "already": False, "ended": False},
        {"by_receiver": (False,), "already": (True,), "ended": (True,)},
        {},
    ),
    Rule(
        rules.may_end_provision,
        {"by_giver": True, "ended": False, "reason": "渡す先をまちがえた"},
        {"by_giver": (False,), "ended": (True,), "reason": ("", " ")},
        {},
    ),
    Rule(
        rules.may_review_provision,
        {"needs_review": True, "reviewed": False, "by_provider": False, "settled": "P69-4", "words": "急を要した"},
        {"needs_review": (False,), "reviewed": (True,), "by_provider": (True,), "settled": ("",), "words": ("", " ")},
        {},
    ),
)  # fmt: skip


def test_every_refusal_is_the_one_on_the_page() -> None:
    assert page(RULES) == PAGE.read_text(encoding="utf-8")


def test_every_rule_stands_on_the_page() -> None:
    """A new rule joins here; ``decide`` has its own table (decisions.csv)."""
    assert (
        verdicts_of(consents, decisions, exclusions, provisions) == {rule.name for rule in RULES} | ELSEWHERE
    )


# Parts of ``may_take_consent``, whose every reason stands on the page.
ELSEWHERE = {"_given_by", "_is_in_use", "_reaches_somebody"}
