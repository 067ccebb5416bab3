"""重点対象 the profile names by fiscal year."""

from __future__ import annotations

from norishiro.agencies.models import FocusGroup
from norishiro.agencies.operations.adopting.run import Adoption
from norishiro.core.calendar import fiscal_year


def adopt_focus_groups(run: Adoption) -> None:
    """Groups by year. A year before the one the profile begins in gains groups but loses none; what is named no more
    from then on is taken back, unless it was registered on the screen."""
    there = {(one.fiscal_year, one.name): one for one in FocusGroup.objects.all()}
    for order, entry in enumerate(run.profile.focus_groups):
        for year in entry.fiscal_years:
            new = {"fiscal_year": year, "name": entry.name}
            values = {"source": "・".join(entry.evidence)[:120], "order": order, "withdrawn_on": None}
            run.put(there.pop((year, entry.name), None), FocusGroup, new=new, values=values)
    for left in there.values():
        if not left.by_hand and left.withdrawn_on is None and left.fiscal_year >= fiscal_year(run.valid_from):
            run.put(left, FocusGroup, new={}, values={"withdrawn_on": run.valid_from})
