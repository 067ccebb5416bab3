"""Unscoped reads of adopted profiles; nothing here is personal."""

import datetime

from norishiro.profiles.models import ProfileVersion


def version_on(on: datetime.date) -> ProfileVersion | None:
    """The version in force that day: the latest that has begun."""
    return ProfileVersion.objects.filter(valid_from__lte=on).order_by("-valid_from").first()


def version_from(valid_from: datetime.date) -> ProfileVersion | None:
    return ProfileVersion.objects.filter(valid_from=valid_from).first()


def all_versions() -> list[ProfileVersion]:
    """Every version adopted so far, the oldest first."""
    return list(ProfileVersion.objects.order_by("valid_from"))
