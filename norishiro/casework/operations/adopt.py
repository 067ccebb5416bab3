"""Adopting a municipality's profile: kept as written, and the tables of agencies and meetings brought in line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from norishiro.agencies.models import Agency
from norishiro.agencies.operations import OrganisationChanges, adopt_organisation
from norishiro.casework.events import PROFILE_ADOPTED
from norishiro.ledger.operations import sign_system
from norishiro.meetings.operations import adopt_bodies
from norishiro.profiles.loader import read_profile
from norishiro.profiles.lookups import version_on
from norishiro.profiles.models import ProfileVersion
from norishiro.profiles.operations import adopt_profile
from norishiro.profiles.schema.profile import Profile


@dataclass(frozen=True)
class Adopted:
    """Which version holds now, whether it is a new one, and what changed in the tables."""

    version: ProfileVersion
    is_new: bool
    changes: OrganisationChanges = field(default_factory=OrganisationChanges)


@transaction.atomic
def adopt(text: str, *, name: str, today: date, valid_from: date | None = None) -> Adopted:
    """Make this profile the one in force, for whoever sets the installation up (nobody is logged in yet).

    Changes: one new version of the profile; areas, agencies, roles, windows, bases, programmes and meeting bodies as
    it says, without deleting anything. The same text a second time changes nothing.
    Recorded: one line in the program's own name. Refuses: a faulty profile, or a day from which another text already
    holds (ProfileError).
    """
    profile = read_profile(text, name=name)
    first = not ProfileVersion.objects.exists()
    day = valid_from or (_beginning(profile, today) if first else today)
    present = version_on(day)
    if present is not None and present.sha256 == hashlib.sha256(text.encode("utf-8")).hexdigest():
        return Adopted(present, is_new=False)
    version = adopt_profile(text, name=name, valid_from=day)
    changes = adopt_organisation(profile, valid_from=day, first=first)
    adopt_bodies(
        profile=profile, agencies_by_code={one.code: one for one in Agency.objects.all()}, from_on=day
    )
    sign_system(
        PROFILE_ADOPTED, changes={"profile": (present and present.sha256, version.sha256)}, reason=name
    )
    return Adopted(version, is_new=True, changes=changes)


def _beginning(profile: Profile, today: date) -> date:
    """The first profile holds from the first fiscal year it speaks of, so that older records find it too."""
    return min(date(min(profile.municipality.fiscal_years), 4, 1), today)
