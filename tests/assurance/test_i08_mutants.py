"""I8: a fault in the policy is noticed by its tests. All of them one by one with `make mutants`, too."""

from __future__ import annotations

from tests import mutants
from tests.assurance.evidence import Evidence

EVERY = 1_000_000


def test_a_fault_in_the_policy_is_noticed(evidence: Evidence) -> None:
    at_most = evidence.at_scale(small=10, ci=EVERY, nightly=EVERY)
    targets = mutants.RULES[:1] if at_most < EVERY else mutants.TARGETS
    line = mutants.line_of(mutants.try_them(targets, at_most=at_most, workers=1))

    evidence.shows(row=line.row, figure=line.figure, target=line.target, holds=line.holds)
