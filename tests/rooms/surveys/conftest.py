"""A town with a keeper of the registry, and somebody of the other organisation."""

from __future__ import annotations

import pytest

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body, RoleKind
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from tests.factories import agencies


@pytest.fixture(autouse=True)
def profile(db):
    adopt_profile(
        (PRESETS / "toshima.toml").read_text(encoding="utf-8"), name="toshima", valid_from=agencies.EPOCH
    )


@pytest.fixture
def keeper() -> Actor:
    return agencies.actor("架空 推進員", agency=agencies.agency("架空 市役所", body=Body.ADMINISTRATION))


@pytest.fixture
def council() -> Actor:
    """Somebody of the other organisation, who keeps no registry."""
    return agencies.actor("架空 連絡員", agency=agencies.agency("架空 社協の店"), kinds=(RoleKind.LIAISON,))
