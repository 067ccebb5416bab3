"""O6: every requirement of ASVS that a municipality may ask for is judged: with a test that is there, or with a reason."""

from __future__ import annotations

from tests.assurance.evidence import Evidence
from tests.house import papers
from tests.house.source import ROOT


def test_every_requirement_is_judged_with_a_test_or_a_reason(evidence: Evidence) -> None:
    trace = papers.read("asvs.toml")
    passed, reasons = trace["pass"], {**trace["na"], **trace["no"]}
    without_test = [number for number, (_what, test) in passed.items() if not (ROOT / test).exists()]
    without_reason = [number for number, why in reasons.items() if len(why) < 8]
    judged = {*passed, *reasons}
    evidence.shows(
        row="O6",
        figure=(
            f"第1・第2水準 {trace['total_l1_l2']} のうち判定 {len(judged)}：試験で確かめている {len(passed)}、"
            f"当てはまらない {len(trace['na'])}、まだ・弱いとわけを書いた {len(trace['no'])}。"
            f"試験のないもの {len(without_test)}、わけのないもの {len(without_reason)}"
        ),
        target="100 % に、試験かわけ",
        holds=len(judged) == trace["total_l1_l2"] and not without_test and not without_reason,
    )
