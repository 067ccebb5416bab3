"""Scoped reads of this room, one file per noun. The actor comes first; what is unseen does not exist."""

from norishiro.plans.queries.agency_plans import Grid, agency_plans_of, get_agency_plan, progress_grid
from norishiro.plans.queries.closing import (
    closure_after,
    closures_of,
    closures_visible_to,
    evaluations_of,
    get_closure,
    get_evaluation,
)
from norishiro.plans.queries.events import events_of
from norishiro.plans.queries.monitoring import (
    cases_without_day,
    due_monitorings,
    get_monitoring,
    monitorings_of,
    next_look,
)
from norishiro.plans.queries.plans import (
    PlanLine,
    comparison,
    get_case,
    get_plan,
    goals_of,
    items_for,
    members_of,
    names_of_viewers,
    open_outreach,
    outreach_to_end,
    plans_of,
    visible_to,
    waiting_plans,
)
from norishiro.plans.queries.prefill import prefilled, words_of
from norishiro.plans.queries.progress import (
    Accompaniment,
    ProgressLine,
    accompaniment_of,
    progress_lines,
    reviewing_sitting,
    silent_cases,
)
from norishiro.plans.queries.rounds import roles_born_of, rounds_of

__all__ = [
    "Accompaniment",
    "Grid",
    "PlanLine",
    "ProgressLine",
    "accompaniment_of",
    "agency_plans_of",
    "cases_without_day",
    "closure_after",
    "closures_of",
    "closures_visible_to",
    "comparison",
    "due_monitorings",
    "evaluations_of",
    "events_of",
    "get_agency_plan",
    "get_case",
    "get_closure",
    "get_evaluation",
    "get_monitoring",
    "get_plan",
    "goals_of",
    "items_for",
    "members_of",
    "monitorings_of",
    "names_of_viewers",
    "next_look",
    "open_outreach",
    "outreach_to_end",
    "plans_of",
    "prefilled",
    "progress_grid",
    "progress_lines",
    "reviewing_sitting",
    "roles_born_of",
    "rounds_of",
    "silent_cases",
    "visible_to",
    "waiting_plans",
    "words_of",
]
