"""Bringing a profile's organisation into the tables: areas, agencies, roles, posts, windows, bases, programmes.

Nothing is deleted. What a newer profile no longer names is closed on the day that profile begins; what changes in
its place in the tree of areas is closed and opened anew. Rows made by hand carry codes in small letters, which no
profile can use, and are left alone.
"""

from __future__ import annotations

from datetime import date

from norishiro.agencies.choices import SINCE_ALWAYS
from norishiro.agencies.operations.adopting.bases import adopt_bases, adopt_on_call
from norishiro.agencies.operations.adopting.focus import adopt_focus_groups
from norishiro.agencies.operations.adopting.places import adopt_areas, adopt_layers
from norishiro.agencies.operations.adopting.programmes import adopt_programmes, adopt_windows
from norishiro.agencies.operations.adopting.roles import adopt_agencies, adopt_posts, adopt_roles
from norishiro.agencies.operations.adopting.run import Adoption, OrganisationChanges
from norishiro.profiles.schema.profile import Profile

STEPS = (
    adopt_layers, adopt_areas, adopt_agencies, adopt_roles, adopt_posts, adopt_programmes, adopt_windows, adopt_bases,
    adopt_on_call, adopt_focus_groups,
)  # fmt: skip


def adopt_organisation(profile: Profile, *, valid_from: date, first: bool) -> OrganisationChanges:
    """Make the tables say what the profile says from ``valid_from`` on.

    Changes: areas, layers, agencies, roles, posts, programmes by year, windows, bases, on-call contacts and 重点対象; ``first``
    means that what has no date of its own held all along. A second run with the same profile changes nothing.
    Recorded: by the caller, who knows who adopts. Refuses nothing: a profile is checked before it gets here.
    """
    run = Adoption(profile, valid_from, SINCE_ALWAYS if first else valid_from)
    for step in STEPS:
        step(run)
    return run.changes
