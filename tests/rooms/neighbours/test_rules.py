"""Who may be written to, and what may be sent: pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from norishiro.core.verdict import Verdict
from norishiro.neighbours import rules
from norishiro.neighbours.addresses import read_address

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def codes(verdict: Verdict) -> list[str]:
    return [one.code for one in verdict.reasons]


def test_all_reasons_come_at_once():
    assert codes(rules.may_ask(areas=1, unknown=0, reachable=True)) == []
    assert codes(rules.may_ask(areas=0, unknown=0, reachable=False)) == ["areas", "closed"]
    assert codes(rules.may_ask(areas=2, unknown=1, reachable=True)) == ["areas"]
    assert codes(rules.may_keep_post(areas=0, unknown=0, link_live=False, sent=True)) == [
        "areas",
        "link",
        "sent",
    ]
    assert codes(rules.may_keep_post(areas=1, unknown=0, link_live=True, sent=False)) == []
    told = {"sent": False, "areas": 1, "unknown": 0, "link_live": True, "readers": 1, "reachable": True}
    assert codes(rules.may_send(**told)) == []
    assert codes(rules.may_send(**told | {"sent": True, "readers": 0})) == ["send"]
    assert codes(rules.may_send(**told | {"readers": 0, "link_live": False, "reachable": False})) == [
        "link",
        "send",
        "send",
    ]
    assert [codes(rules.not_too_often(from_address=here, on_day=day)) for here, day in ((12, 400), (13, 1), (1, 401))] == [
        [], ["often"], ["often"]
    ]  # fmt: skip


def test_a_few_a_link_a_letter_and_an_address_have_their_bounds():
    assert [number for number in range(8) if rules.few(number)] == [1, 2, 3, 4]
    second = timedelta(seconds=1)
    assert [rules.is_alive(expires_at=NOON, now=NOON + off) for off in (-second, second - second, second)] == [
        True, False, False
    ]  # fmt: skip
    edge = NOON + rules.KEEP_TRYING
    assert [rules.is_too_late(sent_at=NOON, now=edge + off) for off in (-second, second - second)] == [
        False,
        True,
    ]
    assert [rules.has_gone_for_good(refused=times) for times in (2, 3)] == [False, True]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("hana@example.jp", "hana@example.jp"),
        ("　Hana@Example.JP ", "Hana@example.jp"),
        ("ｈａｎａ＠ｅｘａｍｐｌｅ．ｊｐ", "hana@example.jp"),
        ("hana+chiku@example.jp", "hana+chiku@example.jp"),
        ("", None),
        ("hana", None),
        ("hana@", None),
        ("@example.jp", None),
        ("hana@example", None),
        ("はな@example.jp", None),
        ("hana@例え.jp", None),
        ("hana@example.jp, taro@example.jp", None),
        ("hana@example.jp\nBcc: taro@example.jp", None),
        ("Hana <hana@example.jp>", None),
        ("a" * 250 + "@example.jp", None),
    ],
)
def test_an_address_is_read_as_it_is_meant_or_not_at_all(typed: str, read: str | None):
    assert read_address(typed) == read
