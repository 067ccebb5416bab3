"""The profile in force on a day."""

import datetime
import uuid

from norishiro.profiles.loader import read_profile
from norishiro.profiles.lookups import version_on
from norishiro.profiles.schema.profile import Profile

_parsed: dict[uuid.UUID, Profile] = {}


class NoProfileError(LookupError):
    """No profile has been adopted for the day; the text says what to do."""

    def __init__(self, on: datetime.date) -> None:
        super().__init__(
            f"{on.isoformat()}に効いている自治体の設定がありません。"
            "設定のファイルを用意し、この日以前から効くように採用してください。"
        )


def current_profile(on: datetime.date) -> Profile:
    """The profile in force that day, parsed once per version. Refuses when none has begun (NoProfileError)."""
    version = version_on(on)
    if version is None:
        raise NoProfileError(on)
    if version.id not in _parsed:
        _parsed[version.id] = read_profile(version.text, name=version.name)
    return _parsed[version.id]
