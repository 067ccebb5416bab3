"""Every refusal about what may have got out, whole, compared with ``refusals.txt``; the clocks and the reasons beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from norishiro.incidents import rules
from norishiro.incidents.terms import terms_on
from tests.refusals import Rule, page, verdicts_of

PAGE = Path(__file__).with_name("refusals.txt")
YESTERDAY, TODAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)

RULES = (
    Rule(
        rules.may_tell,
        {"name": "ファックスの送りまちがい", "words": "番号を一つまちがえた。", "known_on": TODAY, "today": TODAY},
        {"name": ("", " "), "words": ("", " "), "known_on": (None, TOMORROW)},
        {"known_on": (YESTERDAY,)},
    ),
    Rule(rules.may_go_on, {"closed": False}, {"closed": (True,)}),
    Rule(
        rules.may_add_span,
        {"closed": False, "staff": True, "hours": 24.0},
        {"closed": (True,), "staff": (False,), "hours": (0, -1, 24 * 366 + 1)},
        {"hours": (24 * 366,)},
    ),
    Rule(
        rules.may_tell_affected,
        {"closed": False, "people": 1, "how": "LETTER", "told_on": TODAY, "today": TODAY},
        {"closed": (True,), "people": (0,), "how": ("",), "told_on": (None, TOMORROW)},
    ),
    Rule(
        rules.may_report_first,
        {"closed": False, "already": False, "on": TODAY, "known_on": TODAY, "today": TODAY},
        {"closed": (True,), "already": (True,), "on": (None, YESTERDAY, TOMORROW)},
    ),
    Rule(
        rules.may_report_final,
        {"closed": False, "missing": [], "untold": 0, "on": TODAY, "known_on": YESTERDAY, "today": TODAY},
        {"closed": (True,), "missing": (["原因", "公表"],), "untold": (3,), "on": (None, TOMORROW)},
        {"on": (YESTERDAY,)},
    ),
    Rule(
        rules.may_settle_without,
        {"closed": False, "reported": False, "reasons": (), "words": "紙には何も書かれていなかった。"},
        {"closed": (True,), "reported": (True,), "reasons": (("お金の被害が出るおそれがある",),), "words": ("", " ")},
    ),
)  # fmt: skip


def test_every_refusal_is_the_one_on_the_page() -> None:
    assert page(RULES) == PAGE.read_text(encoding="utf-8")


def test_every_rule_stands_on_the_page() -> None:
    assert verdicts_of(rules) == {rule.name for rule in RULES} | {"_day"}


@pytest.mark.parametrize(
    ("answers", "people", "numbers"),
    [
        (("NO", "NO", "NO"), 0, ""),
        (("NO", "NO", "NO"), 100, ""),
        (("NO", "NO", "NO"), 101, "4"),
        (("YES", "NO", "NO"), 1, "1"),
        (("MAYBE", "NO", "NO"), 1, "1"),
        (("NO", "MAYBE", "YES"), 0, "23"),
        (("YES", "YES", "YES"), 500, "1234"),
    ],
)
def test_one_person_is_enough_where_it_is_sensitive_and_perhaps_is_yes(answers, people, numbers) -> None:
    sensitive, harm, malicious = answers
    found = rules.why_reported(
        sensitive=sensitive, harm=harm, malicious=malicious, people=people, people_more_than=100
    )
    assert [one.rpartition("第")[2][0] for one in found] == list(numbers)


@pytest.mark.parametrize(
    ("malicious", "final"),
    [("NO", date(2026, 12, 21)), ("MAYBE", date(2027, 1, 20)), ("YES", date(2027, 1, 20))],
)
def test_the_clocks_run_from_the_day_it_was_noticed(malicious: str, final: date) -> None:
    terms = terms_on(TODAY)
    found = rules.due(
        known_on=TODAY, malicious=malicious, first_early_days=terms.first_early_days, first_days=terms.first_days,
        final_days=terms.final_days, final_days_malicious=terms.final_days_malicious,
    )  # fmt: skip
    assert found == rules.Due(date(2026, 11, 24), date(2026, 11, 26), final)


def test_before_the_first_terms_the_first_hold() -> None:
    assert terms_on(date(2000, 1, 1)) == terms_on(date(2022, 4, 1))
