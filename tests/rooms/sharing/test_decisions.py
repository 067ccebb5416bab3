"""The whole behaviour of the decision, one readable line each: decisions.csv, for eyes that read no Python."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from uuid import UUID

import pytest

from norishiro.sharing import rules
from norishiro.sharing.rules import Decision, GrantFact, Looking, RecordFact

TEXT = Path(__file__).with_name("decisions.csv").read_text(encoding="utf-8")
CASES = list(csv.DictReader(TEXT.splitlines()))

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WHO = {
    name: UUID(int=n) for n, name in enumerate(("自機関", "支える拠点", "他機関", "本人", "同僚"), start=1)
}
REFUSALS = {"no_grant", "no_oath", "excluded", "use_stopped"}


def looking(case: dict[str, str]) -> Looking:
    return Looking(
        staff_id=WHO["本人"], agency_ids=frozenset({WHO["自機関"], WHO["支える拠点"]}), now=NOW,
        excluded=case["外されている"] == "外", stopped=case["止められている"] == "止",
    )  # fmt: skip


def record(case: dict[str, str]) -> RecordFact:
    writers = {"両方": {"自機関", "他機関"}, "": set()}.get(case["書いた機関"], {case["書いた機関"]})
    return RecordFact(
        depth=int(case["記録の深さ"]), categories=int(case["記録の区分"]), basis=case["記録の根拠"] or None,
        written_by=frozenset(WHO[name] for name in writers),
    )  # fmt: skip


def grants(case: dict[str, str]) -> list[GrantFact]:
    if case["共有の相手"] == "なし":
        return []
    return [
        GrantFact(
            recipient_id=WHO[case["共有の相手"]], depth=int(case["共有の深さ"]), categories=int(case["共有の区分"]),
            ground=case["根拠"], from_at=day(case["始まり"]), sealed=case["封"] == "封",
            until_at=day(case["終わり"]) if case["終わり"] else None,
        )
    ]  # fmt: skip


def day(number: str) -> datetime:
    return NOW + timedelta(days=int(number))


def in_words(decision: Decision) -> str:
    """The ground that opens, or the one reason that refuses."""
    if decision.verdict.allowed:
        return decision.ground
    (reason,) = decision.verdict.reasons
    return reason.code


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["場面"])
def test_the_decision_is_the_one_written_down(case: dict[str, str]) -> None:
    assert in_words(rules.decide(looking(case), record(case), grants(case))) == case["答え"]


def test_every_answer_is_among_the_lines() -> None:
    answers = Counter(case["答え"] for case in CASES)

    assert set(answers) >= REFUSALS
    assert sum(answers[code] for code in set(answers) - REFUSALS) >= 15
    assert len({case["場面"] for case in CASES}) == len(CASES)


def test_grants_do_not_add_up_and_their_order_does_not_matter() -> None:
    """Two kinds from two grants never open a record of both; a sealed one beside an open one is not mentioned."""
    both = RecordFact(depth=3, categories=3, basis="C0")
    one = GrantFact(WHO["自機関"], 3, 1, "C0", NOW - timedelta(days=1), None)
    two = GrantFact(WHO["自機関"], 3, 2, "C0", NOW - timedelta(days=1), None)
    sealed = GrantFact(WHO["本人"], 3, 3, "C0", NOW - timedelta(days=1), None, sealed=True)
    whole = GrantFact(WHO["本人"], 3, 63, "C0", NOW - timedelta(days=1), None)
    me = looking({"外されている": "", "止められている": ""})

    assert {in_words(rules.decide(me, both, order)) for order in permutations([one, two])} == {"no_grant"}
    assert {in_words(rules.decide(me, both, order)) for order in permutations([one, two, sealed])} == {
        "no_oath"
    }
    assert {in_words(rules.decide(me, both, order)) for order in permutations([sealed, whole, one])} == {"C0"}


def test_a_refusal_says_the_law_and_what_to_do() -> None:
    def refused(**values: str) -> tuple[str, str]:
        line = {**CASES[0], "共有の相手": "なし", **values}
        (reason,) = rules.decide(looking(line), record(line), grants(line)).verdict.reasons
        return reason.message, reason.law

    assert refused() == ("この記録を見る根拠がありません。", "個人情報の保護に関する法律第69条")
    assert refused(外されている="外") == (
        "利害関係があるため、この記録は開けないように決められています。",
        "",
    )
    assert refused(止められている="止") == (
        "本人の求めにより使うのを止めているため、この記録はだれも開けません。",
        "個人情報の保護に関する法律第100条",
    )
    assert refused(共有の相手="本人", 根拠="J6", 記録の根拠="J6", 書いた機関="他機関", 封="封") == (
        "守秘の確認（誓約）がまだです。会議の画面で確認すると開きます。",
        "社会福祉法第106条の6第5項",
    )
