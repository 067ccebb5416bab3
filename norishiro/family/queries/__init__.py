"""Reads of this room, for eyes: the records one by one, the family as it is drawn, and the drawings that were kept."""

from norishiro.family.queries.drawing import Drawn, family_on, figures_on, style_on
from norishiro.family.queries.records import (
    end_named,
    get_kin,
    get_tie,
    hidden_manner,
    kin_of,
    marks_of,
    people_to_link,
    ties_of,
    ties_of_figure,
)
from norishiro.family.queries.snapshots import figures_kept, get_snapshot, snapshot_family, snapshots_of

__all__ = [
    "Drawn",
    "end_named",
    "family_on",
    "figures_kept",
    "figures_on",
    "get_kin",
    "get_snapshot",
    "get_tie",
    "hidden_manner",
    "kin_of",
    "marks_of",
    "people_to_link",
    "snapshot_family",
    "snapshots_of",
    "style_on",
    "ties_of",
    "ties_of_figure",
]
