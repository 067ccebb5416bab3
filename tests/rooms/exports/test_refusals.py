"""Every refusal of taking a list out, whole, compared with the page (``refusals.txt``)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from norishiro.exports import rules
from tests.refusals import Rule, page, verdicts_of

PAGE = Path(__file__).with_name("refusals.txt")
LIMITS = rules.Limits(alone=20, hour=200, agency_day=1000, rows=5000)
FIRST, LAST, BEFORE = date(2026, 4, 1), date(2026, 9, 30), date(2026, 3, 31)

RULES = (
    Rule(
        rules.may_ask,
        {
            "reason": "係の打合せで見直すため。庁内だけ。", "columns": 1, "rows": 1, "people": 1, "from_on": FIRST, "until_on": LAST,
            "bulk": True, "approvers": 1, "limits": LIMITS,
        },
        {
            "reason": ("", "打合せで見直すた", "打合せで　見直すた。"), "columns": (0,), "until_on": (BEFORE,), "rows": (0, 5001),
            "people": (1001,), "approvers": (0,),
        },
        {
            "reason": ("打合せで見直します。",), "rows": (5000,), "people": (1000,), "from_on": (None,),
            "until_on": (None, FIRST), "columns": (2,), "approvers": (2,),
        },
        {"少人数なら、承認する人がいなくてもよい": {"bulk": False, "approvers": 0}},
    ),
    Rule(
        rules.may_decide,
        {"own": False, "oversees": True, "waiting": True, "approve": False, "words": "目的が分からない。"},
        {"own": (True,), "oversees": (False,), "waiting": (False,), "words": ("", " ")},
        {},
        {
            "承認するときは、言葉はいらない": {"approve": True, "words": ""},
            "頼んだ本人で、統括でもない": {"own": True, "oversees": False},
        },
    ),
    Rule(
        rules.may_withdraw,
        {"own": True, "open_still": True},
        {"own": (False,), "open_still": (False,)},
    ),
    Rule(
        rules.may_take,
        {
            "own": True, "state_ready": True, "over": False, "proved_lately": True, "people": 5, "asked_people": 5,
            "approved": False, "taken_last_hour": 195, "agency_today": 995, "limits": LIMITS,
        },
        {
            "own": (False,), "state_ready": (False,), "over": (True,), "proved_lately": (False,), "asked_people": (4,),
            "taken_last_hour": (196,), "agency_today": (996,),
        },
        {"people": (4,)},
        {"承認されていれば、1時間の上限をこえてよい": {"approved": True, "taken_last_hour": 900}},
    ),
)  # fmt: skip


def test_every_refusal_is_the_one_on_the_page() -> None:
    assert page(RULES) == PAGE.read_text(encoding="utf-8")


def test_every_rule_stands_on_the_page() -> None:
    assert verdicts_of(rules) == {rule.name for rule in RULES}
