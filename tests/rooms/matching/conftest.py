import pytest

from tests.rooms.matching.town import Town, lay


@pytest.fixture
def town(db: None) -> Town:
    return lay()
