"""An office with its old list, and its chief who may bring it in."""

from __future__ import annotations

import pytest

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from tests.factories import agencies
from tests.rooms.consultations import town as towns


@pytest.fixture
def chief() -> Actor:
    towns.town()
    actor = agencies.actor("架空 課長", agency=agencies.agency("架空の福祉課"), kinds=(RoleKind.MANAGER,))
    announce(actor)
    return actor
