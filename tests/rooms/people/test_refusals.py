"""Every refusal about people, households and what is withheld, whole, compared with the page (``refusals.txt``)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from norishiro.people import rules
from tests.refusals import Rule, page, verdicts_of

PAGE = Path(__file__).with_name("refusals.txt")
TODAY = date(2026, 11, 21)
YESTERDAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 22)
LONG_AGO = date(1950, 1, 1)

RULES = (
    Rule(
        rules.may_join_household,
        {"already": False, "from_on": YESTERDAY, "today": TODAY, "died_on": YESTERDAY},
        {"already": (True,), "from_on": (TOMORROW,), "died_on": (LONG_AGO,)},
        {"from_on": (LONG_AGO,), "died_on": (None, TODAY)},
        {"きょう入った": {"from_on": TODAY, "died_on": None}},
    ),
    Rule(
        rules.may_leave_household,
        {"from_on": LONG_AGO, "until_on": YESTERDAY, "today": TODAY, "ended": False},
        {"until_on": (TOMORROW, LONG_AGO, date(1949, 12, 31)), "ended": (True,)},
        {"until_on": (TODAY, date(1950, 1, 2))},
    ),
    Rule(rules.may_relate, {"same": False, "already": False}, {"same": (True,), "already": (True,)}),
    Rule(
        rules.may_end_relation,
        {"from_on": YESTERDAY, "until_on": TODAY, "ended": False},
        {"from_on": (TODAY, TOMORROW), "ended": (True,)},
        {"from_on": (None,)},
    ),
    Rule(
        rules.may_change_person,
        {"birth_earliest": YESTERDAY, "birth_latest": YESTERDAY, "died_on": TODAY, "today": TODAY},
        {"birth_earliest": (TOMORROW,), "died_on": (TOMORROW, LONG_AGO)},
        {"birth_earliest": (None, TODAY), "birth_latest": (None, TODAY), "died_on": (None, YESTERDAY)},
    ),
    Rule(
        rules.may_protect,
        {
            "already": False, "nothing": False, "against_oneself": False, "renew_by": TOMORROW, "from_on": YESTERDAY,
            "today": TODAY,
        },
        {
            "already": (True,), "nothing": (True,), "against_oneself": (True,), "renew_by": (TODAY, YESTERDAY),
            "from_on": (TOMORROW,),
        },
        {"renew_by": (None,), "from_on": (TODAY,)},
    ),
    Rule(
        rules.may_write_datum,
        {"withheld": False, "field": "phone", "label": "電話番号"},
        {"withheld": (True,)},
    ),
    Rule(
        rules.may_look,
        {
            "permitted": True, "office": "子ども家庭課", "in_office": True, "supports_other": False, "active": True,
            "purpose": "通知の送付",
        },
        {
            "permitted": (False,), "in_office": (False,), "supports_other": (True,), "active": (False,),
            "purpose": ("", "通知送付", "   通知送付   "),
        },
    ),
    Rule(
        rules.may_renew,
        {"active": True, "in_office": True, "renew_by": TOMORROW, "today": TODAY},
        {"active": (False,), "in_office": (False,), "renew_by": (TODAY, YESTERDAY)},
    ),
    Rule(
        rules.may_ask_lifting,
        {
            "active": True, "in_office": True, "permitted": True, "current": True, "asked": False, "reason": "本人が望む",
        },
        {
            "active": (False,), "in_office": (False,), "permitted": (False,), "current": (False,), "asked": (True,),
            "reason": ("", "本人希望", "  本人希望  "),
        },
    ),
    Rule(
        rules.may_lift,
        {
            "waiting": True, "same_person": False, "in_office": True, "permitted": True, "current": True,
            "supports_other": False,
        },
        {
            "waiting": (False,), "same_person": (True,), "in_office": (False,), "permitted": (False,), "current": (False,),
            "supports_other": (True,),
        },
    ),
    Rule(
        rules.may_take_list,
        {"permitted": True, "rows": 1, "issued_on": TODAY, "newest": YESTERDAY, "today": TODAY},
        {"permitted": (False,), "rows": (0,), "issued_on": (TOMORROW, YESTERDAY, LONG_AGO), "newest": (TODAY,)},
        {"rows": (2,), "newest": (None,)},
    ),
    Rule(
        rules.may_take_back,
        {"protected": False},
        {"protected": (True,)},
    ),
    Rule(
        rules.may_settle,
        {"in_doubt": True, "in_office": True},
        {"in_doubt": (False,), "in_office": (False,)},
    ),
    Rule(
        rules.may_add_protected,
        {"active": True, "text": "新しい住まい"},
        {"active": (False,), "text": ("", " ")},
    ),
)  # fmt: skip


def test_every_refusal_is_the_one_on_the_page() -> None:
    assert page(RULES) == PAGE.read_text(encoding="utf-8")


def test_every_rule_stands_on_the_page() -> None:
    assert verdicts_of(rules) == {rule.name for rule in RULES}


@pytest.mark.parametrize(
    ("newest", "late"),
    [(None, False), (TODAY, False), (TODAY - timedelta(days=31), False), (TODAY - timedelta(days=32), True)],
)
def test_a_list_is_late_the_day_after_it_was_due(newest: date | None, late: bool) -> None:
    assert rules.list_is_late(newest=newest, every_days=31, today=TODAY) is late
