import pytest

from tests.rooms.carers.town import Town, lay


@pytest.fixture
def town(db: None) -> Town:
    return lay()
