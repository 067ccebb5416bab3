"""The shape of one municipality's profile. Its keys are listed in the room's README."""

from norishiro.profiles.schema.profile import Profile

__all__ = ["Profile"]
