"""Adopting a profile. The ledger stands above this room, so who adopted it is recorded by the caller."""

import datetime
import hashlib

from django.db import transaction

from norishiro.profiles.checks import Fault
from norishiro.profiles.loader import ProfileError, read_profile
from norishiro.profiles.lookups import version_from
from norishiro.profiles.models import ProfileVersion


@transaction.atomic
def adopt_profile(text: str, *, name: str, valid_from: datetime.date) -> ProfileVersion:
    """Keep this profile as the one in force from `valid_from`.

    Changes: one new version; earlier versions stay as they are.
    Recorded: the text as written, its SHA-256 and the moment of adoption.
    Refuses: a profile with any fault, or a day from which another version already holds (ProfileError).
    """
    profile = read_profile(text, name=name)
    if version_from(valid_from) is not None:
        day = valid_from.isoformat()
        raise ProfileError(
            name, [Fault("（採用する日）", f"{day}から効く設定はもうあります", "まだ使っていない日")]
        )
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return ProfileVersion.objects.create(
        name=name, text=text, sha256=digest, valid_from=valid_from, municipality=profile.municipality.name
    )
