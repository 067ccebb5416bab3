"""Every refusal of the window in an emergency, whole, compared with the page (``refusals.txt``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from norishiro.emergency import rules
from tests.refusals import Rule, page, verdicts_of

PAGE = Path(__file__).with_name("refusals.txt")
REASON = "救急隊から、家族にいますぐ連絡したいと電話があった。"
BY_ADDRESS = {"name": "", "born_exactly": False}

RULES = (
    Rule(
        rules.may_search,
        {
            "reason": REASON, "name": "架空 太郎", "born_exactly": True, "address": "", "searches_last_hour": 9,
            "proved_lately": True, "clock_off": False,
        },
        {
            "reason": ("", "急ぎ"), "name": ("", " "), "born_exactly": (False,), "searches_last_hour": (10, 11),
            "proved_lately": (False,), "clock_off": (True,),
        },
        {"searches_last_hour": (0,), "address": (" ",)},
        {
            "氏名と住所の両方でさがす": {"address": "みなと町1番"},
            "住所でさがす（生年月日はいらない）": {**BY_ADDRESS, "address": "みなと町12-3"},
            "住所が6文字ちょうど": {**BY_ADDRESS, "address": "みなと町1番"},
            "住所の番地が漢字": {**BY_ADDRESS, "address": "みなと町三丁目"},
            "住所が5文字": {**BY_ADDRESS, "address": "港町1-2"},
            "住所が、空白を足して6文字": {**BY_ADDRESS, "address": " 港町1-2 "},
            "住所に番地がない": {**BY_ADDRESS, "address": "みなと町北通り"},
            "住所に番地がなく、建物の名前がローマ字": {**BY_ADDRESS, "address": "みなと町Xハイツ"},
        },
    ),
    Rule(
        rules.may_open,
        {
            "found_just_now": True, "running": False, "unreviewed": 1, "proved_lately": True,
            "whom_to_phone": "架空 課長（福祉課 電話 03-0000-0000）", "clock_off": False,
        },
        {
            "found_just_now": (False,), "running": (True,), "unreviewed": (2, 3), "proved_lately": (False,),
            "clock_off": (True,),
        },
        {"unreviewed": (0,)},
    ),
    Rule(
        rules.may_close,
        {"running": True, "own": True, "oversees": False},
        {"running": (False,), "own": (False,)},
        {},
        {"審査をする人が閉じる": {"own": False, "oversees": True}},
    ),
    Rule(
        rules.may_report,
        {"own": True, "running": False, "account": "長女に電話した。", "settled": False},
        {"own": (False,), "running": (True,), "account": ("", " "), "settled": (True,)},
    ),
    Rule(
        rules.may_review,
        {"own": False, "running": False, "settled": False, "finding": "CHECK", "words": "だれに電話したか", "oversees": True},
        {
            "own": (True,), "running": (True,), "settled": (True,), "finding": ("",), "words": ("", " "), "oversees": (False,),
        },
        {},
        {
            "仕事上必要だったので、言葉はいらない": {"finding": "NEEDED", "words": ""},
            "不適切だったのに、言葉がない": {"finding": "IMPROPER", "words": ""},
        },
    ),
)  # fmt: skip


def test_every_refusal_is_the_one_on_the_page() -> None:
    assert page(RULES) == PAGE.read_text(encoding="utf-8")


def test_every_rule_stands_on_the_page() -> None:
    assert verdicts_of(rules) == {rule.name for rule in RULES} | {"_freshly", "_on_time"}


@pytest.mark.parametrize(
    ("reason", "real"),
    [
        ("あいうえおかきくけこあいうえおかきくけこ", True),
        ("あいうえおかきくけこあいうえおかきくけ", False),
        # Nineteen letters in two words: the space between is no letter.
        ("あいうえおかきくけこ あいうえおかきくけ", False),
        # Eight different letters are few and enough; seven are a key held down.
        ("あいうえおかきくあいうえおかきくあいうえ", True),
        ("あいうえおかきあいうえおかきあいうえおか", False),
    ],
)
def test_what_counts_as_a_reason(reason: str, real: bool) -> None:
    assert rules.reason_is_real(reason) is real
