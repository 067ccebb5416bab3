"""What may be written into the handbook, the register and the studies; and how two editions are set beside each other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from norishiro.handbook import rules
from norishiro.handbook.comparing import compare
from norishiro.handbook.writing import rendered

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def codes(verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"taken": True}, ["title"]),
        ({"for_all": False}, ["roles"]),
        ({"for_all": False, "narrowed": True}, []),
        ({"taken": True, "for_all": False}, ["title", "roles"]),
    ],
)
def test_a_page_is_written_once_and_for_somebody(given, expected):
    asked = {"taken": False, "for_all": True, "narrowed": False}
    assert codes(rules.may_write_page(**(asked | given))) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"why": "　"}, ["why"]),
        ({"why": "", "rewritten": False}, []),
        ({"changed": False, "rewritten": False}, ["text"]),
        ({"ended": True, "why": ""}, ["title", "why"]),
    ],
)
def test_whoever_rewrites_a_page_says_why(given, expected):
    asked = {"ended": False, "rewritten": True, "why": "日数が変わった", "changed": True}
    assert codes(rules.may_revise_page(**(asked | given))) == expected


@pytest.mark.parametrize(
    ("ended", "schemes", "expected"), [(False, 0, []), (False, 1, ["page"]), (True, 2, ["page", "page"])]
)
def test_a_page_stays_while_a_scheme_is_described_there(ended, schemes, expected):
    assert codes(rules.may_withdraw_page(ended=ended, schemes=schemes)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"until_on": TODAY}, ["until_on"]),
        ({"until_on": TODAY + DAY}, []),
        ({"described": False, "taken": True}, ["name", "where"]),
    ],
)
def test_a_scheme_says_where_it_is_described_and_ends_after_it_began(given, expected):
    asked = {"taken": False, "described": True, "from_on": TODAY, "until_on": None}
    assert codes(rules.may_list_scheme(**(asked | given))) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"decided_on": TODAY - 9 * DAY}, []),
        ({"decided_on": TODAY - 10 * DAY}, ["decided_on"]),
        ({"decided_on": TODAY + DAY, "evidence": 0}, ["outcome", "decided_on"]),
    ],
)
def test_a_study_is_decided_upon_evidence(given, expected):
    asked = {"evidence": 1, "decided_on": TODAY, "today": TODAY, "opened_on": TODAY - 9 * DAY}
    assert codes(rules.may_decide(**(asked | given))) == expected


def test_what_was_found_lies_in_the_past_and_a_study_is_opened_once():
    assert [codes(rules.may_add_evidence(found_on=TODAY + days * DAY, today=TODAY)) for days in (0, 1)] == [
        [], ["found_on"],
    ]  # fmt: skip
    assert [codes(rules.may_open_study(taken=taken)) for taken in (False, True)] == [[], ["title"]]


def words(pieces) -> list[tuple[str, bool]]:
    return [(one.text, one.differs) for one in pieces]


def test_two_editions_stand_side_by_side_and_long_runs_that_are_alike_are_left_out():
    before = "一\n二\n三\n四\n返事は二週間のうちに\n五\n六"
    after = "一\n二\n三\n四\n返事は一週間のうちに\n五\n六\n七"
    rows = compare(before, after)
    assert [(one.kind, one.skipped) for one in rows] == [
        ("skipped", 2), ("same", 0), ("same", 0), ("changed", 0), ("same", 0), ("same", 0), ("new", 0),
    ]  # fmt: skip
    assert words(rows[3].before) == [("返事は", False), ("二", True), ("週間のうちに", False)]
    assert words(rows[3].after) == [("返事は", False), ("一", True), ("週間のうちに", False)]
    assert (rows[6].before, words(rows[6].after)) == ((), [("七", True)])


def test_what_went_and_what_came_is_told_apart_and_alike_is_nothing():
    assert compare("一\n二", "一\n二") == []
    assert [one.kind for one in compare("一\n二", "一")] == ["same", "gone"]
    assert [one.kind for one in compare("", "一")] == ["new"]
    assert [one.kind for one in compare("一\n二\n三\n四", "一\n五\n四")] == [
        "same",
        "changed",
        "gone",
        "same",
    ]


@pytest.mark.parametrize(
    ("written", "set_as"),
    [
        ("# 受付\n\n## 電話", "<h2>受付</h2>\n<h3>電話</h3>\n"),
        ("**急ぐ**とき", "<p><strong>急ぐ</strong>とき</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ('<b onclick="x">', "<p>&lt;b onclick=&quot;x&quot;&gt;</p>\n"),
        ("[押す](javascript:alert(1))", "<p>[押す](javascript:alert(1))</p>\n"),
        ("[押す](data:text/html,x)", "<p>[押す](data:text/html,x)</p>\n"),
        ("[押す](//evil.example)", "<p>[押す](//evil.example)</p>\n"),
        ("[一覧](/cases/)", '<p><a href="/cases/" rel="noreferrer noopener">一覧</a></p>\n'),
        (
            "[国](https://example.go.jp/a?b=1&c=2)",
            '<p><a href="https://example.go.jp/a?b=1&amp;c=2" rel="noreferrer noopener">国</a></p>\n',
        ),
        ("![絵](https://example.go.jp/a.png)", '<p>!<a href="https://example.go.jp/a.png" rel="noreferrer noopener">絵</a></p>\n'),
        ("一行目\n二行目", "<p>一行目<br />\n二行目</p>\n"),
    ],
)  # fmt: skip
def test_a_page_is_set_without_html_pictures_or_strange_addresses(written, set_as):
    assert rendered(written) == set_as


def test_a_table_scrolls_in_the_frame_of_the_house():
    assert rendered("|急ぎ|日|\n|-|-|\n|高い|今日|").startswith(
        '<div class="n-tablewrap" role="region" aria-label="表" tabindex="0"><table class="n-table">\n<thead>'
    )
