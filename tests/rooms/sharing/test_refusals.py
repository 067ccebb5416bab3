"""Every refusal of the gate's rules, whole: code, words and law, compared with the page a lawyer has read.

Each line of ``CASES`` breaks a rule in one way, or in all ways at once. ``refusals.txt`` holds what is answered.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from norishiro.core.verdict import YES, Verdict, no
from norishiro.sharing import rules
from norishiro.sharing.rules import ConditionFact

PAGE = Path(__file__).with_name("refusals.txt")
TODAY = date(2026, 11, 21)
YESTERDAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 22)
CONDITIONS = (
    ConditionFact("seat", True, "席がありません。"),
    ConditionFact("why", False, "理由がありません。"),
)


@dataclass(frozen=True)
class Rule:
    """A rule, the facts under which it says yes, and for each fact the values under which it refuses."""

    ask: Callable[..., Verdict]
    well: dict[str, Any]
    wrong: dict[str, tuple[Any, ...]]
    # Values that are just right: the edge on the side of yes.
    edge: dict[str, tuple[Any, ...]]

    @property
    def name(self) -> str:
        return self.ask.__name__


def may_take_consent(**facts: Any) -> Verdict:
    """The rule takes its facts in one piece."""
    return rules.may_take_consent(rules.ConsentFact(**facts), today=TODAY)


RULES = (
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
        },
        {
            "recipients": (0,), "categories": (0,), "asked_on": (TOMORROW,), "until_on": (TODAY, YESTERDAY),
            "person_died": (True,), "witness": ("", " "), "giver_name": ("", " "), "giver_powers": ("", " "),
            "own_view": ("", " "), "known_wording": (False,), "closed": (("なくなった窓口", "古い窓口"),),
            "emptied": (("高齢の窓口", "障害の窓口"),),
        },
        {"asked_on": (TODAY,), "until_on": (None,), "recipients": (2,), "categories": (63,)},
    ),
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


def answered(rule: Rule, facts: dict[str, Any]) -> Verdict:
    """Positional where the rule asks for it, by name otherwise."""
    positional = [
        name
        for name, one in inspect.signature(rule.ask).parameters.items()
        if one.kind is one.POSITIONAL_OR_KEYWORD
    ]
    return rule.ask(
        *(facts[name] for name in positional), **{k: v for k, v in facts.items() if k not in positional}
    )


def in_words(verdict: Verdict) -> str:
    lines = (
        f"    {one.code}: {one.message}" + (f"（{one.law}）" if one.law else "") for one in verdict.reasons
    )
    return "\n".join(lines) or "    はい"


def page() -> str:
    """Every rule with everything right, each fact wrong by itself, and all wrong at once."""
    parts = []
    for rule in RULES:
        parts.append(f"{rule.name}\n  すべてよい\n{in_words(answered(rule, rule.well))}")
        for name, values in rule.edge.items():
            for value in values:
                parts.append(f"  {name} のきわ\n{in_words(answered(rule, rule.well | {name: value}))}")
        for name, values in rule.wrong.items():
            for value in values:
                parts.append(f"  {name} がよくない\n{in_words(answered(rule, rule.well | {name: value}))}")
        everything = {name: values[0] for name, values in rule.wrong.items()}
        parts.append(f"  すべてよくない\n{in_words(answered(rule, rule.well | everything))}\n")
    return "\n".join(parts)


def test_every_refusal_is_the_one_on_the_page() -> None:
    assert page() == PAGE.read_text(encoding="utf-8")


def test_every_rule_stands_on_the_page() -> None:
    """A new rule joins here; ``decide`` has its own table (decisions.csv). Under `make mutants` each has twins named x_…"""
    verdicts = {
        name
        for name, one in inspect.getmembers(rules, inspect.isfunction)
        if one.__module__ == rules.__name__
        and not name.startswith("x_")
        and one.__annotations__.get("return") == "Verdict"
    }

    assert verdicts == {rule.name for rule in RULES} | ELSEWHERE


# Parts of ``may_take_consent``, whose every reason stands on the page.
ELSEWHERE = {"_given_by", "_reaches_somebody"}
