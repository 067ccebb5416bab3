"""The rules of the window, without a database: every reason at once, and the edges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from norishiro.emergency import rules

REASON = "救急隊から、家族にいますぐ連絡したいと電話があった。"


def codes(verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


def ask(**changed) -> list[str]:
    usual = {
        "reason": REASON,
        "name": "架空 太郎",
        "born_exactly": True,
        "address": "",
        "searches_last_hour": 0,
        "proved_lately": True,
    }
    return codes(rules.may_search(**{**usual, **changed}))  # fmt: skip


def test_a_search_names_its_reason_and_exactly_one_thing():
    assert ask() == []
    assert ask(reason="急ぎ") == ["reason"]
    assert ask(reason="あ" * 40) == ["reason"]
    assert ask(reason="　" * 40) == ["reason"]
    assert ask(name="") == ["name"]
    assert ask(address="みなと町1-2-3") == ["name"]
    assert ask(born_exactly=False) == ["birth"]
    assert ask(name="", address="みなと町") == ["address"]
    assert ask(name="", address="みなと町北通り") == ["address"]
    assert ask(name="", address="みなと町1-2-3") == []
    assert ask(searches_last_hour=9) == []
    assert ask(searches_last_hour=10) == ["often"]
    assert ask(proved_lately=False, reason="", name="") == ["proof", "reason", "name"]


def test_the_reason_is_long_enough_at_twenty_letters():
    assert [
        rules.reason_is_real("あいうえおかきくけこ" * 2),
        rules.reason_is_real("あいうえおかきくけこあいうえおかきくけ"),
    ] == [
        True,
        False,
    ]


def opened(**changed) -> list[str]:
    usual = {
        "found_just_now": True,
        "running": False,
        "unreviewed": 0,
        "proved_lately": True,
        "whom_to_phone": "架空 課長さん",
    }
    return codes(rules.may_open(**{**usual, **changed}))  # fmt: skip


def test_one_at_a_time_and_no_third_before_the_review():
    assert [opened(unreviewed=number) for number in (0, 1, 2, 3)] == [[], [], ["unreviewed"], ["unreviewed"]]
    assert opened(running=True, found_just_now=False, proved_lately=False) == ["proof", "search", "running"]


def test_the_refusal_says_whom_to_phone():
    verdict = rules.may_open(
        found_just_now=True, running=False, unreviewed=2, proved_lately=True, whom_to_phone="架空 課長さん（福祉課 電話 03-0000-0000）"
    )  # fmt: skip

    assert [one.message for one in verdict.reasons] == [
        "審査を受けていない緊急閲覧が2件あるので、次は開けません。"
        "いますぐ要るときは、架空 課長さん（福祉課 電話 03-0000-0000）に電話して、見てもらってください。"
    ]


def test_it_runs_until_just_before_the_hour():
    begun = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    end = begun + timedelta(minutes=60)

    assert rules.is_running(until_at=end, closed_at=None, now=end - timedelta(microseconds=1))
    assert not rules.is_running(until_at=end, closed_at=None, now=end)
    assert not rules.is_running(until_at=end, closed_at=begun, now=begun)


def test_who_may_close_account_and_review():
    assert codes(rules.may_close(running=False, own=False, oversees=False)) == ["over", "whose"]
    assert codes(rules.may_close(running=True, own=False, oversees=True)) == []
    assert codes(rules.may_report(own=True, running=True, account="", settled=False)) == [
        "running",
        "account",
    ]
    assert codes(rules.may_report(own=False, running=False, account="電話した", settled=True)) == [
        "whose",
        "settled",
    ]
    assert codes(
        rules.may_review(own=True, oversees=False, running=True, settled=True, finding="", words="")
    ) == ["whose", "role", "running", "settled", "finding"]
    assert codes(
        rules.may_review(own=False, oversees=True, running=False, settled=False, finding="CHECK", words=" ")
    ) == ["words"]
    assert not codes(
        rules.may_review(own=False, oversees=True, running=False, settled=False, finding="NEEDED", words="")
    )
