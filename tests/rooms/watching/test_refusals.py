"""Every refusal about the report to the person, what is kept back, and flags, whole, compared with ``refusals.txt``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from norishiro.watching.rules import reviewing, telling
from tests.refusals import Rule, page, verdicts_of

PAGE = Path(__file__).with_name("refusals.txt")
TODAY = date(2026, 11, 21)
YESTERDAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 22)
IN_A_YEAR, LATER = date(2027, 11, 22), date(2027, 11, 23)

RULES = (
    Rule(
        telling.may_give_report,
        {
            "city_office": True, "undecided": 0, "overdue": 0, "from_on": YESTERDAY, "today": TODAY,
            "checked_how": "運転免許証",
        },
        {
            "city_office": (False,), "undecided": (1, 2), "overdue": (1, 2), "from_on": (TOMORROW,),
            "checked_how": ("", " "),
        },
        {"from_on": (TODAY,)},
    ),
    Rule(
        telling.may_propose_hold,
        {"words": "通報した人が分かる。", "already": False, "city_office": True},
        {"words": ("", " "), "already": (True,), "city_office": (False,)},
    ),
    Rule(
        telling.may_approve_hold,
        {"approved": False, "released": False, "by_proposer": False, "recheck_on": TOMORROW, "today": TODAY},
        {
            "approved": (True,), "released": (True,), "by_proposer": (True,),
            "recheck_on": (None, TODAY, YESTERDAY, LATER),
        },
        {"recheck_on": (IN_A_YEAR,)},
    ),
    Rule(
        telling.may_recheck_hold,
        {
            "approved": True, "released": False, "by_proposer": False, "ends": False, "words": "まだ危ない。",
            "recheck_on": TOMORROW, "today": TODAY,
        },
        {
            "approved": (False,), "released": (True,), "by_proposer": (True,), "words": ("", " "),
            "recheck_on": (None, TODAY),
        },
        {},
        {"終えるときは、次の日はいらない": {"ends": True, "recheck_on": None}},
    ),
    Rule(
        reviewing.may_judge,
        {"oneself": False, "settled": False, "judgement": "WORK", "words": "電話を受けた。"},
        {"oneself": (True,), "settled": (True,), "judgement": ("",), "words": ("", " ")},
    ),
    Rule(
        reviewing.may_answer,
        {"oneself": True, "asked": True, "settled": False, "statement": "窓口の当番だった。"},
        {"oneself": (False,), "asked": (False,), "settled": (True,), "statement": ("", " ")},
    ),
    Rule(
        reviewing.may_ask_widening,
        {"reason": "台帳の確かめ、50人ほど", "waiting": False},
        {"reason": ("", " "), "waiting": (True,)},
    ),
    Rule(
        reviewing.may_answer_widening,
        {"oneself": False, "answered": False, "opens": False, "words": "人数が多すぎる。"},
        {"oneself": (True,), "answered": (True,), "words": ("", " ")},
        {},
        {"認めるときは、言葉はいらない": {"opens": True, "words": ""}},
    ),
)  # fmt: skip


def test_every_refusal_is_the_one_on_the_page() -> None:
    assert page(RULES) == PAGE.read_text(encoding="utf-8")


def test_every_rule_stands_on_the_page() -> None:
    assert verdicts_of(reviewing, telling) == {rule.name for rule in RULES} | {"_recheck_day"}
