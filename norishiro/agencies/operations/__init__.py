"""The verbs of this room, one file per noun."""

from norishiro.agencies.operations.adopting import OrganisationChanges, adopt_organisation
from norishiro.agencies.operations.hat import choose_hat

__all__ = ["OrganisationChanges", "adopt_organisation", "choose_hat"]
