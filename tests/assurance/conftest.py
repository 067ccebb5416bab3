"""What the proofs share."""

from __future__ import annotations

import pytest

from tests.assurance.evidence import Evidence


@pytest.fixture
def evidence() -> Evidence:
    return Evidence()
