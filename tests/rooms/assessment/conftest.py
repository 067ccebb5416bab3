from __future__ import annotations

import pytest

from tests.rooms.assessment.town import Home


@pytest.fixture
def home(db: None) -> Home:
    return Home()
