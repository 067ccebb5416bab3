"""An office that keeps the lists, and its chief."""

from __future__ import annotations

import pytest

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.core.operation import announce
from tests.factories import agencies
from tests.rooms.consultations import town as towns


@pytest.fixture
def desk() -> Actor:
    towns.town()
    actor = agencies.actor(
        "架空 防災", agency=agencies.agency("架空の危機管理課"), kinds=(RoleKind.COORDINATOR,)
    )
    announce(actor)
    return actor


@pytest.fixture
def chief(desk: Actor) -> Actor:
    return agencies.actor(
        "架空 課長", agency=Agency.objects.get(id=desk.agency_id), kinds=(RoleKind.MANAGER,)
    )
