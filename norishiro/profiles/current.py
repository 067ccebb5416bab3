"""The profile in force on a day."""

import datetime
import uuid
from dataclasses import dataclass, replace

from norishiro.profiles.loader import read_profile
from norishiro.profiles.lookups import all_versions, version_on
from norishiro.profiles.models import ProfileVersion
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
    return _profile_of(version)


def _profile_of(version: ProfileVersion) -> Profile:
    if version.id not in _parsed:
        _parsed[version.id] = read_profile(version.text, name=version.name)
    return _parsed[version.id]


@dataclass(frozen=True)
class Wording:
    """One version of the rules that are explained when consent is asked for, and when it held (``until_on`` exclusive)."""

    version: str
    text: str
    from_on: datetime.date
    until_on: datetime.date | None = None

    def in_force(self, on: datetime.date) -> bool:
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


def wordings() -> list[Wording]:
    """Every version there was, the oldest first; it changes only where a newly adopted profile says otherwise."""
    found: list[Wording] = []
    for one in all_versions():
        consent = _profile_of(one).consent
        if found and (found[-1].version, found[-1].text) == (consent.version, consent.text):
            continue
        if found:
            found[-1] = replace(found[-1], until_on=one.valid_from)
        found.append(Wording(consent.version, consent.text, one.valid_from))
    return found
