"""What may be read of this room. The actor comes first."""

from norishiro.indicators.queries.cohort import (
    USUAL_YEARS,
    Behind,
    CohortTable,
    astray_cases,
    behind,
    bodies_to_choose,
    cohort_table,
    get_results,
    get_sitting,
    years_to_choose,
)
from norishiro.indicators.queries.connections import Connection, Connections, connections
from norishiro.indicators.queries.reaching import cases_behind, leads, way_of, way_there, ways

__all__ = [
    "Behind",
    "CohortTable",
    "Connection",
    "Connections",
    "USUAL_YEARS",
    "astray_cases",
    "behind",
    "bodies_to_choose",
    "cases_behind",
    "cohort_table",
    "connections",
    "get_results",
    "get_sitting",
    "leads",
    "way_of",
    "way_there",
    "ways",
    "years_to_choose",
]
